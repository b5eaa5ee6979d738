"""What deleting leaves behind in a database, and how it goes.

`PRAGMA secure_delete` overwrites rows with zeros. What it does not reach are the words of FTS5,
which stay in older parts of an index until these are merged (FTS5's own `secure-delete` came with
SQLite 3.42), and the write-ahead log, which holds pages as they were until it is emptied.
"""

import time
from collections.abc import Iterable

from sqlite_utils import Database

from voicecli.storage.database import file_of, writing
from voicecli.storage.failures import told_plainly

LOG_SECONDS = 15.0
"""How long others who read the database are waited for."""
_STRUCTURE = 10
"""FTS5 keeps the list of an index's parts in this row of its data (fts5_index.c)."""


def word_indexes(db: Database) -> list[str]:
    """The names of the tables of FTS5."""
    rows = db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%USING fts5%'"
    )
    return [name for (name,) in rows]


def merge_words(db: Database, names: Iterable[str] | None = None) -> None:
    """Write the words of these indexes (all) anew, without those of deleted rows.

    Raises StorageError.
    """
    for name in word_indexes(db) if names is None else names:
        if _parts(db, name) > 1:
            with writing(db):
                db.execute(f"INSERT INTO {name} ({name}) VALUES ('optimize')")  # noqa: S608


def unmerged(db: Database) -> list[str]:
    """The indexes of words in which words of deleted rows may stand. Raises StorageError."""
    with told_plainly(file_of(db)):
        return [name for name in word_indexes(db) if _parts(db, name) > 1]


def empty_log(db: Database, seconds: float = LOG_SECONDS) -> bool:
    """Bring all of the write-ahead log into the file and cut it to nothing.

    False when another program has read the database all the while. Raises StorageError.
    """
    until = time.monotonic() + seconds
    with told_plainly(file_of(db)):
        db.execute("PRAGMA busy_timeout = 1000")
        try:
            while db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                if time.monotonic() > until:
                    return False
                time.sleep(0.05)
        finally:
            db.execute("PRAGMA busy_timeout = 10000")
    return True


def write_anew(db: Database) -> None:
    """Write the whole file anew, without its gaps. Raises StorageError."""
    with told_plainly(file_of(db)):
        db.execute("VACUUM")


def _parts(db: Database, name: str) -> int:
    """How many segments an index of FTS5 has: words that were deleted go when they are merged."""
    row = db.execute(f"SELECT block FROM {name}_data WHERE id = ?", [_STRUCTURE]).fetchone()  # noqa: S608  # a table's name
    if row is None:
        return 0
    content = bytes(row[0])[4:]
    if content[:4] == b"\xff\x00\x00\x01":  # the second version of the format says so
        content = content[4:]
    _levels, at = _varint(content, 0)
    segments, _ = _varint(content, at)
    return segments


def _varint(content: bytes, at: int) -> tuple[int, int]:
    """A number as SQLite writes it, seven bits a byte, and where it ends."""
    value = 0
    for place in range(at, min(at + 8, len(content))):
        value = value << 7 | content[place] & 0x7F
        if not content[place] & 0x80:
            return value, place + 1
    return value, at + 9
