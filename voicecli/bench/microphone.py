"""A microphone that hears silence, and recordings at the moment they are said."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np

from voicecli.audio.level import SILENCE_DBFS, rms_dbfs
from voicecli.pipeline.talk import Devices
from voicecli.types import BLOCK_SAMPLES, SAMPLE_RATE, AudioBlock, Samples

BACKGROUND = 1e-4
"""Amplitude of the room's noise, -80 dBFS: no room is digitally silent."""


class LiveMicrophone:
    """An open microphone in real time, before which recordings are played.

    It goes on for as long as the conversation does, which a file cannot: nobody knows beforehand
    how long an answer will be. `on_block` is called for each block in the listener's thread.
    """

    paced = True

    def __init__(self, on_block: Callable[[], None] = lambda: None, seed: int = 0) -> None:
        self.name = "recordings"
        self.level = SILENCE_DBFS
        """Loudness of the latest block that was read, in dBFS."""
        self.dropped = 0
        """Always 0: it waits for its listener."""
        self._on_block = on_block
        self._room = np.random.default_rng(seed)
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self.zero = time.perf_counter()
        """When sample 0 was heard, on `time.perf_counter()`."""
        self._next = 0
        self._waiting: deque[tuple[int, Samples]] = deque()

    def say(self, samples: Samples, *, after: float = 0.0) -> int:
        """Play a recording, `after` seconds from now or when the one before is over.

        Returns the index in the stream at which it begins.
        """
        with self._lock:
            start = self._next + round(after * SAMPLE_RATE)
            if self._waiting:
                last, before = self._waiting[-1]
                start = max(start, last + before.size)
            self._waiting.append((start, samples))
        return start

    def time_of(self, index: int) -> float:
        """When the sample at that index reaches the microphone, on `time.perf_counter`'s clock."""
        return self.zero + index / SAMPLE_RATE

    def close(self) -> None:
        """End the stream."""
        self._closed.set()

    def blocks(self) -> Iterator[AudioBlock]:
        """Yield blocks, each when its last sample would have been heard, until it is closed."""
        self.zero = time.perf_counter() - self._next / SAMPLE_RATE
        while not self._closed.wait(self._seconds_until_next()):
            with self._lock:
                block = AudioBlock(self._mix(self._next), self._next)
                self._next += BLOCK_SAMPLES
            self.level = rms_dbfs(block.samples)
            self._on_block()
            yield block

    def _seconds_until_next(self) -> float:
        return max(0.0, self.time_of(self._next + BLOCK_SAMPLES) - time.perf_counter())

    def _mix(self, at: int) -> Samples:
        """The room's noise, and what is said into it."""
        noise = self._room.standard_normal(BLOCK_SAMPLES, dtype=np.float32)
        block = noise * np.float32(BACKGROUND)
        for start, samples in self._waiting:
            begin, end = max(at, start), min(at + BLOCK_SAMPLES, start + samples.size)
            if begin < end:
                block[begin - at : end - at] += samples[begin - start : end - start]
        while self._waiting and _end(self._waiting[0]) <= at + BLOCK_SAMPLES:
            self._waiting.popleft()
        return block


@contextmanager
def closing(devices: Devices) -> Iterator[Devices]:
    """Devices whose microphone ends with the conversation."""
    try:
        yield devices
    finally:
        if isinstance(devices.microphone, LiveMicrophone):
            devices.microphone.close()


def _end(said: tuple[int, Samples]) -> int:
    """Index behind the last sample of what is said."""
    return said[0] + said[1].size
