"""Whether a sentence says what the passages say: figures, dates, names, polarity and words."""

from voicecli.dialogue.gate.supporting import Meaning, Support, leans, support

__all__ = ["Meaning", "Support", "leans", "support"]
