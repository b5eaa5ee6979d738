"""What is asked in a conversation, one turn after the other, and what becomes of each turn."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from voicecli import clock
from voicecli.config import VadConfig
from voicecli.dialogue.interruptions import judge
from voicecli.dialogue.own_voice import is_own_voice
from voicecli.errors import AudioError, VoicecliError
from voicecli.pipeline.hearing import Hearing
from voicecli.pipeline.inbox import Ended, Letter, Tasks
from voicecli.pipeline.listening import Gate, Listener, MakeCues
from voicecli.pipeline.running import Asked, Running, Unasked
from voicecli.pipeline.scribe import Scribe, Transcribed
from voicecli.pipeline.unheard import UNHEARD
from voicecli.protocols import Microphone, Recognizer, Speaker, VoiceActivity
from voicecli.turn import Turn
from voicecli.types import SAMPLE_RATE, Event, Segment, SoFar, Transcript, Utterance
from voicecli.vad.endpointing import WENT_ON_SECONDS

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
    idle_seconds: float | None = None
    """Silence after which whoever speaks is taken for somebody else; None: nobody is."""
    opens: Unasked | None = None
    """Why the assistant speaks first, as soon as the devices are open, and, "resumed", when they
    are open again; None: it waits to be asked."""
    went_on_seconds: float = WENT_ON_SECONDS
    """Who speaks so soon behind the first sound of an answer goes on with what they were saying."""
    records_on: bool = False
    """With a key: whether a recording of the longest length goes on in a second piece."""
    keeps_words: bool = False
    """Whether who leaves in the midst of a long utterance has said what was heard of it."""


@dataclass(frozen=True, slots=True)
class Pending:
    """Words to be answered once the running turn has ended; without an utterance, a draft."""

    words: Transcribed
    utterance: Utterance | None
    remaining: str = ""
    """What belongs behind those of its words that were shown as certain."""
    typed_at: float | None = None
    """When they were typed, on `clock.now()`; None for what was said."""
    cuts: bool = False
    """Whether that cut an answer short."""


class Answering:
    """Asks whoever answers, and follows the turn in hand. Of the main thread."""

    def __init__(
        self,
        vad: VoiceActivity,
        recognizer: Recognizer,
        finished: Callable[[list[Event]], None],
        config: VadConfig,
        options: TalkOptions,
        cues: MakeCues | None,
        leaves: Callable[[], bool],
    ) -> None:
        self.failed: VoicecliError | None = None
        """What ended the conversation, if it failed too often."""
        self._finished = finished
        self._leaves = leaves
        self._options = options
        self._gate = Gate(self._mutes)
        self._scribe = Scribe(recognizer)
        self._hearing = Hearing(self._scribe)
        made = cues(self._words_so_far) if cues and options.hands_free else None
        made = replace(made, cut_offs=lambda: self._cut_offs) if made else None
        self._listener = Listener(
            vad, config, options.hands_free, self._gate, made, records_on=options.records_on
        )
        self._asked: Tasks[Asked | None] = Tasks()
        self._running: Running | None = None
        self._pending: Pending | None = None
        self._later: deque[Letter | Ended] = deque()
        self._carried = ""
        """The words before a pause that was taken for the end of the turn."""
        self._cut_offs = 0
        """How often somebody went on with what had been taken for a whole turn."""
        self._parts: tuple[str, tuple[Transcribed, ...]] = ("", ())
        """The pieces that were cut off a long utterance, and what was carried behind them."""
        self.is_order: Callable[[str], bool] = lambda text: False
        """Tells of words whether they are an order to whoever answers, and no part of a question
        that was begun before."""
        self.on_busy: Callable[[], None] = lambda: None
        """Called when somebody begins to speak, before anything is asked, and at the end."""
        self._sounded: list[str] = []
        """What the assistant said when this utterance began."""
        self._released_at = 0.0
        self._devices: Devices
        self._leaving = False
        self._lost: AudioError | None = None
        self._turns_left = options.turns
        self._failures = 0

    def _zero(self, what: SoFar | Utterance) -> tuple[float, float]:
        """The end of the speech on the stream's clock, and how many seconds ago that was.

        With a key it is the moment of the release.
        """
        end = what.end if what.speech_end is None else what.speech_end
        if not self._devices.microphone.paced:
            return end / SAMPLE_RATE, 0.0
        if isinstance(what, Utterance) and what.ended == "released":
            ago = clock.now() - self._released_at
            return self._listener.position / SAMPLE_RATE - ago, ago
        return end / SAMPLE_RATE, self._listener.seconds_since(end)

    @property
    def _is_asked(self) -> bool:
        """Whether "okay" would be an answer, and not a nod to one that has ended since."""
        return not self._sounded or self._sounded[-1].rstrip().endswith("?")

    def _words_so_far(self) -> str:
        """The words of the utterance that goes on, its pieces included; "" while not known.

        The listener's thread asks.
        """
        words, (carried, _) = self._scribe.words(), self._parts
        return f"{carried} {words}" if words and carried and carried == self._carried else words

    @property
    def _pieces(self) -> tuple[Transcribed, ...]:
        """The pieces that what is carried ends with, none of which was asked yet."""
        carried, pieces = self._parts
        return pieces if carried and carried == self._carried else ()

    def _carry(self, words: Transcribed, text: str) -> None:
        """Have a question go on behind these words; `text` is all of it so far."""
        pieces = self._pieces
        self._carried, self._parts = text, (text, (*pieces, words))

    def _carry_nothing(self) -> None:
        """What was carried is asked now."""
        self._carried, self._parts = "", ("", ())

    def _with_carried(self, text: str) -> str:
        """The question that these words end; "hm" and a command are no part of one."""
        is_part = judge(text, (), asked=self._is_asked) == "words"
        return f"{self._carried} {text}".strip() if is_part else self._carried

    def _ask(self, words: Transcribed, utterance: Utterance | None = None) -> None:
        """Have words answered once no turn runs; without an utterance it is a draft."""
        remaining = self._hearing.partial.finish(words.text).remaining
        asked = Pending(words, utterance, remaining)
        if self._running is None:
            self._begin(asked)
            return
        if self._pending and self._pending.utterance:
            if utterance is None:
                return  # what was asked before comes first
            if self._pending.typed_at is None:
                before = self._pending.words
                if (text := self._with_carried(before.text)) != self._carried:
                    self._carry(before, text)
        self._pending = asked
        if utterance:
            self._running.turn.cancel("superseded")

    def _ask_typed(self, text: str) -> None:
        """Have a typed line answered: it takes back what was said and is not answered yet."""
        running = self._running
        self._forget()
        self._give_up_draft()
        cuts = running is not None and running.may_go_on
        is_paced = self._devices.microphone.paced
        at = self._listener.position if is_paced else self._listener.reached
        nothing = Utterance(np.zeros(0, np.float32), at, at, "released")
        words = Transcribed(nothing, Transcript((Segment(0.0, 0.0, text),), "", 0.0), 0.0)
        pending = Pending(words, nothing, typed_at=clock.now(), cuts=cuts)
        if self._running is None:
            self._begin(pending)
        else:
            self._pending = pending
            self._running.turn.cancel("interrupted")

    def _begin_typed(self, pending: Pending, typed_at: float) -> None:
        ago = clock.now() - typed_at
        turn = Turn(pending.words.what.end / SAMPLE_RATE, ago=ago)
        speaker = UNHEARD if self._lost else self._devices.speaker
        text = pending.words.text
        asked = Asked(pending.words, text, turn, speaker, typed=True, cuts=pending.cuts)
        self._running = Running(asked, wanted=True)
        self._sounded = []
        self.on_busy()
        self._asked.put(asked)

    def _begin(self, pending: Pending) -> None:
        if pending.typed_at is not None:
            self._begin_typed(pending, pending.typed_at)
            return
        words, utterance = pending.words, pending.utterance
        text, own_voice = words.text, ""
        is_order = self.is_order(text)
        if self._sounded and is_own_voice(text, self._sounded):
            self._devices.heard_itself()
            text, own_voice = "", text
        elif judge(text, (), asked=self._is_asked) != "command" and not is_order:
            text = self._with_carried(text)
        at, ago = self._zero(utterance or words.what)
        turn = Turn(at, ago=ago, draft=utterance is None)
        turn.note("stt", words.seconds)
        carried = self._carried if text.startswith(self._carried) else ""
        remaining = pending.remaining if text != carried else ""
        speaker = self._devices.speaker
        parts = self._pieces if carried or is_order else ()
        asked = Asked(words, text, turn, speaker, carried, remaining, own_voice, parts=parts)
        self._running = Running(asked, wanted=utterance is not None)
        if utterance:
            self._carry_nothing()
        self.on_busy()
        self._asked.put(asked)

    def _speak_first(self, why: Unasked) -> None:
        """Have whoever answers say something though nobody asked. While no turn runs."""
        is_paced = self._devices.microphone.paced
        at = self._listener.position if is_paced else self._listener.reached
        nothing = Utterance(np.zeros(0, np.float32), at, at, "silence")
        words = Transcribed(nothing, Transcript((), "", 0.0), 0.0)
        asked = Asked(words, "", Turn(at / SAMPLE_RATE), self._devices.speaker, unasked=why)
        self._running = Running(asked, wanted=True)
        self._sounded = []
        self.on_busy()
        self._asked.put(asked)

    def _take_last_words(self) -> None:
        """What was said up to now is all: nobody hears an answer, but it is known to who answers.

        What was said since the last pause is not known.
        """
        running = self._running
        if running and not running.wanted:
            running.turn.cancel("left")
            running.wanted = True
        elif running is None and self._pieces:
            self._ask_carried(self._pieces)

    def _ask_carried(self, parts: tuple[Transcribed, ...]) -> None:
        last = parts[-1].what
        nothing = Utterance(last.samples[:0], last.end, last.end, "silence", last.speech_end)
        words = Transcribed(nothing, Transcript((), "", 0.0), 0.0)
        turn = Turn(nothing.end / SAMPLE_RATE)
        speaker = self._devices.speaker
        asked = Asked(words, self._carried, turn, speaker, self._carried, parts=parts)
        turn.cancel("left")
        self._running = Running(asked, wanted=True)
        self._asked.put(asked)

    def _give_up_draft(self) -> None:
        running = self._running
        if running and not running.wanted:
            running.turn.cancel("went-on")
            if running.over:
                self._running = None
        if self._pending and self._pending.utterance is None:
            self._pending = None

    def _forget(self) -> None:
        """Drop what was said and is not answered yet."""
        self._hearing.forget()
        self._later = deque(letter for letter in self._later if isinstance(letter, Ended))
        self._pending = None
        self._carried = ""

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

    def _end_turn(self) -> None:
        """After a turn: take up what was said meanwhile, or listen, or leave."""
        running, self._running = self._running, None
        if running is None:
            return
        if running.wanted:
            self._finished(running.events)
            self._count(running)
        self._gate.open()
        self._leaving = self._leaving or self._leaves()
        pending, self._pending = self._pending, None
        if pending and not self._leaving:
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
