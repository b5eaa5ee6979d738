"""How fast a conversation keeps up on this computer: the real one, timed from outside."""
