"""The language model: prompts in, words out."""
