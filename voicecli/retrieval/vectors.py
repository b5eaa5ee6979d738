"""Vectors of sentences: made when content is indexed, kept beside it, read at a question."""

import json
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from voicecli.protocols import Embedder
from voicecli.retrieval.chunking import Chunk
from voicecli.retrieval.sentences import told_sentences
from voicecli.types import Passage

STORED = np.dtype("<f2")
"""How vectors of sentences and words are kept. Half precision put the sentences of all of 154
questions in the order of single precision, in half the room; eight bits those of 136."""


class SentenceVectors:
    """Vectors for one question after another: its sentences' from the index, the rest made now.

    Of one thread, like its connection.
    """

    def __init__(self, db: Database, embedder: Embedder) -> None:
        self._db = db
        self._embedder = embedder
        self._question = ""
        self._asked: NDArray[np.float32] | None = None

    def of_question(self, question: str) -> NDArray[np.float32]:
        """Its unit vector, float32 of shape (dimensions,), kept until another question is asked.

        Search and the choice of sentences both need it.
        """
        if self._asked is None or question != self._question:
            self._asked = self._embedder.embed([question])[0]
            self._question = question
        return self._asked

    def of_sentences(self, parts: Sequence[tuple[str, Passage]]) -> NDArray[np.float32]:
        """One vector for each sentence with its passage, float32 of shape (len(parts), dimensions).

        What the index does not hold in these words is embedded.
        """
        keys = list(dict.fromkeys(passage.id for _, passage in parts))
        marks = ", ".join("?" for _ in keys)
        known = _stored(self._db, self._embedder.name, f"key IN ({marks})", keys)
        texts = [judged(passage.title, sentence) for sentence, passage in parts]
        return np.array(_completed(texts, known, self._embedder), np.float32)


def judged(title: str, sentence: str) -> str:
    """What the embedding model reads of a sentence: its title goes before it as context."""
    return f"{title}. {sentence}"


def embed_sentences(
    db: Database,
    embedder: Embedder,
    path: str,
    chunks: Sequence[Chunk],
    vectors: NDArray[np.float32],
    *,
    reuse: bool,
) -> Iterator[tuple[str, bytes]]:
    """For each chunk, with its own vector: its sentences (JSON) and their vectors (STORED).

    Vectors that the index already has of the same words are taken over. A chunk of one sentence
    is that sentence.
    """
    known = _stored(db, embedder.name, "document = ?", [path]) if reuse else {}
    known.update(zip((part.embedded for part in chunks), vectors, strict=True))
    sentences = [told_sentences(part.text) for part in chunks]
    texts = [
        judged(part.title, sentence)
        for part, told in zip(chunks, sentences, strict=True)
        for sentence in told
    ]
    made = iter(_completed(texts, known, embedder))
    for told in sentences:
        rows = [next(made).astype(STORED).tobytes() for _ in told]
        yield json.dumps(told, ensure_ascii=False), b"".join(rows)


def _stored(
    db: Database, model: str, where: str, values: Sequence[str]
) -> dict[str, NDArray[np.float32]]:
    """The vectors that the index holds of some passages' sentences, by what was embedded."""
    rows = db.execute(
        "SELECT title, texts, vectors FROM sentences JOIN passages ON id = passage "  # noqa: S608
        f"WHERE model = ? AND {where}",  # a column and question marks
        [model, *values],
    )
    known: dict[str, NDArray[np.float32]] = {}
    for title, texts, blob in rows:
        if told := json.loads(texts):
            matrix = np.frombuffer(blob, STORED).reshape(len(told), -1).astype(np.float32)
            known.update(zip((judged(title, sentence) for sentence in told), matrix, strict=True))
    return known


def _completed(
    texts: Sequence[str], known: dict[str, NDArray[np.float32]], embedder: Embedder
) -> list[NDArray[np.float32]]:
    """A vector for each text; those that are not known are embedded together, once each."""
    fresh = [text for text in dict.fromkeys(texts) if text not in known]
    if fresh:
        known.update(zip(fresh, embedder.embed(fresh), strict=True))
    return [known[text] for text in texts]
