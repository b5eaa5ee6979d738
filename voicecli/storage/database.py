"""The one SQLite file: opened, brought up to date, written and checked."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from voicecli.errors import StorageError
from voicecli.storage.failures import told_plainly
from voicecli.storage.passphrases import forget_typed, is_encrypted, look_again
from voicecli.storage.private import make_file, tighten
from voicecli.storage.schema import APPLICATION_ID, SCHEMA_VERSION, STEPS, migrations
from voicecli.storage.sqlite import connect, errors, operational_errors, sqlite3

BUSY_SECONDS = 10.0
"""How long a connection waits for another's write before it gives up."""
LOG_BYTES = 4 << 20
"""What the write-ahead log keeps of its size once all of it is in the file: usual use needs no
more, and one that grew larger gives the disk its room back."""


def open_database(path: Path, *, read_only: bool = False) -> Database:
    """Open the database at `path`, made with its folders when it is missing.

    Every connection belongs to one thread. Two processes may open, and bring up to date, the same
    file at once. `read_only` neither makes nor changes anything.

    Raises StorageError: no-database (read_only), not-a-database, foreign-database,
    damaged-database, newer-database, older-database (read_only), database-busy, no-permission,
    disk-full, bad-path; of an encrypted file: no-passphrase, wrong-passphrase, no-encryption.
    """
    with told_plainly(path):
        _look(path, read_only=read_only)
        if not read_only:
            make_file(path)
            tighten(_files(path))
        db = _connect(path, read_only=read_only)
        try:
            _refuse_others(db, path)
            if not read_only:
                _use_wal(db)
                _migrate(db, path)
            elif migrations.pending(db):
                raise StorageError(
                    "older-database",
                    f"The database {path} was made by an older voicecli.",
                    "`voicecli sessions list` brings it up to date.",
                )
        except BaseException:
            db.close()
            raise
    return db


def bring_up_to_date(db: Database, path: Path) -> None:
    """Give a copy in memory of the database at `path` the tables of this version.

    Raises StorageError as `open_database` does.
    """
    _refuse_others(db, path)
    _migrate(db, path)


@contextmanager
def writing(db: Database) -> Iterator[None]:
    """One transaction that holds the write lock from its start, or nothing at all.

    Inside WAL a transaction that first reads and then writes fails when another process wrote in
    between; taking the lock first makes it wait instead.
    """
    with told_plainly(file_of(db)):
        db.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.commit()
        except BaseException:
            db.rollback()
            raise


def is_there(path: Path) -> bool:
    """Whether a database was ever made. Raises StorageError when that cannot be seen."""
    with told_plainly(path):
        return path.exists()


def file_of(db: Database) -> str:
    """Return the path of an open database."""
    return str(db.execute("PRAGMA database_list").fetchone()[2])


@dataclass(frozen=True, slots=True)
class DatabaseCheck:
    """What `check` found. `problem` is SQLite's first complaint, empty when all is well."""

    path: Path
    size_bytes: int
    schema_version: int
    sqlite_version: str
    problem: str


def check(path: Path) -> DatabaseCheck:
    """Read the whole file for damage, changing nothing. Raises StorageError as `open_database`."""
    with told_plainly(path), open_database(path, read_only=True) as db:
        return _checked(db, path)


def check_copy(path: Path) -> DatabaseCheck:
    """The same of a copy that nobody has open, also of one that an older version made."""
    with told_plainly(path):
        _look(path, read_only=True)
        with Database(_read(path, "ro&immutable=1")) as db:
            _refuse_others(db, path)
            if not _pragma(db, "application_id"):
                raise StorageError(
                    "foreign-database", f"{path} is no copy of a database of voicecli's.", ""
                )
            return _checked(db, path)


def _checked(db: Database, path: Path) -> DatabaseCheck:
    first = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    orphans = db.execute("PRAGMA foreign_key_check").fetchall()
    problem = "" if first == "ok" else " ".join(str(first).split())
    if not problem and orphans:
        problem = f"{len(orphans)} rows point to rows that are not there"
    return DatabaseCheck(
        path=path,
        size_bytes=sum(file.stat().st_size for file in _files(path)),
        schema_version=_pragma(db, "user_version"),
        sqlite_version=sqlite3.sqlite_version,
        problem=problem,
    )


def _look(path: Path, *, read_only: bool) -> None:
    if path.is_dir():
        raise StorageError(
            "bad-path",
            f"{path} is a folder, not a database file.",
            "Set it with `voicecli config set paths.database FILE`.",
        )
    if read_only and not path.exists():
        raise StorageError(
            "no-database", f"There is no database at {path} yet.", "Ask something first."
        )


def _connect(path: Path, *, read_only: bool) -> Database:
    db = Database(_read(path, "ro" if read_only else "rw"))
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA temp_store = MEMORY")  # no word goes into a file elsewhere, such as in /tmp
    if not read_only:
        db.execute("PRAGMA secure_delete = ON")  # of what is deleted no byte stays
        db.execute(f"PRAGMA journal_size_limit = {LOG_BYTES}")
    return db


def _read(path: Path, mode: str) -> Any:
    """A connection that has read the file's first page, and so has the right key, if it needs one.

    While it waits another file may take the place of the one that it opened (`copies`): then that
    is opened. Raises StorageError("wrong-passphrase").
    """
    while True:
        inode = path.stat().st_ino
        try:
            connection = connect(path, mode, timeout=BUSY_SECONDS)
        except StorageError:
            if look_again(path):
                continue
            raise
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except errors() as error:
            connection.close()
            if "not a database" not in str(error):
                raise
            if look_again(path):  # the file is another than the one that was looked at before
                continue
            if not is_encrypted(path):
                raise
            forget_typed(path)
            raise StorageError(
                "wrong-passphrase",
                f"The passphrase does not open {path}, or the file is not a database.",
                "Try again with the right one.",
            ) from error
        else:
            if path.stat().st_ino == inode:
                return connection
            connection.close()


def _refuse_others(db: Database, path: Path) -> None:
    """Leave a file alone that is another program's, or a later voicecli's."""
    # Tables first: another process may be making the file just now, and its tables and its mark
    # appear together. The other way round they could appear between the two looks.
    tables = db.table_names()
    made_by = _pragma(db, "application_id")
    if made_by != APPLICATION_ID and (made_by or tables):
        raise StorageError(
            "foreign-database",
            f"{path} is another program's database.",
            "Name another file with `voicecli config set paths.database FILE`.",
        )
    applied = {migration.name for migration in migrations.applied(db)}
    if applied - STEPS or _pragma(db, "user_version") > SCHEMA_VERSION:
        raise StorageError(
            "newer-database",
            f"The database {path} was made by a newer voicecli.",
            "Update voicecli; the file is untouched.",
        )


def _use_wal(db: Database) -> None:
    """Switch to write-ahead logging, which the file then remembers.

    SQLite does not wait for the lock of this one switch, so two processes that start at once on a
    new file need the wait here.
    """
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except operational_errors() as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _migrate(db: Database, path: Path) -> None:
    if not migrations.pending(db):
        return
    with writing(db):
        _refuse_others(db, path)  # another process may have been here while we waited
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        migrations.apply(db)
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _pragma(db: Database, name: str) -> int:
    return int(db.execute(f"PRAGMA {name}").fetchone()[0])


def _files(path: Path) -> list[Path]:
    """Return the file and what SQLite keeps beside it."""
    beside = [path.with_name(path.name + end) for end in ("-wal", "-shm")]
    return [path, *(file for file in beside if file.exists())]
