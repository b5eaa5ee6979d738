"""Rows of tables: each is told by itself, with the names of its columns."""

import re

_CELL = r"[^\W\d][^:;\n]{0,40}: [^;\n]+"
_ROW = re.compile(rf"{_CELL}(?:; {_CELL})+")


def is_row(text: str) -> bool:
    """Whether a text is one row as documents write it: "Tool: Chipper; Price: 3,150"."""
    return bool(_ROW.fullmatch(text.strip()))
