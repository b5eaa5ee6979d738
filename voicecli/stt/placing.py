"""Puts what was recognised in a window at its place in the recording.

Whisper's times are often half a second off, reach into silence, and now and then skip a passage.
What voice activity detection found is more exact, so it has the last word.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from voicecli.types import SAMPLE_RATE, Region, Segment, SpeechWindow, Word

MARGIN_SECONDS = 0.2
"""A segment may reach this far beyond detected speech: the first and last sounds are soft."""
SHORTEST_SECONDS = 0.05
"""A segment that is left with less than this is joined to the one before it."""
UNHEARD_SECONDS = 1.5
"""Speech of this length that no segment covers was skipped; less is the coarseness of times."""
WORD_SECONDS = 1.5
"""Hardly a word takes longer."""

Span = tuple[float, float]


def place(segments: Sequence[Segment], window: SpeechWindow, after: float = 0.0) -> list[Segment]:
    """The segments of one window, in seconds of the recording.

    Each lies within speech (and its margin), none begins before the one before it ends, and none
    before `after`, the end of the window before.
    """
    offset = window.start / SAMPLE_RATE
    speech = _spans(window, MARGIN_SECONDS)
    placed: list[Segment] = []
    for segment in segments:
        start, end = _within(segment.start + offset, segment.end + offset, speech)
        start = max(start, after)
        moved = _moved(segment, start, max(end, start), offset)
        if placed and moved.end - moved.start < SHORTEST_SECONDS:
            placed[-1] = _joined(placed[-1], moved)
        else:
            placed.append(moved)
        after = placed[-1].end
    return placed


def unheard(heard: Sequence[Segment | Word], window: SpeechWindow) -> Iterator[Region]:
    """The parts of the window, in samples, whose speech nothing covers that was heard and placed.

    A word covers WORD_SECONDS at most: where a passage is skipped, the one beside it stretches.
    """
    at = window.start / SAMPLE_RATE
    end = at + len(window.samples) / SAMPLE_RATE
    for left, right in [*(_covered(item) for item in heard), (end, end)]:
        inside = [
            (max(start, at), min(stop, left))
            for start, stop in _spans(window, margin=0.0)
            if start < left and stop > at
        ]
        if sum(stop - start for start, stop in inside) >= UNHEARD_SECONDS:
            yield round(inside[0][0] * SAMPLE_RATE), round(inside[-1][1] * SAMPLE_RATE)
        at = max(at, right)


def _covered(item: Segment | Word) -> Span:
    end = min(item.end, item.start + WORD_SECONDS) if isinstance(item, Word) else item.end
    return item.start, end


def place_words(words: Sequence[Word], window: SpeechWindow) -> list[Word]:
    """The words of one window, in seconds of the recording, from seconds of the window.

    Each lies within speech (and its margin), and none begins before the one before it ends.
    """
    offset = window.start / SAMPLE_RATE
    speech = _spans(window, MARGIN_SECONDS)
    placed: list[Word] = []
    after = offset
    for word in words:
        start, end = _inside(word.start + offset, word.end + offset, speech)
        start = max(start, after)
        after = max(start, end)
        placed.append(replace(word, start=_round(start), end=_round(after)))
    return placed


def part(window: SpeechWindow, region: Region) -> SpeechWindow:
    """A piece of the window as a window of its own."""
    start, end = (min(max(at - window.start, 0), len(window.samples)) for at in region)
    speech = tuple(
        (max(left, region[0]), min(right, region[1]))
        for left, right in window.speech
        if left < region[1] and right > region[0]
    )
    return SpeechWindow(window.samples[start:end], window.start + start, speech or (region,))


def _spans(window: SpeechWindow, margin: float) -> list[Span]:
    """The window's speech in seconds, each side longer by the margin; what overlaps is joined."""
    first = window.start / SAMPLE_RATE
    last = first + len(window.samples) / SAMPLE_RATE
    spans: list[Span] = []
    for region in window.speech:
        start = max(first, region[0] / SAMPLE_RATE - margin)
        end = min(last, region[1] / SAMPLE_RATE + margin)
        if spans and start <= spans[-1][1]:
            start = spans.pop()[0]
        spans.append((start, end))
    return spans


def _within(start: float, end: float, speech: Sequence[Span]) -> Span:
    """The span shrunk to the speech that it touches, or moved to the speech nearest to it."""
    touched = [span for span in speech if span[0] < end and span[1] > start]
    if touched:
        return max(start, touched[0][0]), min(end, touched[-1][1])
    middle = (start + end) / 2
    return min(speech, key=lambda span: min(abs(span[0] - middle), abs(span[1] - middle)))


def _inside(start: float, end: float, speech: Sequence[Span]) -> Span:
    """The span cut to the one piece of speech that it shares most with, or is nearest to."""
    left, right = max(speech, key=lambda span: min(end, span[1]) - max(start, span[0]))
    return min(max(start, left), right), max(min(end, right), left)


def _moved(segment: Segment, start: float, end: float, offset: float) -> Segment:
    words = tuple(
        Word(
            start=_round(min(max(word.start + offset, start), end)),
            end=_round(min(max(word.end + offset, start), end)),
            text=word.text,
            probability=word.probability,
        )
        for word in segment.words
    )
    seek = segment.seek + round(offset * 100)
    return replace(segment, start=_round(start), end=_round(end), words=words, seek=seek)


def _joined(first: Segment, second: Segment) -> Segment:
    return replace(
        first,
        end=max(first.end, second.end),
        text=first.text + second.text,
        words=first.words + second.words,
        tokens=first.tokens + second.tokens,
    )


def _round(seconds: float) -> float:
    return round(seconds, 3)
