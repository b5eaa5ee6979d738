"""Puts the words of a window and of what was skipped in it together, without doubles. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from voicecli.stt import guards
from voicecli.stt.alignment import Spoken
from voicecli.stt.phrases import phrases
from voicecli.types import SAMPLE_RATE, Region, Segment, Word


def beginning(said: Sequence[Spoken], text: str) -> list[Spoken]:
    """The words that make up the beginning of a text."""
    lengths = np.cumsum([len(spoken.word.text) for spoken in said])
    return [spoken for spoken, length in zip(said, lengths, strict=True) if length <= len(text)]


def with_passage(said: Sequence[Spoken], passage: Sequence[Spoken], region: Region) -> list[Spoken]:
    """The words, with those of a skipped passage in their place, unless they are there already.

    `region` is where the passage was heard, in samples of the recording. A word that stretches
    over it ends where it begins.
    """
    at = sum(spoken.word.start < region[0] / SAMPLE_RATE for spoken in said)
    before, after = list(said[:at]), list(said[at:])
    text = text_of(spoken.word for spoken in passage)
    around = before[-len(passage) :], after[: len(passage)]
    neighbours = [text_of(spoken.word for spoken in words) for words in around]
    if not passage or any(guards.says_again(text, neighbour) for neighbour in neighbours):
        return list(said)
    if before:
        last = before[-1].word
        end = max(last.start, min(last.end, passage[0].word.start))
        before[-1] = replace(before[-1], word=replace(last, end=end))
    return [*before, *passage, *after]


def text_of(words: Iterable[Word]) -> str:
    """What the words say, with the space before the first."""
    return "".join(word.text for word in words)


def segments(said: Sequence[Spoken], figures: Segment) -> Iterator[Segment]:
    """The words as phrases, each with the figures of its window."""
    following = iter(said)
    for words in phrases([spoken.word for spoken in said]):
        yield replace(
            figures,
            start=words[0].start,
            end=words[-1].end,
            text=text_of(words),
            words=tuple(words),
            tokens=tuple(token for _ in words for token in next(following).tokens),
        )
