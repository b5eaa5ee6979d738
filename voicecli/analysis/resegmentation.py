"""Who speaks at each moment: the pieces' voices against the speakers' voices, tenth by tenth.

Clustering knows pieces of 1.6 seconds. Here each tenth of a second of speech is compared with all
speakers through the pieces that cover it, and Viterbi's algorithm finds the most likely sequence of
speakers, in which a change must be worth its cost.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voicecli.analysis.voice_track import Span, Vectors, VoiceTrack
from voicecli.types import SpeakerTurn

FRAME_SECONDS = 0.1
CHANGE_COST = 0.5
"""Similarity, summed over frames, by which another speaker must fit better; from 0.1 to 1 the
confusion on the conversations of `likeness` is the same to a tenth of a point."""
JOIN_SECONDS = 0.5
"""A shorter pause belongs to the speech around it: readers and speakers breathe."""
_PAD_SECONDS = 0.1
"""Speech begins and ends this much before and behind its detection."""

Scores = NDArray[np.float64]


def join_speech(spans: Sequence[Span], duration: float, pause: float = JOIN_SECONDS) -> list[Span]:
    """Stretches of speech, in order, with their soft edges and the pauses up to `pause` seconds."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        left, right = max(0.0, start - _PAD_SECONDS), min(duration, end + _PAD_SECONDS)
        if joined and left - joined[-1][1] <= max(0.0, pause - 2 * _PAD_SECONDS):
            left, right = joined[-1][0], max(right, joined.pop()[1])
        if right > left:
            joined.append((left, right))
    return joined


def frame_scores(track: VoiceTrack, voices: Vectors, duration: float) -> Scores:
    """How well each speaker fits each frame of the recording: float64 of shape (frames, speakers).

    A piece counts most for its middle. Frames that no piece covers lie between those beside them.
    """
    frames = int(duration / FRAME_SECONDS) + 2
    scores = np.zeros((frames, len(voices)))
    weights = np.zeros(frames)
    for (start, end), fits in zip(track.spans, track.vectors @ voices.T, strict=True):
        first = int(start / FRAME_SECONDS)
        last = min(frames, max(first + 1, int(np.ceil(end / FRAME_SECONDS))))
        middle, half = (first + last - 1) / 2, (last - first + 1) / 2
        weight = 1.0 - np.abs(np.arange(first, last) - middle) / half
        scores[first:last] += weight[:, None] * fits
        weights[first:last] += weight
    covered = np.flatnonzero(weights)
    scores[covered] /= weights[covered, None]
    for speaker in range(len(voices)):
        scores[:, speaker] = np.interp(np.arange(frames), covered, scores[covered, speaker])
    return scores


def find_turns(scores: Scores, speech: Sequence[Span]) -> list[tuple[float, float, int]]:
    """Who speaks in each stretch of speech: starts, ends and speakers, in order."""
    turns: list[tuple[float, float, int]] = []
    for start, end in speech:
        first = min(len(scores) - 1, round(start / FRAME_SECONDS))
        last = max(first + 1, round(end / FRAME_SECONDS))
        path = _best_path(scores[first:last])
        changes = np.flatnonzero(np.diff(path)) + 1
        edges = [start, *((first + changes) * FRAME_SECONDS).tolist(), end]
        speakers = [int(path[at]) for at in (0, *changes)]
        turns += zip(edges, edges[1:], speakers, strict=False)
    return [turn for turn in turns if turn[1] > turn[0]]


def without_pauses(
    turns: Sequence[tuple[float, float, int]], speech: Sequence[Span]
) -> list[tuple[float, float, int]]:
    """The turns, without the pause of this speech in which one ends and the next begins."""
    starts = [start for start, _ in speech]
    ends = [end for _, end in speech]
    trimmed = []
    for start, end, speaker in turns:
        from_here = bisect_right(ends, start)
        up_to = bisect_left(starts, end) - 1
        first = max(start, starts[from_here]) if from_here < len(starts) else start
        last = min(end, ends[up_to]) if up_to >= 0 else end
        if last > first:
            trimmed.append((first, last, speaker))
    return trimmed


def _best_path(scores: Scores) -> NDArray[np.intp]:
    """Viterbi: the speakers with the highest sum of scores less the cost of changes."""
    frames, speakers = scores.shape
    came_from = np.zeros((frames, speakers), np.intp)
    total = scores[0].copy()
    stay = np.arange(speakers)
    for frame in range(1, frames):
        best = int(total.argmax())
        changed = total[best] - CHANGE_COST
        came_from[frame] = np.where(total >= changed, stay, best)
        total = np.maximum(total, changed) + scores[frame]
    path = np.empty(frames, np.intp)
    path[-1] = total.argmax()
    for frame in range(frames - 1, 0, -1):
        path[frame - 1] = came_from[frame, path[frame]]
    return path


def join_turns(turns: Sequence[SpeakerTurn]) -> tuple[SpeakerTurn, ...]:
    """Turns in order of their starts; those of one speaker without a pause between them are one."""
    joined: list[SpeakerTurn] = []
    latest: dict[str, int] = {}
    for turn in sorted(turns, key=lambda turn: (turn.start, turn.end)):
        at = latest.get(turn.speaker)
        if at is not None and turn.start - joined[at].end < 1e-6:
            end = max(joined[at].end, turn.end)
            joined[at] = SpeakerTurn(joined[at].start, end, turn.speaker)
        else:
            latest[turn.speaker] = len(joined)
            joined.append(turn)
    return tuple(joined)
