"""The SQLite modules of this process, and the one place where connections are made.

sqlite-utils takes pysqlite3 where that is installed and the standard library's sqlite3 elsewhere;
an encrypted file needs sqlcipher3 (SQLCipher 4). Connections and exceptions of these do not mix:
who catches an error asks here which classes it may have.
"""

import sys
from pathlib import Path
from typing import Any

from sqlite_utils import utils

from voicecli.errors import StorageError
from voicecli.storage.passphrases import is_encrypted, raw_key

sqlite3 = utils.sqlite3  # type: ignore[attr-defined]  # it is there, only not exported


def connect(path: Path, mode: str, *, timeout: float) -> Any:
    """A connection to a file, with its key if it is encrypted.

    `mode` is "rw", "ro" or what else may stand in SQLite's URI; `timeout` are the seconds that the
    connection waits for others' writes. Raises StorageError (no-passphrase, no-encryption), OSError
    and the errors of `errors()`.
    """
    address = f"{path.resolve().as_uri()}?mode={mode}"
    if is_encrypted(path):
        return connect_with(raw_key(path), address, timeout=timeout)
    return sqlite3.connect(address, uri=True, timeout=timeout)


def connect_with(key: str, address: str, *, timeout: float) -> Any:
    """A connection of SQLCipher's to a URI, with a raw key; "" opens what is not encrypted."""
    connection = _sqlcipher().connect(address, uri=True, timeout=timeout)
    connection.execute("PRAGMA cipher_log_level = NONE")  # it would write to stderr
    if key:
        connection.execute(f"PRAGMA key = \"x'{key}'\"")  # hex digits
    return connection


def errors() -> tuple[type[Exception], ...]:
    """The base classes of what the modules raise."""
    return tuple(module.Error for module in _modules())


def operational_errors() -> tuple[type[Exception], ...]:
    """Those for a file that is locked, full or gone."""
    return tuple(module.OperationalError for module in _modules())


def integrity_errors() -> tuple[type[Exception], ...]:
    """Those for a row that a constraint does not let in."""
    return tuple(module.IntegrityError for module in _modules())


def _sqlcipher() -> Any:
    try:
        from sqlcipher3 import dbapi2
    except ImportError as error:
        raise StorageError(
            "no-encryption",
            "An encrypted database needs SQLCipher, which is not installed.",
            "Install it: `pip install 'voicecli[encryption]'`.",
        ) from error
    return dbapi2


def _modules() -> tuple[Any, ...]:
    """The modules that are in use: one that was never imported has raised nothing."""
    other = sys.modules.get("sqlcipher3.dbapi2")
    return (sqlite3, other) if other else (sqlite3,)
