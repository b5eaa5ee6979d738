"""What the speaker plays, kept for a moment with the time at which it sounds."""

from statistics import median

import numpy as np

from voicecli.audio.resample import Resampler
from voicecli.types import SAMPLE_RATE, Samples

KEPT_SECONDS = 10.0
"""How far back a listener who fell behind still finds what was played."""

_TICKS = 15
"""Over so many of a device's calls the median is taken: one that came late shifts nothing."""

_SEEK_SILENT_SECONDS = 0.02
_SEEK_SECONDS = 0.1
"""How far far end and microphone may drift apart before the far end is moved, while it is silent
and while it sounds: each move costs the canceller
some of what it has learned, and on a busy machine the clocks wander more than the streams."""


class StreamClock:
    """When a device's stream began, from the times that its callback is told.

    `tick` belongs to the device's thread, `zero` to any other. Times are seconds on one clock that
    both devices share; a callback that waited for the interpreter is late, and the median of the
    last calls does not care.
    """

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._zeros = [0.0] * _TICKS
        self._count = 0

    def tick(self, position: int, at: float) -> None:
        """Note that the sample number `position`, counted from 0, sounds at `at`."""
        self._zeros[self._count % _TICKS] = at - position / self.rate
        self._count += 1

    @property
    def zero(self) -> float | None:
        """The time of sample number 0; None before the first tick."""
        count = min(self._count, _TICKS)
        return median(self._zeros[:count]) if count else None


class Reference:
    """A ring of the newest samples that were handed to the speaker, silence included.

    The speaker's callback is the only writer and only copies; one other thread reads.
    """

    def __init__(self, rate: int, seconds: float = KEPT_SECONDS) -> None:
        self.rate = rate
        self.clock = StreamClock(rate)
        self._ring = np.zeros(max(1, round(rate * seconds)), np.float32)
        self._written = 0

    def write(self, samples: Samples, at: float) -> None:
        """Keep the stream's next samples, at most the ring's length; the first sounds at `at`."""
        self.clock.tick(self._written, at)
        begin = self._written % self._ring.size
        room = min(samples.size, self._ring.size - begin)
        self._ring[begin : begin + room] = samples[:room]
        self._ring[: samples.size - room] = samples[room:]
        self._written += samples.size

    def read(self, start: int, count: int) -> Samples:
        """Return samples from number `start` on; zeros for what is forgotten or not yet played."""
        out = np.zeros(count, np.float32)
        written = self._written
        first = max(start, written - self._ring.size, 0)
        kept = np.arange(first, min(start + count, written)) % self._ring.size
        out[first - start : first - start + kept.size] = self._ring[kept]
        return out


class FarEnd:
    """A reference as a steady stream at 16 kHz that keeps step with the microphone's."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._next = 0
        """Index at 16 kHz of the first sample in `_ahead`."""
        self._ahead = np.zeros(0, np.float32)
        self._read = 0
        self._resampler: Resampler | None = None

    def take(self, wanted: int, count: int, *, silent: bool) -> Samples:
        """Return `count` samples, from index `wanted` on or from near it.

        The stream goes on where it stopped, as long as that is close enough to `wanted`.
        """
        limit = _SEEK_SILENT_SECONDS if silent else _SEEK_SECONDS
        if self._resampler is None or abs(wanted - self._next) > limit * SAMPLE_RATE:
            self._seek(wanted)
        while self._ahead.size < count:
            self._ahead = np.concatenate((self._ahead, self._convert(self._reference.rate // 100)))
        taken, self._ahead = self._ahead[:count], self._ahead[count:]
        self._next += count
        return taken

    def _seek(self, index: int) -> None:
        self._resampler = Resampler(self._reference.rate, SAMPLE_RATE)
        self._ahead = np.zeros(0, np.float32)
        self._next = index
        self._read = round(index * self._reference.rate / SAMPLE_RATE)

    def _convert(self, count: int) -> Samples:
        assert self._resampler is not None  # noqa: S101  # `take` has sought
        played = self._reference.read(self._read, count)
        self._read += count
        return self._resampler.push(played)
