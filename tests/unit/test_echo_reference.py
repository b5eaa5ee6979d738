"""What was played, its time, and the stream that keeps step with the microphone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.audio.echo import FRAME_SAMPLES, Trust
from voicecli.audio.echo_reference import FarEnd, Reference, StreamClock
from voicecli.types import SAMPLE_RATE

pytestmark = pytest.mark.unit

RATE = 1000


def counted(start: int, count: int) -> np.ndarray:
    return np.arange(start + 1, start + count + 1, dtype=np.float32)


@given(
    sizes=st.lists(st.integers(1, 100), min_size=1, max_size=20),
    start=st.integers(-50, 2100),
    count=st.integers(0, 150),
)
def test_the_ring_gives_back_the_newest_samples_and_zeros_elsewhere(
    sizes: list[int], start: int, count: int
) -> None:
    reference = Reference(RATE, seconds=0.1)
    written = 0
    for size in sizes:
        reference.write(counted(written, size), at=written / RATE)
        written += size
    expected = [
        float(at + 1) if max(0, written - 100) <= at < written else 0.0
        for at in range(start, start + count)
    ]
    assert reference.read(start, count).tolist() == expected


def test_the_ring_keeps_a_copy() -> None:
    reference = Reference(RATE)
    buffer = counted(0, 10)
    reference.write(buffer, at=0.0)
    buffer[:] = 0
    assert reference.read(0, 10).tolist() == counted(0, 10).tolist()


def test_the_clock_has_no_zero_before_a_tick() -> None:
    assert StreamClock(RATE).zero is None


@given(late=st.lists(st.sampled_from([0.0, 0.0, 0.0, 0.4]), min_size=15, max_size=60))
def test_a_minority_of_late_calls_does_not_shift_the_clock(late: list[float]) -> None:
    clock = StreamClock(RATE)
    for number, wait in enumerate(late):
        clock.tick(number * 100, 7.0 + number * 0.1 + wait)
    expected = 7.0 if late[-15:].count(0.0) >= 8 else 7.4
    assert clock.zero == pytest.approx(expected)


def test_the_clock_follows_a_stream_that_stood_still() -> None:
    clock = StreamClock(RATE)
    for number in range(40):
        clock.tick(number * 100, number * 0.1 + (0.3 if number >= 20 else 0.0))
    assert clock.zero == pytest.approx(0.3)


@pytest.mark.parametrize("rate", [16_000, 22_050, 44_100, 48_000])
def test_the_far_end_is_the_reference_at_16_khz_sample_for_sample(rate: int) -> None:
    reference = Reference(rate)
    times = np.arange(2 * rate) / rate
    reference.write(np.sin(2 * np.pi * 300 * times).astype(np.float32), at=0.0)
    far = FarEnd(reference)
    first = 3200
    frames = [far.take(first + k * 160, 160, silent=False) for k in range(50)]
    expected = np.sin(2 * np.pi * 300 * np.arange(first, first + 8000) / SAMPLE_RATE)
    assert np.concatenate(frames)[400:] == pytest.approx(expected[400:], abs=0.01)


def test_the_far_end_moves_only_when_it_is_far_off_and_sooner_in_silence() -> None:
    reference = Reference(SAMPLE_RATE)
    reference.write(counted(0, 8000), at=0.0)
    far = FarEnd(reference)
    assert far.take(100, 160, silent=True)[0] == 101
    assert far.take(260 + 800, 160, silent=False)[0] == 261  # 50 ms off, while it sounds
    assert far.take(420 + 800, 160, silent=True)[0] == 1221  # the same in silence
    assert far.take(1380 + 1920, 160, silent=False)[0] == 3301  # 120 ms off


def noise(level: float, seed: int = 0) -> np.ndarray:
    samples = np.random.default_rng(seed).standard_normal(FRAME_SAMPLES) * level
    return samples.astype(np.float32)


@pytest.mark.parametrize(
    ("near", "left", "earned"),
    [
        (0.1, 0.1, False),  # nothing was reduced
        (0.1, 0.03, False),  # by 10 dB
        (0.1, 0.01, True),  # by 20 dB
        (0.0005, 0.0005, True),  # headphones: nothing to reduce
    ],
)
def test_trust_is_earned_by_reduction_or_silence(near: float, left: float, earned: bool) -> None:
    trust = Trust()
    for _ in range(Trust.FRAMES - 1):
        trust.judge(noise(near), noise(left), noise(0.1))
    assert not trust.earned
    trust.judge(noise(near), noise(left), noise(0.1))
    assert trust.earned is earned


def test_quiet_playback_proves_nothing_and_trust_can_be_lost() -> None:
    trust = Trust()
    for _ in range(2 * Trust.FRAMES):
        trust.judge(noise(0.1), noise(0.001), noise(0.001))
    assert not trust.earned
    assert trust.reduction_db == 0
    for _ in range(Trust.FRAMES):
        trust.judge(noise(0.1), noise(0.001), noise(0.1))
    assert trust.earned
    assert trust.reduction_db == pytest.approx(40, abs=0.5)
    for _ in range(Trust.FRAMES):  # a person who speaks is not a canceller that fails
        trust.judge(noise(0.1), noise(0.1), noise(0.1))
    assert trust.earned
    trust.lose()
    assert not trust.earned
