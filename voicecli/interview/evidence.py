"""How much a résumé's claims speak for what a job asks: by words, and by meaning."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voicecli.interview.plan import Claim, Requirement, Resume
from voicecli.interview.spellings import covered, is_named, is_specific, keys
from voicecli.protocols import Embedder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NAMED = 1.0
ALL_WORDS = 0.9
"""Every word that says something is there, if not side by side."""
_PART_WORDS = 0.3
"""What words in common add to a likeness of meaning, where only some are there."""
_SPECIFIC = 0.15
"""What is taken from the likeness to a name of one thing that is not named: TIG is not MIG."""
_HEDGED = re.compile(
    r"\b(?:part[- ]qualified|in progress|working towards|studying|pending|expected|not yet|basics?"
    r"|beginner|introductory|some exposure|learning|currently training|candidate for|lapsed"
    r"|expired)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """How strongly a claim (by its number) speaks for something, 0..1."""

    claim: int
    strength: float


class Claims:
    """The claims of a résumé with what they are compared by; made once for all requirements."""

    def __init__(self, resume: Resume, embedder: Embedder | None) -> None:
        self.claims = resume.claims
        self._embedder = embedder
        self.texts = tuple(told_of(claim) for claim in self.claims)
        self._keys = tuple(keys(text) for text in self.texts)
        self._vectors: dict[str, NDArray[np.float32]] = {}
        self._meant = [_meant(claim) for claim in self.claims]
        self.learn(self._meant)

    def learn(self, texts: Sequence[str]) -> None:
        """Embed texts at once that will be compared later: one pass is faster than many."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if self._embedder is not None and new:
            self._vectors |= dict(zip(new, self._embedder.embed(new), strict=True))

    def likeness(self, texts: Sequence[str]) -> Sequence[float]:
        """How near each claim is to the nearest of some texts, 0..1; 0 without an embedder."""
        if self._embedder is None or not self.claims or not texts:
            return [0.0] * len(self.claims)
        import numpy as np

        self.learn(texts)
        asked = np.stack([self._vectors[text] for text in texts])
        nearest = (np.stack([self._vectors[text] for text in self._meant]) @ asked.T).max(axis=1)
        return [float(one) for one in np.clip(nearest, 0.0, 1.0)]

    def for_name(self, name: str, near: Sequence[float]) -> list[Evidence]:
        """The claims that speak for a name, the strongest first; `near` is their likeness to it."""
        wanted = keys(name)
        less = _SPECIFIC if is_specific(name) else 0.0
        found = []
        for number, text in enumerate(self.texts):
            if is_named(name, text):
                strength = NAMED
            else:
                share = covered(wanted, self._keys[number])
                strength = max(
                    ALL_WORDS if wanted and share == 1.0 else 0.0,
                    float(near[number]) + _PART_WORDS * share - less,
                )
            found.append(Evidence(number, max(0.0, min(strength, NAMED))))
        return sorted(found, key=lambda one: -one.strength)

    def for_words(self, text: str, near: Sequence[float]) -> list[Evidence]:
        """The claims that speak for a requirement without a name, the strongest first."""
        wanted = keys(text)
        found = []
        for number in range(len(self.claims)):
            share = covered(wanted, self._keys[number])
            strength = float(near[number]) + _PART_WORDS * share
            if share == 1.0 and len(wanted) > 1:
                strength = max(strength, ALL_WORDS)
            found.append(Evidence(number, min(strength, NAMED)))
        return sorted(found, key=lambda one: -one.strength)


def is_hedged(claim: Claim) -> bool:
    """Whether a claim says itself that it is not whole: "part-qualified", "basic"."""
    return bool(_HEDGED.search(claim.text))


def told_of(claim: Claim) -> str:
    """All words of a claim, those of its names too."""
    text = claim.text
    if claim.kind in ("role", "project", "education"):
        parts = (claim.title, claim.organisation)
        text = " ".join([text, *(part for part in parts if part and part not in text)])
    return text


def _meant(claim: Claim) -> str:
    """What is embedded: of a role the title alone, since a company's name may mean anything."""
    return claim.title if claim.kind == "role" and claim.title else claim.text


def asked(requirement: Requirement) -> tuple[str, ...]:
    """What a requirement is compared by: its text and the names in it."""
    return tuple(dict.fromkeys([requirement.text, *requirement.names]))
