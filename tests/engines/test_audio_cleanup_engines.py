"""WebRTC's suppression and gain, and DTLN, as filters of the microphone's stream."""

import sys
from pathlib import Path

import numpy as np
import pytest

from voicecli.audio.cleanup import (
    GAIN_SAMPLES,
    SUPPRESSION_SAMPLES,
    apply,
    automatic_gain,
    clean_up,
    filters_of,
    suppression,
)
from voicecli.audio.dtln import DELAY_SAMPLES, FILES, Dtln
from voicecli.audio.level import rms_dbfs
from voicecli.config import AudioConfig
from voicecli.errors import AudioError, ExitCode
from voicecli.types import BLOCK_SAMPLES, SAMPLE_RATE, AudioBlock, Samples

pytestmark = pytest.mark.engines


def noise(seconds: float, level: float) -> Samples:
    count = round(seconds * SAMPLE_RATE / BLOCK_SAMPLES) * BLOCK_SAMPLES
    return (level * np.random.default_rng(1).standard_normal(count)).astype(np.float32)


def voice(seconds: float, level: float) -> Samples:
    """Harmonics of 120 Hz that swell and ebb four times a second."""
    count = round(seconds * SAMPLE_RATE / BLOCK_SAMPLES) * BLOCK_SAMPLES
    times = np.arange(count) / SAMPLE_RATE
    sound = sum(np.sin(2 * np.pi * 120 * n * times) / n for n in range(1, 25))
    swell = np.square(np.sin(2 * np.pi * 2 * times))
    return (level * sound * swell).astype(np.float32)


def cleaned(config: AudioConfig, sound: Samples, folder: Path | None = None) -> Samples:
    blocks = (
        AudioBlock(sound[start : start + BLOCK_SAMPLES], start)
        for start in range(0, sound.size, BLOCK_SAMPLES)
    )
    return np.concatenate([block.samples for block in clean_up(blocks, config, folder)])


def test_webrtc_takes_steady_noise_away() -> None:
    sound = noise(4, 0.01)
    left = cleaned(AudioConfig(noise_suppression="webrtc"), sound)
    assert left.size == sound.size
    assert rms_dbfs(left[-SAMPLE_RATE:]) < rms_dbfs(sound[-SAMPLE_RATE:]) - 8


def test_webrtc_filters_are_as_late_as_they_say() -> None:
    random = np.random.default_rng(2)
    sound = np.zeros(100 * BLOCK_SAMPLES, np.float32)
    for start in range(2000, sound.size - 800, 2400):
        sound[start : start + 800] = 0.1 * random.standard_normal(800)
    for one, late in ((suppression(), SUPPRESSION_SAMPLES), (automatic_gain(), GAIN_SAMPLES)):
        out = np.concatenate([one.process(block) for block in sound.reshape(-1, BLOCK_SAMPLES)])
        fits = [float(np.dot(out[lag:], sound[: sound.size - lag])) for lag in range(700)]
        assert int(np.argmax(fits)) == late


def test_a_quiet_voice_is_turned_up_slowly_and_within_bounds() -> None:
    quiet = voice(12, 0.004)
    out = cleaned(AudioConfig(automatic_gain=True), quiet)
    raised = rms_dbfs(out[-SAMPLE_RATE:]) - rms_dbfs(quiet[-SAMPLE_RATE:])
    assert raised <= 26
    first = rms_dbfs(out[: SAMPLE_RATE // 2]) - rms_dbfs(quiet[: SAMPLE_RATE // 2])
    assert first <= raised + 1
    assert np.abs(cleaned(AudioConfig(automatic_gain=True), voice(3, 0.5))).max() <= 1.0


def test_a_missing_model_is_said_with_the_command_that_fetches_it(tmp_path: Path) -> None:
    with pytest.raises(AudioError) as caught:
        clean_up(iter(()), AudioConfig(noise_suppression="dtln"), tmp_path)  # before any block
    assert caught.value.code == "model-missing"
    assert caught.value.exit_code is ExitCode.MODEL_MISSING
    assert "voicecli models pull dtln-16k" in caught.value.hint


def test_a_damaged_model_is_said(tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).write_bytes(b"no model")
    with pytest.raises(AudioError) as caught:
        Dtln(tmp_path)
    assert caught.value.code == "model-damaged"


def test_a_missing_package_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pywebrtc_audio", None)
    with pytest.raises(AudioError) as caught:
        filters_of(AudioConfig(automatic_gain=True))
    assert caught.value.code == "no-audio-processing"


def test_dtln_takes_noise_away_and_blocks_do_not_matter(models: Path) -> None:
    folder = models / "dtln-16k"
    if not all((folder / name).is_file() for name in FILES):
        pytest.skip("dtln-16k is not here; run `voicecli models pull dtln-16k`")
    sound = noise(3, 0.02)
    left = cleaned(AudioConfig(noise_suppression="dtln"), sound, folder)
    assert rms_dbfs(left[-SAMPLE_RATE:]) < rms_dbfs(sound[-SAMPLE_RATE:]) - 20
    assert DELAY_SAMPLES < BLOCK_SAMPLES
    small = Dtln(folder)
    parts = [apply([small], part) for part in sound[:8192].reshape(-1, 128)]
    assert np.allclose(np.concatenate(parts), left[:8192], atol=1e-5)
