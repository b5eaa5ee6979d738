"""How many people speak, and which pieces of speech are whose.

Pieces in which the voice changes are left out first. scipy's average linkage then makes small,
sure groups, block by block, so that its square matrix stays small in a recording of any length;
these are joined, the likest first, as long as they are one voice (`likeness`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from voicecli.analysis.likeness import Likeness, usual_similarity
from voicecli.analysis.voice_pieces import PIECE_SECONDS
from voicecli.analysis.voice_track import VoiceTrack, centres

Labels = NDArray[np.intp]

_SURE = 0.25
"""Pieces whose similarity is this part of the way from the usual one of one voice to 1 are one
voice: with GE2E that is 0.8, which two voices hardly reach (1 pair in 1,000)."""
_BLOCK = 800
"""Pieces that are grouped at once; five minutes of speech."""
_SURE_MARGIN = 0.05
"""Groups of one block are joined down to this margin before all blocks are looked at."""
_UNSURE_MARGIN = 0.03
"""Groups joined by more than this stay one voice, however many speakers are asked for: else the
main speaker would be split where somebody else was hardly heard. On the conversations of `likeness`
the confusion is the same at 0.03 and at 0.05; at 0.05 one of three meetings had its only clear
voice cut in half."""
_LEAST_SECONDS = 1.2
"""Who speaks less has no group of their own …"""
_LEAST_SHARE = 0.002
"""… nor who has less of all speech than this: laughter and noises add up in a long meeting."""
_SHORTEST_SECONDS = 0.6
"""A shorter piece says too little of a voice to be grouped by it."""
_EVEN = 0.92
"""A piece is of one voice when the speech before and behind its middle is as similar as this share
of what is usual in the recording."""
_USUAL_PIECES = 5
"""From fewer pieces than this nothing usual can be told …"""
_USUAL = 0.75
"""… and this is taken."""
_ENOUGH = 0.25
"""Share of the speech that must be left to group by."""


@dataclass(frozen=True, slots=True)
class SpeakerCount:
    """How many people speak: `exactly`, or somewhere from `least` to `most`."""

    exactly: int | None = None
    least: int = 1
    most: int = 10

    @property
    def limits(self) -> tuple[int, int]:
        """The least and the most."""
        return (self.exactly, self.exactly) if self.exactly else (self.least, self.most)


def cluster(track: VoiceTrack, count: SpeakerCount) -> Labels:
    """The speaker of each piece, numbered from 0: int of shape (len(track),)."""
    if not len(track):
        return np.zeros(0, np.intp)
    chosen = _clear(track)
    clear = track.part(chosen)
    usual = usual_similarity(clear)
    found = _joined(clear, _groups(clear, usual), count, usual)
    names = np.unique(found)
    middles = centres(clear.vectors, found, [int(name) for name in names])
    labels: Labels = (track.vectors @ middles.T).argmax(axis=1)
    labels[chosen] = np.searchsorted(names, found)
    return labels


def _clear(track: VoiceTrack) -> NDArray[np.bool_]:
    """The pieces that are long enough and of one voice; all of them where too few are."""
    evenness = _evenness(track)
    known = evenness[evenness < 1.0]
    usual = float(np.median(known)) if len(known) >= _USUAL_PIECES else _USUAL
    lengths = track.spans[:, 1] - track.spans[:, 0]
    seconds = track.seconds
    clear: NDArray[np.bool_] = (evenness >= _EVEN * usual) & (lengths >= _SHORTEST_SECONDS)
    if seconds[clear].sum() < _ENOUGH * seconds.sum() or clear.sum() < 2:
        return np.ones(len(track), np.bool_)
    return clear


def _evenness(track: VoiceTrack) -> NDArray[np.float64]:
    """How similar the pieces half a length before and behind each piece are; 1 where none are."""
    evenness = np.ones(len(track))
    middles = track.spans.mean(axis=1)
    for piece in range(len(track)):
        first, last = (
            _neighbour(track, middles, piece, piece_from_here * PIECE_SECONDS / 2)
            for piece_from_here in (-1, 1)
        )
        if middles[last] - middles[first] >= PIECE_SECONDS / 2 - 0.01:
            evenness[piece] = track.vectors[first] @ track.vectors[last]
    return evenness


def _neighbour(track: VoiceTrack, middles: NDArray[np.float64], piece: int, seconds: float) -> int:
    """The piece of the same stretch whose middle is nearest to that of `piece` plus `seconds`."""
    lower, upper = np.searchsorted(track.stretches, track.stretches[piece] + np.array([0, 1]))
    wanted = middles[piece] + seconds
    at = int(np.searchsorted(middles[lower:upper], wanted)) + int(lower)
    near = [index for index in (at - 1, at) if lower <= index < upper]
    return min(near, key=lambda index: abs(float(middles[index]) - wanted))


def _groups(track: VoiceTrack, usual: float) -> Labels:
    """Small groups of one voice each, numbered from 0."""
    groups = np.zeros(len(track), np.intp)
    made = 0
    for block in _blocks(len(track)):
        part = VoiceTrack(track.vectors[block], track.spans[block], track.stretches[block])
        found = _similar(part, usual + _SURE * (1.0 - usual))
        if len(track) > _BLOCK:
            found = _merged(part, found, usual)
        groups[block] = found + made
        made += int(found.max()) + 1
    return groups


def _blocks(length: int) -> Iterator[slice]:
    """Parts of about the same size, of _BLOCK pieces at most."""
    parts = -(-length // _BLOCK)
    bounds = [length * part // parts for part in range(parts + 1)]
    return (slice(*pair) for pair in pairwise(bounds))


def _similar(track: VoiceTrack, sure: float) -> Labels:
    """Average linkage (scipy) down to the similarity that only one voice has."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(track) == 1:
        return np.zeros(1, np.intp)
    distances = np.maximum(0.0, 1.0 - (track.vectors @ track.vectors.T).astype(np.float64))
    np.fill_diagonal(distances, 0.0)
    tree = linkage(squareform(distances, checks=False), "average")
    found = fcluster(tree, 1.0 - sure, "distance")
    return np.unique(found, return_inverse=True)[1].astype(np.intp)


def _merged(track: VoiceTrack, groups: Labels, usual: float) -> Labels:
    """Groups joined as far as that is sure."""
    likeness = Likeness(track, groups, usual)
    owner = np.arange(len(likeness.alive))
    while likeness.alive.sum() > 1:
        one, other, margin = likeness.closest()
        if margin < _SURE_MARGIN:
            break
        likeness.join(one, other)
        owner[owner == other] = one
    return np.unique(owner[groups], return_inverse=True)[1].astype(np.intp)


def _joined(track: VoiceTrack, groups: Labels, count: SpeakerCount, usual: float) -> Labels:
    """The speaker of each piece, by any numbers."""
    owner = np.arange(int(groups.max()) + 1)
    joins = _joins(Likeness(track, groups, usual))
    for join in joins[: _wanted(joins, count)]:
        owner[owner == join.other] = join.one
    return _absorbed(track, owner[groups], count.limits[0])


def _least_seconds(seconds: NDArray[np.float64]) -> float:
    return max(_LEAST_SECONDS, _LEAST_SHARE * float(seconds.sum()))


@dataclass(frozen=True, slots=True)
class _Join:
    """`other` became a part of `one`; `large` groups had a voice of their own before that."""

    one: int
    other: int
    margin: float
    large: int


def _joins(likeness: Likeness) -> list[_Join]:
    """All joins from the first to the last, until one group is left."""
    joins = []
    least = _least_seconds(likeness.seconds)
    while likeness.alive.sum() > 1:
        large = int((likeness.seconds[likeness.alive] >= least).sum())
        one, other, margin = likeness.closest()
        joins.append(_Join(one, other, margin, large))
        likeness.join(one, other)
    return joins


def _wanted(joins: list[_Join], count: SpeakerCount) -> int:
    """How many joins to make: those of one voice, more or fewer if the number of speakers asks so.

    Only groups with enough speech count as speakers, and only unsure joins are left out: there may
    be fewer speakers than asked for.
    """
    stop = next((at for at, join in enumerate(joins) if join.margin < 0), len(joins))
    least, most = count.limits
    speakers = [join.large for join in joins] + [1]
    while stop < len(joins) and speakers[stop] > most:
        stop += 1
    first = stop
    while first > 0 and joins[first - 1].margin <= _UNSURE_MARGIN:
        first -= 1
    return max(range(first, stop + 1), key=lambda at: (min(speakers[at], least), at))


def _absorbed(track: VoiceTrack, labels: Labels, least: int) -> Labels:
    """Groups with too little speech go to those that sound most like them."""
    labels = labels.copy()
    enough = _least_seconds(track.seconds)
    while True:
        names, places = np.unique(labels, return_inverse=True)
        seconds = np.bincount(places, track.seconds)
        smallest = int(seconds.argmin())
        if len(names) <= least or seconds[smallest] >= enough:
            return labels
        others = [int(name) for name in names if name != names[smallest]]
        middles = centres(track.vectors, labels, others)
        chosen = labels == names[smallest]
        nearest = (track.vectors[chosen] @ middles.T).argmax(axis=1)
        labels[chosen] = np.array(others, np.intp)[nearest]
