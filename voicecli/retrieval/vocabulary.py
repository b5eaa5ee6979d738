"""The index's own names, for matching what was heard against what there is."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from voicecli.retrieval.index import index_version
from voicecli.retrieval.memory_names import is_memory
from voicecli.types import Block, Document, Record, RecordType


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the index can be asked about. `version` changes whenever the index does.

    `titles` are (passage id, title, type) of every record; `technologies` and `types` are sorted.
    """

    version: int
    technologies: tuple[str, ...]
    titles: tuple[tuple[str, str, str], ...]
    types: tuple[str, ...]


def vocabulary(db: Database) -> Vocabulary:
    """Collect the index's names; one spelling (the most frequent) for each technology."""
    spellings: dict[str, dict[str, int]] = {}
    titles = []
    rows = db.execute(
        "SELECT key, type, technologies, record FROM passages WHERE record IS NOT NULL ORDER BY id"
    )
    for key, type_, technologies, record in rows:
        titles.append((key, str(json.loads(record)["title"]), type_))
        for name in json.loads(technologies):
            counts = spellings.setdefault(name.casefold(), {})
            counts[name] = counts.get(name, 0) + 1
    types = db.execute("SELECT DISTINCT type FROM passages ORDER BY type")
    return Vocabulary(
        index_version(db),
        tuple(sorted((max(c, key=lambda n: c[n]) for c in spellings.values()), key=str.casefold)),
        tuple(titles),
        tuple(row[0] for row in types),
    )


def read_record(db: Database, passage_id: str) -> Record | None:
    """The record that a passage was made of; None for a document's passage or an unknown id."""
    row = db.execute("SELECT record FROM passages WHERE key = ?", [passage_id]).fetchone()
    if row is None or row[0] is None:
        return None
    return _record(row[0])


def indexed_documents(db: Database) -> Iterator[Document]:
    """What the index holds of each document, as a document again: its title, records and types.

    Its text is left out, an empty block stands for it: its words are counted (`word_counts`). What
    the person asked to remember is no document that a question could name.
    """
    records: dict[str, dict[str, Record]] = {}
    rows = db.execute("SELECT document, record FROM passages WHERE record IS NOT NULL ORDER BY id")
    parts: Counter[str] = Counter()
    for path, record in rows:
        item = _record(record)
        records.setdefault(path, {})[item.id] = item
        parts[path] += 1
    found = db.execute("SELECT path, title, types, passages FROM documents").fetchall()
    for path, title, types, passages in found:
        if is_memory(path):
            continue
        items = tuple(records.get(path, {}).values())
        blocks = (Block("", 1),) if passages > parts[path] else ()
        declared = tuple(_record_type(value) for value in json.loads(types))
        yield Document(path, title, blocks, items, declared)


def _record_type(value: dict[str, Any]) -> RecordType:
    texts = {name: tuple(value[name]) for name in ("synonyms", "questions")}
    return RecordType(value["name"], value["singular"], **texts, fields=value["fields"])


def _record(text: str) -> Record:
    value = json.loads(text)
    for name in ("technologies", "keywords", "metrics"):
        value[name] = tuple(value[name])
    return Record(**value)
