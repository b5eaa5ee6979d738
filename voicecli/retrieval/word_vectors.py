"""Vectors of single words.

A question is compared with a passage word by word when it is not clear whether they answer it.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from voicecli.protocols import Embedder
from voicecli.retrieval.chunking import Chunk
from voicecli.types import Passage

_MOST_KEPT = 20_000


class WordVectors:
    """Vectors of words, computed when first asked for and kept: about a millisecond for a word."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, NDArray[np.float32]] = {}

    def of(self, words: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector per word, float32 of shape (len(words), dimensions)."""
        if len(self._known) > _MOST_KEPT:
            self._known.clear()
        if fresh := self._unknown(words):
            self._known.update(zip(fresh, self._embedder.embed(fresh), strict=True))
        return np.array([self._known[word] for word in words], np.float32)

    def _unknown(self, words: Iterable[str]) -> list[str]:
        return [word for word in dict.fromkeys(words) if word not in self._known]


def described(part: Passage | Chunk) -> str:
    """Everything a question may call a passage by: its type, its title and its text."""
    return f"{part.type} {part.title} {part.text}"
