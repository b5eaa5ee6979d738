"""When somebody started to speak, and when they had finished: by their voice, or by a key.

Time is counted in samples, and no clock is read.
"""

import threading
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from voicecli.config import VadConfig
from voicecli.types import SAMPLE_RATE, AudioBlock, Ended, Utterance

Scored = tuple[AudioBlock, float]
"""A block and its probability of speech."""

HYSTERESIS = 0.15
"""How far below the threshold a block must fall to count as silence: Silero's own value
(`VADIterator` of the silero-vad package)."""

TRAILING_SECONDS = 0.2
"""Silence kept behind the last speech, so that no final consonant is lost."""
KEY_TAIL_SECONDS = 0.2
"""Sound taken after the key was released: it is still on its way from the device then."""


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """Somebody began to speak at sample index `at`."""

    at: int


def endpoint(scored: Iterable[Scored], config: VadConfig) -> Iterator[SpeechStarted | Utterance]:
    """Cut a stream of scored blocks into utterances, announcing each when it begins.

    An utterance starts with the sound from `preroll_seconds` before its first speech and ends
    0.2 s behind its last; utterances never overlap. It is `ended` by "silence" (or the end of the
    stream), or by "limit" when it grows longer than `longest_seconds`.
    """
    hearing = _Hearing(config)
    for block, probability in scored:
        yield from hearing.push(block, probability)
    yield from hearing.end()


class _Hearing:
    """The state between two blocks: waiting for speech, or inside an utterance."""

    def __init__(self, config: VadConfig) -> None:
        self._config = config
        self._before: deque[AudioBlock] = deque()
        self._utterance: list[AudioBlock] = []
        self._speech = 0
        """Samples of speech in a row, while waiting."""
        self._began = 0
        """Index of the first of them."""
        self._spoken = 0
        """Index behind the last speech of the utterance."""
        self._is_silent = False

    def push(self, block: AudioBlock, probability: float) -> Iterator[SpeechStarted | Utterance]:
        if self._utterance:
            yield from self._inside(block, probability)
        else:
            yield from self._waiting(block, probability)

    def end(self) -> Iterator[Utterance]:
        """Finish what is open: the stream is over."""
        if self._utterance:
            yield self._finish("silence")

    def _waiting(self, block: AudioBlock, probability: float) -> Iterator[SpeechStarted]:
        if probability >= self._config.threshold:
            if not self._speech:
                self._began = block.start
            self._speech += block.samples.size
        elif probability < self._config.threshold - HYSTERESIS:
            self._speech = 0
        self._remember(block)
        if self._speech and self._speech >= _samples(self._config.speech_seconds):
            self._utterance = list(self._before)
            self._before.clear()
            self._speech = 0
            self._spoken = _end(block)
            self._is_silent = False
            yield SpeechStarted(self._began)

    def _inside(self, block: AudioBlock, probability: float) -> Iterator[Utterance]:
        self._utterance.append(block)
        if probability >= self._config.threshold:
            self._is_silent = False
        elif probability < self._config.threshold - HYSTERESIS:
            self._is_silent = True
        if not self._is_silent:
            self._spoken = _end(block)
        if _end(block) - self._spoken >= _samples(self._config.silence_seconds):
            yield self._finish("silence")
        elif _length(self._utterance) >= _samples(self._config.longest_seconds):
            yield self._finish("limit")

    def _remember(self, block: AudioBlock) -> None:
        """Keep a block that may become the start of an utterance, and forget the oldest."""
        self._before.append(block)
        earliest = self._began if self._speech else _end(block)
        earliest -= _samples(self._config.preroll_seconds)
        while self._before and _end(self._before[0]) <= earliest:
            self._before.popleft()

    def _finish(self, ended: Ended) -> Utterance:
        blocks, self._utterance = self._utterance, []
        until = _end(blocks[-1])
        if ended == "silence":
            until = min(until, self._spoken + _samples(TRAILING_SECONDS))
        else:  # they still speak: the next utterance need not prove itself
            self._began, self._speech = until, _samples(self._config.speech_seconds)
        kept = [block for block in blocks if block.start < until]
        # What is left of the pause may be the start of the next utterance.
        for block in blocks[len(kept) :]:
            self._remember(block)
        return _join(kept, ended)


class PushToTalk:
    """Cuts the microphone's stream between `press` and `release`, which any thread may call.

    Blocks are consumed all the time, so what is recorded is never stale; sound from
    `preroll_seconds` before the press is kept for people who speak before they press. A recording
    of `longest_seconds` ends itself.
    """

    def __init__(self, config: VadConfig) -> None:
        self._config = config
        self._pressed = threading.Event()
        self._unfinished = False
        self._takes_preroll = True
        self._fresh = False
        """Whether the key went down and no block has been looked at since."""

    @property
    def unfinished(self) -> bool:
        """Whether a press has not become an utterance yet."""
        return self._unfinished

    @property
    def recording(self) -> bool:
        """Whether the key is down."""
        return self._pressed.is_set()

    def press(self, *, preroll: bool = True) -> None:
        """Begin an utterance; without `preroll` when the program itself was just speaking."""
        self._takes_preroll = preroll
        self._fresh = self._unfinished = True
        self._pressed.set()

    def release(self) -> None:
        """End the utterance. Pressing again within the next 0.2 s begins a new one at once."""
        self._pressed.clear()

    def utterances(self, blocks: Iterable[AudioBlock]) -> Iterator[Utterance]:
        """Yield each utterance when it is complete, also one that the end of the stream cuts.

        `ended` is "released", or "limit".
        """
        before: deque[AudioBlock] = deque()
        recorded: list[AudioBlock] = []
        self._fresh = self._unfinished = False
        tail = 0
        for block in blocks:
            is_pressed = self.recording or self._fresh
            self._fresh = False
            if tail and is_pressed:
                yield _join(recorded, "released")
                recorded, tail = [], 0
            if not recorded and not is_pressed:
                self._remember(before, block)
                continue
            if not recorded and self._takes_preroll:
                recorded.extend(before)
            before.clear()
            recorded.append(block)
            tail = 0 if is_pressed else tail + block.samples.size
            if ended := self._ended(recorded, tail):
                self._unfinished = False
                yield _join(recorded, ended)
                recorded, tail = [], 0
        if recorded:
            yield _join(recorded, "released")

    def _ended(self, recorded: list[AudioBlock], tail: int) -> Ended | None:
        """Why the recording is complete; None if it is not. The limit also lifts the key."""
        if tail >= _samples(KEY_TAIL_SECONDS):
            return "released"
        if _length(recorded) < _samples(self._config.longest_seconds):
            return None
        self.release()
        return "limit"

    def _remember(self, before: deque[AudioBlock], block: AudioBlock) -> None:
        before.append(block)
        earliest = _end(block) - _samples(self._config.preroll_seconds)
        while before and before[0].start < earliest:
            before.popleft()


def _join(blocks: list[AudioBlock], ended: Ended) -> Utterance:
    """Make one utterance of blocks that follow each other."""
    samples = np.concatenate([block.samples for block in blocks])
    return Utterance(samples, blocks[0].start, _end(blocks[-1]), ended)


def _end(block: AudioBlock) -> int:
    return block.start + block.samples.size


def _length(blocks: list[AudioBlock]) -> int:
    return _end(blocks[-1]) - blocks[0].start


def _samples(seconds: float) -> int:
    return round(seconds * SAMPLE_RATE)
