"""Cuts the speech of a recording into the pieces whose voices are compared."""

from collections.abc import Iterator
from dataclasses import dataclass

from voicecli.types import SAMPLE_RATE, Samples, SpeechWindow

PIECE_SECONDS = 1.6
"""What GE2E hears at once: enough of a voice, seldom two."""
STEP_SECONDS = 0.4
"""From one piece to the next; a change of speakers is found to about half of it."""
PAUSE_SECONDS = 0.25
"""A pause of this length cuts: speakers mostly change where nobody speaks."""
_MARGIN_SECONDS = 0.05
"""Sound kept around speech; its blocks of 32 ms are coarse."""
_SHORTEST_SECONDS = 0.1
"""Less has no voice."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Speech from `start` to `end`, in seconds of the recording.

    Pieces of one `stretch` are cut from speech without a pause, and overlap.
    """

    start: float
    end: float
    stretch: int
    samples: Samples


def cut_pieces(window: SpeechWindow, first_stretch: int = 0) -> Iterator[Piece]:
    """The pieces of a window, in order; its stretches are numbered from `first_stretch`."""
    for number, (start, end) in enumerate(_stretches(window), first_stretch):
        for at in _starts(end - start):
            left = start + at
            right = min(end, left + PIECE_SECONDS)
            first = round(left * SAMPLE_RATE) - window.start
            last = round(right * SAMPLE_RATE) - window.start
            yield Piece(left, right, number, window.samples[max(0, first) : last])


def _stretches(window: SpeechWindow) -> Iterator[tuple[float, float]]:
    """Speech without a pause, in seconds of the recording, with a margin on both sides."""
    first = window.start / SAMPLE_RATE
    last = first + len(window.samples) / SAMPLE_RATE
    joined: list[tuple[float, float]] = []
    for region in window.speech:
        start, end = (index / SAMPLE_RATE for index in region)
        if joined and start - joined[-1][1] < PAUSE_SECONDS:
            start = joined.pop()[0]
        joined.append((start, end))
    for start, end in joined:
        left, right = max(first, start - _MARGIN_SECONDS), min(last, end + _MARGIN_SECONDS)
        if right - left >= _SHORTEST_SECONDS:
            yield left, right


def _starts(seconds: float) -> Iterator[float]:
    """Where pieces begin in a stretch of this length: evenly, so that the last ends with it."""
    room = seconds - PIECE_SECONDS
    steps = max(0, -int(-room // STEP_SECONDS))
    for step in range(steps + 1):
        yield max(0.0, room) * step / max(1, steps)
