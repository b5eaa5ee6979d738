"""A résumé or a job description from its file, with one clear error for each way it may be none."""

import os
import re
import stat
from pathlib import Path

from voicecli.documents.archives import open_archive
from voicecli.documents.readers import PAPERS, read_whole
from voicecli.errors import DocumentError
from voicecli.interview.papers.plain_text import encodable, plain
from voicecli.types import Document

LARGEST_BYTES = 25 * 1024 * 1024
"""A résumé with photographs has a few; more is a portfolio or a scan."""
LARGEST_TEXT = 4 * 1024 * 1024
"""Bytes of a text, a web page, or the text in a DOCX file."""
MOST_WORDS = 20_000
"""Some forty pages of text: longer ones are books."""
MOST_CHARACTERS = 16 * MOST_WORDS
"""What has more has no words: a picture as text, a rule over pages."""
STDIN = Path("-")
_STDIN_NAME = "stdin.txt"
_SAVE_AS = "Save it as PDF or DOCX, or put its text into a .txt file."
_OTHERS = {
    **dict.fromkeys(
        (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic"),
        ("is a picture", "Make text of it: `img2pdf FILE | ocrmypdf - NEW.pdf`."),
    ),
    ".doc": ("is in Word's format from before 2007", "Open it in Word and save it as DOCX."),
    ".pages": ("is a Pages file", "Export it as PDF or DOCX in Pages."),
    ".odt": ("is an OpenDocument file", "Open it in LibreOffice and save it as DOCX or PDF."),
    ".rtf": ("is a rich text file", "Open it in Word and save it as DOCX."),
}
"""What a person may well have, and how it becomes a paper."""
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_WORDS = {".docx": "DOCX", ".pdf": "PDF"}


def read_paper(path: Path, *, stdin: bytes = b"") -> Document:
    """Read a paper whole: headings and rows' cells as blocks, each block with a line of its own.

    `Path("-")` is text from `stdin`. A block's line is that of the file, or where the format has
    none (PDF, DOCX) the number of the block. Raises DocumentError, and nothing else.
    """
    if path == STDIN:
        name, raw = _STDIN_NAME, stdin
        _check_size(name, len(raw))
    else:
        name = encodable(path.name)
        raw = _load(path, name)
    document = read_whole(_checked(raw, name), name)
    return _bounded(plain(document))


def _load(path: Path, name: str) -> bytes:
    """The bytes of a file of a readable kind."""
    try:
        told = path.stat()
    except OSError as error:
        missing = isinstance(error, (FileNotFoundError, NotADirectoryError))
        raise DocumentError(
            "missing-document" if missing else "unreadable-document",
            f"There is no file {path}." if missing else f"{path} cannot be read: {_why(error)}.",
            "See `ls` for how it is called." if missing else "See `ls -l` on it and its folder.",
        ) from error
    if stat.S_ISDIR(told.st_mode):
        raise DocumentError("folder-document", f"{path} is a folder.", "Name one file in it.")
    if not stat.S_ISREG(told.st_mode):
        raise DocumentError(
            "no-file", f"{path} is no ordinary file.", "Save it as a file, or pipe its text to `-`."
        )
    _check_kind(name)
    _check_size(name, told.st_size)
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise DocumentError(
            "unreadable-document",
            f"{path} cannot be read: {_why(error)}.",
            "See `ls -l` on it and its folder.",
        ) from error
    _check_size(name, len(raw))
    return raw


def _check_kind(name: str) -> None:
    suffix = os.path.splitext(name)[1].lower()
    if suffix in PAPERS:
        return
    what, hint = _OTHERS.get(
        suffix, (f"is no paper that can be read{f': {suffix}' if suffix else ''}", _SAVE_AS)
    )
    raise DocumentError("wrong-document-type", f"{name} {what}.", hint)


def _check_size(name: str, size: int) -> None:
    largest = LARGEST_BYTES if name.lower().endswith((".pdf", ".docx")) else LARGEST_TEXT
    if size > largest:
        raise DocumentError(
            "huge-document",
            f"{name} has {size / 1e6:.0f} MB; a paper may have {largest / 1e6:.0f} MB.",
            "Save it with smaller pictures, or its text as a .txt file.",
        )


def _checked(raw: bytes, name: str) -> bytes:
    """The bytes, if they are of the kind that their name says."""
    suffix = os.path.splitext(name)[1].lower()
    if not raw.strip():
        raise DocumentError("empty-document", f"{name} is empty.", "Write something into it.")
    if raw.startswith(_PICTURES) and suffix not in (".txt", ".text"):
        raise DocumentError(
            "wrong-document-type",
            f"{name} is a picture, whatever its name says.",
            _OTHERS[".png"][1],
        )
    if suffix == ".docx" and raw.startswith(b"PK") and b"word/" not in raw:
        raise DocumentError(
            "wrong-document-type",
            f"{name} is a ZIP file without a Word document in it.",
            "Unpack it and name the file that is in it, or save it as DOCX again.",
        )
    other = next((s for s, start in _STARTS.items() if s != suffix and raw.startswith(start)), "")
    if other and (suffix in _WORDS or suffix in (".txt", ".text", ".md", ".markdown")):
        raise DocumentError(
            "wrong-document-type",
            f"{name} is a {_WORDS[other]} file, whatever its name says.",
            f"Give it the suffix {other}.",
        )
    if suffix == ".docx":
        _check_text(raw, name)
    return raw


def _check_text(raw: bytes, name: str) -> None:
    """Refuse a Word document whose text would take minutes to read."""
    with open_archive(raw, name) as archive:
        texts = [one for one in archive.infolist() if one.filename == "word/document.xml"]
        size = sum(one.file_size for one in texts)
        is_huge = size > _DOCX_MARKUP * LARGEST_TEXT
        told = f"unpacks to {size / 1e6:.0f} MB of text"
        if not is_huge:
            paragraphs = sum(len(_PARAGRAPH.findall(archive.read(one))) for one in texts)
            is_huge = paragraphs > MOST_WORDS
            told = f"has {paragraphs:,} paragraphs and cells"
    if is_huge:
        raise DocumentError(
            "huge-document",
            f"{name} {told}.",
            "Save the pages that matter as a file of their own.",
        )


_DOCX_MARKUP = 3
"""Word's marks around its text take several times its size."""
_PARAGRAPH = re.compile(rb"<(?:\w+:)?p[\s/>]")
"""Also where nothing stands in it; each cell of a table has one."""
_STARTS = {".pdf": b"%PDF-", ".docx": b"PK\x03\x04"}


def _bounded(document: Document) -> Document:
    words = sum(len(block.text.split()) for block in document.blocks)
    if sum(len(block.text) for block in document.blocks) > MOST_CHARACTERS:
        raise DocumentError(
            "huge-document",
            f"{document.path} has more than {MOST_CHARACTERS:,} characters.",
            "Save the pages that matter as a file of their own.",
        )
    if words > MOST_WORDS:
        raise DocumentError(
            "huge-document",
            f"{document.path} has {words:,} words; a paper may have {MOST_WORDS:,}.",
            "Save the pages that matter as a file of their own.",
        )
    if words == 0:
        raise DocumentError(
            "empty-document", f"{document.path} has no text.", "A picture of text is not read."
        )
    return document


def _why(error: OSError) -> str:
    return str(error.strerror or error).lower()
