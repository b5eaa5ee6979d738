"""A conversation through a microphone and a speaker: the main thread's loop.

Three threads feed one inbox (the listener, the keys, the answers); everything that changes state
happens here, in the thread that iterates `Talk.run()`.
"""

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import Literal

from voicecli.config import VadConfig
from voicecli.errors import AudioError
from voicecli.pipeline.answer import error_event
from voicecli.pipeline.inbox import Ended, Feed, Inbox, Letter
from voicecli.pipeline.listening import Gate, Listener
from voicecli.protocols import Microphone, Speaker, VoiceActivity
from voicecli.turn import Turn
from voicecli.types import SAMPLE_RATE, Event, Utterance
from voicecli.vad.endpointing import SpeechStarted

Key = Literal["talk", "press", "release", "stop", "mode", "interrupt", "quit"]
"""`press` is `talk` from a keyboard that tells how long a key is held; `release` follows when it
goes up after more than a tap."""
Keys = Callable[[threading.Event], Iterable[Key]]
"""Given an event that tells when to stop, yields what the person presses."""
State = Literal["ready", "recording", "thinking", "speaking", "waiting"]
"""`waiting` is for a device that vanished."""

LEAVE_SECONDS = 2.0
"""A second Ctrl-C within this time leaves."""
REOPEN_SECONDS = 1.0
"""How often a vanished device is tried again."""


@dataclass(frozen=True, slots=True)
class Devices:
    """An open microphone and an open speaker."""

    microphone: Microphone
    speaker: Speaker
    full_duplex: bool = False
    """Whether the microphone does not hear the speaker."""
    heard_itself: Callable[[], None] = lambda: None
    """Called when it did all the same."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An utterance to be answered in its turn, through a speaker."""

    utterance: Utterance
    turn: Turn
    speaker: Speaker
    over_answer: bool = False
    """Whether it began while an answer sounded, and so may be that answer's echo."""


Answers = Callable[[Iterator[Asked]], Iterator[Event]]
"""Answers whatever is asked, in a thread of its own; `run-end` is the last event of each turn."""


@dataclass(frozen=True, slots=True)
class TalkOptions:
    """How a conversation listens."""

    hands_free: bool
    """Whether speech itself starts and ends an utterance; else a key does."""
    barge_in: bool | None = None
    """Whether speech stops the answer; without it the microphone rests while the answer sounds.
    None: where the devices are full duplex."""
    turns: int | None = None
    """Leave after so many turns; None: when the person leaves or the microphone ends."""


class Talk:
    """One conversation.

    `open_devices` opens both devices and is called again when one of them vanished; `finished` is
    called in the main thread with the events of each finished turn.
    """

    def __init__(
        self,
        open_devices: Callable[[], AbstractContextManager[Devices]],
        vad: VoiceActivity,
        answers: Answers,
        finished: Callable[[list[Event]], None],
        config: VadConfig,
        options: TalkOptions,
    ) -> None:
        self.microphone: Microphone | None = None
        self.interrupted = False
        self._open_devices = open_devices
        self._answers = answers
        self._finished = finished
        self._options = options
        self._inbox = Inbox()
        self._gate = Gate()
        self._listener = Listener(vad, config, options.hands_free, self._gate)
        self._turn: Turn | None = None
        self._asked: queue.SimpleQueue[Asked | None] = queue.SimpleQueue()
        self._events: list[Event] = []
        self._speaking = False
        self._barge_in = False
        self._over_answer = False
        self._heard_itself: Callable[[], None] = lambda: None
        self._pending: Utterance | None = None
        self._leaving = False
        self._lost: AudioError | None = None
        self._interrupted_at = float("-inf")
        self._turns_left = options.turns

    @property
    def state(self) -> State:
        """What a person sees; derived, so that it cannot disagree with what is going on."""
        if self._lost is not None:
            return "waiting"
        if self._listener.keys.recording:
            return "recording"
        if self._turn is None:
            return "thinking" if self._listener.keys.unfinished else "ready"
        return "speaking" if self._speaking else "thinking"

    def press(self, key: Key) -> None:
        """Hand over a key; safe from any thread and from a signal handler."""
        self._inbox.post(Letter("keys", key))

    def run(self, keys: Keys | None = None) -> Iterator[Event]:
        """Yield everything that happens until the person leaves or the microphone's file ends.

        Raises AudioError when no device can be opened at the start. A device that vanishes later
        is an `error` event, and is opened again when it returns.
        """
        with Feed("keys", self._inbox) as pressed, Feed("answers", self._inbox) as answering:
            if keys:
                pressed.start(keys(pressed.closed))
            answering.start(self._answers(iter(self._asked.get, None)))
            try:
                yield from self._run()
            finally:
                self._asked.put(None)

    def _run(self) -> Iterator[Event]:
        """Converse, and open the devices again whenever one of them has vanished."""
        opened = False
        while not self._leaving:
            try:
                with self._open_devices() as devices:
                    if opened:
                        yield Event("run-start", 0.0, {"reopened": True})
                    opened, self._lost = True, None
                    yield from self._converse(devices)
            except AudioError:
                if self._lost is None:  # no vanished device: nothing would be better next time
                    raise
                self._wait_for_return()

    def _wait_for_return(self) -> None:
        """Sleep until it is time to try the devices again, still obeying quit and Ctrl-C."""
        until = time.monotonic() + REOPEN_SECONDS
        while not self._leaving and (left := until - time.monotonic()) > 0:
            match self._inbox.take(left):
                case Letter("keys", key):
                    self._leave_on(key)
                case Ended("answers", BaseException() as error):
                    raise error

    def _leave_on(self, key: Key) -> None:
        """Obey a key while nothing can be asked: quit leaves, and so does a single Ctrl-C."""
        if key in ("quit", "interrupt"):
            self._leaving = True
            self.interrupted = key == "interrupt"

    def _converse(self, devices: Devices) -> Iterator[Event]:
        self.microphone = devices.microphone
        self._heard_itself = devices.heard_itself
        asked_for = self._options.barge_in
        self._barge_in = devices.full_duplex if asked_for is None else asked_for
        with ExitStack() as stack:
            stack.callback(lambda: list(self._abandon()))
            stack.callback(self._listener.keys.release)
            ears = stack.enter_context(Feed("listener", self._inbox))
            self._gate.open()
            ears.start(self._listener.listen(devices.microphone, ears, barge_in=self._barge_in))
            while not self._leaving and self._lost is None:
                if letter := self._inbox.take():
                    yield from self._receive(letter, devices)
            yield from self._abandon()
        if self._lost is not None and not self._leaving:
            raise self._lost

    def _abandon(self) -> Iterator[Event]:
        """Cancel a running turn and yield its last events: then nothing uses the devices."""
        self._pending = None
        if self._turn:
            self._turn.cancel("left" if self._lost is None else "device-lost")
        while self._turn:
            match self._inbox.take():
                case Letter("answers", Event() as event):
                    yield self._follow(event)
                    if event.kind == "run-end":
                        self._end_turn()
                case Letter("keys", key):
                    self._leave_on(key)
                case Ended("answers", BaseException() as error):
                    self._turn = None
                    raise error

    def _receive(self, letter: Letter | Ended, devices: Devices) -> Iterator[Event]:
        match letter:
            case Letter("keys", key):
                self._obey(key)
            case Letter("listener", SpeechStarted(at=at)):
                yield Event("vad-start", at / SAMPLE_RATE)
                self._over_answer = self._turn is not None and self._speaking
                if self._turn and self._barge_in:
                    self._turn.cancel("barge-in")
            case Letter("listener", Utterance() as utterance):
                yield Event("vad-end", utterance.end / SAMPLE_RATE, {"ended": utterance.ended})
                self._take_up(utterance, devices)
            case Letter("answers", Event() as event):
                yield self._follow(event)
                if event.kind == "run-end":
                    self._end_turn()
                    self._go_on(devices)
            case Ended("listener", AudioError(code="device-lost") as error):
                self._lost = error
                yield error_event(error, 0.0)
            case Ended("listener", BaseException() as error):
                raise error
            case Ended("keys", BaseException() as error):
                raise error
            case Ended("listener"):
                self._listener_ended()
            case Ended("answers", BaseException() as error):
                self._turn = None
                raise error

    def _obey(self, key: Key) -> None:
        if key == "quit":
            self._leaving = True
        elif key == "interrupt":
            self._interrupt()
        elif key == "stop" and self._turn:
            self._turn.cancel("stopped")
        elif key == "talk" and not self._options.hands_free:
            self._toggle()

    def _interrupt(self) -> None:
        """Ctrl-C: the first stops the answer, a second one soon after leaves."""
        now = time.monotonic()
        if now - self._interrupted_at < LEAVE_SECONDS:
            self._leaving = self.interrupted = True
        elif self._turn:
            self._turn.cancel("stopped")
        self._interrupted_at = now

    def _toggle(self) -> None:
        keys = self._listener.keys
        if keys.recording:
            keys.release()
            return
        self._pending = None
        if self._turn:
            self._turn.cancel("interrupted")
        keys.press(preroll=self._turn is None)

    def _take_up(self, utterance: Utterance, devices: Devices) -> None:
        """Answer an utterance, after the running turn has ended."""
        if self._listener.keys.recording:
            return  # they are saying it anew
        self._pending = utterance
        if self._turn:
            self._turn.cancel("superseded")
        else:
            self._begin_pending(devices)

    def _begin_pending(self, devices: Devices) -> None:
        if self._pending is None:
            return
        utterance, self._pending = self._pending, None
        self._events = []
        self._turn = Turn(at=utterance.end / SAMPLE_RATE)
        self._speaking = False
        self._asked.put(Asked(utterance, self._turn, devices.speaker, self._over_answer))

    def _follow(self, event: Event) -> Event:
        self._speaking = self._speaking or event.kind == "speech-start"
        if event.kind == "stt-end" and event.data.get("own_voice"):
            self._heard_itself()
        if event.kind == "error" and event.data.get("code") == "device-lost":
            self._lost = AudioError("device-lost", event.data["message"], event.data["hint"])
        self._events.append(event)
        return event

    def _listener_ended(self) -> None:
        """The file is over: leave, after the turn in hand."""
        if self._turn is None and self._pending is None:
            self._leaving = True
        else:
            self._turns_left = 1

    def _end_turn(self) -> None:
        self._turn = None
        self._finished(self._events)
        self._events = []

    def _go_on(self, devices: Devices) -> None:
        """After a turn: take up what was said meanwhile, or listen, or leave."""
        if self._turns_left is not None:
            self._turns_left -= 1
            self._leaving = self._leaving or (self._turns_left <= 0 and self._pending is None)
        self._gate.open()
        self._begin_pending(devices)
