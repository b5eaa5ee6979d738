"""What stands in the heads and feet of a Word document's pages: often a name and an address."""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from zipfile import ZipFile

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PART = re.compile(r"word/(?:header|footer)\d*\.xml")
_COUNTED = re.compile(r"\b(?:PAGE|NUMPAGES|SECTIONPAGES|DATE|TIME|FILENAME|SAVEDATE)\b")
"""Fields that are of the page or the file and not of what it says."""
_REST = re.compile(r"(?:\W*\b(?:page|of|p\.?|seite|von)\b)*\W*$", re.IGNORECASE)
"""What is left of "Jane Doe · Page 2 of 3" without its figures."""
_MOST_PARTS = 24
_LARGEST_PART = 1024 * 1024
_MOST_LINES = 12


def margin_lines(archive: ZipFile, body: Iterable[str]) -> tuple[str, ...]:
    """The lines of all heads, then of all feet, each once and none that the text has, too.

    Page numbers and dates of printing are no part of them.
    """
    said = {_plain(line) for text in body for line in text.split("\n")}
    found: dict[str, str] = {}
    for name in _parts(archive):
        for line in _lines(archive.read(name)):
            plain = _plain(line)
            if plain and plain not in said:
                found.setdefault(plain, line)
    return tuple(found.values())[:_MOST_LINES]


def _parts(archive: ZipFile) -> list[str]:
    names = [
        member.filename
        for member in archive.infolist()
        if _PART.fullmatch(member.filename) and member.file_size <= _LARGEST_PART
    ]
    return sorted(names, key=lambda name: ("footer" in name, len(name), name))[:_MOST_PARTS]


def _lines(raw: bytes) -> Iterator[str]:
    """The paragraphs of a head or foot, cells and boxes, too."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError:  # a damaged margin is no reason to refuse the text
        return
    for paragraph in root.iter(f"{_W}p"):
        text, is_counted = _text(paragraph)
        line = " ".join((_REST.sub("", text) if is_counted else text).split(" "))
        yield from (" ".join(part.split()) for part in re.split(r"\t+|\n", line) if part.strip())


def _text(paragraph: "Element") -> tuple[str, bool]:
    """The words of a paragraph without the fields that count, and whether it had such."""
    pieces: list[str] = []
    depth = counted = 0
    for element in paragraph.iter():
        if element is not paragraph and next(element.iterancestors(f"{_W}p")) is not paragraph:
            continue  # a box has paragraphs of its own
        if element.tag == f"{_W}fldChar":
            kind = element.get(f"{_W}fldCharType")
            depth += {"begin": 1, "end": -1}.get(str(kind), 0)
            counted = counted and max(depth, 0)
        elif element.tag == f"{_W}instrText" and _COUNTED.search(element.text or ""):
            counted = max(depth, 1)
            pieces.append("\0")
        elif element.tag == f"{_W}t" and not counted and not _is_simple_count(element):
            pieces.append(element.text or "")
        elif element.tag in (f"{_W}tab", f"{_W}br"):
            pieces.append("\t" if element.tag == f"{_W}tab" else "\n")
        elif element.tag == f"{_W}fldSimple" and _is_count(element):
            pieces.append("\0")
    text = "".join(pieces)
    return text.replace("\0", ""), "\0" in text


def _is_count(element: "Element") -> bool:
    return _COUNTED.search(element.get(f"{_W}instr") or "") is not None


def _is_simple_count(element: "Element") -> bool:
    return any(_is_count(above) for above in element.iterancestors(f"{_W}fldSimple"))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.lower()))
