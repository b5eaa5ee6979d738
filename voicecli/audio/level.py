"""How loud a sound is."""

import math

import numpy as np

from voicecli.types import Samples

SILENCE_DBFS = -120.0
"""What digital silence is called: below the noise of any 16-bit recording."""

_METER_FLOOR_DBFS = -60.0


def rms_dbfs(samples: Samples) -> float:
    """Return the root mean square in dB below full scale; a full-scale sine is -3 dBFS."""
    mean = float(np.square(samples, dtype=np.float64).mean()) if samples.size else 0.0
    return max(SILENCE_DBFS, 10 * math.log10(mean)) if mean > 0 else SILENCE_DBFS


def peak_dbfs(samples: Samples) -> float:
    """Return the loudest sample in dB below full scale."""
    peak = float(np.abs(samples).max()) if samples.size else 0.0
    return max(SILENCE_DBFS, 20 * math.log10(peak)) if peak > 0 else SILENCE_DBFS


def meter(dbfs: float) -> float:
    """Return where a level stands on a meter from 0 (-60 dBFS and below) to 1 (full scale)."""
    return min(1.0, max(0.0, 1 - dbfs / _METER_FLOOR_DBFS))
