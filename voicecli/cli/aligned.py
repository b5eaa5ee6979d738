"""Columns of plain text."""

import textwrap
from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from rich.console import Console

from voicecli.cli.console import out, printable

_GAP = "  "
_SHORTEST_LAST = 16
_USUAL_LAST = 24
"""Columns that a wrapped last one has: at least, and where others can be left out for it."""


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


def print_columns(
    columns: Mapping[str, Sequence[str]],
    dispensable: Sequence[str],
    to: Console = out,
    *,
    is_last_wrapped: bool = False,
) -> None:
    """Print columns under their names.

    A terminal that is too narrow for all goes without some of the `dispensable` ones, the first
    of them first.
    """
    shown, rest = dict(columns), list(dispensable)
    while to.is_terminal and rest and _width(shown, is_last_wrapped) > to.width:
        shown.pop(rest.pop(0), None)
    print_aligned([tuple(shown), *zip(*shown.values(), strict=True)], to)


def _width(columns: Mapping[str, Sequence[str]], is_last_wrapped: bool) -> int:
    """How many columns of a terminal are needed, at least."""
    widths = [max(map(cell_len, (name, *cells))) for name, cells in columns.items()]
    last = widths.pop()
    last = min(last, _USUAL_LAST) if is_last_wrapped else last
    return sum(widths) + len(_GAP) * len(widths) + last
