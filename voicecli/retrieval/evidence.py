"""What speaks for an answer being in the passages, in figures."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from voicecli.protocols import Embedder
from voicecli.retrieval.words import content_words, occurs, stems
from voicecli.types import Passage

ENOUGH = 0.62
"""What cosine and half the support must reach together; see benchmarks/retrieval.py."""
SUPPORT_WEIGHT = 0.5
STRONG_COSINE = 0.5
"""A passage this near answers although a name of the question stands nowhere."""
UNRELATED, SAME = 0.35, 0.7
"""Cosine of two words that have nothing to do with each other, and of two that mean the same."""
_MOST_CACHED = 20_000


@dataclass(frozen=True, slots=True)
class WordEvidence:
    """What is known of one content word of the question.

    `count` is how many passages of the index hold it, `present` whether a returned one does,
    `is_name` whether it was written like a name inside the sentence. `near` is the cosine to the
    word of the passages that is closest in meaning; None: not looked at.
    """

    word: str
    count: int
    weight: float
    present: bool
    is_name: bool = False
    near: float | None = None

    @property
    def support(self) -> float:
        """0..1: 1 for a word of the passages, in between for a relative of one.

        A name has no relatives: it is there or it is not.
        """
        if self.present:
            return 1.0
        if self.near is None or self.is_name:
            return 0.0
        return min(1.0, max(0.0, (self.near - UNRELATED) / (SAME - UNRELATED)))


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well the returned passages fit the question.

    `cosine` is that of the nearest passage (-1..1), `cosines` are those of all passages returned.
    """

    cosine: float = -1.0
    cosines: tuple[float, ...] = ()
    words: tuple[WordEvidence, ...] = ()

    @property
    def support(self) -> float:
        """Share of the question's content words, weighted by rarity, that the passages hold."""
        total = sum(word.weight for word in self.words)
        return sum(word.weight * word.support for word in self.words) / total if total else 1.0

    @property
    def missing(self) -> tuple[str, ...]:
        """Content words of the question that stand in none of the returned passages."""
        return tuple(word.word for word in self.words if not word.present)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Content words of the question that stand nowhere in the index."""
        return tuple(word.word for word in self.words if not word.count)

    @property
    def answers(self) -> bool:
        """Whether the passages can be trusted to hold the answer.

        Neither figure decides alone: answerable questions start at a cosine of 0.2 and strangers
        reach 0.5, while a paraphrase shares no word with its answer.
        """
        if self.cosine < STRONG_COSINE and any(w.is_name and not w.count for w in self.words):
            return False
        return self.cosine + SUPPORT_WEIGHT * self.support >= ENOUGH


class WordVectors:
    """Vectors of single words, computed when first asked for and kept."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, NDArray[np.float32]] = {}

    def of(self, words: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector per word, float32 of shape (len(words), dimensions)."""
        if len(self._known) > _MOST_CACHED:
            self._known.clear()
        fresh = [word for word in dict.fromkeys(words) if word not in self._known]
        if fresh:
            self._known.update(zip(fresh, self._embedder.embed(fresh), strict=True))
        return np.array([self._known[word] for word in words], np.float32)


def gather(
    question: str,
    passages: Sequence[Passage],
    cosines: Sequence[float],
    counts: Callable[[str], int],
    size: int,
    vectors: WordVectors,
) -> Evidence:
    """Weigh the passages found in an index of `size` passages; `counts` says how many hold a word.

    Words are compared by meaning only where that can change the outcome: it costs the embedding of
    every word of the passages.
    """
    texts = [f"{passage.title} {passage.text}" for passage in passages]
    there: set[str] = set().union(*map(stems, texts))
    names = set(_names(question))
    words = []
    for word in content_words(question).values():
        count = counts(word)
        words.append(
            WordEvidence(word, count, rarity(count, size), occurs(word, there), word in names)
        )
    evidence = Evidence(max(cosines, default=-1.0), tuple(cosines), tuple(words))
    hopeful = replace(evidence, words=tuple(replace(word, near=1.0) for word in words))
    if evidence.answers or not hopeful.answers:
        return evidence
    return replace(evidence, words=tuple(_compared(words, texts, vectors)))


def rarity(count: int, size: int) -> float:
    """Weight of a word that `count` of `size` passages hold: the idf of BM25, never negative."""
    return math.log(1 + (size - min(count, size) + 0.5) / (count + 0.5))


def _compared(
    words: Sequence[WordEvidence], texts: Sequence[str], vectors: WordVectors
) -> list[WordEvidence]:
    vocabulary = vectors.of(sorted({w for text in texts for w in content_words(text).values()}))
    compared = []
    for word in words:
        if not word.present and len(vocabulary):
            word = replace(word, near=float((vocabulary @ vectors.of([word.word])[0]).max()))
        compared.append(word)
    return compared


def _names(question: str) -> list[str]:
    """Folded words that are written with a capital inside a sentence."""
    inside = re.findall(r"(?<=[\w,;:] )[\"'“]?([^\W\d_]\w*)", question)
    return [w for word in inside if word != word.lower() for w in content_words(word).values()]
