"""Pitch, loudness and timbre of a recording in frames of 10 ms, taken down while it goes by.

Windows come in, numbers stay: eight bytes a frame, 9 MB for three hours. Pitch is Praat's
autocorrelation method (Boersma 1993), the rest follows the definitions of GeMAPS (Eyben et al.
2016, The Geneva Minimalistic Acoustic Parameter Set).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voicecli.types import SAMPLE_RATE, Samples, SpeechWindow

FRAME_SECONDS = 0.01
_HOP = round(FRAME_SECONDS * SAMPLE_RATE)
_FRAME = round(0.025 * SAMPLE_RATE)
_FFT = 512
PITCH_FLOOR, PITCH_CEILING = 65.0, 600.0
"""Hz; from a low male voice to a woman's cry. Praat looks at three periods of the floor."""
_SHORTEST_SOUND = 3 / PITCH_FLOOR
_LEAST_VOICED = 30
"""Frames of voice under which a range of pitch says nothing: 0.3 s, a syllable or two."""
_SILENT = 1e-10
"""Power that stands for digital silence: -100 dB."""
_PITCH, _LOUDNESS, _BRIGHTNESS, _HARMONICITY = range(4)
_COLUMNS = 4

Frames = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class PitchRange:
    """How low and how high a voice goes, in Hz: the 10th, 50th and 90th percentile."""

    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class Prosody:
    """How a stretch of a recording sounded: arrays of shape (frames,), NaN where not known.

    `start` is the time of the first frame in seconds. `pitch` is in Hz, where there is voice;
    `loudness` in dB of full scale, wherever somebody speaks; `brightness` is the energy of
    1-5 kHz over that of 50-1000 Hz in dB (GeMAPS' alpha ratio), and `harmonicity` the energy of
    the voice over that of its noise in dB, both where there is voice.
    """

    start: float
    pitch: Frames
    loudness: Frames
    brightness: Frames
    harmonicity: Frames

    @property
    def voiced(self) -> NDArray[np.bool_]:
        """In which frames there is voice."""
        return ~np.isnan(self.pitch)

    @property
    def speech(self) -> NDArray[np.bool_]:
        """In which frames somebody speaks."""
        return ~np.isnan(self.loudness)

    def pitch_range(self) -> PitchRange | None:
        """The range of the voice, or None when less than 0.3 s of voice was heard."""
        heard = self.pitch[self.voiced]
        if heard.size < _LEAST_VOICED:
            return None
        low, median, high = np.percentile(heard, (10, 50, 90))
        return PitchRange(float(low), float(median), float(high))

    def loudness_over_time(self, step_seconds: float = 1.0) -> Frames:
        """Mean loudness of the speech in each step, in dB; NaN where nobody speaks."""
        step = max(1, round(step_seconds / FRAME_SECONDS))
        steps = -(-self.loudness.size // step)
        power = np.full(steps * step, np.nan)
        power[: self.loudness.size] = 10 ** (self.loudness / 10)
        heard = ~np.isnan(power.reshape(steps, step))
        total = np.nansum(power.reshape(steps, step), axis=1)
        mean = total / np.maximum(heard.sum(axis=1), 1)
        decibels = 10 * np.log10(np.maximum(mean, _SILENT))
        return np.where(heard.any(axis=1), decibels, np.nan).astype(np.float32)


class ProsodyTrack:
    """The prosody of a recording, window by window; the sound itself is not kept."""

    def __init__(self) -> None:
        self._frames = np.full((0, _COLUMNS), np.nan, np.float16)
        self._used = 0

    @property
    def duration(self) -> float:
        """Up to which second of the recording it was heard."""
        return self._used * FRAME_SECONDS

    def hear(self, window: SpeechWindow) -> None:
        """Take in a window; of one that overlaps an earlier one, what is new."""
        first = -(-window.start // _HOP)
        measured = _measure(window.samples[first * _HOP - window.start :])
        _keep_speech(measured, first, window.speech)
        self._reserve(first + len(measured))
        kept = self._frames[first : first + len(measured)]
        known = ~np.isnan(kept[:, _LOUDNESS])
        kept[~known] = measured[~known]

    def between(self, start: float, end: float) -> Prosody:
        """The frames from `start` to `end`, in seconds of the recording."""
        first = min(max(0, round(start / FRAME_SECONDS)), self._used)
        last = min(max(first, round(end / FRAME_SECONDS)), self._used)
        columns = self._frames[first:last].astype(np.float32).T
        return Prosody(first * FRAME_SECONDS, *columns)

    def _reserve(self, frames: int) -> None:
        """Make room up to a frame, a quarter more than needed so that growth stays cheap."""
        if frames > len(self._frames):
            more = max(frames, len(self._frames) * 5 // 4) - len(self._frames)
            empty = np.full((more, _COLUMNS), np.nan, np.float16)
            self._frames = np.concatenate([self._frames, empty])
        self._used = max(self._used, frames)


def _keep_speech(frames: Frames, first: int, speech: tuple[tuple[int, int], ...]) -> None:
    """Forget, in place, what lies outside the regions of speech; `frames` begin at `first`."""
    middles = (np.arange(first, first + len(frames)) + 0.5) * _HOP
    inside = np.zeros(len(frames), bool)
    for start, end in speech:
        inside |= (middles >= start) & (middles < end)
    frames[~inside] = np.nan


def _measure(samples: Samples) -> Frames:
    """Frames of all columns, float32 of shape (frames, 4)."""
    count = samples.size // _HOP
    frames = np.full((count, _COLUMNS), np.nan, np.float32)
    if not count:
        return frames
    power = _spectrum(samples, count)
    frequencies = np.fft.rfftfreq(_FFT, 1 / SAMPLE_RATE)
    low = power[:, (frequencies >= 50) & (frequencies < 1000)].sum(axis=1)
    high = power[:, (frequencies >= 1000) & (frequencies <= 5000)].sum(axis=1)
    frames[:, _LOUDNESS] = 10 * np.log10(np.maximum(power.sum(axis=1), _SILENT))
    pitch, strength = _pitch(samples, count)
    voiced = pitch > 0
    frames[voiced, _PITCH] = pitch[voiced]
    bright = np.maximum(high, _SILENT) / np.maximum(low, _SILENT)
    frames[voiced, _BRIGHTNESS] = 10 * np.log10(bright[voiced])
    # Boersma (1993), equation 4: the autocorrelation's peak r gives r / (1 - r).
    peak = np.clip(strength[voiced], 1e-3, 0.9999)
    frames[voiced, _HARMONICITY] = 10 * np.log10(peak / (1 - peak))
    return frames


def _spectrum(samples: Samples, count: int) -> Frames:
    """Power in each bin around the middle of each frame; a frame's bins add up to its power."""
    around = (_FRAME - _HOP) // 2
    padded = np.pad(samples[: count * _HOP], (around, _FRAME))
    pieces = np.lib.stride_tricks.sliding_window_view(padded, _FRAME)[::_HOP][:count]
    taper = np.hanning(_FRAME).astype(np.float32)
    bins = np.fft.rfft(pieces * taper, _FFT)
    power = (bins.real**2 + bins.imag**2) * (2 / (_FFT * float((taper**2).sum())))
    power[:, 0] = 0.0  # a constant offset is no sound
    return power.astype(np.float32)


def _pitch(samples: Samples, count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Pitch in Hz (0: no voice) and strength of the autocorrelation's peak, of each frame."""
    import parselmouth

    none = np.zeros(count)
    if samples.size < (_SHORTEST_SOUND + FRAME_SECONDS) * SAMPLE_RATE or not samples.any():
        return none, none
    sound = parselmouth.Sound(samples.astype(np.float64), SAMPLE_RATE)
    found = sound.to_pitch_ac(
        time_step=FRAME_SECONDS, pitch_floor=PITCH_FLOOR, pitch_ceiling=PITCH_CEILING
    )
    # Praat centres its frames in the sound: the nearest is at most half a frame away.
    middles = (np.arange(count) + 0.5) * FRAME_SECONDS
    nearest = np.rint((middles - found.x1) / found.dx).astype(int)
    inside = (nearest >= 0) & (nearest < found.nx)
    chosen = np.clip(nearest, 0, found.nx - 1)
    pitch = np.where(inside, found.selected_array["frequency"][chosen], 0.0)
    return pitch, np.where(inside, found.selected_array["strength"][chosen], 0.0)
