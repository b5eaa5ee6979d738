"""What each section of a job description tells: what is asked for, what is done, or the rest."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from voicecli.interview.papers.asked_pieces import core
from voicecli.interview.papers.asking import tells_duty
from voicecli.interview.papers.criteria_marks import with_marks
from voicecli.interview.papers.deeds import is_deed
from voicecli.interview.papers.job_headings import Part, is_heading, part_of
from voicecli.interview.papers.not_asked import offers
from voicecli.interview.papers.paper_parts import Entry, Section
from voicecli.interview.papers.requirement_kinds import kind_of
from voicecli.interview.papers.titles import plain_title
from voicecli.interview.papers.wishes import is_wish

_LEAD_WORDS = 5
_CLOSES = re.compile(
    r"\W*(?:(?:(?:with )?(?:best|kind|kindest|warm|warmest|many) )?(?:wishes|regards)"
    r"|(?:kind|best|warm)(?:est)? (?:regards|wishes)|yours(?: (?:sincerely|faithfully|truly))?"
    r"|sincerely|many thanks|thanks(?: so much)?|thank you|cheers|best|all the best)\W*$",
    re.IGNORECASE,
)
_SIGNATURE_WORDS = 12
_WILL_BE = re.compile(r"\b(?:you(?:'|’)?(?:ll| will)|will)(?: be)?\W*$", re.IGNORECASE)


def told_parts(sections: tuple[Section, ...]) -> Iterator[tuple[Section, Part | None]]:
    """The sections, each with what it tells by its heading, or by its list where that says none."""
    whole = map(with_marks, _whole(tuple(map(_unsigned, sections))))
    first = _first_line(sections)
    parts = [(s, _part(s, first=s.line == first)) for s in whole]
    is_told = any(part in ("must", "nice") and section.entries for section, part in parts)
    for section, part in parts:
        if part is None and not is_told and _are_asked(section.entries):
            part = "must"
        is_own = part_of(section.title) is not None
        if not is_own and _are_offered(section.entries):
            part = "offer"
        elif not is_own and part == "duty" and not _are_deeds(section.entries):
            part = "must" if _are_asked(section.entries) else part
        elif part in (None, "role") and _are_deeds(section.entries):
            part = "duty"
        elif part == "role" and is_told and _is_list(section.entries):
            part = "duty"  # "The job: saddle jib cranes up to 200 m, daily checks"
        yield section, part


def _first_line(sections: tuple[Section, ...]) -> int:
    """Where the paper's title stands: at its beginning, or below a letterhead."""
    if len(sections) > 1 and not sections[0].title and sections[1].title:
        short = (len(entry.text.split()) <= _SIGNATURE_WORDS for entry in sections[0].entries)
        if all(short):
            return sections[1].line
    return sections[0].line if sections else 0


def _whole(sections: tuple[Section, ...]) -> Iterator[Section]:
    """The sections; headings with nothing below that head nothing are lines of the one before.

    Lines in bold, each a requirement, look like headings to a reader.
    """
    told: Section | None = None
    for section in sections:
        is_line = not section.entries and section.title and part_of(section.title) is None
        is_line = is_line and not section.title.endswith(":") and not section.title.isupper()
        if told and is_line and told.title:
            entry = Entry(section.title, "paragraph", section.line, section.page)
            yield replace(told, entries=(entry,))
            continue
        told = section
        yield section


def _unsigned(section: Section) -> Section:
    """A section without the end of a letter: the greeting, and the name and firm below it."""
    ends = (number for number, entry in enumerate(section.entries) if _CLOSES.match(entry.text))
    end = next(ends, len(section.entries))
    rest = section.entries[end:]
    if all(len(entry.text.split()) <= _SIGNATURE_WORDS for entry in rest):
        return replace(section, entries=section.entries[:end])
    return section


def _part(section: Section, *, first: bool) -> Part | None:
    """What a section tells: by its own heading, else by those above it."""
    title = section.title
    if len(title.split()) >= _LEAD_WORDS and title.endswith(":") and not first:
        if is_wish(title):
            return "nice"
        if tells_duty(title):
            return "duty"
    if _WILL_BE.search(title) and all(is_deed(entry.text) for entry in section.entries):
        return "duty"
    own = part_of(title) if not first or is_heading(plain_title(title)) else None
    above = [part for part in map(_strict, reversed(section.above)) if part]
    if own == "must" and above[:1] in (["nice"], ["offer"], ["apply"]):
        return above[0]
    if own is not None:
        return own
    if above:
        return above[0]
    return None if not section.under else _strict(section.under)


def _strict(title: str) -> Part | None:
    return part_of(title) if is_heading(plain_title(title)) else None


def _is_list(entries: Sequence[Entry]) -> bool:
    items = [entry for entry in entries if entry.kind == "item"]
    return len(items) > 1 and not any(offers(entry.text) for entry in items)


def _are_offered(entries: Sequence[Entry]) -> bool:
    """Whether a list is one of what a company gives, by half of its items at least."""
    items = [entry.text for entry in entries if entry.kind == "item"] or [e.text for e in entries]
    return len(items) > 1 and sum(map(offers, items)) * 2 >= len(items)


def _are_asked(entries: Sequence[Entry]) -> bool:
    """Whether a list under a heading that tells nothing is one of requirements."""
    items = [entry.text for entry in entries if entry.kind == "item"]
    plain = [kind_of(core(item), is_duty=False) != "skill" for item in items]
    no_offer = not any(map(offers, items)) and not _are_deeds(entries)
    return len(items) > 1 and no_offer and sum(plain) * 3 >= len(items)


def _are_deeds(entries: Sequence[Entry]) -> bool:
    """Whether most items of a list begin with a verb, as duties do; the rest are such, too."""
    items = [entry.text for entry in entries if entry.kind == "item"]
    return len(items) > 1 and sum(map(is_deed, items)) > len(items) / 2
