"""What an answer stands on, as a person sees it: items as cards, documents as quotations."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from voicecli.cli.console import out, printable
from voicecli.dialogue.wording import noun
from voicecli.retrieval.chunking import date_in_words
from voicecli.retrieval.sentences import split_sentences
from voicecli.types import Passage, Record, RecordType

FULL_CARDS = 5
"""So many items get a card of their own; each further one a line."""
SOURCES_NAMED = 4
"""Sources named below a spoken answer."""
METRICS = 2
QUOTED_CHARACTERS = 240

Records = Callable[[str], Record | None]
"""The record that a passage was made of, by the passage's id."""


def print_cards(
    passages: Sequence[Passage],
    record_of: Records,
    declared: Sequence[RecordType] = (),
    answer: str = "",
) -> None:
    """Print what an answer stands on: each item once as a card, documents as quotations.

    All of it says where it comes from. A quotation begins where the `answer` takes it up.
    """
    records: dict[str, tuple[Passage, Record]] = {}
    quoted = []
    for passage in passages:
        if record := record_of(passage.id):
            records.setdefault(record.id, (passage, record))
        else:
            quoted.append(passage)
    items = list(records.values())
    for passage, record in items[:FULL_CARDS]:
        out.print(card(passage, record, declared), soft_wrap=False)
    for passage, record in items[FULL_CARDS:]:
        out.print(brief(record, "  "), soft_wrap=False)
        out.print(Text(printable(f"    {cited(passage)}"), style="dim"), soft_wrap=False)
    for passage in quoted:
        out.print(quotation(passage, answer), soft_wrap=False)


def card(passage: Passage, record: Record, declared: Sequence[RecordType] = ()) -> RenderableType:
    """One item: title and kind, where and when, technologies, figures, link and source."""
    title = Text.assemble(
        (printable(record.title), "bold"),
        (f" · {printable(noun(record.type, 1, declared=declared))}", "dim"),
        overflow="ellipsis",
    )
    lines = [
        Text(" · ".join(filter(None, [printable(record.organisation), dates(record)]))),
        Text(printable(" · ".join(record.technologies)), style="cyan"),
        *(Text(printable(metric)) for metric in record.metrics[:METRICS]),
        Text(printable(record.link), style="blue"),
    ]
    body = [line for line in lines if line.plain] or [Text(_shortened(passage.text))]
    return Panel(
        Group(*body),
        title=title,
        title_align="left",
        subtitle=Text(printable(cited(passage)), style="dim", overflow="ellipsis"),
        subtitle_align="right",
        border_style="dim",
    )


def brief(record: Record, indent: str = "") -> Text:
    """One item: title, place, dates, technologies."""
    line = Text(indent)
    line.append(printable(record.title), style="bold")
    for part, style in (
        (record.organisation, ""),
        (dates(record), "dim"),
        (", ".join(record.technologies), "cyan"),
    ):
        if part:
            line.append(f" · {printable(part)}", style=style)
    return line


def quotation(passage: Passage, answer: str = "") -> Text:
    """A document's words between quotation marks, from a sentence of the answer on."""
    sentences = split_sentences(passage.text)
    taken = [number for number, sentence in enumerate(sentences) if sentence in answer]
    first = min(taken, key=lambda number: answer.find(sentences[number]), default=0)
    skipped = "… " if first else ""
    said = " ".join(sentences[first:])
    text = Text(f"“{skipped}{_shortened(said)}”")
    return text.append(f"  {printable(cited(passage))}", style="cyan")


def dates(record: Record) -> str:
    """When a record was: "February – November 2023", "April 2022 – now"; empty when unknown."""
    first, last = (date_in_words(date) if date else "" for date in (record.start, record.end))
    if record.start and record.start == record.end:
        return first
    if first and last and record.start[:4] == record.end[:4] and " " in first and " " in last:
        first = first.removesuffix(f" {record.start[:4]}")
    if first and not last:
        return f"{first} – now" if record.ongoing else first
    return " – ".join(filter(None, [first, last]))


def cited(passage: Passage) -> str:
    """How a passage is cited; passages kept by an older version have document and locator."""
    return passage.source or f"{passage.document}, {passage.locator}"


def source_lines(passages: Sequence[Mapping[str, Any]]) -> list[str]:
    """One line for each source that an answer stands on, best first."""
    lines = []
    for fields in passages:
        passage = Passage(**fields)
        lines.append(f"source: {cited(passage)} · {passage.title}")
    return list(dict.fromkeys(lines))


def compact(passages: Sequence[Mapping[str, Any]], record_of: Records) -> list[Text]:
    """What stands below a spoken answer: a line for each of the first items, one for the sources.

    The item of an answer about one alone is named in the answer.
    """
    told = [Passage(**fields) for fields in passages]
    records = {record.id: record for passage in told if (record := record_of(passage.id))}
    items = list(records.values()) if len(records) > 1 else []
    lines = [brief(record) for record in items[:FULL_CARDS]]
    if more := len(items) - len(lines):
        lines.append(Text(f"… and {more} more", style="dim"))
    if told:
        names = list(dict.fromkeys(cited(passage) for passage in told))
        more = len(names) - SOURCES_NAMED
        named = _in_one_line(names[:SOURCES_NAMED]) + (f" and {more} more" if more > 0 else "")
        label = "source" if len(names) == 1 else "sources"
        lines.append(Text(printable(f"{label}: {named}"), style="dim"))
    return lines


def _in_one_line(sources: Sequence[str]) -> str:
    """Sources beside one another; of several records of one file it is named once."""
    named: list[str] = []
    before = ""
    for source in sources:
        document, mark, item = source.partition("#")
        named.append(f"#{item}" if mark and document == before else source)
        before = document if mark else ""
    return ", ".join(named)


def item_json(passage: Passage, record: Record | None) -> dict[str, Any]:
    """An item as the documented JSON; what its record does not tell is empty."""
    told = {"id": passage.id, "title": passage.title, "type": passage.type}
    return {
        **told,
        "organisation": record.organisation if record else "",
        "start": record.start if record else "",
        "end": record.end if record else "",
        "ongoing": record.ongoing if record else False,
        "technologies": list(record.technologies) if record else [],
        "metrics": list(record.metrics) if record else [],
        "link": record.link if record else "",
    }


def _shortened(text: str) -> str:
    line = " ".join(printable(text).split())
    return line if len(line) <= QUOTED_CHARACTERS else line[: QUOTED_CHARACTERS - 1] + "…"
