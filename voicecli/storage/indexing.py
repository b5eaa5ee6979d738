"""Who indexes: one process at a time, so that no text is embedded twice."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout
from sqlite_utils import Database

from voicecli.storage.database import file_of
from voicecli.storage.failures import told_plainly

SUFFIX = ".indexing"
"""What the lock's file is called behind the database's name. It stays when the lock is free."""


@contextmanager
def indexing(db: Database, *, wait: bool) -> Iterator[bool]:
    """While inside, no other process indexes into this database; yields whether that is so.

    With `wait` it always is, once the other has finished; a process that dies lets go at once.
    Nobody else indexes into a copy in memory. Raises StorageError when the lock's file cannot be
    made.
    """
    if not file_of(db):
        yield True
        return
    file = Path(f"{file_of(db)}{SUFFIX}")
    lock = FileLock(file, timeout=-1 if wait else 0, mode=0o600)
    with told_plainly(file), suppress(Timeout):  # which is an OSError, but no fault
        lock.acquire()
    try:
        yield lock.is_locked
    finally:
        lock.release()
