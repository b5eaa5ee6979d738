"""The change of a database to and from an encrypted file, whole or not at all.

SQLCipher 4 (the package sqlcipher3, extra `encryption`): AES-256 in CBC mode with a random vector
and an HMAC-SHA512 for each page of 4096 bytes, the log and the words of FTS5 included. A new file
is written, read whole and compared before it takes the place of the old one, of which the bytes are
overwritten then: as far as the file system writes in place, which copy-on-write ones and SSDs do
not.
"""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlite_utils import Database

from voicecli.errors import StorageError
from voicecli.storage.copies import flush, leave_log, part_of
from voicecli.storage.database import BUSY_SECONDS, open_database
from voicecli.storage.failures import told_plainly
from voicecli.storage.passphrases import (
    SALT_BYTES,
    forget_typed,
    is_encrypted,
    key_from,
    look_again,
    raw_key,
)
from voicecli.storage.sqlite import connect_with

LEAST_CHARACTERS = 8
_OLD = ".old"
_LOCK = ".converting"
_CHUNK = bytes(1 << 20)


def convert(database: Path, passphrase: str) -> None:
    """Encrypt the database with a passphrase, whatever it was before; with "" decrypt it.

    Raises StorageError: database-busy where another program has it open, no-encryption,
    short-passphrase, damaged-database when the new file is not as the old one, and as
    `open_database`.
    """
    if passphrase and len(passphrase) < LEAST_CHARACTERS:
        raise StorageError(
            "short-passphrase",
            f"A passphrase has at least {LEAST_CHARACTERS} characters.",
            "Several words are easy to keep in mind and hard to guess.",
        )
    with told_plainly(database), _alone(database):
        sweep(database, is_ours=True)
        open_database(database).close()  # brought up to date, and the right passphrase is known
        before = raw_key(database) if is_encrypted(database) else ""
        after = key_from(passphrase, os.urandom(SALT_BYTES)) if passphrase else ""
        old = os.open(database, os.O_RDWR)  # closed last: closing ends all locks on the file
        try:
            with closing(connect_with(before, _address(database), timeout=BUSY_SECONDS)) as source:
                _hold(source, database)
                part = _written_anew(source, database, after)
                flush(part)
                os.link(database, _old(database))  # should we die now, somebody overwrites it
                part.replace(database)
                flush(database.parent)
            _overwrite(old)
        finally:
            os.close(old)
            forget_typed(database)
            look_again(database)
        _old(database).unlink(missing_ok=True)


def sweep(database: Path, *, is_ours: bool = False) -> None:
    """Overwrite and remove what a change that was killed has left. Raises OSError."""
    left = [path for path in (_old(database), part_of(database)) if path.exists()]
    if not left:
        return
    with suppress(StorageError), _alone(database) if not is_ours else _nothing():
        for path in left:
            if path.exists() and not path.samefile(database):
                file = os.open(path, os.O_RDWR)
                try:
                    _overwrite(file)
                finally:
                    os.close(file)
            path.unlink(missing_ok=True)


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@contextmanager
def _alone(database: Path) -> Iterator[None]:
    """While inside, no other process changes this database. Raises StorageError."""
    lock = FileLock(f"{database}{_LOCK}", timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout as error:
        raise StorageError(
            "database-busy",
            f"Another program encrypts or decrypts {database}.",
            "Try again when it has finished.",
        ) from error
    try:
        yield
    finally:
        lock.release()


def _old(database: Path) -> Path:
    return database.with_name(f".{database.name}{_OLD}")


def _address(path: Path) -> str:
    return f"{path.resolve().as_uri()}?mode=rw"


def _hold(source: Any, database: Path) -> None:
    """Keep every other program out until the connection is closed."""
    leave_log(source, database)
    source.execute("PRAGMA locking_mode = EXCLUSIVE")
    source.execute("BEGIN EXCLUSIVE")
    source.execute("COMMIT")


def _written_anew(source: Any, database: Path, key: str) -> Path:
    """A copy of an open database with another key, or none; compared with it row by row's count."""
    part = part_of(database)
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    quoted = f"\"x'{key}'\"" if key else "''"  # hex digits
    source.execute(f"ATTACH DATABASE ? AS copy KEY {quoted}", [str(part)])
    source.execute("SELECT sqlcipher_export('copy')")
    for name in ("application_id", "user_version"):
        (value,) = source.execute(f"PRAGMA main.{name}").fetchone()
        source.execute(f"PRAGMA copy.{name} = {int(value)}")
    source.execute("DETACH DATABASE copy")
    with closing(connect_with(key, _address(part), timeout=BUSY_SECONDS)) as copy:
        found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok" or _counts(copy) != _counts(source):
            part.unlink(missing_ok=True)
            raise StorageError(
                "damaged-database",
                f"The copy of {database} is not as it should be; nothing was changed.",
                "See `voicecli doctor`.",
            )
    return part


def _counts(connection: Any) -> dict[str, int]:
    """How many rows each table has, by name."""
    db = Database(connection)
    return {
        name: int(db.execute(f"SELECT count(*) FROM [{name}]").fetchone()[0])  # noqa: S608
        for name in db.table_names()
    }


def _overwrite(file: int) -> None:
    """Write zeros over a file's bytes, where it has them, and cut it to nothing."""
    size = os.fstat(file).st_size
    for start in range(0, size, len(_CHUNK)):
        os.pwrite(file, _CHUNK[: size - start], start)
    os.fsync(file)
    os.ftruncate(file, 0)
