"""Documents that are ZIP files (DOCX, EPUB), opened with bounds to what they may unpack to."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from zipfile import BadZipFile, ZipFile

from voicecli.errors import DocumentError

LARGEST_MEMBER = 64 * 1024 * 1024
"""Bytes; no text of a document is larger, and a hidden bomb is."""
LARGEST_TEXT = 32 * 1024 * 1024
"""Bytes of everything that is no picture, sound or font: some thousand pages, and as a tree in
memory thirty times as much."""
_MOST_MEMBERS = 20_000
_UNREAD = (
    ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".emf", ".wmf", ".svg",
    ".mp3", ".mp4", ".m4a", ".wav", ".ogg", ".ttf", ".otf", ".woff", ".woff2", ".odttf",
)  # fmt: skip
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How Office's files before 2007 begin, and those with a password since."""


@contextmanager
def open_archive(raw: bytes, name: str) -> Iterator[ZipFile]:
    """The members of a ZIP file. Raises DocumentError when it is none, damaged or a bomb."""
    if raw.startswith(_OLD_OFFICE):
        raise DocumentError(
            "protected-document",
            f"{name} has a password, or is in a format from before 2007.",
            "Open it, save it again as DOCX without a password.",
        )
    try:
        with ZipFile(io.BytesIO(raw)) as archive:
            _check(archive, name)
            yield archive
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise DocumentError(
            "broken-document",
            f"{name} is damaged: {str(error).lower().rstrip('.')}.",
            "Open it in the program it comes from and save it again.",
        ) from error


def _check(archive: ZipFile, name: str) -> None:
    members = archive.infolist()
    text = sum(m.file_size for m in members if not m.filename.lower().endswith(_UNREAD))
    largest = max((member.file_size for member in members), default=0)
    if len(members) > _MOST_MEMBERS or largest > LARGEST_MEMBER or text > LARGEST_TEXT:
        raise DocumentError(
            "huge-document",
            f"{name} unpacks to {max(text, largest) / 1e6:.0f} MB in {len(members)} parts.",
            "Split it, or move it out of the content folder.",
        )
