"""Speech as it sounds in noise, in rooms and over the telephone."""

import numpy as np
import pytest

from voicecli.analysis.conditions import CLEAN, CONDITIONS, in_a_room, noisy, telephoned, thin
from voicecli.types import SAMPLE_RATE, Samples

pytestmark = pytest.mark.unit


def tone(hz: float, seconds: float = 1.0, level: float = 0.1) -> Samples:
    at = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (level * np.sin(2 * np.pi * hz * at)).astype(np.float32)


def loudness(samples: Samples) -> float:
    return float(samples[SAMPLE_RATE // 4 :].std())


@pytest.mark.parametrize("name", CONDITIONS)
def test_each_condition_keeps_length_and_is_the_same_every_time(name: str) -> None:
    speech = tone(440.0) + tone(3000.0, level=0.02)
    made = CONDITIONS[name](speech)
    assert made.dtype == np.float32
    assert made.shape == speech.shape
    assert np.isfinite(made).all()
    assert np.array_equal(made, CONDITIONS[name](speech))
    assert (name == CLEAN) == np.array_equal(made, speech)


@pytest.mark.parametrize("name", CONDITIONS)
def test_silence_and_single_samples_do_no_harm(name: str) -> None:
    for speech in (np.zeros(SAMPLE_RATE, np.float32), np.ones(1, np.float32)):
        assert np.isfinite(CONDITIONS[name](speech)).all()


def test_noise_is_as_far_below_the_speech_as_asked() -> None:
    speech = tone(440.0)
    added = noisy(speech, 15.0) - speech
    assert 20 * np.log10(speech.std() / added.std()) == pytest.approx(15.0, abs=0.1)


def test_a_telephone_takes_the_depth_and_the_height() -> None:
    inside = loudness(telephoned(tone(1000.0))) / loudness(tone(1000.0))
    assert inside == pytest.approx(1.0, abs=0.05)
    for hz in (100.0, 6000.0):
        assert loudness(telephoned(tone(hz))) < 0.1 * loudness(tone(hz))


def test_a_thin_sound_loses_its_depth() -> None:
    assert loudness(thin(tone(250.0))) < 0.3 * loudness(thin(tone(4000.0)))


def test_a_room_sounds_on() -> None:
    click = np.zeros(SAMPLE_RATE, np.float32)
    click[100] = 1.0
    heard = in_a_room(click)
    early, late = (float(np.abs(heard[at : at + 800]).mean()) for at in (101, 4000))
    assert early > late > 0
    assert float(np.abs(heard[:100]).max()) < 1e-6
