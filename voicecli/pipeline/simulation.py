"""A conversation in simulated time: the real one, whose time waits for whoever is at work.

The threads, the engines and the decisions are those of any conversation. Only the clock is not the
computer's: a block of the microphone's sound, 32 ms, goes by when everybody has done all that can
be done at this moment. So engines take no time, and the same sound, keys and lines have the same
words and answers however busy the computer is. All times are sample indices of the microphone.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Self

import numpy as np

from voicecli import clock
from voicecli.audio.level import SILENCE_DBFS, rms_dbfs
from voicecli.audio.playback import Playback
from voicecli.pipeline.talk import Devices, Keys, Talk
from voicecli.protocols import Recognizer
from voicecli.turn import Turn
from voicecli.types import (
    BLOCK_SAMPLES,
    SAMPLE_RATE,
    AudioBlock,
    Event,
    Heard,
    Samples,
    SpeechChunk,
    Transcript,
    Utterance,
)

RATE = 22_050
"""Hz of the speaker; that of most Piper voices, whose samples it then plays as they are."""
LEAVING_SECONDS = 0.3
"""On the computer's clock: who leaves does not wait longer for those who are at work."""
STUCK_SECONDS = 600.0
"""On the computer's clock: whoever is at work for so long will not come back."""

_LOOKS = (0.0002, 0.005)
"""Seconds between two looks at whether everybody is done; each is a little longer than the last."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """The thread of that name goes on when an index has gone by, or when it is `sooner` so."""

    name: str
    until: int
    sooner: Callable[[], bool]


class SimulatedTime:
    """The clock, and everybody who waits for it. Of one conversation.

    `worked` are the seconds of the computer's clock that it stood still for those at work.
    """

    def __init__(self) -> None:
        self.position = 0
        """The sample index behind the newest block."""
        self.worked = 0.0
        self._moved = threading.Condition()
        self._due: dict[int, _Waiting] = {}
        """By thread, for what it waits."""
        self._over: set[str] = set()
        self._closed = False
        self._talk: Talk | None = None

    def now(self) -> float:
        """Seconds since the first sample."""
        return self.position / SAMPLE_RATE

    @contextmanager
    def of(self, talk: Talk) -> Iterator[None]:
        """While inside, this is the clock of that conversation."""
        self._talk = talk
        with clock.told_by(self.now, self.wait_for):
            try:
                yield
            finally:
                self.close()

    def close(self) -> None:
        """Let everybody go who waits."""
        with self._moved:
            self._closed = True
            self._moved.notify_all()

    def wait_until(self, sample: int, sooner: Callable[[], bool] = lambda: False) -> bool:
        """Wait until that index has gone by, or until it is `sooner` so; False at the end.

        Who waits goes on when nobody is at work, and before the microphone's next block.
        """
        me = threading.get_ident()
        with self._moved:
            self._due[me] = _Waiting(threading.current_thread().name, sample, sooner)
            self._moved.wait_for(lambda: me not in self._due or self._closed)
            self._due.pop(me, None)
            return not self._closed

    def wait(self, seconds: float) -> bool:
        """Let so much time go by; False at the end."""
        return self.wait_until(self.position + round(seconds * SAMPLE_RATE))

    def wait_for(self, flag: threading.Event, seconds: float) -> bool:
        """Let so much time go by, or less if the flag is set; whether it is."""
        self.wait_until(self.position + round(seconds * SAMPLE_RATE), flag.is_set)
        return flag.is_set()

    def leave(self) -> None:
        """The thread that says so will not wait for this clock again."""
        with self._moved:
            self._over.add(threading.current_thread().name)

    def waits(self, name: str) -> bool:
        """Whether the thread of that name waits for time to go by."""
        with self._moved:
            return any(name == one.name for one in self._due.values())

    def settle(self) -> bool:
        """Wait until everybody has done what there is to do at this index; False at the end."""
        began = time.perf_counter()
        try:
            while self._until_idle(began):
                if not self._wake():
                    return True
            return False
        finally:
            self.worked += time.perf_counter() - began

    def _until_idle(self, began: float) -> bool:
        pause, longest = _LOOKS
        while self._is_at_work():
            waited = time.perf_counter() - began
            is_leaving = self._talk is not None and self._talk.leaving
            if self._closed or waited > (LEAVING_SECONDS if is_leaving else STUCK_SECONDS):
                return not self._closed and is_leaving
            time.sleep(pause)
            pause = min(pause * 1.2, longest)
        return not self._closed

    def _is_at_work(self) -> bool:
        if self._talk is None:
            return False
        acts = "keys" not in self._over and not self.waits("keys")
        return acts or self._talk.at_work(self.waits)

    def _wake(self) -> bool:
        """Let go on whose time came first; whether there was anybody.

        One at a time, so that what they do is always done in the same order.
        """
        with self._moved:
            due = [
                (one.until, one.name, key)
                for key, one in self._due.items()
                if one.until <= self.position or one.sooner()
            ]
            if due:
                del self._due[min(due)[-1]]
                self._moved.notify_all()
        return bool(due)


class SimulatedRecognizer:
    """A recogniser whose words are known at once, or as late as `known_at` says of their sound."""

    def __init__(
        self,
        recognizer: Recognizer,
        moment: SimulatedTime,
        known_at: Callable[[Samples], int] = lambda samples: 0,
    ) -> None:
        self._recognizer = recognizer
        self._time = moment
        self._known_at = known_at

    def transcribe(self, utterance: Utterance, turn: Turn) -> Transcript:
        """As Recognizer."""
        try:
            return self._recognizer.transcribe(utterance, turn)
        finally:
            self._time.wait_until(self._known_at(utterance.samples))

    def draft(self, samples: Samples, turn: Turn) -> Transcript:
        """As Recognizer."""
        try:
            return self._recognizer.draft(samples, turn)
        finally:
            self._time.wait_until(self._known_at(samples))


class SimulatedSpeaker:
    """A speaker that plays while simulated time goes by, and keeps what it played if asked to."""

    def __init__(self, moment: SimulatedTime, *, keeping: bool = False) -> None:
        self.name = "simulated"
        self._time = moment
        self._playback = Playback(RATE)
        self._passed = 0
        self._keeping = keeping
        self.played: list[Samples] = []
        """What left it at `RATE` if it keeps that, silence included."""

    @property
    def sounding(self) -> bool:
        """Whether speech leaves it now, or is about to."""
        turn = self._playback.turn
        is_next = turn is not None and turn.audible and self._playback.waiting > 0
        return self._playback.sounding or is_next

    def play(self, chunk: SpeechChunk, turn: Turn) -> None:
        """As Speaker."""
        self._playback.play(chunk, turn, partial(self._step, turn))

    def finish(self, turn: Turn) -> Iterator[Heard]:
        """As Speaker."""
        yield from self._playback.finish(turn, partial(self._step, turn))

    def pass_until(self, sample: int) -> None:
        """Play up to that index of the microphone."""
        count = sample * RATE // SAMPLE_RATE - self._passed
        out = np.zeros(count, np.float32)
        self._playback.fill(out, self._passed / RATE)
        self._passed += count
        if self._keeping:
            self.played.append(out)

    def _step(self, turn: Turn) -> None:
        """Let time go by until the piece that sounds is over, or something becomes of the turn."""
        was_audible, left = turn.audible, self._playback.next_piece
        until = self._time.position + max(1, left * SAMPLE_RATE // RATE)
        if not self._time.wait_until(until, lambda: turn.audible != was_audible):
            time.sleep(_LOOKS[1])  # the end is near: whoever cancels this turn is on the way


class SimulatedMicrophone:
    """A microphone that hears a recording, or what is said into it, in simulated time.

    It goes on, silent, behind its sound, until it is closed: nobody knows beforehand how long an
    answer will be. `room` is the noise that everything is heard in, float32 samples that are heard
    again and again.
    """

    paced = True

    def __init__(
        self,
        moment: SimulatedTime,
        speaker: SimulatedSpeaker,
        sound: Iterator[Samples] | None = None,
        room: Samples | None = None,
    ) -> None:
        self.name = "simulated"
        self.level = SILENCE_DBFS
        """Loudness of the latest block that was read, in dBFS."""
        self.dropped = 0
        """Always 0: it waits for its listener."""
        self._time = moment
        self._speaker = speaker
        self._sound = sound or iter(())
        self._rest = np.zeros(0, np.float32)
        self._room = room
        self._said: deque[tuple[int, Samples]] = deque()
        self._is_closed = False
        self.over_at: int | None = None
        """The index behind the sound it was made with; None before that is reached."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._is_closed = True
        self._time.close()  # nobody moves it any more: whoever waits would wait for ever

    def say(self, samples: Samples) -> int:
        """Have something heard from the next block on, or behind what is being said.

        Returns the index behind its last sample. Of the thread that presses the keys.
        """
        start = self._time.position
        if self._said:
            last, before = self._said[-1]
            start = max(start, last + before.size)
        self._said.append((start, samples))
        return start + samples.size

    def blocks(self) -> Iterator[AudioBlock]:
        """As Microphone."""
        start = self._time.position
        while self._time.settle() and not self._is_closed:
            block = AudioBlock(self._next(start), start)
            self._speaker.pass_until(start + BLOCK_SAMPLES)
            start = self._time.position = start + BLOCK_SAMPLES
            self.level = rms_dbfs(block.samples)
            yield block

    def _next(self, start: int) -> Samples:
        """The next block: the sound, and what is said into it."""
        block = self._read()
        if self._room is not None:
            where = np.arange(start, start + BLOCK_SAMPLES) % self._room.size
            block = block + self._room[where]
        for begins, samples in self._said:
            begin, end = max(start, begins), min(start + BLOCK_SAMPLES, begins + samples.size)
            if begin < end:
                block[begin - start : end - start] += samples[begin - begins : end - begins]
        while self._said and self._said[0][0] + self._said[0][1].size <= start + BLOCK_SAMPLES:
            self._said.popleft()
        return np.clip(block, -1.0, 1.0).astype(np.float32, copy=False)

    def _read(self) -> Samples:
        while self._rest.size < BLOCK_SAMPLES:
            piece = next(self._sound, None)
            if piece is None:
                if self.over_at is None:
                    self.over_at = self._time.position + self._rest.size
                piece = np.zeros(BLOCK_SAMPLES, np.float32)
            self._rest = np.concatenate((self._rest, piece))
        block, self._rest = self._rest[:BLOCK_SAMPLES], self._rest[BLOCK_SAMPLES:]
        return block.copy()


@contextmanager
def devices(
    microphone: SimulatedMicrophone, speaker: SimulatedSpeaker, *, full_duplex: bool
) -> Iterator[Devices]:
    """Both ends of a simulated conversation, which closes the microphone."""
    with microphone:
        yield Devices(microphone, speaker, full_duplex)


def converse(talk: Talk, moment: SimulatedTime, keys: Keys) -> Iterator[Event]:
    """Hold a conversation in its simulated time; yields its events.

    `keys` waits for that time alone, and says `leave` to it when it ends.
    """
    with moment.of(talk):
        yield from talk.run(keys)


class SimulatedStage:
    """The clock and the microphone of a simulated conversation, for who acts in it."""

    def __init__(self, moment: SimulatedTime, microphone: SimulatedMicrophone) -> None:
        self._time = moment
        self._microphone = microphone

    def now(self) -> float:
        """Seconds of the conversation."""
        return self._time.now()

    def worked(self) -> float:
        """Seconds that the computer worked without that time going by."""
        return self._time.worked

    def wait(self, seconds: float) -> bool:
        """Let time go by; False when the conversation is over."""
        return self._time.wait(seconds)

    def say(self, samples: Samples) -> None:
        """Have it heard from now on."""
        self._microphone.say(samples)

    def leave(self) -> None:
        """Nothing more will be done."""
        self._time.leave()
