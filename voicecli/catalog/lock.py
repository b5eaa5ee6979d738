"""One process at a time."""

import fcntl
import os
from pathlib import Path


class Lock:
    """A lock between processes. The kernel holds it, so it ends with its process, however killed.

    The file stays: deleting it would let two processes hold two locks of one name.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def take(self, *, wait: bool) -> bool:
        """Take the lock, waiting for it if asked to; False if another process has it."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            os.close(file)
            return False
        except BaseException:
            os.close(file)
            raise
        self._file = file
        return True

    def release(self) -> None:
        """Give the lock back, if it is held."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def lock_file(name: str, models_folder: Path) -> Path:
    """The file that whoever changes a model locks."""
    return models_folder / ".incoming" / f"{name}.lock"
