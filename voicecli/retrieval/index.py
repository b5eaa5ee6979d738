"""The content index: what is stored of each document, kept in step with the files."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import count
from typing import Any, Literal, Protocol

from sqlite_utils import Database

from voicecli.errors import DocumentError
from voicecli.protocols import Embedder
from voicecli.retrieval.chunking import VERSION, Chunk, chunk
from voicecli.retrieval.memory_names import is_memory
from voicecli.retrieval.vectors import EMBEDDED_AT_ONCE, digest_of, embed_chunks, forget_vectors
from voicecli.retrieval.word_counts import Stems, count_words, own_stems
from voicecli.retrieval.words import words
from voicecli.storage.database import writing
from voicecli.types import Document, Record

Condition = Callable[[], bool]


def always() -> bool:
    """A condition that always holds."""
    return True


Action = Literal["added", "changed", "unchanged", "removed", "failed"]

LOST = "lost-document"
"""The code of the error of a source whose file is not there for now: it is looked at when it is
back, though it may be as it was."""


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
    model that was asked about: all of them or none."""
    chunking: int
    """The version of the chunking that cut it."""


_STORED = """
    SELECT path, title, fingerprint, size, modified, error, passages,
           CASE WHEN model = ? THEN passages ELSE 0 END, chunking
    FROM documents
"""


def stored_documents(db: Database, model: str) -> dict[str, StoredDocument]:
    """Everything the index holds, by path."""
    rows = db.execute(f"{_STORED} ORDER BY path", [model])
    return {row[0]: StoredDocument(*row) for row in rows}


def _stored_document(db: Database, model: str, path: str) -> StoredDocument | None:
    row = db.execute(f"{_STORED} WHERE path = ?", [model, path]).fetchone()
    return StoredDocument(*row) if row else None


def index_version(db: Database) -> int:
    """A number that grows with every change of the index."""
    return int(db.execute("SELECT version FROM index_state").fetchone()[0])


def is_stale(stored: StoredDocument | None, source: Source) -> bool:
    """Whether a source must be looked at, judged by its size and time alone."""
    return (
        stored is None
        or bool(stored.error)
        or not _is_complete(stored)
        or (stored.size, stored.modified) != (source.size, source.modified)
    )


def _is_complete(stored: StoredDocument) -> bool:
    """Whether it was cut and embedded as it would be now."""
    return stored.embedded == stored.passages and stored.chunking == VERSION


@dataclass(frozen=True, slots=True)
class _Look:
    """What came of looking at a source; `document` and its `chunks` are to be stored."""

    source: Source
    action: Action
    passages: int
    error: str = ""
    document: Document | None = None
    fingerprint: str = ""
    chunks: list[Chunk] = field(default_factory=list)


def update(
    db: Database,
    embedder: Embedder,
    sources: Sequence[Source],
    *,
    force: bool = False,
    stems: Stems = own_stems,
    leave: Callable[[str], bool] = lambda name: False,
) -> Iterator[IndexProgress]:
    """Bring the index in step with the sources, one transaction for each document.

    Files whose size and time are known are left alone; others are compared by the hash of their
    content. A file that cannot be read keeps the passages of its last good version. Small documents
    are embedded together. Stopping or dying in between leaves whole documents behind, and the next
    call does the rest with the vectors that were made. With `force` everything is read and embedded
    again. Words are counted by their `stems`, always by the same. Documents of other sources, which
    `leave` knows by their names, stay as they are. Raises StorageError when the database cannot be
    written.
    """
    known = stored_documents(db, embedder.name)
    missing = known.keys() - {source.name for source in sources}
    gone = sorted(name for name in missing if not leave(name))
    total = len(sources) + len(gone)
    numbers = count(1)
    is_changed = False
    for looks in _together(_look(db, embedder, known, source, force) for source in sources):
        _store_all(db, embedder, looks, force, stems)
        for look in looks:
            is_changed |= look.document is not None
            done = (look.source.name, look.action, look.passages, look.error)
            yield IndexProgress(next(numbers), total, *done)
    for path in gone:
        with _changing(db):
            _delete(db, path, stems)
        yield IndexProgress(next(numbers), total, path, "removed")
    if is_changed or gone:
        forget_vectors(db)


def bring_in(
    db: Database,
    embedder: Embedder,
    source: Source,
    *,
    force: bool = False,
    stems: Stems = own_stems,
    wanted: Condition = always,
) -> IndexProgress:
    """Index one source now, whatever else the index holds.

    Nothing is stored unless the source is still `wanted` when it is written: that is asked inside
    of the transaction. Raises StorageError when the database cannot be written.
    """
    stored = _stored_document(db, embedder.name, source.name)
    known = {source.name: stored} if stored else {}
    look = _look(db, embedder, known, source, force)
    _store_all(db, embedder, [look], force, stems, wanted)
    return IndexProgress(1, 1, source.name, look.action, look.passages, look.error)


def take_out(db: Database, name: str, *, stems: Stems = own_stems) -> None:
    """Remove one document now, with the vectors that no other passage has.

    Raises StorageError when the database cannot be written.
    """
    with _changing(db):
        rows = db.execute("SELECT DISTINCT vector FROM passages WHERE document = ?", [name])
        vectors = [row[0] for row in rows.fetchall()]
        _delete(db, name, stems)
        for vector in vectors:
            db.execute(
                "DELETE FROM vectors WHERE id = ? AND NOT EXISTS"
                " (SELECT 1 FROM passages WHERE vector = ?)",
                [vector, vector],
            )


def _look(
    db: Database,
    embedder: Embedder,
    known: dict[str, StoredDocument],
    source: Source,
    force: bool,
) -> _Look:
    """Read a source if it may have changed, and cut it; a failure is stored at once."""
    stored = known.get(source.name)
    if stored and not force and not is_stale(stored, source):
        return _Look(source, "unchanged", stored.passages)
    try:
        raw = source.load()
        fingerprint = _fingerprint(source, raw)
        if stored and not force and _holds(stored, fingerprint):
            _touch(db, source)
            return _Look(source, "unchanged", stored.passages)
        document = source.parse(raw)
    except DocumentError as error:
        _store_failure(db, source, error)
        return _Look(source, "failed", stored.passages if stored else 0, str(error))
    chunks = chunk(document, embedder.count_tokens)
    action: Action = "changed" if stored and stored.fingerprint else "added"
    return _Look(source, action, len(chunks), "", document, fingerprint, chunks)


def _together(looks: Iterable[_Look]) -> Iterator[list[_Look]]:
    """Looks whose documents fill a batch of the embedding; what has nothing to store waits not."""
    some: list[_Look] = []
    waiting = 0
    for look in looks:
        some.append(look)
        waiting += len(look.chunks)
        if not waiting or waiting >= EMBEDDED_AT_ONCE:
            yield some
            some, waiting = [], 0
    if some:
        yield some


def _store_all(
    db: Database,
    embedder: Embedder,
    looks: Sequence[_Look],
    force: bool,
    stems: Stems,
    wanted: Condition = always,
) -> None:
    chunks = [part for look in looks for part in look.chunks]
    embed_chunks(db, embedder, chunks, reuse=not force)
    for look in looks:
        while not _stored(db, embedder.name, look, stems, wanted):
            embed_chunks(db, embedder, look.chunks, reuse=True)


class _VectorsGoneError(Exception):
    """Another process has just deleted vectors that it saw no passage of."""


def _stored(db: Database, model: str, look: _Look, stems: Stems, wanted: Condition) -> bool:
    """Store the document, if there is one; False when its vectors must be made again."""
    if look.document is None:
        return True
    try:
        with _changing(db):
            _delete(db, look.document.path, stems)
            if not wanted():
                return True
            _insert(db, look, look.document, model)
            _insert_passages(db, look.document.path, model, look.chunks)
            if not is_memory(look.document.path):  # what was told is none of the content's words
                count_words(db, look.document.path, stems, 1)
    except _VectorsGoneError:
        return False
    return True


def _fingerprint(source: Source, raw: bytes) -> str:
    """Equal as long as the same bytes give the same passages."""
    return hashlib.sha256(b"%d\0" % VERSION + source.read_with + raw).hexdigest()


def _holds(stored: StoredDocument, fingerprint: str) -> bool:
    return _is_complete(stored) and not stored.error and stored.fingerprint == fingerprint


@contextmanager
def _changing(db: Database) -> Iterator[None]:
    """One write transaction that also raises the index's version."""
    with writing(db):
        yield
        db.execute("UPDATE index_state SET version = version + 1")


def _delete(db: Database, path: str, stems: Stems) -> None:
    counted = db.execute("SELECT chunking FROM documents WHERE path = ?", [path]).fetchone()
    if (
        counted and counted[0] and not is_memory(path)
    ):  # one of before the chunking had a version was never counted
        count_words(db, path, stems, -1)
    db.execute("DELETE FROM passages WHERE document = ?", [path])
    db.execute("DELETE FROM documents WHERE path = ?", [path])


def _insert(db: Database, look: _Look, document: Document, model: str) -> None:
    types = json.dumps([asdict(type_) for type_ in document.types], ensure_ascii=False)
    db.execute(
        """
        INSERT INTO documents
            (path, title, fingerprint, size, modified, types, chunking, model, passages)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            *(document.path, document.title, look.fingerprint, look.source.size),
            *(look.source.modified, types, VERSION, model, len(look.chunks)),
        ],
    )


def _insert_passages(db: Database, path: str, model: str, chunks: Iterable[Chunk]) -> None:
    """Store chunks in their order, each with the vector that was made of it."""
    for number, part in enumerate(chunks, start=1):
        digest = digest_of(model, part.embedded)
        vector = db.execute("SELECT id FROM vectors WHERE digest = ?", [digest]).fetchone()
        if vector is None:
            raise _VectorsGoneError
        db.execute(
            """
            INSERT INTO passages
                (key, document, number, type, title, locator, source, text, vector, likeness,
                 record, technologies, start_year, end_year)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                *(_free_key(db, part.key, path), path, number, part.type, part.title),
                *(part.locator, part.source, part.text, vector[0], likeness(part.text)),
                *_record_columns(part.record),
            ],
        )


def likeness(text: str) -> int:
    """Equal for texts of the same words, however they are written; 0 for a text without any."""
    said = " ".join(words(text)).encode()
    digest = hashlib.blake2b(said, digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True) if said else 0


def _free_key(db: Database, key: str, path: str) -> str:
    """The key itself, or with the document's path where another document holds it.

    Records name themselves, so a record may have such a name, too.
    """
    while db.execute("SELECT 1 FROM passages WHERE key = ?", [key]).fetchone():
        key = f"{path}:{key}"
    return key


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


def _store_failure(db: Database, source: Source, error: DocumentError) -> None:
    modified = -1 if error.code == LOST else source.modified
    with writing(db):
        db.execute(
            """
            INSERT INTO documents (path, title, fingerprint, size, modified, error)
            VALUES (?, ?, '', ?, ?, ?) ON CONFLICT (path) DO UPDATE
            SET error = excluded.error, size = excluded.size, modified = excluded.modified
            """,
            [source.name, source.name, source.size, modified, str(error)],
        )
