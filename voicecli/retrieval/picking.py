"""Which of some records are meant: those of now, the next before, the newest, the most cited."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from voicecli.retrieval.choice import Shown
from voicecli.retrieval.items import Item, figure_of
from voicecli.retrieval.word_vectors import described
from voicecli.retrieval.words import occurs, stems, words
from voicecli.types import Record

T = TypeVar("T")


def same(record: Record) -> tuple[str, ...]:
    """What two records of the same thing have in common."""
    named = (record.type, record.title, record.organisation)
    return (*(name.casefold() for name in named), record.start, record.end)


def mixed(ranked: Sequence[tuple[Item, T]]) -> list[tuple[Item, T]]:
    """The best of each type first, then the second best of each, and so on."""
    seen: Counter[str] = Counter()
    places = []
    for entry in ranked:
        type_ = entry[0].candidate.passage.type
        places.append(seen[type_])
        seen[type_] += 1
    order = sorted(range(len(ranked)), key=lambda index: places[index])
    return [ranked[index] for index in order]


def without_excluded(items: Sequence[Item], slots: Mapping[str, Any]) -> list[Item]:
    """The items that are of no type, and hold no word, that is to be left out."""
    types = slots.get("exclude_types") or ()
    unwanted = words(" ".join(slots.get("exclude_words") or ()))
    return [
        item
        for item in items
        if item.candidate.passage.type not in types
        and not any(occurs(word, stems(described(item.candidate.passage))) for word in unwanted)
    ]


def at_time(items: Sequence[Item], slots: Mapping[str, Any], shown: Shown) -> list[Item]:
    """The items that go on now, or that came next before or after what was shown."""
    if slots.get("current"):
        going = [item for item in items if item.record.ongoing]
        return going or _latest(items)
    relative = slots.get("relative")
    if not relative or slots.get("years"):
        return list(items)
    told = next((item for key in shown.listed for item in items if item.id == key), None)
    if told is None or not told.began:
        return list(items)
    if relative == "before":
        earlier = [item for item in items if item.began and item.began < told.began]
        over = [item for item in earlier if item.ended <= told.began]
        return _latest(over or earlier)
    later = [item for item in items if item.began > told.began]
    return sorted(later, key=lambda item: item.began)[:1]


def _latest(items: Sequence[Item]) -> list[Item]:
    """The one that ended last."""
    dated = [item for item in items if item.ended]
    return [max(dated, key=lambda item: (item.ended, item.began))] if dated else []


def picked(items: Sequence[Item], slots: Mapping[str, Any]) -> list[Item]:
    """The newest, the oldest, or the one with the largest or smallest figure, if one is asked."""
    if superlative := slots.get("superlative"):
        known = [(figure_of(item.record, superlative.get("of", "")), item) for item in items]
        told = [(figure, item) for figure, item in known if figure is not None]
        if told:
            pick = min if superlative.get("direction") == "least" else max
            return [pick(told, key=lambda pair: pair[0])[1]]
    if order := slots.get("order"):
        dated = [item for item in items if item.began]
        if dated:
            pick = max if order == "newest" else min
            return [pick(dated, key=lambda item: item.began)]
    return list(items)
