"""Which reader a file has, by its suffix."""

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from voicecli.documents.docx import read_docx
from voicecli.documents.epub import read_epub
from voicecli.documents.hypertext import read_html
from voicecli.documents.json_records import read_json
from voicecli.documents.markdown import read_markdown
from voicecli.documents.pdf import read_pdf
from voicecli.documents.record_types import TYPES_FILE, read_types
from voicecli.documents.tables import read_csv
from voicecli.documents.text import read_text
from voicecli.documents.transcripts import SUBTITLES, read_subtitles
from voicecli.documents.yaml_records import read_yaml
from voicecli.errors import DocumentError
from voicecli.types import Document, RecordType

_PAPERS = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_text,
    ".text": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".pdf": read_pdf,
    ".docx": read_docx,
}
_READERS: dict[str, Callable[[bytes, str], Document]] = {**_PAPERS, ".epub": read_epub}
_TABLES = (".csv", ".tsv")
_YAML = (".yaml", ".yml")

PAPERS = tuple(_PAPERS)
"""Suffixes of the files that hold one paper, such as a letter or a résumé, in small letters."""
READABLE = frozenset({".json", *_YAML, *_TABLES, *SUBTITLES, *_READERS})
"""Suffixes of the files that can be read, in small letters."""

LARGEST_BYTES = 32 * 1024 * 1024
"""Larger files are refused: text of this size is a database dump or a log, not content."""
LARGEST_BOOK = 256 * 1024 * 1024
"""A PDF, DOCX or EPUB may be this large, for its pictures."""
_BOOKS = (".pdf", ".docx", ".epub")


def largest_bytes(name: str) -> int:
    """How large a file of this name may be."""
    return LARGEST_BOOK if _suffix(name) in _BOOKS else LARGEST_BYTES


def read(
    raw: bytes, name: str, *, types: Sequence[RecordType] = (), recording: str = ""
) -> Document:
    """The document in a file's bytes; `name` has one of the suffixes of READABLE.

    `types` are the declared kinds of record, `recording` is the sound file that a transcript is
    of. Raises DocumentError, and nothing else, whatever the bytes are.
    """
    return _refusing(lambda: _read(raw, name, types, recording), name)


def read_whole(raw: bytes, name: str) -> Document:
    """The document in the bytes of a paper (PAPERS), with its headings and cells as blocks.

    Nothing that stands in it is left out. Raises DocumentError, and nothing else.
    """
    return _refusing(lambda: _PAPERS[_suffix(name)](raw, name, whole=True), name)


def _refusing(reading: Callable[[], Document], name: str) -> Document:
    try:
        return reading()
    except DocumentError:
        raise
    except Exception as error:  # libraries fail on broken files in any way
        raise DocumentError(
            "broken-document",
            f"{name} is damaged, or is no {_suffix(name)[1:].upper()} file.",
            "Open it in the program it comes from and save it again.",
        ) from error


def _read(raw: bytes, name: str, types: Sequence[RecordType], recording: str) -> Document:
    suffix = _suffix(name)
    if PurePosixPath(name).name == TYPES_FILE:
        return read_types(raw, name)
    if suffix == ".json":
        return read_json(raw, name, types, recording)
    if suffix in SUBTITLES:
        return read_subtitles(raw, name, recording)
    if suffix in _TABLES:
        return read_csv(raw, name, types, recording)
    if suffix in _YAML:
        return read_yaml(raw, name, types)
    return _READERS[suffix](raw, name)


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
