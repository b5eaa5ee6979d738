"""Speech synthesis: sentences in, sound out."""
