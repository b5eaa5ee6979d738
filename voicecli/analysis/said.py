"""A transcript's words as sentences, each of one speaker and with its time.

A recogniser's segments are cut where its windows and pauses fell; what people mean stands in
sentences.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from voicecli.analysis.findings import Quote
from voicecli.types import Segment, Transcript, Word

LONGEST_GAP = 2.0
"""Seconds of silence after which what follows is a sentence of its own."""
LONGEST_WORDS = 60
"""Some recognisers write no marks at all."""

_END = re.compile(r"[.!?…。！？؟।]+[\"'”’»)\]」』]*$")
_NO_END = re.compile(
    r"^(?:mr|mrs|ms|dr|prof|st|no|vs|etc|approx|e\.g|i\.e|[a-z])\.$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as `speaker` said it (None: nobody knows who), without space around it.

    `words` are always there; `is_timed` tells whether the recogniser timed them, or whether their
    times are spread evenly over the segment's letters.
    """

    speaker: str | None
    start: float
    end: float
    text: str
    words: tuple[Word, ...]
    is_timed: bool = True
    segment: int = -1
    """Number of the segment it begins in."""

    @property
    def quote(self) -> Quote:
        """The sentence to show."""
        return Quote(self.start, self.end, self.speaker, self.text)


def sentences(transcript: Transcript) -> tuple[Said, ...]:
    """The sentences of a transcript in order; a sentence never goes on over a change of speaker."""
    found: list[Said] = []
    open_words: list[tuple[Word, bool, int]] = []
    for item in _words(transcript.segments):
        if open_words and _begins_anew(open_words[-1][0], item[0], len(open_words)):
            found.append(_sentence(open_words))
            open_words = []
        open_words.append(item)
    if open_words:
        found.append(_sentence(open_words))
    return tuple(found)


def spread(segment: Segment) -> tuple[Word, ...]:
    """The words of a segment that has no word times, spread over it by their letters."""
    parts = segment.text.split()
    letters = sum(len(part) + 1 for part in parts)
    length = segment.end - segment.start
    found, at = [], 0
    for part in parts:
        start = segment.start + length * at / letters
        at += len(part) + 1
        end = segment.start + length * at / letters
        found.append(Word(start, end, f" {part}", 0.0, segment.speaker))
    return tuple(found)


def _words(segments: Iterable[Segment]) -> Iterator[tuple[Word, bool, int]]:
    """Each word with its speaker, whether it was timed, and its segment's number."""
    for number, segment in enumerate(segments):
        timed = bool(segment.words)
        for word in segment.words or spread(segment):
            if word.text.strip():
                speaker = word.speaker or segment.speaker
                yield replace(word, speaker=speaker), timed, number


def _begins_anew(before: Word, word: Word, length: int) -> bool:
    if word.speaker != before.speaker or length >= LONGEST_WORDS:
        return True
    if word.start - before.end >= LONGEST_GAP:
        return True
    last = before.text.strip()
    return bool(_END.search(last)) and not _NO_END.match(last)


def _sentence(items: list[tuple[Word, bool, int]]) -> Said:
    words = tuple(word for word, _, _ in items)
    text = " ".join("".join(_spaced(words)).split())
    return Said(
        words[0].speaker,
        words[0].start,
        max(word.end for word in words),
        text,
        words,
        all(timed for _, timed, _ in items),
        items[0][2],
    )


def _spaced(words: tuple[Word, ...]) -> Iterator[str]:
    """Words with the space that stands between them; WhisperX's carry none of their own."""
    own = any(word.text[:1].isspace() for word in words[1:])
    for word in words:
        wide = any(ord(letter) > 0x2E7F for letter in word.text)
        yield word.text if own or wide else f" {word.text}"
