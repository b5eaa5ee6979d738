"""Whose voice is it? Compares voice-prints with those of enrolled people."""

from collections.abc import Mapping
from math import log2

import numpy as np
from numpy.typing import NDArray

_GE2E = (0.745, 0.81)
_WESPEAKER = (0.35, 0.5)
_THRESHOLDS: Mapping[str, tuple[float, float]] = {
    "resemblyzer-ge2e": _GE2E,
    "wespeaker-resnet34-lm": _WESPEAKER,
}
"""Cosine similarity that SHORT_SECONDS and LONG_SECONDS of speech need to bear a name, by model.

GE2E's are measured (benchmarks/speakers.py): of different people fewer than 2 in 100 pairs lie
above, of the same person about 4 in 100 below, at every length. WeSpeaker's are those its authors'
recipes use for verification; they were not measured here.
"""

SHORT_SECONDS = 1.5
LONG_SECONDS = 8.0
"""Between them the similarity of one person's prints grows with the logarithm of their length."""


class EnrolledVoices:
    """The voices that are known, as one model sees them: a `diarization.KnownVoices`.

    `prints` are unit vectors by name, float32 of shape (prints, dimensions); a person is compared
    by the mean of theirs.
    """

    def __init__(self, model: str, prints: Mapping[str, NDArray[np.float32]]) -> None:
        self._names = tuple(prints)
        self._low, self._high = _THRESHOLDS.get(model, _WESPEAKER)
        means = [vectors.mean(axis=0) for vectors in prints.values()]
        self._voices = [mean / max(float(np.linalg.norm(mean)), 1e-9) for mean in means]

    def similarities(self, voice: NDArray[np.float32]) -> list[tuple[str, float]]:
        """Everybody and how alike the voices are (cosine, up to 1), the most alike first."""
        pairs = zip(self._names, self._voices, strict=True)
        found = [(name, float(known @ voice)) for name, known in pairs]
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
