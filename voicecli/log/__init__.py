"""What the program notes of itself for whoever mends it."""
