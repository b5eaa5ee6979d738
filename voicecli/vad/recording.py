"""An utterance while it is being recorded: what was said so far, and where the speech in it ends.

Time is counted in samples, and no clock is read.
"""

from collections.abc import Iterable, Iterator

import numpy as np

from voicecli.config import VadConfig
from voicecli.types import SAMPLE_RATE, AudioBlock, Ended, Samples, SoFar, Utterance

Scored = tuple[AudioBlock, float]
"""A block and its probability of speech."""

HYSTERESIS = 0.15
"""How far below the threshold a block must fall to count as silence: Silero's own value
(`VADIterator` of the silero-vad package)."""

TRAILING_SECONDS = 0.2
"""Silence kept behind the last speech, so that no final consonant is lost."""

PIECE_PAUSE_SECONDS = 0.3
"""A pause inside an utterance at which it may be cut: longer than those between the words of a
sentence, and than what is kept behind a piece."""


class Recording:
    """The blocks of an utterance that goes on, never empty.

    `speech_end` is the index behind the last speech, None as long as there was none.
    """

    def __init__(
        self, config: VadConfig, before: Iterable[AudioBlock] = (), speech_end: int | None = None
    ) -> None:
        self.blocks = list(before)
        self.speech_end = speech_end
        self._config = config
        self._is_silent = speech_end is None
        self._shown = speech_end or 0
        """Index up to which speech was shown."""
        self._is_shown_pause = False
        """Whether this silence was shown."""

    @property
    def end(self) -> int:
        """The sample index behind the last block."""
        return end_of(self.blocks[-1])

    @property
    def length(self) -> int:
        """Samples of all blocks."""
        return self.end - self.blocks[0].start

    @property
    def silence(self) -> int:
        """Samples of silence behind the last speech; 0 as long as there was no speech."""
        return self.end - self.speech_end if self.blocks and self.speech_end is not None else 0

    @property
    def is_pause(self) -> bool:
        """Whether the silence behind the last speech has reached `pause_seconds`."""
        return self.silence >= samples_in(self._config.pause_seconds)

    def samples(self) -> Samples:
        """Everything recorded so far, as one array of its own."""
        return np.concatenate([block.samples for block in self.blocks])

    def add(self, block: AudioBlock, probability: float) -> int:
        """Take in the next block; returns the samples of the silence that it ends, 0 if none."""
        pause = self.silence
        self.blocks.append(block)
        if probability >= self._config.threshold:
            self._is_silent = False
        elif probability < self._config.threshold - HYSTERESIS:
            self._is_silent = True
        if self._is_silent:
            return 0
        if self.speech_end is None:
            self._shown = block.start
        self.speech_end = end_of(block)
        return pause

    def news(self) -> Iterator[SoFar]:
        """What was said so far, if the last block is a moment to show it.

        These are: each `partial_seconds` of speech, a silence that reaches `pause_seconds`, and
        speech that goes on behind one that did.
        """
        if self.speech_end is None:
            return
        if self._is_silent:
            if self.is_pause and not self._is_shown_pause:
                self._is_shown_pause = True
                yield self._so_far(self.speech_end, is_pause=True)
            return
        often = samples_in(self._config.partial_seconds)
        if self._is_shown_pause or 0 < often <= self.end - self._shown:
            self._is_shown_pause, self._shown = False, self.end
            yield self._so_far(self.speech_end, is_pause=False)

    def finish(self, ended: Ended, until: int | None = None) -> Utterance:
        """The utterance, up to the block that holds the sample before index `until`."""
        kept = [block for block in self.blocks if until is None or block.start < until]
        samples = np.concatenate([block.samples for block in kept])
        return Utterance(samples, kept[0].start, end_of(kept[-1]), ended, self.speech_end)

    def speech_and_trail(self) -> int:
        """The index at which speech and the silence kept behind it end."""
        end = self.end if self.speech_end is None else self.speech_end
        return min(self.end, end + samples_in(TRAILING_SECONDS))

    def _so_far(self, speech_end: int, *, is_pause: bool) -> SoFar:
        cut = self.finish("silence", self.speech_and_trail())
        return SoFar(cut.samples, cut.start, cut.end, speech_end, is_pause)


def end_of(block: AudioBlock) -> int:
    """The sample index behind a block."""
    return block.start + block.samples.size


def samples_in(seconds: float) -> int:
    """How many samples that is."""
    return round(seconds * SAMPLE_RATE)
