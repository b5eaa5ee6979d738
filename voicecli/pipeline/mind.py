"""What an answer is made with: understanding, search and the opening over one index."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from voicecli.config import DialogueConfig, ModeName, RetrievalConfig
from voicecli.dialogue.conversation import Conversation
from voicecli.dialogue.opening import (
    Opening,
    extract,
    is_small_talk,
    listing,
    nothing_more,
    small_talk,
    unknown,
)
from voicecli.dialogue.prompts import NOTES
from voicecli.pipeline.cached import Asking
from voicecli.pipeline.guarded_llm import GuardedLlm
from voicecli.retrieval.evidence import Evidence
from voicecli.retrieval.filters import Filters
from voicecli.retrieval.grounding import answerable, best_sentences
from voicecli.retrieval.search import Searcher, SearchResult
from voicecli.retrieval.sentences import split_sentences
from voicecli.retrieval.words import occurs, stem, stems
from voicecli.storage.answers import AnswerCache
from voicecli.types import Passage, Understanding
from voicecli.understanding import Vocabulary, understand
from voicecli.understanding.numerals import is_number

LISTED = frozenset({"projects", "experience", "skills", "education", "publications", "overview"})
"""Intents that are answered with a list of items."""

LISTED_MOST = 20
SENTENCES = 2

_WORDS_OF_KIND = frozenset(
    map(
        stem,
        "project work worked working app job role position experience career history employer "
        "company profession occupation degree diploma qualification certificate study studied "
        "school university college education course training graduate publication publish "
        "published paper article research author wrote written talk skill skilled technology tool "
        "stack programming language know knows good able ability year month decade recent recently "
        "latest newest oldest earliest early earlier old older current currently now right first "
        "last past previous early list name everything anything thing one item stuff created "
        "made built build done did finished completed developed hold held have own used use "
        "second third fourth fifth different kind sort type overview summary portfolio show see "
        "present".split(),
    )
)
"""Words that ask for a kind of item, or when, and say nothing about its topic."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What one text of the language model may cost."""

    tokens: int
    seconds: float


class Mind:
    """The three steps of `answer` that need no audio and no language model.

    `today` is asked for at each question; `models` names the model of each role for the record, and
    `on_mode` is told of each mode before it is used. Answers of the `cache` are given again.
    """

    def __init__(
        self,
        searcher: Searcher,
        vocabulary: Vocabulary,
        llm: GuardedLlm | None,
        models: Mapping[str, str],
        retrieval: RetrievalConfig,
        dialogue: DialogueConfig,
        today: Callable[[], date] = date.today,
        on_mode: Callable[[ModeName], None] = lambda mode: None,
        cache: AnswerCache | None = None,
    ) -> None:
        self.llm = llm
        self.cache = cache
        self.models = models
        self.history_turns = dialogue.history_turns
        self._searcher = searcher
        self._vocabulary = vocabulary
        self._on_mode = on_mode
        self.mode = dialogue.mode
        self._dialogue = dialogue
        self._some_passages = retrieval.passages
        self._spoken_words = dialogue.spoken_words
        self._today = today

    @property
    def mode(self) -> ModeName:
        """How much an answer says; it may be changed between two questions."""
        return self._mode

    @mode.setter
    def mode(self, mode: ModeName) -> None:
        self._mode: ModeName = mode
        self._on_mode(mode)

    @property
    def asking(self) -> Asking:
        """What an answer depends on now, besides its question."""
        models = {"llm": self.models.get("llm", "")} if self.llm and self.budget else {}
        version, general = self._searcher.version, self._dialogue.general
        return Asking(version, self._today(), self.mode, models, general)

    @property
    def notes(self) -> int:
        """How many passages the language model reads."""
        return self._dialogue.detailed_passages if self.mode == "detailed" else NOTES

    def warm_up(self) -> None:
        """Search once, so that the first question finds everything in place."""
        self._searcher.search("What has been done?", Filters(), 1)

    @property
    def budget(self) -> Budget | None:
        """What the language model may spend on an answer in this mode; None: it is not asked."""
        match self.mode:
            case "fast":
                return None
            case "balanced":
                return Budget(self._dialogue.balanced_tokens, self._dialogue.balanced_seconds)
            case "detailed":
                return Budget(self._dialogue.detailed_tokens, self._dialogue.detailed_seconds)

    @property
    def _passages(self) -> int:
        is_detailed = self.mode == "detailed"
        return self._dialogue.detailed_passages if is_detailed else self._some_passages

    def understand(self, question: str, conversation: Conversation) -> Understanding:
        """What the question asks for, in the light of the one before."""
        return understand(question, self._vocabulary, self._today(), conversation.previous)

    def retrieve(self, understanding: Understanding, conversation: Conversation) -> SearchResult:
        """Passages that may answer; nothing for small talk."""
        if is_small_talk(understanding):
            return SearchResult((), Evidence())
        slots = understanding.slots
        question = slots.get("resolved_question", understanding.question)
        limit = LISTED_MOST if _is_listing(understanding) else self._passages
        found = self._searcher.search(question, Filters.from_slots(slots), limit)
        passages = _named(found.passages, slots.get("items", ()))
        if slots.get("exclude_shown"):
            passages = tuple(p for p in passages if p.id not in conversation.shown)
        if among := _among(slots, conversation):
            passages = tuple(p for p in passages if p.id in among) or passages
        if order := slots.get("order"):
            passages = self._in_order(passages, newest=order == "newest")
        return replace(found, passages=passages)

    def _in_order(self, passages: tuple[Passage, ...], *, newest: bool) -> tuple[Passage, ...]:
        """The one passage whose record began last, or first; all where no record has a date."""
        dated = [(self._searcher.began(passage.id), passage) for passage in passages]
        known = [(began, passage) for began, passage in dated if began]
        if not known:
            return passages
        pick = max if newest else min
        return (pick(known, key=lambda pair: pair[0])[1],)

    def open(
        self, understanding: Understanding, found: SearchResult, conversation: Conversation
    ) -> Opening:
        """What can be said at once; "I don't know" when the passages do not fit the question."""
        if is_small_talk(understanding):
            return small_talk(understanding, conversation)
        question = understanding.slots.get("resolved_question", understanding.question)
        if understanding.slots.get("exclude_shown") and not found.passages:
            return nothing_more()
        if _is_listing(understanding) and (items := _on_topic(understanding, found)):
            return listing(understanding, items, found.softened, self._spoken_words)
        if _names_one(understanding) and not _topic(understanding, found):
            item = found.passages[0]
            described = [(sentence, item) for sentence in split_sentences(item.text)[:SENTENCES]]
            return extract(described, self._spoken_words)
        if not answerable(question, found.passages, found.evidence):
            return unknown()
        best = best_sentences(question, found.passages, self._searcher.vectors, SENTENCES)
        return extract(best, self._spoken_words) if best else unknown()


def _is_listing(understanding: Understanding) -> bool:
    """Whether the question asks for items of a type, and not for a fact or about one of them."""
    slots = understanding.slots
    if _names_one(understanding) or understanding.intent not in LISTED:
        return False
    return bool(slots.get("types")) or understanding.intent == "overview"


def _names_one(understanding: Understanding) -> bool:
    """Whether the question is about a certain item: by its name, or "the second one"."""
    return bool(understanding.slots.get("items") or understanding.slots.get("ordinal"))


def _among(slots: Mapping[str, Any], conversation: Conversation) -> tuple[str, ...]:
    """The ids of the last answer that a follow-up speaks of: "the second one", "which of those"."""
    listed = tuple(conversation.listed)
    if ordinal := slots.get("ordinal"):
        place = ordinal - 1 if ordinal > 0 else ordinal
        return listed[place:][:1] if -len(listed) <= place < len(listed) else ()
    return listed if slots.get("among_shown") else ()


def _named(passages: tuple[Passage, ...], items: Collection[str]) -> tuple[Passage, ...]:
    """The passages of the items that the question names, if it names any that were found."""
    return tuple(passage for passage in passages if passage.id in items) or passages


def _on_topic(understanding: Understanding, found: SearchResult) -> tuple[Passage, ...]:
    """The items that hold a word of the question's topic.

    A question without a topic beside its filters ("her projects since 2021") is about all of them;
    one whose topic stands nowhere is about none.
    """
    topic = _topic(understanding, found)
    if not topic:
        return found.passages
    return tuple(
        passage
        for passage in found.passages
        if any(occurs(word, stems(f"{passage.title} {passage.text}")) for word in topic)
    )


def _topic(understanding: Understanding, found: SearchResult) -> list[str]:
    """The question's content words that are neither a filter, a name nor a kind of item."""
    slots = understanding.slots
    keys = ("technologies", "exclude_technologies", "types", "people", "entities")
    named = [name for key in keys for name in slots.get(key, ())]
    explained = stems(" ".join(named)) | {stem(understanding.intent)} | _WORDS_OF_KIND
    return [
        word.word
        for word in found.evidence.words
        if stem(word.word) not in explained and not is_number(word.word)
    ]
