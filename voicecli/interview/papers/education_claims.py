"""What a résumé says of degrees, schools and courses."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from voicecli.interview.papers.boasts import boasts
from voicecli.interview.papers.claim_parts import dates_of, head_place
from voicecli.interview.papers.credentials import credentials, is_credential
from voicecli.interview.papers.degrees import degrees_in
from voicecli.interview.papers.periods import read_period
from voicecli.interview.papers.resume_entries import Entry, entries, is_body, without_period
from voicecli.interview.papers.resume_heads import Head, degree_head
from voicecli.interview.papers.resume_lines import Line, place_of
from voicecli.interview.papers.role_cues import is_school
from voicecli.interview.plan import Claim, ClaimKind

_MOST_HEAD = 20
_LEAST_LISTED = 3
_SHORT_NAME = re.compile(r"[A-Z][A-Za-z]*[A-Z0-9][\w+-]*")
"""A course or a paper of one word: "AM2"."""
_COURSES = re.compile(r"\b(?:training|courses?|tickets|development)\b", re.IGNORECASE)
_TAUGHT = re.compile(r"\b(?:education|academic|stud(?:y|ies)|school)", re.IGNORECASE)
_NAME_WORDS = 6
"""Words of a school's name."""
_SMALL = frozenset("of the and for de la di du der van y e".split())


def education(lines: Sequence[Line], document: str) -> Iterator[Claim]:
    """Degrees and schools, what is told below them, and courses under the same heading."""
    given = len(lines)
    lines = [part for line in lines for part in _listed_apart(line)]
    if not any(degrees_in(line.text) or is_school(line.text) or line.cells for line in lines):
        credited = [line for line in lines if is_credential(line.text)]
        is_listed = len(credited) * 2 >= len(lines) or len(lines) > given
        if is_listed or _are_courses(lines):  # courses and tickets under "Training"
            yield from credentials(lines, document)
            return
    if any(degrees_in(line.text) for line in lines):
        found = entries(lines, lambda line: bool(degrees_in(line.text)), _is_aside)
    else:
        found = entries(lines, _is_taught) or entries(lines, lambda line: not is_body(line))
    if not found:
        yield from credentials(lines, document)
    for entry in found:
        head = degree_head(entry)
        if entry.head:
            yield education_claim(entry, head, document)
        for line in entry.body:
            if is_credential(line.text) or _SHORT_NAME.fullmatch(line.text.strip()):
                yield from credentials([line], document)
            elif len(line.text.split()) > 1:
                text = line.text.rstrip(".")
                yield Claim(text, "education", place_of(document, [line]), figures=boasts(text))


def _are_courses(lines: Sequence[Line]) -> bool:
    """Whether lines stand under "Training" or the like, and none of them was held at a time."""
    headings = {line.heading for line in lines}
    is_headed = all(_COURSES.search(one) and not _TAUGHT.search(one) for one in headings)
    return is_headed and not any(_has_span(line.text) for line in lines)


def _has_span(text: str) -> bool:
    period = read_period(text)
    return period is not None and not period.single


def _listed_apart(line: Line) -> list[Line]:
    """The parts of a line that lists several courses between semicolons."""
    pieces = [piece.strip() for piece in line.text.split(";") if piece.strip()]
    if line.cells or (len(pieces) < _LEAST_LISTED and not _are_degrees(pieces)):
        return [line]
    return [replace(line, text=piece) for piece in pieces]


def _are_degrees(pieces: Sequence[str]) -> bool:
    return len(pieces) > 1 and all(map(degrees_in, pieces))


def education_claim(entry: Entry, head: Head, document: str) -> Claim:
    """The claim of one degree, or of a certificate where an entry names none."""
    period = entry.period
    start, end, ongoing = dates_of(period)
    text = ": ".join(part for part in (head.title, head.organisation) if part)
    if is_credential(text) and not degrees_in(text):
        kind: ClaimKind = "certificate"
    else:
        kind = "education"
    place = head_place(document, entry, head)
    if period and period.single:  # the year of the degree
        start = ""
    return Claim(
        text or place.quote, kind, place, (), head.title, head.organisation, start, end, ongoing
    )


def _is_taught(line: Line) -> bool:
    return (read_period(line.text) is not None or is_school(line.text)) and not is_body(line)


def _is_aside(line: Line) -> bool:
    """Whether a line beside degrees names neither degree nor school nor dates."""
    if degrees_in(line.text) or is_school(line.text):
        return len(without_period(line.text).split()) > _MOST_HEAD
    if line.kind == "text" and _is_all_capitalised(without_period(line.text)):
        return is_credential(line.text)
    return is_credential(line.text) or is_body(line) or read_period(line.text) is None


def _is_all_capitalised(text: str) -> bool:
    """Whether a text has only words with capitals, as names of schools do, or none at all."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if word.lower() not in _SMALL]
    return len(words) <= _NAME_WORDS and all(word[0].isupper() for word in words)
