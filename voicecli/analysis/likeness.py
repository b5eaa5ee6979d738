"""How alike the voices of groups of pieces are, apart from the noise in each piece.

The similarity of two pieces suffers from what was said, from noise and from the room; that of two
groups' pieces does too, however many there are. C. Spearman ("The proof and measurement of
association between two things", 1904) corrects such a similarity for attenuation: it is divided by
the geometric mean of the similarities inside both groups. What is left is near 1 for two groups of
one voice, on a good recording as on a telephone.
"""

import numpy as np
from numpy.typing import NDArray

from voicecli.analysis.voice_pieces import PIECE_SECONDS
from voicecli.analysis.voice_track import VoiceTrack

Matrix = NDArray[np.float64]

_ONE_VOICE = 0.92
"""Two large groups that are less alike are two voices. This and the next two figures were chosen
on 48 conversations of 19 readers (1 to 8 at a time, 8 s to 5 min, with noise, echo, overlap,
telephone band), for the least confusion."""
_SMALL_GROUP = 0.1
"""In groups of few seconds chance allows more: this much at one second, half of it at two."""
_UNKNOWN_PAIRS = 20.0
"""Weight, in pairs, of what is usual in the recording in what is thought of one group."""
_GE2E_USUAL = 0.74
"""Similarity of two pieces of one voice by GE2E, as far as a recording is too short to tell …"""
_GE2E_PAIRS = 200.0
"""… which it is by the weight of this many pairs."""
_APART_SECONDS = PIECE_SECONDS - 0.1
"""Pieces whose starts are nearer share sound."""
_NEAR_SECONDS = 4.0
"""Two pieces of a stretch that are nearer than this are one voice, mostly."""


class Likeness:
    """Groups of pieces that can be joined, and how alike their voices are.

    Only pairs of pieces without common sound count. Groups keep their numbers; one that was joined
    to another is gone.
    """

    def __init__(self, track: VoiceTrack, groups: NDArray[np.intp], usual: float) -> None:
        """`groups` is the number of each piece's group, from 0, of shape (len(track),).

        `usual` is the similarity of two pieces of one voice in the recording.
        """
        self._usual = usual
        count = int(groups.max()) + 1
        self._sums, self._pairs = _pair_sums(track, groups, count)
        self.seconds = np.bincount(groups, track.seconds, count).astype(np.float64)
        self.alive = np.ones(count, np.bool_)
        self._self = np.zeros(count)
        for group in range(count):
            self._self[group] = self._inside(group)
        self._margins = np.full((count, count), -np.inf)
        for group in range(count):
            self._refresh(group)

    def closest(self) -> tuple[int, int, float]:
        """The two groups that are likest to be one voice, and their margin: 0 is undecided."""
        at = int(self._margins.argmax())
        one, other = divmod(at, len(self.alive))
        return one, other, float(self._margins[one, other])

    def join(self, one: int, other: int) -> None:
        """Make `other` a part of `one`."""
        for matrix in (self._sums, self._pairs):
            matrix[one] += matrix[other]
            matrix[:, one] += matrix[:, other]
        self.seconds[one] += self.seconds[other]
        self.alive[other] = False
        self._margins[other] = self._margins[:, other] = -np.inf
        self._self[one] = self._inside(one)
        self._refresh(one)

    def _inside(self, group: int) -> float:
        similarity = self._sums[group, group] + self._usual * _UNKNOWN_PAIRS
        return float(max(similarity / (self._pairs[group, group] + _UNKNOWN_PAIRS), 1e-3))

    def _refresh(self, group: int) -> None:
        """Compute the margins of one group anew."""
        pairs = self._pairs[group]
        across = self._sums[group] / np.maximum(pairs, 1.0)
        corrected = across / np.sqrt(self._self * self._self[group])
        # Two groups that only share sound cannot be compared: they are neighbours in one stretch.
        corrected[pairs == 0] = 1.0
        smaller = np.minimum(self.seconds, self.seconds[group])
        margins = corrected - (_ONE_VOICE - _SMALL_GROUP / np.maximum(smaller, 0.05))
        margins[~self.alive] = -np.inf
        margins[group] = -np.inf
        self._margins[group] = self._margins[:, group] = margins


def usual_similarity(track: VoiceTrack) -> float:
    """How similar two pieces of one voice are in this recording: the median of near neighbours."""
    found: list[NDArray[np.float32]] = []
    for stretch in np.unique(track.stretches):
        inside = np.flatnonzero(track.stretches == stretch)
        starts = track.spans[inside, 0]
        apart = starts[None] - starts[:, None]
        chosen = (apart >= _APART_SECONDS) & (apart <= _NEAR_SECONDS)
        if chosen.any():
            vectors = track.vectors[inside]
            found.append((vectors @ vectors.T)[chosen])
    similar = np.concatenate(found) if found else np.zeros(0)
    median = float(np.median(similar)) if len(similar) else 0.0
    weighted = median * len(similar) + _GE2E_USUAL * _GE2E_PAIRS
    return weighted / (len(similar) + _GE2E_PAIRS)


def _pair_sums(track: VoiceTrack, groups: NDArray[np.intp], count: int) -> tuple[Matrix, Matrix]:
    """Sums of the similarities of all pairs without common sound, by group; and how many there are.

    All pairs of two groups sum up to the product of the groups' sums of vectors; the few pairs that
    share sound are neighbours in time, and are taken off.
    """
    vectors = track.vectors.astype(np.float64)
    total = np.zeros((count, vectors.shape[1]))
    np.add.at(total, groups, vectors)
    sizes = np.bincount(groups, minlength=count).astype(np.float64)
    sums, pairs = total @ total.T, np.outer(sizes, sizes)
    starts = track.spans[:, 0]
    for distance in range(len(track)):
        near = starts[distance:] - starts[: len(starts) - distance] < _APART_SECONDS
        if not near.any():
            break
        one = np.flatnonzero(near)
        other = one + distance
        similar = np.einsum("ij,ij->i", vectors[one], vectors[other])
        for first, second in ((one, other), (other, one))[: 1 if distance == 0 else 2]:
            np.subtract.at(sums, (groups[first], groups[second]), similar)
            np.subtract.at(pairs, (groups[first], groups[second]), 1.0)
    return sums, pairs
