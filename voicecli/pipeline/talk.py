"""A conversation through a microphone and a speaker: the main thread's loop.

Four threads feed one inbox (the listener, the scribe, the keys, the answers); everything that
changes state happens here, in the thread that iterates `Talk.run()`.
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import Literal

from voicecli import clock
from voicecli.config import VadConfig
from voicecli.errors import AudioError, SttError, VoicecliError
from voicecli.pipeline.answer import error_event
from voicecli.pipeline.answering import FAILURES, Answers, Devices, TalkOptions
from voicecli.pipeline.inbox import Ended, Feed, Inbox, Letter
from voicecli.pipeline.listening import MakeCues
from voicecli.pipeline.running import Unasked
from voicecli.pipeline.scribe import Transcribed
from voicecli.pipeline.turn_taking import TurnTaking
from voicecli.protocols import Microphone, Recognizer, VoiceActivity
from voicecli.types import SAMPLE_RATE, Event, SoFar, Utterance
from voicecli.vad.endpointing import SpeechStarted

__all__ = [
    "FAILURES",
    "Answers",
    "Devices",
    "Key",
    "Keys",
    "State",
    "Talk",
    "TalkOptions",
    "Typed",
]

Key = Literal["talk", "release", "stop", "mode", "interrupt", "quit"]
"""`talk` toggles; `release` ends a key that was held. `mode` chooses the next mode."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A line that the person wrote: a question, or an order."""

    text: str


Keys = Callable[[threading.Event], Iterable[Key | Typed]]
"""Given an event that tells when to stop, yields what the person presses and writes."""
State = Literal["ready", "recording", "thinking", "speaking", "held", "waiting"]
"""`held` is an answer that rests while somebody speaks; `waiting` is for a device that vanished."""

LEAVE_SECONDS = 2.0
"""A second Ctrl-C within this time leaves."""
LATE_SECONDS = 2.0
"""A key that comes so soon behind a recording that ended by its length was to send it."""
REOPEN_SECONDS = 1.0
"""How often a vanished device is tried again."""
RECOGNITION_SECONDS = 60.0
"""Recognition that takes longer will not come back: the engine cannot be stopped."""
ANSWER_SECONDS = 180.0
"""A turn of which nothing is heard for so long will not come back. Longer than a language model may
take to load and write, and than one sentence may sound."""
WATCH_SECONDS = 5.0
"""How often that is looked at."""
LEAST_WATCH_SECONDS = 0.05
"""How soon it is looked at again whether somebody is silent, at the soonest."""
STOP_SECONDS = 30.0
"""How long a cancelled turn may take to end."""
NEXT_VISITOR = "next-visitor"
"""The name of the command by which a conversation begins anew for somebody else."""
STUCK_HINT = "Start again; if it happens again, see `voicecli doctor`."


class Talk(TurnTaking):
    """One conversation.

    `open_devices` opens both devices and is called again when one of them vanished; `finished` is
    called in the main thread with the events of each finished turn, and then `leaves`: whether that
    turn was the last. `next_mode` is called when the person asks for the next mode by key: it
    returns its name. `cues` make what tells the end of a turn besides silence. `next_visitor` is
    called when nobody has said anything for as long as the options say; no turn runs then.
    `speaks_after` tells after how many seconds of silence the assistant speaks though nobody asked;
    None: it waits.
    """

    def __init__(
        self,
        open_devices: Callable[[], AbstractContextManager[Devices]],
        vad: VoiceActivity,
        recognizer: Recognizer,
        answers: Answers,
        finished: Callable[[list[Event]], None],
        config: VadConfig,
        options: TalkOptions,
        *,
        cues: MakeCues | None = None,
        next_mode: Callable[[], str] | None = None,
        leaves: Callable[[], bool] = lambda: False,
        next_visitor: Callable[[], None] = lambda: None,
        speaks_after: Callable[[], float | None] = lambda: None,
    ) -> None:
        super().__init__(vad, recognizer, finished, config, options, cues, leaves)
        self.microphone: Microphone | None = None
        self.interrupted = False
        self.on_open: Callable[[], None] = lambda: None
        """Called once, when the devices are open."""
        self.on_pressed: Callable[[Key | Typed], None] = lambda pressed: None
        """Called in the main thread with each key and line before it is obeyed."""
        self._open_devices = open_devices
        self._answers = answers
        self._next_mode = next_mode
        self._next_visitor = next_visitor
        self._speaks_after = speaks_after
        self._quiet_since = clock.now()
        """When something was last said or done, by whomever."""
        self._was_quiet = False
        self.on_lost: Callable[[tuple[Transcribed, ...]], None] = lambda pieces: None
        """Called in the main thread when a device has vanished and no turn runs any more, with the
        pieces of what was begun and is not answered."""
        self.is_typing: Callable[[], bool] = lambda: False
        """Whether a line is being typed: that is no silence."""
        self._visited_at: float | None = None
        """When somebody was answered last who has not left since."""
        self._inbox = Inbox()
        self._interrupted_at = float("-inf")

    @property
    def state(self) -> State:
        """What a person sees; derived, so that it cannot disagree with what is going on."""
        if self._lost is not None:
            return "thinking" if self._running else "waiting"
        if self._listener.keys.recording:
            return "recording"
        running = self._running
        if running is None or not running.wanted:
            is_over = self._listener.keys.unfinished or self._hearing.is_over
            return "thinking" if is_over else "ready"
        if running.turn.held:
            return "held"
        return "speaking" if self._devices.speaker.sounding else "thinking"

    @property
    def leaving(self) -> bool:
        """Whether the conversation ends now, or with the turn in hand."""
        return self._leaving

    def at_work(self, waits: Callable[[str], bool]) -> bool:
        """Whether anybody does what takes no time in the conversation, only the computer's.

        `waits` tells of the feed with that name whether it waits for time to go by.
        """
        if not self._inbox.idle:
            return True
        taken, asked = self._inbox.taken, self._asked.in_hand
        answers = not (self._asked.idle or waits("answers") or (asked and asked.turn.rests))
        recognises = not (self._scribe.idle or waits("scribe"))
        # Who works hands it on to this thread before they are idle: so it is looked at last.
        return answers or recognises or not self._inbox.idle or self._inbox.taken != taken

    @property
    def leaves_next(self) -> bool:
        """Whether Ctrl-C leaves now."""
        return clock.now() - self._interrupted_at < LEAVE_SECONDS

    def press(self, key: Key) -> None:
        """Hand over a key; safe from any thread and from a signal handler."""
        self._inbox.post(Letter("keys", key))

    def run(self, keys: Keys | None = None) -> Iterator[Event]:
        """Yield everything that happens until the person leaves or the microphone's file ends.

        Raises AudioError when no device can be opened at the start. A device that vanishes later
        is an `error` event, and is opened again when it returns.
        """
        with (
            Feed("keys", self._inbox) as pressed,
            Feed("answers", self._inbox) as answering,
            Feed("scribe", self._inbox) as writing,
        ):
            if keys:
                pressed.start(keys(pressed.closed))
            answering.start(self._answers(iter(self._asked.get, None)))
            writing.start(self._scribe.transcribed(writing.closed))
            try:
                yield from self._run()
            finally:
                self.on_busy()  # nor is anything else done any more
                self._asked.put(None)

    def _run(self) -> Iterator[Event]:
        """Converse, and open the devices again whenever one of them has vanished."""
        opened = False
        while not self._leaving:
            try:
                with self._open_devices() as devices:
                    if opened:
                        yield Event("run-start", 0.0, {"reopened": True})
                    opens = self._options.opens
                    first = "resumed" if opened and opens else opens
                    opened, self._lost = True, None
                    yield from self._converse(devices, first)
            except AudioError:
                if self._lost is None:  # no vanished device: nothing would be better next time
                    raise
                yield from self._wait_for_return()

    def _wait_for_return(self) -> Iterator[Event]:
        """Wait until it is time to try the devices again, and answer meanwhile what is typed."""
        until = time.monotonic() + REOPEN_SECONDS
        while not self._leaving and (left := until - time.monotonic()) > 0:
            match self._inbox.take(left):
                case Letter("keys", Typed(text)):
                    self._ask_typed(text)
                case Letter("keys", key):
                    self._leave_on(key)
                case Letter("answers", Event() as event) if self._running:
                    yield from self._follow(event, self._running)
                case Ended("answers" | "scribe", BaseException() as error):
                    raise error
        if self._leaving:
            yield from self._abandon()

    def _leave_on(self, key: Key) -> None:
        """Obey a key while nothing can be asked: quit leaves, and so does a single Ctrl-C."""
        if key in ("quit", "interrupt"):
            self._leaving = True
            self.interrupted = key == "interrupt"

    def _converse(self, devices: Devices, first: Unasked | None) -> Iterator[Event]:
        """Converse over these devices; `first` is why the assistant begins, if it does."""
        self.microphone = devices.microphone
        self._devices = devices
        self._speaks = self._drops = False
        asked_for = self._options.barge_in
        self._barge_in = devices.full_duplex if asked_for is None else asked_for
        with ExitStack() as stack:
            stack.callback(lambda: list(self._abandon()))
            stack.callback(self._listener.keys.release)
            self._listener.begin()
            ears = stack.enter_context(Feed("listener", self._inbox))
            if first:
                self._gate.close()
            else:
                self._gate.open()
            ears.start(self._listener.listen(devices.microphone, ears, barge_in=self._barge_in))
            self.on_open()
            self.on_open = lambda: None
            if first and self._running is None:
                self._speak_first(first)
            self._quiet_since = clock.now()
            while not self._leaving and self._lost is None:
                if letter := self._inbox.take(self._seconds_to_watch()):
                    yield from self._in_order(letter)
                self._watch()
                yield from self._look_who_left()
                self._look_who_is_silent()
            yield from self._abandon()
        if self._lost is not None and not self._leaving:
            raise self._lost

    def _watch(self) -> None:
        """Raises SttError or VoicecliError when an engine does not come back."""
        running = self._running
        if self._scribe.busy_seconds > RECOGNITION_SECONDS:
            raise SttError(
                "recognition-stuck",
                f"Recognition has not answered for {RECOGNITION_SECONDS:.0f} s.",
                STUCK_HINT,
            )
        if running and running.wanted and running.idle_seconds > ANSWER_SECONDS:
            raise VoicecliError(
                "answer-stuck", f"Nothing has come for {ANSWER_SECONDS:.0f} s.", STUCK_HINT
            )

    @property
    def _is_quiet(self) -> bool:
        """Whether nobody says, types or works at anything."""
        keys = self._listener.keys
        is_heard = self._is_speaking or self._hearing.is_over or keys.recording or keys.unfinished
        is_busy = self._running or self._pending or self._devices.speaker.sounding
        return not (is_heard or is_busy or self.is_typing())

    def _seconds_to_watch(self) -> float:
        """How long may go by without a letter before it is looked at what is going on."""
        longest = self._speaks_after()
        if longest is None:
            return WATCH_SECONDS
        left = self._quiet_since + longest - clock.now()
        return min(max(left, LEAST_WATCH_SECONDS), WATCH_SECONDS)

    def _look_who_is_silent(self) -> None:
        """Say something where nothing was said for long; a file that takes no time is awaited."""
        longest = self._speaks_after()
        was_quiet, self._was_quiet = self._was_quiet, self._is_quiet
        if longest is None or not (was_quiet and self._was_quiet) or self._leaving:
            self._quiet_since = clock.now()
        elif clock.now() - self._quiet_since >= longest and self._devices.microphone.paced:
            self._quiet_since = clock.now()
            self._speak_first("silence")

    def _look_who_left(self) -> Iterator[Event]:
        """Begin anew for the next visitor. Noise that is no words keeps nobody here."""
        longest = self._options.idle_seconds
        if longest is None:
            return
        now, running = clock.now(), self._running
        if running and running.wanted and running.asked.text:
            self._visited_at = now
        is_quiet = running is None and not (self._is_speaking or self._hearing.is_over)
        if is_quiet and self._visited_at is not None and now - self._visited_at >= longest:
            self._visited_at = None
            self._forget()
            self._next_visitor()
            yield Event("command", self._listener.position / SAMPLE_RATE, {"name": NEXT_VISITOR})

    def _abandon(self) -> Iterator[Event]:
        """Cancel a running turn and yield its last events: then nothing uses the devices.

        What is typed is answered when the devices are back, or without them.
        """
        pending = self._pending
        is_typed = pending is not None and pending.typed_at is not None
        typed = [Letter("keys", Typed(pending.words.text))] if pending and is_typed else []
        is_lost = self._lost is not None and not self._leaving
        begun = self._pieces if is_lost else ()
        is_rest = bool(begun) and self._carried != " ".join(words.text for words in begun)
        is_last = is_rest or (self._leaving and self._lost is None)
        if is_last and self._options.keeps_words:
            self._take_last_words()
        self._forget()
        self._later.clear()
        if self._running:
            self._running.turn.cancel("device-lost" if is_lost else "left")
        until = time.monotonic() + STOP_SECONDS
        while self._running and not self._running.over:
            left = until - time.monotonic()
            match self._inbox.take(left) if left > 0 else None:
                case None:
                    self._running = None
                    raise VoicecliError("answer-stuck", "An engine does not stop.", STUCK_HINT)
                case Letter("answers", Event() as event):
                    yield from self._running.follow(event)
                case Letter("keys", Typed()) as letter:
                    typed.append(letter)
                case Letter("keys", key):
                    self._leave_on(key)
                case Ended("answers", BaseException() as error):
                    self._running = None
                    raise error
        self._end_turn()
        if is_lost:
            self.on_lost(() if is_rest else begun)
        for letter in typed:
            self._inbox.post(letter)

    def _in_order(self, letter: Letter | Ended) -> Iterator[Event]:
        """Deal with a letter; what is heard behind a finished utterance waits for its words."""
        if letter.sender == "listener" and (self._later or self._hearing.is_over):
            self._later.append(letter)
            return
        yield from self._receive(letter)
        while self._later and not self._hearing.is_over and self._lost is None:
            yield from self._receive(self._later.popleft())

    def _receive(self, letter: Letter | Ended) -> Iterator[Event]:
        if isinstance(letter, Letter) and letter.sender == "keys":
            self.on_pressed(letter.item)
        match letter:
            case Letter("keys", Typed(text)):
                self._write(text)
            case Letter("keys", key):
                yield from self._obey(key)
            case Letter("listener", SpeechStarted(at=at)):
                yield Event("vad-start", at / SAMPLE_RATE)
                yield from self._speech_began(at)
            case Letter("listener", SoFar() as so_far):
                yield from self._so_far(so_far)
            case Letter("listener", Utterance() as utterance):
                yield Event("vad-end", utterance.end / SAMPLE_RATE, {"ended": utterance.ended})
                yield from self._ended(utterance)
            case Letter("scribe", Transcribed() as words):
                if self._hearing.understand(words):
                    yield from self._told(words)
                    yield from self._consider(words)
            case Letter("answers", Event() as event) if self._running:
                yield from self._follow(event, self._running)
            case Ended("listener", AudioError(code="device-lost") as error):
                self._lost = error
                yield error_event(error, 0.0)
            case Ended("listener" | "keys" | "scribe", BaseException() as error):
                raise error
            case Ended("listener"):
                self._listener_ended()
            case Ended("answers", BaseException() as error):
                self._running = None
                raise error

    def _obey(self, key: Key) -> Iterator[Event]:
        keys = self._listener.keys
        if key == "quit":
            self._leaving = True
        elif key == "interrupt":
            self._interrupt()
        elif key == "stop":
            self._stop()
        elif key == "mode" and self._next_mode:
            now = self._listener.position / SAMPLE_RATE
            yield Event("command", now, {"name": "mode", "value": self._next_mode()})
        elif self._options.hands_free:
            return
        elif keys.recording:
            self._released_at = clock.now()
            keys.release()
        elif key != "release" and clock.now() - self._limit_at > LATE_SECONDS:
            self._record()

    def _stop(self) -> None:
        """Stop the answer, the recording, and what was asked and is not answered yet."""
        if self._listener.keys.recording:
            self._drops = True
            self._listener.keys.release()
        carried = self._carried if self._options.keeps_words else ""
        if self._drops or self._pending or self._hearing.is_over:
            self._forget()
        self._carried = carried
        if self._running:
            self._running.turn.cancel("stopped")
        else:
            self._gate.open()

    def _interrupt(self) -> None:
        """Ctrl-C: the first stops the answer, a second one soon after leaves."""
        if self.leaves_next:
            self._leaving = self.interrupted = True
        self._stop()
        self._interrupted_at = clock.now()

    def _write(self, text: str) -> None:
        """A line was typed: it is what they want now, and not what they are saying meanwhile."""
        if not text.strip():
            return
        if self._listener.keys.recording:
            self._listener.keys.release()
            self._drops = True
        elif self._is_speaking:
            self._drops = True
        self._ask_typed(text.strip())

    def _record(self) -> None:
        """The key went down: what was said before is taken back."""
        self._forget()
        self._drops = False
        self._sounded = []
        self._listener.keys.press(preroll=self._running is None)
        if self._running:
            self._running.turn.cancel("interrupted")
