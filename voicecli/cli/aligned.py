"""Columns of plain text."""

import textwrap
from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console

from voicecli.cli.console import out, printable

_GAP = "  "
_SHORTEST_LAST = 24


def print_aligned(rows: Sequence[Sequence[str]], to: Console = out) -> None:
    """Print rows of as many cells each under one another, on stdout unless `to` names another.

    On a terminal the last column is wrapped to its width; elsewhere a row is always one line.
    """
    if not rows:
        return
    cells = [[printable(cell) for cell in row] for row in rows]
    widths = [
        max(map(cell_len, column)) for column in zip(*(row[:-1] for row in cells), strict=True)
    ]
    indent = sum(widths) + len(_GAP) * len(widths)
    room = max(to.width - indent, _SHORTEST_LAST) if to.is_terminal else 0
    for *first, last in cells:
        start = "".join(
            cell + " " * (width - cell_len(cell)) + _GAP
            for cell, width in zip(first, widths, strict=True)
        )
        pieces = (textwrap.wrap(last, room) if room else [last]) or [""]
        for number, piece in enumerate(pieces):
            line = (" " * indent if number else start) + piece
            to.print(line.rstrip(), markup=False)
