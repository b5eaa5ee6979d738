"""What to say."""
