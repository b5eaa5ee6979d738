"""What a candidate says instead of an answer."""

from typing import Literal

Order = Literal["repeat", "rephrase", "skip", "pause", "go-on", "back", "stop", "time", "think"]


def interview_order(text: str, offered: str = "") -> Order | None:
    """The order that a whole utterance is; None for anything else."""
    raise NotImplementedError
