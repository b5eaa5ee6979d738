"""The lines that a person typed in `talk`, for Up, Down and suggestions."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile

from prompt_toolkit.history import InMemoryHistory

from voicecli.cli.console import printable

KEPT = 1000
"""Lines; the oldest go first."""


class TypedHistory(InMemoryHistory):
    """Lines in a file that only its owner can read, one a line; without a file in memory alone.

    A file that cannot be read or written is no reason not to type: what is typed is then
    remembered until the conversation ends.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        lines = _read(file) if file else []
        super().__init__(lines[-KEPT:])
        if file and len(lines) > KEPT:
            _write(file, lines[-KEPT:])

    def get_strings(self) -> list[str]:
        """All lines, the oldest first."""
        return list(reversed(list(self.load_history_strings())))

    def append_string(self, string: str) -> None:
        """Add a line, unless it is the last one again."""
        line = printable(string).strip()
        if line and line != next(iter(self.load_history_strings()), ""):
            super().append_string(line)

    def store_string(self, string: str) -> None:
        """Keep it, in the file too."""
        super().store_string(string)
        if self._file is None:
            return
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
            with os.fdopen(os.open(self._file, flags, 0o600), "w", encoding="utf-8") as file:
                file.write(f"{string}\n")
        except OSError:
            self._file = None


def forget_typed(file: Path, is_meant: Callable[[str], bool]) -> int:
    """Take the lines that are meant out of the file; returns how many. Raises OSError."""
    lines = _read(file)
    left = [line for line in lines if not is_meant(line)]
    if len(left) < len(lines):
        _write(file, left)
    return len(lines) - len(left)


def _read(file: Path) -> list[str]:
    try:
        return [line for line in file.read_text("utf-8", "replace").split("\n") if line.strip()]
    except OSError:
        return []


def _write(file: Path, lines: Iterable[str]) -> None:
    """Put these lines in the place of all that is there."""
    with NamedTemporaryFile("w", dir=file.parent, delete=False, encoding="utf-8") as new:
        new.writelines(f"{line}\n" for line in lines)
    os.replace(new.name, file)
