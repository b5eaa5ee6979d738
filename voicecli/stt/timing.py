"""Where words begin and end, by what is heard there.

Whisper's attention tells in what order words come and roughly when. Each of its models lags by some
tenth of a second of its own, and a pause is given to one of the words beside it. So the words are
placed anew, all of a window together, by dynamic programming over frames of 20 ms. A placement is
good when words lie near where attention has them, last as long as their spelling lets expect, sound
like their letters, meet where the spectrum changes, and leave pauses where nobody speaks.

Pure: depends on the window and its words alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from voicecli.stt.letter_sounds import (
    HOP,
    Floats,
    Frames,
    frames_of,
    lag,
    letters_of,
    sound_of,
    spoken_length,
)
from voicecli.stt.placing import MARGIN_SECONDS
from voicecli.types import SAMPLE_RATE, SpeechWindow, Word

Indices = NDArray[np.intp]
Span = tuple[float, float]

FRAME_SECONDS = HOP / SAMPLE_RATE
SHORTEST_FRAMES = 2
"""The least time of a word, 40 ms."""
REACH_FRAMES = 22
"""How far (0.44 s) a word may be moved from where attention has it."""
ONSET_SECONDS, CLEAR_PAUSE_SECONDS = 0.05, 0.2
"""Behind a pause of the second length that voice activity detection found, a word begins at most so
long before the speech: its soft first sound. Others, breath and noise draw into the pause."""
SHORTEST_PAUSE_FRAMES = 3
"""Less than 60 ms between two words is the closure of a consonant, not a pause."""
WIDEST_LAG_FRAMES = 9
FEWEST_WORDS = 5
"""With fewer words nothing is known about the lag."""

# What the parts of a placement cost, in one unit. Chosen on read and spontaneous speech of forty
# people with two models (benchmarks/word_times.py); half and twice of each gives the same times
# within some milliseconds.
LOUD_SHARE, LOUD_SOFTNESS = 0.35, 0.2
"""Where between silence and speech loudness turns from one to the other, and how sharply."""
UNDETECTED = 0.5
"""How much less a frame counts as speech where voice activity detection found none."""
OUTSIDE = -10.0
"""The same where a word must not be: beyond the margin of detected speech."""
FRAME_COST = 0.3
"""A frame of clear silence inside a word, or of clear speech in a pause."""
PAUSE_COST = 0.7
MOVE_SECONDS = 0.1
"""To overstep attention's boundary by so much costs 1."""
DURATION_COST = 2.0
"""For a word e times as long, or as short, as its spelling lets expect."""
SOUND_GAIN = 0.08
"""For a frame that sounds as its letter does."""
CHANGE_GAIN = 0.6
"""For a clear change of the spectrum where two words meet."""
SPARE_LETTERS = 2.0
"""Short words take longer than their letters alone: so many are added to each."""


def refine(words: Sequence[Word], window: SpeechWindow) -> tuple[Word, ...]:
    """The words of a window with better times, in seconds of the recording as they came.

    Texts, order and number stay. Each word lasts at least 40 ms where there is room, none begins
    before the one before it ends, and all lie within detected speech and its margin.
    """
    if not words:
        return ()
    offset = window.start / SAMPLE_RATE
    times = np.array([(word.start, word.end) for word in words])
    raw = np.maximum.accumulate(((times - offset) / FRAME_SECONDS).reshape(-1)).reshape(-1, 2)
    frames = _frames(window)
    spelt = [letters_of(word.text) for word in words]
    rows = [(letters, float(at[0]), float(at[1])) for letters, at in zip(spelt, raw, strict=True)]
    raw = raw + lag(rows, frames, WIDEST_LAG_FRAMES, FEWEST_WORDS)
    lengths = np.array([spoken_length(word.text) + SPARE_LETTERS for word in words])
    placed = _Placement(frames, raw, spelt, lengths).best()
    spans = _behind_pauses(_bounded(placed * FRAME_SECONDS + offset, window), window)
    return tuple(
        replace(word, start=round(start, 3), end=round(end, 3))
        for word, (start, end) in zip(words, spans, strict=True)
    )


def _frames(window: SpeechWindow) -> Frames:
    frames = frames_of(window, LOUD_SHARE, LOUD_SOFTNESS, UNDETECTED)
    middles = (np.arange(len(frames.speech)) + 0.5) * FRAME_SECONDS + window.start / SAMPLE_RATE
    inside = np.zeros(len(middles), dtype=bool)
    for start, end in _spans(window):
        inside |= (middles >= start) & (middles <= end)
    return replace(frames, speech=np.where(inside, frames.speech, OUTSIDE))


@dataclass(frozen=True, slots=True)
class _Step:
    """One word of the search: frames where it may start and end, and the best choice for each end.

    `cost` is that of everything up to an end, `start` the index of its start in `starts`, `before`
    for each start the index of the end of the word before.
    """

    starts: Indices
    ends: Indices
    cost: Floats
    start: Indices
    before: Indices


class _Placement:
    """The search for the best times of a window's words, given in frames.

    `raw` has shape (words, 2): attention's starts and ends, rising.
    """

    def __init__(self, frames: Frames, raw: Floats, spelt: Sequence[str], lengths: Floats) -> None:
        self._count = len(frames.speech)
        self._raw = raw
        self._spelt = spelt
        seconds = np.diff(raw, axis=1)[:, 0]
        self._expected = lengths * max(float(np.median(seconds / lengths)), 0.5)
        self._silence = _sums(np.maximum(0.0, -frames.speech) * FRAME_COST)
        self._speech = _sums(np.maximum(0.0, frames.speech) * FRAME_COST)
        self._dark, self._bright = _sums(frames.dark), _sums(frames.bright)
        self._meeting = CHANGE_GAIN * (1 - frames.change)

    def best(self) -> Floats:
        """Starts and ends, shape (words, 2); those of attention when there is no room for all."""
        steps: list[_Step] = []
        for at in range(len(self._raw)):
            steps.append(self._step(at, steps[-1] if steps else None))
            if not np.isfinite(steps[-1].cost).any():
                return self._raw
        placed = np.empty_like(self._raw)
        end = int(steps[-1].cost.argmin())
        for at in reversed(range(len(steps))):
            step = steps[at]
            start = step.start[end]
            placed[at] = step.starts[start], step.ends[end]
            end = int(step.before[start])
        return placed

    def _step(self, at: int, last: _Step | None) -> _Step:
        raw_start, raw_end = self._raw[at]
        next_start = self._raw[at + 1, 0] if at + 1 < len(self._raw) else raw_end
        starts = self._around(min(raw_start, self._raw[at - 1, 1]) if at else raw_start, raw_end)
        ends = self._around(raw_end, next_start)
        cost, before = self._begin(at, starts, last)
        lasting = ends[np.newaxis] - starts[:, np.newaxis]
        whole = cost[:, np.newaxis] + self._inside(at, starts, ends)
        whole = np.where(lasting >= SHORTEST_FRAMES, whole, np.inf)
        chosen = whole.argmin(axis=0)
        reached = whole[chosen, np.arange(len(ends))]
        if at + 1 < len(self._raw):
            reached = reached + np.maximum(0.0, ends - next_start) * _MOVE_COST
        else:
            reached = reached + self._speech[-1] - self._speech[ends]
        return _Step(starts, ends, reached, chosen, before)

    def _around(self, first: float, last: float) -> Indices:
        """The frames that a boundary between these two may be moved to."""
        low, high = np.clip(np.rint([first - REACH_FRAMES, last + REACH_FRAMES]), 0, self._count)
        return np.arange(int(low), int(high) + 1)

    def _begin(self, at: int, starts: Indices, last: _Step | None) -> tuple[Floats, Indices]:
        """What everything before each start costs at best, and with which end of the last word."""
        if last is None:
            return self._speech[starts], np.zeros(len(starts), dtype=np.intp)
        cost = np.full(len(starts), np.inf)
        before = np.zeros(len(starts), dtype=np.intp)
        same = starts - last.ends[0]
        meets = (same >= 0) & (same < len(last.ends))
        cost[meets] = last.cost[same[meets]] + self._meeting[starts[meets]]
        before[meets] = same[meets]
        # Behind a pause: the best of all ends that are early enough.
        ended = last.cost - self._speech[last.ends]
        lowest = np.minimum.accumulate(ended)
        lowest_at = np.maximum.accumulate(np.where(ended <= lowest, np.arange(len(ended)), 0))
        early = starts - SHORTEST_PAUSE_FRAMES - last.ends[0]
        index = np.clip(early, 0, len(ended) - 1)
        paused = np.where(early >= 0, lowest[index] + self._speech[starts] + PAUSE_COST, np.inf)
        better = paused < cost
        cost, before = np.where(better, paused, cost), np.where(better, lowest_at[index], before)
        early_cost = np.maximum(0.0, self._raw[at - 1, 1] - starts) * _MOVE_COST
        return cost + early_cost, before

    def _inside(self, at: int, starts: Indices, ends: Indices) -> Floats:
        """What a word costs for each of its starts and ends: its length, silence and sound."""
        lasting = np.maximum(ends[np.newaxis] - starts[:, np.newaxis], 1)
        cost: Floats = DURATION_COST * np.abs(np.log(lasting / self._expected[at]))
        cost += self._silence[ends][np.newaxis] - self._silence[starts][:, np.newaxis]
        letters = self._spelt[at]
        left = np.broadcast_to(starts[:, np.newaxis], lasting.shape)
        for number, letter in enumerate(letters, start=1):
            share = np.rint(starts[:, np.newaxis] + lasting * (number / len(letters)))
            right = np.minimum(share.astype(np.intp), self._count)
            dark, bright = sound_of(letter)
            cost -= SOUND_GAIN * dark * (self._dark[right] - self._dark[left])
            cost -= SOUND_GAIN * bright * (self._bright[right] - self._bright[left])
            left = right
        return cost


_MOVE_COST = FRAME_SECONDS / MOVE_SECONDS


def _sums(values: Floats) -> Floats:
    """Sums of the first 0, 1, 2, … values."""
    return np.concatenate([[0.0], np.cumsum(values)])


def _spans(window: SpeechWindow) -> list[Span]:
    """Where words may be, in seconds: detected speech and its margin, joined where they meet."""
    first = window.start / SAMPLE_RATE
    last = first + len(window.samples) / SAMPLE_RATE
    spans: list[Span] = []
    for region in window.speech:
        start = max(first, region[0] / SAMPLE_RATE - MARGIN_SECONDS)
        end = min(last, region[1] / SAMPLE_RATE + MARGIN_SECONDS)
        if spans and start <= spans[-1][1]:
            start = spans.pop()[0]
        spans.append((start, end))
    return spans or [(first, last)]


def _bounded(times: Floats, window: SpeechWindow) -> list[Span]:
    """Times within the spans of speech, none before the end of the one before it."""
    spans = _spans(window)
    bounded: list[Span] = []
    after = spans[0][0]
    for start, end in times.tolist():
        low, high = _span_of(start, end, spans)
        begin = min(max(start, low, after), max(high, after))
        bounded.append((begin, max(begin, min(end, high))))
        after = bounded[-1][1]
    # A word that was left with nothing takes its moment from the one before it.
    until = bounded[-1][1]
    for at in reversed(range(len(bounded))):
        start, end = bounded[at][0], min(bounded[at][1], until)
        until = max(spans[0][0], min(start, end - SHORTEST_FRAMES * FRAME_SECONDS))
        bounded[at] = (until, end)
    return bounded


def _behind_pauses(times: Sequence[Span], window: SpeechWindow) -> list[Span]:
    """The times, with words that begin in a pause and last beyond it beginning behind it."""
    later = list(times)
    for (_, quiet_from), (speech_from, _) in pairwise(window.speech):
        pause, begin = quiet_from / SAMPLE_RATE, speech_from / SAMPLE_RATE - ONSET_SECONDS
        if begin + ONSET_SECONDS - pause < CLEAR_PAUSE_SECONDS:
            continue
        for at, (start, end) in enumerate(later):
            if pause - ONSET_SECONDS <= start < begin and end > begin + 2 * ONSET_SECONDS:
                later[at] = (begin, end)
    return later


def _span_of(start: float, end: float, spans: Sequence[Span]) -> Span:
    """The span in which most of a word lies; if none of it does, the nearest."""
    return max(spans, key=lambda span: min(end, span[1]) - max(start, span[0]))
