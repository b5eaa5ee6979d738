"""What the networks hear, against figures that librosa and kaldi-native-fbank gave."""

import numpy as np
import pytest

from voicecli.analysis.fbank import log_mel
from voicecli.analysis.mel import mel_power
from voicecli.types import Samples

pytestmark = pytest.mark.unit


@pytest.fixture
def sweep() -> Samples:
    at = np.arange(8000)
    tone = (0.3 * np.sin(2 * np.pi * (200 + 300 * at / 16000) * at / 16000)).astype(np.float32)
    return tone + 0.01 * np.sin(at**2 * 0.0007).astype(np.float32)


def test_mel_power_is_what_librosa_computes(sweep: Samples) -> None:
    # librosa 0.11.0: feature.melspectrogram(sr=16000, n_fft=400, hop_length=160, n_mels=40)
    mel = mel_power(sweep)
    assert mel.shape == (51, 40)
    assert mel[0, [2, 5, 10]] == pytest.approx([4.074, 0.02881, 0.001609], rel=1e-3)
    assert mel[25, [2, 5]] == pytest.approx([0.01249, 0.5622], rel=1e-3)
    assert mel[50, [2, 5, 10, 30]] == pytest.approx([0.09295, 2.848, 0.02415, 0.001378], rel=1e-3)


def test_log_mel_is_what_kaldi_computes(sweep: Samples) -> None:
    # kaldi-native-fbank 1.23: 80 bands, hamming, no dither, samples times 32768; mean taken off
    bands = log_mel(sweep)
    assert bands.shape == (48, 80)
    assert bands[0, [0, 20, 40, 79]] == pytest.approx([0.4742, 2.9756, -1.9748, -2.4365], abs=1e-3)
    assert bands[20, [0, 20, 40]] == pytest.approx([0.0748, -0.5244, -0.9373], abs=1e-3)
    assert bands[47, [0, 20, 40, 79]] == pytest.approx(
        [-0.4737, -0.0936, -0.1021, -1.5251], abs=1e-3
    )


@pytest.mark.parametrize("samples", [1, 160, 399, 400])
def test_the_shortest_sound_has_a_frame(samples: int) -> None:
    assert len(log_mel(np.zeros(samples, np.float32))) == 1
    assert np.isfinite(mel_power(np.zeros(samples, np.float32))).all()
