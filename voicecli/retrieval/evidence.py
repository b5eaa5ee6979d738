"""What speaks for an answer being in the passages, in figures."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from voicecli.retrieval.word_vectors import WordVectors, described
from voicecli.retrieval.words import content_words, occurs, stems
from voicecli.types import Passage

SUPPORT_WEIGHT = 0.8
"""What a passage that holds every word of the question is worth against a cosine of 1."""
ENOUGH = 0.72
"""Fit from which a passage is trusted to answer. This and the weight were set on questions about
the sample content (tests/evals) and checked on others (benchmarks/retrieval.py): most of what is
not there is refused, and about one answerable question in fifteen."""
STRANGER = 0.2
"""A word of less support, standing nowhere in the index, is a stranger to the content."""
STRONG_COSINE = 0.45
"""Passages at least this near may answer although a word of the question is a stranger."""
UNRELATED, SAME = 0.35, 0.7
"""Cosine of two words that have nothing to do with each other, and of two that mean the same."""


@dataclass(frozen=True, slots=True)
class WordEvidence:
    """What is known of one content word of the question.

    `count` is how many passages of the index hold it, `weight` its rarity, `is_name` whether it was
    written like a name inside the sentence. `near` has one figure for each returned passage: 1 if
    it holds the word, else the cosine to its word that is closest in meaning, or 0 where that was
    not looked at.
    """

    word: str
    count: int
    weight: float
    is_name: bool
    near: tuple[float, ...]

    @property
    def is_present(self) -> bool:
        """Whether one of the returned passages holds the word."""
        return any(near >= 1.0 for near in self.near)

    def support(self, index: int) -> float:
        """0..1: 1 for a word of passage `index`, in between for a relative of one.

        A name has no relatives: it is there or it is not.
        """
        near = self.near[index]
        if near >= 1.0 or self.is_name:
            return float(near >= 1.0)
        return min(1.0, max(0.0, (near - UNRELATED) / (SAME - UNRELATED)))


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well the returned passages fit the question; `cosines` are in their order (-1..1)."""

    cosines: tuple[float, ...] = ()
    words: tuple[WordEvidence, ...] = ()

    @property
    def cosine(self) -> float:
        """Similarity of the nearest passage."""
        return max(self.cosines, default=-1.0)

    def support(self, index: int) -> float:
        """Share of the question's content words, weighted by rarity, that a passage holds."""
        total = sum(word.weight for word in self.words)
        held = sum(word.weight * word.support(index) for word in self.words)
        return held / total if total else 1.0

    @property
    def fit(self) -> float:
        """Cosine and weighted support of the best passage.

        One must fit alone: words scattered over several passages prove nothing.
        """
        fits = (c + SUPPORT_WEIGHT * self.support(i) for i, c in enumerate(self.cosines))
        return max(fits, default=-1.0)

    @property
    def missing(self) -> tuple[str, ...]:
        """Content words of the question that stand in none of the returned passages."""
        return tuple(word.word for word in self.words if not word.is_present)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Content words of the question that stand nowhere in the index."""
        return tuple(word.word for word in self.words if not word.count)

    @property
    def answers(self) -> bool:
        """Whether a passage can be trusted to hold the answer.

        Neither figure decides alone: answerable questions begin at a cosine of 0.2 and others
        reach 0.5, while a paraphrase shares no word with its answer. And a question is often about
        just the one word that the content does not know ("Is there a lathe in the workshop?").
        """
        if self.cosine < STRONG_COSINE and any(map(self._is_stranger, self.words)):
            return False
        return self.fit >= ENOUGH

    def _is_stranger(self, word: WordEvidence) -> bool:
        supports = (word.support(index) for index in range(len(self.cosines)))
        return not word.count and max(supports, default=0.0) < STRANGER


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
    texts = [described(passage) for passage in passages]
    held = [stems(text) for text in texts]
    names = set(_names(question))
    words = []
    for word in content_words(question).values():
        count = counts(word)
        near = tuple(float(occurs(word, there)) for there in held)
        words.append(WordEvidence(word, count, rarity(count, size), word in names, near))
    evidence = Evidence(tuple(cosines), tuple(words))
    every = (1.0,) * len(passages)
    hopeful = (w if w.is_name else replace(w, near=every) for w in words)
    if evidence.answers or not replace(evidence, words=tuple(hopeful)).answers:
        return evidence
    return replace(evidence, words=tuple(_compared(words, texts, vectors)))


def rarity(count: int, size: int) -> float:
    """Weight of a word that `count` of `size` passages hold: the idf of BM25, never negative."""
    return math.log(1 + (size - min(count, size) + 0.5) / (count + 0.5))


def _compared(
    words: Sequence[WordEvidence], texts: Sequence[str], vectors: WordVectors
) -> list[WordEvidence]:
    """The words with their nearest relative in each text."""
    vocabularies = [vectors.of(list(content_words(text).values())) for text in texts]
    compared = []
    for word in words:
        own = vectors.of([word.word])[0]
        near = (
            known if known >= 1.0 else min(0.99, float((vocabulary @ own).max(initial=0.0)))
            for known, vocabulary in zip(word.near, vocabularies, strict=True)
        )
        compared.append(replace(word, near=tuple(near)))
    return compared


def _names(question: str) -> list[str]:
    """Folded words that are written with a capital inside a sentence."""
    inside = re.findall(r"(?<=[\w,;:] )[\"'“]?([^\W\d_]\w*)", question)
    return [w for word in inside if word != word.lower() for w in content_words(word).values()]
