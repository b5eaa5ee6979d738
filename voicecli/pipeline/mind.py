"""What an answer is made with: understanding, search and the opening over one index."""

from collections.abc import Callable, Mapping
from datetime import date

from voicecli.config import DialogueConfig, RetrievalConfig
from voicecli.dialogue.conversation import Conversation
from voicecli.dialogue.opening import Opening, extract, listing, small_talk, unknown
from voicecli.protocols import Embedder, LanguageModel
from voicecli.retrieval.filters import Filters
from voicecli.retrieval.grounding import answerable, best_sentences
from voicecli.retrieval.search import Evidence, Searcher, SearchResult
from voicecli.retrieval.words import content_words, stem, stems
from voicecli.types import Passage, Understanding
from voicecli.understanding import Vocabulary, understand

LISTED = frozenset({"projects", "experience", "skills", "education", "publications", "overview"})
"""Intents that are answered with a list of items."""

LISTED_MOST = 20
SENTENCES = 2


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
        if small_talk(understanding):
            return SearchResult((), Evidence())
        filters = Filters.from_slots(understanding.slots)
        limit = LISTED_MOST if understanding.intent in LISTED else self._passages
        found = self._searcher.search(understanding.question, filters, limit)
        if not understanding.slots.get("exclude_shown"):
            return found
        fresh = tuple(p for p in found.passages if p.id not in conversation.shown)
        return SearchResult(fresh, found.evidence, found.softened)

    def open(self, understanding: Understanding, found: SearchResult) -> Opening:
        """What can be said at once; "I don't know" when the passages do not fit the question."""
        if opening := small_talk(understanding):
            return opening
        listed = understanding.intent in LISTED
        passages = self._on_topic(understanding, found) if listed else found.passages
        if not passages or not answerable(understanding.question, passages, found.evidence):
            return unknown()
        if listed:
            return listing(understanding, passages, found.softened, self._spoken_words)
        best = best_sentences(understanding.question, passages, self._embedder, SENTENCES)
        return extract(best, self._spoken_words) if best else unknown()

    def _on_topic(self, understanding: Understanding, found: SearchResult) -> tuple[Passage, ...]:
        """The items that hold a word of the question's topic, if it has one beside its filters."""
        named = " ".join(
            [*understanding.slots.get("technologies", ()), *understanding.slots.get("types", ())]
        )
        explained = stems(named) | {stem(understanding.intent)}
        topic = [word for word in content_words(understanding.question) if word not in explained]
        about = tuple(
            passage
            for passage in found.passages
            if any(word in stems(f"{passage.title} {passage.text}") for word in topic)
        )
        return about or found.passages
