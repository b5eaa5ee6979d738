"""What is done to the microphone's sound before anybody listens to it.

By default nothing: Whisper and Silero VAD were trained on raw sound, and no filter here makes fewer
words wrong (`benchmarks/cleanup.py` measures it). They are for microphones that hum or whisper.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from voicecli.audio.dtln import Dtln
from voicecli.audio.high_pass import HighPass
from voicecli.audio.noise_gate import NoiseGate
from voicecli.config import AudioConfig
from voicecli.errors import AudioError
from voicecli.types import BLOCK_SAMPLES, SAMPLE_RATE, AudioBlock, Samples

_FRAME_SAMPLES = 160
"""10 ms, the grain of WebRTC's audio processing."""

_CUT_SAMPLES = 128
"""The most that cutting blocks of 512 into frames of 160 can hold back: 8 ms."""

GAIN_SAMPLES = _CUT_SAMPLES
"""8 ms: how late sound leaves the automatic gain."""

SUPPRESSION_SAMPLES = _CUT_SAMPLES + 96
"""14 ms: how late it leaves WebRTC's suppression, whose windows of 256 overlap by 96."""

_MOST_GAIN_DB = 24.0
_GAIN_DB_PER_SECOND = 6.0
"""So slow that a word is as loud at its end as at its beginning."""


class Filter(Protocol):
    """A filter of a stream, block by block; its state lies between the blocks."""

    def process(self, samples: Samples) -> Samples:
        """Filter the stream's next 512 samples and return as many."""
        ...


def clean_up(
    blocks: Iterator[AudioBlock], config: AudioConfig, dtln_folder: Path | None = None
) -> Iterator[AudioBlock]:
    """Return the blocks as the filters that `config` asks for leave them; without any, as they are.

    Indices stay, though suppression and gain make the sound a little late (at most 32 ms).
    `dtln_folder` holds the model for noise suppression. Raises AudioError at once when a filter
    cannot be had.
    """
    filters = filters_of(config, dtln_folder)
    if not filters:
        return blocks
    return (AudioBlock(apply(filters, block.samples), block.start) for block in blocks)


def filters_of(config: AudioConfig, dtln_folder: Path | None = None) -> list[Filter]:
    """The filters that the settings ask for, in the order in which they work."""
    filters: list[Filter] = []
    if config.high_pass:
        filters.append(HighPass())
    if config.noise_suppression == "webrtc":
        filters.append(suppression())
    elif config.noise_suppression == "dtln":
        filters.append(Dtln(dtln_folder or Path()))
    if config.noise_gate:
        filters.append(NoiseGate())
    if config.automatic_gain:
        filters.append(automatic_gain())
    return filters


def apply(filters: Sequence[Filter], samples: Samples) -> Samples:
    """Send a block through all filters."""
    for one in filters:
        samples = one.process(samples)
    return samples


def suppression() -> Filter:
    """WebRTC's noise suppression at its second of four levels (12 dB)."""
    return _Framed(_webrtc().NoiseSuppressor(sample_rate=SAMPLE_RATE, level=1).process)


def automatic_gain() -> Filter:
    """WebRTC's automatic gain: slow, at most 24 dB, with a limiter; it hears speech by itself."""
    gain = _webrtc().GainController(
        sample_rate=SAMPLE_RATE,
        max_gain_db=_MOST_GAIN_DB,
        max_gain_change_db_per_second=_GAIN_DB_PER_SECOND,
    )
    return _Framed(gain.process)


class _Framed:
    """A function of frames of 10 ms as a filter of blocks of 512 samples; 8 ms late."""

    def __init__(self, process: Callable[[Samples], Any]) -> None:
        self._process = process
        self._given = np.zeros(0, np.float32)
        self._done = np.zeros(_CUT_SAMPLES, np.float32)

    def process(self, samples: Samples) -> Samples:
        """As Filter."""
        given = np.concatenate((self._given, samples))
        whole = given.size - given.size % _FRAME_SAMPLES
        frames = [self._process(frame) for frame in given[:whole].reshape(-1, _FRAME_SAMPLES)]
        self._given = given[whole:]
        done = np.concatenate((self._done, *frames)).astype(np.float32, copy=False)
        self._done = done[BLOCK_SAMPLES:]
        return done[:BLOCK_SAMPLES]


def _webrtc() -> Any:
    try:
        import pywebrtc_audio
    except ImportError as error:
        raise AudioError(
            "no-audio-processing",
            f"WebRTC's audio processing is not available here: {error}.",
            "Set audio.noise_suppression to off and audio.automatic_gain to false.",
        ) from error
    return pywebrtc_audio
