"""A soft noise gate: what is no louder than the room is turned down."""

import math

import numpy as np

from voicecli.audio.level import SILENCE_DBFS, rms_dbfs
from voicecli.types import SAMPLE_RATE, Samples

REDUCTION_DB = 12.0
"""How far the room is turned down. It is never silenced: digital silence is no sound that
recognisers know, and a quiet word can still be heard."""

_OPEN_DB = 6.0
"""How far above the room's level sound opens the gate."""

_FRAME_SAMPLES = 128
_FRAME_SECONDS = _FRAME_SAMPLES / SAMPLE_RATE
_HOLD_SECONDS = 0.25
"""The gate stays open so long behind the last sound: words end softly."""

_RELEASE_SECONDS = 0.1
_RISE_DB_PER_SECOND = 3.0
"""How fast the room is believed to have become louder; quieter, at once."""

_SMOOTHING = 0.7
"""The share of the level before in a level: a single quiet frame is not the room."""


class NoiseGate:
    """Turns down what is not louder than the noise floor, which it follows; has no delay.

    It opens within a frame of 8 ms and closes slowly.
    """

    def __init__(self) -> None:
        self.floor_dbfs: float | None = None
        """How loud the room is; None before anything was heard."""
        self._level = SILENCE_DBFS
        self._open_seconds = 0.0
        self._gain = 1.0

    def process(self, samples: Samples) -> Samples:
        """Gate the next samples of the stream; a multiple of 128."""
        frames = samples.reshape(-1, _FRAME_SAMPLES)
        gains = [self._next_gain(frame) for frame in frames]
        return np.concatenate(
            [
                frame * np.linspace(before, after, _FRAME_SAMPLES, dtype=np.float32)
                for frame, (before, after) in zip(frames, gains, strict=True)
            ]
        )

    def _next_gain(self, frame: Samples) -> tuple[float, float]:
        """The gains at the beginning and at the end of a frame."""
        level = rms_dbfs(frame)
        if self.floor_dbfs is None:
            self.floor_dbfs = self._level = level
        self._level = _SMOOTHING * self._level + (1 - _SMOOTHING) * level
        self.floor_dbfs = min(self._level, self.floor_dbfs + _RISE_DB_PER_SECOND * _FRAME_SECONDS)
        if level > self.floor_dbfs + _OPEN_DB:
            self._open_seconds = _HOLD_SECONDS
        before = self._gain
        if self._open_seconds > 0:
            self._open_seconds -= _FRAME_SECONDS
            self._gain = 1.0
        else:
            closed = 10 ** (-REDUCTION_DB / 20)
            self._gain = closed + (before - closed) * math.exp(-_FRAME_SECONDS / _RELEASE_SECONDS)
        return before, self._gain
