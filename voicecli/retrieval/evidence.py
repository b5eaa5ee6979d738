"""What speaks for a passage answering a question, in figures."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voicecli.retrieval.late import LateInteraction
from voicecli.retrieval.sentences import told_sentences
from voicecli.retrieval.topic import Topic, find_topic
from voicecli.retrieval.vectors import SentenceVectors
from voicecli.retrieval.word_vectors import described
from voicecli.retrieval.words import content_words, occurs, stems
from voicecli.types import Passage

LATE_WEIGHT = 1.5
"""What a likeness of 1 between the tokens is worth against a cosine of 1."""
HELD_WEIGHT = 0.2
"""What a passage that holds every word of the topic is worth. This and LATE_WEIGHT were
chosen among 0.1, 0.2, 0.3 and 0.5, 1, 1.5, 2.5 as what puts the right records and passages of the
development worlds (tests/evals) and of the evaluation questions of benchmarks/RESULTS.md first most
often: a convex combination as in Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid
Retrieval", 2022."""
NEAR_HELD_WEIGHT = 0.3
"""The same in `nearness`, without the tokens."""
UNRELATED, SAME = 0.1, 0.5
"""Cosine of a word and a sentence that has nothing to do with it, and of one that is about it."""
RELATIVE = 0.95
"""The most that a sentence about a word is worth against one that holds it."""

STRANGE = 0.3
"""A word of less support, standing nowhere in the index, is strange to the content."""

USUAL_MARGIN = 0.8
"""How much the best passage's value mostly is above the others'."""

ENOUGH = 0.5
"""Confidence from which a passage is trusted to answer."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question as search takes it: its words, and what of them says what it is about.

    `names` are folded words that were written as names are: a name has no relatives, it is there or
    it is not.
    """

    text: str
    topic: Topic
    names: frozenset[str] = frozenset()

    @property
    def texts(self) -> tuple[str, ...]:
        """The question as it was put, what of it says what it is about, and each word of that."""
        return self.text, self.topic.phrase or self.text, *self.topic.words

    @classmethod
    def of(cls, text: str, explained: Sequence[str] = (), types: Sequence[str] = ()) -> "Query":
        """Read a question; `explained` are the names in it that filters take care of."""
        return cls(text, find_topic(text, explained, types), frozenset(_names(text)))


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the topic: how many passages of the index hold it, and its weight by rarity."""

    text: str
    count: int
    weight: float


@dataclass(frozen=True, slots=True)
class Fit:
    """How well one passage fits a question.

    `whole` is the cosine of the passage, `sentence` that of its nearest sentence, each the mean of
    the question's and its topic's. `exact` is the share of the topic's words, by rarity, that it
    holds; `support` counts what one of its sentences is about, too. `late` is the likeness of the
    question's tokens, each to its nearest (late interaction). `is_strange` tells that a word
    which stands nowhere in the index has next to no support; `weakest` is the support of the word
    that has least.
    """

    whole: float
    sentence: float
    exact: float
    support: float
    late: float = 0.0
    is_strange: bool = False
    weakest: float = 1.0

    @property
    def value(self) -> float:
        """All of it in one figure; what passages are ordered by."""
        return (self.whole + self.sentence) / 2 + HELD_WEIGHT * self.exact + LATE_WEIGHT * self.late

    @property
    def nearness(self) -> float:
        """A figure of about 0..1.3 that means the same for every question: 0 is far away."""
        return (self.whole + self.sentence) / 2 + NEAR_HELD_WEIGHT * self.exact


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the returned passages; `fits` are in their order, `words` the topic's."""

    fits: tuple[Fit, ...] = ()
    words: tuple[Word, ...] = ()
    background: float | None = None
    """Mean value of candidates that are not among the best: what any passage would have. None where
    there are too few of them."""

    @property
    def cosine(self) -> float:
        """Similarity of the nearest sentence."""
        return max((fit.sentence for fit in self.fits), default=-1.0)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Words of the topic that stand nowhere in the index."""
        return tuple(word.text for word in self.words if not word.count)

    @property
    def confidence(self) -> float:
        """0..1: how surely the best of the passages answers."""
        return max((self._confidence(fit) for fit in self.fits), default=0.0)

    @property
    def answers(self) -> bool:
        """Whether a passage can be trusted to hold the answer."""
        return self.confidence >= ENOUGH

    def _confidence(self, fit: Fit) -> float:
        """How surely a passage answers, by a logistic model.

        Its weights were fitted on the questions to documents of the development worlds
        (tests/evals) and of the evaluation set of benchmarks/RESULTS.md, leaving each set out once
        to check; what is above ENOUGH was set on questions about the sample content.
        """
        if not fit.late:  # the embedding model keeps no token states
            return _logistic(2.2 * fit.sentence + 0.9 * fit.support - 0.8 * fit.is_strange - 0.9)
        margin = USUAL_MARGIN if self.background is None else fit.value - self.background
        evidence = 2.6 * fit.sentence + 8.7 * fit.late - 0.7 * fit.is_strange - 2.6 * margin
        return _logistic(evidence - 4.4)


class Judge:
    """Weighs passages against questions. Of one thread, like its connection."""

    def __init__(
        self, sentences: SentenceVectors, late: LateInteraction, counts: Callable[[str], int]
    ) -> None:
        """`counts` says how many passages of the index hold a word."""
        self._sentences = sentences
        self._late = late
        self._counts = counts

    def weigh(self, query: Query, size: int) -> tuple[Word, ...]:
        """The words of the topic with their weights in an index of `size` passages."""
        counted = ((word, self._counts(word)) for word in query.topic.words)
        return tuple(Word(word, count, rarity(count, size)) for word, count in counted)

    def fits(
        self,
        query: Query,
        words: Sequence[Word],
        passages: Sequence[Passage],
        wholes: NDArray[np.float32],
        asked: NDArray[np.float32],
    ) -> list[Fit]:
        """The fit of each passage.

        `wholes` are their cosines, `asked` the vectors of `Query.texts`, float32 of shape
        (texts, dimensions).
        """
        if not passages:
            return []
        near = self._by_sentence(passages, asked)
        lates = self._late.late_scores(query.text, passages)
        weights = np.array([word.weight for word in words])
        unknown = np.array([not word.count for word in words], bool)
        total = weights.sum() or 1.0
        fits = []
        for passage, whole, cosines, late in zip(passages, wholes, near, lates, strict=True):
            sentence = float(cosines[:, :2].mean(axis=1).max())
            if not words:
                fits.append(Fit(float(whole), sentence, 1.0, 1.0, late))
                continue
            there = stems(described(passage))
            exact = np.array([float(occurs(word.text, there)) for word in words])
            about = np.clip((cosines[:, 2:].max(axis=0) - UNRELATED) / (SAME - UNRELATED), 0, 1)
            about[[word.text in query.names for word in words]] = 0.0
            support = np.maximum(exact, RELATIVE * about)
            fits.append(
                Fit(
                    float(whole),
                    sentence,
                    float(exact @ weights / total),
                    float(support @ weights / total),
                    late,
                    bool((support[unknown] < STRANGE).any()),
                    float(support.min()),
                )
            )
        return fits

    def _by_sentence(
        self, passages: Sequence[Passage], asked: NDArray[np.float32]
    ) -> list[NDArray[np.float32]]:
        """For each passage the cosines of its sentences, of shape (sentences, texts)."""
        told = [told_sentences(passage.text) or [passage.title] for passage in passages]
        parts = [(s, p) for p, some in zip(passages, told, strict=True) for s in some]
        near = self._sentences.of_sentences(parts) @ asked.T
        return np.split(near, np.cumsum([len(some) for some in told])[:-1])


def rarity(count: int, size: int) -> float:
    """Weight of a word that `count` of `size` passages hold: the idf of BM25, never negative."""
    return math.log(1 + (size - min(count, size) + 0.5) / (count + 0.5))


def _names(question: str) -> list[str]:
    """Folded words that are written with a capital inside a sentence."""
    inside = re.findall(r"(?<=[\w,;:] )[\"'“]?([^\W\d_]\w*)", question)
    return [w for word in inside if word != word.lower() for w in content_words(word).values()]


def less_sure(confidence: float, by: float) -> float:
    """A confidence whose logarithm of odds is so much less."""
    return 1 / (1 + (1 - confidence) / max(confidence, 1e-9) * math.exp(by))


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))
