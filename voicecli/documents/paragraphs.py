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
_HEADING_WORDS = 14


class Piece:
    """Lines that belong together: `kind` is "heading", "item" or "paragraph"."""

    def __init__(self, line: Line, kind: str) -> None:
        self.lines = [line]
        self.kind = kind

    @property
    def text(self) -> str:
        """The lines as one text; words that were broken at their ends are whole again."""
        text = (
            _MARK.sub("", self.lines[0].text, count=1)
            if self.kind == "item"
            else (self.lines[0].text)
        )
        for line in self.lines[1:]:
            text = (
                f"{text[:-1]}{line.text}" if text.endswith(SOFT_HYPHEN) else f"{text} {line.text}"
            )
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
        and text.strip()[-1] not in f".!?,;{SOFT_HYPHEN}"
        and any(character.isalpha() for character in text)
    )


def _continues(piece: Piece, line: Line, kind: str, usual: float) -> bool:
    before = piece.lines[-1]
    if kind == "item" or (kind == "heading") != (piece.kind == "heading"):
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


def _usual_distance(lines: Sequence[Line]) -> float:
    """The distance between the bottoms of two lines of a paragraph: the middle one on the page."""
    distances = sorted(
        before.bottom - line.bottom
        for before, line in pairwise(lines)
        if 0 < before.bottom - line.bottom < 3 * line.size
    )
    return distances[len(distances) // 2] if distances else 0.0
