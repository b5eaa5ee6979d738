"""Topics and their ready questions: from templates, a language model, or the person."""
