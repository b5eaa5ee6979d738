import numpy as np
import pytest
from numpy.typing import NDArray

from voicecli.analysis.clustering import SpeakerCount, cluster
from voicecli.analysis.voice_track import VoiceTrack, unit

pytestmark = pytest.mark.unit


def talk(
    speakers: int, turns: int, seed: int = 0, length: int = 6, shared: float = 0.64
) -> tuple[VoiceTrack, NDArray[np.intp]]:
    """Turns of `length` pieces each; pieces of one voice have a similarity of about 0.74."""
    random = np.random.default_rng(seed)
    # All voices have something in common, as with GE2E: two of them are about as alike as `shared`.
    common = random.standard_normal(256)
    own = unit(random.standard_normal((speakers, 256)))
    voices = unit(np.sqrt(shared) * unit(common) + np.sqrt(1.0 - shared) * own)
    order = [*range(speakers), *random.integers(0, speakers, max(0, turns - speakers))]
    whose = np.repeat(np.array(order, np.intp), length)
    noise = unit(random.standard_normal((len(whose), 256))) * 0.59
    starts = np.arange(len(whose)) * 0.4 + np.repeat(np.arange(len(order)), length) * 2.0
    spans = np.stack([starts, starts + 1.6], axis=1)
    stretches = np.repeat(np.arange(len(order)), length)
    return VoiceTrack(unit(voices[whose] + noise), spans, stretches), whose


def agree(found: NDArray[np.intp], whose: NDArray[np.intp]) -> bool:
    """Whether both part the pieces in the same way, by whatever numbers."""
    return len(set(zip(found.tolist(), whose.tolist(), strict=True))) == len(set(whose.tolist()))


@pytest.mark.parametrize("speakers", [1, 2, 3, 5, 8])
@pytest.mark.parametrize("turns", [8, 40])
def test_the_number_of_speakers_is_found(speakers: int, turns: int) -> None:
    track, whose = talk(speakers, turns, seed=speakers)
    found = cluster(track, SpeakerCount())
    assert len(set(found.tolist())) == speakers
    assert agree(found, whose)


def test_one_piece_is_one_speaker_and_none_is_nobody() -> None:
    track, _ = talk(1, 1, length=1)
    assert cluster(track, SpeakerCount()).tolist() == [0]
    nothing = track.part(np.zeros(1, np.bool_))
    assert cluster(nothing, SpeakerCount(exactly=2)).tolist() == []


@pytest.mark.parametrize("told", [1, 2, 3, 5])
def test_a_told_number_is_obeyed(told: int) -> None:
    track, _ = talk(5, 20)
    assert len(set(cluster(track, SpeakerCount(exactly=told)).tolist())) == told


def test_a_voice_that_is_surely_one_is_not_split_for_a_number() -> None:
    track, whose = talk(3, 20)
    assert agree(cluster(track, SpeakerCount(exactly=6)), whose)
    assert agree(cluster(track, SpeakerCount(least=7)), whose)


def test_a_number_that_is_found_anyway_changes_nothing() -> None:
    for seed in range(4):
        track, _ = talk(4, 12, seed, length=3)
        found = cluster(track, SpeakerCount())
        told = cluster(track, SpeakerCount(exactly=len(set(found.tolist()))))
        assert told.tolist() == found.tolist()


def test_voices_that_are_almost_one_are_two_when_told() -> None:
    alike, _ = talk(2, 24, shared=0.93)
    assert len(set(cluster(alike, SpeakerCount()).tolist())) == 1
    assert len(set(cluster(alike, SpeakerCount(exactly=2)).tolist())) == 2


def test_limits_are_kept() -> None:
    track, _ = talk(5, 30)
    assert len(set(cluster(track, SpeakerCount(most=3)).tolist())) == 3
    assert len(set(cluster(track, SpeakerCount(least=2, most=8)).tolist())) == 5


def test_a_piece_with_two_voices_makes_no_third_speaker() -> None:
    track, whose = talk(2, 20)
    middle = np.flatnonzero(np.diff(whose))
    vectors = track.vectors.copy()
    vectors[middle] = unit(vectors[middle] + vectors[middle + 1])
    found = cluster(VoiceTrack(vectors, track.spans, track.stretches), SpeakerCount())
    assert len(set(found.tolist())) == 2


def test_a_long_meeting_is_grouped_block_by_block() -> None:
    track, whose = talk(4, 700)
    found = cluster(track, SpeakerCount())
    assert len(track) > 4000
    assert agree(found, whose)
