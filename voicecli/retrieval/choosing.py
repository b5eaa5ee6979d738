"""Which items or passages answer a question, in which order, how many; or that none does."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from voicecli.retrieval.contents import PERSON
from voicecli.retrieval.evidence import Evidence, Query, less_sure
from voicecli.retrieval.fields import field_line
from voicecli.retrieval.filters import Filters, Softened
from voicecli.retrieval.items import (
    Item,
    figure_of,
    group_technologies,
    has_technology,
    rank_items,
)
from voicecli.retrieval.scores import Scores, Weights
from voicecli.retrieval.search import Candidate, Searcher, scored, scores_of
from voicecli.retrieval.windows import best_window, holds_value, nearest_sentences, value_asked
from voicecli.types import Passage, Understanding

NO_LIST = frozenset({"document", "general", "off_topic", "unknown", "person"})
"""Intents that are not answered with a list of items."""

ITEMS_FLOOR = 0.18
"""A record that is less near than this is not about the topic. Of the topics of the development
worlds it keeps 98 of 100, and refuses 40 of 100 that were asked of another world."""
FIRM_FLOOR = 0.45
"""The same for a record of a type that was not asked for."""
CUT = 0.08
"""Records stay in a list whose fit is so close to the best of them. Chosen with HELD_CUT on the
development worlds (tests/evals), for the best F1 of the lists."""
LOOSE_CUT = 0.3
"""The same where more is asked for, and among what filters or the last answer left over."""
HELD_CUT = 0.3
"""The same for a record that holds every word of the topic."""

SURE: Mapping[str, float] = {"document": 0.36, "off_topic": 0.7, "unknown": 0.6, "general": 0.85}
"""Confidence that a passage needs, by what the question sounds like: one that sounds like a
question to a document mostly is one, however its words differ from the text's."""
ENOUGH = 0.5
"""Confidence that it needs otherwise."""
CLOSE = 0.15
"""Further passages are returned whose fit is so close to the best one."""
_ALL = 0.99
SENTENCES = 2
ATTRIBUTE = 0.37
"""Share of what is asked about a record that it must hold to answer."""
WEAK = 0.25
"""A word of a question for a value that has less support in the record is not told there."""
VALUES = frozenset({"number", "money", "person", "reason", "contact"})
"""Kinds of value that a record tells or does not."""
FIGURES = frozenset({"number", "money"})
_HOW_GOOD = re.compile(
    r"\bhow (?:accurate|precise|exact|reliable|good|well|fast|quick|quickly|slow|efficient"
    r"|effective|successful|popular)\b",
    re.IGNORECASE,
)
"""Questions that the figures of a record answer, whatever they are of."""
INTENT_BONUS = 0.2
"""What it adds to a passage's fit that the question sounds like one to its type."""
RECORD_BONUS = 0.1
"""What it adds to that of a record of another type than the one it sounds like."""
VALUELESS = 1.6
"""How much less sure it is where a passage holds no value of the kind asked for."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What answers a question.

    "items" is a list of records, "item" one record that the question is about as a whole, "passage"
    a text that holds the answer, with its best `sentences`; "nothing": the content does not tell,
    `passages` are then the nearest there is. `softened` names the filters that were given up,
    `scores` are by passage id, `confidence` is how surely a passage answers (0..1). `understanding`
    is what was answered.
    """

    kind: Literal["items", "item", "passage", "nothing"]
    passages: tuple[Passage, ...] = ()
    sentences: tuple[tuple[str, Passage], ...] = ()
    softened: tuple[Softened, ...] = ()
    scores: Mapping[str, Scores] = field(default_factory=dict)
    evidence: Evidence = field(default_factory=Evidence)
    confidence: float = 0.0
    understanding: Understanding = field(default_factory=lambda: Understanding("", "unknown", 0.0))


NOTHING = Choice("nothing")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the conversation showed: ids of passages, `listed` those of the last answer in order."""

    listed: tuple[str, ...] = ()
    shown: frozenset[str] = frozenset()


class Chooser:
    """Chooses from one index what answers. Of one thread, like the searcher."""

    def __init__(self, searcher: Searcher, weights: Weights) -> None:
        self._searcher = searcher
        self._contents = searcher.contents
        self._weights = weights

    def choose(
        self, understanding: Understanding, shown: Shown, today: date, limit: int = 5
    ) -> Choice:
        """Choose at most `limit` passages, or the items of a list, however many they are."""
        if focus := self._focus(understanding, shown):
            return self._about(focus, understanding, shown, limit)
        if understanding.intent == PERSON:
            return self._person(understanding)
        if is_listing(understanding):
            return self._items(understanding, shown, today)
        return self._passages(understanding, shown, limit)

    # one item

    def _focus(self, understanding: Understanding, shown: Shown) -> list[str]:
        """The ids of the records that the question is about: by name, by place, or by "it".

        A name among records of another type than was asked for is no subject but a topic.
        """
        slots, listed = understanding.slots, shown.listed
        if ordinal := slots.get("ordinal"):
            place = ordinal - 1 if ordinal > 0 else ordinal
            return list(listed[place:][:1] if -len(listed) <= place < len(listed) else ())
        types = slots.get("types") or ()
        named = [key for key in slots.get("items") or () if self._is_of(key, types)]
        if named or slots.get("leans") != "about":
            return named
        return [key for key in listed[:1] if self._contents.record(key)]

    def _is_of(self, key: str, types: Collection[str]) -> bool:
        kinds = self._contents.types_of(key)
        return bool(kinds) and (not types or bool(kinds & set(types)))

    def _about(
        self, focus: Sequence[str], understanding: Understanding, shown: Shown, limit: int
    ) -> Choice:
        """The record itself, its field, or what of it or of a text about it answers."""
        slots = understanding.slots
        asks = slots.get("asks")
        names = [*_explained(slots), *self._contents.titles_of(focus)]
        query = Query.of(_own(understanding), names, slots.get("types") or ())
        found = self._searcher.find(query, set(self._contents.numbers_of(focus)), every=True)
        if not found:
            return self._passages(understanding, shown, limit)
        passages = tuple(scored(one) for one in found[:limit])
        scores = {one.passage.id: scores_of(one) for one in found[:limit]}
        evidence = self._searcher.evidence(query, found, limit)
        base = Choice("item", passages, (), (), scores, evidence, 1.0)
        for passage in passages:
            if line := field_line(_own(understanding), passage, asks):
                return replace(base, kind="passage", sentences=((line, passage),))
        if not query.topic and asks in (None, "yes-no", "manner"):
            return base
        if slots.get("technologies") and not _leftover(query, slots):
            return base
        fit = found[0].fit
        if max(fit.exact, fit.support) >= ATTRIBUTE or self._is_measured(understanding, focus):
            told = nearest_sentences(self._searcher, query, passages, SENTENCES, asks)
            return replace(base, kind="passage", sentences=told)
        elsewhere = self._passages(understanding, shown, limit, naming=names)
        return elsewhere if elsewhere.kind != "nothing" else replace(base, kind="nothing")

    def _is_measured(self, understanding: Understanding, focus: Sequence[str]) -> bool:
        """Whether a question of how good something is can be answered with its figures."""
        records = [record for key in focus if (record := self._contents.record(key))]
        is_asked = bool(_HOW_GOOD.search(understanding.question))
        return is_asked and any(record.metrics for record in records)

    def _person(self, understanding: Understanding) -> Choice:
        """What the person's own record says; other texts only where they plainly do."""
        slots = understanding.slots
        query = Query.of(_text(understanding), slots.get("people", ()), (PERSON,))
        found = self._searcher.find(query, self._contents.numbers_of_type(PERSON), every=True)
        passages = tuple(scored(one) for one in found)
        scores = {one.passage.id: scores_of(one) for one in found}
        evidence = self._searcher.evidence(query, found, len(found))
        for passage in passages:
            if line := field_line(_text(understanding), passage, slots.get("asks")):
                one = ((line, passage),)
                return Choice("passage", (passage,), one, (), scores, evidence, 1.0)
        if found and query.topic and found[0].fit.exact >= ATTRIBUTE:
            told = nearest_sentences(self._searcher, query, passages[:1], 1, slots.get("asks"))
            return Choice("passage", passages[:1], told, (), scores, evidence, evidence.confidence)
        return Choice("nothing", passages, (), (), scores, evidence, evidence.confidence)

    # lists

    def _items(self, understanding: Understanding, shown: Shown, today: date) -> Choice:
        """The records that pass the filters and are about the topic."""
        slots = understanding.slots
        filters = Filters.from_slots(slots)
        if understanding.intent == "overview":
            filters = replace(filters, types=())
        allowed, softened = self._searcher.passing(filters)
        named = [*_explained(slots, titles=False), *self._contents.type_words()]
        query = Query.of(_text(understanding), named, filters.types)
        items = self._read(query, allowed)
        if slots.get("exclude_shown"):
            items = [item for item in items if item.id not in shown.shown]
        if slots.get("among_shown"):
            items = [item for item in items if item.id in shown.listed] or items
        items = _at_time(items, slots, shown)
        if understanding.intent == "overview":
            return self._listed(query, items, softened, today, filters, by_topic=False)
        by_topic = bool(query.topic)
        if not by_topic:
            return self._listed(query, _picked(items, slots), softened, today, filters, by_topic)
        kept = self._on_topic(query, items, _cut(slots))
        if kept:
            if _is_untold(kept, slots):
                return NOTHING
            picked = _picked(kept, slots)
            return self._listed(query, picked, softened, today, filters, by_topic)
        if _narrows(filters) and not softened:
            return self._listed(query, _picked(items, slots), softened, today, filters, False)
        others = [
            item for item in self._read(query, None) if item.candidate.fit.nearness >= FIRM_FLOOR
        ]
        if kept := self._on_topic(query, others):
            picked = _picked(kept, slots)
            return self._listed(query, picked, ("types",), today, filters, by_topic)
        return NOTHING

    def _read(self, query: Query, allowed: Collection[int] | None) -> list[Item]:
        """The records among the allowed passages, each once, best fit first."""
        records = self._contents.record_numbers()
        wanted = records if allowed is None else records & set(allowed)
        found = self._searcher.find(query, wanted, every=True)
        items: dict[tuple[str, str], Item] = {}
        for one in found:
            if record := self._contents.record(one.passage.id):
                items.setdefault((one.passage.document, record.id), Item(one, record))
        return list(items.values())

    def _on_topic(self, query: Query, items: Sequence[Item], cut: float = CUT) -> list[Item]:
        """The items that are about the topic: the list is cut where the evidence drops.

        A name that stands nowhere ("Has she worked at X?") leaves none.
        """
        words = self._searcher.weigh(query)
        is_skill = bool(items) and all(i.candidate.passage.type == "skills" for i in items)
        strange = [w.text for w in words if not w.count and (is_skill or w.text in query.names)]
        if not items or strange:
            return []
        near = max(item.candidate.fit.nearness for item in items)
        if group := group_technologies(self._skills(query), query.topic.words):
            return [
                item
                for item in items
                if has_technology(item.record, group) or item.candidate.fit.exact > _ALL
            ]
        best = max(item.value for item in items)
        return [item for item in items if near >= ITEMS_FLOOR and _stays(item, best, cut)]

    def _skills(self, query: Query) -> list[Item]:
        allowed, softened = self._searcher.passing(Filters(types=("skills",)))
        return [] if softened else self._read(query, allowed)

    def _listed(
        self,
        query: Query,
        items: Sequence[Item],
        softened: tuple[Softened, ...],
        today: date,
        filters: Filters,
        by_topic: bool,
    ) -> Choice:
        ranked = rank_items(items, self._weights, today, filters.technologies, by_topic=by_topic)
        passages = tuple(replace(i.candidate.passage, score=s.fused) for i, s in ranked)
        scores = {item.id: parts for item, parts in ranked}
        evidence = self._searcher.evidence(query, [item.candidate for item, _ in ranked], 20)
        kind: Literal["items", "nothing"] = "items" if passages else "nothing"
        return Choice(kind, passages, (), softened, scores, evidence, 1.0 if passages else 0.0)

    # passages

    def _passages(
        self,
        understanding: Understanding,
        shown: Shown,
        limit: int,
        naming: Sequence[str] = (),
    ) -> Choice:
        """The text that answers, with its neighbourhood; of a follow-up from the same document.

        With `naming` only documents that hold one of these names.
        """
        slots = understanding.slots
        query = Query.of(_text(understanding), slots.get("people", ()))
        allowed = None
        if naming:
            allowed = self._contents.documents_naming(naming)
        elif slots.get("follow_up") and shown.listed:
            allowed = self._contents.same_documents(shown.listed) or None
        found = self._searcher.find(query, allowed)
        if not found:
            return NOTHING
        found = _preferred(found, understanding.intent)
        best = found[0]
        is_record = best.passage.type not in ("document", PERSON)
        asks_for_records = understanding.intent in self._contents.types()
        if is_record and asks_for_records and best.fit.nearness >= ITEMS_FLOOR:
            return self._as_items(query, found)
        evidence = self._searcher.evidence(query, found, 1)
        confidence = evidence.confidence
        kept = _close(found)[:limit]
        passages = tuple(best_window(self._searcher, query, one) for one in kept)
        scores = {one.passage.id: scores_of(one) for one in kept}
        asks = value_asked(query.text) or slots.get("asks")
        told = nearest_sentences(self._searcher, query, passages[:1], SENTENCES, asks)
        if not holds_value(passages[0].text, asks):
            confidence = less_sure(confidence, VALUELESS)
        if confidence < SURE.get(understanding.intent, ENOUGH):
            return Choice("nothing", passages, (), (), scores, evidence, confidence)
        if passages[0].type != "document":
            passages = passages[:1]
        return Choice("passage", passages, told, (), scores, evidence, confidence)

    def _as_items(self, query: Query, found: Sequence[Candidate]) -> Choice:
        """The records that a question finds which asks for none in so many words."""
        best = found[0]
        near = [one for one in _close(found, CUT) if one.passage.type == best.passage.type]
        passages = tuple(scored(one) for one in near)
        scores = {one.passage.id: scores_of(one) for one in near}
        evidence = self._searcher.evidence(query, near, len(near))
        return Choice("items", passages, (), (), scores, evidence, 1.0)


def is_listing(understanding: Understanding) -> bool:
    """Whether the question asks for items of a type, and not for a fact or about one of them."""
    if understanding.intent in NO_LIST:
        return False
    return bool(understanding.slots.get("types")) or understanding.intent == "overview"


def _text(understanding: Understanding) -> str:
    return str(understanding.slots.get("resolved_question") or understanding.question)


def _own(understanding: Understanding) -> str:
    """The question without what it leans on, which a follow-up has in brackets behind it."""
    return _text(understanding).split(" (")[0]


def _leftover(query: Query, slots: Mapping[str, Any]) -> bool:
    return bool(query.topic)


def _preferred(found: Sequence[Candidate], intent: str) -> list[Candidate]:
    """What the question sounds like goes before what fits as well."""

    def fit(one: Candidate) -> float:
        if one.passage.type == intent:
            return one.fit.value + INTENT_BONUS
        is_record = one.passage.type != "document"
        other = is_record and intent not in NO_LIST
        return one.fit.value + (RECORD_BONUS if other else 0.0)

    return sorted(found, key=fit, reverse=True)


def _explained(slots: Mapping[str, Any], *, titles: bool = True) -> list[str]:
    """The names in a question that filters take care of; titles, where they are its subject."""
    keys = ["technologies", "exclude_technologies", "people", "exclude_words"]
    keys += ["entities"] if titles else []
    compared = (slots.get("superlative") or {}).get("of", "")
    return [*(name for key in keys for name in slots.get(key) or ()), compared]


def _narrows(filters: Filters) -> bool:
    """Whether something besides the type is asked for."""
    years = (filters.year_from, filters.year_to) != (None, None)
    return bool(filters.technologies or filters.excluded) or years


def _is_untold(items: Sequence[Item], slots: Mapping[str, Any]) -> bool:
    """Whether a value is asked for that the best of the records does not tell of."""
    best = max(items, key=lambda item: item.value)
    asks, passage = slots.get("asks"), best.candidate.passage
    if asks not in VALUES or slots.get("superlative") or best.candidate.fit.weakest >= WEAK:
        return False
    return asks not in FIGURES or not holds_value(passage.text, asks)


def _cut(slots: Mapping[str, Any]) -> float:
    """How far the list reaches: further among few, and where more is asked for."""
    wide = ("exclude_shown", "among_shown", "technologies")
    return LOOSE_CUT if any(slots.get(name) for name in wide) else CUT


def _stays(item: Item, best: float, cut: float) -> bool:
    held = HELD_CUT if item.candidate.fit.exact > _ALL else cut
    return item.value >= best - max(cut, held)


def _close(found: Sequence[Candidate], margin: float = CLOSE) -> list[Candidate]:
    """The best candidate and those that fit nearly as well."""
    best = found[0].fit.value
    return [one for one in found if one.fit.value >= best - margin]


def _at_time(items: list[Item], slots: Mapping[str, Any], shown: Shown) -> list[Item]:
    """The items that go on now, or that came next before or after what was shown."""
    if slots.get("current"):
        going = [item for item in items if item.record.ongoing]
        return going or _latest(items)
    relative = slots.get("relative")
    if not relative or slots.get("years"):
        return items
    told = next((item for key in shown.listed for item in items if item.id == key), None)
    if told is None or not told.began:
        return items
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


def _picked(items: Sequence[Item], slots: Mapping[str, Any]) -> list[Item]:
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
