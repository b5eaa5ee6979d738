"""What an answer is made with: understanding, search and the opening over one index."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from voicecli.config import DialogueConfig, ModeName, RetrievalConfig
from voicecli.dialogue.conversation import Conversation
from voicecli.dialogue.general import is_general
from voicecli.dialogue.opening import (
    Known,
    Opening,
    describe,
    extract,
    is_small_talk,
    listing,
    nothing_more,
    small_talk,
    unknown,
)
from voicecli.dialogue.past import about
from voicecli.dialogue.persona import PLAIN, Persona
from voicecli.dialogue.prompts import recall_past
from voicecli.dialogue.refusals import NEAR, TOPIC, refused_topic, untold
from voicecli.pipeline.cached import Asking
from voicecli.pipeline.guarded_llm import GuardedLlm
from voicecli.retrieval.choosing import NOTHING, Choice, Chooser, Shown
from voicecli.retrieval.filters import Filters
from voicecli.retrieval.recall import Recall, asking
from voicecli.retrieval.scores import Weights
from voicecli.retrieval.search import Searcher
from voicecli.retrieval.vectors import SentenceVectors
from voicecli.storage.answers import AnswerCache
from voicecli.types import Understanding
from voicecli.understanding import Meanings, Vocabulary, settle_intent, understand

LISTED_MOST = 50
"""Items of one answer: more than a screen holds."""


GIVEN_UP = frozenset({"years", "technologies"})
"""Filters without which a list is no answer any more, but the nearest there is."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What one text of the language model may cost."""

    tokens: int
    seconds: float


class Mind:
    """The three steps of `answer` that need no audio and no language model.

    `today` is asked for at each question; `models` names the model of each role for the record, and
    `on_mode` is told of each mode before it is used. Answers of the `cache` are given again. When
    the content has changed, its vocabulary is `read_again`.
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
        meanings: Meanings | None = None,
        read_again: Callable[[], Vocabulary] | None = None,
    ) -> None:
        self.llm = llm
        self.cache = cache
        self.models = models
        self.history_turns = dialogue.history_turns
        self._searcher = searcher
        self._meanings = meanings
        self._read_again = read_again
        self._learn(vocabulary)
        weights = Weights(
            retrieval.keyword_weight,
            retrieval.technology_weight,
            retrieval.recency_weight,
            retrieval.impact_weight,
        )
        self._chooser = Chooser(searcher, weights)
        self._recall = Recall(searcher)
        self._settings = f"{retrieval} {dialogue}"
        self._on_mode = on_mode
        self.mode = dialogue.mode
        self.persona: Persona = PLAIN
        """Who answers; it may be changed between two questions."""
        self._dialogue = dialogue
        self._some_passages = retrieval.passages
        self.spoken_words = dialogue.spoken_words
        self._today = today

    @property
    def mode(self) -> ModeName:
        """How much an answer says; it may be changed between two questions."""
        return self._mode

    @mode.setter
    def mode(self, mode: ModeName) -> None:
        self._mode: ModeName = mode
        self._on_mode(mode)

    def recall_past(self, conversation: Conversation) -> None:
        """Bring what was said long ago into the conversation, in short, for the next prompt.

        Tokens are counted by the language model's own tokenizer where it is loaded.
        """
        room = self._dialogue.summary_tokens
        recall_past(conversation, self.history_turns, room, self._tokens)

    def _tokens(self, text: str) -> int:
        counted = self.llm.count_tokens(text) if self.llm is not None else None
        return about(text) if counted is None else counted

    @property
    def asking(self) -> Asking:
        """What an answer depends on now, besides its question."""
        models = {role: name for role, name in self.models.items() if role != "llm"}
        models |= {"llm": self.models.get("llm", "")} if self.may_write else {}
        version = self._searcher.version
        is_current = version == self._known_version
        settings = f"{self._settings} {self.persona}"
        return Asking(version, self._today(), self.mode, models, settings, is_current)

    @property
    def vectors(self) -> SentenceVectors:
        """Of the question asked last and of the sentences of its passages."""
        return self._searcher.vectors

    @property
    def may_write(self) -> bool:
        """Whether there is a language model, and this mode asks it."""
        return self.llm is not None and self.llm.available and self.budget is not None

    def answers_generally(self, understanding: Understanding) -> bool:
        """Whether the language model may answer a question that is not about the content."""
        return self._dialogue.general and is_general(understanding) and self.may_write

    def warm_up(self) -> None:
        """Search and understand once, so that the first question finds everything in place."""
        self._searcher.search("What has been done?", Filters(), 1)
        if self._meanings is not None:
            self._meanings.shares("What has been done?", self._vocabulary.declared)

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

    def _learn(self, vocabulary: Vocabulary) -> None:
        """Take in what the content speaks of."""
        contents = self._searcher.contents
        self._known_version = self._searcher.version
        self._vocabulary = vocabulary
        self.known = Known(vocabulary, contents.record, contents.profile())

    def understand(self, question: str, conversation: Conversation) -> Understanding:
        """What the question asks for, in the light of the one before and of what the index has."""
        if self._read_again and self._searcher.version != self._known_version:
            self._learn(self._read_again())
        understanding = understand(
            question, self._vocabulary, self._today(), conversation.previous, self._meanings
        )
        if not understanding.guard and refused_topic(understanding, self.persona):
            return replace(understanding, guard=TOPIC)
        if "intents" not in understanding.slots:
            return understanding
        found = self._searcher.search(question)
        return settle_intent(understanding, [(one.type, one.score) for one in found.passages])

    def retrieve(self, understanding: Understanding, conversation: Conversation) -> Choice:
        """What of the content answers; nothing for small talk."""
        if is_small_talk(understanding):
            return replace(NOTHING, understanding=understanding)
        shown = Shown(tuple(conversation.listed), frozenset(conversation.shown))
        found = self._recall.first(understanding)
        if found is None:
            with self._searcher.hiding_memories():
                found = self._chooser.choose(understanding, shown, self._today(), self._passages)
            found = self._recall.instead(understanding, found) or found
        return replace(found, understanding=understanding)

    def open(
        self, understanding: Understanding, found: Choice, conversation: Conversation
    ) -> Opening:
        """What can be said at once; "I don't know" when nothing was found to answer."""
        known, words = self.known, self.spoken_words
        if is_small_talk(understanding):
            return small_talk(understanding, conversation, known=known, persona=self.persona)
        match found.kind:
            case "items":
                passages = found.passages[:LISTED_MOST]
                said = listing(
                    understanding,
                    passages,
                    found.softened,
                    words,
                    known=known,
                    untold=found.untold,
                )
                return replace(said, abstained=bool(GIVEN_UP & set(found.softened)))
            case "item":
                return describe(understanding, found.passages[0], words, known=known)
            case "passage":
                return extract(
                    found.sentences,
                    words,
                    understanding=understanding,
                    known=known,
                    today=self._today(),
                )
        if understanding.slots.get("exclude_shown"):
            return nothing_more(understanding)
        return self._unknown(understanding, found)

    def _unknown(self, understanding: Understanding, found: Choice) -> Opening:
        """That the content does not tell; what it offers instead is shown with its source."""
        if asking(understanding.question).only:
            return untold(understanding)
        near = found.evidence.cosine
        said = unknown(
            understanding,
            nearest=found.passages,
            near=near,
            missing=found.evidence.unknown,
            known=self.known,
        )
        is_offered = near >= NEAR and understanding.intent not in ("off_topic", "general")
        return replace(said, passages=found.passages[:1] if is_offered else ())
