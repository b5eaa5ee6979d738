"""Columns of plain text, and text made safe to print."""

import textwrap
import unicodedata
from collections.abc import Sequence

from rich.cells import cell_len

from voicecli.cli.console import out

_GAP = "  "
_SHORTEST_LAST = 24
_UNSAFE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_JOINERS = "\u200c\u200d"  # they shape words of some scripts, and emoji


def printable(text: str, *, lines: bool = False) -> str:
    """`text` without what would steer a terminal: control, direction and unassigned characters.

    Line breaks become spaces unless `lines` are kept.
    """
    kept = []
    for character in text:
        if character in "\n\t\r":
            kept.append("\n" if lines and character == "\n" else " ")
        elif character in _JOINERS or unicodedata.category(character) not in _UNSAFE:
            kept.append(character)
    return "".join(kept)


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
