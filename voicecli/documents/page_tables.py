"""Tables on a page of a PDF: rows of cells, from where their lines stand.

Programs write a table cell by cell: the lines of a cell, then those of the next one to its right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from voicecli.documents.page_lines import SOFT_HYPHEN, Line
from voicecli.documents.tables import rows_as_text

_MOST_ON_PAGE = 500
"""Lines; a page with more is not set to be read."""
_MOST_LINES = 14
"""A cell with more lines is a column of the page."""
_INDENT = 0.7
"""Letter heights by which the lines of a cell, and the cells of a column, may begin apart."""
_APART = 2.2
"""Letter heights from the bottom of one line to the next of the same cell, at most."""
_HEADING_GAP = 0.3
"""Letter heights between a table and the line over it, at least."""
_BULLETS = "•‣▪■□●○◦∙·–—*\uf0b7-"
_ROOM = 0.75
"""A line shorter than this share of its cell's longest ends a paragraph, if a capital follows."""

Cell = list[Line]
Row = list[Cell]


@dataclass(frozen=True, slots=True)
class _Run:
    """Rows that follow each other from a line on, and the line behind them."""

    rows: tuple[Row, ...]
    end: int


def with_rows(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page, in its own order, with each row of a table as one that has cells."""
    if len(lines) > _MOST_ON_PAGE:
        return list(lines)
    pieces = [piece for line in lines for piece in (line.parts or (line,))]
    wholes = [line for line in lines for _ in (line.parts or (line,))]
    found: list[Line] = []
    at = 0
    while at < len(pieces):
        run = _run(pieces, wholes, at)
        if run.rows and _stands_over(run.rows[0]):
            found.append(wholes[at])
            at += 1
        elif len(run.rows) > 1 and (columns := _columns(run.rows)):
            found += _told(run.rows, columns)
            at = run.end
        else:
            found.append(wholes[at])
            at += max(len(wholes[at].parts), 1)
    return found


def _stands_over(row: Row) -> bool:
    """Whether the first line of what was taken for a row stands over its table: a heading, a text.

    Down to a gap that the lines of a cell do not have, it is over all the other cells.
    """
    first, *others = row
    top = max((line.top for cell in others for line in cell), default=float("inf"))
    return any(
        line.bottom >= top and line.bottom - below.top > _HEADING_GAP * below.size
        for line, below in pairwise(first)
    )


def _run(pieces: Sequence[Line], wholes: Sequence[Line], at: int) -> _Run:
    """The rows of at least two cells that begin here; the last one ends where a line does."""
    rows: list[Row] = []
    end = at
    while end < len(pieces):
        row, after = _row(pieces, end)
        is_aligned = not rows or abs(row[0][0].left - rows[0][0][0].left) < _tolerance(row[0][0])
        is_below = not rows or row[0][0].top <= max(line.top for cell in rows[-1] for line in cell)
        is_whole = after == len(pieces) or wholes[after] is not wholes[after - 1]
        if len(row) < 2 or not is_aligned or not is_below or not is_whole:
            break
        rows.append(row)
        end = after
    return _Run(tuple(rows), end)


def _row(lines: Sequence[Line], at: int) -> tuple[Row, int]:
    """The cells that are written one after the other from here to the right."""
    row: Row = [[lines[at]]]
    for number in range(at + 1, len(lines)):
        line, cell = lines[number], row[-1]
        if _is_below(cell, line) and len(cell) < _MOST_LINES:
            cell.append(line)
        elif _is_beside(row, line):
            row.append([line])
        else:
            return row, number
    return row, len(lines)


def _is_below(cell: Cell, line: Line) -> bool:
    """Whether a line goes on in the cell."""
    before = cell[-1]
    distance = before.bottom - line.bottom
    is_aligned = abs(line.left - cell[0].left) < 3 * _tolerance(line)
    return is_aligned and 0 < distance < _APART * line.size and 0.8 < line.size / before.size < 1.25


def _is_beside(row: Row, line: Line) -> bool:
    """Whether a line begins the next cell: to the right of the last, and not below it."""
    last = row[-1]
    right = max(one.right for one in last)
    return (
        line.left > right
        and line.left > last[0].left + 3 * line.size
        and line.top >= last[-1].bottom
        and line.bottom <= row[0][0].top + _MOST_LINES * line.size
    )


def _tolerance(line: Line) -> float:
    return _INDENT * line.size


def _columns(rows: Sequence[Row]) -> list[float]:
    """Where the columns begin, if most rows have two of them at least; else nothing."""
    widest = max(rows, key=len)
    columns = [cell[0].left for cell in widest]
    aligned = [sum(_column(cell, columns) is not None for cell in row) == len(row) for row in rows]
    return columns if sum(aligned) >= max(2, 0.8 * len(rows)) else []


def _column(cell: Cell, columns: Sequence[float]) -> int | None:
    left = min(line.left for line in cell)
    near = [n for n, at in enumerate(columns) if abs(at - left) < 2 * _tolerance(cell[0])]
    return near[0] if near else None


def _told(rows: Sequence[Row], columns: Sequence[float]) -> Iterator[Line]:
    """Each row as a line of its own."""
    cells = [_texts(row, columns, rows) for row in rows]
    told = list(rows_as_text([[" ".join(text.split()) for text in row] for row in cells]))
    names = cells[0] if told and told[0][0] > 0 else [""] * len(columns)
    for number, text in told:
        lines = [line for cell in rows[number] for line in cell]
        yield replace(
            lines[0],
            text=text,
            left=min(line.left for line in lines),
            bottom=min(line.bottom for line in lines),
            right=max(line.right for line in lines),
            top=max(line.top for line in lines),
            is_bold=False,
            is_row=True,
            cells=tuple((n, c) for n, c in zip(names, cells[number], strict=True) if c),
        )


def _texts(row: Row, columns: Sequence[float], rows: Sequence[Row]) -> list[str]:
    texts = [""] * len(columns)
    for number, cell in enumerate(row):
        column = _column(cell, columns)
        at = min(number, len(columns) - 1) if column is None else column
        beside = [line for one in rows for other in one for line in other
                  if abs(line.left - cell[0].left) < _tolerance(line)]  # fmt: skip
        right = max(line.right for line in beside)
        texts[at] = f"{texts[at]}\n{_text(cell, right)}".strip()
    return texts


def _text(cell: Cell, right: float) -> str:
    """The lines of a cell: wrapped ones joined, a line end where a paragraph or an item begins.

    `right` is where the longest line of its column ends.
    """
    left = min(line.left for line in cell)
    text = cell[0].text
    for before, line in pairwise(cell):
        is_short = before.right - left < _ROOM * (right - left)
        begins = line.text[0] in _BULLETS or (is_short and line.text[0].isupper())
        if text.endswith(SOFT_HYPHEN):
            text = text[:-1] + line.text
        else:
            text += ("\n" if begins else " ") + line.text
    return text.replace(SOFT_HYPHEN, "")
