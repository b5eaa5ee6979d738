"""The database as it is, in memory: for a conversation off the record, of which nothing is written.

All connections of a process share one copy (SQLite's shared cache), which is there as long as the
first of them is open. What is written to it ends with it: the index of content that changed.
"""

import os
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from voicecli.errors import StorageError
from voicecli.storage.database import BUSY_SECONDS, bring_up_to_date
from voicecli.storage.failures import told_plainly
from voicecli.storage.passphrases import is_encrypted
from voicecli.storage.sqlite import connect, connect_with, sqlite3

_TRIES = 20


def open_copy(path: Path) -> Database:
    """A connection to the copy in memory of the database at `path`, which need not be there.

    The first makes it, without touching the file or its folder: where nobody else has the database
    open, it is read as a file that does not change, and once more should it have changed meanwhile.
    Raises StorageError as `open_database` does.
    """
    with told_plainly(path):
        db = Database(_connection(path))
        if not db.table_names():
            _fill(db, path)
            bring_up_to_date(db, path)
        db.execute("PRAGMA read_uncommitted = ON")  # readers wait for no writer
        return db


def _address(path: Path) -> str:
    name = f"voicecli-{os.getpid()}-{abs(hash(path))}"
    return f"file:{name}?mode=memory&cache=shared"


def _connection(path: Path) -> Any:
    if is_encrypted(path):  # the copy belongs to the library that has made it
        return connect_with("", _address(path), timeout=BUSY_SECONDS)
    return sqlite3.connect(_address(path), uri=True, timeout=BUSY_SECONDS)


def _fill(db: Database, path: Path) -> None:
    for _ in range(_TRIES):
        before = _looks(path)
        if before is None or not before[0]:
            return
        # Somebody who has it open keeps its log; a reader takes part in that as SQLite wants it.
        source = connect(path, "ro" if before[2] else "ro&immutable=1", timeout=BUSY_SECONDS)
        try:
            _copy(source, db, path)
        finally:
            source.close()
        if _looks(path) == before or before[2]:
            return
        _empty(db)
    raise StorageError(
        "database-busy",
        f"The database {path} is written to all the while.",
        "Try again in a moment.",
    )


def _copy(source: Any, db: Database, path: Path) -> None:
    if not is_encrypted(path):
        source.backup(db.conn)
        return
    source.execute("ATTACH DATABASE ? AS copy KEY ''", [_address(path)])
    source.execute("SELECT sqlcipher_export('copy')")
    for name in ("application_id", "user_version"):
        (value,) = source.execute(f"PRAGMA main.{name}").fetchone()
        source.execute(f"PRAGMA copy.{name} = {int(value)}")
    source.execute("DETACH DATABASE copy")
    db.execute("PRAGMA writable_schema = RESET")  # the tables of FTS5 are seen from now on


def _empty(db: Database) -> None:
    if not isinstance(db.conn, sqlite3.Connection):
        raise StorageError("database-busy", "The database is in use.", "Try again in a moment.")
    with sqlite3.connect(":memory:") as nothing:
        nothing.backup(db.conn)


def _looks(path: Path) -> tuple[int, int, int] | None:
    """Size and time of the file and the size of its log; None where there is no file."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    log = path.with_name(f"{path.name}-wal")
    return found.st_size, found.st_mtime_ns, log.stat().st_size if log.exists() else 0
