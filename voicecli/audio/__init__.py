"""The microphone, the speaker and sound files."""
