"""What an answer is made with: understanding, search and the opening over one index."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date

from voicecli.config import DialogueConfig, RetrievalConfig
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
from voicecli.protocols import Embedder, LanguageModel
from voicecli.retrieval.evidence import Evidence
from voicecli.retrieval.filters import Filters
from voicecli.retrieval.grounding import answerable, best_sentences
from voicecli.retrieval.search import Searcher, SearchResult
from voicecli.retrieval.sentences import split_sentences
from voicecli.retrieval.words import occurs, stem, stems
from voicecli.types import Passage, Understanding
from voicecli.understanding import Vocabulary, understand

LISTED = frozenset({"projects", "experience", "skills", "education", "publications", "overview"})
"""Intents that are answered with a list of items."""

LISTED_MOST = 20
SENTENCES = 2

_TYPE_WORDS = frozenset(
    map(
        stem,
        "project work app job role position experience career company employer degree study "
        "school university education course publication paper article talk skill technology tool "
        "language year recent last list all thing built build used use".split(),
    )
)
"""Words that ask for a kind of item and say nothing about its topic."""


class Mind:
    """The three steps of `answer` that need no audio and no language model.

    `today` is asked for at each question; `models` names the model of each role for the record.
    """

    def __init__(
        self,
        searcher: Searcher,
        embedder: Embedder,
        vocabulary: Vocabulary,
        llm: LanguageModel | None,
        models: Mapping[str, str],
        retrieval: RetrievalConfig,
        dialogue: DialogueConfig,
        today: Callable[[], date] = date.today,
    ) -> None:
        self.llm = llm
        self.models = models
        self.history_turns = dialogue.history_turns
        self._searcher = searcher
        self._embedder = embedder
        self._vocabulary = vocabulary
        self._passages = retrieval.passages
        self._spoken_words = dialogue.spoken_words
        self._today = today

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
        return replace(found, passages=passages)

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
        if understanding.slots.get("items") and not _topic(understanding, found):
            item = found.passages[0]
            described = [(sentence, item) for sentence in split_sentences(item.text)[:SENTENCES]]
            return extract(described, self._spoken_words)
        if not answerable(question, found.passages, found.evidence):
            return unknown()
        best = best_sentences(question, found.passages, self._embedder, SENTENCES)
        return extract(best, self._spoken_words) if best else unknown()


def _is_listing(understanding: Understanding) -> bool:
    """Whether the question asks for items of a type, and not for a fact or about one of them."""
    slots = understanding.slots
    if slots.get("items") or understanding.intent not in LISTED:
        return False
    return bool(slots.get("types")) or understanding.intent == "overview"


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
    explained = stems(" ".join(named)) | {stem(understanding.intent)} | _TYPE_WORDS
    return [
        word.word
        for word in found.evidence.words
        if stem(word.word) not in explained and not word.word.isdigit()
    ]
