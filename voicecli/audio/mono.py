"""Decoded frames of any kind as 16-bit mono at 16 kHz.

Imports PyAV: only what decodes may import this module, and only when it does.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import av
import numpy as np

from voicecli.types import SAMPLE_RATE, Samples

LOWEST_RATE, HIGHEST_RATE = 1_000, 1_000_000
"""Hz. A rate outside is a damaged header; one of 1 Hz would make hours out of a second's bytes."""
MOST_CHANNELS = 8
"""ffmpeg knows how to mix so many to one; of more it does not know where they stand."""

OPPOSED = 0.01
"""Of the energy of two channels less is left in their mix when one is the other upside down."""


class MonoFrames:
    """Frames as 16-bit mono at 16 kHz, also when the format changes on the way.

    ffmpeg mixes channels down to integers without overflow; to floats it would add 3 dB.
    `damaged` counts the frames that cannot be used and are left out.
    """

    def __init__(self, frames: Iterable[Any]) -> None:
        self._frames = frames
        self.damaged = 0

    def __iter__(self) -> Iterator[Samples]:
        resampler, shape = None, None
        for given in self._frames:
            if not LOWEST_RATE <= given.sample_rate <= HIGHEST_RATE:
                self.damaged += 1
                continue
            frame = _in_phase(_usual(given))
            now = (frame.format.name, frame.layout.name, frame.sample_rate)
            if resampler is None or now != shape:
                if resampler is not None:
                    yield from self._resampled(resampler, None)
                resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
                shape = now
            frame.pts = None  # gaps in the timestamps of a damaged file are no reason to stop
            yield from self._resampled(resampler, frame)
        if resampler is not None:
            yield from self._resampled(resampler, None)

    def _resampled(self, resampler: Any, frame: Any) -> Iterator[Samples]:
        try:
            ready = resampler.resample(frame)
        except (av.error.FFmpegError, ValueError):
            self.damaged += 1
            return
        for item in ready:
            yield item.to_ndarray().reshape(-1).astype(np.float32) / 32_768


def _in_phase(frame: Any) -> Any:
    """The frame, or, if its two channels cancel each other, the first of them on both.

    A balanced line on a stereo plug gives such recordings; mixed they would be silent.
    """
    if frame.layout.nb_channels != 2:
        return frame
    stored = frame.to_ndarray()
    values = stored if frame.format.is_planar else stored.reshape(-1, 2).T
    sound = values.astype(np.float64) - (128 if values.dtype.kind == "u" else 0)
    if np.square(sound.mean(axis=0)).mean() >= OPPOSED * np.square(sound).mean():
        return frame
    both = np.repeat(values[:1], 2, axis=0)
    both = both if frame.format.is_planar else both.T.reshape(1, -1)
    mended = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(both), format=frame.format.name, layout=frame.layout.name
    )
    mended.sample_rate = frame.sample_rate
    return mended


def _usual(frame: Any) -> Any:
    """The frame, or, if it has too many channels or values that are no numbers, one mono of it."""
    is_float = frame.format.name.startswith(("flt", "dbl"))
    if frame.layout.nb_channels <= MOST_CHANNELS and (
        not is_float or np.isfinite(frame.to_ndarray()).all()
    ):
        return frame
    channels = frame.layout.nb_channels
    values = frame.to_ndarray()
    values = values if frame.format.is_planar else values.reshape(-1, channels).T
    if values.dtype.kind == "u":
        values = values.astype(np.float64) / 128 - 1
    elif values.dtype.kind == "i":
        values = values / -float(np.iinfo(values.dtype).min)
    sound = np.clip(np.nan_to_num(values, nan=0.0), -1, 1).mean(axis=0, keepdims=True)
    mono = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(sound, dtype=np.float32), format="fltp", layout="mono"
    )
    mono.sample_rate = frame.sample_rate
    return mono
