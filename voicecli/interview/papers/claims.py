"""What a résumé says its owner is, did and can: its claims, each with the words that make it.

By the layout of résumés in English: parts under headings, entries with dates, lists. No model is
asked, so that nothing is claimed that does not stand there.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from voicecli.interview.papers.career_lines import with_careers
from voicecli.interview.papers.claim_parts import deeds
from voicecli.interview.papers.credentials import credentials, is_credential
from voicecli.interview.papers.education_claims import education
from voicecli.interview.papers.experience_claims import experience, projects
from voicecli.interview.papers.letterhead import is_contact, is_labelled_name, letterhead
from voicecli.interview.papers.resume_headings import Part
from voicecli.interview.papers.resume_lines import Line, resume_lines, runs, sentences
from voicecli.interview.papers.skill_claims import by_tongue, languages, skills
from voicecli.interview.papers.to_machines import is_to_a_machine
from voicecli.interview.papers.tongues import tongues_in
from voicecli.interview.plan import Claim, Resume
from voicecli.types import Document

_MOST_CLAIMS = 400
"""More than any résumé makes; what comes later in a book is not read."""
_BETWEEN_ADDRESSES = re.compile(r"\s*[|•·;\t]\s*|\s{3,}|(?<=[a-z\d])\.\s+")
_SEEKS = re.compile(
    r"(?:to (?!date)[a-z]+|seeking|looking (?:for|to)|aspiring to|aiming to|hoping to)\b",
    re.IGNORECASE,
)
"""How an objective begins."""
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


def _certificates(lines: Sequence[Line], document: str) -> Iterator[Claim]:
    yield from credentials(lines, document)


def _summary(lines: Sequence[Line], document: str) -> Iterator[Claim]:
    """What a profile tells; what its owner seeks is not what was done."""
    told = [line for line in lines if len(line.text.split()) > 2]
    yield from (deed for deed in deeds(told, document) if not _SEEKS.match(deed.text))


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
            elif tongues_in(sentence) and by_tongue(sentence):
                yield from languages([part], document)


_READERS: dict[Part, Callable[[Sequence[Line], str], Iterator[Claim]]] = {
    "header": _header,
    "summary": _summary,
    "experience": experience,
    "education": education,
    "skills": skills,
    "certificates": _certificates,
    "languages": languages,
    "projects": projects,
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
