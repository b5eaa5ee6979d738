"""The speaker, through PortAudio."""

import time
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

from voicecli.audio.devices import at_some_rate, cannot_open, device_lost, find_device, portaudio
from voicecli.audio.echo_reference import Reference
from voicecli.audio.microphone import LOST_SECONDS
from voicecli.audio.playback import Playback
from voicecli.config import AudioConfig
from voicecli.turn import Turn
from voicecli.types import Heard, SpeechChunk

_POLL_SECONDS = 0.01

_LONGEST_LATENCY_SECONDS = 3.0

ROOM_SECONDS = 0.2
"""How long a usual room still carries what was played."""


class PortAudioSpeaker:
    """A speaker, played at its own rate, or at another if it refuses that.

    Its stream never stops: it plays zeros when nothing waits, because a stream that runs dry can
    take more than a second to recover. Raises AudioError on entering when the device cannot be
    found or opened.
    """

    def __init__(self, device: str, config: AudioConfig) -> None:
        self.name = device
        self._query = device
        self._config = config
        self.reference: Reference
        """What was played, for the echo canceller; there once the speaker is open."""
        self._playback: Playback
        self._stream: Any = None
        self._called = 0.0
        self._seen = 0.0
        self._looks = 0
        """How often `_wait` has looked since the device called back."""
        self._sounds_until = 0.0
        """When the last speech that was taken has left, on `time.monotonic()`."""

    def __enter__(self) -> Self:
        device = find_device(self._query, "output")
        self.name = device.name
        channels = min(2, device.outputs)
        try:
            at_some_rate(device.rate, lambda rate: self._open(device.index, channels, rate))
        except portaudio().PortAudioError as error:
            raise cannot_open("output", self.name, error) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stream.abort(ignore_errors=True)
        self._stream.close(ignore_errors=True)

    @property
    def sounding(self) -> bool:
        """Whether speech leaves it now, or still hangs in the room."""
        return time.monotonic() < self._sounds_until + ROOM_SECONDS

    def play(self, chunk: SpeechChunk, turn: Turn) -> None:
        """Queue speech behind what is playing; waits while ten seconds are queued.

        Raises AudioError("device-lost") instead of waiting for a device that vanished.
        """
        self._playback.play(chunk, turn, self._wait)

    def finish(self, turn: Turn) -> Iterator[Heard]:
        """Wait until the turn's speech has left the speaker, yielding each sentence once heard.

        After a cancel the sentence that was cut comes with the fraction that was played. Raises
        AudioError("device-lost").
        """
        latency = round(self._stream.latency * self._playback.rate)
        yield from self._playback.finish(turn, self._wait, latency)

    def _open(self, index: int, channels: int, rate: int) -> None:
        """Start the stream, in stereo where there is: mono would sound on one side of some."""
        self._playback = Playback(rate)
        self.reference = Reference(rate)
        self._stream = portaudio().OutputStream(
            device=index,
            samplerate=rate,
            channels=channels,
            dtype="float32",
            latency=self._config.latency_seconds,
            callback=self._fill,
        )
        self._called = time.monotonic()
        try:
            self._stream.start()
        except portaudio().PortAudioError:
            self._stream.close(ignore_errors=True)
            raise

    def _fill(self, out: Any, _frames: int, timing: Any, _status: Any) -> None:
        """PortAudio's callback: it runs in the device's thread and must be quick."""
        self._called = time.monotonic()
        ahead = timing.outputBufferDacTime - timing.currentTime
        if not 0 < ahead < _LONGEST_LATENCY_SECONDS:  # some drivers do not tell
            ahead = self._stream.latency
        self._playback.fill(out[:, 0], time.perf_counter() + ahead)
        if self._playback.sounding:
            self._sounds_until = self._called + ahead + len(out) / self._playback.rate
        self.reference.write(out[:, 0], self._called + ahead)
        out[:, 1:] = out[:, :1]

    def _wait(self) -> None:
        # Looks are counted, not time: while the program is stopped (Ctrl-Z) nobody calls back.
        self._looks = 0 if self._called != self._seen else self._looks + 1
        self._seen = self._called
        if not self._stream.active or self._looks * _POLL_SECONDS > LOST_SECONDS:
            raise device_lost("output", self.name)
        time.sleep(_POLL_SECONDS)
