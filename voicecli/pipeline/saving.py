"""Saving what a person asks for while they talk, without harm to any file that is there."""

import os
import re
from pathlib import Path

from voicecli.errors import StorageError

LONGEST_NAME = 100
"""Characters; with an ending and a number that is less than any file system takes."""
_TRIES = 1000
_NAME = re.compile(r"[\w][\w .()-]*")


def save_beside(folder: Path, name: str, text: str) -> Path:
    """Write a new Markdown file of that name into a folder, and return where it is.

    A name that is taken gets a number. Raises StorageError for a name that is not one of a file
    (folders, hidden files, control characters), and when nothing can be written.
    """
    stem = name.strip().removesuffix(".md").rstrip(" .")
    if not _NAME.fullmatch(stem) or len(stem) > LONGEST_NAME:
        raise StorageError(
            "bad-name",
            "That is no name for a file in this folder.",
            "Use letters, digits, spaces, dots and dashes: /save my notes",
        )
    for number in range(1, _TRIES):
        file = folder / (f"{stem}.md" if number == 1 else f"{stem}-{number}.md")
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        except OSError as error:
            raise _not_saved(file, error) from error
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as opened:
                opened.write(text)
        except OSError as error:
            file.unlink(missing_ok=True)
            raise _not_saved(file, error) from error
        return file
    raise StorageError("not-saved", f"There are too many files called {stem}.", "Choose another.")


def _not_saved(file: Path, error: OSError) -> StorageError:
    why = error.strerror or "it cannot be written"
    return StorageError("not-saved", f"{file.name} was not saved: {why}.", "Change the folder.")
