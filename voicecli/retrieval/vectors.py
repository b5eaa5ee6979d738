"""Vectors by what was embedded: made when content is indexed, read at a question."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from voicecli.protocols import Embedder, TokenEmbedder
from voicecli.retrieval.chunking import Chunk
from voicecli.retrieval.sentences import told_sentences
from voicecli.retrieval.token_states import store_tokens
from voicecli.storage.database import writing
from voicecli.types import Passage, TokenStates

STORED = np.dtype("<f2")
"""How vectors are kept. Half precision put the sentences of all of 154 questions in the order of
single precision, in half the room; eight bits those of 136."""

EMBEDDED_AT_ONCE = 256
"""Chunks whose vectors are made and stored together: enough for batches of equal length, and what
an interrupted indexing loses."""

_MOST_ASKED = 400
"""Digests in one query, which holds them twice: old SQLites take 999 values."""

T = TypeVar("T")


class SentenceVectors:
    """Vectors for one question after another: its sentences' from the index, the rest made now.

    Of one thread, like its connection.
    """

    def __init__(self, db: Database, embedder: Embedder) -> None:
        self._db = db
        self._embedder = embedder
        self._question = ""
        self._asked: NDArray[np.float32] | None = None
        self._asked_tokens: TokenStates | None = None

    @property
    def model(self) -> str:
        """The embedding model's name."""
        return self._embedder.name

    @property
    def basis(self) -> str:
        """What token states are packed with; empty when the embedder gives none."""
        return _token_basis(self._embedder)

    def of_question(self, question: str) -> NDArray[np.float32]:
        """Its unit vector, float32 of shape (dimensions,), kept until another question is asked.

        Search and the choice of sentences both need it.
        """
        if self._asked is None or question != self._question:
            vectors, tokens = _embedded(self._embedder, [question])
            self._asked, self._asked_tokens = vectors[0], tokens[0] if tokens else None
            self._question = question
        return self._asked

    def tokens_of_question(self, question: str) -> TokenStates | None:
        """Its token states of the same pass; None when the embedder gives none."""
        self.of_question(question)
        return self._asked_tokens

    def of_sentences(self, parts: Sequence[tuple[str, Passage]]) -> NDArray[np.float32]:
        """One vector for each sentence with its passage, float32 of shape (len(parts), dimensions).

        What the index does not hold in these words is embedded.
        """
        texts = [judged(passage.title, sentence) for sentence, passage in parts]
        digests = [digest_of(self._embedder.name, text) for text in texts]
        keys = list(dict.fromkeys(passage.id for _, passage in parts))
        rows, matrix = _said_by(self._db, keys)
        other = [text for text, digest in zip(texts, digests, strict=True) if digest not in rows]
        if not other:
            return matrix[[rows[digest] for digest in digests]]
        known = stored_vectors(self._db, self._embedder.name, other)
        made = iter(_completed(other, known, self._embedder))
        vectors = [matrix[rows[digest]] if digest in rows else next(made) for digest in digests]
        return np.array(vectors, np.float32)


def judged(title: str, sentence: str) -> str:
    """What the embedding model reads of a sentence: its title goes before it as context."""
    return f"{title}. {sentence}"


def digest_of(model: str, text: str) -> bytes:
    """By what the vector of a text is found: 16 bytes, of the text and the model that reads it."""
    return hashlib.blake2b(f"{model}\0{text}".encode(), digest_size=16).digest()


def embed_chunks(db: Database, embedder: Embedder, chunks: Iterable[Chunk], *, reuse: bool) -> None:
    """Store the vectors of chunks, and of the sentences of each that has several.

    What the index holds already is left as it is, unless it is not to be used again. Texts are
    embedded some hundred chunks at a time, each once, and stored at once: an interrupted indexing
    goes on from there, and the memory it takes does not grow. With a TokenEmbedder the token states
    of chunks are kept as well.
    """
    for some in sliced(chunks, EMBEDDED_AT_ONCE):
        _embed_some(db, embedder, some, reuse)


def _embed_some(db: Database, embedder: Embedder, chunks: Sequence[Chunk], reuse: bool) -> None:
    wholes = {part.embedded: part for part in chunks}
    if reuse:
        for text in _held(db, embedder, wholes):
            del wholes[text]
    if not wholes:
        return
    sentences = {text: _judged_sentences(part) for text, part in wholes.items()}
    told = [sentence for some in sentences.values() for sentence in some]
    known = stored_vectors(db, embedder.name, told) if reuse else {}
    vectors, tokens = _embedded(embedder, list(wholes))
    made = known | dict(zip(wholes, vectors, strict=True))
    made |= dict(zip(told, _completed(told, made, embedder), strict=True))
    states = dict(zip(wholes, tokens, strict=True)) if tokens else {}
    with writing(db):
        for text, some in sentences.items():
            owner = _insert(db, embedder.name, text, made[text])
            if text in states:
                store_tokens(db, owner, _token_basis(embedder), states[text])
            db.execute("DELETE FROM sentences WHERE owner = ?", [owner])
            for sentence in some:
                db.execute(
                    "INSERT INTO sentences (owner, digest, vector) VALUES (?, ?, ?)",
                    [owner, digest_of(embedder.name, sentence), _blob(made[sentence])],
                )


def _judged_sentences(part: Chunk) -> list[str]:
    """The sentences of a chunk as they are embedded; none where the chunk is one sentence."""
    told = [judged(part.title, sentence) for sentence in told_sentences(part.text)]
    return [] if told == [part.embedded] else told


def _insert(db: Database, model: str, text: str, vector: NDArray[np.float32]) -> int:
    """Store a vector, or store it anew; returns its id."""
    row = [model, digest_of(model, text), _blob(vector)]
    db.execute(
        "INSERT INTO vectors (model, digest, vector) VALUES (?, ?, ?) "
        "ON CONFLICT (digest) DO UPDATE SET vector = excluded.vector",
        row,
    )
    return int(db.execute("SELECT id FROM vectors WHERE digest = ?", [row[1]]).fetchone()[0])


def forget_vectors(db: Database) -> None:
    """Delete the vectors of what no passage says any more."""
    with writing(db):
        db.execute(
            "DELETE FROM vectors WHERE id NOT IN "
            "(SELECT vector FROM passages WHERE vector IS NOT NULL)"
        )


def stored_vectors(
    db: Database, model: str, texts: Iterable[str]
) -> dict[str, NDArray[np.float32]]:
    """The vectors that the index holds of passages or sentences in these words."""
    by_digest = {digest_of(model, text): text for text in texts}
    known: dict[str, NDArray[np.float32]] = {}
    for digests in sliced(by_digest, _MOST_ASKED):
        marks = ", ".join("?" for _ in digests)
        rows = db.execute(
            f"SELECT digest, vector FROM vectors WHERE digest IN ({marks}) UNION ALL "  # noqa: S608  # question marks
            f"SELECT digest, vector FROM sentences WHERE digest IN ({marks})",
            [*digests, *digests],
        )
        known.update((by_digest[digest], unpacked(blob)) for digest, blob in rows)
    return known


def _said_by(db: Database, keys: Sequence[str]) -> tuple[dict[bytes, int], NDArray[np.float32]]:
    """The vectors of some passages and their sentences: by digest its row, and the rows.

    Sentences of one passage lie side by side: half the work of finding each by its digest.
    """
    found: list[tuple[bytes, bytes]] = []
    for some in sliced(keys, _MOST_ASKED):
        marks = ", ".join("?" for _ in some)
        owners = f"SELECT vector FROM passages WHERE key IN ({marks})"  # noqa: S608  # question marks
        rows = db.execute(
            f"SELECT digest, vector FROM vectors WHERE id IN ({owners}) UNION ALL "  # noqa: S608
            f"SELECT digest, vector FROM sentences WHERE owner IN ({owners})",
            [*some, *some],
        )
        found += rows.fetchall()
    matrix = unpacked(b"".join(blob for _, blob in found)).reshape(max(len(found), 1), -1)
    return {digest: row for row, (digest, _) in enumerate(found)}, matrix


def unpacked(blob: bytes) -> NDArray[np.float32]:
    """A stored vector, or several in a row, as float32."""
    return np.frombuffer(blob, STORED).astype(np.float32)


def sliced(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of `size` items; the last may be shorter."""
    some: list[T] = []
    for item in items:
        some.append(item)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some


def _held(db: Database, embedder: Embedder, texts: Iterable[str]) -> list[str]:
    """Those of the texts that are passages of which the index has all that the embedder gives."""
    by_digest = {digest_of(embedder.name, text): text for text in texts}
    basis = _token_basis(embedder)
    held: list[str] = []
    for digests in sliced(by_digest, _MOST_ASKED):
        marks = ", ".join("?" for _ in digests)
        query = f"SELECT digest FROM vectors WHERE digest IN ({marks})"  # noqa: S608  # question marks
        if basis:
            query += " AND id IN (SELECT owner FROM tokens WHERE basis = ?)"
        asked = [*digests, basis] if basis else digests
        held += [by_digest[digest] for (digest,) in db.execute(query, asked)]
    return held


def _token_basis(embedder: Embedder) -> str:
    return embedder.token_basis if isinstance(embedder, TokenEmbedder) else ""


def _embedded(
    embedder: Embedder, texts: Sequence[str]
) -> tuple[NDArray[np.float32], list[TokenStates]]:
    """A vector for each text, and its token states where the embedder gives them."""
    if isinstance(embedder, TokenEmbedder) and embedder.token_basis:
        return embedder.embed_with_tokens(texts)
    return embedder.embed(texts), []


def _blob(vector: NDArray[np.float32]) -> bytes:
    return vector.astype(STORED).tobytes()


def _completed(
    texts: Sequence[str], known: dict[str, NDArray[np.float32]], embedder: Embedder
) -> list[NDArray[np.float32]]:
    """A vector for each text; those that are not known are embedded together, once each."""
    fresh = [text for text in dict.fromkeys(texts) if text not in known]
    if fresh:
        known.update(zip(fresh, embedder.embed(fresh), strict=True))
    return [known[text] for text in texts]
