"""Where a conversation turns to something else.

Sentences become vectors; cuts are placed where the parts between them hold together best, as
kernel change-point detection does it (S. Arlot and others 2019; exact, by dynamic programming).
Each cut costs as much as chance would gain, so that nobody has to say how many there are. Without
an embedding model the vectors are those of content words (TextTiling's, M. Hearst 1997).
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voicecli.analysis.english import content_stems
from voicecli.analysis.findings import Topic
from voicecli.analysis.keywords import keywords
from voicecli.analysis.said import Said
from voicecli.protocols import Embedder

MOST_UNITS = 1200
"""A longer conversation is read in larger pieces: the work grows with the square."""
LEAST_UNITS = 4
"""Pieces of a topic; a remark in passing is none."""
LEAST_WORDS = 12
"""A piece has at least so many, sentences of one or two words say nothing alone."""
CUT_COST = 1.0
"""Cost of a cut, in units of what a cut gains by chance."""
QUANTILE = 0.75
"""Of the gains by chance; at the median every second conversation of nothing but noise is cut, at
0.95 real changes of topic are missed."""
TITLE_WORDS = 3


def topics(said: Sequence[Said], embedder: Embedder | None) -> tuple[Topic, ...]:
    """The parts of a conversation in order; one for a short one, none where nothing is said."""
    units = _units(said)
    if not units:
        return ()
    vectors = vectors_of([_text(unit) for unit in units], embedder)
    cuts = borders(vectors)
    parts = [
        [one for unit in units[first:last] for one in unit]
        for first, last in zip([0, *cuts], [*cuts, len(units)], strict=True)
    ]
    return tuple(_topic(part, embedder) for part in parts)


def borders(vectors: NDArray[np.float32], cost: float = CUT_COST) -> list[int]:
    """The indices before which rows of unit vectors, float32 (n, dimensions), change topic."""
    count = len(vectors)
    if count < 2 * LEAST_UNITS:
        return []
    gram = (vectors @ vectors.T).astype(np.float64)
    penalty = cost * _chance(gram)
    scatter = _scatter(gram)
    best = np.full(count + 1, np.inf)
    best[0] = -penalty
    before = np.zeros(count + 1, int)
    for end in range(LEAST_UNITS, count + 1):
        starts = np.arange(0, end - LEAST_UNITS + 1)
        totals = best[starts] + scatter[starts, end] + penalty
        before[end] = int(totals.argmin())
        best[end] = totals[before[end]]
    cuts: list[int] = []
    at = int(before[count])
    while at > 0:
        cuts.append(at)
        at = int(before[at])
    return cuts[::-1]


def _scatter(gram: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each pair (first, behind last) how far the pieces lie from their mean, summed."""
    count = len(gram)
    sums = np.zeros((count + 1, count + 1))
    sums[1:, 1:] = gram.cumsum(axis=0).cumsum(axis=1)
    diagonal = np.concatenate([[0.0], np.diag(gram).cumsum()])
    places = np.arange(count + 1)
    corners = np.diag(sums)
    inside = corners[None, :] - 2 * sums + corners[:, None]
    length = places[None, :] - places[:, None]
    scattered = diagonal[None, :] - diagonal[:, None] - inside / np.maximum(1, length)
    return np.where(length > 0, scattered, np.inf)


def _chance(gram: NDArray[np.float64]) -> float:
    """What the best of all cuts gains where the pieces come in a random order.

    The QUANTILE over orders of a fixed generator, so that a conversation always reads the same.
    """
    random = np.random.default_rng(0)
    gains = []
    for _ in range(20):
        order = random.permutation(len(gram))
        gains.append(_best_gain(gram[np.ix_(order, order)]))
    return float(np.quantile(gains, QUANTILE))


def _best_gain(gram: NDArray[np.float64]) -> float:
    """How much less the pieces scatter when they are cut once, at the best place."""
    count = len(gram)
    sums = gram.cumsum(axis=0).cumsum(axis=1)
    cuts = np.arange(LEAST_UNITS, count - LEAST_UNITS + 1)
    before = sums[cuts - 1, cuts - 1]
    behind = sums[-1, -1] - 2 * sums[cuts - 1, -1] + before
    gains = before / cuts + behind / (count - cuts) - sums[-1, -1] / count
    return float(gains.max())


def _units(said: Sequence[Said]) -> list[list[Said]]:
    """Sentences joined to pieces that say enough, few enough to compare each with each."""
    words = sum(len(one.words) for one in said)
    least = max(LEAST_WORDS, words / MOST_UNITS)
    units: list[list[Said]] = []
    length = 0
    for one in said:
        if units and length < least:
            units[-1].append(one)
        else:
            units.append([one])
            length = 0
        length += len(one.words)
    return units


def vectors_of(texts: Sequence[str], embedder: Embedder | None) -> NDArray[np.float32]:
    """One unit vector for each text: by meaning, or by its content words without a model."""
    if embedder is not None:
        return embedder.embed(texts)
    stems = [Counter(content_stems(text)) for text in texts]
    places = {stem: at for at, stem in enumerate(sorted({s for found in stems for s in found}))}
    vectors = np.zeros((len(texts), max(1, len(places))), np.float32)
    for row, found in enumerate(stems):
        for stem, count in found.items():
            vectors[row, places[stem]] = count
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: NDArray[np.float32] = vectors / np.maximum(1e-6, norms)
    return unit


def _topic(part: Sequence[Said], embedder: Embedder | None) -> Topic:
    found = keywords([one.text for one in part], embedder, 5, least=1)
    names = tuple(keyword.text for keyword in found)
    return Topic(part[0].start, part[-1].end, ", ".join(names[:TITLE_WORDS]), names)


def _text(unit: Sequence[Said]) -> str:
    return " ".join(one.text for one in unit)
