"""From the microphone's blocks to utterances, in the listener's thread."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from voicecli.config import VadConfig
from voicecli.pipeline.inbox import Feed
from voicecli.protocols import Microphone, VoiceActivity
from voicecli.types import AudioBlock, SoFar, Utterance
from voicecli.vad.endpointing import SpeechStarted, endpoint
from voicecli.vad.push_to_talk import PushToTalk

_POLL_SECONDS = 0.05


class Gate:
    """Lets the microphone through while nobody answers."""

    def __init__(self) -> None:
        self._open = threading.Event()
        self._open.set()

    def open(self) -> None:
        """Let sound through again."""
        self._open.set()

    def close(self) -> None:
        """Hold sound back until the answer is over."""
        self._open.clear()

    def through(
        self, blocks: Iterator[AudioBlock], closed: threading.Event, *, paced: bool
    ) -> Iterator[AudioBlock]:
        """Yield the blocks: silenced while the gate is shut, or, unpaced, not before it opens."""
        for block in blocks:
            if not self._open.is_set() and not paced:
                while not self._open.wait(_POLL_SECONDS) and not closed.is_set():
                    pass
            if closed.is_set():
                return
            if self._open.is_set():
                yield block
            else:
                yield replace(block, samples=np.zeros_like(block.samples))


class Listener:
    """Finds utterances by voice activity (hands-free) or by a key (push-to-talk)."""

    def __init__(self, vad: VoiceActivity, config: VadConfig, hands_free: bool, gate: Gate) -> None:
        self.keys = PushToTalk(config)
        self._vad = vad
        self._config = config
        self._hands_free = hands_free
        self._gate = gate

    def listen(
        self, microphone: Microphone, feed: Feed, *, barge_in: bool
    ) -> Iterator[SpeechStarted | Utterance]:
        """Yield what is said until the microphone ends or the feed is closed.

        Without barge-in the gate shuts behind each utterance; whoever answers it opens the gate.
        """
        blocks = feed.while_open(microphone.blocks())
        if not self._hands_free:
            for said in self.keys.utterances(self._vad.detect(blocks)):
                if isinstance(said, Utterance):
                    yield said
            return
        if not (barge_in and microphone.paced):
            blocks = self._gate.through(blocks, feed.closed, paced=microphone.paced)
        for heard in endpoint(self._vad.detect(blocks), self._config):
            if isinstance(heard, Utterance) and not (barge_in and microphone.paced):
                self._gate.close()
            if not isinstance(heard, SoFar):
                yield heard
