"""Where in a window words were heard, and where somebody speaks and none was. Pure.

Whisper now and then skips a passage. What voice activity detection found tells of it.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from voicecli.types import SAMPLE_RATE, Region, SpeechWindow, Word

MARGIN_SECONDS = 0.2
"""A word may reach this far beyond detected speech: the first and last sounds are soft."""
UNHEARD_SECONDS = 1.5
"""Speech of this length that no word covers was skipped; less is the coarseness of times."""
WORD_SECONDS = 1.5
"""Hardly a word takes longer."""
DIGIT_SECONDS = 0.5
"""What each digit of a number adds: "$123.45" and "555-0123-9999" are one word as written."""

Span = tuple[float, float]


def unheard(words: Sequence[Word], window: SpeechWindow) -> Iterator[Region]:
    """The parts of the window, in samples, whose speech no word covers. Words as timed.

    A word covers WORD_SECONDS at most, a number more: where a passage is skipped, the one beside it
    stretches.
    """
    at = window.start / SAMPLE_RATE
    end = at + len(window.samples) / SAMPLE_RATE
    for left, right in [*(_covered(word) for word in words), (end, end)]:
        inside = [
            (max(start, at), min(stop, left))
            for start, stop in _speech(window)
            if start < left and stop > at
        ]
        if sum(stop - start for start, stop in inside) >= UNHEARD_SECONDS:
            yield round(inside[0][0] * SAMPLE_RATE), round(inside[-1][1] * SAMPLE_RATE)
        at = max(at, right)


def part(window: SpeechWindow, region: Region) -> SpeechWindow:
    """A piece of the window as a window of its own."""
    start, end = (min(max(at - window.start, 0), len(window.samples)) for at in region)
    speech = tuple(
        (max(left, region[0]), min(right, region[1]))
        for left, right in window.speech
        if left < region[1] and right > region[0]
    )
    return SpeechWindow(window.samples[start:end], window.start + start, speech or (region,))


def pieces(window: SpeechWindow, longest: float) -> list[SpeechWindow]:
    """The window in pieces of at most `longest` seconds, cut in its widest pauses.

    Speech without a pause stays in one piece.
    """
    length = len(window.samples)
    if length <= longest * SAMPLE_RATE or len(window.speech) < 2:
        return [window]
    first, last = window.start, window.start + length
    middle = (first + last) / 2
    gaps = pairwise(window.speech)
    left, right = max(gaps, key=lambda gap: (gap[1][0] - gap[0][1], -abs(gap[1][0] - middle)))
    at = (left[1] + right[0]) // 2
    halves = part(window, (first, at)), part(window, (at, last))
    return [piece for half in halves for piece in pieces(half, longest)]


def _covered(word: Word) -> Span:
    digits = sum(character.isdecimal() for character in word.text)
    return word.start, min(word.end, word.start + WORD_SECONDS + DIGIT_SECONDS * digits)


def _speech(window: SpeechWindow) -> Iterator[Span]:
    """The window's speech in seconds."""
    last = window.start + len(window.samples)
    for start, end in window.speech:
        yield max(window.start, start) / SAMPLE_RATE, min(last, end) / SAMPLE_RATE
