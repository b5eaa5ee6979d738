"""Where speech begins and ends in a recording, by loudness alone.

The ruler must not be what it measures: the end of speech that dead air counts from comes from the
samples, not from the voice activity detection whose delay is part of the dead air.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voicecli.types import SAMPLE_RATE, Samples

FRAME_SAMPLES = SAMPLE_RATE // 100
"""10 ms: the step that the ends are found with."""
BELOW_PEAK_DB = 35.0
"""A frame this far below the loudest one is no speech any more; the softest consonants of a clean
recording lie some 30 dB below its loudest vowel."""
ABOVE_NOISE_DB = 10.0
"""Nor is one that does not stand out of the background noise by this much."""
NOISE_PERCENTILE = 10
"""The background is the level that a tenth of the frames stay under."""
SHORTEST_FRAMES = 3
"""Shorter sounds are clicks, and no speech."""
SILENCE_DB = -70.0
"""A recording whose loudest frame is below this holds nothing."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Seconds in a recording at which speech begins and ends."""

    start: float
    end: float


def find_speech(samples: Samples) -> Spoken | None:
    """The first and the last speech in 16 kHz samples, to 10 ms; None where there is none."""
    levels = _frame_levels(samples)
    if not levels.size or levels.max() < SILENCE_DB:
        return None
    peak, noise = levels.max(), np.percentile(levels, NOISE_PERCENTILE)
    # Speech without any pause is its own "background": then the peak alone decides.
    floor = min(noise + ABOVE_NOISE_DB, peak - ABOVE_NOISE_DB)
    loud = _long_runs(levels > max(peak - BELOW_PEAK_DB, floor))
    if not loud.size:
        return None
    frame = FRAME_SAMPLES / SAMPLE_RATE
    return Spoken(float(loud[0]) * frame, float(loud[-1] + 1) * frame)


def _frame_levels(samples: Samples) -> NDArray[np.float64]:
    """Loudness of each whole 10 ms frame in dB below full scale."""
    count = samples.size // FRAME_SAMPLES
    frames = samples[: count * FRAME_SAMPLES].reshape(count, FRAME_SAMPLES).astype(np.float64)
    power = np.mean(frames**2, axis=1)
    return np.asarray(10 * np.log10(power + 1e-12), np.float64)


def _long_runs(loud: NDArray[np.bool_]) -> NDArray[np.intp]:
    """The frames that are part of at least three loud ones in a row."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], loud.astype(np.int8), [0]))))
    runs = [
        np.arange(start, end)
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        if end - start >= SHORTEST_FRAMES
    ]
    return np.concatenate(runs) if runs else np.empty(0, np.intp)
