"""Rows of tables: each is told by itself, with the names of its columns."""

import re

_CELL = r"[^\W\d][^:;\n]{0,40}: [^;\n]+"
_ROW = re.compile(rf"{_CELL}(?:; {_CELL})+")


def is_row(text: str) -> bool:
    """Whether a text is one row as documents write it: "Tool: Chipper; Price: 3,150"."""
    return bool(_ROW.fullmatch(text.strip()))


def cells(text: str) -> dict[str, str]:
    """The cells of a row by the names of their columns."""
    parts = (cell.partition(": ") for cell in text.strip().split("; "))
    return {name: value for name, _, value in parts}
