"""Whether the microphone stays open while the speaker sounds, and how."""

import re
from typing import Literal

from voicecli.config import Duplex

Way = Literal["cancel", "headphones", "half"]
"""cancel: open, with the echo taken away; headphones: open as it is; half: it rests."""

_HEADPHONES = re.compile(
    r"\b(head(phone|set)s?|ear(phone|bud|piece)s?|(air|ear)pods?|buds|kopfhörer|ohrhörer"
    r"|casque|écouteurs|auriculares|cuffie|fones)\b",
    re.IGNORECASE,
)
_ALOUD = re.compile(
    r"(speaker|lautsprecher|haut-parleur|altavo[cz]|altoparlant|\bhdmi\b|\bmonitor\b)",
    re.IGNORECASE,
)
"""Many a sound card has one output for both, "Speakers/Headphones", and does not say which."""


def choose_duplex(wanted: Duplex, speaker: str | None, *, can_cancel: bool) -> Way:
    """Decide from the setting and from what the speaker calls itself.

    `speaker` is None where one end is a file: `auto` never interrupts a recording. `can_cancel`
    tells whether there is an echo canceller; without one, `auto` rests the microphone.
    """
    if wanted != "auto":
        return wanted
    if speaker is None:
        return "half"
    if is_headphones(speaker):
        return "headphones"
    return "cancel" if can_cancel else "half"


def is_headphones(name: str) -> bool:
    """Whether a device's name says that nobody but its wearer hears it. In doubt, no."""
    return bool(_HEADPHONES.search(name)) and not _ALOUD.search(name)
