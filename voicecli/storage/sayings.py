"""What a database says: in rows of text, in JSON, in packed transcripts."""

import json
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from sqlite_utils import Database

from voicecli.errors import StorageError
from voicecli.storage.database import file_of
from voicecli.storage.failures import told_plainly
from voicecli.storage.packed import unpack
from voicecli.storage.packed_json import unpacked_json, words_in

Says = Callable[[str], bool]
"""Whether a text says what is looked for."""

_INTERVIEWS = {
    "interviews": "SELECT plan, limits, progress FROM interviews",
    "exchanges": "SELECT exchange FROM exchanges",
}
"""What holds packed JSON."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]")
"""Soft hyphens, joiners and marks of direction, which nobody sees."""
_DRAWN = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc`\u00b4", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
)
"""Marks that a keyboard types in one way and a model or a page writes in another."""


def plain(text: str) -> str:
    """Equal for texts of the same letters, in any case, form of Unicode, spacing and quotes."""
    if text.isascii():
        return " ".join(text.replace("`", "'").casefold().split())
    visible = _INVISIBLE.sub("", text).translate(_DRAWN)
    return " ".join(unicodedata.normalize("NFKC", visible).casefold().split())


def let_say(db: Database, says: Says) -> None:
    """Give SQL the functions says, says_json and says_packed, for texts as they are stored."""

    def text_of(value: Any) -> str:
        is_bytes = isinstance(value, bytes)
        return value.decode("utf-8", "replace") if is_bytes else str(value or "")

    functions: dict[str, Callable[[Any], bool]] = {
        "says": lambda value: says(text_of(value)),
        "says_json": lambda value: says(json.dumps(json.loads(value), ensure_ascii=False)),
        "says_packed": lambda value: bool(value) and says(unpacked(value)),
    }
    for name, function in functions.items():
        db.conn.create_function(name, 1, function)


def documents_saying(db: Database, says: Says) -> list[str]:
    """The documents of the index that say something. Raises StorageError."""
    said = """
        SELECT DISTINCT document FROM passages
        WHERE says(text) OR says(title) OR says(record) OR says(document) OR says(locator)
    """
    with told_plainly(file_of(db)):
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'passages'").fetchone():
            return []
        let_say(db, says)
        return [row[0] for row in db.execute(said)]


def texts(db: Database) -> Iterator[str]:
    """All that the database says, in whichever table. Raises StorageError."""
    with told_plainly(file_of(db)):
        tables = db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%\\_fts%' "
            "ESCAPE '\\' AND name NOT LIKE 'sqlite%' AND name != 'forgetting'"
        ).fetchall()
        for (table,) in tables:
            yield from _texts_of(db, table)


def sounds(db: Database) -> Iterator[bytes]:
    """All sound that the database keeps, as it is encoded, and interviews as they are packed.

    Raises StorageError.
    """
    with told_plainly(file_of(db)):
        for table, column in (("sounds", "data"), ("guestbook", "sound")):
            query = f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608
            yield from (bytes(row[0]) for row in db.execute(query))
        for query in _INTERVIEWS.values():
            for row in db.execute(query):
                yield from map(bytes, row)


def _texts_of(db: Database, table: str) -> Iterator[str]:
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[2] == "TEXT"]
    if columns:
        for row in db.execute(f"SELECT {', '.join(columns)} FROM {table}"):  # noqa: S608
            yield from (str(value) for value in row if value)
    for row in db.execute(_INTERVIEWS[table]) if table in _INTERVIEWS else ():
        for blob in row:
            with suppress(StorageError):
                yield from words_in(unpacked_json(blob))
    if table in ("jobs", "job_windows"):
        for (blob,) in db.execute(
            f"SELECT transcript FROM {table} WHERE transcript IS NOT NULL"  # noqa: S608
        ):
            yield unpacked(blob)


def unpacked(blob: bytes) -> str:
    """What a packed transcript says; one of another version is read as the JSON that it is."""
    try:
        return unpack(blob).text
    except (StorageError, TypeError, ValueError):
        try:
            return zlib.decompress(blob).decode("utf-8", "replace")
        except zlib.error:
            return ""
