"""The lines of text on a page of a PDF, in the order in which a person reads them."""

from collections.abc import Callable, Iterator, Sequence
from ctypes import c_int, create_string_buffer
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

MOST_CHARACTERS = 200_000
"""More characters than any page shows; the rest of a page that hides more is not read."""
_HYPHENS = "\x02\ufffe"
"""What PDFium has for a hyphen at which a word was broken, in place of the line's end."""
_ENDS = frozenset(f"\r\n{_HYPHENS}")
SOFT_HYPHEN = "\u00ad"
"""The last character of a line that ends within a word."""
_LEAST_SIZE = 0.1
"""Points; letters without any height are in damaged files."""
_CELL_GAP = 1.2
"""Letter heights between the cells of a table's row, at least; words stand closer."""
_COLUMN_GAP = 1.0
"""Columns lie apart by at least this many letter heights, over the whole height of both."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its box in points from the page's bottom left.

    `size` is the height of its letters; `is_row` where it is made of the cells of a table, of which
    `cells` are the names of their columns ("" without) and their texts. `parts` are those of a line
    with wide gaps, if there are several.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    is_bold: bool = False
    is_row: bool = False
    cells: tuple[tuple[str, str], ...] = ()
    parts: tuple["Line", ...] = ()


def page_lines(
    page: "PdfTextPage", tables: Callable[[Sequence[Line]], list[Line]] | None = None
) -> list[Line]:
    """The lines of a page, in reading order.

    Programs write pages in that order, and PDFium keeps it. Where they did not, so that the text
    goes up over what was already there, the lines are ordered by where they stand. `tables` makes
    one line, with cells, of the lines of a table's row; without it only those of one height are.
    """
    told = [line for line in _lines(page) if line.text]
    lines = _whole(tables(told) if tables else told)
    return in_reading_order(lines) if _jumps(lines) else lines


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """Lines from top to bottom, column by column: the recursive XY cut (Nagy and Seth 1984)."""
    if len(lines) < 2:
        return list(lines)
    size = sorted(line.size for line in lines)[len(lines) // 2]
    columns = _cut(sorted(lines, key=lambda line: line.left), size)
    if columns:
        return [line for part in columns for line in in_reading_order(part)]
    lines = sorted(lines, key=lambda line: (-line.top, line.left))
    gaps = _gaps(lines)
    at = max(range(len(gaps)), key=gaps.__getitem__)
    if gaps[at] <= 0:
        return lines
    return in_reading_order(lines[: at + 1]) + in_reading_order(lines[at + 1 :])


def _cut(lines: Sequence[Line], size: float) -> list[list[Line]]:
    """Columns with free space between them, of two lines at least; none where there are none."""
    parts: list[list[Line]] = [[lines[0]]]
    right = lines[0].right
    for line in lines[1:]:
        if line.left - right > _COLUMN_GAP * size:
            parts.append([])
        parts[-1].append(line)
        right = max(right, line.right)
    return parts if len(parts) > 1 and all(len(part) > 1 for part in parts) else []


def _gaps(lines: Sequence[Line]) -> list[float]:
    """The free heights below each line but the last, of lines from top to bottom."""
    gaps = []
    lowest = lines[0].bottom
    for line in lines[1:]:
        gaps.append(lowest - line.top)
        lowest = min(lowest, line.bottom)
    return gaps


def _whole(lines: Sequence[Line]) -> list[Line]:
    """Lines of a table's row as one: those that follow each other at one height."""
    whole: list[Line] = []
    for line in lines:
        before = whole[-1] if whole else None
        if (
            before
            and not before.cells
            and not line.cells
            and abs(before.bottom - line.bottom) < 0.2 * line.size
            and (before.right <= line.left + 0.2 * line.size)
        ):
            text = f"{before.text} {line.text}"
            whole[-1] = replace(before, text=text, right=line.right, is_row=True)
        else:
            whole.append(line)
    return whole


def _jumps(lines: Sequence[Line]) -> bool:
    """Whether a line stands above the one before it, and not in a column beside it."""
    return any(
        line.bottom > before.top and line.left < before.right and before.left < line.right
        for before, line in pairwise(lines)
    )


def _lines(page: "PdfTextPage") -> Iterator[Line]:
    """The lines as PDFium tells them."""
    from pypdfium2 import raw

    characters: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    first = last = 0
    for index in range(min(page.count_chars(), MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(page, index)
        character = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        if character in _ENDS:
            if character in _HYPHENS:
                characters.append(SOFT_HYPHEN)
            if boxes:
                yield _line(characters, boxes, _is_bold(page, first) and _is_bold(page, last))
            characters, boxes = [], []
            continue
        if character and not character.isspace() and not raw.FPDFText_IsGenerated(page, index):
            first, last = first if boxes else index, index
            boxes.append(page.get_charbox(index, loose=True))
        characters.append(character)
    if boxes:
        yield _line(characters, boxes, _is_bold(page, first) and _is_bold(page, last))


def _line(
    characters: list[str], boxes: list[tuple[float, float, float, float]], is_bold: bool
) -> Line:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    heights = sorted(top - bottom for bottom, top in zip(bottoms, tops, strict=True))
    size = max(heights[len(heights) // 2], _LEAST_SIZE)
    return Line(
        " ".join("".join(characters).split()),
        min(lefts),
        min(bottoms),
        max(rights),
        max(tops),
        size,
        is_bold,
        parts=tuple(_parts(characters, boxes, _CELL_GAP * size, is_bold)),
    )


def _parts(
    characters: list[str],
    boxes: list[tuple[float, float, float, float]],
    gap: float,
    is_bold: bool,
) -> Iterator[Line]:
    """The pieces of a line between gaps that no space between words is as wide as."""
    cuts = [n for n, (before, box) in enumerate(pairwise(boxes), 1) if box[0] - before[2] > gap]
    if not cuts:
        return
    printed = [n for n, character in enumerate(characters) if character.strip()]
    if len(printed) != len(boxes):  # a hyphen at the line's end has no box
        printed = printed[: len(boxes)]
    for first, last in pairwise([0, *cuts, len(boxes)]):
        end = printed[last] if last < len(printed) else len(characters)
        yield _line(characters[printed[first] : end], boxes[first:last], is_bold)


def _is_bold(page: "PdfTextPage", index: int) -> bool:
    """Whether a letter's font is a bold one, by its name: few files tell the weight."""
    from pypdfium2 import raw

    flags = c_int()
    buffer = create_string_buffer(256)
    length = raw.FPDFText_GetFontInfo(page, index, buffer, len(buffer), flags)
    name = buffer.value.decode("utf-8", "replace").lower() if length <= len(buffer) else ""
    return any(word in name for word in ("bold", "black", "heavy"))
