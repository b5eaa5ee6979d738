"""What a résumé says its owner is, did and can: its claims, each with the words that make it.

By the layout of résumés in English: parts under headings, entries with dates, lists. No model is
asked, so that nothing is claimed that does not stand there.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from voicecli.interview.papers.boasts import boasts
from voicecli.interview.papers.career_lines import with_careers
from voicecli.interview.papers.credentials import credentials, is_credential
from voicecli.interview.papers.degrees import degrees_in
from voicecli.interview.papers.letterhead import is_contact, is_labelled_name, letterhead
from voicecli.interview.papers.periods import Period, read_period
from voicecli.interview.papers.resume_entries import (
    Entry,
    entries,
    is_body,
    undated,
    without_period,
)
from voicecli.interview.papers.resume_headings import Part
from voicecli.interview.papers.resume_heads import Head, degree_head, names_title, role_head
from voicecli.interview.papers.resume_lines import Line, place_of, resume_lines, runs, sentences
from voicecli.interview.papers.role_cues import is_school, title_score
from voicecli.interview.papers.skill_lists import items, labelled, names_in
from voicecli.interview.papers.to_machines import is_to_a_machine
from voicecli.interview.papers.tongues import tongues_in
from voicecli.interview.papers.work_verbs import is_past
from voicecli.interview.plan import Claim, ClaimKind, Place, Resume
from voicecli.types import Document

_MOST_CLAIMS = 400
"""More than any résumé makes; what comes later in a book is not read."""
_SKILL_WORDS = 7
_TOLD = re.compile(r"\)?\s*[:.]\s+|\)\s+(?=[A-Z])")
_DID = re.compile(r"\s+(?=([A-Z][a-z]+)\s)")
"""Behind dates, where the next line was set too near: "… – 2021 Opened the shop"."""
_LEAST_TOLD = 3
_SURE_TITLE = 2
_BETWEEN_ADDRESSES = re.compile(r"\s*[|•·;\t]\s*|\s{3,}|(?<=[a-z\d])\.\s+")
_MOST_HEAD = 20
_LEAST_LISTED = 3
_NAME_WORDS = 6
"""Words of a school's name."""
_SEEKS = re.compile(
    r"(?:to (?!date)[a-z]+|seeking|looking (?:for|to)|aspiring to|aiming to|hoping to)\b",
    re.IGNORECASE,
)
_BORN = re.compile(r"\W*(?:nationality|citizenship|place of birth)\b", re.IGNORECASE)
_LEAST_PROFILE = 6
"""Words; a shorter line under a name is a headline or an address."""


def read_resume(document: Document) -> Resume:
    """The claims of a résumé in the order in which they stand there."""
    lines = with_careers(resume_lines(document))
    over = [one for one in lines if one.part == "header" or is_labelled_name(one.text)]
    head = letterhead(over, document.path)
    claims: list[Claim] = [*head.claims]
    claims += _beside_addresses([line for line in lines if line in head.used], document.path)
    for run in runs([line for line in lines if line not in head.used]):
        claims += _READERS[run[0].part](run, document.path)
    made = [claim for claim in claims if not is_to_a_machine(claim.text)]
    return Resume(head.name, _named(_distinct(made)[:_MOST_CLAIMS]))


def _beside_addresses(lines: Sequence[Line], document: str) -> Iterator[Claim]:
    """What stands between addresses and numbers: "Registered nurse, London | 07700 900318"."""
    for line in lines:
        for piece in _BETWEEN_ADDRESSES.split(line.text):
            if is_credential(piece) and not is_contact(piece):
                yield from credentials([replace(line, text=piece, cells=())], document)


def _experience(lines: Sequence[Line], document: str) -> Iterator[Claim]:
    """Roles, and under each what it says was done there."""
    before = Head("", "")
    lines = _headed([part for line in lines for part in _told_apart(line)])
    found = entries(lines, _is_dated) or undated(lines)
    for number, entry in enumerate(found):
        head, period = role_head(entry), entry.period
        if head.organisation and not head.title and _is_employer_of(entry, found[number + 1 :]):
            before = head
            continue
        if not head.organisation and head.title and not _is_own_master(head.title):
            head = replace(head, organisation=before.organisation)
        before = head
        if degrees_in(head.title) and title_score(head.title) < _SURE_TITLE:
            yield _education_claim(entry, degree_head(entry), document)
            continue
        dates = _dates(period)
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
            yield replace(role, place=_head_place(document, entry, head))
        if any(line.cells for line in entry.head):  # what stands below a table is of all its rows
            yield from _deeds(entry.body, document)
            entry = Entry(entry.head)
        yield from (replace(deed, title=role.title, organisation=role.organisation,
                            start=role.start, end=role.end, ongoing=role.ongoing)
                    for deed in _deeds(_told(entry), document))  # fmt: skip
    if not found:
        yield from _deeds(lines, document)


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

    Dates in front of all have the title behind them.
    """
    period = read_period(line.text)
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


def _is_dated(line: Line) -> bool:
    return not is_body(line) and read_period(line.text) is not None


def _is_employer_of(entry: Entry, later: Sequence[Entry]) -> bool:
    """Whether an entry is the frame of the one below it: an employer with several posts."""
    return not entry.body and bool(later) and not role_head(later[0]).organisation


def _is_own_master(title: str) -> bool:
    return bool(
        re.search(r"\b(?:freelanc|self-employ|independent|volunteer|career break)", title, re.I)
    )


def _told(entry: Entry) -> list[Line]:
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


def _head_place(document: str, entry: Entry, head: Head) -> Place:
    """The lines that name an entry; of a row the cell that does, since rows are no text."""
    rows = [line for line in entry.head if line.cells]
    if rows:
        return place_of(document, rows[:1], head.title or head.organisation)
    return place_of(document, entry.head)


def _dates(period: Period | None) -> tuple[str, str, bool]:
    return (period.start, period.end, period.ongoing) if period else ("", "", False)


def _deeds(lines: Iterable[Line], document: str) -> Iterator[Claim]:
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


def _education(lines: Sequence[Line], document: str) -> Iterator[Claim]:
    given = len(lines)
    lines = [part for line in lines for part in _listed_apart(line)]
    if not any(degrees_in(line.text) or is_school(line.text) or line.cells for line in lines):
        credited = [line for line in lines if is_credential(line.text)]
        if (
            len(credited) * 2 >= len(lines) or len(lines) > given
        ):  # courses and tickets under "Training"
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
            yield _education_claim(entry, head, document)
        for line in entry.body:
            if is_credential(line.text):
                yield from credentials([line], document)
            elif len(line.text.split()) > 1:
                text = line.text.rstrip(".")
                yield Claim(text, "education", place_of(document, [line]), figures=boasts(text))


def _listed_apart(line: Line) -> list[Line]:
    """The parts of a line that lists several courses between semicolons."""
    pieces = [piece.strip() for piece in line.text.split(";") if piece.strip()]
    if line.cells or (len(pieces) < _LEAST_LISTED and not _are_degrees(pieces)):
        return [line]
    return [replace(line, text=piece) for piece in pieces]


def _are_degrees(pieces: Sequence[str]) -> bool:
    return len(pieces) > 1 and all(map(degrees_in, pieces))


def _education_claim(entry: Entry, head: Head, document: str) -> Claim:
    period = entry.period
    start, end, ongoing = _dates(period)
    text = ": ".join(part for part in (head.title, head.organisation) if part)
    if is_credential(text) and not degrees_in(text):
        kind: ClaimKind = "certificate"
    else:
        kind = "education"
    place = _head_place(document, entry, head)
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


_SMALL = frozenset("of the and for de la di du der van y e".split())


def _skills(lines: Sequence[Line], document: str) -> Iterator[Claim]:
    for line in lines:
        if line.cells:
            yield from _skill_row(line, document)
            continue
        for label, text in labelled(line.text):
            if is_past(text.split()[0].lower()) and len(text.split()) >= _LEAST_TOLD:
                yield from _deeds([replace(line, text=text)], document)
                continue
            pieces = items(text)
            if label and len(pieces) == 1 and len(text.split()) > _SKILL_WORDS:
                yield _skill(label, line, document)
            for piece in pieces:
                yield from _skill_or_tongue(piece, line, document)


def _skill_row(line: Line, document: str) -> Iterator[Claim]:
    """The first cell names a skill, unless it is the label of a list."""
    texts = [text for _, text in line.cells if text.strip()]
    rest = [piece for text in texts[1:] for piece in items(text)]
    if len(texts) == 2 and len(rest) > 1:
        for piece in rest:
            yield from _skill_or_tongue(piece, line, document)
    elif texts:
        first = next(iter(_skill_or_tongue(texts[0], line, document)))
        text = " – ".join(texts) if len(texts) > 1 else first.text
        yield replace(first, text=text)


def _skill_or_tongue(piece: str, line: Line, document: str) -> Iterator[Claim]:
    """One claim; a sentence that tells what was done is an achievement."""
    tongues = tongues_in(piece)
    if tongues and len(piece.split()) <= _SKILL_WORDS:
        yield Claim(piece, "language", place_of(document, [line], piece), tongues)
    elif len(piece.split()) > _SKILL_WORDS and boasts(piece):
        yield from _deeds([replace(line, text=piece)], document)
    else:
        yield _skill(piece, line, document)


def _skill(text: str, line: Line, document: str) -> Claim:
    return Claim(text, "skill", place_of(document, [line], text), names_in(text))


def _languages(lines: Sequence[Line], document: str) -> Iterator[Claim]:
    for line in lines:
        if line.cells:
            yield from _skill_row(line, document)
            continue
        parts = labelled(line.text)
        if any(tongues_in(label) for label, _ in parts):  # "Danish: native; German: B2"
            parts = [("", line.text)]
        pieces = [piece for _, text in parts for piece in _by_tongue(text)]
        pieces = pieces if any(map(tongues_in, pieces)) else items(line.text)
        for piece in pieces:
            yield from _skill_or_tongue(piece, line, document)


def _by_tongue(text: str) -> list[str]:
    """A line cut so that each language keeps the level behind it, behind a comma or a dash."""
    starts = [match.start() for match in re.finditer(r"[^\W\d_]+", text) if tongues_in(match[0])]
    if not starts:
        return []
    fronts = [
        max(text.rfind(mark, 0, start) + len(mark) for mark in (",", ";", "|", "•", "\n", ". "))
        if any(text.rfind(mark, 0, start) >= 0 for mark in (",", ";", "|", "•", "\n", ". "))
        else 0
        for start in starts
    ]
    cuts = sorted({*fronts, *starts} if len(starts) > len(set(fronts)) else set(fronts))
    ends = [*cuts[1:], len(text)]
    pieces = [text[cut:end].strip(" ,;|•\t\n") for cut, end in zip(cuts, ends, strict=True)]
    return [re.sub(r"\s+(?:and|&)$", "", piece).rstrip(".") for piece in pieces if piece]


def _certificates(lines: Sequence[Line], document: str) -> Iterator[Claim]:
    yield from credentials(lines, document)


def _projects(lines: Sequence[Line], document: str) -> Iterator[Claim]:
    """What was made, and the deeds under it."""
    found = entries(lines, _is_dated) or undated(lines)
    if not found:
        for line in lines:
            text = line.text.rstrip(".")
            if len(text.split()) > 1:
                place = place_of(document, [line])
                yield Claim(text, "project", place, figures=boasts(text))
    for entry in found:
        start, end, ongoing = _dates(entry.period)
        title = " ".join(without_period(entry.head[0].text).split()) if entry.head else ""
        title = title.replace(", )", ")").replace(" ,", ",")
        project = Claim(
            title, "project", Place(document, "", 0), (), title, "", start, end, ongoing
        )
        if title:
            place = _head_place(document, entry, Head(title, ""))
            yield replace(project, place=place)
        for deed in _deeds(_told(entry), document):
            yield replace(deed, title=title, start=start, end=end, ongoing=ongoing)


def _summary(lines: Sequence[Line], document: str) -> Iterator[Claim]:
    """What a profile tells; what its owner seeks is not what was done."""
    told = [line for line in lines if len(line.text.split()) > 2]
    yield from (deed for deed in _deeds(told, document) if not _SEEKS.match(deed.text))


def _header(lines: Sequence[Line], document: str) -> Iterator[Claim]:
    """The sentences of a letterhead: a profile without a heading."""
    for line in lines:
        if len(line.text.split()) >= _LEAST_PROFILE:
            for sentence in sentences(line.text):
                part = replace(line, text=sentence)
                if len(sentence.split()) >= _LEAST_PROFILE:
                    yield from _summary([part], document)
                elif is_credential(sentence):
                    yield from credentials([part], document)
        elif is_credential(line.text):  # "Registered Social Worker (SWE)"
            yield from credentials([line], document)


def _other(lines: Sequence[Line], document: str) -> Iterator[Claim]:
    """Of what stands at the end of a résumé the certificates and the languages."""
    for line in lines:
        for sentence in sentences(line.text):
            part = replace(line, text=sentence, cells=())
            if is_credential(sentence):
                yield from credentials([part], document)
            elif _BORN.match(sentence):
                continue
            elif tongues_in(sentence) and _by_tongue(sentence):
                yield from _languages([part], document)


_READERS: dict[Part, Callable[[Sequence[Line], str], Iterator[Claim]]] = {
    "header": _header,
    "summary": _summary,
    "experience": _experience,
    "education": _education,
    "skills": _skills,
    "certificates": _certificates,
    "languages": _languages,
    "projects": _projects,
    "achievements": _summary,
    "other": _other,
}


def _distinct(claims: Iterable[Claim]) -> list[Claim]:
    """Claims without those that say the same of the same time again."""
    return list(
        {
            (one.kind, one.text.lower(), one.organisation, one.start): one
            for one in reversed(list(claims))
        }.values()
    )[::-1]


def _named(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Claims with the skills of the résumé's own lists that their sentences speak of."""
    skills = [name for claim in claims if claim.kind == "skill" for name in claim.names]
    patterns = {
        name: re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE if len(name) > 3 else 0)
        for name in dict.fromkeys(skills)
    }
    return tuple(
        replace(
            claim, names=tuple(n for n, pattern in patterns.items() if pattern.search(claim.text))
        )
        if claim.kind in ("achievement", "project", "role")
        else claim
        for claim in claims
    )
