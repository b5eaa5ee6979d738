"""The content index: what is stored of each document, kept in step with the files."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from voicecli.errors import DocumentError
from voicecli.protocols import Embedder
from voicecli.retrieval.chunking import VERSION, Chunk, chunk
from voicecli.retrieval.vectors import embed_sentences
from voicecli.retrieval.word_vectors import embed_words, forgotten_words, insert_words
from voicecli.storage.database import writing
from voicecli.types import Document, Record

Action = Literal["added", "changed", "unchanged", "removed", "failed"]


class Source(Protocol):
    """A file that can become a document."""

    @property
    def name(self) -> str:
        """Its path in the content folder, the key of the document."""
        ...

    @property
    def size(self) -> int:
        """Its length in bytes."""
        ...

    @property
    def modified(self) -> int:
        """A number that changes when it is written, or when what it is read with does."""
        ...

    @property
    def read_with(self) -> bytes:
        """What its document depends on besides its own bytes, such as the declared types."""
        ...

    def load(self) -> bytes:
        """Read it. Raises DocumentError."""
        ...

    def parse(self, raw: bytes) -> Document:
        """Make a document of what was read. Raises DocumentError."""
        ...


@dataclass(frozen=True, slots=True)
class IndexProgress:
    """What was done with file `number` of `total`; `error` says why a file failed."""

    number: int
    total: int
    document: str
    action: Action
    passages: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as the index knows it; `error` is set when its file cannot be read now."""

    path: str
    title: str
    fingerprint: str
    size: int
    modified: int
    error: str
    passages: int
    embedded: int
    """How many of its passages have their vectors, and their sentences theirs, of the embedding
    model that was asked about."""


def stored_documents(db: Database, model: str) -> dict[str, StoredDocument]:
    """Everything the index holds, by path."""
    rows = db.execute(
        """
        SELECT path, documents.title, fingerprint, size, modified, error,
               count(passages.id), count(sentences.passage)
        FROM documents
        LEFT JOIN passages ON passages.document = path
        LEFT JOIN embeddings ON embeddings.passage = passages.id AND embeddings.model = ?
        LEFT JOIN sentences
            ON sentences.passage = embeddings.passage AND sentences.model = embeddings.model
        GROUP BY path ORDER BY path
        """,
        [model],
    )
    return {row[0]: StoredDocument(*row) for row in rows}


def index_version(db: Database) -> int:
    """A number that grows with every change of the index."""
    return int(db.execute("SELECT version FROM index_state").fetchone()[0])


def is_stale(stored: StoredDocument | None, source: Source) -> bool:
    """Whether a source must be looked at, judged by its size and time alone."""
    return (
        stored is None
        or bool(stored.error)
        or stored.embedded < stored.passages
        or (stored.size, stored.modified) != (source.size, source.modified)
    )


def update(
    db: Database, embedder: Embedder, sources: Sequence[Source], *, force: bool = False
) -> Iterator[IndexProgress]:
    """Bring the index in step with the sources, one transaction for each document.

    Files whose size and time are known are left alone; others are compared by the hash of their
    content. A file that cannot be read keeps the passages of its last good version. Stopping or
    dying in between leaves whole documents behind, and the next call does the rest. With `force`
    everything is read and embedded again. Raises StorageError when the database cannot be written.
    """
    known = stored_documents(db, embedder.name)
    gone = sorted(known.keys() - {source.name for source in sources})
    total = len(sources) + len(gone)
    is_less = bool(gone)
    for number, source in enumerate(sources, start=1):
        action, passages, error = _update_one(db, embedder, known.get(source.name), source, force)
        is_less |= action == "changed"
        yield IndexProgress(number, total, source.name, action, passages, error)
    for number, path in enumerate(gone, start=len(sources) + 1):
        with _changing(db):
            _delete(db, path)
        yield IndexProgress(number, total, path, "removed")
    if is_less:
        _forget_words(db)


def _update_one(
    db: Database, embedder: Embedder, known: StoredDocument | None, source: Source, force: bool
) -> tuple[Action, int, str]:
    """Index one source; returns what was done, how many passages it has, and its error."""
    if known and not force and not is_stale(known, source):
        return "unchanged", known.passages, ""
    fingerprint = ""
    try:
        raw = source.load()
        fingerprint = _fingerprint(source, raw)
        if known and not force and _holds(known, fingerprint):
            _touch(db, source)
            return "unchanged", known.passages, ""
        document = source.parse(raw)
    except DocumentError as error:
        _store_failure(db, source, str(error))
        return "failed", known.passages if known else 0, str(error)
    chunks = chunk(document)
    vectors = embed_chunks(db, embedder, document.path, chunks, reuse=not force)
    sentences = list(embed_sentences(db, embedder, document.path, chunks, vectors, reuse=not force))
    words = embed_words(db, embedder, chunks, reuse=not force)
    with _changing(db):
        _delete(db, document.path)
        _insert(db, source, document, fingerprint)
        parts = zip(chunks, vectors, sentences, strict=True)
        _insert_passages(db, document.path, embedder.name, parts)
        insert_words(db, embedder.name, words)
    return "changed" if known and known.fingerprint else "added", len(chunks), ""


def _fingerprint(source: Source, raw: bytes) -> str:
    """Equal as long as the same bytes give the same passages."""
    return hashlib.sha256(b"%d\0" % VERSION + source.read_with + raw).hexdigest()


def _holds(known: StoredDocument, fingerprint: str) -> bool:
    complete = known.embedded == known.passages
    return complete and not known.error and known.fingerprint == fingerprint


def embed_chunks(
    db: Database, embedder: Embedder, path: str, chunks: Sequence[Chunk], *, reuse: bool
) -> NDArray[np.float32]:
    """The chunks' vectors; those that the index already has of the same text are taken over."""
    known: dict[tuple[str, str], bytes] = {}
    if reuse:
        rows = db.execute(
            "SELECT title, text, vector FROM passages JOIN embeddings ON passage = id "
            "WHERE document = ? AND model = ?",
            [path, embedder.name],
        )
        known = {(title, text): vector for title, text, vector in rows}
    fresh = [part for part in chunks if (part.title, part.text) not in known]
    vectors = iter(embedder.embed([part.embedded for part in fresh]))
    return np.array(
        [
            np.frombuffer(known[part.title, part.text], np.float32)
            if (part.title, part.text) in known
            else next(vectors)
            for part in chunks
        ],
        np.float32,
    )


@contextmanager
def _changing(db: Database) -> Iterator[None]:
    """One write transaction that also raises the index's version."""
    with writing(db):
        yield
        db.execute("UPDATE index_state SET version = version + 1")


def _delete(db: Database, path: str) -> None:
    passages = "SELECT id FROM passages WHERE document = ?"
    for table in ("embeddings", "sentences"):
        db.execute(f"DELETE FROM {table} WHERE passage IN ({passages})", [path])  # noqa: S608
    db.execute("DELETE FROM passages WHERE document = ?", [path])
    db.execute("DELETE FROM documents WHERE path = ?", [path])


def _forget_words(db: Database) -> None:
    """Delete the words that stand in no passage any more."""
    if words := list(forgotten_words(db)):
        with writing(db):
            for word in words:
                db.execute("DELETE FROM words WHERE word = ?", [word])


def _insert(db: Database, source: Source, document: Document, fingerprint: str) -> None:
    db.execute(
        "INSERT INTO documents (path, title, fingerprint, size, modified) VALUES (?, ?, ?, ?, ?)",
        [document.path, document.title, fingerprint, source.size, source.modified],
    )


def _insert_passages(
    db: Database,
    path: str,
    model: str,
    parts: Iterable[tuple[Chunk, NDArray[np.float32], tuple[str, bytes]]],
) -> None:
    """Store chunks, each with its vector, its sentences and theirs."""
    for number, (part, vector, sentences) in enumerate(parts, start=1):
        cursor = db.execute(
            """
            INSERT INTO passages
                (key, document, number, type, title, locator, source, text,
                 record, technologies, start_year, end_year)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                *(_free_key(db, part.key, path), path, number, part.type, part.title),
                *(part.locator, part.source, part.text, *_record_columns(part.record)),
            ],
        )
        db.execute(
            "INSERT INTO embeddings (passage, model, vector) VALUES (?, ?, ?)",
            [cursor.lastrowid, model, vector.tobytes()],
        )
        db.execute(
            "INSERT INTO sentences (passage, model, texts, vectors) VALUES (?, ?, ?, ?)",
            [cursor.lastrowid, model, *sentences],
        )


def _free_key(db: Database, key: str, path: str) -> str:
    """The key itself, or with the document's path where another document holds it."""
    taken = db.execute("SELECT 1 FROM passages WHERE key = ?", [key]).fetchone()
    return f"{path}:{key}" if taken else key


def _record_columns(record: Record | None) -> list[Any]:
    if record is None:
        return [None, "[]", None, None]
    years = [int(date[:4]) if date else None for date in (record.start, record.end)]
    technologies = json.dumps(record.technologies, ensure_ascii=False)
    return [json.dumps(asdict(record), ensure_ascii=False, default=str), technologies, *years]


def _touch(db: Database, source: Source) -> None:
    """Remember the new time of a file whose content is the same."""
    with writing(db):
        db.execute(
            "UPDATE documents SET size = ?, modified = ? WHERE path = ?",
            [source.size, source.modified, source.name],
        )


def _store_failure(db: Database, source: Source, error: str) -> None:
    with writing(db):
        db.execute(
            """
            INSERT INTO documents (path, title, fingerprint, size, modified, error)
            VALUES (?, ?, '', ?, ?, ?) ON CONFLICT (path) DO UPDATE
            SET error = excluded.error, size = excluded.size, modified = excluded.modified
            """,
            [source.name, source.name, source.size, source.modified, error],
        )
