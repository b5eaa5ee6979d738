"""What is kept: the one SQLite file, and the sessions in it."""
