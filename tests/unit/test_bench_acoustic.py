"""The ruler of the benchmark: where speech ends in a recording."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecli.bench.acoustic import find_speech
from voicecli.types import SAMPLE_RATE, Samples

pytestmark = pytest.mark.unit

STEP = 0.01 + 1e-9


def tone(seconds: float, level: float = 0.3) -> Samples:
    times = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (level * np.sin(2 * np.pi * 220 * times)).astype(np.float32)


def quiet(seconds: float, level: float = 0.0) -> Samples:
    random = np.random.default_rng(3)
    return (level * random.standard_normal(round(seconds * SAMPLE_RATE))).astype(np.float32)


@settings(deadline=None)
@given(st.floats(0.0, 2.0), st.floats(0.1, 2.0), st.floats(0.05, 2.0))
def test_a_tone_between_silences_is_found_to_a_frame(
    before: float, sounding: float, after: float
) -> None:
    found = find_speech(np.concatenate([quiet(before), tone(sounding), quiet(after)]))
    assert found is not None
    assert found.start == pytest.approx(before, abs=STEP)
    assert found.end == pytest.approx(before + sounding, abs=STEP)


@pytest.mark.parametrize("noise", [0.0003, 0.003, 0.03])
def test_noise_behind_speech_is_no_speech(noise: float) -> None:
    samples = np.concatenate([quiet(0.5), tone(1.0), quiet(0.8)]) + quiet(2.3, noise)
    found = find_speech(samples)
    assert found is not None
    assert found.end == pytest.approx(1.5, abs=0.02)


def test_a_soft_ending_counts() -> None:
    samples = np.concatenate([tone(1.0), tone(0.1, 0.3 * 10 ** (-28 / 20)), quiet(0.5)])
    found = find_speech(samples)
    assert found is not None
    assert found.end == pytest.approx(1.1, abs=STEP)


def test_a_click_behind_speech_does_not_count() -> None:
    click = np.concatenate([quiet(0.4), tone(0.005), quiet(0.4)])
    found = find_speech(np.concatenate([tone(1.0), click]))
    assert found is not None
    assert found.end == pytest.approx(1.0, abs=STEP)


def test_a_pause_inside_does_not_end_it() -> None:
    found = find_speech(np.concatenate([tone(0.5), quiet(1.5), tone(0.5), quiet(0.2)]))
    assert found is not None
    assert found.end == pytest.approx(2.5, abs=STEP)


def test_speech_without_any_pause_reaches_from_end_to_end() -> None:
    found = find_speech(tone(1.0))
    assert found is not None
    assert (found.start, found.end) == (0.0, 1.0)


@pytest.mark.parametrize("samples", [quiet(1.0), quiet(1.0, 1e-5), quiet(0.0), tone(0.005)])
def test_nothing_is_found_in_nothing(samples: Samples) -> None:
    assert find_speech(samples) is None
