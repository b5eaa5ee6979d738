"""Whose voice is it? Compares voice-prints with those of enrolled people."""

from collections.abc import Mapping
from math import log2

import numpy as np
from numpy.typing import NDArray

from voicecli.analysis.voice_track import unit

Prints = Mapping[str, NDArray[np.float32]]
"""A person's unit vectors by condition, each of shape (recordings, dimensions)."""

_GE2E = (0.75, 0.785)
_WESPEAKER = (0.35, 0.5)
_THRESHOLDS: Mapping[str, tuple[float, float]] = {
    "resemblyzer-ge2e": _GE2E,
    "wespeaker-resnet34-lm": _WESPEAKER,
}
"""Cosine similarity that SHORT_SECONDS and LONG_SECONDS of speech need to bear a name, by model.

GE2E's are measured (benchmarks/speakers.py): in conversations that noise, rooms and telephone lines
spoil, 94 % of the time of enrolled people is named and 99 % of strangers' is not. WeSpeaker's are
those its authors' recipes use for verification; they were not measured here.
"""

_LIKENESS: Mapping[str, float] = {
    "some noise": 0.01,
    "much noise": 0.025,
    "heavy noise": 0.045,
    "thin": 0.02,
    "telephone": 0.07,
    "telephone in noise": 0.06,
    "room": 0.02,
    "room with noise": 0.035,
}
"""How much more alike all voices are in a condition than in clean sound; so much more is needed.

GE2E's: 1 pair of different people in 100 is more alike than 0.83 in clean sound and, both in the
same condition, than 0.84 to 0.90 elsewhere. As a recording seldom has just the condition it is
compared in, half of that difference is counted, and nearly all of it for telephones.
"""

SHORT_SECONDS = 1.5
LONG_SECONDS = 8.0
"""Between them the similarity of one person's prints grows with the logarithm of their length."""


class EnrolledVoices:
    """The voices that are known, as one model sees them: a `protocols.KnownVoices`.

    In each condition a person is compared by the mean of their recordings; the condition that fits
    best counts.
    """

    def __init__(self, model: str, people: Mapping[str, Prints]) -> None:
        self._low, self._high = _THRESHOLDS.get(model, _WESPEAKER)
        self._people = {name: _means(prints) for name, prints in people.items()}

    def similarities(self, voice: NDArray[np.float32]) -> list[tuple[str, float]]:
        """Everybody and how alike the voices are, the most alike first.

        The figure is the cosine in clean sound (up to 1), and as much as that in other conditions.
        """
        found = [
            (
                name,
                max(
                    float(mean @ voice) - _LIKENESS.get(condition, 0.0) for condition, mean in means
                ),
            )
            for name, means in self._people.items()
        ]
        return sorted(found, key=lambda one: -one[1])

    def threshold(self, seconds: float) -> float:
        """The similarity that a print made of so much speech needs to bear a name."""
        kept = min(max(seconds, SHORT_SECONDS), LONG_SECONDS)
        share = log2(kept / SHORT_SECONDS) / log2(LONG_SECONDS / SHORT_SECONDS)
        return self._low + share * (self._high - self._low)

    def name_of(self, voice: NDArray[np.float32], seconds: float) -> str | None:
        """Whose voice this is, from `seconds` of speech; None when nobody's is alike enough."""
        found = self.similarities(voice)
        if found and found[0][1] >= self.threshold(seconds):
            return found[0][0]
        return None


def _means(prints: Prints) -> list[tuple[str, NDArray[np.float32]]]:
    return [(condition, unit(vectors.mean(axis=0))) for condition, vectors in prints.items()]
