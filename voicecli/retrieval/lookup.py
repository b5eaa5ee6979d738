"""Passages and records found by their names, without a search."""

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process
from sqlite_utils import Database

from voicecli.errors import RetrievalError
from voicecli.retrieval.citations import Citation, read_citation
from voicecli.retrieval.vocabulary import read_record
from voicecli.types import Passage, Record

_COLUMNS = "key, type, title, document, locator, text, 0.0, source"
_LIKENESS = 60.0
"""Percent of its characters that a name must share to be suggested for another."""


def find_source(db: Database, written: str) -> Passage | None:
    """The passage that something names: a source as it is cited, an id, a title or a document.

    A line, page or time stands in the passage that begins last before it. Only the end of a
    document's path need be written. None when there is nothing of that name.
    """
    written = written.strip()
    exact = "source = ? OR key = ? OR document || '#' || locator = ?"
    if found := _first(db, exact, [written] * 3):
        return found
    cited = read_citation(written)
    for document in _documents(db, cited.document):
        if found := _in_document(db, document, cited):
            return found
    if cited.seconds is not None:
        return _before(db, "source LIKE ? ESCAPE '!'", f"{_like(cited.document)} %", cited)
    named = "type != 'document' AND (title = ? COLLATE NOCASE OR title LIKE ? ESCAPE '!')"
    return _first(db, named, [written, f"{_like(written)}, %"])


def source_named(db: Database, written: str) -> Passage:
    """The passage that `find_source` finds.

    Raises RetrievalError("unknown-source"), which names what is called alike.
    """
    if passage := find_source(db, written):
        return passage
    near = similar_sources(db, written)
    raise RetrievalError(
        "unknown-source",
        f"There is nothing called {written!r} in the content.",
        f"Near it: {', '.join(near)}." if near else "See `voicecli content status`.",
    )


def neighbours(db: Database, passage: Passage, count: int = 1) -> tuple[list[Passage], ...]:
    """The passages of the same document before a passage, and behind it, in their order."""
    row = db.execute("SELECT number FROM passages WHERE key = ?", [passage.id]).fetchone()
    if row is None:
        return [], []
    number = int(row[0])
    near = "document = ? AND number BETWEEN ? AND ?"
    before = _some(db, near, [passage.document, number - count, number - 1])
    behind = _some(db, near, [passage.document, number + 1, number + count])
    return before, behind


def passages_of(db: Database, document: str) -> list[Passage]:
    """All passages of a document in their order; none where there is no such document."""
    return list(_some(db, "document = ?", [document]))


def similar_sources(db: Database, written: str, count: int = 3) -> list[str]:
    """Sources, documents and items whose names are most like what was written."""
    names: dict[str, str] = {}
    for source, title, document, type_ in db.execute(
        "SELECT source, title, document, type FROM passages ORDER BY id"
    ):
        names.setdefault(source, source)
        names.setdefault(document, document)
        if type_ != "document":
            names.setdefault(title, source)
    near = process.extract(
        written, names.keys(), scorer=fuzz.WRatio, limit=4 * count, score_cutoff=_LIKENESS
    )
    return list(dict.fromkeys(names[name] for name, _, _ in near))[:count]


def records_of_type(db: Database, type_: str) -> Iterator[Record]:
    """Every record of a type, once, in the order of the index."""
    seen: set[str] = set()
    for (key,) in db.execute("SELECT key FROM passages WHERE type = ? ORDER BY id", [type_]):
        record = read_record(db, key)
        if record and record.id not in seen:
            seen.add(record.id)
            yield record


def _documents(db: Database, name: str) -> list[str]:
    """Documents of this name, or whose path ends in it; a document's own name goes first."""
    rows = db.execute(
        "SELECT path FROM documents WHERE path = ? OR path LIKE ? ESCAPE '!' ORDER BY length(path)",
        [name, f"%/{_like(name)}"],
    )
    return [row[0] for row in rows]


def _in_document(db: Database, document: str, cited: Citation) -> Passage | None:
    """The passage at a place of a document; its first where none is named."""
    if cited.item:
        return _first(db, "document = ? AND locator = ?", [document, cited.item])
    if cited.heading:
        heading = f"%{_like(cited.heading)}%"
        return _first(db, "document = ? AND title LIKE ? ESCAPE '!'", [document, heading])
    if (cited.line, cited.page, cited.seconds) == (None, None, None):
        return _first(db, "document = ?", [document])
    return _before(db, "document = ?", document, cited)


def _before(db: Database, where: str, value: str, cited: Citation) -> Passage | None:
    """The passage that begins last before a place, or the first one behind it."""
    wanted = _place(cited)
    best: Passage | None = None
    for passage in _some(db, where, [value]):
        place = _place(read_citation(passage.source))
        if place is None or wanted is None:
            continue
        if place > wanted:
            return best or passage
        if best is None or place > (_place(read_citation(best.source)) or 0):
            best = passage
    return best


def _place(cited: Citation) -> int | None:
    places = (cited.line, cited.page, cited.seconds)
    return next((place for place in places if place is not None), None)


def _first(db: Database, where: str, values: Sequence[str]) -> Passage | None:
    return next(iter(_some(db, where, values, limit=1)), None)


def _some(db: Database, where: str, values: Sequence[str | int], limit: int = -1) -> list[Passage]:
    """Passages under a condition of ours, in the order of their documents."""
    sql = f"SELECT {_COLUMNS} FROM passages WHERE {where} ORDER BY document, number, id LIMIT ?"  # noqa: S608
    return [Passage(*row) for row in db.execute(sql, [*values, limit])]


def _like(text: str) -> str:
    """Text as LIKE takes it literally, with "!" to escape."""
    return "".join(f"!{letter}" if letter in "!%_" else letter for letter in text)
