"""The verbs: rooms composed, and the threads they run in."""
