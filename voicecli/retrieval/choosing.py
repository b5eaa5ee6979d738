"""Which items or passages answer a question, in which order, how many; or that none does."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from voicecli.retrieval.choice import (
    NOTHING,
    Choice,
    Shown,
    asked_text,
    explained,
    is_listing,
    own_text,
)
from voicecli.retrieval.contents import PERSON
from voicecli.retrieval.cuts import (
    ALL,
    CUT,
    FIRM_FLOOR,
    ITEMS_FLOOR,
    is_untold,
    narrows,
    reach,
    stays,
)
from voicecli.retrieval.evidence import Query
from voicecli.retrieval.fields import field_line
from voicecli.retrieval.filters import Filters, Softened
from voicecli.retrieval.items import Item, group_technologies, has_technology, rank_items
from voicecli.retrieval.picking import (
    Conditions,
    at_time,
    mixed,
    picked,
    same,
    untold_extreme,
    without_excluded,
)
from voicecli.retrieval.scores import Scores, Weights
from voicecli.retrieval.search import Searcher, scored, scores_of
from voicecli.retrieval.texts import Texts
from voicecli.retrieval.windows import nearest_sentences
from voicecli.retrieval.words import content_words, stem, words
from voicecli.types import Understanding

__all__ = ["NOTHING", "Choice", "Chooser", "Shown"]

SENTENCES = 2
ATTRIBUTE = 0.37
"""Share of what is asked about a record that it must hold to answer."""
_HOW_GOOD = re.compile(
    r"\bhow (?:accurate|precise|exact|reliable|good|well|fast|quick|quickly|slow|efficient"
    r"|effective|successful|popular)\b",
    re.IGNORECASE,
)
"""Questions that the figures of a record answer, whatever they are of."""
OVERVIEW = "overview"


class Chooser:
    """Chooses from one index what answers. Of one thread, like the searcher."""

    def __init__(self, searcher: Searcher, weights: Weights) -> None:
        self._searcher = searcher
        self._contents = searcher.contents
        self._weights = weights
        self._texts = Texts(searcher)

    def choose(
        self, understanding: Understanding, shown: Shown, today: date, limit: int = 5
    ) -> Choice:
        """Choose at most `limit` passages, or the items of a list, however many they are."""
        if focus := self._focus(understanding, shown):
            return self._about(focus, understanding, shown, limit)
        if understanding.intent == PERSON:
            return self._person(understanding, shown, today, limit)
        if is_listing(understanding):
            if self._has_asked(understanding):
                return self._items(understanding, shown, today)
            return self._elsewhere(understanding, shown, today, limit)
        return self._texts.choose(understanding, shown, limit)

    def _has_asked(self, understanding: Understanding) -> bool:
        """Whether there are records of a kind that is asked for."""
        types = set(understanding.slots.get("types") or ())
        return not types or bool(types & self._contents.types())

    def _elsewhere(
        self, understanding: Understanding, shown: Shown, today: date, limit: int
    ) -> Choice:
        """What the texts tell of a kind of which there are no records, or records of another."""
        if section := self._texts.section(understanding, limit):
            return section
        told = self._texts.choose(understanding, shown, limit)
        if told.kind != "nothing":
            return told
        types = understanding.slots.get("types") or ()
        if not Query.of(asked_text(understanding), explained(understanding.slots), types).topic:
            return told
        others = self._items(understanding, shown, today)
        return others if others.kind != "nothing" else told

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
        if named:
            return named
        if slots.get("leans") == "about" or self._asks_field(understanding, listed):
            return [key for key in listed[:1] if self._contents.record(key)]
        return []

    def _asks_field(self, understanding: Understanding, listed: Sequence[str]) -> bool:
        """Whether a question that names nothing asks for a field of the one item that was shown."""
        slots = understanding.slots
        if len(listed) != 1 or any(slots.get(name) for name in ("types", "items", "technologies")):
            return False
        record = self._contents.record(listed[0])
        fields = {stem(word) for name in (record.other if record else ()) for word in words(name)}
        return bool(fields & set(content_words(own_text(understanding))))

    def _is_of(self, key: str, types: Collection[str]) -> bool:
        kinds = self._contents.types_of(key)
        return bool(kinds) and (not types or bool(kinds & set(types)))

    def _about(
        self, focus: Sequence[str], understanding: Understanding, shown: Shown, limit: int
    ) -> Choice:
        """The record itself, its field, or what of it or of a text about it answers."""
        slots = understanding.slots
        asks = slots.get("asks")
        names = [*explained(slots), *self._contents.titles_of(focus)]
        query = Query.of(own_text(understanding), names, slots.get("types") or ())
        found = self._searcher.find(query, set(self._contents.numbers_of(focus)), every=True)
        if not found:
            return self._texts.choose(understanding, shown, limit)
        passages = tuple(scored(one) for one in found[:limit])
        scores = {one.passage.id: scores_of(one) for one in found[:limit]}
        evidence = self._searcher.evidence(query, found, limit)
        base = Choice("item", passages, (), (), scores, evidence, 1.0)
        for passage in passages:
            if line := field_line(own_text(understanding), passage, asks):
                return replace(base, kind="passage", sentences=((line, passage),))
        if not query.topic and asks in (None, "yes-no", "manner"):
            return base
        if slots.get("technologies") and not query.topic:
            return base
        fit = found[0].fit
        if max(fit.exact, fit.support) >= ATTRIBUTE or self._is_measured(understanding, focus):
            told = nearest_sentences(self._searcher, query, passages, SENTENCES, asks)
            return replace(base, kind="passage", sentences=told)
        elsewhere = self._texts.choose(understanding, shown, limit, naming=names)
        return elsewhere if elsewhere.kind != "nothing" else replace(base, kind="nothing")

    def _is_measured(self, understanding: Understanding, focus: Sequence[str]) -> bool:
        """Whether a question of how good something is can be answered with its figures."""
        records = [record for key in focus if (record := self._contents.record(key))]
        is_asked = bool(_HOW_GOOD.search(understanding.question))
        return is_asked and any(record.metrics for record in records)

    def _person(
        self, understanding: Understanding, shown: Shown, today: date, limit: int
    ) -> Choice:
        """What the person's own record says of what is asked; without a question an overview."""
        slots = understanding.slots
        query = Query.of(asked_text(understanding), slots.get("people", ()), (PERSON,))
        found = self._searcher.find(query, self._contents.numbers_of_type(PERSON), every=True)
        if not found:
            section = self._texts.section(understanding, limit)
            return section or self._texts.choose(understanding, shown, limit)
        passages = tuple(scored(one) for one in found)
        scores = {one.passage.id: scores_of(one) for one in found}
        evidence = self._searcher.evidence(query, found, len(found))
        for passage in passages:
            if line := field_line(asked_text(understanding), passage, slots.get("asks")):
                one = ((line, passage),)
                return Choice("passage", (passage,), one, (), scores, evidence, 1.0)
        if not query.topic and not slots.get("asks"):
            return self._items(replace(understanding, intent=OVERVIEW), shown, today)
        if query.topic and found[0].fit.exact >= ATTRIBUTE:
            told = nearest_sentences(self._searcher, query, passages[:1], 1, slots.get("asks"))
            return Choice("passage", passages[:1], told, (), scores, evidence, evidence.confidence)
        return Choice("nothing", passages, (), (), scores, evidence, evidence.confidence)

    # lists

    def _items(self, understanding: Understanding, shown: Shown, today: date) -> Choice:
        """The records that pass the filters and are about the topic."""
        slots = understanding.slots
        filters = Filters.from_slots(slots)
        if understanding.intent == OVERVIEW:
            filters = replace(filters, types=())
        allowed, softened = self._searcher.passing(filters)
        named = [*explained(slots, titles=False), *self._contents.type_words()]
        query = Query.of(asked_text(understanding), named, filters.types)
        items = self._read(query, allowed)
        conditions = Conditions.of(understanding.question, items, slots.get("superlative"))
        if any(conditions.explained):
            query = Query.of(query.text, [*named, *conditions.explained], filters.types)
            items = self._read(query, allowed)
        items, untold = conditions.kept(self._meant(items, understanding, shown))
        by_topic = bool(query.topic) and understanding.intent != OVERVIEW
        if by_topic:
            kept = self._on_topic(query, items, reach(slots))
            if kept and is_untold(kept, slots):
                return NOTHING
            is_narrowed = narrows(filters) or conditions.narrow
            if not kept and is_narrowed and not softened:
                kept, by_topic = items, False  # the topic says nothing beside the filters
            if not kept:
                every = self._read(query, None)
                others = [one for one in every if one.candidate.fit.nearness >= FIRM_FLOOR]
                kept, softened = self._on_topic(query, others), ("types",)
            items = kept
        untold = untold or untold_extreme(items, slots, conditions.extreme)
        items = picked(items, slots, conditions.extreme)
        ranked = rank_items(items, self._weights, today, filters.technologies, by_topic=by_topic)
        if understanding.intent == OVERVIEW:
            ranked = mixed(ranked)
        return replace(self._listed(query, ranked, softened), untold=untold)

    @staticmethod
    def _meant(items: Sequence[Item], understanding: Understanding, shown: Shown) -> list[Item]:
        """The items without those that were shown or are to be left out, of the time asked for."""
        slots = understanding.slots
        if slots.get("exclude_shown"):
            items = [item for item in items if item.id not in shown.shown]
        if slots.get("among_shown"):
            items = [item for item in items if item.id in shown.listed] or items
        return at_time(without_excluded(items, slots, understanding.question), slots, shown)

    def _read(self, query: Query, allowed: Collection[int] | None) -> list[Item]:
        """The records among the allowed passages, best fit first.

        Each once, also where two files tell of the same thing.
        """
        records = self._contents.record_numbers()
        wanted = records if allowed is None else records & set(allowed)
        found = self._searcher.find(query, wanted, every=True)
        items: dict[tuple[str, ...], Item] = {}
        for one in found:
            if record := self._contents.record(one.passage.id):
                items.setdefault(same(record), Item(one, record))
        return list(items.values())

    def _on_topic(self, query: Query, items: Sequence[Item], cut: float = CUT) -> list[Item]:
        """The items that are about the topic: the list is cut where the evidence drops.

        A name that stands nowhere ("Has she worked at X?") leaves none.
        """
        weighed = self._searcher.weigh(query)
        is_skill = bool(items) and all(i.candidate.passage.type == "skills" for i in items)
        strange = [w.text for w in weighed if not w.count and (is_skill or w.text in query.names)]
        if not items or strange:
            return []
        near = max(item.candidate.fit.nearness for item in items)
        if group := group_technologies(self._skills(query), query.topic.words):
            return [
                item
                for item in items
                if has_technology(item.record, group) or item.candidate.fit.exact > ALL
            ]
        best = max(item.value for item in items)
        return [item for item in items if near >= ITEMS_FLOOR and stays(item, best, cut)]

    def _skills(self, query: Query) -> list[Item]:
        allowed, softened = self._searcher.passing(Filters(types=("skills",)))
        return [] if softened else self._read(query, allowed)

    def _listed(
        self,
        query: Query,
        ranked: Sequence[tuple[Item, Scores]],
        softened: tuple[Softened, ...],
    ) -> Choice:
        if not ranked:
            return NOTHING
        passages = tuple(replace(i.candidate.passage, score=s.fused) for i, s in ranked)
        scores = {item.id: parts for item, parts in ranked}
        evidence = self._searcher.evidence(query, [item.candidate for item, _ in ranked], 20)
        return Choice("items", passages, (), softened, scores, evidence, 1.0)
