"""Columns of plain text."""

import textwrap
from collections.abc import Sequence

from rich.cells import cell_len

from voicecli.cli.console import out, printable

_GAP = "  "
_SHORTEST_LAST = 24


def print_aligned(rows: Sequence[Sequence[str]]) -> None:
    """Print rows of as many cells each under one another.

    On a terminal the last column is wrapped to its width; elsewhere a row is always one line.
    """
    if not rows:
        return
    cells = [[printable(cell) for cell in row] for row in rows]
    widths = [
        max(map(cell_len, column)) for column in zip(*(row[:-1] for row in cells), strict=True)
    ]
    indent = sum(widths) + len(_GAP) * len(widths)
    room = max(out.width - indent, _SHORTEST_LAST) if out.is_terminal else 0
    for *first, last in cells:
        start = "".join(
            cell + " " * (width - cell_len(cell)) + _GAP
            for cell, width in zip(first, widths, strict=True)
        )
        pieces = (textwrap.wrap(last, room) if room else [last]) or [""]
        for number, piece in enumerate(pieces):
            line = (" " * indent if number else start) + piece
            out.print(line.rstrip(), markup=False)
