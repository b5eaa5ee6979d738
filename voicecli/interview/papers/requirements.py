"""A job description to what it asks for, one thing at a time, each with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from voicecli.interview.papers.asked_pieces import core, pieces, sentences
from voicecli.interview.papers.asking import (
    asks,
    demands,
    describes_you,
    does_work,
    names_something,
    refuses,
    tells_duty,
    wants_done,
)
from voicecli.interview.papers.deeds import is_deed
from voicecli.interview.papers.job_companies import company_of
from voicecli.interview.papers.job_headings import Part, is_heading, part_of
from voicecli.interview.papers.job_sections import told_parts
from voicecli.interview.papers.job_titles import title_of
from voicecli.interview.papers.not_asked import informs, is_about_us, offers, orders
from voicecli.interview.papers.paper_parts import Entry, place
from voicecli.interview.papers.requirement_kinds import headed_kind, kind_of, years_of
from voicecli.interview.papers.requirement_names import names_in
from voicecli.interview.papers.sections import cut
from voicecli.interview.papers.titles import plain_title
from voicecli.interview.papers.to_machines import is_to_a_machine
from voicecli.interview.papers.wishes import is_must, is_wish
from voicecli.interview.plan import Job, Requirement
from voicecli.types import Document

MOST = 80
"""More requirements than any job description has: the rest of a longer document is not read."""
_FRAGMENT_WORDS = 18
"""A line without a verb of its own that asks is no longer than this."""
_LONGEST = 60
"""Words of a requirement; what is longer is a text."""
_WILL = re.compile(r"\b(?:will|'ll|’ll)\b", re.IGNORECASE)
_LABELLED = re.compile(r"([^:]{2,40}):\s+\S")
_LABEL_WORDS = 3
_ONLY_MARKS = re.compile(r"(?:\b(?:essential|desirable|required|preferred|or|and)\b|[\W_])+", re.I)
"""A column's head that was read as one of its cells: "Essential/Desirable"."""
_LEGEND = re.compile(r"\bE\s*[=:–-]\s*essential\b", re.IGNORECASE)
"""What the marks of a list mean, told over it."""
_HOLDS = re.compile(r"\W*you(?:'|’)?(?:ll| will) hold\b", re.IGNORECASE)
_OURS = re.compile(r"\b(?:us|our)\b.*\.$")
_MARK = re.compile(
    r"(essential|desirable|required|preferred|must|e|d|nice to have|optional)", re.IGNORECASE
)
Sense = Literal["must", "nice", "duty"]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A stretch of text that asks for something, and how."""

    text: str
    sense: Sense


def read_job(document: Document) -> Job:
    """The title, the company and the requirements of a job description.

    What the company tells of itself, pays, or wants said by law is left out. English only: of
    another language nothing or little is found, and `requirements` is empty.
    """
    sections = cut(document, is_heading, leads=True)
    found: list[Requirement] = []
    lists: set[tuple[str, int]] = set()
    for section, part in told_parts(sections):
        head = (section.title, section.line)
        for entry in section.entries:
            if entry.kind == "item":
                lists.add(head)
            is_after = entry.kind == "paragraph" and head in lists
            found += _requirements(document, entry, part, section.title, is_after_list=is_after)
    title = title_of(sections, document)
    told = [
        one
        for one in found
        if plain_title(one.text) != plain_title(title)
        and not is_to_a_machine(one.text)
        and not is_to_a_machine(one.place.quote)
    ]
    return Job(title, company_of(sections, title), tuple(_once(told))[:MOST])


def _requirements(
    document: Document, entry: Entry, part: Part | None, heading: str, *, is_after_list: bool
) -> Iterator[Requirement]:
    """What an entry under a heading asks for. Quotes are literal parts of it."""
    for asked in _asked(entry, part):
        if is_after_list and not (asks(asked.text) or is_wish(asked.text)):
            continue
        for piece in pieces(asked.text) if asked.sense != "duty" else (asked.text,):
            if refuses(piece) or _is_ours(piece, asked.text):
                continue
            text = core(piece)
            if not _says_something(text):
                continue
            kind = kind_of(text, is_duty=asked.sense == "duty")
            kind = headed_kind(heading) or kind if kind == "skill" else kind
            must = is_must(piece) if asked.sense == "nice" else not is_wish(piece)
            yield Requirement(
                text=text,
                kind=kind,
                place=place(document, entry, piece),
                names=names_in(text),
                years=years_of(text) if kind != "certificate" else None,
                must=must,
            )


def _is_ours(piece: str, sentence: str) -> bool:
    """Whether a part of a sentence tells of the company ("…; we teach the trade")."""
    return piece != sentence and is_about_us(piece) and not asks(piece)


def _asked(entry: Entry, part: Part | None) -> Iterator[_Asked]:
    """The sentences of an entry that ask for something, given what its section tells."""
    if part in ("offer", "apply", "notice"):
        return
    for text, marked in _texts(entry):
        for number, sentence in enumerate(sentences(text)):
            is_order = entry.kind == "paragraph" and orders(sentence)
            if is_order or len(sentence.split()) > _LONGEST or _is_label(sentence):
                continue
            if informs(sentence):
                rest = [part for part in sentence.split("; ") if not informs(part) and asks(part)]
                yield from (_Asked(part, _told_sense(part)) for part in rest)
                continue
            if sentence.endswith("?"):
                continue
            sense = marked or _sense(sentence, entry, part, is_first=number == 0)
            if sense is not None:
                yield _Asked(sentence, sense)


def _is_label(sentence: str) -> bool:
    """Whether a line tells a term of the job behind its label: "Base: Liskeard Hospital"."""
    match = _LABELLED.match(sentence)
    return match is not None and part_of(match[1]) in ("terms", "about", "apply", "notice")


def _texts(entry: Entry) -> Iterator[tuple[str, Sense | None]]:
    """The texts of an entry; of a row each cell that is no label, as its mark says."""
    if not entry.cells:
        yield entry.text, None
        return
    texts = [text for _, text in entry.cells]
    marks = [text for text in texts if _MARK.fullmatch(text.strip())]
    rest = [text for text in texts if text not in marks]
    if len(rest) > 1 and len(rest[0].split()) <= 3 < len(rest[1].split()):
        rest = rest[1:]
    sense: Sense | None = None
    if marks:
        sense = "nice" if marks[0].strip().lower()[0] in "dpno" else "must"
    for text in [max(rest, key=len)] if marks and rest else rest:
        for line in text.split("\n"):
            yield line, sense


def _sense(sentence: str, entry: Entry, part: Part | None, *, is_first: bool) -> Sense | None:
    """How a sentence asks; None where it does not."""
    if part in ("must", "nice"):
        return _listed(sentence, entry, part, is_first=is_first)
    if part == "duty":
        return _of_duty(sentence, entry, is_first=is_first)
    if part in ("about", "terms"):
        return _told_sense(sentence) if demands(sentence) and not offers(sentence) else None
    if offers(sentence):
        return None
    if wants_done(sentence) or (part == "role" and does_work(sentence)):
        return "duty"
    if asks(sentence) or (is_wish(sentence) and not is_about_us(sentence)):
        if not _asks_something(sentence):
            return "duty" if _HOLDS.match(sentence) and not names_something(sentence) else None
        return _told_sense(sentence)
    if entry.kind == "item" and describes_you(sentence):
        return _told_sense(sentence)
    is_line = entry.kind == "item" or not sentence.endswith(".")
    is_line = is_line and (entry.kind != "row" or len(sentence.split()) > _LABEL_WORDS)
    is_doing = part == "role" and re.match(r"[A-Za-z]{3,}ing\b|[Tt]o [a-z]+\b", sentence)
    if tells_duty(sentence) or is_doing or (is_line and is_deed(sentence)):
        return "duty"
    return None


def _listed(sentence: str, entry: Entry, part: Part, *, is_first: bool) -> Sense | None:
    """In a section of requirements: every item, and lines that are no talk of the company."""
    sense: Sense = "nice" if part == "nice" else "must"
    if offers(sentence) and not demands(sentence):
        return None
    if asks(sentence) or is_wish(sentence):
        return sense if _asks_something(sentence) else None
    if is_about_us(sentence):
        return None
    if entry.kind != "paragraph":
        return sense if is_first or len(sentence.split()) <= _FRAGMENT_WORDS else None
    if tells_duty(sentence):
        return "duty" if _WILL.search(sentence) else sense
    if _OURS.search(sentence):  # "Families come to us in the worst week of their lives."
        return None
    is_short = len(sentence.split()) <= _FRAGMENT_WORDS
    return sense if is_short or names_something(sentence) else None


def _of_duty(sentence: str, entry: Entry, *, is_first: bool) -> Sense | None:
    """In a section of duties: its items, and sentences that tell what the person will do."""
    if offers(sentence):
        return None
    if demands(sentence):
        return _told_sense(sentence)
    if entry.kind != "paragraph":
        return "duty" if is_first and not is_about_us(sentence) else None
    if tells_duty(sentence) or is_deed(sentence):
        return "duty"
    if is_about_us(sentence):
        return None
    if asks(sentence):
        return _told_sense(sentence)
    # A list whose bullets are drawn arrives as lines: what is no sentence is one of its items.
    return "duty" if _is_item_like(sentence) else None


def _told_sense(sentence: str) -> Sense:
    return "nice" if is_wish(sentence) else "must"


def _asks_something(sentence: str) -> bool:
    """Whether more is left than whom the company looks for ("We are looking for a cook")."""
    rest = core(sentence)
    if rest != sentence.strip(" .!") and re.match(r"(?:an?|our next|the next)\s", rest):
        return demands(sentence) or kind_of(rest, is_duty=False) != "skill"
    return True


def _is_item_like(sentence: str) -> bool:
    return sentence[-1] not in ".!?:" and 1 < len(sentence.split()) <= _FRAGMENT_WORDS


def _says_something(text: str) -> bool:
    return (
        sum(map(str.isalpha, text)) >= 2
        and plain_title(text) != ""
        and not _ONLY_MARKS.fullmatch(text.strip())
        and not _LEGEND.search(text)
        and not text.rstrip().endswith(":")
    )


def _once(found: list[Requirement]) -> Iterator[Requirement]:
    """Requirements without those that say the same words again."""
    seen: set[str] = set()
    for requirement in found:
        plain = plain_title(requirement.text)
        if plain not in seen:
            seen.add(plain)
            yield requirement
