"""Which of the ranked candidates become topics: what was asked for first, then kinds in turns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

import numpy as np
from rapidfuzz import fuzz

from voicecli.analysis.english import content_stems
from voicecli.interview.fit.ranking import Candidate
from voicecli.interview.plan import Job, Resume, TopicKind
from voicecli.interview.planning.wishes import Wishes
from voicecli.protocols import Embedder

SAME_TITLE = 85.0
SAME_MEANING = 0.85
"""Two candidates are one topic when their titles are so alike (0..100), or so near (cosine)."""
NEAR = 0.5
"""Cosine from which a candidate is what somebody asked for, or wants left out."""

_IN_TURNS: tuple[TopicKind, ...] = ("gap", "strength", "claim")
_KIND_WORDS: dict[TopicKind, re.Pattern[str]] = {
    "gap": re.compile(
        r"(?:weak(?:ness|nesses| points?| spots?)|(?:skill )?gaps?|what(?:'s| is) missing"
        r"|what i lack|shortcomings"
        r"|(?:requirements?|things|skills|what|points) (?:that )?i (?:do not|don't|cannot|can't"
        r"|lack)"
        r"(?: (?:meet|have|fulfil|fulfill|show))?)",
        re.IGNORECASE,
    ),
    "strength": re.compile(
        r"(?:strengths?|strong points?|what i(?:'m| am) good at)", re.IGNORECASE
    ),
    "claim": re.compile(
        r"(?:claims?|achievements?|(?:cv|r[eé]sum[eé])(?: claims?)?"
        r"|experience|work history|career)",
        re.IGNORECASE,
    ),
}
"""What people call the kinds of topic themselves."""
_SECTIONS: dict[str, frozenset[str]] = {
    word: frozenset(kinds)
    for words, kinds in (
        ("education school university degree degrees studies training academic", ("education",)),
        (
            "certificate certificates certification certifications licence licences",
            ("certificate",),
        ),
        ("language languages", ("language",)),
        ("duties tasks", ("duty",)),
    )
    for word in words.split()
}
_BREAK = re.compile(r"\b(?:gaps?|breaks?|time off|unemploy\w+|sabbatical|leave)\b", re.IGNORECASE)
_MOTIVATION = re.compile(r"\b(?:motivation|why (?:i|this|the|we)|reasons?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What becomes a topic: asked for, each with the candidate that fits it best, and the rest.

    `spare` are candidates that had no room.
    """

    asked_for: tuple[tuple[str, Candidate | None], ...]
    candidates: tuple[Candidate, ...]
    spare: tuple[Candidate, ...]
    motivation: bool


def choose(
    ranked: Sequence[Candidate],
    job: Job,
    resume: Resume,
    wishes: Wishes,
    count: int,
    embedder: Embedder | None,
) -> Chosen:
    """Choose so many topics from what was ranked, the best first."""
    nearness = _Nearness(ranked, job, resume, embedder)
    left = [one for one in ranked if not any(nearness.is_meant(one, a) for a in wishes.avoid)]
    left = list(_distinct(left, nearness))
    kinds = [kind for words in wishes.focus for kind in _IN_TURNS if _names(kind, words)]
    subjects = [w for w in wishes.focus if not any(_names(kind, w) for kind in _IN_TURNS)]
    asked_for: list[tuple[str, Candidate | None]] = []
    for words in subjects[:count]:
        best = nearness.best(left, words)
        if best is not None:
            left.remove(best)
        asked_for.append((words, best))
    motivation = _wants_motivation(wishes) and len(asked_for) < count
    room = count - len(asked_for) - motivation
    if wishes.only_focus:
        left = [one for one in left if one.kind in kinds]
    in_order = list(_in_turns(left, kinds))
    return Chosen(tuple(asked_for), tuple(in_order[:room]), tuple(in_order[room:]), motivation)


def _wants_motivation(wishes: Wishes) -> bool:
    if wishes.only_focus or (wishes.only and "motivation" not in wishes.only):
        return False
    return not any(_MOTIVATION.search(words) for words in wishes.avoid)


def _names(kind: TopicKind, words: str) -> bool:
    return bool(_KIND_WORDS[kind].fullmatch(words.strip()))


def _in_turns(left: Sequence[Candidate], kinds: Sequence[TopicKind]) -> Iterator[Candidate]:
    """Those of the kinds that were asked for, then one of each kind after the other."""
    wanted = [one for one in left if one.kind in kinds]
    rows = [[one for one in left if one.kind == kind and one not in wanted] for kind in _IN_TURNS]
    yield from wanted
    yield from (one for one in chain.from_iterable(zip_longest(*rows)) if one is not None)


def _distinct(left: Sequence[Candidate], nearness: "_Nearness") -> Iterator[Candidate]:
    kept: list[Candidate] = []
    for one in left:
        if not any(nearness.are_same(one, other) for other in kept):
            kept.append(one)
            yield one


class _Nearness:
    """How near candidates are to words and to each other: by stems, and by meaning if it can be."""

    def __init__(
        self,
        ranked: Sequence[Candidate],
        job: Job,
        resume: Resume,
        embedder: Embedder | None,
    ) -> None:
        self._embedder = embedder
        self._texts = {one: _text(one, job, resume) for one in ranked}
        self._kinds = {
            one: {job.requirements[n].kind for n in one.requirements}
            | {resume.claims[n].kind for n in one.claims[:1]}
            for one in ranked
        }
        titles = [one.title for one in ranked]
        vectors = embedder.embed(titles) if embedder and titles else None
        self._vectors = {
            one: vectors[n] if vectors is not None else None for n, one in enumerate(ranked)
        }

    def is_meant(self, one: Candidate, words: str) -> bool:
        """Whether words name a candidate, its kind of fact, or something near it."""
        for word in words.lower().split():
            if _SECTIONS.get(word, frozenset()) & self._kinds[one]:
                return True
        if one.ground == "break" and _BREAK.search(words):
            years = re.findall(r"\b\d{4}\b", words)
            return not years or any(year in one.title for year in years)
        return self._score(one, words) >= NEAR

    def best(self, left: Sequence[Candidate], words: str) -> Candidate | None:
        """The candidate that is most like these words, if any is."""
        scored = [(self._score(one, words), -number) for number, one in enumerate(left)]
        score, number = max(scored, default=(0.0, 0))
        return left[-number] if score >= NEAR else None

    def are_same(self, one: Candidate, other: Candidate) -> bool:
        """Whether two candidates would make one topic."""
        if fuzz.token_set_ratio(one.title.lower(), other.title.lower()) >= SAME_TITLE:
            return (
                one.kind == other.kind
                or bool(set(one.claims) & set(other.claims))
                or (one.title.lower() == other.title.lower())
            )
        first, second = self._vectors[one], self._vectors[other]
        return first is not None and second is not None and float(first @ second) >= SAME_MEANING

    def _score(self, one: Candidate, words: str) -> float:
        stems = set(content_stems(words))
        held = set(content_stems(self._texts[one]))
        share = len(stems & held) / len(stems) if stems else 0.0
        vector = self._vectors[one]
        if self._embedder is None or vector is None:
            return share
        meant = self._embedder.embed([words])[0]
        return max(share * 0.9, float(np.dot(vector, meant)))


def _text(one: Candidate, job: Job, resume: Resume) -> str:
    """What a candidate is about, in the documents' words."""
    parts = [one.title]
    parts += [job.requirements[number].text for number in one.requirements]
    for number in one.claims[:1]:
        claim = resume.claims[number]
        parts += [claim.text, claim.title, claim.organisation]
    return " ".join(parts)
