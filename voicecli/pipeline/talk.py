"""A conversation through a microphone and a speaker: the main thread's loop.

Four threads feed one inbox (the listener, the scribe, the keys, the answers); everything that
changes state happens here, in the thread that iterates `Talk.run()`.

While somebody speaks, their words are recognised as they come. In each pause an answer is drafted:
the end of the turn confirms the draft, which is then heard at once, and further speech gives it up
without a trace. Speech over an answer holds it; the words that come decide whether it goes on.
"""

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import Literal

from voicecli.config import VadConfig
from voicecli.dialogue.interruptions import judge
from voicecli.dialogue.own_voice import is_own_voice
from voicecli.errors import AudioError, SttError, VoicecliError
from voicecli.pipeline.answer import error_event
from voicecli.pipeline.hearing import Hearing
from voicecli.pipeline.inbox import Ended, Feed, Inbox, Letter
from voicecli.pipeline.listening import Gate, Listener, MakeCues
from voicecli.pipeline.running import Asked, Running
from voicecli.pipeline.scribe import Scribe, Transcribed
from voicecli.protocols import Microphone, Recognizer, Speaker, VoiceActivity
from voicecli.turn import Turn
from voicecli.types import SAMPLE_RATE, Event, SoFar, Utterance
from voicecli.vad.endpointing import WENT_ON_SECONDS, SpeechStarted

Key = Literal["talk", "release", "stop", "mode", "interrupt", "quit"]
"""`talk` toggles; `release` ends a key that was held. `mode` chooses the next mode."""
Keys = Callable[[threading.Event], Iterable[Key]]
"""Given an event that tells when to stop, yields what the person presses."""
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
STOP_SECONDS = 30.0
"""How long a cancelled turn may take to end."""
STUCK_HINT = "Start again; if it happens again, see `voicecli doctor`."
FAILURES = 3
"""So many turns in a row that end in an error instead of an answer end the conversation."""


@dataclass(frozen=True, slots=True)
class Devices:
    """An open microphone and an open speaker."""

    microphone: Microphone
    speaker: Speaker
    full_duplex: bool = False
    """Whether the microphone does not hear the speaker."""
    heard_itself: Callable[[], None] = lambda: None
    """Called when it did all the same."""


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


@dataclass(frozen=True, slots=True)
class _Pending:
    """Words to be answered once the running turn has ended; without an utterance, a draft."""

    words: Transcribed
    utterance: Utterance | None
    remaining: str
    """What belongs behind those of its words that were shown as certain."""


class Talk:
    """One conversation.

    `open_devices` opens both devices and is called again when one of them vanished; `finished` is
    called in the main thread with the events of each finished turn, `next_mode` when the person
    asks for the next mode by key: it returns its name. `cues` make what tells the end of a turn
    besides silence.
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
    ) -> None:
        self.microphone: Microphone | None = None
        self.interrupted = False
        self.on_open: Callable[[], None] = lambda: None
        """Called once, when the devices are open."""
        self.failed: VoicecliError | None = None
        """What ended the conversation, if it failed too often."""
        self._open_devices = open_devices
        self._answers = answers
        self._finished = finished
        self._options = options
        self._next_mode = next_mode
        self._inbox = Inbox()
        self._gate = Gate(self._mutes)
        self._scribe = Scribe(recognizer)
        self._hearing = Hearing(self._scribe)
        made = cues(self._scribe.words) if cues and options.hands_free else None
        self._listener = Listener(vad, config, options.hands_free, self._gate, made)
        self._asked: queue.SimpleQueue[Asked | None] = queue.SimpleQueue()
        self._running: Running | None = None
        self._pending: _Pending | None = None
        self._later: deque[Letter | Ended] = deque()
        self._carried = ""
        """The words before a pause that was taken for the end of the turn."""
        self._sounded: list[str] = []
        """What the assistant said when this utterance began."""
        self._waved: Transcribed | None = None
        """What was said over an answer and was no interruption."""
        self._goes_on = False
        """Whether this utterance began before they could have reacted to an answer."""
        self._drops = False
        """Whether the recording that ends now is not to be answered."""
        self._limit_at = float("-inf")
        self._released_at = 0.0
        self._barge_in = False
        self._devices: Devices
        self._leaving = False
        self._lost: AudioError | None = None
        self._interrupted_at = float("-inf")
        self._turns_left = options.turns
        self._failures = 0

    @property
    def state(self) -> State:
        """What a person sees; derived, so that it cannot disagree with what is going on."""
        if self._lost is not None:
            return "waiting"
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
    def leaves_next(self) -> bool:
        """Whether Ctrl-C leaves now."""
        return time.monotonic() - self._interrupted_at < LEAVE_SECONDS

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
                case Ended("answers" | "scribe", BaseException() as error):
                    raise error

    def _leave_on(self, key: Key) -> None:
        """Obey a key while nothing can be asked: quit leaves, and so does a single Ctrl-C."""
        if key in ("quit", "interrupt"):
            self._leaving = True
            self.interrupted = key == "interrupt"

    def _converse(self, devices: Devices) -> Iterator[Event]:
        self.microphone = devices.microphone
        self._devices = devices
        asked_for = self._options.barge_in
        self._barge_in = devices.full_duplex if asked_for is None else asked_for
        with ExitStack() as stack:
            stack.callback(lambda: list(self._abandon()))
            stack.callback(self._listener.keys.release)
            ears = stack.enter_context(Feed("listener", self._inbox))
            self._gate.open()
            ears.start(self._listener.listen(devices.microphone, ears, barge_in=self._barge_in))
            self.on_open()
            self.on_open = lambda: None
            while not self._leaving and self._lost is None:
                if letter := self._inbox.take(WATCH_SECONDS):
                    yield from self._in_order(letter)
                self._watch()
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

    def _abandon(self) -> Iterator[Event]:
        """Cancel a running turn and yield its last events: then nothing uses the devices."""
        self._forget()
        self._later.clear()
        if self._running:
            self._running.turn.cancel("left" if self._lost is None else "device-lost")
        until = time.monotonic() + STOP_SECONDS
        while self._running and not self._running.over:
            left = until - time.monotonic()
            match self._inbox.take(left) if left > 0 else None:
                case None:
                    self._running = None
                    raise VoicecliError("answer-stuck", "An engine does not stop.", STUCK_HINT)
                case Letter("answers", Event() as event):
                    yield from self._running.follow(event)
                case Letter("keys", key):
                    self._leave_on(key)
                case Ended("answers", BaseException() as error):
                    self._running = None
                    raise error
        self._end_turn()

    def _forget(self) -> None:
        """Drop what was said and is not answered yet."""
        self._hearing.forget()
        self._later = deque(letter for letter in self._later if isinstance(letter, Ended))
        self._pending = None
        self._carried = ""

    def _in_order(self, letter: Letter | Ended) -> Iterator[Event]:
        """Deal with a letter; what is heard behind a finished utterance waits for its words."""
        if letter.sender == "listener" and (self._later or self._hearing.is_over):
            self._later.append(letter)
            return
        yield from self._receive(letter)
        while self._later and not self._hearing.is_over and self._lost is None:
            yield from self._receive(self._later.popleft())

    def _receive(self, letter: Letter | Ended) -> Iterator[Event]:
        match letter:
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

    # Keys

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
            self._released_at = time.perf_counter()
            keys.release()
        elif key != "release" and time.monotonic() - self._limit_at > LATE_SECONDS:
            self._record()

    def _stop(self) -> None:
        """Stop the answer, the recording, and what was asked and is not answered yet."""
        if self._listener.keys.recording:
            self._drops = True
            self._listener.keys.release()
        self._carried = ""
        if self._drops or self._pending or self._hearing.is_over:
            self._forget()
        if self._running:
            self._running.turn.cancel("stopped")
        else:
            self._gate.open()

    def _interrupt(self) -> None:
        """Ctrl-C: the first stops the answer, a second one soon after leaves."""
        if self.leaves_next:
            self._leaving = self.interrupted = True
        self._stop()
        self._interrupted_at = time.monotonic()

    def _record(self) -> None:
        """The key went down: what was said before is taken back."""
        self._forget()
        self._drops = False
        self._sounded = []
        self._listener.keys.press(preroll=self._running is None)
        if self._running:
            self._running.turn.cancel("interrupted")

    # What is heard

    def _speech_began(self, at: int) -> Iterator[Event]:
        running = self._running
        self._goes_on = bool(running and running.sounded_before(at) < WENT_ON_SECONDS)
        is_heard = running is not None and running.wanted and self._devices.speaker.sounding
        self._sounded = running.said() if running and is_heard else []
        yield from self._hold()

    def _so_far(self, so_far: SoFar) -> Iterator[Event]:
        if self._drops:
            return
        self._hearing.hear(so_far)
        if not so_far.is_pause:
            self._give_up_draft()
            yield from self._hold()

    def _ended(self, utterance: Utterance) -> Iterator[Event]:
        if self._listener.keys.recording:
            return  # they are saying it anew
        if self._drops:
            self._drops = False
            self._forget()
            yield Event("cancelled", utterance.end / SAMPLE_RATE, {"reason": "dropped"})
            return
        if utterance.ended == "limit":
            self._limit_at = time.monotonic()
        self._hearing.hear(utterance)
        if words := self._hearing.words:
            yield from self._consider(words)

    def _hold(self) -> Iterator[Event]:
        """Silence the answer until it is known what was said over it."""
        running = self._running
        if running and running.may_go_on and not running.turn.held and self._listens:
            running.turn.hold()
            yield Event("speech-held", running.turn.now())

    @property
    def _listens(self) -> bool:
        """Whether the microphone is open now."""
        return self._barge_in or not self._devices.speaker.sounding

    def _give_up_draft(self) -> None:
        running = self._running
        if running and not running.wanted:
            running.turn.cancel("went-on")
            if running.over:
                self._running = None
        if self._pending and self._pending.utterance is None:
            self._pending = None

    def _told(self, words: Transcribed) -> Iterator[Event]:
        """Words that may be shown already."""
        partial = self._hearing.partial
        if not self._hearing.is_over and (partial.committed or partial.tentative):
            told = {"committed": partial.committed_text, "tentative": partial.tentative_text}
            yield Event("stt-partial", words.what.end / SAMPLE_RATE, told)

    def _consider(self, words: Transcribed) -> Iterator[Event]:
        """Decide what follows from the words of what is being said."""
        is_all = words is self._hearing.words
        running = self._running
        if running and running.may_go_on:
            if self._interrupts(words, running):
                running.turn.cancel("barge-in")
            elif is_all:
                self._waved = words
                if running.turn.held:
                    running.turn.resume()
                    yield Event("speech-resumed", running.turn.now())
                if self._hearing.is_over:
                    self._hearing.forget()
                return
        if not is_all:
            return
        if self._hearing.is_over and words is self._waved:
            self._hearing.forget()
            self._gate.open()
        elif self._hearing.is_over:
            yield from self._settle(words)
        elif words.text and self._devices.microphone.paced:
            self._ask(words)

    def _interrupts(self, words: Transcribed, running: Running) -> bool:
        """Whether these words end that answer. One that is not heard yet waits for more to say."""
        if words.error is not None:
            return False
        verdict = judge(words.text, self._sounded)
        if verdict == "echo":
            self._devices.heard_itself()
        if verdict == "words" and (self._goes_on or not running.speaking):
            is_question = judge(running.asked.text, (), asked=True) == "words"
            self._carried = running.asked.text if is_question else ""
        return verdict in ("command", "words")

    def _settle(self, words: Transcribed) -> Iterator[Event]:
        """They have finished, and these are their words: answer.

        Who is cut by the longest length of an utterance still speaks: that is no end.
        """
        utterance = self._hearing.finish()
        running = self._running
        if utterance.ended == "limit" and self._options.hands_free and words.error is None:
            self._give_up_draft()
            self._carried = f"{self._carried} {words.text}".strip()
            self._gate.open()
            return
        if running and not running.wanted and running.asked.words.covers(utterance):
            yield from running.confirm(*self._zero(utterance))
            self._carried = ""
            if running.over:
                self._end_turn()
            return
        self._give_up_draft()
        self._ask(words, utterance)

    def _ask(self, words: Transcribed, utterance: Utterance | None = None) -> None:
        """Have words answered once no turn runs; without an utterance it is a draft."""
        remaining = self._hearing.partial.finish(words.text).remaining
        asked = _Pending(words, utterance, remaining)
        if self._running is None:
            self._begin(asked)
            return
        if self._pending and self._pending.utterance:
            if utterance is None:
                return  # what was asked before comes first
            self._carried = self._with_carried(self._pending.words.text)
        self._pending = asked
        if utterance:
            self._running.turn.cancel("superseded")

    def _begin(self, pending: _Pending) -> None:
        words, utterance = pending.words, pending.utterance
        text, own_voice = words.text, ""
        if self._sounded and is_own_voice(text, self._sounded):
            self._devices.heard_itself()
            text, own_voice = "", text
        elif judge(text, (), asked=self._is_asked) != "command":
            text = self._with_carried(text)
        at, ago = self._zero(utterance or words.what)
        turn = Turn(at, ago=ago, draft=utterance is None)
        turn.note("stt", words.seconds)
        carried = self._carried if text.startswith(self._carried) else ""
        remaining = pending.remaining if text != carried else ""
        speaker = self._devices.speaker
        asked = Asked(words, text, turn, speaker, carried, remaining, own_voice)
        self._running = Running(asked, wanted=utterance is not None)
        if utterance:
            self._carried = ""
        self._asked.put(asked)

    @property
    def _is_asked(self) -> bool:
        """Whether "okay" would be an answer, and not a nod to one that has ended since."""
        return not self._sounded or self._sounded[-1].rstrip().endswith("?")

    def _with_carried(self, text: str) -> str:
        """The question that these words end; "hm" and a command are no part of one."""
        is_part = judge(text, (), asked=self._is_asked) == "words"
        return f"{self._carried} {text}".strip() if is_part else self._carried

    def _zero(self, what: SoFar | Utterance) -> tuple[float, float]:
        """The end of the speech on the stream's clock, and how many seconds ago that was.

        With a key it is the moment of the release.
        """
        end = what.end if what.speech_end is None else what.speech_end
        if not self._devices.microphone.paced:
            return end / SAMPLE_RATE, 0.0
        if isinstance(what, Utterance) and what.ended == "released":
            ago = time.perf_counter() - self._released_at
            return self._listener.position / SAMPLE_RATE - ago, ago
        return end / SAMPLE_RATE, self._listener.seconds_since(end)

    # What is answered

    def _follow(self, event: Event, running: Running) -> Iterator[Event]:
        if event.kind == "error" and event.data.get("code") == "device-lost":
            self._lost = AudioError("device-lost", event.data["message"], event.data["hint"])
        yield from running.follow(event)
        if running.over and (running.wanted or running.turn.cancelled):
            self._end_turn()

    def _mutes(self) -> bool:
        """Whether the microphone rests now; the listener's thread asks."""
        running = self._running
        # Behind the turn, too: its last word still hangs in the room.
        return (running is None or running.may_go_on) and self._devices.speaker.sounding

    def _listener_ended(self) -> None:
        """The file is over: leave, after the turn in hand."""
        if self._running or self._pending or self._hearing.is_over:
            self._turns_left = 1
        else:
            self._leaving = True

    def _end_turn(self) -> None:
        """After a turn: take up what was said meanwhile, or listen, or leave."""
        running, self._running = self._running, None
        if running is None:
            return
        if running.wanted:
            self._finished(running.events)
            self._count(running)
        self._gate.open()
        pending, self._pending = self._pending, None
        if pending:
            self._begin(pending)
            return
        is_enough = self._turns_left is not None and self._turns_left <= 0
        self._leaving = self._leaving or (is_enough and not self._hearing.is_over)

    def _count(self, running: Running) -> None:
        """Count turns and failures, and leave after too many."""
        if self._turns_left is not None:
            self._turns_left -= 1
        failure = running.failure()
        self._failures = self._failures + 1 if failure else 0
        if failure and self._failures >= FAILURES:
            told = failure.data
            self.failed = VoicecliError(told["code"], told["message"], told["hint"])
            self._leaving = True
