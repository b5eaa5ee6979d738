"""Which text answers a question, and which of its sentences; or that none does."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from voicecli.retrieval.choice import NOTHING, Choice, Shown, asked_text, explained
from voicecli.retrieval.codes import codes
from voicecli.retrieval.conditions import comparisons
from voicecli.retrieval.contacts import channel
from voicecli.retrieval.contents import DOCUMENT, PERSON
from voicecli.retrieval.cuts import CUT, ITEMS_FLOOR, close, preferred
from voicecli.retrieval.evidence import Evidence, Query, less_sure
from voicecli.retrieval.fields import fields_asked
from voicecli.retrieval.rows import cells, is_row
from voicecli.retrieval.search import Candidate, Searcher, scored, scores_of
from voicecli.retrieval.sections import headed, heading, opening_lines
from voicecli.retrieval.sentences import told_sentences
from voicecli.retrieval.topic import kind_words
from voicecli.retrieval.windows import best_window, holds_value, nearest_sentences, value_asked
from voicecli.retrieval.words import occurs, stems
from voicecli.types import Passage, Record, Understanding

SURE: Mapping[str, float] = {DOCUMENT: 0.36, "off_topic": 0.7, "unknown": 0.6, "general": 0.85}
"""Confidence that a passage needs, by what the question sounds like: one that sounds like a
question to a document mostly is one, however its words differ from the text's."""
ENOUGH = 0.5
"""Confidence that it needs otherwise."""
STAYS = 0.5
"""What is enough of that where a follow-up stays in the document of the answer before."""
SENTENCES = 2
SECTION_SENTENCES = 3
"""Lines of a section that is asked for as a whole."""
SECTION_ROWS = 10
VALUELESS = 1.6
"""How much less sure it is where a passage holds no value of the kind asked for."""
_SUMMARY = re.compile(r"\b(?:summar|overview|outline|gist|in short|about\?*$)", re.IGNORECASE)
RARE = 3
"""A word that stands in so few passages is about something, whatever a question sounds like."""


class Texts:
    """Chooses from one index which text answers. Of one thread, like the searcher."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._contents = searcher.contents

    def choose(
        self,
        understanding: Understanding,
        shown: Shown,
        limit: int,
        naming: Sequence[str] = (),
    ) -> Choice:
        """The text that answers, with its neighbourhood; of a follow-up from the same document.

        With `naming` only documents that hold one of these names. A number or code of the question
        is a name, too: only what holds it answers.
        """
        slots = understanding.slots
        query = Query.of(asked_text(understanding), slots.get("people", ()))
        if document := self._whole(understanding, query):
            return self._overview(document, understanding, query, limit)
        named = codes(understanding.question, " ".join(explained(slots)))
        allowed = self._allowed(understanding, shown, naming, named)
        found = self._searcher.find(query, allowed)
        if not found:
            return self._without(query, limit) if named else NOTHING
        asks = value_asked(query.text) or slots.get("asks")
        if asks == "contact" and (way := channel(query)):
            return self._contact(query, way)
        found = preferred(found, understanding.intent)
        best = found[0]
        is_record = best.passage.type not in (DOCUMENT, PERSON)
        asks_for_records = understanding.intent in self._contents.types()
        if is_record and asks_for_records and best.fit.nearness >= ITEMS_FLOOR:
            return self._as_items(query, found)
        evidence = self._searcher.evidence(query, found, 1)
        if is_row(best.passage.text) and (rows := self._rows_where(understanding, query, best)):
            told = tuple((one.text, one) for one in rows[:limit])
            scores = {best.passage.id: scores_of(best)}
            return Choice("passage", tuple(rows[:limit]), told, (), scores, evidence, 1.0)
        choice = self._told(query, found, evidence, limit, asks)
        sure = self._needed(understanding.intent, query, best, asks)
        if named or (slots.get("follow_up") and allowed):
            sure *= STAYS
        if choice.confidence < sure:
            return replace(choice, kind="nothing", sentences=())
        return choice

    def section(self, understanding: Understanding, limit: int) -> Choice | None:
        """What stands under a heading that is called like the kind of record or field asked for.

        For content that has no such records: the education of a CV. None where no heading
        is, or where what else the question names stands under none of them.
        """
        slots = understanding.slots
        types = slots.get("types") or ()
        query = Query.of(asked_text(understanding), slots.get("people", ()), types)
        if fields := fields_asked(query.topic.words):
            query = Query.of(query.text, query.topic.words, types)
        kinds = kind_words(types) | fields
        named = sorted({*kinds, *query.topic.words})
        found = self._searcher.find(query, self._contents.headed(named), every=True)
        found = headed(found, kinds, query, current=bool(slots.get("current")))
        if not found:
            return None
        asks = value_asked(query.text) or slots.get("asks")
        evidence = self._searcher.evidence(query, found, 1)
        choice = self._told(query, found, evidence, limit, asks)
        told = choice.sentences if query.topic else _section_lines(found, choice.passages[0])
        if title := heading(choice.passages[0], kinds, query):
            told = ((title, choice.passages[0]), *told)
        passages = tuple(dict.fromkeys(passage for _, passage in told))
        return replace(choice, passages=passages, sentences=told, confidence=1.0)

    def _whole(self, understanding: Understanding, query: Query) -> str:
        """The document that a question names and asks nothing of; empty for none."""
        slots = understanding.slots
        if slots.get("asks") or slots.get("follow_up"):
            return ""
        for name in slots.get("items") or ():
            if title := self._contents.title_of(name):
                known = stems(f"{name} {title}")
                if all(occurs(word, known) for word in query.topic.words):
                    return str(name)
        return ""

    def _overview(
        self, document: str, understanding: Understanding, query: Query, limit: int
    ) -> Choice:
        """How a document begins, or the beginning of each part where a summary is asked."""
        numbers = self._contents.numbers_of_document(document)
        found = sorted(
            self._searcher.find(query, numbers, every=True), key=lambda candidate: candidate.id
        )
        told = opening_lines(
            [scored(one) for one in found], each=bool(_SUMMARY.search(understanding.question))
        )
        passages = tuple(dict.fromkeys(passage for _, passage in told))[:limit]
        scores = {one.passage.id: scores_of(one) for one in found}
        evidence = self._searcher.evidence(query, found, 1)
        return Choice("passage", passages, told, (), scores, evidence, 1.0)

    def _allowed(
        self,
        understanding: Understanding,
        shown: Shown,
        naming: Sequence[str],
        named: Sequence[str],
    ) -> Collection[int] | None:
        if named:
            return self._contents.holding(named)
        if naming:
            return self._contents.documents_naming(naming)
        if understanding.slots.get("follow_up") and shown.listed:
            return self._contents.same_documents(shown.listed) or None
        return None

    def _without(self, query: Query, limit: int) -> Choice:
        """That nothing holds a number or code of the question; with what comes nearest."""
        found = self._searcher.find(query)[:limit]
        evidence = self._searcher.evidence(query, found, 1)
        passages = tuple(scored(one) for one in found)
        scores = {one.passage.id: scores_of(one) for one in found}
        return Choice("nothing", passages, (), (), scores, evidence, 0.0)

    def _rows_where(
        self, understanding: Understanding, query: Query, best: Candidate
    ) -> list[Passage]:
        """The rows of a table of which the comparisons of the question are true, in their order."""
        columns = cells(best.passage.text)
        asked = comparisons(understanding.question, columns)
        if not asked:
            return []
        numbers = self._contents.numbers_of_document(best.passage.document)
        table = sorted(self._searcher.find(query, numbers, every=True), key=lambda one: one.id)
        rows = [scored(one) for one in table if one.passage.title == best.passage.title]
        return [
            row
            for row in rows
            if is_row(row.text)
            and all(one.holds(Record("", "", "", other=cells(row.text))) for one in asked)
        ]

    def _contact(self, query: Query, way: re.Pattern[str]) -> Choice:
        """The line that has the way to reach somebody that is asked for."""
        found = self._searcher.find(query, self._contents.numbers_of_type(DOCUMENT), every=True)
        evidence = self._searcher.evidence(query, found, 1)
        for one in found:
            passage = scored(one)
            for line in passage.text.splitlines():
                if way.search(line):
                    scores = {passage.id: scores_of(one)}
                    told = ((line, passage),)
                    return Choice("passage", (passage,), told, (), scores, evidence, 1.0)
        return self._without(query, 1)

    def _needed(self, intent: str, query: Query, best: Candidate, asks: str | None) -> float:
        """The confidence that is enough.

        What sounds like general knowledge is a question to the content where one sentence there
        holds all that it is about, and something rare among it. A sentence with every name of the
        question and a value of the kind asked for speaks of the same.
        """
        sure = SURE.get(intent, ENOUGH)
        told = told_sentences(best.passage.text)
        names = [word for word in query.topic.words if word in query.names]
        if sure <= ENOUGH:
            with_value = [text for text in told if holds_value(text, asks)]
            return sure * STAYS if names and _together(names, with_value) else sure
        counts = [word.count for word in self._searcher.weigh(query)]
        is_rare = bool(counts) and min(counts) <= RARE
        return SURE[DOCUMENT] if is_rare and _together(query.topic.words, told) else sure

    def _told(
        self,
        query: Query,
        found: Sequence[Candidate],
        evidence: Evidence,
        limit: int,
        asks: str | None,
    ) -> Choice:
        """The best text with its sentences, and others that fit nearly as well.

        Of a table these are the rows that fit as well as the best.
        """
        best, *others = close(found)[:limit]
        if is_row(best.passage.text):
            others = [one for one in others if _is_equal_row(one, best)]
        kept = [best, *others]
        passages = tuple(best_window(self._searcher, query, one) for one in kept)
        scores = {one.passage.id: scores_of(one) for one in kept}
        confidence = evidence.confidence
        if not holds_value(passages[0].text, asks):
            confidence = less_sure(confidence, VALUELESS)
        if is_row(best.passage.text):
            told: tuple[tuple[str, Passage], ...] = tuple((one.text, one) for one in passages)
        else:
            told = nearest_sentences(self._searcher, query, passages[:1], SENTENCES, asks)
        if passages[0].type != DOCUMENT:
            passages = passages[:1]
        return Choice("passage", passages, told, (), scores, evidence, confidence)

    def _as_items(self, query: Query, found: Sequence[Candidate]) -> Choice:
        """The records that a question finds which asks for none in so many words."""
        best = found[0]
        near = [one for one in close(found, CUT) if one.passage.type == best.passage.type]
        passages = tuple(scored(one) for one in near)
        scores = {one.passage.id: scores_of(one) for one in near}
        evidence = self._searcher.evidence(query, near, len(near))
        return Choice("items", passages, (), (), scores, evidence, 1.0)


def _section_lines(found: Sequence[Candidate], first: Passage) -> tuple[tuple[str, Passage], ...]:
    """The first lines of a section, or all rows of its table in their order."""
    if is_row(first.text):
        rows = [one for one in found if one.passage.title == first.title]
        rows = sorted(rows[:SECTION_ROWS], key=lambda one: one.id)
        return tuple((one.passage.text, scored(one)) for one in rows)
    return tuple((line, first) for line in first.text.splitlines()[:SECTION_SENTENCES])


def _together(wanted: Collection[str], sentences: Iterable[str]) -> bool:
    """Whether one of the sentences holds all of the words."""
    return any(all(occurs(word, there) for word in wanted) for there in map(stems, sentences))


def _is_equal_row(one: Candidate, best: Candidate) -> bool:
    """Whether a row of the same table holds as much of what is asked as the best one."""
    same = one.passage.document == best.passage.document and is_row(one.passage.text)
    return same and 0 < best.fit.exact <= one.fit.exact
