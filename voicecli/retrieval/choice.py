"""What was chosen to answer a question, and what of its understanding choosing reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from voicecli.retrieval.evidence import Evidence
from voicecli.retrieval.filters import Softened
from voicecli.retrieval.scores import Scores
from voicecli.types import Passage, Understanding

NO_LIST = frozenset({"document", "general", "off_topic", "unknown", "person"})
"""Intents that are not answered with a list of items."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What answers a question.

    "items" is a list of records, "item" one record that the question is about as a whole, "passage"
    a text that holds the answer, with its best `sentences`; "nothing": the content does not tell,
    `passages` are then the nearest there is. `softened` names the filters that were given up,
    `scores` are by passage id, `confidence` is how surely a passage answers (0..1). `understanding`
    is what was answered. `untold` is a condition, as it was put, of which no record tells anything:
    the list is not narrowed by it.
    """

    kind: Literal["items", "item", "passage", "nothing"]
    passages: tuple[Passage, ...] = ()
    sentences: tuple[tuple[str, Passage], ...] = ()
    softened: tuple[Softened, ...] = ()
    scores: Mapping[str, Scores] = field(default_factory=dict)
    evidence: Evidence = field(default_factory=Evidence)
    confidence: float = 0.0
    untold: str = ""
    understanding: Understanding = field(default_factory=lambda: Understanding("", "unknown", 0.0))


NOTHING = Choice("nothing")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the conversation showed: ids of passages, `listed` those of the last answer in order."""

    listed: tuple[str, ...] = ()
    shown: frozenset[str] = frozenset()


def is_listing(understanding: Understanding) -> bool:
    """Whether the question asks for items of a type, and not for a fact or about one of them."""
    if understanding.intent in NO_LIST:
        return False
    return bool(understanding.slots.get("types")) or understanding.intent == "overview"


def asked_text(understanding: Understanding) -> str:
    """The question to search for: resolved, where it leans on the one before."""
    return str(understanding.slots.get("resolved_question") or understanding.question)


def own_text(understanding: Understanding) -> str:
    """The question without what it leans on, which a follow-up has in brackets behind it."""
    return asked_text(understanding).split(" (")[0]


def explained(slots: Mapping[str, Any], *, titles: bool = True) -> list[str]:
    """The names in a question that filters take care of; titles, where they are its subject."""
    keys = ["technologies", "exclude_technologies", "people", "exclude_words"]
    keys += ["entities"] if titles else []
    compared = (slots.get("superlative") or {}).get("of", "")
    return [*(name for key in keys for name in slots.get(key) or ()), compared]
