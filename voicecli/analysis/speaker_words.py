"""Gives words to speakers, so that turns change between words and segments have one speaker."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from voicecli.types import Segment, SpeakerTurn, Word

_NOTHING = 1e-6


class Floor:
    """Whose turn it is at each moment: turns that do not overlap, in order."""

    def __init__(self, turns: Sequence[SpeakerTurn]) -> None:
        self.turns = list(turns)
        self._starts = [turn.start for turn in turns]

    def speaker(self, start: float, end: float) -> str | None:
        """Who has most of this time; beside all turns the nearest; None without turns."""
        if not self.turns:
            return None
        shares: dict[str, float] = {}
        for turn in self._around(start, end):
            shared = min(end, turn.end) - max(start, turn.start)
            shares[turn.speaker] = shares.get(turn.speaker, 0.0) + max(0.0, shared)
        best = max(shares, key=lambda name: shares[name])
        if shares[best] > 0:
            return best
        middle = (start + end) / 2
        nearest = min(
            self._around(start, end),
            key=lambda turn: max(turn.start - middle, middle - turn.end),
        )
        return nearest.speaker

    def _around(self, start: float, end: float) -> list[SpeakerTurn]:
        """The turns in this time, and the ones before and behind it."""
        first = max(0, bisect_right(self._starts, start) - 1)
        return self.turns[first : bisect_right(self._starts, end) + 1]


def assign(segments: Sequence[Segment], floor: Floor) -> list[Segment]:
    """The segments with the speaker of each word, cut where the speaker changes."""
    return [part for segment in segments for part in _by_speaker(segment, floor)]


def _by_speaker(segment: Segment, floor: Floor) -> Iterator[Segment]:
    words = [replace(word, speaker=floor.speaker(word.start, word.end)) for word in segment.words]
    parts = [(name, tuple(run)) for name, run in groupby(words, lambda word: word.speaker)]
    if not parts:
        yield replace(segment, speaker=floor.speaker(segment.start, segment.end))
        return
    if len(parts) == 1:
        yield replace(segment, words=tuple(words), speaker=parts[0][0])
        return
    for number, (name, said) in enumerate(parts):
        yield replace(
            segment,
            start=segment.start if number == 0 else said[0].start,
            end=segment.end if number == len(parts) - 1 else said[-1].end,
            text="".join(word.text for word in said),
            words=said,
            speaker=name,
            tokens=(),  # they belong to the whole phrase
        )


def at_words(turns: Sequence[SpeakerTurn], words: Sequence[Word]) -> list[SpeakerTurn]:
    """The turns with changes moved out of words: the time of a word is its speaker's.

    `turns` do not overlap; nor do the words, which know their speakers and lie in turns.
    """
    spoken = [(turn.start, turn.end) for turn in turns] + [(word.start, word.end) for word in words]
    edges = sorted({edge for span in spoken for edge in span})
    own = {(word.start, word.end): word.speaker for word in words}
    spans = sorted(own)
    starts = [start for start, _ in spans]
    turn_starts = [turn.start for turn in turns]
    moved: list[SpeakerTurn] = []
    for start, end in pairwise(edges):
        middle = (start + end) / 2
        word = bisect_right(starts, middle) - 1
        turn = bisect_right(turn_starts, middle) - 1
        speaker: str | None = None
        if word >= 0 and spans[word][1] > middle:
            speaker = own[spans[word]]
        elif turn >= 0 and turns[turn].end > middle:
            speaker = turns[turn].speaker
        if speaker is None:
            continue
        if moved and moved[-1].speaker == speaker and start - moved[-1].end < _NOTHING:
            start = moved.pop().start
        moved.append(SpeakerTurn(start, end, speaker))
    return moved


def mark_overlap(segments: Sequence[Segment], turns: Sequence[SpeakerTurn]) -> list[Segment]:
    """The segments in a part of which somebody else speaks are marked."""
    ordered = sorted(turns, key=lambda turn: turn.start)
    starts = [turn.start for turn in ordered]
    longest = max((turn.end - turn.start for turn in ordered), default=0.0)
    marked = []
    for segment in segments:
        first = bisect_right(starts, segment.start - longest)
        last = bisect_right(starts, segment.end)
        others = [
            turn for turn in ordered[max(0, first - 1) : last] if turn.speaker != segment.speaker
        ]
        mine = [
            turn for turn in ordered[max(0, first - 1) : last] if turn.speaker == segment.speaker
        ]
        marked.append(replace(segment, overlap=_meet(segment, mine, others)))
    return marked


def _meet(segment: Segment, mine: Sequence[SpeakerTurn], others: Sequence[SpeakerTurn]) -> bool:
    """Whether two turns of different speakers have time of this segment in common."""
    return any(
        min(segment.end, one.end, other.end) - max(segment.start, one.start, other.start) > _NOTHING
        for one in mine
        for other in others
    )
