"""The microphone, through PortAudio."""

import queue
import time
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from voicecli.audio.blocks import cut_blocks
from voicecli.audio.devices import at_some_rate, cannot_open, device_lost, find_device, portaudio
from voicecli.audio.echo_reference import StreamClock
from voicecli.audio.level import SILENCE_DBFS, rms_dbfs
from voicecli.audio.resample import Resampler
from voicecli.config import AudioConfig
from voicecli.types import BLOCK_SAMPLES, SAMPLE_RATE, AudioBlock, Samples

LOST_SECONDS = 1.5
"""A device that has not called back for this long is gone."""

_POLL_SECONDS = 0.1


class PortAudioMicrophone:
    """A microphone, recorded at its own rate and converted to blocks at 16 kHz.

    One that refuses its own rate is recorded at another. The callback only copies; everything else
    happens in the thread that reads `blocks`. A reader that falls behind by more than
    `queue_seconds` loses the oldest sound, counted in `dropped`. Raises AudioError on entering when
    the device cannot be found or opened.
    """

    paced = True

    def __init__(self, device: str, config: AudioConfig) -> None:
        self.name = device
        self.level = SILENCE_DBFS
        """Loudness of the latest block that was read, in dBFS."""
        self.dropped = 0
        """Samples (at 16 kHz) that were lost: nobody read them in time, or the system was late."""
        self.clock: StreamClock
        """When each sample was recorded; there once the microphone is open."""
        self._taken = 0
        """Samples, at the device's rate, that the callback queued and that were not dropped."""
        self._query = device
        self._config = config
        self._rate = 0
        self._limit = 0
        self._queue: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._stream: Any = None
        self._called = 0.0
        self._next_time = 0.0
        """When the next sample will be recorded, on the stream's own clock; 0: not known."""
        self._closed = False

    def __enter__(self) -> Self:
        device = find_device(self._query, "input")
        self.name = device.name
        channels = min(2, device.inputs)
        try:
            at_some_rate(device.rate, lambda rate: self._open(device.index, channels, rate))
        except portaudio().PortAudioError as error:
            raise cannot_open("input", self.name, error) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._closed = True
        self._stream.close(ignore_errors=True)

    def blocks(self) -> Iterator[AudioBlock]:
        """Yield what was recorded since the microphone was opened, until it is closed.

        Raises AudioError("device-lost") when the device vanishes.
        """
        for block in cut_blocks(self._chunks()):
            self.level = rms_dbfs(block.samples)
            yield block

    def _open(self, index: int, most_channels: int, rate: int) -> None:
        """Start the stream, in mono where the device can; some cards only record in stereo."""
        sounddevice = portaudio()
        block = round(rate * BLOCK_SAMPLES / SAMPLE_RATE)
        self._rate = rate
        self._limit = max(1, round(self._config.queue_seconds * rate / block))
        self.clock = StreamClock(rate)
        refusal: Exception | None = None
        for channels in range(1, most_channels + 1):
            stream = None
            try:
                stream = sounddevice.InputStream(
                    device=index,
                    samplerate=rate,
                    blocksize=block,
                    channels=channels,
                    dtype="float32",
                    callback=self._copy,
                )
                self._called = time.monotonic()
                stream.start()
            except sounddevice.PortAudioError as error:
                if stream is not None:
                    stream.close(ignore_errors=True)
                refusal = refusal or error
            else:
                self._stream = stream
                return
        assert refusal is not None  # noqa: S101  # find_device gives devices with channels
        raise refusal

    def _copy(self, recorded: Any, frames: int, timing: Any, status: Any) -> None:
        """PortAudio's callback: it runs in the device's thread and must be quick."""
        self._called = time.monotonic()
        if status.input_overflow:
            self.dropped += self._missed(timing.inputBufferAdcTime)
        self._next_time = timing.inputBufferAdcTime + frames / self._rate
        ago = timing.currentTime - timing.inputBufferAdcTime
        if not 0 < ago < LOST_SECONDS:  # some drivers do not tell
            ago = frames / self._rate
        if self._queue.qsize() >= self._limit:
            with suppress(queue.Empty):
                self._taken -= len(self._queue.get_nowait())
                self.dropped += round(frames * SAMPLE_RATE / self._rate)
        self.clock.tick(self._taken, self._called - ago)
        self._taken += frames
        self._queue.put(recorded.copy())

    def _missed(self, recorded_at: float) -> int:
        """Samples (at 16 kHz) that the system lost before those recorded at that time.

        At least one: a driver that does not tell times lost something too.
        """
        gap = recorded_at - self._next_time if self._next_time else 0.0
        return max(1, round(min(gap, LOST_SECONDS) * SAMPLE_RATE))

    def _chunks(self) -> Iterator[Samples]:
        resampler = Resampler(self._rate, SAMPLE_RATE)
        empty = 0
        while not self._closed:
            try:
                recorded = self._queue.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                empty += 1
                self._check_present(empty * _POLL_SECONDS)
                continue
            empty = 0
            mono = recorded[:, 0] if recorded.shape[1] == 1 else recorded.mean(axis=1)
            yield resampler.push(mono)

    def _check_present(self, waited: float) -> None:
        """Raises AudioError when nothing came in `waited` seconds, in which this program ran."""
        if self._closed or (self._stream.active and waited < LOST_SECONDS):
            return
        raise device_lost("input", self.name)
