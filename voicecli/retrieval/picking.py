"""Which of some records are meant: those of now, the newest, the most cited, over a figure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from voicecli.retrieval.choice import Shown
from voicecli.retrieval.conditions import Comparison, Extreme, comparisons, extreme, going_on
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


def without_excluded(
    items: Sequence[Item], slots: Mapping[str, Any], question: str = ""
) -> list[Item]:
    """The items that are of no type, and hold no word, that is to be left out.

    "Not finished" leaves out no word: it asks for what goes on.
    """
    types = slots.get("exclude_types") or ()
    going = words(going_on(question))
    unwanted = [w for w in words(" ".join(slots.get("exclude_words") or ())) if w not in going]
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


def picked(
    items: Sequence[Item], slots: Mapping[str, Any], wanted: Extreme | None = None
) -> list[Item]:
    """The newest, the oldest, or those with the largest or smallest figure that is `wanted`."""
    superlative = slots.get("superlative")
    wanted = wanted or extreme("", superlative)
    if wanted and (told := _told(items, wanted, superlative)):
        pick = min if wanted.is_least else max
        best = pick(figure for figure, _ in told)
        return [item for figure, item in told if figure == best]
    if order := slots.get("order"):
        dated = [item for item in items if item.began]
        if dated:
            pick = max if order == "newest" else min
            return [pick(dated, key=lambda item: item.began)]
    return list(items)


def untold_extreme(items: Sequence[Item], slots: Mapping[str, Any], wanted: Extreme | None) -> str:
    """The superlative of a question, as it was put, if no record tells its figure; empty else."""
    superlative = slots.get("superlative")
    if wanted is None or not superlative or _told(items, wanted, superlative):
        return ""
    return wanted.asked


def _told(
    items: Sequence[Item], wanted: Extreme, superlative: Mapping[str, str] | None
) -> list[tuple[float, Item]]:
    """The items that tell such a figure, each with it."""
    found = [(wanted.of(item.record), item) for item in items]
    if superlative and not any(figure is not None for figure, _ in found):
        of = superlative.get("of", "")
        found = [(figure_of(item.record, of), item) for item in items]
    return [(figure, item) for figure, item in found if figure is not None]


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a question asks of the figures and the time of records; empty for most questions."""

    comparisons: tuple[Comparison, ...] = ()
    extreme: Extreme | None = None
    going_on: str = ""

    @classmethod
    def of(
        cls, question: str, items: Sequence[Item], superlative: dict[str, str] | None
    ) -> "Conditions":
        """Read a question about records, which may name their fields."""
        labels = {name for item in items for name in item.record.other}
        found = tuple(comparisons(question, labels))
        return cls(found, extreme(question, superlative), going_on(question))

    @property
    def explained(self) -> list[str]:
        """The words of the question that the conditions take care of."""
        asked = [text for one in self.comparisons for text in (one.asked, *one.about)]
        return [*asked, self.going_on, *(self.extreme.told_by if self.extreme else ())]

    @property
    def narrow(self) -> bool:
        """Whether they leave some of the records out."""
        return bool(self.comparisons or self.going_on)

    def kept(self, items: Sequence[Item]) -> tuple[list[Item], str]:
        """The items of which the conditions are true.

        With them the condition of which no item tells anything; empty where there is none.
        """
        kept, untold = list(items), ""
        if self.going_on:
            kept = [item for item in kept if item.record.ongoing]
        for one in self.comparisons:
            told = [(one.holds(item.record), item) for item in kept]
            if kept and all(holds is None for holds, _ in told):
                untold = one.asked
                continue
            kept = [item for holds, item in told if holds]
        return kept, untold
