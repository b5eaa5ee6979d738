"""A file of lines that several processes write at once, and that makes room by its size.

A line is one write to a file that was opened for appending, which the kernel keeps whole and apart
from others'. Only making room takes a lock: whoever finds the file too large renames it, and the
others see at their next line that the name leads to another file. A line that is written meanwhile
ends in the renamed file and is not lost.
"""

import logging
import os
from contextlib import suppress
from pathlib import Path

LOCK_SECONDS = 1.0
"""So long may another process take to make room; without it a line goes into the file as it is."""
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700


class LineFile:
    """Appends lines to `path`; older ones are in `path`.1, .2, … up to `files` of them.

    Nothing is made before the first line. Not for several threads at once.
    """

    def __init__(self, path: Path, most_bytes: int, files: int) -> None:
        self.path = path
        self._most_bytes = most_bytes
        self._files = files
        self._end: int | None = None

    def append(self, line: bytes) -> None:
        """Write a line that ends with a line break. Raises OSError."""
        end = self._opened()
        if self._is_full(end, len(line)) and self._make_room(len(line)):
            end = self._opened()
        os.write(end, line)

    def make_room(self) -> None:
        """Begin a new file, so that nobody writes the older ones. Raises OSError."""
        if self.path.exists():
            self._opened()
            self._make_room(self._most_bytes + 1)

    def close(self) -> None:
        """Close the file; another line opens it again."""
        if self._end is not None:
            os.close(self._end)
            self._end = None

    def _opened(self) -> int:
        """The end of the file that the name leads to now."""
        if self._end is not None and not self._is_current(self._end):
            self.close()
        if self._end is None:
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
            try:
                self._end = os.open(self.path, flags, PRIVATE_FILE)
            except FileNotFoundError:
                _make_folders(self.path.parent)
                self._end = os.open(self.path, flags, PRIVATE_FILE)
        return self._end

    def _is_current(self, end: int) -> bool:
        try:
            return os.path.samestat(os.fstat(end), os.stat(self.path, follow_symlinks=False))
        except OSError:
            return False

    def _is_full(self, end: int, more: int) -> bool:
        size = os.fstat(end).st_size
        return size > 0 and size + more > self._most_bytes

    def _make_room(self, more: int) -> bool:
        """Rename the files, unless another process has just done so; False if none could."""
        from filelock import FileLock, Timeout

        try:
            with FileLock(f"{self.path}.lock", timeout=LOCK_SECONDS, mode=PRIVATE_FILE):
                if self._is_full(self._opened(), more):
                    self._rename()
        except Timeout:
            return False
        return True

    def _rename(self) -> None:
        """Each file takes the place of the next older one; the oldest goes."""
        for number in range(self._files, 0, -1):
            newer = self._older(number - 1)
            with suppress(FileNotFoundError):
                newer.replace(self._older(number))
        if self._files == 0:
            self.path.unlink(missing_ok=True)

    def _older(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{number}") if number else self.path


class LineFileHandler(logging.Handler):
    """Hands formatted records to a file. A log that cannot be written disturbs nobody."""

    def __init__(self, file: LineFile, formatter: logging.Formatter) -> None:
        super().__init__()
        self.setFormatter(formatter)
        self._file = file

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record as one line."""
        with suppress(OSError):
            self._file.append(self.format(record).encode("utf-8", "backslashreplace") + b"\n")

    def close(self) -> None:
        """Close the file."""
        with suppress(OSError):
            self._file.close()
        super().close()


def _make_folders(folder: Path) -> None:
    """Make a folder and those above it, closed to other users."""
    for one in reversed([folder, *folder.parents]):
        if not one.exists():
            one.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
