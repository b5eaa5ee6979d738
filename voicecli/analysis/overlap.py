"""Where two people speak at once.

The voice of two speakers at once lies between their voices. A piece that a mixture of the speaker
whose turn it is and of one with a turn nearby explains clearly better than the first voice alone is
taken for such. GE2E hears few of them: on conversations with overlap this finds a twentieth of it,
and about half of what it marks is right, so only the clearest are marked.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from voicecli.analysis.resegmentation import FRAME_SECONDS
from voicecli.analysis.voice_track import Vectors, VoiceTrack

CLEARER = 0.05
"""By how much the similarity of the mixture must be higher."""
_NEAR_SECONDS = 1.0
"""Who speaks at the same time has a turn of their own within this."""
_SHORTEST_FRAMES = 3

Turns = Sequence[tuple[float, float, int]]
Gains = NDArray[np.float64]


def find_overlap(
    track: VoiceTrack, voices: Vectors, turns: Turns
) -> Iterator[tuple[float, float, int]]:
    """Yield start, end and speaker of speech beside the speaker whose turn it is."""
    speakers = len(voices)
    if speakers < 2 or not turns:
        return
    frames = int(max(turns[-1][1], float(track.spans[-1, 1])) / FRAME_SECONDS) + 2
    whose = np.full(frames, -1)
    near = np.zeros((frames, speakers), np.bool_)
    margin = round(_NEAR_SECONDS / FRAME_SECONDS)
    for start, end, speaker in turns:
        first, last = round(start / FRAME_SECONDS), round(end / FRAME_SECONDS)
        whose[first:last] = speaker
        near[max(0, first - margin) : last + margin, speaker] = True
    gains = _frame_gains(track, voices, whose)
    for speaker in range(speakers):
        beside = (gains[:, speaker] > CLEARER) & near[:, speaker]
        beside &= (whose >= 0) & (whose != speaker)
        yield from ((start, end, speaker) for start, end in _runs(beside))


def _frame_gains(track: VoiceTrack, voices: Vectors, whose: NDArray[np.intp]) -> Gains:
    """What each speaker beside the one whose turn it is explains: shape (frames, speakers)."""
    gains = np.zeros((len(whose), len(voices)))
    weights = np.zeros(len(whose))
    between = (voices @ voices.T).astype(np.float64)
    fits = (track.vectors @ voices.T).astype(np.float64)
    for (start, end), fit in zip(track.spans, fits, strict=True):
        first = int(start / FRAME_SECONDS)
        last = min(len(whose), max(first + 1, int(np.ceil(end / FRAME_SECONDS))))
        speaker = int(whose[min(len(whose) - 1, (first + last) // 2)])
        if speaker < 0:
            continue
        middle, half = (first + last - 1) / 2, (last - first + 1) / 2
        weight = 1.0 - np.abs(np.arange(first, last) - middle) / half
        gains[first:last] += weight[:, None] * _gain(fit, between[speaker], speaker)
        weights[first:last] += weight
    gains /= np.maximum(weights, 1e-9)[:, None]
    return gains


def _gain(fit: Gains, between: Gains, speaker: int) -> Gains:
    """How much nearer the best mixture of two voices is than the first: shape (speakers,).

    The projection of the piece on the plane of both voices, where both have a positive part in it.
    """
    own = fit[speaker]
    rest = np.maximum(1e-6, 1.0 - between**2)
    first, second = (own - between * fit) / rest, (fit - between * own) / rest
    mixed = np.sqrt(np.maximum(0.0, first * own + second * fit))
    found = np.where((first > 0) & (second > 0), mixed - own, 0.0)
    found[speaker] = 0.0
    return found


def _runs(chosen: NDArray[np.bool_]) -> Iterator[tuple[float, float]]:
    """Spans, in seconds, of neighbouring frames that are chosen."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], chosen.astype(np.int8), [0]])))
    for first, last in edges.reshape(-1, 2):
        if last - first >= _SHORTEST_FRAMES:
            yield float(first * FRAME_SECONDS), float(last * FRAME_SECONDS)
