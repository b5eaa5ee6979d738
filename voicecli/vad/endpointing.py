"""When somebody started to speak, and when they had finished.

Pure: time is counted in samples, and no clock is read.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from voicecli.audio.blocks import cut_blocks
from voicecli.config import VadConfig
from voicecli.protocols import VoiceActivity
from voicecli.types import SAMPLE_RATE, AudioBlock, Ended, Samples, Utterance

Scored = tuple[AudioBlock, float]
"""A block and its probability of speech."""

HYSTERESIS = 0.15
"""How far below the threshold a block must fall to count as silence: Silero's own value
(`VADIterator` of the silero-vad package)."""

TRAILING_SECONDS = 0.2
"""Silence kept behind the last speech, so that no final consonant is lost."""

_REGION_GAP_SECONDS = 0.3
_REGION_PAD_SECONDS = 0.1


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


def speech_regions(
    samples: Samples, vad: VoiceActivity, config: VadConfig | None = None
) -> list[tuple[int, int]]:
    """Where a recording at 16 kHz holds speech, as (start, end) sample indices."""
    scored = vad.detect(cut_blocks([samples]))
    found = find_regions(scored, config or VadConfig())
    return [(start, min(end, samples.size)) for start, end in found]


def find_regions(scored: Iterable[Scored], config: VadConfig) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of each stretch of speech in a stream of scored blocks.

    Pauses up to 0.3 s belong to the speech around them, stretches under `speech_seconds` are
    noise, and 0.1 s is added on both sides.
    """
    pad = _samples(_REGION_PAD_SECONDS)
    start = end = 0
    is_speech = False
    for block, probability in scored:
        is_speech = probability >= config.threshold - (HYSTERESIS if is_speech else 0.0)
        if not is_speech:
            continue
        if block.start - end > _samples(_REGION_GAP_SECONDS) or not end:
            if end - start >= max(1, _samples(config.speech_seconds)):
                yield max(0, start - pad), end + pad
            start = block.start
        end = block.start + block.samples.size
    if end - start >= max(1, _samples(config.speech_seconds)):
        yield max(0, start - pad), end + pad


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
        kept = [block for block in blocks if block.start < until]
        # What is left of the pause may be the start of the next utterance.
        for block in blocks[len(kept) :]:
            self._remember(block)
        return join(kept, ended)


def join(blocks: list[AudioBlock], ended: Ended) -> Utterance:
    """Make one utterance of blocks that follow each other."""
    samples = np.concatenate([block.samples for block in blocks])
    return Utterance(samples, blocks[0].start, _end(blocks[-1]), ended)


def _end(block: AudioBlock) -> int:
    return block.start + block.samples.size


def _length(blocks: list[AudioBlock]) -> int:
    return _end(blocks[-1]) - blocks[0].start


def _samples(seconds: float) -> int:
    return round(seconds * SAMPLE_RATE)
