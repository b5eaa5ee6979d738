"""Which files of a folder are content, and how each is read."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from voicecli.documents.markdown import read_markdown
from voicecli.documents.records import read_json
from voicecli.documents.text import read_text
from voicecli.errors import DocumentError
from voicecli.types import Document

Reader = Callable[[bytes, str], Document]

READERS: dict[str, Reader] = {
    ".json": read_json,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_text,
    ".text": read_text,
}
"""The reader of each suffix: takes a file's bytes and its name in the folder."""

LARGEST_BYTES = 32 * 1024 * 1024
"""Larger files are refused: text of this size is a database dump or a log, not content."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that can become a document; `modified` is in nanoseconds, `name` has slashes."""

    path: Path
    name: str
    size: int
    modified: int

    def load(self) -> bytes:
        """The file's bytes. Raises DocumentError when it is too large or cannot be read."""
        if self.size > LARGEST_BYTES:
            raise DocumentError(
                "huge-document",
                f"{self.name} has {self.size / 1e6:.0f} MB; "
                f"the limit is {LARGEST_BYTES / 1e6:.0f} MB.",
                "Split it, or move it out of the content folder.",
            )
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise _unreadable(self.name, error) from error

    def parse(self, raw: bytes) -> Document:
        """The document in those bytes. Raises DocumentError."""
        return READERS[_suffix(self.name)](raw, self.name)


def find_sources(folder: Path) -> list[SourceFile]:
    """Every readable kind of file below a folder, in the order of their names.

    Raises DocumentError when the folder cannot be read, or one in it: an index that is made of the
    rest would silently lose what is in there.
    """
    return [_source(folder, path) for path in _files(folder) if _suffix(path.name) in READERS]


def find_ignored(folder: Path) -> list[str]:
    """Names of the files below a folder that no reader is made for. Raises DocumentError."""
    return [_name(folder, path) for path in _files(folder) if _suffix(path.name) not in READERS]


def _files(folder: Path) -> Iterator[Path]:
    """Files below a folder, without hidden ones; links to folders are not followed."""
    for place, folders, names in os.walk(folder, onerror=_raise_unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            if not name.startswith(".") and path.is_file():
                yield path


def _raise_unreadable(error: OSError) -> None:
    raise _unreadable(f"The content folder {error.filename}", error) from error


def _unreadable(name: str, error: OSError) -> DocumentError:
    return DocumentError(
        "unreadable-document",
        f"{name} cannot be read: {str(error.strerror).lower()}.",
        "See `ls -l` on it and its folder.",
    )


def _source(folder: Path, path: Path) -> SourceFile:
    stat = path.stat()
    return SourceFile(path, _name(folder, path), stat.st_size, stat.st_mtime_ns)


def _name(folder: Path, path: Path) -> str:
    """A file's name in the folder; bytes of it that are no text are written as escapes."""
    name = path.relative_to(folder).as_posix()
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
