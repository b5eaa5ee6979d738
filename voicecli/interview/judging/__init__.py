"""What a reply is worth as an answer, and what is asked behind it."""
