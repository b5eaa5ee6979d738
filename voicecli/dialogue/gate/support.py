"""Whether one passage says a sentence: all of it, together, and about the same thing.

A sentence is compared with windows of one passage, a sentence or two neighbours with the passage's
title. A window supports it that holds its figures (value, unit, rate and bound), its dates and
names, each whole; whose figures belong to the same words; that affirms and denies the same; and
that holds nearly all of its other words. Two passages never support a sentence together: the value
of one must not become the other's.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from voicecli.dialogue.gate.bindings import Bound, content, crossed, together
from voicecli.dialogue.gate.figures import Figure, figures, says_no_more
from voicecli.dialogue.gate.names import first_word, names, stands_in
from voicecli.dialogue.gate.polarity import agrees, axis_stems
from voicecli.dialogue.gate.tokens import Token, tokens
from voicecli.retrieval.sentences import split_sentences
from voicecli.retrieval.words import STOP_WORDS, occurs, stem
from voicecli.types import Passage

NEAREST = 0.55
"""Cosine between a sentence and a sentence of the window that supports it, both with the title."""
LEAST_HELD = 2
"""A sentence without figures has at least so many words that say something, or nothing to hold."""
TOGETHER_SHARE = 0.5
"""Of the words that follow each other in a sentence so many stand near each other in the window."""
HOME_SHARE = 0.5
"""Of the words around a figure so many stand in the sentence that the figure is from."""

_LEANING = frozenset(
    "it its they them their this that these those he she his her him here there such both one "
    "however also additionally moreover furthermore".split()
)
_FRAME = frozenset(
    map(
        stem,
        "go goes went gone use used using work worked works cost costs include includes have has "
        "provide provides "
        "offer offers call called name named locate located base based describe describes involve "
        "involves contain contains consist design designed create created develop developed build "
        "built make made write wrote written take took place run ran last lasts lasted know known "
        "help helps technology technologies project projects job role position paper publication "
        "degree document handbook policy rule rules".split(),
    )
)
"""Words of general English that relate what a passage names; a sentence may bring its own."""
_FIELD = re.compile(r"(?:[A-Z]\w*(?: \w+)?: |(?:From|Since|Until) [A-Z\d])")
"""How a field of a record begins, as retrieval writes it."""
_BLANK = Token("0", "0")
_OPPOSITES = ("un", "in", "im", "ir", "il", "dis", "non", "mis")


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


@dataclass(frozen=True, slots=True)
class _Read:
    """A text with its tokens and figures; `words` are the tokens with blanks for the figures."""

    text: str
    tokens: tuple[Token, ...]
    words: tuple[Token, ...]
    figures: tuple[Figure, ...]


def supported(sentence: str, passages: Sequence[Passage], meaning: Meaning | None = None) -> bool:
    """Whether any of the passages supports the sentence, whatever was spoken of before."""
    return support(sentence, passages, meaning) is not None


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
    claim = _read(sentence)
    if not claim.tokens:
        return None
    for passage in passages:
        if spoken_of is not None and not _is_about(claim, passage, spoken_of):
            continue
        for window in _windows(passage):
            if not _holds(claim, passage, window):
                continue
            nearness = _nearness(sentence, passage, window, meaning)
            if nearness >= NEAREST:
                return Support(passage, window, nearness)
    return None


def leans(sentence: str) -> bool:
    """Whether a sentence speaks of something that only the one before it names."""
    first = next((token.text for token in tokens(sentence) if token.is_word), "")
    return first in _LEANING


def _is_about(claim: _Read, passage: Passage, spoken_of: Passage) -> bool:
    if passage.id == spoken_of.id:
        return True
    if leans(claim.text):
        return False
    return passage.type == "document" or _names_title(claim, passage.title)


def _names_title(claim: _Read, title: str) -> bool:
    """Whether a sentence has the first word of a record's title that says anything."""
    words = [token.text for token in tokens(title) if token.is_word]
    telling = [word for word in words if word not in STOP_WORDS] or words
    return bool(telling) and telling[0] in {token.text for token in claim.tokens}


def _windows(passage: Passage) -> Iterator[tuple[str, ...]]:
    """Each sentence of a passage, then each pair of neighbours.

    The first sentence of a record says what all of it is about, and its fields (technologies,
    dates, a place) hold for all of it: they go with each of its sentences.
    """
    sentences = split_sentences(passage.text)
    yield from ((sentence,) for sentence in sentences)
    yield from pairwise(sentences)
    if passage.type != "document":
        fields = [sentence for sentence in sentences if _FIELD.match(sentence)]
        for sentence in sentences:
            if sentence not in fields:
                yield tuple(dict.fromkeys((sentences[0], sentence, *fields)))


def _holds(claim: _Read, passage: Passage, window: tuple[str, ...]) -> bool:
    parts = [_read(part) for part in window]
    if len(parts) == 1 and _same_words(claim, parts[0]):
        return True
    source = _read(" \n".join(window))
    title = _read(passage.title)
    there = _stems(f"{passage.title} {passage.type} {source.text}")
    pairs = _paired(claim, source, title)
    if pairs is None or not _names_stand(claim, source, title):
        return False
    if not _words_stand(claim, there) or not agrees(claim.text, source.text):
        return False
    if not claim.figures and not _together(claim, source, title):
        return False
    if len(parts) > 1 and not _figures_at_home(claim, pairs, source, parts, passage):
        return False
    return not any(
        crossed(claim.words, source.words, bound)
        for bound in (*_figures_bound(claim, source, pairs), _names_bound(claim, source, title))
    )


def _paired(claim: _Read, source: _Read, title: _Read) -> list[tuple[int, int]] | None:
    """For each figure of the claim the one of the source that says as much; None if one has none.

    Figures of the title ("Gate 7") are the passage's own name.
    """
    pairs = []
    for mine, figure in enumerate(claim.figures):
        theirs = [n for n, other in enumerate(source.figures) if says_no_more(figure, other)]
        theirs = [n for n in theirs if _same_thing(claim, figure, source, source.figures[n])]
        if theirs:
            pairs.append((mine, theirs[0]))
        elif not any(says_no_more(figure, other) for other in title.figures):
            return None
    return pairs


def _same_thing(claim: _Read, figure: Figure, source: _Read, other: Figure) -> bool:
    """Whether two numbers count the same, where no unit says it."""
    if figure.kind not in {"number", "ordinal"} or figure.unit:
        return True
    if figure.behind and other.behind:
        if figure.kind == "ordinal":
            return figure.behind[0] == other.behind[0]
        return bool(set(figure.behind) & set(other.behind))
    if other.behind:
        return other.behind[0] in _stems(claim.text)
    return not figure.behind or figure.behind[0] in _stems(source.text)


def _figures_bound(
    claim: _Read, source: _Read, pairs: Sequence[tuple[int, int]]
) -> Iterator[Bound]:
    """The figures that were paired, those of each kind and unit by themselves."""
    for kind in {(claim.figures[mine].kind, source.figures[theirs].unit) for mine, theirs in pairs}:
        mine = [n for n, figure in enumerate(claim.figures) if (figure.kind, figure.unit) == kind]
        theirs = [n for n, other in enumerate(source.figures) if (other.kind, other.unit) == kind]
        yield Bound(
            [claim.figures[n] for n in mine],
            [source.figures[n] for n in theirs],
            [(mine.index(m), theirs.index(t)) for m, t in pairs if m in mine and t in theirs],
        )


def _names_bound(claim: _Read, source: _Read, title: _Read) -> Bound:
    """The names that both have; what the title names, all of the passage is about."""
    claimed, sourced = (
        [name for name in names(read.words, first_too=True) if not stands_in(name, title.tokens)]
        for read in (claim, source)
    )
    pairs = [
        (mine, theirs)
        for mine, name in enumerate(claimed)
        for theirs, other in enumerate(sourced)
        if set(name.words) & set(other.words)
    ]
    return Bound(claimed, sourced, pairs)


def _names_stand(claim: _Read, source: _Read, title: _Read) -> bool:
    places = (source.tokens, title.tokens)
    if not all(any(stands_in(name, place) for place in places) for name in names(claim.words)):
        return False
    first = first_word(claim.tokens)
    return not first or occurs(first, _stems(f"{source.text} {title.text}"))


def _words_stand(claim: _Read, there: frozenset[str]) -> bool:
    words = content(claim.words)
    strange = [word for word in words if not occurs(word, there)]
    allowed = _FRAME | axis_stems()  # the signs of the latter are compared by `agrees`
    if not claim.figures and len(words) - len(strange) < LEAST_HELD:
        return False
    return all(word in allowed and not _is_opposite(word, there) for word in strange)


def _is_opposite(word: str, there: frozenset[str]) -> bool:
    if any(f"{prefix}{word}" in there for prefix in _OPPOSITES):
        return True
    return any(word.startswith(prefix) and word[len(prefix) :] in there for prefix in _OPPOSITES)


def _together(claim: _Read, source: _Read, title: _Read) -> bool:
    """Whether words that follow each other in the claim do so in the source: no mosaic of it."""
    free = content(title.words) | _FRAME
    return together(claim.words, source.words, free) >= TOGETHER_SHARE


def _figures_at_home(
    claim: _Read,
    pairs: Sequence[tuple[int, int]],
    source: _Read,
    parts: Sequence[_Read],
    passage: Passage,
) -> bool:
    """Whether most words around each figure stand in that sentence of the window which holds it.

    A field of a record ("Since 2021.") is about all of it, and about none of its sentences that has
    a date of its own.
    """
    words = content(claim.words)
    fields = [part for part in parts if passage.type != "document" and _FIELD.match(part.text)]
    told = {figure.kind for part in parts if part not in fields for figure in part.figures}
    for _, theirs in pairs:
        figure = source.figures[theirs]
        ends = zip(parts, _ends(parts), strict=True)
        home = next(part for part, end in ends if figure.start < end)
        if home in fields and figure.kind not in told:
            continue
        held = sum(occurs(word, _stems(f"{home.text} {passage.title}")) for word in words)
        if words and held / len(words) < HOME_SHARE:
            return False
    return True


def _ends(parts: Sequence[_Read]) -> list[int]:
    """The index behind the last token of each part in the text that they make together."""
    ends, at = [], 0
    for part in parts:
        at += len(part.tokens)
        ends.append(at)
    return ends


def _nearness(
    sentence: str, passage: Passage, window: tuple[str, ...], meaning: Meaning | None
) -> float:
    if meaning is None:
        return 1.0
    vectors = meaning.of_sentences([(sentence, passage), *((part, passage) for part in window)])
    return float((vectors[1:] @ vectors[0]).max())


def _same_words(claim: _Read, source: _Read) -> bool:
    mine, theirs = ([t.raw for t in read.tokens if t.text not in ".!"] for read in (claim, source))
    return mine == theirs


@lru_cache(maxsize=1024)
def _read(text: str) -> _Read:
    read = tuple(tokens(text))
    found = tuple(figures(read))
    inside = {at for figure in found for at in range(figure.start, figure.end)}
    words = tuple(_BLANK if at in inside else token for at, token in enumerate(read))
    return _Read(text, read, words, found)


@lru_cache(maxsize=1024)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(token.text) for token in tokens(text) if token.is_word)
