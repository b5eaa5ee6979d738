"""HTML to blocks under their headings: what is read of a page, without what surrounds it."""

import codecs
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from voicecli.documents.paragraphs import is_heading_like
from voicecli.documents.tables import rows_as_text
from voicecli.documents.text import decode, title_from
from voicecli.errors import DocumentError
from voicecli.types import Block, Document

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_UNREAD = frozenset(
    "head script style template noscript nav svg math iframe object canvas audio video map "
    "button select input textarea datalist dialog menu".split()
)
"""Elements that nobody reads as text."""
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure "
    "footer form header hr html legend li main ol p section summary table tbody td tfoot th thead "
    "tr ul".split()
)
"""Elements that begin and end a paragraph."""
_UNREAD_ROLES = ("navigation", "search", "banner", "menu", "menubar", "dialog", "alertdialog")
_INVISIBLE = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)"
    r"|opacity\s*:\s*(?:0|0?\.0+)\s*(?:;|!|$)"
    r"|font-size\s*:\s*(?:0|0?\.0+)(?:px|pt|em|rem|%)?\s*(?:;|!|$))",
    re.IGNORECASE,
)
"""Styles with which no reader sees an element: its words are not what the page says."""
_FRAME_LINES = 4
"""A cell with so many paragraphs is a part of the page rather than of a table."""
_PERMALINK = " ¶"
"""What programs for documentation put behind a heading."""
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?\s*([\w-]+)", re.IGNORECASE)
_HEAD_BYTES = 4096
"""Where a page says its encoding (the standard wants it in the first 1024 bytes)."""


def read_html(raw: bytes, name: str, *, whole: bool = False) -> Document:
    """Read a web page: its main part with headings, lists and tables; `whole` as in blocks_of.

    Raises DocumentError when there is no text in it.
    """
    root = parse(_decoded(raw, name))
    blocks = tuple(blocks_of(root, whole=whole))
    if not blocks:
        raise DocumentError(
            "empty-document",
            f"{name}: there is no text in the page.",
            "A page that a program draws must be saved as it is shown.",
        )
    return Document(name, title_of(root) or title_from(name), blocks)


def parse(text: str) -> "Element":
    """The tree of a page, which is made for any text."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    return root if root is not None else etree.Element("html")


def blocks_of(
    root: "Element", above: Sequence[str] = (), *, lines: bool = True, whole: bool = False
) -> Iterator[Block]:
    """What stands in a tree, in its order, under the headings `above` and its own.

    Without `lines` the tree has none that a person could look up, and blocks have line 0. `whole`:
    headings are blocks, too, and rows have their cells.
    """
    main = root.find(".//main")
    if main is None:
        main = root.find(".//*[@role='main']")
    reading = _Reading(above, lines=lines, whole=whole)
    reading.walk(root if main is None else main)
    reading.end()
    yield from reading.blocks


def title_of(root: "Element") -> str:
    """What a page calls itself: its first heading, else its title; empty without both."""
    for element in (root.find(".//h1"), root.find(".//title")):
        if element is not None and (title := words_of(element).rstrip(_PERMALINK)):
            return title
    return ""


def words_of(element: "Element") -> str:
    """What is read in an element, on one line."""
    return " ".join("".join(_words(element)).split())


def _words(element: "Element") -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in _UNREAD or _is_hidden(element):
        return
    between = " " if element.tag in _BLOCKS or element.tag == "br" else ""
    yield between + str(element.text or "")
    for child in element:
        yield from _words(child)
        yield str(child.tail or "")
    yield between


def _paragraphs(cell: "Element") -> str:
    """A line for each paragraph and item of a cell."""
    reading = _Reading((), lines=False, whole=False)
    reading.walk(cell)
    reading.end()
    return "\n".join(" ".join(line.split()) for b in reading.blocks for line in b.text.split("\n"))


class _Reading:
    """Reads a tree from its top; paragraphs end where block elements begin or end."""

    def __init__(self, above: Sequence[str], *, lines: bool, whole: bool) -> None:
        self.blocks: list[Block] = []
        self._whole = whole
        self._above = tuple(above)
        self._headings: list[tuple[int, str]] = []
        self._lines = lines
        self._parts: list[str] = []
        self._is_begun = False
        """Whether a word of the paragraph was read."""
        self._line = 0
        self._is_item = False
        self._term = ""

    def walk(self, element: "Element") -> None:
        """Read an element with all that is in it."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _UNREAD or _is_hidden(element):
            return
        if tag in _HEADINGS:
            self._open(element, int(tag[1]))
        elif tag == "p" and _is_bold_heading(element):
            self._open(element, len(_HEADINGS) + 1)
        elif tag == "pre":
            self.end()
            self._line = self._line_of(element)
            self._add("".join(str(part) for part in element.itertext("*")).strip("\n").rstrip())
        elif tag == "table" and not (_is_layout(element) or (self._whole and _is_frame(element))):
            self._table(element)
        elif tag == "br":
            self._parts.append("\n")
        elif tag in ("dt", "dd"):
            self._define(element)
        else:
            self._walk_inside(element)

    def end(self) -> None:
        """End the paragraph."""
        lines = (" ".join(line.split()) for line in "".join(self._parts).split("\n"))
        text = "\n".join(line for line in lines if line)
        self._parts.clear()
        self._is_begun = False
        if text:
            if self._term:
                text, self._term = f"{self._term}: {text}", ""
            self._add(text, kind="item" if self._is_item else "paragraph")

    def _walk_inside(self, element: "Element") -> None:
        is_block = element.tag in _BLOCKS
        was_item = self._is_item
        if is_block:
            self.end()
            self._is_item = element.tag == "li" or (was_item and element.tag not in ("ul", "ol"))
        self._write(element.text, element)
        for child in element:
            self.walk(child)
            self._write(child.tail, child)
        if is_block:
            self.end()
            self._is_item = was_item

    def _write(self, text: str | None, element: "Element") -> None:
        if not text:
            return
        if not self._is_begun and text.strip():
            self._is_begun = True
            self._line = self._line_of(element)
        self._parts.append(re.sub(r"\s+", " ", text))

    def _open(self, element: "Element", level: int) -> None:
        """A heading, under which the rest stands."""
        self.end()
        if text := words_of(element).rstrip(_PERMALINK):
            self._headings = [entry for entry in self._headings if entry[0] < level]
            if self._whole:
                self._line = self._line_of(element)
                self._add(text, kind="heading")
            self._headings.append((level, text))

    def _define(self, element: "Element") -> None:
        """A term and what it means are one item: "Term: meaning"."""
        self.end()
        if element.tag == "dt":
            self._term = words_of(element)
            return
        was_item, self._is_item = self._is_item, True
        self._walk_inside(element)
        self.end()
        self._is_item, self._term = was_item, ""

    def _table(self, table: "Element") -> None:
        self.end()
        caption = table.find("caption")
        if caption is not None and (text := words_of(caption)):
            self._line = self._line_of(caption)
            self._add(text)
        rows = [row for row in table.iter("tr") if not _is_hidden(row)]
        cells = [[words_of(cell) for cell in row.iterchildren("th", "td")] for row in rows]
        is_head = bool(rows) and rows[0].find("td") is None
        told = list(rows_as_text(cells, is_head=is_head or None))
        columns = cells[0] if told and told[0][0] > 0 else []
        for index, text in told:
            self._line = self._line_of(rows[index])
            self._add(text, kind="item", cells=self._cells(rows[index], columns))

    def _cells(self, row: "Element", columns: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """The cells of a row that say something, where they are wanted."""
        if not self._whole:
            return ()
        found = enumerate(row.iterchildren("th", "td"))
        named = (
            (columns[at] if at < len(columns) else "", _paragraphs(cell)) for at, cell in found
        )
        return tuple((column, text) for column, text in named if text)

    def _add(
        self,
        text: str,
        *,
        kind: Literal["paragraph", "item", "heading"] = "paragraph",
        cells: tuple[tuple[str, str], ...] = (),
    ) -> None:
        if text:
            headings = (*self._above, *(heading for _, heading in self._headings))
            self.blocks.append(Block(text, self._line, headings, kind, cells=cells))

    def _line_of(self, element: "Element") -> int:
        return int(element.sourceline or 1) if self._lines else 0


def _is_hidden(element: "Element") -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or element.get("role") in _UNREAD_ROLES
        or bool(_INVISIBLE.search(element.get("style") or ""))
    )


def _is_bold_heading(paragraph: "Element") -> bool:
    """Whether a paragraph is one short text in bold: so headings look that are not marked so."""
    if len(paragraph) != 1 or paragraph[0].tag not in ("b", "strong"):
        return False
    around = f"{paragraph.text or ''}{paragraph[0].tail or ''}"
    return not around.strip() and is_heading_like(words_of(paragraph))


def _is_layout(table: "Element") -> bool:
    """Whether a table only places other things on the page."""
    if table.get("role") == "presentation" or table.find(".//table") is not None:
        return True
    headed = any(table.find(f".//{heading}") is not None for heading in _HEADINGS)
    rows = table.findall(".//tr")
    return headed or max((len(row.findall("*")) for row in rows), default=0) < 2


def _is_frame(table: "Element") -> bool:
    """Whether its cells are parts of the page: long, or several of them side by side.

    A table with a row of short heads is none, whatever its cells hold.
    """
    rows = [
        [_paragraphs(cell) for cell in row.iterchildren("th", "td")] for row in table.iter("tr")
    ]
    long = [sum(text.count("\n") >= _FRAME_LINES - 1 for text in row) for row in rows]
    is_headed = len(rows) > 1 and all(text and "\n" not in text for text in rows[0])
    longest = max((text.count("\n") for row in rows for text in row), default=0)
    return (max(long, default=0) > 1 or longest >= 2 * _FRAME_LINES) and not is_headed


def _decoded(raw: bytes, name: str) -> str:
    """The page's text, in UTF-8 or in the encoding that it names itself."""
    match = _CHARSET.search(raw[:_HEAD_BYTES])
    if match:
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError:
            try:
                codecs.lookup(match[1].decode())
                return decode(raw.decode(match[1].decode()).encode(), name)
            except (LookupError, UnicodeError):
                pass
    return decode(raw, name)
