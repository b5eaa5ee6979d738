"""What the index holds, looked up by name, type and document, without a search."""

import json
from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlite_utils import Database

from voicecli.retrieval.index import index_version
from voicecli.retrieval.keywords import quoted
from voicecli.retrieval.lookup import neighbours, records_of_type
from voicecli.retrieval.memory_names import MEMORIES, is_memory
from voicecli.retrieval.vocabulary import read_record
from voicecli.types import Passage, Record

PERSON = "person"
"""The type of the record of the person whom the content is about."""
DOCUMENT = "document"
"""The type of passages that are text, not records."""

T = TypeVar("T")


class Contents:
    """Look-ups for one question after another. Of one thread, like its connection.

    What every question needs is kept until the index changes.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._version = -1
        self._kept: dict[str, object] = {}

    def types(self) -> frozenset[str]:
        """The types of the records that there are, without the person's."""
        return self._keep("types", self._read_types)

    def record_numbers(self) -> frozenset[int]:
        """The numbers of all passages that were made of a record other than the person's."""
        return self._keep("records", self._read_record_numbers)

    def memory_numbers(self) -> frozenset[int]:
        """The numbers of the passages of what the person asked to remember."""
        return self._keep("memories", self._read_memory_numbers)

    def type_words(self) -> tuple[str, ...]:
        """The names and synonyms of the kinds of record that the content declares."""
        return self._keep("words", self._read_type_words)

    def profile(self) -> Record | None:
        """The record of the person whom the content is about."""
        return next(records_of_type(self._db, PERSON), None)

    def record(self, key: str) -> Record | None:
        """The record that a passage was made of, by its id; None for a document's."""
        return read_record(self._db, key)

    def types_of(self, key: str) -> set[str]:
        """The types of the record with this id; more than one where several files name it so."""
        rows = self._db.execute("SELECT DISTINCT type FROM passages WHERE key = ?", [key])
        return {row[0] for row in rows}

    def titles_of(self, keys: Sequence[str]) -> list[str]:
        """The titles of records by the ids of their passages, each with its organisation."""
        records = [record for key in keys if (record := self.record(key))]
        return [name for one in records for name in (one.title, one.organisation) if name]

    def numbers_of(self, keys: Sequence[str]) -> list[int]:
        """The numbers of passages by id, of records with all their parts ("id#2")."""
        found = []
        for key in keys:
            # "$" follows "#", so that this is every key that begins with the id and "#".
            rows = self._db.execute(
                "SELECT id FROM passages WHERE key = ? UNION "
                "SELECT id FROM passages WHERE key > ? AND key < ?",
                [key, f"{key}#", f"{key}$"],
            )
            found += [int(row[0]) for row in rows]
        return found

    def numbers_of_type(self, type_: str) -> set[int]:
        """The numbers of all passages of a type."""
        rows = self._db.execute("SELECT id FROM passages WHERE type = ?", [type_])
        return {int(row[0]) for row in rows}

    def numbers_of_document(self, path: str) -> set[int]:
        """The numbers of the passages of text of a document."""
        rows = self._db.execute(
            "SELECT id FROM passages WHERE type = ? AND document = ?", [DOCUMENT, path]
        )
        return {int(row[0]) for row in rows}

    def title_of(self, path: str) -> str:
        """The title of a document of text by its path; empty where there is none."""
        rows = self._db.execute(
            "SELECT title FROM passages WHERE type = ? AND document = ? LIMIT 1", [DOCUMENT, path]
        )
        return next((str(row[0]).split(" › ")[0] for row in rows), "")

    def same_documents(self, keys: Sequence[str]) -> set[int]:
        """The numbers of the passages of those documents, of which these passages are text."""
        marks = ", ".join("?" for _ in keys)
        rows = self._db.execute(
            "SELECT id FROM passages WHERE type = 'document' AND document IN "  # noqa: S608
            f"(SELECT document FROM passages WHERE type = 'document' AND key IN ({marks}))",
            list(keys),
        )
        return {int(row[0]) for row in rows}

    def documents_naming(self, names: Sequence[str]) -> set[int]:
        """The numbers of the passages of all documents that hold one of these names whole."""
        found: set[int] = set()
        for name in names:
            rows = self._db.execute(
                "SELECT id FROM passages WHERE type = 'document' AND document IN (SELECT document "
                "FROM passages WHERE type = 'document' AND id IN "
                "(SELECT rowid FROM passages_fts WHERE passages_fts MATCH ?))",
                [quoted(name)],
            )
            found |= {int(row[0]) for row in rows}
        return found

    def holding(self, names: Sequence[str]) -> set[int]:
        """The numbers of the passages that hold all of these names, each as it stands."""
        return self._matching(" AND ".join(map(_phrase, names)))

    def headed(self, words: Sequence[str]) -> set[int]:
        """The numbers of the passages of texts under a heading with one of these words."""
        if not words:
            return set()
        return self._matching(f"title : ({' OR '.join(map(_phrase, words))})", DOCUMENT)

    def _matching(self, match: str, type_: str = "") -> set[int]:
        rows = self._db.execute(
            "SELECT passages.id FROM passages_fts JOIN passages ON passages.id = passages_fts.rowid"
            " WHERE passages_fts MATCH ? AND ? IN ('', type)",
            [match, type_],
        )
        return {int(row[0]) for row in rows}

    def neighbours(self, passage: Passage) -> tuple[str, str]:
        """The texts before and behind a passage under the same heading; empty for none."""
        before, behind = (
            next((one.text for one in some if one.title == passage.title), "")
            for some in neighbours(self._db, passage)
        )
        return before, behind

    def _keep(self, name: str, read: Callable[[], T]) -> T:
        """What `read` gave at this version of the index."""
        version = index_version(self._db)
        if version != self._version:
            self._version, self._kept = version, {}
        if name not in self._kept:
            self._kept[name] = read()
        return self._kept[name]  # type: ignore[return-value]  # each name has one reader

    def _read_types(self) -> frozenset[str]:
        rows = self._db.execute("SELECT DISTINCT type FROM passages")
        return frozenset(row[0] for row in rows) - {PERSON, DOCUMENT}

    def _read_record_numbers(self) -> frozenset[int]:
        rows = self._db.execute("SELECT id FROM passages WHERE type NOT IN ('person', 'document')")
        return frozenset(int(row[0]) for row in rows)

    def _read_memory_numbers(self) -> frozenset[int]:
        rows = self._db.execute(
            "SELECT id, document FROM passages WHERE document GLOB ?", [MEMORIES]
        )
        return frozenset(int(row[0]) for row in rows if is_memory(row[1]))

    def _read_type_words(self) -> tuple[str, ...]:
        rows = self._db.execute("SELECT types FROM documents WHERE types != '[]'")
        declared = [type_ for (types,) in rows for type_ in json.loads(types)]
        return tuple(
            word
            for type_ in declared
            for word in (type_["name"], type_["singular"], *type_["synonyms"])
        )


def _phrase(name: str) -> str:
    """A name as FTS5 looks for it: its words behind each other."""
    return '"' + name.replace('"', '""') + '"'
