"""The microphone before which recordings are played."""

from itertools import islice, pairwise

import numpy as np
import pytest

from voicecli.bench.microphone import BACKGROUND, LiveMicrophone
from voicecli.types import BLOCK_SAMPLES, SAMPLE_RATE

pytestmark = pytest.mark.unit


def heard(microphone: LiveMicrophone, blocks: int) -> np.ndarray:
    taken = list(islice(microphone.blocks(), blocks))
    assert all(one.start + BLOCK_SAMPLES == other.start for one, other in pairwise(taken))
    return np.concatenate([block.samples for block in taken])


def test_a_recording_is_heard_where_it_was_said() -> None:
    microphone = LiveMicrophone()
    start = microphone.say(np.ones(700, np.float32), after=0.05)
    assert start == round(0.05 * SAMPLE_RATE)
    samples = heard(microphone, 5)
    assert np.flatnonzero(samples > 0.5).tolist() == list(range(start, start + 700))


def test_one_recording_waits_for_the_one_before() -> None:
    microphone = LiveMicrophone()
    first = microphone.say(np.ones(600, np.float32))
    assert microphone.say(np.ones(100, np.float32)) == first + 600
    assert (heard(microphone, 3) > 0.5).sum() == 700


def test_silence_is_a_quiet_room() -> None:
    samples = heard(LiveMicrophone(), 3)
    assert 0 < np.abs(samples).max() < 10 * BACKGROUND


def test_a_closed_microphone_ends() -> None:
    microphone = LiveMicrophone()
    blocks = microphone.blocks()
    next(blocks)
    microphone.close()
    assert list(blocks) == []


def test_blocks_are_counted_for_whoever_wants_to_know() -> None:
    seen: list[int] = []
    heard(LiveMicrophone(lambda: seen.append(1)), 3)
    assert len(seen) == 3
