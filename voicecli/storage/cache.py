"""Files that can be made again, kept within a size and an age.

A file is locked while it is written or read (flock(2), which ends with its process however that
ends): what is in use is never removed, and what a killed process left half written is removed by
the next. diskcache would keep values in its own database by pickle and knows no file in use.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO

from voicecli.storage.failures import told_plainly
from voicecli.storage.private import make_folders, private_opener

_PART = ".part"


@dataclass(frozen=True, slots=True)
class CacheSize:
    """How many files there are, and the bytes they take."""

    count: int
    bytes: int


@dataclass(frozen=True, slots=True)
class _Entry:
    path: Path
    used: float
    size: int


class FileCache:
    """Files by key, in one folder. Any number of processes and threads may use it at once."""

    def __init__(self, folder: Path, suffix: str) -> None:
        """`suffix` is the files' own; others in the folder are left alone."""
        self._folder = folder
        self._suffix = suffix

    @contextmanager
    def using(self, key: str) -> Iterator[Path | None]:
        """The key's file, which stays while inside and counts as used now; None for none."""
        path = self._path(key)
        file = _opened(path, fcntl.LOCK_SH)
        if file is None:
            yield None
            return
        with file:
            with suppress(OSError):
                os.utime(path)
            yield path

    @contextmanager
    def adding(self, key: str) -> Iterator[Path]:
        """A path to write the key's file to.

        It is kept when the block ends without an error and the path is still there. Raises
        StorageError when the folder cannot be written.
        """
        with told_plainly(self._folder):
            make_folders(self._folder)
            part = self._folder / f"{key}.{os.getpid()}-{time.monotonic_ns()}{_PART}"
            file = open(part, "xb", opener=private_opener)  # noqa: SIM115  # closed just below
        with file:
            try:
                with told_plainly(part):
                    fcntl.flock(file, fcntl.LOCK_EX)
                yield part
                with told_plainly(part), suppress(FileNotFoundError):
                    part.replace(self._path(key))
            finally:
                with suppress(OSError):
                    part.unlink(missing_ok=True)

    def size(self) -> CacheSize:
        """What the cache takes now."""
        entries = self._entries()
        return CacheSize(len(entries), sum(entry.size for entry in entries))

    def trim(self, bytes: int, age: timedelta, now: float | None = None) -> int:  # noqa: A002
        """Remove files that nobody used for `age`, then the least used, until `bytes` suffice.

        Files in use stay. Also removes what killed processes left. Returns how many files went.
        """
        self._sweep()
        oldest = (time.time() if now is None else now) - age.total_seconds()
        taken = gone = 0
        for entry in sorted(self._entries(), key=lambda entry: -entry.used):
            taken += entry.size
            if (entry.used < oldest or taken > bytes) and _removed(entry.path):
                taken -= entry.size
                gone += 1
        return gone

    def clear(self) -> int:
        """Remove all files that are not in use; returns how many went."""
        self._sweep()
        return sum(_removed(entry.path) for entry in self._entries())

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}{self._suffix}"

    def _entries(self) -> list[_Entry]:
        entries = []
        for path in self._listed(self._suffix):
            with suppress(OSError):  # another process removed it
                stat = path.stat()
                entries.append(_Entry(path, stat.st_mtime, stat.st_size))
        return entries

    def _sweep(self) -> None:
        """Remove what nobody is writing any more."""
        for part in self._listed(_PART):
            _removed(part)

    def _listed(self, suffix: str) -> list[Path]:
        with told_plainly(self._folder), suppress(FileNotFoundError):
            return [path for path in self._folder.iterdir() if path.name.endswith(suffix)]
        return []


def _opened(path: Path, lock: int) -> IO[bytes] | None:
    """The file, locked; None where it is not to be had, or was removed before the lock was."""
    try:
        file = path.open("rb")
    except OSError:
        return None
    try:
        fcntl.flock(file, lock)
    except OSError:
        file.close()
        return None
    if os.fstat(file.fileno()).st_nlink == 0:
        file.close()
        return None
    return file


def _removed(path: Path) -> bool:
    """Remove a file unless somebody uses it; whether it went."""
    file = _opened(path, fcntl.LOCK_EX | fcntl.LOCK_NB)
    if file is None:
        return False
    with file, suppress(OSError):
        path.unlink()
        return True
    return False
