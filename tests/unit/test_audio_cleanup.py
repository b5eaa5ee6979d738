"""The filters in front of the recogniser, on sounds whose answer is known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecli.audio.cleanup import clean_up, filters_of
from voicecli.audio.high_pass import HighPass
from voicecli.audio.level import rms_dbfs
from voicecli.audio.noise_gate import REDUCTION_DB, NoiseGate
from voicecli.config import AudioConfig
from voicecli.types import BLOCK_SAMPLES, SAMPLE_RATE, AudioBlock, Samples

pytestmark = pytest.mark.unit


def sine(hertz: float, blocks: int = 60, level: float = 0.5) -> Samples:
    times = np.arange(blocks * BLOCK_SAMPLES) / SAMPLE_RATE
    return (level * np.sin(2 * np.pi * hertz * times)).astype(np.float32)


def noise(blocks: int, level: float, seed: int = 1) -> Samples:
    random = np.random.default_rng(seed)
    return (level * random.standard_normal(blocks * BLOCK_SAMPLES)).astype(np.float32)


def run(one: HighPass | NoiseGate, sound: Samples) -> Samples:
    return np.concatenate([one.process(block) for block in sound.reshape(-1, BLOCK_SAMPLES)])


@pytest.mark.parametrize(
    ("hertz", "decibels", "tolerance"),
    # |H|² of a Butterworth high-pass of second order: 1 / (1 + (200 / f)⁴)
    [(50, -24.1, 0.3), (100, -12.3, 0.2), (200, -3.0, 0.1), (400, -0.26, 0.05), (3000, 0, 0.05)],
)
def test_the_high_pass_has_the_response_of_a_butterworth(
    hertz: float, decibels: float, tolerance: float
) -> None:
    sound = sine(hertz)
    filtered = run(HighPass(), sound)
    settled = slice(10 * BLOCK_SAMPLES, None)
    gain = rms_dbfs(filtered[settled]) - rms_dbfs(sound[settled])
    assert gain == pytest.approx(decibels, abs=tolerance)


@given(seed=st.integers(0, 1000), offset=st.floats(-0.5, 0.5))
@settings(deadline=None, max_examples=20)
def test_the_high_pass_is_its_recursion_sample_by_sample(seed: int, offset: float) -> None:
    sound = noise(4, 0.1, seed) + np.float32(offset)
    omega = 2 * np.pi * 200 / SAMPLE_RATE
    alpha = np.sin(omega) / np.sqrt(2)
    b = np.array([1, -2, 1]) * (1 + np.cos(omega)) / 2 / (1 + alpha)
    a1, a2 = -2 * np.cos(omega) / (1 + alpha), (1 - alpha) / (1 + alpha)
    x, y = np.pad(sound.astype(float), (2, 0)), np.zeros(sound.size + 2)
    for n in range(2, y.size):
        y[n] = b[0] * x[n] + b[1] * x[n - 1] + b[2] * x[n - 2] - a1 * y[n - 1] - a2 * y[n - 2]
    assert run(HighPass(), sound) == pytest.approx(y[2:], abs=1e-5)


def test_the_gate_turns_the_room_down_and_leaves_speech_alone() -> None:
    room = noise(150, 0.002)
    sound = room.copy()
    begin, end = 80 * BLOCK_SAMPLES, 100 * BLOCK_SAMPLES
    sound[begin:end] += sine(300, blocks=20, level=0.2)
    gated = run(NoiseGate(), sound)
    quiet = slice(60 * BLOCK_SAMPLES, begin)
    assert rms_dbfs(room[quiet]) - rms_dbfs(gated[quiet]) == pytest.approx(REDUCTION_DB, abs=2)
    assert np.array_equal(gated[begin + 128 : end], sound[begin + 128 : end])
    assert rms_dbfs(gated[-2048:]) == pytest.approx(rms_dbfs(room[-2048:]) - REDUCTION_DB, abs=1)


def test_the_gate_follows_a_room_that_becomes_louder() -> None:
    louder = noise(400, 0.02)
    gated = run(NoiseGate(), np.concatenate((noise(100, 0.002), louder)))
    assert rms_dbfs(gated[-8192:]) < rms_dbfs(louder[-8192:]) - REDUCTION_DB / 2


@given(levels=st.lists(st.floats(0, 0.5), min_size=1, max_size=20))
@settings(deadline=None, max_examples=50)
def test_the_gate_never_amplifies_and_never_silences(levels: list[float]) -> None:
    sound = np.concatenate([noise(1, level) for level in levels])
    gated = run(NoiseGate(), sound)
    assert (np.abs(gated) <= np.abs(sound) + 1e-7).all()
    least = 10 ** (-REDUCTION_DB / 20)
    assert (np.abs(gated) >= np.abs(sound) * least * 0.999 - 1e-7).all()


def test_without_filters_blocks_pass_untouched() -> None:
    blocks = [AudioBlock(noise(1, 0.1), start) for start in (0, 512)]
    config = AudioConfig(
        high_pass=False, noise_gate=False, noise_suppression="off", automatic_gain=False
    )
    assert all(
        one is other for one, other in zip(clean_up(iter(blocks), config), blocks, strict=True)
    )


def test_filters_work_in_their_order_and_blocks_keep_their_place() -> None:
    config = AudioConfig(high_pass=True, noise_gate=True)
    assert [type(one) for one in filters_of(config)] == [HighPass, NoiseGate]
    blocks = [AudioBlock(noise(1, 0.1), start) for start in (1024, 1536)]
    cleaned = list(clean_up(iter(blocks), config))
    assert [block.start for block in cleaned] == [1024, 1536]
    assert all(block.samples.dtype == np.float32 for block in cleaned)
