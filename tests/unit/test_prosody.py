import numpy as np
import pytest

from voicecli.analysis.prosody import Prosody, ProsodyTrack
from voicecli.types import SAMPLE_RATE, Samples, SpeechWindow

pytestmark = pytest.mark.unit


def voice(pitch: float, seconds: float, level: float = 0.1, bright: float = 1.0) -> Samples:
    """Harmonics of a pitch up to 5 kHz, those from 1 kHz on `bright` times as strong."""
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    total = np.zeros(time.size)
    for number in range(1, int(5000 // pitch) + 1):
        gain = (bright if number * pitch >= 1000 else 1.0) / number
        total += gain * np.sin(2 * np.pi * number * pitch * time)
    return (level * total / np.abs(total).max()).astype(np.float32)


def window(samples: Samples, start: float = 0.0) -> SpeechWindow:
    first = round(start * SAMPLE_RATE)
    return SpeechWindow(samples, first, ((first, first + samples.size),))


def heard(*windows: SpeechWindow) -> Prosody:
    track = ProsodyTrack()
    for each in windows:
        track.hear(each)
    return track.between(0, track.duration)


@pytest.mark.parametrize("pitch", [80, 120, 220, 450])
def test_pitch_of_a_voice_is_found(pitch: float) -> None:
    found = heard(window(voice(pitch, 1.0)))
    assert found.voiced.mean() > 0.9
    assert np.nanmedian(found.pitch) == pytest.approx(pitch, rel=0.01)


def test_noise_has_no_pitch_but_is_loud() -> None:
    noise = 0.1 * np.random.default_rng(1).standard_normal(SAMPLE_RATE).astype(np.float32)
    found = heard(window(noise))
    assert found.voiced.mean() < 0.05
    assert np.nanmean(found.loudness) == pytest.approx(-20, abs=0.5)


def test_loudness_counts_in_decibels_and_brightness_does_not_follow_it() -> None:
    quiet, loud = heard(window(voice(150, 1, 0.05))), heard(window(voice(150, 1, 0.5)))
    assert np.nanmedian(loud.loudness - quiet.loudness) == pytest.approx(20, abs=0.1)
    assert np.nanmedian(loud.brightness - quiet.brightness) == pytest.approx(0, abs=0.1)


def test_energy_above_1_khz_is_brightness() -> None:
    dull, bright = heard(window(voice(150, 1))), heard(window(voice(150, 1, bright=2.0)))
    assert np.nanmedian(bright.brightness - dull.brightness) == pytest.approx(6, abs=0.7)


def test_harmonicity_falls_with_noise_in_the_voice() -> None:
    clean = voice(150, 1)
    noise = 0.005 * np.random.default_rng(2).standard_normal(clean.size).astype(np.float32)
    assert np.nanmedian(heard(window(clean)).harmonicity) > 25
    assert np.nanmedian(heard(window(clean + noise)).harmonicity) < 20


def test_only_speech_is_measured() -> None:
    samples = voice(150, 2.0)
    part = SpeechWindow(samples, 0, ((8000, 16_000),))
    found = heard(part)
    assert np.flatnonzero(found.speech).tolist() == list(range(50, 100))
    assert not (found.voiced & ~found.speech).any()


def test_windows_that_overlap_are_heard_once_and_gaps_stay_unknown() -> None:
    samples = voice(200, 3.0)
    whole = heard(window(samples))
    cut = heard(window(samples[:20_480]), window(samples[15_360:], 0.96))
    assert cut.pitch.size == whole.pitch.size == 300
    assert np.nanmax(np.abs(cut.pitch - whole.pitch)) < 1
    apart = heard(window(samples[:8000]), window(samples[:8000], 10.0))
    assert apart.pitch.size == 1050
    assert not apart.speech[60:990].any()


def test_a_window_that_begins_between_frames_lands_in_its_place() -> None:
    track = ProsodyTrack()
    track.hear(SpeechWindow(voice(200, 1.0), 1000, ((1000, 17_000),)))
    found = track.between(0, 2)
    assert np.flatnonzero(found.speech)[0] == 7  # frame 7 is the first that begins behind 1000
    assert found.pitch.size == 106


def test_between_gives_what_is_there() -> None:
    track = ProsodyTrack()
    assert track.between(0, 10).pitch.size == 0
    track.hear(window(voice(200, 1.0)))
    assert track.between(0.5, 9).pitch.size == 50
    assert track.between(5, 9).pitch.size == 0
    assert track.between(0.8, 0.2).pitch.size == 0


@pytest.mark.parametrize("samples", [0, 1, 100, 200, 700])
def test_hardly_any_sound_is_no_error(samples: int) -> None:
    found = heard(window(voice(150, 1)[:samples]))
    assert not found.voiced.any()


def test_silence_is_quiet_without_warnings() -> None:
    found = heard(window(np.zeros(SAMPLE_RATE, np.float32)))
    assert (found.loudness <= -99).all()


def test_pitch_range_needs_voice() -> None:
    glide = np.concatenate([voice(pitch, 0.3) for pitch in (100, 150, 200, 250, 300)])
    found = heard(window(glide)).pitch_range()
    assert found is not None
    assert found.low == pytest.approx(100, rel=0.05)
    assert found.median == pytest.approx(200, rel=0.05)
    assert found.high == pytest.approx(300, rel=0.05)
    assert heard(window(voice(150, 0.2))).pitch_range() is None


def test_loudness_over_time_means_the_speech_of_each_step() -> None:
    found = heard(window(voice(150, 1.0, 0.4)), window(voice(150, 1.5, 0.04), 2.0))
    steps = found.loudness_over_time(1.0)
    assert steps.size == 4
    assert np.isnan(steps).tolist() == [False, True, False, False]
    assert steps[0] - steps[2] == pytest.approx(20, abs=0.3)


def test_three_hours_take_little_memory() -> None:
    track = ProsodyTrack()
    piece = voice(150, 0.5)
    for start in range(0, 3 * 3600, 120):
        track.hear(window(piece, float(start)))
    assert track.duration == pytest.approx(3 * 3600 - 119.5, abs=0.02)
    assert track._frames.nbytes < 12e6
