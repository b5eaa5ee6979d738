"""A résumé line by line, each with the part that it stands in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from voicecli.interview.papers.paper_parts import Section
from voicecli.interview.papers.periods import read_period
from voicecli.interview.papers.resume_headings import Part, part_of
from voicecli.interview.papers.resume_labels import is_label, tells_no_time
from voicecli.interview.papers.sections import cut
from voicecli.interview.plan import Place
from voicecli.types import Document

_LONGEST = 4_000
"""Characters of a line that are read: more than any paragraph of a résumé has."""
_LONGEST_PERIOD = 40
LineKind = Literal["heading", "item", "row", "text"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a résumé; `chapter` counts the headings of parts up to it.

    `heading` is what stands right over it. `text` is in the document as it is here, but for
    white space.
    """

    text: str
    number: int
    page: int | None
    kind: LineKind
    part: Part
    cells: tuple[tuple[str, str], ...] = ()
    chapter: int = 0
    heading: str = ""


def resume_lines(document: Document) -> tuple[Line, ...]:
    """All lines of a résumé in order, without the headings that open its parts."""
    return tuple(_lines(cut(document, _is_known)))


def runs(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that follow each other under one heading of a part."""
    found: list[list[Line]] = []
    for line in lines:
        before = found[-1][-1] if found else None
        if before and (before.part, before.chapter) == (line.part, line.chapter):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def place_of(document: str, lines: Sequence[Line], quote: str = "") -> Place:
    """Where lines that follow each other stand; their words, or a part of them, are the quote."""
    whole = " ".join(" ".join(line.text.split()) for line in lines)
    return Place(document, " ".join(quote.split()) or whole, lines[0].number, lines[0].page)


def _is_known(title: str) -> bool:
    is_of_post = " " in title and tells_no_time(title)  # "Main activities" in a table of a post
    return part_of(title) is not None and not is_of_post


def _lines(sections: Sequence[Section]) -> Iterator[Line]:
    has_parts = any(part_of(section.title) for section in sections)
    chapters: dict[tuple[str, int], int] = {}
    chapter = 0
    head: tuple[str, ...] = ()
    for number, section in enumerate(sections):
        own = part_of(section.title)
        if own:
            chapter = chapters.setdefault((section.title, section.line), len(chapters) + 1)
        # Without any known heading the first section is the letterhead, the rest the career.
        before: Part = "header" if has_parts or number == 0 else "experience"
        part = own or part_of(section.under) or before
        if section.title and own is None:
            yield Line(section.title, section.line, section.page, "heading", part, (), chapter)
        for entry in section.entries:
            kind: LineKind = "text" if entry.kind == "paragraph" else entry.kind
            text = entry.text.strip()[:_LONGEST].rstrip()
            columns = tuple(column for column, _ in entry.cells)
            if text and columns != head and _is_headless(entry.cells):
                first = ((columns[0], columns[1]),)
                yield Line(": ".join(columns), entry.line, entry.page, kind, part, first, chapter)
            head = columns
            if text:
                cells = _labelled(_with_period(entry.cells))
                if cells != entry.cells:
                    text = "; ".join(": ".join(filter(None, cell)) for cell in cells)
                yield Line(text, entry.line, entry.page, kind, part, cells, chapter, section.title)


def _labelled(cells: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The cells of a row; one of a label and a value ("Employer | BioTest") is a labelled value."""
    is_bare = len(cells) == 2 and not any(column for column, _ in cells) and is_label(cells[0][1])
    return ((cells[0][1], cells[1][1]),) if is_bare or _is_headless(cells) else cells


def _with_period(cells: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The cells of a row, two dates side by side ("From", "To") as the one time that they are."""
    for number, ((_, start), (_, end)) in enumerate(pairwise(cells)):
        whole = f"{start} – {end}"
        period = read_period(whole) if len(whole) <= _LONGEST_PERIOD else None
        if period and not period.single and period.span == (0, len(whole)):
            return (*cells[:number], ("Dates", whole), *cells[number + 2 :])
    return cells


def _is_headless(cells: tuple[tuple[str, str], ...]) -> bool:
    """Whether the first row of a table of labels was taken for the names of its columns."""
    if len(cells) != 2:
        return False
    (column, label), (beside, _) = cells
    return is_label(column) and is_label(label) and not is_label(beside) and beside != ""


_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z•])")
_SHORTENED = re.compile(
    r"(?:\b(?:[A-Z]|St|Dr|Mr|Mrs|Ms|No|Inc|Ltd|Pvt|Pty|Pte|Bhd|Co|Jr|Sr|vs|approx|e\.g|i\.e)\.)$"
)


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph, as they stand in it."""
    found: list[str] = []
    for piece in _SENTENCE.split(text):
        if found and _SHORTENED.search(found[-1]):
            at = text.find(piece, text.find(found[-1]) + len(found[-1]))
            begin = text.find(found[-1])
            found[-1] = text[begin : at + len(piece)]
        else:
            found.append(piece)
    return [piece.strip() for piece in found if piece.strip()]
