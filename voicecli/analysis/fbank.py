"""Log mel energies as Kaldi computes them, which is how WeSpeaker hears.

The same as `kaldi_native_fbank` (Apache 2) with the options of WeSpeaker: 25 ms every 10 ms, 80
bands from 20 Hz, Hamming window, no dither. It is one page of numpy, and no package is needed.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from voicecli.types import SAMPLE_RATE, Samples

WINDOW_SAMPLES = 400
STEP_SAMPLES = 160
BANDS = 80
_FFT_SAMPLES = 512
_LOWEST_HZ = 20.0
_EMPHASIS = 0.97
_FULL_SCALE = 32768.0
_SMALLEST = np.finfo(np.float32).eps
_MEL_FACTOR = 1127.0
_MEL_BREAK_HZ = 700.0


def log_mel(samples: Samples) -> NDArray[np.float32]:
    """Energies in 80 bands, every 10 ms: float32 of shape (frames, 80), without their mean.

    Only whole frames count; fewer samples than one frame are filled up with silence. The mean over
    time is taken off each band (WeSpeaker, `apply_cmvn`).
    """
    if samples.size < WINDOW_SAMPLES:
        samples = np.pad(samples, (0, WINDOW_SAMPLES - samples.size))
    scaled = samples.astype(np.float64) * _FULL_SCALE
    frames = np.lib.stride_tricks.sliding_window_view(scaled, WINDOW_SAMPLES)[::STEP_SAMPLES]
    frames = frames - frames.mean(axis=1, keepdims=True)
    before = np.concatenate([frames[:, :1], frames[:, :-1]], axis=1)
    shaped = (frames - _EMPHASIS * before) * np.hamming(WINDOW_SAMPLES)
    spectrum = np.fft.rfft(shaped, _FFT_SAMPLES, axis=1)[:, : _FFT_SAMPLES // 2]
    power = spectrum.real**2 + spectrum.imag**2
    energies = np.log(np.maximum(power @ _filters().T, _SMALLEST))
    centred: NDArray[np.float32] = (energies - energies.mean(axis=0)).astype(np.float32)
    return centred


def _mel(hertz: NDArray[np.float64] | float) -> NDArray[np.float64]:
    return np.asarray(_MEL_FACTOR * np.log1p(np.asarray(hertz) / _MEL_BREAK_HZ))


@cache
def _filters() -> NDArray[np.float64]:
    """Triangles that are even on the mel scale, of shape (80, 256)."""
    edges = np.linspace(float(_mel(_LOWEST_HZ)), float(_mel(SAMPLE_RATE / 2)), BANDS + 2)
    bins = _mel(np.arange(_FFT_SAMPLES // 2) * SAMPLE_RATE / _FFT_SAMPLES)
    rising = (bins[None] - edges[:-2, None]) / np.diff(edges)[:-1, None]
    falling = (edges[2:, None] - bins[None]) / np.diff(edges)[1:, None]
    return np.maximum(0.0, np.minimum(rising, falling))
