"""Who works on what: a name for as long as its process lives.

A name is a locked file beside the database. The kernel holds the lock, so it ends with the process
however that dies; no clock and no process number, which another may have by then, tells who lives.
"""

import glob
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from voicecli.storage.failures import told_plainly

_INFIX = ".working-"


@contextmanager
def owner_name(database: Path) -> Iterator[str]:
    """A new name that `lives` while inside. Raises StorageError when its file cannot be made."""
    with told_plainly(database):
        lock, name = _locked(database)
    try:
        yield name
    finally:
        with suppress(OSError):
            _file(database, name).unlink(missing_ok=True)
        lock.release()


def lives(database: Path, name: str) -> bool:
    """Whether the process that took the name is still there; the file of a dead one is removed."""
    file = _file(database, name)
    if not file.exists():
        return False
    lock = FileLock(file, timeout=0, mode=0o600)
    with told_plainly(file):
        try:
            lock.acquire()
        except Timeout:
            return True
    with suppress(OSError):
        file.unlink(missing_ok=True)
    lock.release()
    return False


def bury(database: Path) -> None:
    """Remove the files that dead processes left."""
    for file in database.parent.glob(f"{glob.escape(database.name)}{_INFIX}*"):
        lives(database, file.name.removeprefix(f"{database.name}{_INFIX}"))


def _locked(database: Path) -> tuple[FileLock, str]:
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    while True:
        name = uuid.uuid4().hex
        # Of no thread: the one that leaves may be another than the one that came.
        lock = FileLock(_file(database, name), timeout=0, mode=0o600, thread_local=False)
        try:
            lock.acquire()
        except Timeout:
            continue
        if _file(database, name).exists():  # else it was buried before it was locked
            return lock, name
        lock.release()


def _file(database: Path, name: str) -> Path:
    return database.with_name(f"{database.name}{_INFIX}{name}")
