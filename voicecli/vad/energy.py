"""Voice activity from loudness alone: for when no model can be loaded."""

import math
from collections import deque
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from voicecli.types import BLOCK_SAMPLES, SAMPLE_RATE, AudioBlock, Samples

BAND_EDGES = np.array([200, 300, 400, 510, 630, 770, 920, 1270, 1720, 2320, 3150, 4000])
"""Hz: Bark's critical bands between hum and hiss, two and two above 920 Hz. Speech stands out of
noise in some of them long before it does in all."""
SMOOTHING = 0.5
"""How much of the level before stays in the level now."""
FLOOR_SECONDS = 3.0
"""The quietest level of so long is noise: speech breathes and closes its lips more often."""
MINIMUM_BIAS_DB = 4.0
"""How far the quietest level lies under the mean level of noise."""
EVEN_DB = 5.0
"""Mean of all bands above the noise at which speech is as likely as not."""
SLOPE_DB = 1.0
"""What moves the odds by a factor of e."""
QUIETEST_DB = -80.0
"""Nothing under it is called noise: above digital silence, anything would be speech."""
FIRST_FLOOR_DB = -62.0
"""The noise of a usual room in one band, taken until more is known."""

_WINDOW = np.hanning(BLOCK_SAMPLES).astype(np.float32)
_BINS = np.round(BAND_EDGES * BLOCK_SAMPLES / SAMPLE_RATE).astype(int)
_Levels = NDArray[np.float64]
"""dB in each band."""


class EnergyVad:
    """The probability of speech from how far each block stands out of the noise, band by band.

    The noise is the minimum of the smoothed level over the last 3 s, as in R. Martin, "Noise
    power spectral density estimation based on optimal smoothing and minimum statistics" (2001).
    Whatever is loud and does not last is speech to it: music, claps, a door. Needs no file.
    """

    def detect(self, blocks: Iterable[AudioBlock]) -> Iterator[tuple[AudioBlock, float]]:
        """Yield each block of at most 512 samples with its probability of speech (0..1).

        State lives in the call. A block of zeros was muted: it is no speech, and tells nothing
        about the noise.
        """
        recent = max(1, round(FLOOR_SECONDS * SAMPLE_RATE / BLOCK_SAMPLES))
        first = np.full(_BINS.size - 1, FIRST_FLOOR_DB - MINIMUM_BIAS_DB)
        smoothed: deque[_Levels] = deque([first] * recent, maxlen=recent)
        power: _Levels | None = None
        for block in blocks:
            if not block.samples.any():
                yield block, 0.0
                continue
            now = _band_powers(block.samples)
            power = now if power is None else SMOOTHING * power + (1.0 - SMOOTHING) * now
            smoothed.append(_decibels(power))
            noise = np.maximum(np.min(smoothed, axis=0) + MINIMUM_BIAS_DB, QUIETEST_DB)
            above = float(np.mean(np.maximum(_decibels(now) - noise, 0.0)))
            yield block, 1.0 / (1.0 + math.exp((EVEN_DB - above) / SLOPE_DB))


def _band_powers(samples: Samples) -> _Levels:
    """The mean power of each band's share of a block, of which the missing part is silence."""
    spectrum = np.fft.rfft(samples * _WINDOW[: samples.size], BLOCK_SAMPLES)
    return np.add.reduceat(np.abs(spectrum) ** 2, _BINS)[:-1] / BLOCK_SAMPLES**2


def _decibels(power: _Levels) -> _Levels:
    return 10.0 * np.log10(power + 1e-12)
