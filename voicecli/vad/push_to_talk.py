"""Utterances that a key begins and ends."""

import threading
from collections import deque
from collections.abc import Iterable, Iterator

from voicecli.config import VadConfig
from voicecli.types import SAMPLE_RATE, AudioBlock, Ended, Utterance
from voicecli.vad.endpointing import join

TAIL_SECONDS = 0.2
"""Sound taken after the key was released: it is still on its way from the device then."""


class PushToTalk:
    """Cuts the microphone's stream between `press` and `release`, which any thread may call.

    Blocks are consumed all the time, so what is recorded is never stale; sound from
    `preroll_seconds` before the press is kept for people who speak before they press. A recording
    of `longest_seconds` ends itself.
    """

    def __init__(self, config: VadConfig) -> None:
        self._config = config
        self._pressed = threading.Event()
        self._takes_preroll = True

    @property
    def recording(self) -> bool:
        """Whether the key is down."""
        return self._pressed.is_set()

    def press(self, *, preroll: bool = True) -> None:
        """Begin an utterance; without `preroll` when the program itself was just speaking."""
        self._takes_preroll = preroll
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
        tail = 0
        for block in blocks:
            is_pressed = self.recording
            if tail and is_pressed:
                yield join(recorded, "released")
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
                yield join(recorded, ended)
                recorded, tail = [], 0
        if recorded:
            yield join(recorded, "released")

    def _ended(self, recorded: list[AudioBlock], tail: int) -> Ended | None:
        """Why the recording is complete; None if it is not. The limit also lifts the key."""
        if tail >= TAIL_SECONDS * SAMPLE_RATE:
            return "released"
        length = recorded[-1].start + recorded[-1].samples.size - recorded[0].start
        if length < self._config.longest_seconds * SAMPLE_RATE:
            return None
        self.release()
        return "limit"

    def _remember(self, before: deque[AudioBlock], block: AudioBlock) -> None:
        before.append(block)
        end = block.start + block.samples.size
        while before and before[0].start < end - self._config.preroll_seconds * SAMPLE_RATE:
            before.popleft()
