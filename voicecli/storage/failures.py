"""What SQLite and the file system refuse, said in one line."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from voicecli.errors import StorageError
from voicecli.storage.sqlite import errors, sqlite3

_MOVE_AWAY = (
    "Put a copy in its place with `voicecli backup --restore FILE`, or move it away to start with a"
    " new one."
)

_LEAST_BYTES = 1 << 16
"""SQLite takes room in pieces of this size, for the index of its log (32 KiB), and less."""

_REFUSALS: tuple[tuple[str, str, str, str], ...] = (
    ("not a database", "not-a-database", "{path} is not a database.", _MOVE_AWAY),
    ("malformed", "damaged-database", "The database {path} is damaged.", _MOVE_AWAY),
    (
        "locked",
        "database-busy",
        "The database {path} is in use by another program.",
        "Try again in a moment.",
    ),
    (
        "disk is full",
        "disk-full",
        "There is no room to write {path}.",
        "Free some space and try again.",
    ),
    (
        "readonly",
        "no-permission",
        "The database {path} may not be written.",
        "See `ls -l` on the file and its folder.",
    ),
    (
        "unable to open",
        "no-permission",
        "The database {path} cannot be opened.",
        "See `ls -l` on the file and its folder.",
    ),
    (
        "disk i/o error",
        "disk-error",
        "The disk failed while reading or writing {path}.",
        "See `voicecli doctor`.",
    ),
)
"""What SQLite's own message contains (sqlite3_errstr; stable over versions), code, line, hint."""


@contextmanager
def told_plainly(path: Path | str) -> Iterator[None]:
    """Raise what goes wrong inside with the database at `path` as StorageError."""
    try:
        yield
    except StorageError:
        raise
    except errors() as error:
        raise _storage_error(error, path) from error
    except UnicodeDecodeError as error:  # SQLite's own complaint quotes the damaged bytes
        raise _storage_error(sqlite3.DatabaseError("malformed"), path) from error
    except OSError as error:
        raise _file_error(error, path) from error


def _storage_error(error: Exception, path: Path | str) -> StorageError:
    said = str(error).lower()
    if "disk i/o error" in said and _is_full(path):
        said = "disk is full"  # where the log cannot grow SQLite does not say why
    for fragment, code, message, hint in _REFUSALS:
        if fragment in said:
            return StorageError(code, message.format(path=path), hint)
    return StorageError("database-error", f"{path}: {error}.", "See `voicecli doctor`.")


def _is_full(path: Path | str) -> bool:
    """Whether there is no room for another page of a database."""
    try:
        return shutil.disk_usage(Path(path).parent).free < _LEAST_BYTES
    except OSError:
        return False


def _file_error(error: OSError, path: Path | str) -> StorageError:
    named = error.filename or path
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StorageError(
            "no-permission",
            f"{named} cannot be used: {str(error.strerror).lower()}.",
            "See `ls -ld` on it and its folder.",
        )
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageError(
            "disk-full", f"There is no room to write {named}.", "Free some space and try again."
        )
    if error.errno == errno.ENOENT:
        return StorageError("no-file", f"There is no {named}.", "Check the path.")
    return StorageError(
        "bad-path",
        f"{named} cannot be used: {str(error.strerror).lower()}.",
        "Name another folder with `voicecli config set paths.data FOLDER`.",
    )
