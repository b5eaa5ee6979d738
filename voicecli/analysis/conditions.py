"""Speech as it would sound elsewhere: in noise, in a room, by a poor microphone or telephone.

A voice-print holds the recording's sound as well as the voice: the same person in a noisy room is
as far from a clean print as a stranger is. So a voice is enrolled as it sounds in several
conditions, and compared in the one that fits best (multi-condition training, as for i-vectors:
Rajan, Kinnunen & Hautamäki 2013).
"""

from collections.abc import Callable, Mapping

import numpy as np

from voicecli.types import SAMPLE_RATE, Samples

CLEAN = "clean"
"""The speech as it was recorded."""
TELEPHONE_HZ = (300.0, 3400.0)
"""The band of a telephone line (ITU-T G.712)."""
THIN_HZ = 1000.0
"""Below this a thin sound loses 6 dB an octave."""
ROOM_SECONDS = 0.4
_ROOM_DECAY_SECONDS = 0.06
"""Sound energy falls by 60 dB in 0.41 seconds, as in a furnished room."""
_ROOM_DIRECT = 3.0
"""How much stronger the direct sound is than the first of the reverberation."""
_LOWEST_BIN = 20
_SEED = 0


def noisy(samples: Samples, snr_db: float) -> Samples:
    """The speech in pink noise, as rooms and streets make it, `snr_db` below the speech."""
    drawn = np.random.default_rng(_SEED).standard_normal(samples.size)
    spectrum = np.fft.rfft(drawn)
    spectrum /= np.sqrt(np.maximum(np.arange(spectrum.size), _LOWEST_BIN))
    noise = np.fft.irfft(spectrum, samples.size)
    level = float(samples.std()) * 10 ** (-snr_db / 20) / max(float(noise.std()), 1e-9)
    return (samples + level * noise).astype(np.float32)


def telephoned(samples: Samples) -> Samples:
    """The speech in the band of a telephone."""
    from scipy.signal import butter, sosfilt

    band = butter(4, TELEPHONE_HZ, "band", fs=SAMPLE_RATE, output="sos")
    return np.asarray(sosfilt(band, samples), np.float32)


def thin(samples: Samples) -> Samples:
    """The speech without its depth, as small microphones and loudspeakers give it."""
    from scipy.signal import butter, sosfilt

    high = butter(1, THIN_HZ, "high", fs=SAMPLE_RATE, output="sos")
    return np.asarray(sosfilt(high, samples), np.float32)


def in_a_room(samples: Samples) -> Samples:
    """The speech some steps away from the microphone: noise that decays stands for the room."""
    from scipy.signal import fftconvolve

    length = round(ROOM_SECONDS * SAMPLE_RATE)
    decay = np.exp(-np.arange(length) / (_ROOM_DECAY_SECONDS * SAMPLE_RATE))
    response = np.random.default_rng(_SEED).standard_normal(length) * decay
    response[0] = _ROOM_DIRECT
    heard = fftconvolve(samples, response)[: samples.size]
    peak = max(float(np.abs(heard).max(initial=0.0)), 1e-9)
    return np.asarray(heard * (0.5 / peak), np.float32)


CONDITIONS: Mapping[str, Callable[[Samples], Samples]] = {
    CLEAN: lambda samples: samples,
    "some noise": lambda samples: noisy(samples, 15.0),
    "much noise": lambda samples: noisy(samples, 8.0),
    "heavy noise": lambda samples: noisy(samples, 3.0),
    "thin": thin,
    "telephone": telephoned,
    "telephone in noise": lambda samples: telephoned(noisy(samples, 15.0)),
    "room": in_a_room,
    "room with noise": lambda samples: noisy(in_a_room(samples), 15.0),
}
"""How a voice is enrolled; the same samples give the same sound on every run."""
