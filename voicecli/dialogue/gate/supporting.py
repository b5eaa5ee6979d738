"""Whether one passage says a sentence: all of it, together, and about the same thing.

A sentence is compared with windows of one passage: a sentence or a few neighbours, with the
passage's title. A window supports it that holds its figures (value, unit, rate and bound), its
dates and names, each whole; whose figures belong to the same words; that affirms and denies the
same; and that holds all of its other words but the plainest. Two passages never support a
sentence together: the value of one must not become the other's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from voicecli.dialogue.gate.holding import FIELD, holds
from voicecli.dialogue.gate.reading import Read, read_text
from voicecli.dialogue.gate.tokens import tokens
from voicecli.retrieval.sentences import split_sentences
from voicecli.retrieval.words import STOP_WORDS
from voicecli.types import Passage

NEAREST = 0.6
"""Cosine between a sentence and a sentence of the window that supports it, both with the title. The
lowest of the true sentences in tests/evals/gate_pairs.jsonl is 0.63."""

_LEANING = frozenset(
    "it its they them their this that these those he she his her him here there such both one "
    "however also additionally moreover furthermore".split()
)


class Meaning(Protocol):
    """Turns sentences, each with its passage, into unit vectors (retrieval's `SentenceVectors`)."""

    def of_sentences(self, parts: Sequence[tuple[str, Passage]]) -> NDArray[np.float32]:
        """One vector for each, float32 of shape (len(parts), dimensions)."""
        ...

    def of_question(self, question: str) -> NDArray[np.float32]:
        """The question's vector, float32 of shape (dimensions,)."""
        ...


@dataclass(frozen=True, slots=True)
class Support:
    """What supports a sentence: sentences of one passage, and how near they are in meaning."""

    passage: Passage
    sentences: tuple[str, ...]
    nearness: float = 1.0


def support(
    sentence: str,
    passages: Sequence[Passage],
    meaning: Meaning | None = None,
    spoken_of: Passage | None = None,
) -> Support | None:
    """What supports a sentence, or None.

    `spoken_of` is the passage that the sentence before it came from: a sentence that names no
    record, or leans on what was said ("it", "she"), can only be about that one.
    """
    claim = read_text(sentence)
    if not claim.tokens:
        return None
    for passage in passages:
        if spoken_of is not None and not _is_about(claim, passage, spoken_of):
            continue
        for window in _windows(passage):
            if not holds(claim, passage, window):
                continue
            nearness = _nearness(sentence, passage, window, meaning)
            if nearness >= NEAREST:
                return Support(passage, window, nearness)
    return None


def leans(sentence: str) -> bool:
    """Whether a sentence speaks of something that only the one before it names."""
    first = next((token.text for token in tokens(sentence) if token.is_word), "")
    return first in _LEANING


def _is_about(claim: Read, passage: Passage, spoken_of: Passage) -> bool:
    if passage.id == spoken_of.id:
        return True
    if leans(claim.text):
        return False
    return passage.type == "document" or _names_title(claim, passage.title)


def _names_title(claim: Read, title: str) -> bool:
    """Whether a sentence has the first word of a record's title that says anything."""
    words = [token.text for token in tokens(title) if token.is_word]
    telling = [word for word in words if word not in STOP_WORDS] or words
    return bool(telling) and telling[0] in {token.text for token in claim.tokens}


def _windows(passage: Passage) -> Iterator[tuple[str, ...]]:
    """Each sentence of a passage, then two and three neighbours.

    The first sentence of a record says what all of it is about, and its fields (technologies,
    dates, a place) hold for all of it: they go with each of its sentences.
    """
    sentences = split_sentences(passage.text)
    yield from ((sentence,) for sentence in sentences)
    yield from pairwise(sentences)
    yield from zip(sentences, sentences[1:], sentences[2:], strict=False)
    if passage.type != "document":
        fields = [sentence for sentence in sentences if FIELD.match(sentence)]
        for sentence in sentences:
            if sentence not in fields:
                yield tuple(dict.fromkeys((sentences[0], sentence, *fields)))


def _nearness(
    sentence: str, passage: Passage, window: tuple[str, ...], meaning: Meaning | None
) -> float:
    if meaning is None:
        return 1.0
    vectors = meaning.of_sentences([(sentence, passage), *((part, passage) for part in window)])
    return float((vectors[1:] @ vectors[0]).max())
