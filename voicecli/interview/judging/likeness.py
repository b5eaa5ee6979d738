"""How alike a reply is to what was asked, by MiniLM. It tells the topic, not the worth."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voicecli.interview.fit.known_vectors import KnownVectors
from voicecli.interview.judging.clauses import Clause
from voicecli.interview.judging.private_examples import PRIVATE
from voicecli.interview.judging.work_examples import WORK
from voicecli.protocols import Embedder

LONGEST_PIECE = 30
"""Words. Clauses are put together up to that; a sentence says more of its topic than a clause."""
MOST_WORDS = 130
"""Of a reply; of a longer one the beginning and the end are read. 0.3 ms each on one core."""
_SHARPNESS = 12.0
"""How fast a text counts less with its distance; leave-one-out is flat from 8 to 20."""
_KEPT = 512
"""Vectors that are kept: what was judged while it was being said is not read again."""

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Likeness of pieces to texts, float32 of shape (pieces, texts), and of the whole reply."""

    pieces: tuple[Clause, ...]
    by_piece: NDArray[np.float32]
    whole: NDArray[np.float32]
    private: float
    """How near the whole reply is to what is no work: hobbies, family, weather, food."""
    work: float
    """How near it is to work of any kind."""
    vector: Vector
    """Of the whole reply, not of unit length where the reply is empty."""

    def best(self, text: int) -> tuple[Clause, float]:
        """The piece that is most like a text, and how much."""
        at = int(self.by_piece[:, text].argmax())
        return self.pieces[at], float(self.by_piece[at, text])

    def highest(self, text: int) -> float:
        """How like a text the reply is, by its best piece or as a whole."""
        return max(self.best(text)[1], float(self.whole[text]))


def near(likeness: NDArray[np.float32]) -> NDArray[np.float32]:
    """How near a text is to many, the nearest counting most; over the last axis of its likeness."""
    return np.asarray(np.log(np.exp(_SHARPNESS * likeness).mean(axis=-1)) / _SHARPNESS)


class Comparer:
    """Compares replies with texts; keeps the vectors that it needed last. For one thread."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known = KnownVectors(embedder, most=_KEPT)
        self._private = embedder.embed(PRIVATE)
        self._work = embedder.embed(WORK)

    @property
    def work(self) -> Vector:
        """What work of any kind is like: the mean of examples."""
        return np.asarray(self._work.mean(axis=0))

    def compare(self, parts: Sequence[Clause], texts: Sequence[str], reply: str) -> Likeness | None:
        """How alike a reply that was cut into clauses is to texts; None without a piece."""
        pieces = _read(_joined(parts, reply))
        if not pieces or not texts:
            return None
        spoken = self.vectors([piece.text for piece in pieces])
        asked = self.vectors(texts).T
        weights = np.array([len(piece.text.split()) for piece in pieces], np.float32)
        mean = weights @ spoken
        whole = mean / max(float(np.linalg.norm(mean)), 1e-9)
        private = float(near((whole @ self._private.T).astype(np.float32)))
        work = float(near((whole @ self._work.T).astype(np.float32)))
        by_whole = (whole @ asked).astype(np.float32)
        return Likeness(tuple(pieces), spoken @ asked, by_whole, private, work, whole)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A unit vector per text that the caller keeps, float32 of shape (texts, dimensions)."""
        return self._embedder.embed(texts)

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A unit vector per text, float32 of shape (texts, dimensions)."""
        return self._known.of(texts)


def _joined(parts: Sequence[Clause], reply: str) -> list[Clause]:
    """Neighbouring clauses of a sentence as one piece, as long as it stays short."""
    pieces: list[Clause] = []
    for part in _short(parts):
        last = pieces[-1] if pieces else None
        if last is not None and not part.begins_sentence:
            text = reply[last.start : part.end]
            if len(text.split()) <= LONGEST_PIECE:
                pieces[-1] = Clause(last.start, text, last.begins_sentence)
                continue
        pieces.append(part)
    return pieces


def _short(parts: Sequence[Clause]) -> list[Clause]:
    """Clauses of at most `LONGEST_PIECE` words: speech without marks may have long ones."""
    short: list[Clause] = []
    for part in parts:
        words = part.text.split(" ")
        start = part.start
        for at in range(0, len(words), LONGEST_PIECE):
            text = " ".join(words[at : at + LONGEST_PIECE])
            short.append(Clause(start, text, part.begins_sentence and at == 0))
            start += len(text) + 1
    return short


def _read(pieces: Sequence[Clause]) -> list[Clause]:
    """The pieces that are read of a long reply: from its ends inwards."""
    if sum(len(piece.text.split()) for piece in pieces) <= MOST_WORDS:
        return list(pieces)
    kept: set[int] = set()
    words = 0
    for at in sorted(range(len(pieces)), key=lambda at: min(at, len(pieces) - 1 - at)):
        words += len(pieces[at].text.split())
        if words > MOST_WORDS:
            break
        kept.add(at)
    return [piece for at, piece in enumerate(pieces) if at in kept]
