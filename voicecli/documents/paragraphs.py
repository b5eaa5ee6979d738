"""Lines of a page to paragraphs, list items and headings."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from voicecli.documents.page_lines import SOFT_HYPHEN, Line

_BULLETS = frozenset("•‣▪▫■□●○◦∙·–—*\uf0b7-")
_MARK = re.compile(r"(?:[•‣▪▫■□●○◦∙·–—*\uf0b7-]|o(?=\s)|\(?\d{1,2}[.)]|\(?[a-z]\))\s+")
"""How an item of a list begins."""
_END = re.compile(r"[.!?:;]['\"”’)]*$")
_LOOSE = 1.3
"""Lines further apart than usual by this much begin a paragraph."""
_HEADING_WORDS = 16
_MOST_LINES = 500
"""Lines of a page that is set as others are; the width of its columns is looked for in these."""
_FULL_LINES = 3
"""So many lines that end near each other show how wide a column is."""
_FULL_SHARE = 0.35
"""And at least this share of all lines: in a list of short lines some are as long by chance."""
_RAGGED = 0.05
"""Of the page's width: how near to each other full lines end."""
_INDENT = 2.5
"""Letter heights by which the lines of one column may begin apart, as items do."""
_LETTER_WIDTH = 0.55
"""Of a letter's height, as wide as it is in most fonts."""


class Piece:
    """Lines that belong together: `kind` is "heading", "item" or "paragraph"."""

    def __init__(self, line: Line, kind: str) -> None:
        self.lines = [line]
        self.kind = kind

    @property
    def text(self) -> str:
        """The lines as one text; words that were broken at their ends are whole again."""
        return self._joined([" "] * len(self.lines))

    def broken(self, page: Sequence[Line], width: float) -> str:
        """The text with a line end wherever its writer made one: more would have fitted there.

        `page` are the lines of its page, which is `width` points wide.
        """
        page = page if len(page) <= _MOST_LINES else self.lines
        ends = [
            "\n" if _is_end(before, line, page, width) else " "
            for before, line in pairwise(self.lines)
        ]
        return self._joined(ends)

    def _joined(self, ends: Sequence[str]) -> str:
        first = self.lines[0].text
        mark = _MARK.match(first) if self.kind == "item" else None
        text = first[mark.end() :] if mark else first
        for line, end in zip(self.lines[1:], ends, strict=False):
            text = text[:-1] + line.text if text.endswith(SOFT_HYPHEN) else text + end + line.text
        return text.replace(SOFT_HYPHEN, "")


def paragraphs(lines: Sequence[Line], headings: Sequence[bool]) -> Iterator[Piece]:
    """The pieces of a page in order; `headings` says which of its lines stand in one."""
    usual = _usual_distance(lines)
    piece: Piece | None = None
    for number, line in enumerate(lines):
        is_item = line.is_row or _MARK.match(line.text)
        kind = "heading" if headings[number] else "item" if is_item else "paragraph"
        if piece is not None and _continues(piece, line, kind, usual):
            piece.lines.append(line)
            continue
        if piece is not None:
            yield piece
        piece = Piece(line, kind)
    if piece is not None:
        yield piece


def is_heading_like(text: str) -> bool:
    """Whether a text is short enough for a heading, no item, and does not end as a sentence."""
    if text[:1] in _BULLETS:
        return False
    return (
        0 < len(text.split()) <= _HEADING_WORDS
        and text.strip()[-1] not in f".!,;{SOFT_HYPHEN}"
        and any(character.isalpha() for character in text)
    )


def _continues(piece: Piece, line: Line, kind: str, usual: float) -> bool:
    before = piece.lines[-1]
    if before.cells or kind == "item" or (kind == "heading") != (piece.kind == "heading"):
        return False
    if not 0.85 < line.size / before.size < 1.18:
        return False
    distance = before.bottom - line.bottom
    if distance <= 0:  # the next column: a sentence that has not ended goes on there
        return not _END.search(before.text) and line.text[0].islower()
    return distance <= _LOOSE * max(usual, 1.05 * line.size) and not _ends_short(piece, line)


def _ends_short(piece: Piece, line: Line) -> bool:
    """Whether the last line ends where there was room for the next word.

    A line that stops in the middle of the page after the end of a sentence ends its paragraph; so
    does a short one that no sentence goes on from, as in an address.
    """
    before = piece.lines[-1]
    widest = max(max(one.right for one in piece.lines), line.right)
    room = widest - before.right
    next_word = len(line.text.split()[0]) * before.size * 0.5
    if _END.search(before.text):
        return room > next_word + before.size
    return room > 0.35 * (widest - before.left) and not line.text[0].islower()


def _is_end(before: Line, line: Line, page: Sequence[Line], width: float) -> bool:
    """Whether the first word of the next line would have fitted behind the one before.

    A column ends where several of its lines do. Beside others it is as wide as the second longest
    of them, as the longest may go over all columns; alone, as the margin at its left tells.
    """
    if before.text.endswith(SOFT_HYPHEN):
        return False
    rights = sorted(
        one.right
        for one in page
        if abs(one.left - before.left) < _INDENT * before.size and one.size < 1.15 * before.size
    )
    is_beside = len(rights) > 2 and any(one.left > before.right for one in page)
    next_word = len(line.text.split()[0]) * line.size * _LETTER_WIDTH
    column = rights[-2] if is_beside else max([*rights, line.right])
    full = sum(right > column - _RAGGED * width for right in rights)
    margin = min(one.left for one in page)
    if not is_beside and full < max(_FULL_LINES, _FULL_SHARE * len(rights)):
        column = max(column, width - margin)
    return column - before.right > next_word + before.size


def _usual_distance(lines: Sequence[Line]) -> float:
    """The distance between the bottoms of two lines of a paragraph: the middle one on the page."""
    distances = sorted(
        before.bottom - line.bottom
        for before, line in pairwise(lines)
        if 0 < before.bottom - line.bottom < 3 * line.size
    )
    return distances[len(distances) // 2] if distances else 0.0
