"""What a text is about, in its own words: phrases of it, ranked.

Candidates are the words and runs of up to three words without function words between them (RAKE,
S. Rose and others 2010). A phrase counts by how often it is said, nested ones by C-value (K.
Frantzi and others 2000), how evenly it is spread, and how near its meaning is to the whole
(KeyBERT, M. Grootendorst 2020). The libraries for it (yake, keybert, rake-nltk) bring networkx,
torch or NLTK's data; this is a page.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from voicecli.analysis.english import WORD, is_content, stem
from voicecli.analysis.findings import Keyword
from voicecli.protocols import Embedder

LONGEST_PHRASE = 3
CANDIDATES = 60
"""So many of the commonest are compared by meaning."""

_BREAK = re.compile(r"[,.;:!?…()\"“”\[\]]")


@dataclass(slots=True)
class _Phrase:
    """A candidate: its stems, how it is written where, and in which sentences it stands."""

    stems: tuple[str, ...]
    written: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    sentences: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        return max(self.written, key=lambda form: (self.written[form], -len(form)))


def keywords(
    texts: Sequence[str], embedder: Embedder | None, count: int = 10, *, least: int = 2
) -> tuple[Keyword, ...]:
    """The `count` strongest phrases of sentences that belong together, the strongest first.

    They are said `least` times.
    """
    found = [one for one in _candidates(texts) if len(one.sentences) >= least]
    scores = _scores(found, len(texts))
    best = sorted(found, key=lambda one: -scores[one.stems])[:CANDIDATES]
    best = [one for one in best if scores[one.stems] > 0]
    if embedder is not None and best:
        near = _nearness(best, texts, embedder)
        for one, cosine in zip(best, near, strict=True):
            scores[one.stems] *= max(0.05, float(cosine))
        best.sort(key=lambda one: -scores[one.stems])
    chosen = _without_doubles(best)[:count]
    top = scores[chosen[0].stems] if chosen else 1.0
    return tuple(
        Keyword(one.text, len(one.sentences), round(scores[one.stems] / top, 3)) for one in chosen
    )


def _candidates(texts: Iterable[str]) -> list[_Phrase]:
    phrases: dict[tuple[str, ...], _Phrase] = {}
    for number, text in enumerate(texts):
        for run in _runs(text):
            for first in range(len(run)):
                for last in range(first + 1, min(len(run), first + LONGEST_PHRASE) + 1):
                    part = run[first:last]
                    key = tuple(stem(word.lower()) for word in part)
                    phrase = phrases.setdefault(key, _Phrase(key))
                    phrase.written[" ".join(_shown(word, first) for word in part)] += 1
                    phrase.sentences.append(number)
    return list(phrases.values())


def _shown(word: str, position: int) -> str:
    """A word as it is written, but small where its capital may be the sentence's."""
    return word.lower() if position == 0 and word.istitle() else word


def _runs(text: str) -> Iterable[list[str]]:
    """Words in a row that may be about something, neither across marks nor function words."""
    for part in _BREAK.split(text.replace("’", "'")):
        run: list[str] = []
        for match in WORD.finditer(part):
            word = match[0].removesuffix("'s")
            if is_content(word.lower()):
                run.append(word)
                continue
            if run:
                yield run
            run = []
        if run:
            yield run


def _scores(phrases: Sequence[_Phrase], sentences: int) -> dict[tuple[str, ...], float]:
    """C-value, with what stands in one place only counted less.

    Longer phrases must be said twice: once is a chance neighbourhood.
    """
    nested: dict[tuple[str, ...], list[int]] = defaultdict(list)
    counts = {one.stems: len(one.sentences) for one in phrases}
    for stems, count in counts.items():
        if count > 1:
            for part in _parts(stems):
                nested[part].append(count)
    scores = {}
    for one in phrases:
        count, length = counts[one.stems], len(one.stems)
        longer = nested.get(one.stems, ())
        alone = count - (sum(longer) / len(longer) if longer else 0.0)
        spread = 1 + math.log1p(len(set(one.sentences))) / math.log1p(max(2, sentences))
        is_chance = count == 1 and length > 1
        weight = math.log2(length + 1)
        name = 1.2 if one.text[:1].isupper() else 1.0
        scores[one.stems] = 0.0 if is_chance else alone * weight * spread * name
    return scores


def _parts(stems: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    for length in range(1, len(stems)):
        for first in range(len(stems) - length + 1):
            yield stems[first : first + length]


def _nearness(
    phrases: Sequence[_Phrase], texts: Sequence[str], embedder: Embedder
) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """The cosine of each phrase with the mean of the sentences it does not fill."""
    whole = embedder.embed([text for text in texts if len(text.split()) > 3][:400] or list(texts))
    middle = whole.mean(axis=0)
    near: np.ndarray[tuple[int], np.dtype[np.float32]] = embedder.embed(
        [one.text for one in phrases]
    ) @ (middle / max(1e-6, float(np.linalg.norm(middle))))
    return near


def _without_doubles(phrases: Sequence[_Phrase]) -> list[_Phrase]:
    """Phrases of which no stronger one holds all words, or is a part."""
    kept: list[_Phrase] = []
    for one in phrases:
        mine = set(one.stems)
        if not any(mine <= set(other.stems) or mine >= set(other.stems) for other in kept):
            kept.append(one)
    return kept
