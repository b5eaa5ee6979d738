"""Search in the person's content: passages, their index, and what they support."""
