"""Which of the things that a person asked to remember answer a question."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from voicecli.retrieval.choice import NOTHING, Choice, asked_text, is_listing
from voicecli.retrieval.evidence import Query
from voicecli.retrieval.search import Candidate, Searcher, scored, scores_of
from voicecli.retrieval.texts import ENOUGH
from voicecli.retrieval.topic import kind_words
from voicecli.retrieval.windows import holds_value, nearest_sentences, value_asked
from voicecli.retrieval.words import content_words, occurs, stems
from voicecli.types import Passage, Understanding

HELD = 0.5
"""Share of what a question to the memory is about, by rarity, that a memory must hold."""
HELD_UNASKED = 0.6
"""The same where the question is about nobody's own."""
AHEAD = 0.1
"""How much better than the content a memory must fit where the content answers, too."""
HELD_BY_OTHERS = 0.99
"""The same where the person does not even speak of themselves: all of it."""
BESIDE = 0.15
"""A further memory is told whose fit is so close to the best one's."""
MOST_BESIDE = 2
MOST_ASKED = 5
"""Memories that are told at once, where the memory was asked for."""

_POLITE = r"(?:(?:hey|hi|ok|okay|so|and|well|please|then|now|computer)\W+)*"
_ABOUT = r"(?:about|on|of|regarding|concerning|that|with)"
_SAYING = r"(?:tell|say to|mention to|told|said to|mentioned to|ask) (?:you|thee)(?: to remember)?"
_ASKED_ONLY = re.compile(
    rf"^{_POLITE}(?:(?:what|which things?|anything|something|when|did|have|has|had|do|does|is"
    rf"|are|there|ever|i|you|still|all|everything|else|was|it) )*?"
    rf"(?:i (?:ever |once |just |already )?(?:{_SAYING}|say|said|mention|mentioned|note|noted)"
    rf"|(?:do |can |could )?you (?:still )?remember (?=about\b))(?: {_ABOUT})?\b",
    re.IGNORECASE,
)
"""Beginnings that only what was told can answer: "what did I tell you about"."""
_ASKED = re.compile(
    rf"^{_POLITE}(?:do|can|could|will) you (?:still |even )?(?:remember|recall)\b"
    rf"(?: (?:what i (?:told you|said) {_ABOUT}|that|{_ABOUT}))?"
    rf"|^{_POLITE}(?:(?:can|could|will|would) you )?(?:please )?remind me(?: {_ABOUT})?\b"
    rf"|^{_POLITE}what do you (?:still )?(?:know|remember|recall) {_ABOUT}\b",
    re.IGNORECASE,
)
"""Beginnings that ask for something told, or for anything known."""
_OWN = re.compile(
    r"\b(?:my|mine|our|ours|i've|i'm|me|us)\b"
    r"|(?<!\bdo )(?<!can )(?<!could )(?<!may )(?<!must )(?<!should )(?<!shall )(?<!would )"
    r"(?<!will )(?<!\bam )(?<!\bare )\b(?:i|we)\b",
    re.IGNORECASE,
)
"""Words of somebody who speaks of themselves; "how do I …" may be said for anybody."""
_REQUEST = re.compile(
    r"\b(?:tell|show|give|find|remind|read|teach|help|recommend|suggest|send|bring|let|get|explain"
    r"|lend|make|write|sing|play|name|list) (?:me|us)\b",
    re.IGNORECASE,
)
_OWNED = re.compile(r"\b(?:my|our) (\w+)", re.IGNORECASE)
_OF_OTHERS = re.compile(r"\b(?:he|she|they|his|her|hers|their|theirs|him|them)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asking:
    """Whether a question asks the memory: `only` it, or it `first`; `text` is what it is about."""

    text: str
    first: bool = False
    only: bool = False


def asking(question: str) -> Asking:
    """Read whether a question asks for what was told, and what is left without that."""
    question = " ".join(question.replace("’", "'").split())
    for pattern, is_only in ((_ASKED_ONLY, True), (_ASKED, False)):
        if found := pattern.search(question):
            rest = question[found.end() :].strip(" ,:.?!")
            return Asking(rest or question, first=True, only=is_only)
    return Asking(question)


def speaks_of_self(question: str) -> bool:
    """Whether a person asks about something of their own: "where did I park", "my locker"."""
    return bool(_OWN.search(_REQUEST.sub(" ", question.replace("’", "'"))))


class Recall:
    """Chooses from the memories of one index. Of one thread, like the searcher."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def first(self, understanding: Understanding) -> Choice | None:
        """What answers a question that only the memory can; None for any other."""
        asked = asking(understanding.question)
        if not asked.only:
            return None
        return self._chosen(asked.text, understanding, HELD, MOST_ASKED) or NOTHING

    def instead(self, understanding: Understanding, chosen: Choice) -> Choice | None:
        """What answers better than what was chosen from the content; None where nothing does.

        Memories come in where the content has nothing, and where the person asks about something
        of their own that a memory fits better.
        """
        asked = asking(understanding.question)
        is_own = asked.first or speaks_of_self(understanding.question)
        is_open = chosen.kind == "nothing"
        leans = bool(understanding.slots.get("follow_up"))
        is_of_another = bool(_OF_OTHERS.search(understanding.question)) and not leans
        if is_of_another and not is_own:
            return None
        if leans and not is_open:
            return None
        held = HELD if is_own or leans else HELD_BY_OTHERS
        text = asked.text if asked.first else asked_text(understanding)
        found = self._chosen(text, understanding, held, MOST_BESIDE, by_meaning=is_open)
        if is_open:
            return found
        if is_listing(understanding):
            return self._owned(understanding, chosen)
        if found and _best(found) > _best(chosen) + AHEAD:
            return found
        return None if is_own else self._whole(understanding, chosen)

    def _owned(self, understanding: Understanding, chosen: Choice) -> Choice | None:
        """A memory of what a person calls their own, where that is no kind of record."""
        text = asked_text(understanding)
        owned = {w for part in _OWNED.findall(text) for w in content_words(part).values()}
        kinds = kind_words(understanding.slots.get("types") or ())
        if not owned or owned & kinds or any(_holds(owned, one) for one in chosen.passages[:1]):
            return None
        found = self._chosen(text, understanding, HELD, MOST_BESIDE, by_meaning=False)
        return found if found and _holds(owned, found.passages[0]) else None

    def _whole(self, understanding: Understanding, chosen: Choice) -> Choice | None:
        """A memory that holds every word of the question, where what was chosen does not."""
        text = asked_text(understanding)
        wanted = set(content_words(text).values())
        if len(wanted) < 2 or any(_holds(wanted, one) for one in chosen.passages[:1]):
            return None
        found = self._chosen(text, understanding, HELD_UNASKED, MOST_BESIDE, by_meaning=False)
        return found if found and _holds(wanted, found.passages[0]) else None

    def _chosen(
        self,
        text: str,
        understanding: Understanding,
        held: float,
        most: int,
        *,
        by_meaning: bool = True,
    ) -> Choice | None:
        numbers = self._searcher.contents.memory_numbers()
        if not numbers:
            return None
        query = Query.of(text)
        asks = value_asked(query.text) or understanding.slots.get("asks")
        found = self._searcher.find(query, numbers, every=True)
        fitting = [one for one in found if self._fits(query, one, held, asks, by_meaning)]
        if not fitting:
            return None
        kept = _newest_first(fitting)[:most]
        passages = tuple(scored(one) for one in kept)
        told = [nearest_sentences(self._searcher, query, [one], 1, asks) for one in passages]
        evidence = self._searcher.evidence(query, kept, len(kept))
        return Choice(
            "passage",
            passages,
            tuple(sentence for some in told for sentence in some),
            (),
            {one.passage.id: scores_of(one) for one in kept},
            evidence,
            evidence.confidence,
        )

    def _fits(
        self, query: Query, one: Candidate, held: float, asks: str | None, by_meaning: bool
    ) -> bool:
        """Whether a memory holds enough of what is asked about, or surely means it."""
        if not holds_value(one.passage.text, asks) or not query.topic.words:
            return False
        if one.fit.exact >= held or not by_meaning:
            return one.fit.exact >= held
        is_sure = self._searcher.evidence(query, [one], 1).confidence >= ENOUGH
        return is_sure and one.fit.support >= (held if held < HELD_BY_OTHERS else HELD_UNASKED)


def _holds(wanted: Collection[str], passage: Passage) -> bool:
    there = stems(f"{passage.title} {passage.text}")
    return all(occurs(word, there) for word in wanted)


def _newest_first(fitting: Sequence[Candidate]) -> list[Candidate]:
    """Those that fit nearly as well as the best; what was told later goes first."""
    best = fitting[0].fit
    near = [
        one
        for one in fitting
        if one.fit.value >= best.value - BESIDE and one.fit.exact >= best.exact - BESIDE
    ]
    return sorted(near, key=lambda one: one.passage.document, reverse=True)


def _best(choice: Choice) -> float:
    return max((fit.value for fit in choice.evidence.fits), default=0.0)
