import wave
from pathlib import Path

import numpy as np
import pytest

from voicecli.audio.files import decode

pytestmark = pytest.mark.storage

TONE = 0.5 * np.sin(2 * np.pi * 440 * np.arange(32_000) / 16_000)


def loudness(path: Path, left: np.ndarray, right: np.ndarray, width: int) -> float:
    """How loud the decoded file is beside its left channel."""
    sound = np.stack([left, right], axis=1).reshape(-1)
    if width == 1:
        data = np.round(sound * 127 + 128).astype(np.uint8).tobytes()
    else:
        data = np.round(sound * 32_767).astype("<i2").tobytes()
    with wave.open(str(path), "wb") as file:
        file.setparams((2, width, 16_000, 0, "NONE", ""))
        file.writeframes(data)
    heard = np.concatenate(list(decode(path)))
    assert len(heard) == len(left)
    return float(np.sqrt(np.square(heard).mean() / np.square(left).mean()))


@pytest.mark.parametrize("width", [1, 2])
def test_channels_that_cancel_each_other_are_heard(tmp_path: Path, width: int) -> None:
    assert loudness(tmp_path / "a.wav", TONE, -TONE, width) == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize("width", [1, 2])
def test_other_channels_are_mixed(tmp_path: Path, width: int) -> None:
    assert loudness(tmp_path / "a.wav", TONE, TONE, width) == pytest.approx(1, abs=0.02)
    assert loudness(tmp_path / "b.wav", TONE, 0 * TONE, width) == pytest.approx(0.5, abs=0.02)
