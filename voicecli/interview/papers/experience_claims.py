"""What a résumé says of posts and of projects, and under each what was done there."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from voicecli.interview.papers.boasts import boasts
from voicecli.interview.papers.claim_parts import dates_of, deeds, head_place, told_of
from voicecli.interview.papers.credentials import credentials, is_credential
from voicecli.interview.papers.degrees import degrees_in
from voicecli.interview.papers.education_claims import education_claim
from voicecli.interview.papers.periods import Period, read_period
from voicecli.interview.papers.resume_entries import (
    Entry,
    entries,
    is_dated,
    is_until,
    undated,
    without_period,
)
from voicecli.interview.papers.resume_heads import Head, degree_head, names_title, role_head
from voicecli.interview.papers.resume_lines import Line, place_of
from voicecli.interview.papers.role_cues import place_score, title_score
from voicecli.interview.papers.work_verbs import is_past
from voicecli.interview.plan import Claim, Place

_TOLD = re.compile(r"\)?\s*[:.]\s+|\)\s+(?=[A-Z])")
_DID = re.compile(r"\s+(?=([A-Z][a-z]+)\s)")
"""Behind dates, where the next line was set too near: "… – 2021 Opened the shop"."""
_STOP = re.compile(r"(?<=[a-z]{3})[.!]\s+(?=[A-Z])")
_FIRST = re.compile(r"\s*[,|(–—]\s*|\s+(?:at|for)\s+")
"""What stands behind a title."""
_HEAD_WORDS = 12
_LEAST_TOLD = 3
_SURE_TITLE = 2
_NAME_WORDS = 6
"""Words of an employer's name."""


def experience(lines: Sequence[Line], document: str) -> Iterator[Claim]:
    """Roles, and under each what it says was done there."""
    before = Head("", "")
    lines = _headed([part for line in lines for part in _told_apart(line)])
    found = entries(lines, is_dated) or undated(lines)
    for number, entry in enumerate(found):
        head, period = role_head(entry), entry.period
        if head.organisation and not head.title and _is_employer_of(entry, found[number + 1 :]):
            before = head
            continue
        if not head.organisation and head.title and not _is_own_master(head.title):
            head = replace(head, organisation=before.organisation)
        before = head
        if degrees_in(head.title) and title_score(head.title) < _SURE_TITLE:
            yield education_claim(entry, degree_head(entry), document)
            continue
        dates = dates_of(period)
        role = Claim(
            ": ".join(part for part in (head.title, head.organisation) if part),
            "role",
            Place(document, "", 0),
            title=head.title,
            organisation=head.organisation,
            start=dates[0],
            end=dates[1],
            ongoing=dates[2],
        )
        if entry.head and role.text:
            yield replace(role, place=head_place(document, entry, head))
        if not any(line.cells for line in entry.head):
            told = [*(line for line in entry.head if _is_paper(line)), *filter(_holds, entry.body)]
            yield from credentials(told, document)
            entry = Entry(entry.head, [line for line in entry.body if not _holds(line)])
        if any(line.cells for line in entry.head):  # what stands below a table is of all its rows
            yield from deeds(entry.body, document)
            entry = Entry(entry.head)
        yield from (replace(deed, title=role.title, organisation=role.organisation,
                            start=role.start, end=role.end, ongoing=role.ongoing)
                    for deed in deeds(told_of(entry), document))  # fmt: skip
    if not found:
        yield from deeds(lines, document)


def _headed(lines: Sequence[Line]) -> list[Line]:
    """Lines, those right over a labelled title as headings: the employer, often numbered."""
    found = list(lines)
    for number, line in enumerate(lines[1:]):
        above = lines[number]
        if names_title(line.text) and not above.cells and len(above.text.split()) <= _NAME_WORDS:
            found[number] = replace(above, kind="heading")
    return found


def _told_apart(line: Line) -> list[Line]:
    """A line cut behind its dates where what was done follows: "Cook at Inn (2019 – 2021): …".

    Dates in front of all have the title behind them. So is one cut where a post with its dates
    stands behind what was done in the one before: a page may set it too near.
    """
    period = read_period(line.text)
    if period and not line.cells and (begin := _next_post(line.text, period)):
        done = replace(line, text=line.text[:begin].rstrip())
        return [done, *_told_apart(replace(line, text=line.text[begin:], kind="text"))]
    if period is None or period.single or line.cells:
        return [line]
    rest = _TOLD.match(line.text, period.span[1]) or _DID.match(line.text, period.span[1])
    if rest and rest.re is _DID and not is_past(rest[1].lower()):
        return [line]
    if rest is None or len(line.text[rest.end() :].split()) < _LEAST_TOLD:
        return [line]
    before = line.text[: period.span[0]]
    if rest.re is _TOLD and not any(map(str.isalnum, before)):
        return [line]
    head = replace(line, text=line.text[: rest.start() + 1].rstrip(" :."))
    return [head, replace(line, text=line.text[rest.end() :], kind="item")]


def _next_post(text: str, period: Period) -> int:
    """Where a post begins behind the end of a sentence, with its dates; 0 where none does."""
    stops = [stop.end() for stop in _STOP.finditer(text, 0, period.span[0])]
    if not stops or period.single or text[period.span[1] :].strip(" .)"):
        return 0
    head = text[stops[-1] : period.span[0]]
    is_head = len(head.split()) <= _HEAD_WORDS and title_score(_FIRST.split(head)[0]) > 1
    return stops[-1] if is_head else 0


def _holds(line: Line) -> bool:
    """Whether a line tells until when a paper holds."""
    return is_until(line.text) and len(line.text.split()) <= _HEAD_WORDS


def _is_paper(line: Line) -> bool:
    """Whether a line without dates names a licence, which no post is called by."""
    text = line.text
    is_post = title_score(_FIRST.split(text)[0]) > 1 or place_score(text) > 1
    return line.kind != "heading" and is_credential(text) and not is_dated(line) and not is_post


def _is_employer_of(entry: Entry, later: Sequence[Entry]) -> bool:
    """Whether an entry is the frame of the one below it: an employer with several posts."""
    return not entry.body and bool(later) and not role_head(later[0]).organisation


def _is_own_master(title: str) -> bool:
    return bool(
        re.search(r"\b(?:freelanc|self-employ|independent|volunteer|career break)", title, re.I)
    )


def projects(lines: Sequence[Line], document: str) -> Iterator[Claim]:
    """What was made, and the deeds under it."""
    found = entries(lines, is_dated) or undated(lines)
    if not found:
        for line in lines:
            text = line.text.rstrip(".")
            if len(text.split()) > 1:
                place = place_of(document, [line])
                yield Claim(text, "project", place, figures=boasts(text))
    for entry in found:
        start, end, ongoing = dates_of(entry.period)
        title = " ".join(without_period(entry.head[0].text).split()) if entry.head else ""
        title = title.replace(", )", ")").replace(" ,", ",")
        project = Claim(
            title, "project", Place(document, "", 0), (), title, "", start, end, ongoing
        )
        if title:
            place = head_place(document, entry, Head(title, ""))
            yield replace(project, place=place)
        for deed in deeds(told_of(entry), document):
            yield replace(deed, title=title, start=start, end=end, ongoing=ongoing)
