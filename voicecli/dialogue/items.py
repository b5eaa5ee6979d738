"""How one record is spoken of: its name, its time, what it is, what came of it."""

import re
from collections.abc import Iterator, Mapping

from voicecli.dialogue.addressed import addresses_a_model
from voicecli.dialogue.known import Known
from voicecli.dialogue.wording import (
    capital,
    ended,
    joined,
    months_in_words,
    span_in_words,
    with_article,
)
from voicecli.retrieval.chunking import date_in_words
from voicecli.retrieval.sentences import split_sentences
from voicecli.types import Passage, Record

PERSON = "person"
_PLACES = ("experience", "education")
"""Types whose organisation is where it was: "MSc Robotics at the University of Bristol"."""

_LABELLED = re.compile(r"^([A-Z][\w ]{0,30}): (.+?)\.?$", re.DOTALL)
"""A field of a record as its passage writes it: "Technologies: Rust, SQLite."."""
_PERIOD = re.compile(r"^(?:From .+ to .+|Since .+|Until .+|Date: .+)$")


def name_of(passage: Passage, record: Record | None) -> str:
    """How the item is called in a sentence: "Sundial", "Robotics engineer at Tallow and Reed"."""
    if record is None:
        return passage.title
    if record.type in _PLACES and record.organisation:
        return f"{record.title} at {with_article(record.organisation)}"
    return record.title


def when(record: Record | None) -> str:
    """The years of a record, for parentheses: "2023", "2018 to 2022", "since 2022", or nothing."""
    if record is None or not (record.start or record.end):
        return ""
    first, last = record.start[:4], record.end[:4]
    if first and last and first != last:
        return f"{first} to {last}"
    if first and record.ongoing and not last:
        return f"since {first}"
    return first or last


def dated(name: str, record: Record | None) -> str:
    """The name with its years behind it, where they are known."""
    return f"{name} ({years})" if (years := when(record)) else name


def period(record: Record) -> str:
    """The time of a record in words: "from February to November 2023", "since April 2022"."""
    if record.start and record.start == record.end:
        return date_in_words(record.start)
    if record.start and record.end:
        return span_in_words(record.start, record.end)
    if record.start:
        going_on = ", and still going on" if record.ongoing else ""
        return f"since {date_in_words(record.start)}{going_on}"
    return f"until {date_in_words(record.end)}" if record.end else ""


def told(passage: Passage, record: Record | None) -> Iterator[str]:
    """What there is to say about an item, the most telling first, each a whole sentence.

    Nothing of a record that has neither a summary nor figures: its fields are no sentences. What
    tells a machine that reads it what to say is left out.
    """
    return (sentence for sentence in _told(passage, record) if not addresses_a_model(sentence))


def _told(passage: Passage, record: Record | None) -> Iterator[str]:
    if record is None:
        yield from split_sentences(passage.text)
        return
    first, *further = split_sentences(record.summary) or [""]
    if first:
        yield ended(first)
    yield from (capital(ended(metric)) for metric in record.metrics[:1])
    yield from map(ended, further)
    yield from (capital(ended(metric)) for metric in record.metrics[1:])


def skills_of(record: Record | None) -> list[str]:
    """What a group of skills lists."""
    return [*record.technologies, *record.keywords] if record else []


def rephrased(
    sentence: str, passage: Passage, known: Known, asks: str = "", *, is_named: bool = False
) -> str:
    """A sentence of a record's passage as an answer: what it is about is named, once.

    A field ("Technologies: Rust, SQLite.") becomes "Sundial uses Rust and SQLite."; what already
    names its item, and what is no record's, stays as it stands in the content. With `asks`
    "duration" a period becomes its length.
    """
    record = known.record(passage.id)
    if record is None:
        return ended(sentence)
    name = name_of(passage, record)
    if record.type == "skills" and skills_of(record):
        return f"{name}: {joined(skills_of(record))}."
    if _PERIOD.match(sentence) and period(record):
        length = months_in_words(record.start, record.end) if asks == "duration" else ""
        return f"{name}: {f'{length}, ' if length else ''}{period(record)}."
    if field := _LABELLED.match(sentence):
        return _field_in_words(name, field[1], field[2], record)
    subject = (known.first_name or name) if record.type == PERSON else record.title
    return ended(sentence) if is_named else about(name, sentence, subject)


def about(name: str, sentence: str, subject: str) -> str:
    """The sentence with what it is about before it, unless its `subject` stands in it."""
    said = ended(sentence)
    return said if subject.casefold() in said.casefold() else f"{name}: {said}"


def _field_in_words(name: str, label: str, value: str, record: Record) -> str:
    values = tuple(part.strip() for part in value.split(", "))
    said = _FIELDS.get((label, record.type)) or _FIELDS.get((label, ""))
    if said and label == "Technologies":
        return said.format(name=name, value=joined(record.technologies or values))
    if said:
        return said.format(name=name, value=value)
    return f"{name}, {label[:1].lower()}{label[1:]}: {value}."


_FIELDS: Mapping[tuple[str, str], str] = {
    ("Technologies", "projects"): "{name} uses {value}.",
    ("Technologies", "publications"): "{name} uses {value}.",
    ("Technologies", ""): "{name}: {value}.",
    ("Keywords", ""): "{name}: {value}.",
}
