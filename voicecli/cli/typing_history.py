"""The lines that a person typed in `talk`, for Up, Down and suggestions."""

from contextlib import suppress
from pathlib import Path

from prompt_toolkit.history import InMemoryHistory

from voicecli.cli.console import printable
from voicecli.storage.private import make_file
from voicecli.storage.whole_files import write_whole

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
            left = "".join(f"{line}\n" for line in lines[-KEPT:])
            with suppress(OSError):
                write_whole(file, left.encode("utf-8", "replace"), is_private=True)

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
            make_file(self._file)
            with self._file.open("a", encoding="utf-8", errors="replace") as file:
                file.write(f"{string}\n")
        except OSError:
            self._file = None


def _read(file: Path) -> list[str]:
    try:
        return [line for line in file.read_text("utf-8", "replace").split("\n") if line.strip()]
    except OSError:
        return []
