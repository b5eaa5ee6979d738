"""Whole copies of a database: backups, and the change to and from an encrypted file."""

import fcntl
import glob
import os
import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database, Migrations

from voicecli.errors import StorageError
from voicecli.storage.database import BUSY_SECONDS, check_copy, open_database
from voicecli.storage.failures import told_plainly
from voicecli.storage.own_schema import strange_parts
from voicecli.storage.private import FILE_MODE, make_file, make_folders, private_opener
from voicecli.storage.schema import migrations
from voicecli.storage.sqlite import connect, errors

_NOTE = ".copying-"
PART = ".part"
"""What stands behind the name of a copy that is not whole."""
_BESIDE = ("-wal", "-shm", "-journal")
_BROKEN = ("damaged-database", "not-a-database", "disk-error")
_LOCKED_UP = ("no-passphrase", "wrong-passphrase", "no-encryption")
_SHARED_FIRST, _SHARED_SIZE = 0x40000002, 510


def back_up(database: Path, target: Path) -> None:
    """Write a whole copy of a database to a new file, as it is at one moment (VACUUM INTO).

    Others may write meanwhile. A copy of an encrypted database is encrypted with the same
    passphrase. Raises StorageError: file-exists, and as `open_database`.
    """
    with told_plainly(target):
        if target.exists() or target.is_symlink():
            raise StorageError(
                "file-exists",
                f"{target} is there already.",
                "Name another file; nothing is written over.",
            )
        make_folders(target.parent)
        part = part_of(target)
        part.unlink(missing_ok=True)
        with closing(open_database(database)) as db, _noted(database, part):
            try:
                make_file(part)  # an empty file is what VACUUM INTO may write to
                db.execute("VACUUM INTO ?", [str(part)])
                flush(part)
                os.link(part, target)  # unlike a rename, it never takes the place of another file
            finally:
                with suppress(OSError):
                    _remove(part)


def sweep_copies(database: Path) -> None:
    """Remove the unfinished copies of processes that were killed. Raises OSError."""
    for note in database.parent.glob(f"{glob.escape(database.name)}{_NOTE}*"):
        with suppress(FileNotFoundError), note.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:  # it is being written
                continue
            part = Path(os.fsdecode(file.read()))
            if part.name.startswith(".") and part.name.endswith(PART):
                _remove(part)
            note.unlink(missing_ok=True)


@contextmanager
def _noted(database: Path, part: Path) -> Iterator[None]:
    """While inside, a locked file beside the database tells where an unfinished copy lies."""
    note = database.with_name(f"{database.name}{_NOTE}{uuid.uuid4().hex}")
    with open(note, "xb", opener=private_opener) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(os.fsencode(part.absolute()))
        file.flush()
        try:
            yield
        finally:
            note.unlink(missing_ok=True)


def _remove(part: Path) -> None:
    for path in (part, part.with_name(f"{part.name}-journal")):
        path.unlink(missing_ok=True)


def restore(
    database: Path, source: Path, now: datetime, made_by: Sequence[Migrations] = (migrations,)
) -> Path | None:
    """Put a copy in the place of the database, and return where the one before lies now.

    The copy is read whole first and stays. What lies in the place of the database may be damaged,
    be none, or be encrypted with a passphrase that nobody knows. `made_by` are the steps that a
    database is made by: of what else runs by itself in one nothing is taken in.

    Raises StorageError: no-database for a copy that is not there, damaged-database,
    strange-database, database-busy where another program has the database open, and as
    `open_database`.
    """
    _refuse_damaged(source)
    with told_plainly(database), _out_of_use(database):
        part = part_of(database)
        try:
            _copy(source, part)
            _make_harmless(part, source, made_by)
            aside = _free_name(database, now)
            if database.exists():
                os.link(database, aside)
            for end in _BESIDE:  # the log of a damaged file: the copy has no part in it
                with suppress(FileNotFoundError):
                    os.rename(f"{database}{end}", f"{aside}{end}")
            part.replace(database)
            flush(database.parent)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    return aside if aside.exists() else None


def _refuse_damaged(source: Path) -> None:
    another = "Restore another copy."
    try:
        problem = check_copy(source).problem
    except StorageError as error:
        if error.code in _BROKEN:
            raise StorageError(error.code, error.message, another) from error
        raise
    if problem:
        raise StorageError("damaged-database", f"{source} is damaged: {problem}.", another)


@contextmanager
def standing_still(database: Path) -> Iterator[None]:
    """While inside, no other program has the database open, and it has no log.

    Raises StorageError("database-busy").
    """
    if not database.exists():
        yield
        return
    with closing(open_database(database)) as db:
        leave_log(db.conn, database)
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            db.rollback()


@contextmanager
def _out_of_use(database: Path) -> Iterator[None]:
    """While inside, `standing_still`; a file that no connection can be made to stays as it is.

    Raises StorageError("database-busy").
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(standing_still(database))
        except StorageError as error:
            if error.code not in (*_BROKEN, *_LOCKED_UP):
                raise
            _refuse_locked(database)
        yield


def _refuse_locked(database: Path) -> None:
    """Raise StorageError("database-busy") where another process has SQLite's lock on a file.

    Each that has a database open with a log shares the lock on these bytes (os_unix.c).
    """
    with database.open("rb+") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_SIZE, _SHARED_FIRST)
        except OSError as error:
            raise _busy(database) from error


def part_of(target: Path) -> Path:
    """The file that a copy is written to until it is whole."""
    return target.with_name(f".{target.name}{PART}")


def flush(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk itself. Raises OSError."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def leave_log(connection: Any, database: Path) -> None:
    """Have SQLite give up its log, which it does only where nobody else has the database open.

    Raises StorageError("database-busy").
    """
    mode = ""
    with suppress(*errors()):
        (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    if mode != "delete":
        raise _busy(database)


def _busy(database: Path) -> StorageError:
    return StorageError(
        "database-busy",
        f"Another program has the database {database} open.",
        "End every other voicecli, such as `voicecli talk`, and try again.",
    )


def _copy(source: Path, part: Path) -> None:
    make_folders(part.parent)
    part.unlink(missing_ok=True)
    file = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE)
    with os.fdopen(file, "wb") as out, source.open("rb") as read:
        while chunk := read.read(1 << 20):
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())


def _make_harmless(part: Path, source: Path, made_by: Sequence[Migrations]) -> None:
    """Refuse a copy with triggers of somebody else's; take unfinished forgettings out of it."""
    with closing(Database(connect(part, "rw", timeout=BUSY_SECONDS))) as db:
        if strange := strange_parts(db, made_by):
            raise StorageError(
                "strange-database",
                f"{source} holds what voicecli never makes: {', '.join(strange[:3])}.",
                "Restore a copy that `voicecli backup` wrote, of a computer that you trust.",
            )
        if "forgetting" in db.table_names():
            db.execute("DELETE FROM forgetting")
            db.commit()
        leave_log(db.conn, part)


def _free_name(database: Path, now: datetime) -> Path:
    """A name for the database of before: voicecli-before-20261122-001500.db."""
    stem = f"{database.stem}-before-{now:%Y%m%d-%H%M%S}"
    names = (f"{stem}{'-' + str(n) if n else ''}{database.suffix}" for n in range(1000))
    return next(path for name in names if not (path := database.with_name(name)).exists())
