"""Which databases are encrypted, and the keys that are made from passphrases.

SQLCipher 4 makes a key by PBKDF2 with HMAC-SHA512 and 256,000 rounds from the passphrase and the
salt in the file's first 16 bytes, at each connection. It is made here once for a file, in the same
way, and handed over raw ("PRAGMA key" in SQLCipher's documentation): a process opens several
connections.
"""

import os
import threading
from collections.abc import Callable
from pathlib import Path

from voicecli.errors import StorageError

ROUNDS = 256_000
SALT_BYTES = 16
VARIABLE, FILE_VARIABLE = "VOICECLI_PASSPHRASE", "VOICECLI_PASSPHRASE_FILE"
_KEY_BYTES = 32
_PAGE_BYTES = 4096
_PLAIN = b"SQLite format 3\0"
_LONGEST_BYTES = 4096

_making = threading.RLock()
_salts: dict[tuple[int, int], bytes] = {}
"""By device and inode, the salt of a file; empty for a plain one."""
_keys: dict[tuple[bytes, bytes], str] = {}
"""Keys that were made, by the hash of the passphrase and the salt."""
_typed: dict[Path, str] = {}
"""What a person typed: once in a process."""
_ask: list[Callable[[Path], str]] = []


def ask_with(ask: Callable[[Path], str]) -> None:
    """Set who is asked for the passphrase of a file where the environment has none."""
    _ask[:] = [ask]


def is_encrypted(path: Path) -> bool:
    """Whether the file is an encrypted database. Raises OSError when it cannot be read."""
    return bool(salt_of(path))


def salt_of(path: Path) -> bytes:
    """The salt of an encrypted database; empty for a plain one, and where there is none.

    SQLCipher's file shows no sign of itself: it is whole pages that do not begin as SQLite's do.
    A file is looked at once: closing it would end the locks that other connections of this process
    have on it (fcntl's rule).
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        return b""
    key = (found.st_dev, found.st_ino)
    if not found.st_size:  # a new file, which may have the number of one that is gone
        _salts[key] = b""
    if key not in _salts:
        with path.open("rb") as file:
            start = file.read(SALT_BYTES)
        is_plain = start == _PLAIN or found.st_size % _PAGE_BYTES
        _salts[key] = b"" if is_plain else start
    return _salts[key]


def look_again(path: Path) -> bool:
    """Forget what was seen of a file, which may be another by now; whether it is."""
    found = path.stat()
    before = _salts.pop((found.st_dev, found.st_ino), b"")
    return salt_of(path) != before


def raw_key(path: Path) -> str:
    """The key and salt of an encrypted database, as hex digits.

    Raises StorageError("no-passphrase") when nobody gives the passphrase.
    """
    with _making:
        return key_from(passphrase_of(path), salt_of(path))


def key_from(passphrase: str, salt: bytes) -> str:
    """What SQLCipher makes of a passphrase and a salt, with the salt behind it, as hex digits."""
    import hashlib

    said = passphrase.encode()
    name = (hashlib.sha256(said).digest(), salt)
    if name not in _keys:
        made = hashlib.pbkdf2_hmac("sha512", said, salt, ROUNDS, _KEY_BYTES)
        _keys[name] = (made + salt).hex()
    return _keys[name]


def passphrase_of(path: Path) -> str:
    """The passphrase: the environment's, a file's that it names, or what a person types."""
    if given := from_environment():
        return given
    if path not in _typed:
        if not _ask:
            raise StorageError(
                "no-passphrase",
                f"The database {path} is encrypted, or it is not a database.",
                f"Give its passphrase in {FILE_VARIABLE} (the name of a file) or {VARIABLE}.",
            )
        _typed[path] = _ask[0](path)
    return _typed[path]


def forget_typed(path: Path) -> None:
    """Let go of a passphrase that was wrong or is no longer right."""
    _typed.pop(path, None)


def from_environment() -> str:
    """The passphrase that the environment gives; empty for none. Raises StorageError."""
    if name := os.environ.get(FILE_VARIABLE, ""):
        try:
            with open(name, "rb") as file:
                said = file.read(_LONGEST_BYTES).decode()
        except (OSError, UnicodeDecodeError) as error:
            raise StorageError(
                "bad-passphrase-file",
                f"The file that {FILE_VARIABLE} names cannot be read as text.",
                f"Write the passphrase into it, or unset {FILE_VARIABLE}.",
            ) from error
        return said.rstrip("\r\n")
    return os.environ.get(VARIABLE, "")
