"""How much a résumé's claims speak for what a job asks: by words, and by meaning."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from voicecli.interview.fit.known_vectors import KnownVectors
from voicecli.interview.fit.spellings import (
    covered,
    is_named,
    keys,
    kindred,
    marked_keys,
    specific_keys,
    variants,
)
from voicecli.interview.fit.trades import has_trade
from voicecli.interview.plan import Claim, Requirement, Resume
from voicecli.protocols import Embedder

NAMED = 1.0
ALL_WORDS = 0.9
"""Every word that says something is there, if not side by side."""
PART_WORDS = 0.1
"""What words in common add to a likeness of meaning, which knows of most of them itself."""
KINDRED = 0.2
"""What words of the same kind of work add."""
SPECIFIC = 0.3
"""What is taken from the likeness to a name whose own word is not there."""
SURE = 0.56
"""Likeness that counts for a name of which not every word is there."""
LIKE = 0.85
"""The most that anything is worth that is only like what was asked."""
HALF = 0.49
"""The most that part of a name is worth otherwise."""
_HEDGED = re.compile(
    r"\b(?:part[- ]qualified|in progress|working towards|studying|pending|expected|not yet|basics?"
    r"|beginner|introductory|some exposure|learning|currently training|candidate for|lapsed"
    r"|expired)\b",
    re.IGNORECASE,
)


_LICENCE = re.compile(
    r"licen[cs]es?\W+(?:class|cat\b|category|full|clean|[A-E]\d?E?\b)", re.IGNORECASE
)
"""A licence of a class and nothing else is one to drive."""
_SHORT = re.compile(r"\b[A-Z]{2,6}\b")
_SHARED_CODE = re.compile(r"\b([A-Z]{1,5}-?)(\d{1,4})/(\d{1,4})\b")
"""Two codes of which the second goes without its letters: "CS30/31", "A320/330"."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How strongly a claim (by its number) speaks for something, 0..1."""

    claim: int
    strength: float


class Claims:
    """The claims of a résumé with what they are compared by; made once for all requirements."""

    def __init__(self, resume: Resume, embedder: Embedder | None) -> None:
        self.claims = resume.claims
        self._known = KnownVectors(embedder) if embedder is not None else None
        self.texts = tuple(told_of(claim) for claim in self.claims)
        self._keys = tuple(keys(text) for text in self.texts)
        self._meant = [_meant(claim) for claim in self.claims]
        self.learn([text for texts in self._meant for text in texts])

    def learn(self, texts: Sequence[str]) -> None:
        """Embed texts at once that will be compared later: one pass is faster than many."""
        if self._known is not None:
            self._known.learn(texts)

    def likeness(self, texts: Sequence[str]) -> Sequence[float]:
        """How near each claim is to the nearest of some texts, 0..1; 0 without an embedder."""
        if self._known is None or not self.claims or not texts:
            return [0.0] * len(self.claims)
        every = [text for texts in self._meant for text in texts]
        near = (self._known.of(every) @ self._known.of(texts).T).max(axis=1)
        nearest = iter(near.clip(0.0, 1.0).tolist())
        return [max(float(next(nearest)) for _ in texts) for texts in self._meant]

    def for_name(
        self,
        name: str,
        near: Sequence[float],
        *,
        proper: bool = False,
        part_counts: bool = False,
    ) -> list[Evidence]:
        """The claims that speak for a name, the strongest first; `near` is their likeness to it.

        What is named by a word of its own counts little where that word is not: TIG is not MIG.
        All words of a `proper` name are its own. `part_counts` where what is like it, but for that
        word, is worth something: sales for B2B sales.
        """
        wanted, marked = keys(name), marked_keys(name)
        own = wanted if proper else specific_keys(name)
        found = []
        for number, text in enumerate(self.texts):
            strength = NAMED
            if not is_named(name, text):
                told = self._keys[number]
                strength = float(near[number])
                if marked - told:
                    is_part = part_counts and kindred(wanted - marked, told) == 1.0
                    strength = HALF if is_part else strength - SPECIFIC
                else:
                    strength -= SPECIFIC * (1 - covered(own, told)) if own else 0.0
                    strength = max(_bounded(strength, wanted, told), _whole(wanted, told))
                if self._has_trade(number, name):
                    strength = max(strength, ALL_WORDS)
            found.append(Evidence(number, max(0.0, min(strength, NAMED))))
        return sorted(found, key=lambda one: -one.strength)

    def _has_trade(self, number: int, asked: str) -> bool:
        """Whether a claim is a role in the trade that is asked for."""
        claim = self.claims[number]
        return claim.kind == "role" and has_trade(claim.title, asked)

    def for_words(self, text: str, near: Sequence[float]) -> list[Evidence]:
        """The claims that speak for a requirement without a name, the strongest first."""
        wanted = keys(text)
        found = []
        for number, told in enumerate(self._keys):
            whole = _whole(wanted, told) if len(wanted) > 1 else 0.0
            strength = max(float(near[number]) + _shared(wanted, told), whole)
            if self._has_trade(number, text):
                strength = max(strength, ALL_WORDS)
            found.append(Evidence(number, min(strength, NAMED)))
        return sorted(found, key=lambda one: -one.strength)


def _bounded(near: float, wanted: frozenset[str], told: frozenset[str]) -> float:
    """Likeness with what words add; half a name is not the name: contracts are no litigation."""
    strength = near + _shared(wanted, told)
    if len(wanted) > 1 and near < SURE and kindred(wanted, told) < 1.0:
        return min(strength, HALF)
    return min(strength, LIKE)


def _shared(wanted: frozenset[str], told: frozenset[str]) -> float:
    """What words in common, or of one kind of work, add to a likeness."""
    return PART_WORDS * covered(wanted, told) + KINDRED * kindred(wanted, told)


def _whole(wanted: frozenset[str], told: frozenset[str]) -> float:
    return ALL_WORDS if wanted and covered(wanted, told) == 1.0 else 0.0


def is_hedged(claim: Claim) -> bool:
    """Whether a claim says itself that it is not whole: "part-qualified", "basic"."""
    return bool(_HEDGED.search(claim.text))


def told_of(claim: Claim) -> str:
    """All words of a claim, those of its names too."""
    text = claim.text
    if claim.kind in ("role", "project", "education"):
        parts = (claim.title, claim.organisation)
        text = " ".join([text, *(part for part in parts if part and part not in text)])
    if claim.kind == "certificate" and _LICENCE.match(text):
        text = f"{text} (driving)"
    if claim.kind == "certificate":
        spelled = (name for code in _SHORT.findall(text) for name in variants(code)[1:])
        text = " ".join([text, *dict.fromkeys(spelled)])
    return " ".join([text, *(f"{code[1]}{code[3]}" for code in _SHARED_CODE.finditer(text))])


def _meant(claim: Claim) -> tuple[str, ...]:
    """What is embedded: of a role its title, alone and with the employer that tells the trade."""
    if claim.kind == "role" and claim.title and claim.organisation:
        return claim.title, f"{claim.title}, {claim.organisation}"
    return (claim.title or claim.text,) if claim.kind == "role" else (claim.text,)


def asked(requirement: Requirement) -> tuple[str, ...]:
    """What a requirement is compared by: its text and the names in it."""
    return tuple(dict.fromkeys([requirement.text, *requirement.names]))
