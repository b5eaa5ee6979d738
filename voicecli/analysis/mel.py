"""Mel power spectra as librosa computes them, which is how GE2E hears."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from voicecli.types import SAMPLE_RATE, Samples

WINDOW_SAMPLES = 400
STEP_SAMPLES = 160
BANDS = 40

_LINEAR_HZ = 200 / 3
"""Hz of one mel below `_BREAK_HZ`, where the scale is linear (Slaney, Auditory Toolbox, 1998)."""
_BREAK_HZ = 1000.0
_LOG_STEP = np.log(6.4) / 27
"""Above it 27 mels are a factor of 6.4."""


def mel_power(samples: Samples) -> NDArray[np.float32]:
    """Power in 40 mel bands, every 10 ms: float32 of shape (1 + samples // 160, 40).

    Equal to librosa 0.11's `feature.melspectrogram(sr=16000, n_fft=400, hop_length=160,
    n_mels=40)`: frames are centred, and silence lies before and behind the sound.
    """
    padded = np.pad(samples, WINDOW_SAMPLES // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW_SAMPLES)[::STEP_SAMPLES]
    spectrum = np.fft.rfft(frames * _hann(), axis=1)
    power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
    bands: NDArray[np.float32] = power @ _filters().T
    return bands


@cache
def _hann() -> NDArray[np.float32]:
    """The periodic window, without its last zero."""
    return np.hanning(WINDOW_SAMPLES + 1)[:-1].astype(np.float32)


@cache
def _filters() -> NDArray[np.float32]:
    """Triangles of equal area on Slaney's mel scale, float32 of shape (40, 201)."""
    edges = _hertz(np.linspace(0.0, _mel(SAMPLE_RATE / 2), BANDS + 2))
    bins = np.linspace(0.0, SAMPLE_RATE / 2, WINDOW_SAMPLES // 2 + 1)
    rising = (bins[None] - edges[:-2, None]) / np.diff(edges)[:-1, None]
    falling = (edges[2:, None] - bins[None]) / np.diff(edges)[1:, None]
    area = 2.0 / (edges[2:] - edges[:-2])
    triangles = np.maximum(0.0, np.minimum(rising, falling)) * area[:, None]
    return triangles.astype(np.float32)


def _mel(hertz: float) -> float:
    return float(_BREAK_HZ / _LINEAR_HZ + np.log(hertz / _BREAK_HZ) / _LOG_STEP)


def _hertz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    turning = _BREAK_HZ / _LINEAR_HZ
    above = _BREAK_HZ * np.exp(_LOG_STEP * (mel - turning))
    return np.where(mel >= turning, above, mel * _LINEAR_HZ)
