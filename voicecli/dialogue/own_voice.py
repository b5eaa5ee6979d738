"""The second net under the echo canceller: the assistant's own words are not a question."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

LIKENESS = 80.0
"""Percent of the characters that must agree, in order, with some stretch of what was spoken.
Whisper mishears an echo more than a voice, so it is not near 100."""

FEWEST_WORDS = 3
"""Shorter utterances are never taken for an echo: "stop" may stand in the answer, too."""


def is_own_voice(heard: str, spoken: Sequence[str]) -> bool:
    """Whether words heard while `spoken` sounded are a stretch of it.

    `spoken` is only the text whose sound can have reached the microphone; a person may well repeat
    it later.
    """
    words, said = _words(heard), _words(" ".join(spoken))
    if len(words) < FEWEST_WORDS or len(words) > len(said) + FEWEST_WORDS:
        return False
    return fuzz.partial_ratio(" ".join(words), " ".join(said)) >= LIKENESS


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
