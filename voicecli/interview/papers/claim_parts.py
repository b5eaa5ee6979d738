"""What claims of any part of a résumé are made of: deeds, dates, and where they stand."""

from collections.abc import Iterable, Iterator

from voicecli.interview.papers.boasts import boasts
from voicecli.interview.papers.periods import Period, read_period
from voicecli.interview.papers.resume_entries import Entry
from voicecli.interview.papers.resume_heads import Head, role_head
from voicecli.interview.papers.resume_lines import Line, place_of, sentences
from voicecli.interview.plan import Claim, Place


def told_of(entry: Entry) -> list[Line]:
    """What is told of an entry, also in the cells of its row."""
    cells = [
        Line(text, line.number, line.page, "item", line.part)
        for line in entry.head
        for _, text in line.cells
        if len(text.split()) > 4 and read_period(text) is None and not _names(entry, text)
    ]
    return [*cells, *entry.body]


def _names(entry: Entry, text: str) -> bool:
    head = role_head(entry)
    return text in (head.title, head.organisation)


def head_place(document: str, entry: Entry, head: Head) -> Place:
    """The lines that name an entry; of a row the cell that does, since rows are no text."""
    rows = [line for line in entry.head if line.cells]
    if rows:
        return place_of(document, rows[:1], head.title or head.organisation)
    return place_of(document, entry.head)


def dates_of(period: Period | None) -> tuple[str, str, bool]:
    """The start and the end of a period, and whether it goes on; "" where they are unknown."""
    return (period.start, period.end, period.ongoing) if period else ("", "", False)


def deeds(lines: Iterable[Line], document: str) -> Iterator[Claim]:
    """What lines say was done, a sentence at a time."""
    for line in lines:
        for sentence in sentences(line.text):
            if len(sentence.split()) > 1 and line.kind != "heading":
                yield Claim(
                    sentence.rstrip("."),
                    "achievement",
                    place_of(document, [line], sentence),
                    figures=boasts(sentence),
                )
