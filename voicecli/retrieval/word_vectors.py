"""Vectors of single words: made when content is indexed, kept beside it, read at a question.

A question is compared with the passages word by word when it is not clear whether they answer it;
then every word of them is needed at once.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from voicecli.protocols import Embedder
from voicecli.retrieval.chunking import Chunk
from voicecli.retrieval.vectors import STORED
from voicecli.retrieval.words import content_words
from voicecli.types import Passage

_MOST_CACHED = 20_000
_MOST_ASKED = 500
"""Words in one query: old SQLites take 999 values."""


class WordVectors:
    """Vectors of words, read or computed when first asked for and kept.

    Of one thread, like its connection.
    """

    def __init__(self, db: Database, embedder: Embedder) -> None:
        self._db = db
        self._embedder = embedder
        self._known: dict[str, NDArray[np.float32]] = {}

    def of(self, words: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector per word, float32 of shape (len(words), dimensions)."""
        if len(self._known) > _MOST_CACHED:
            self._known.clear()
        if fresh := self._unknown(words):
            self._known.update(_stored(self._db, self._embedder.name, fresh))
        if fresh := self._unknown(words):
            self._known.update(zip(fresh, self._embedder.embed(fresh), strict=True))
        return np.array([self._known[word] for word in words], np.float32)

    def _unknown(self, words: Iterable[str]) -> list[str]:
        return [word for word in dict.fromkeys(words) if word not in self._known]


def described(part: Passage | Chunk) -> str:
    """Everything a question may call a passage by: its type, its title and its text."""
    return f"{part.type} {part.title} {part.text}"


def embed_words(
    db: Database, embedder: Embedder, chunks: Iterable[Chunk], *, reuse: bool
) -> list[tuple[str, bytes]]:
    """The chunks' words that the index does not know, or all of them, with vectors (STORED)."""
    told = (word for part in chunks for word in content_words(described(part)).values())
    words = list(dict.fromkeys(told))
    known = _stored(db, embedder.name, words) if reuse else {}
    fresh = [word for word in words if word not in known]
    vectors = embedder.embed(fresh).astype(STORED)
    return [(word, vector.tobytes()) for word, vector in zip(fresh, vectors, strict=True)]


def insert_words(db: Database, model: str, words: Iterable[tuple[str, bytes]]) -> None:
    """Store what `embed_words` made."""
    for word, vector in words:
        db.execute(
            "INSERT OR REPLACE INTO words (word, model, vector) VALUES (?, ?, ?)",
            [word, model, vector],
        )


def forgotten_words(db: Database) -> Iterator[str]:
    """Words that are stored and stand in no passage any more."""
    rows = db.execute("SELECT type, title, text FROM passages")
    told = {word for row in rows for word in content_words(" ".join(row)).values()}
    stored = db.execute("SELECT word FROM words").fetchall()
    return (word for (word,) in stored if word not in told)


def _stored(db: Database, model: str, words: Sequence[str]) -> dict[str, NDArray[np.float32]]:
    known: dict[str, NDArray[np.float32]] = {}
    for start in range(0, len(words), _MOST_ASKED):
        asked = words[start : start + _MOST_ASKED]
        marks = ", ".join("?" for _ in asked)
        rows = db.execute(
            f"SELECT word, vector FROM words WHERE model = ? AND word IN ({marks})",  # noqa: S608  # question marks
            [model, *asked],
        )
        known.update((word, np.frombuffer(blob, STORED).astype(np.float32)) for word, blob in rows)
    return known
