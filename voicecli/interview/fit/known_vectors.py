"""The vectors of texts that are compared more than once, each embedded once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from voicecli.protocols import Embedder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class KnownVectors:
    """Embeds what it does not know; beyond `most`, what was wanted longest ago is forgotten.

    For one thread.
    """

    def __init__(self, embedder: Embedder, most: int | None = None) -> None:
        self._embedder = embedder
        self._most = most
        self._known: dict[str, NDArray[np.float32]] = {}

    def learn(self, texts: Sequence[str]) -> None:
        """Embed texts at once that will be wanted later: one pass is faster than many."""
        if new := [text for text in dict.fromkeys(texts) if text not in self._known]:
            self._known |= dict(zip(new, self._embedder.embed(new), strict=True))

    def of(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """A unit vector per text, float32 of shape (texts, dimensions); of one text at least."""
        import numpy as np

        self.learn(texts)
        rows = [self._known[text] for text in texts]
        if self._most is not None:
            for text, row in zip(texts, rows, strict=True):
                self._known.pop(text, None)
                self._known[text] = row
            for text in list(self._known)[: -self._most]:
                del self._known[text]
        return np.stack(rows)
