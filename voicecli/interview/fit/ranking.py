"""What an interview could be about, in the order of its weight: strengths, gaps, claims.

Each candidate says why, for a person to read, and on which words of which document it stands.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from voicecli.interview.fit.doubts import Doubtful, doubts, similar
from voicecli.interview.fit.matching import is_of_any_work
from voicecli.interview.fit.spellings import keys, variants
from voicecli.interview.papers.to_machines import is_to_a_machine
from voicecli.interview.plan import Claim, Job, Match, Place, Requirement, Resume, TopicKind
from voicecli.protocols import Embedder

Ground = Literal[
    "evidence", "missing", "partly", "figure", "break", "short-stay", "jump", "no-deeds"
]
_STRENGTH, _GAP, _PARTLY, _NICE = 0.62, 0.72, 0.6, 0.3
"""Weights of what a job must have that is shown, is missing, is shown in part; less when nice."""
_SOFTER: dict[str, float] = {"trait": 0.2, "duty": 0.08}
"""What is taken from gaps that a résumé seldom names in so many words."""
_FORMAL, _ALSO_SOFT = 0.25, 0.12
"""And from what is settled in a word, or is asked of everybody."""
_SETTLED = re.compile(
    r"\b(?:right to (?:live and )?work|work permit|visa|driv(?:ing|er['’]?s) licen[cs]e"
    r"|own (?:car|transport|vehicle)"
    r"|car (?:owner|driver)|access to (?:a |your own )?(?:car|vehicle)|dbs|background check"
    r"|criminal record"
    r"|references|travel|commut\w+|relocat\w+|weekends?|saturdays?|sundays?|nights?"
    r"|evenings?|shifts?|overtime"
    r"|rota|unsocial|flexib\w+|hours|immediate start|over 18|\d+ years of age)\b",
    re.IGNORECASE,
)
_ASKED_OF_ALL = re.compile(
    r"\b(?:communicat\w+|interpersonal|people skills|attention to detail|team ?work\w*"
    r"|team[- ]player|pressure"
    r"|hard-?working|organi[sz]ational|time[- ]management|multi-?task\w*"
    r"|(?:basic |good )?(?:it|computer) skills"
    r"|computer literate|comfortable|happy|friendly|punctual\w*|enthusias\w+|passion\w*"
    r"|self-motivated"
    r"|attitude|sense of humou?r|reliable)\b",
    re.IGNORECASE,
)
_WISHED = 0.25
"""What the person's instructions add."""
_NEAR = 0.72
"""Likeness from which two requirements lead to the same talk."""
_WISHED_NEAR = 0.45
_SAME_WORDS = 0.6
_TITLE_WORDS = 8
_NAMES = 3
_MOST_PLACES = 4
_KINDS_HARD = ("skill", "experience", "education", "certificate", "language")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something to talk about.

    `title` is short; `why` is a sentence; `weight` 0..1. `requirements` and `claims` are their
    numbers in the job and the résumé, the weightiest first; several requirements where they would
    have led to the same talk.
    """

    kind: TopicKind
    ground: Ground
    title: str
    why: str
    weight: float
    places: tuple[Place, ...]
    requirements: tuple[int, ...] = ()
    claims: tuple[int, ...] = ()


def rank(
    job: Job,
    resume: Resume,
    matches: Sequence[Match],
    instructions: str = "",
    *,
    today: date,
    embedder: Embedder | None = None,
) -> tuple[Candidate, ...]:
    """Candidates for topics, the weightiest first; what speaks to a machine is none.

    `instructions` raise what they are about.
    """
    asked = [
        candidate for found in matches if (candidate := _of_match(found, job, resume)) is not None
    ]
    told = [_of_doubt(one, resume) for one in _distinct(doubts(resume, today))]
    merged = _merged([*asked, *_apart(told, asked)], job, embedder)
    wished = _wished(merged, instructions, embedder)
    return tuple(sorted(wished, key=lambda one: -one.weight))


def _of_match(found: Match, job: Job, resume: Resume) -> Candidate | None:
    requirement = job.requirements[found.requirement]
    if is_to_a_machine(requirement.text):
        return None
    claims = tuple(n for n in found.claims if not is_to_a_machine(resume.claims[n].text))
    early = 0.06 * (1 - found.requirement / max(1, len(job.requirements)))
    title = title_of(requirement)
    kind: TopicKind
    ground: Ground
    places = (requirement.place, *(resume.claims[n].place for n in claims))[:_MOST_PLACES]
    if found.fit == "met":
        weight = _STRENGTH + 0.12 * _quality(claims, resume) + early
        kind, ground, why = "strength", "evidence", _why_met(title, claims, resume)
    elif found.fit == "partly":
        weight = _PARTLY + 0.1 * bool(requirement.years) + early
        kind, ground, why = "gap", "partly", _why_partly(requirement, claims, resume)
    else:
        # What is like it may be the same in other words: such a gap is less certain.
        weight = _GAP + 0.06 * (requirement.kind in _KINDS_HARD) + early - 0.15 * found.likeness
        kind, ground = "gap", "missing"
        why = f"The job asks for {title}, and the résumé does not mention it."
    weight -= 0 if requirement.must else _NICE
    weight -= _SOFTER.get(requirement.kind, 0.0) if found.fit != "met" else 0.0
    weight -= _lighter(requirement, job)
    weight -= _ALSO_SOFT if is_of_any_work(requirement) else 0.0
    return Candidate(
        kind,
        ground,
        title,
        why,
        round(min(max(weight, 0.0), 1.0), 3),
        places,
        (found.requirement,),
        claims,
    )


def _lighter(requirement: Requirement, job: Job) -> float:
    """What is taken from something that says little about who is fit for this very job."""
    if requirement.kind not in ("skill", "trait", "certificate") or requirement.years:
        return 0.0
    settled = _SETTLED.search(requirement.text)
    if settled and not keys(settled[0]) & keys(job.title):  # a driver's licence is no formality
        return _FORMAL
    soft = requirement.kind == "skill" and _ASKED_OF_ALL.search(requirement.text)
    return _ALSO_SOFT if soft else 0.0


def title_of(requirement: Requirement) -> str:
    """A requirement in a few words: its names, or how its text begins."""
    if requirement.names and requirement.kind in ("skill", "certificate", "language"):
        return ", ".join(requirement.names[:_NAMES])
    words = requirement.text.strip().rstrip(".").split()
    return " ".join(words[:_TITLE_WORDS]).rstrip(" ,;:–—-")


def _quality(claims: Sequence[int], resume: Resume) -> float:
    """How well something is shown: by deeds with figures, by deeds, or by its name alone."""
    shown = [resume.claims[number] for number in claims]
    deeds = [claim for claim in shown if claim.kind in ("achievement", "role", "project")]
    if any(claim.figures for claim in deeds):
        return 1.0
    return 0.7 if deeds else 0.3


def _why_met(title: str, claims: Sequence[int], resume: Resume) -> str:
    if not claims:
        return f"The job asks for {title}, which the résumé shows."
    return f"The job asks for {title}, and the résumé says: “{_quote(resume.claims[claims[0]])}”."


def _why_partly(requirement: Requirement, claims: Sequence[int], resume: Resume) -> str:
    asked = requirement.text.strip().rstrip(".")
    if not claims:
        return f"The job asks for “{asked}”; the résumé shows only a part of that."
    quote = _quote(resume.claims[claims[0]])
    return f"The job asks for “{asked}”; what comes nearest in the résumé is “{quote}”."


def _quote(claim: Claim) -> str:
    return claim.place.quote.rstrip(".")


def _of_doubt(one: Doubtful, resume: Resume) -> Candidate:
    places = tuple(resume.claims[number].place for number in one.claims)
    return Candidate(
        "claim", one.doubt, one.title, one.why, round(one.strength, 3), places, (), one.claims
    )


def _distinct(found: Sequence[Doubtful]) -> list[Doubtful]:
    """Doubts without those that a weightier one of the same claims covers."""
    kept: list[Doubtful] = []
    for one in found:
        if not any(similar(one, other) for other in kept):
            kept.append(one)
    return kept


def _apart(told: Sequence[Candidate], asked: Sequence[Candidate]) -> list[Candidate]:
    """Claims to verify that are not what a strength would begin with anyway."""
    first = {one.claims[0] for one in asked if one.kind == "strength" and one.claims}
    return [one for one in told if not (one.ground == "figure" and set(one.claims) & first)]


def _merged(found: Sequence[Candidate], job: Job, embedder: Embedder | None) -> list[Candidate]:
    """Candidates of one kind that would lead to the same talk as one, the weightiest speaking."""
    near = _nearness([one.title for one in found], embedder)
    kept: list[tuple[int, Candidate]] = []
    for number in sorted(range(len(found)), key=lambda n: -found[n].weight):
        one = found[number]
        for place, (other_number, other) in enumerate(kept):
            if _same_talk(one, other, job, near[number][other_number]):
                kept[place] = (other_number, _both(other, one))
                break
        else:
            kept.append((number, one))
    return [one for _, one in kept]


def _same_talk(one: Candidate, other: Candidate, job: Job, near: float) -> bool:
    if not one.requirements or not other.requirements or one.kind != other.kind:
        return False
    mine, yours = (_words(candidate, job) for candidate in (one, other))
    share = len(mine & yours) / max(1, min(len(mine), len(yours)))
    same_first = bool(one.claims) and one.claims[:1] == other.claims[:1]
    return near >= _NEAR or share > _SAME_WORDS or (same_first and one.kind == "strength")


def _words(candidate: Candidate, job: Job) -> frozenset[str]:
    """What a candidate is about, by the stems of its names or its text in all their spellings."""
    requirement = job.requirements[candidate.requirements[0]]
    texts = requirement.names or (requirement.text,)
    return frozenset(key for text in texts for one in variants(text) for key in keys(one))


def _both(first: Candidate, second: Candidate) -> Candidate:
    return replace(
        first,
        weight=round(min(1.0, first.weight + 0.02), 3),
        places=tuple(dict.fromkeys((*first.places, *second.places)))[:_MOST_PLACES],
        requirements=tuple(dict.fromkeys((*first.requirements, *second.requirements))),
        claims=tuple(dict.fromkeys((*first.claims, *second.claims))),
    )


def _nearness(texts: Sequence[str], embedder: Embedder | None) -> Sequence[Sequence[float]]:
    """The likeness of each text to each; 0 without an embedder."""
    if embedder is None or not texts:
        return [[0.0] * len(texts) for _ in texts]
    vectors = embedder.embed(texts)
    likeness: list[list[float]] = (vectors @ vectors.T).tolist()
    return likeness


def _wished(
    found: Sequence[Candidate], instructions: str, embedder: Embedder | None
) -> list[Candidate]:
    """Candidates with more weight where the instructions are about them."""
    wanted = keys(instructions)
    if not found or not instructions.strip():
        return list(found)
    texts = [f"{one.title}. {one.why}" for one in found]
    near = [0.0] * len(found)
    if embedder is not None:
        vectors = embedder.embed([instructions, *(one.title for one in found)])
        near = (vectors[1:] @ vectors[0]).tolist()
    return [
        replace(one, weight=round(min(1.0, one.weight + _WISHED), 3))
        if keys(text) & wanted or likeness >= _WISHED_NEAR
        else one
        for one, text, likeness in zip(found, texts, near, strict=True)
    ]
