"""From the microphone's blocks to utterances, in the listener's thread."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from voicecli import clock
from voicecli.config import VadConfig
from voicecli.pipeline.inbox import Feed
from voicecli.protocols import Microphone, VoiceActivity
from voicecli.types import SAMPLE_RATE, AudioBlock, SoFar, Utterance
from voicecli.vad.endpointing import SpeechStarted, TurnCues, endpoint
from voicecli.vad.push_to_talk import PushToTalk
from voicecli.vad.recording import Scored

MakeCues = Callable[[Callable[[], str]], TurnCues]
"""Given what tells the words so far, makes what tells the end of a turn."""

_POLL_SECONDS = 0.05


class Gate:
    """Lets the microphone through while nobody answers.

    A live one is silenced while `mutes` says so; a recording waits while the gate is shut.
    """

    def __init__(self, mutes: Callable[[], bool]) -> None:
        self._mutes = mutes
        self._open = threading.Event()
        self._open.set()

    def open(self) -> None:
        """Let a recording go on."""
        self._open.set()

    def close(self) -> None:
        """Hold a recording back until the answer is over."""
        self._open.clear()

    def through(
        self, blocks: Iterator[AudioBlock], closed: threading.Event, *, paced: bool
    ) -> Iterator[AudioBlock]:
        """Yield the blocks: silenced while an answer sounds, or, unpaced, not before it is over."""
        for block in blocks:
            while not paced and not self._open.wait(_POLL_SECONDS) and not closed.is_set():
                pass
            if closed.is_set():
                return
            if paced and self._mutes():
                yield replace(block, samples=np.zeros_like(block.samples))
            else:
                yield block


class Listener:
    """Finds utterances by voice activity (hands-free) or by a key (push-to-talk).

    Hands-free, `cues` tell the end of a turn; without them silence alone does.
    """

    def __init__(
        self,
        vad: VoiceActivity,
        config: VadConfig,
        hands_free: bool,
        gate: Gate,
        cues: TurnCues | None = None,
        *,
        records_on: bool = False,
    ) -> None:
        self.keys = PushToTalk(config, records_on=records_on)
        self._vad = vad
        self._config = config
        self._hands_free = hands_free
        self._gate = gate
        self._cues = cues
        self._reached = (0, clock.now())
        """The index behind the newest block, and when it came."""

    @property
    def position(self) -> int:
        """The sample index that is being recorded now."""
        position, at = self._reached
        return position + round((clock.now() - at) * SAMPLE_RATE)

    @property
    def reached(self) -> int:
        """The index behind the newest block."""
        return self._reached[0]

    def seconds_since(self, sample: int) -> float:
        """How long ago that sample was recorded, on a microphone in real time."""
        return (self.position - sample) / SAMPLE_RATE

    def begin(self) -> None:
        """Count from the first sample of a microphone that is opened now."""
        self._reached = (0, clock.now())

    def listen(
        self, microphone: Microphone, feed: Feed, *, barge_in: bool
    ) -> Iterator[SpeechStarted | SoFar | Utterance]:
        """Yield what is said until the microphone ends or the feed is closed.

        Without barge-in the microphone rests while an answer sounds. A recording that is not in
        real time waits behind each utterance, until whoever answers it opens the gate, and nothing
        unfinished is told of it.
        """
        blocks = self._timed(feed.while_open(microphone.blocks()))
        if self._hands_free and not (barge_in and microphone.paced):
            blocks = self._gate.through(blocks, feed.closed, paced=microphone.paced)
        for heard in self._heard(self._vad.detect(blocks)):
            if microphone.paced:
                yield heard
            elif not isinstance(heard, SoFar):
                if isinstance(heard, Utterance):
                    self._gate.close()
                yield heard

    def _heard(self, scored: Iterator[Scored]) -> Iterator[SpeechStarted | SoFar | Utterance]:
        if self._hands_free:
            return endpoint(scored, self._config, self._cues)
        return self.keys.utterances(scored)

    def _timed(self, blocks: Iterator[AudioBlock]) -> Iterator[AudioBlock]:
        for block in blocks:
            self._reached = (block.start + block.samples.size, clock.now())
            yield block
