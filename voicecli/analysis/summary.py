"""The most telling sentences of a conversation, exactly as they were said.

Sentences are ranked by LexRank (G. Erkan and D. Radev 2004: the stationary weights of a random
walk between sentences that say similar things), within each topic so that none is left out, and
chosen by maximal marginal relevance (J. Carbonell and J. Goldstein 1998), so that none says what
another did.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voicecli.analysis.english import content_stems
from voicecli.analysis.findings import Quote, Topic
from voicecli.analysis.questions import is_question
from voicecli.analysis.said import Said
from voicecli.analysis.topics import vectors_of
from voicecli.analysis.turn_taking import is_backchannel
from voicecli.protocols import Embedder

MOST_QUOTES = 7
SENTENCES_A_QUOTE = 12
"""One sentence of so many is quoted, at least one, at most MOST_QUOTES."""
SHORTEST, LONGEST = 5, 45
"""Words of a sentence that can stand alone."""
LEAST_CONTENT = 2
"""Different words that say what it is about."""
DAMPING = 0.85
SIMILAR = 0.3
"""Less similar sentences have nothing to do with each other (cosine)."""
NOVELTY = 0.5
"""Weight of what is new against what is central."""
MOST_RANKED = 800
"""Sentences compared with each other; of a longer conversation the longest ones."""


def quotes(
    said: Sequence[Said], topics: Sequence[Topic], embedder: Embedder | None, language: str
) -> tuple[Quote, ...]:
    """The most telling sentences in order of time; none where nothing of any length was said."""
    able = [one for one in said if _can_stand_alone(one.text, language)]
    able = sorted(able, key=lambda one: -len(one.words))[:MOST_RANKED]
    able.sort(key=lambda one: one.start)
    if not able:
        return ()
    vectors = vectors_of([one.text for one in able], embedder)
    weights = _central(vectors) * np.array([_substance(one) for one in able])
    wanted = max(1, min(MOST_QUOTES, round(len(said) / SENTENCES_A_QUOTE), len(able)))
    wanted = min(max(wanted, min(len(topics), MOST_QUOTES)), len(able))
    places = [_topic_of(one, topics) for one in able]
    chosen = _chosen(weights, vectors, places, wanted)
    return tuple(able[index].quote for index in sorted(chosen))


def _can_stand_alone(text: str, language: str) -> bool:
    words = text.split()
    return (
        SHORTEST <= len(words) <= LONGEST
        and not is_question(text, language)
        and not is_backchannel(text)
        and len(set(content_stems(text))) >= LEAST_CONTENT
    )


def _substance(one: Said) -> float:
    """More for sentences with more content: "that's what I meant with it" is near everything."""
    return float(np.log1p(len(set(content_stems(one.text)))))


def _central(vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    similar = (vectors @ vectors.T).astype(np.float64)
    similar[similar < SIMILAR] = 0.0
    np.fill_diagonal(similar, 1.0)
    steps = similar / similar.sum(axis=1, keepdims=True)
    weights = np.full(len(vectors), 1 / len(vectors))
    for _ in range(50):
        weights = (1 - DAMPING) / len(vectors) + DAMPING * weights @ steps
    return weights


def _topic_of(one: Said, topics: Sequence[Topic]) -> int:
    inside = [number for number, topic in enumerate(topics) if topic.start <= one.start]
    return inside[-1] if inside else 0


def _chosen(
    weights: NDArray[np.float64],
    vectors: NDArray[np.float32],
    places: Sequence[int],
    wanted: int,
) -> list[int]:
    """Indices of sentences: each topic's best before any topic's second."""
    chosen: list[int] = []
    relevance = weights / weights.max()
    while len(chosen) < wanted:
        free = [index for index in range(len(places)) if index not in chosen]
        fewest = min(_taken(chosen, places, places[index]) for index in free)
        free = [index for index in free if _taken(chosen, places, places[index]) == fewest]
        near = (vectors[free] @ vectors[chosen].T).max(axis=1) if chosen else np.zeros(len(free))
        scores = relevance[free] - NOVELTY * near
        chosen.append(free[int(scores.argmax())])
    return chosen


def _taken(chosen: Sequence[int], places: Sequence[int], place: int) -> int:
    return sum(places[index] == place for index in chosen)
