"""An interview: turn by turn what the interviewer says, and how it then stands.

Each turn is computed from the progress so far and what happened, and becomes the progress only when
it is finished: a draft that is given up leaves no trace.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from voicecli.dialogue.commands import Command
from voicecli.dialogue.conversation import Conversation
from voicecli.errors import StorageError, TtsError, VoicecliError
from voicecli.interview.course import Interview, Progress, State
from voicecli.interview.steps.machine import Resumed
from voicecli.interview.steps.orders import Order, manner_of
from voicecli.pipeline.answer import Voice, error_event, heard, speak
from voicecli.pipeline.follow_up_writing import FollowUpWriter
from voicecli.pipeline.interview_heard import sounded
from voicecli.pipeline.interview_keeping import InterviewKeeper
from voicecli.pipeline.interview_orders import SPEED, VOLUME, InterviewOrders, changed, ordered
from voicecli.pipeline.interview_replies import Stopwatch, begun_in
from voicecli.pipeline.interview_steps import Judge, Move, Position, Steps, with_earlier
from voicecli.pipeline.interview_turns import (
    INTERVIEWER,
    first_sound,
    interview_record,
    sentence_events,
    standing,
    told_of,
)
from voicecli.pipeline.interview_wording import said_events
from voicecli.pipeline.measuring import Measured, Measuring
from voicecli.pipeline.orders import Notice, OrderGroup
from voicecli.pipeline.record import NOTICE
from voicecli.pipeline.running import Asked, Unasked
from voicecli.pipeline.scribe import Transcribed
from voicecli.pipeline.state import SessionState
from voicecli.pipeline.turn_sounds import TurnSounds
from voicecli.protocols import AdjustableVoice
from voicecli.turn import TurnCancelled
from voicecli.types import Event, TurnRecord

KEY_PATIENCE = 3.0
"""With a key, silence is so many times longer before it is asked whether all is well: a hand has to
find it first."""
THINK_PATIENCE = 2.0
"""The same for who asked for time to think."""


@dataclass(frozen=True, slots=True)
class Aloud:
    """What an interview has when it is spoken: the voice, and who measures and keeps the sound.

    Files that are not `paced` tell no time of what the interviewer says.
    """

    voice: AdjustableVoice
    hands_free: bool = True
    paced: bool = True
    measuring: Measuring | None = None
    sounds: TurnSounds | None = None


class InterviewSession:
    """What `Talk` asks for turns, and tells when one is finished; `turn` is for text.

    The answers' thread computes a turn, the main thread takes it into the progress and has it kept.
    """

    def __init__(
        self,
        interview: Interview,
        judge: Judge,
        keeper: InterviewKeeper,
        aloud: Aloud | None = None,
        *,
        silence_seconds: float = 15.0,
        models: Mapping[str, str] | None = None,
        writer: FollowUpWriter | None = None,
    ) -> None:
        self.plan = interview.plan
        self.limits = interview.limits
        self.state = SessionState(
            Conversation(keeper.session_id), voice=aloud.voice if aloud else None
        )
        self.groups: tuple[OrderGroup, ...] = (InterviewOrders(lambda: self.progress.offered),)
        self.on_finished: Callable[[], None] = lambda: None
        """Called behind each finished turn, in the main thread."""
        self._keeper = keeper
        self._voice = aloud.voice if aloud else None
        self._silence = silence_seconds * (KEY_PATIENCE if aloud and not aloud.hands_free else 1.0)
        self._paced = aloud is not None and aloud.paced
        self._measuring = aloud.measuring if aloud else None
        self._sounds = aloud.sounds if aloud else None
        self._models = models or {}
        self._writer = writer
        self._watch = Stopwatch(interview.progress.seconds)
        self._steps = Steps(self.plan, self.limits, judge, self._watch.at)
        self._now = Position(interview.progress)
        self._made: Move | None = None
        """The step of the turn in hand, or of a draft that was given up."""
        self._began = False
        self._thinks = False
        self._asked_until: float | None = None
        self._measured: list[Measured] = []
        self._seen = 0
        """The id of the turn that is shown."""
        self._owed: TurnRecord | None = None
        """A turn that was taken and could not be kept."""
        self._rests = False
        """Whether it is kept as one that is paused, because the devices are gone."""

    @property
    def progress(self) -> Progress:
        """Where it stands; a step that is not taken yet is no part of it."""
        return self._now.progress

    @property
    def opens(self) -> Unasked:
        """Why the interviewer speaks first."""
        return "begin" if self.progress.state is State.WELCOME else "resumed"

    @property
    def over(self) -> bool:
        """Whether it has come to its end."""
        return self.progress.state is State.DONE

    @property
    def seconds(self) -> float:
        """How long it has lasted now."""
        return max(self.progress.seconds, self._watch.now)

    def speaks_after(self) -> float | None:
        """Seconds of silence after which the interviewer says a word; None: it waits."""
        if not self._began or self.progress.state in (State.PAUSED, State.DONE):
            return None
        return self._silence * (THINK_PATIENCE if self._thinks else 1.0)

    def is_order(self, text: str) -> bool:
        """Whether these words are an order, and no part of an answer."""
        return ordered(text, self.groups, self.state) is not None

    def watched(self) -> Callable[[], None]:
        """What ends what is done between two turns; called when somebody begins to speak."""
        return self._writer.stop_reading if self._writer else lambda: None

    def next_mode(self) -> str:
        """There is one mode: its name."""
        return INTERVIEWER

    def answers(self, asked: Iterator[Asked]) -> Iterator[Event]:
        """Take one turn after the other. Runs in the answers' thread."""
        for one in asked:
            yield from self.turn(one)

    def turn(self, asked: Asked) -> Iterator[Event]:
        """What follows from what was said, or not said; `run-end` is the last event."""
        turn = asked.turn
        yield Event("run-start", turn.now(), {"turn": turn.id})
        shown = 0
        try:
            if asked.unasked is None:
                yield from self._heard(asked)
            with turn.measure("total"):
                events = self._events(asked)
                voice = self._voice_for(asked)
                for event in speak(events, voice, turn) if voice else events:
                    shown += event.kind == "llm-text"
                    yield event
        except TurnCancelled:
            yield Event("cancelled", turn.now(), {"reason": turn.reason})
        except VoicecliError as error:
            yield error_event(error, turn.now())
            if isinstance(error, TtsError) and (move := self._move_of(turn.id)):
                yield from sentence_events(move.sentences, turn, first=shown, spoken=False)
        yield Event("run-end", turn.now(), {"timings": turn.timings | turn.marks})

    def see(self, event: Event) -> None:
        """Keep where a turn leads before it is said. In the main thread."""
        if event.kind == "run-start":
            self._seen = event.data.get("turn", 0)
        elif event.kind == "interview" and (move := self._move_of(self._seen)):
            with suppress(StorageError):  # `finished` tries again, and tells
                self._keeper.keep_ahead(move.step.progress, over=move.step.over)

    def finished(self, events: list[Event]) -> None:
        """Take in and keep a finished turn. Runs in the main thread. Raises StorageError."""
        try:
            move = self._move_of(events[0].data.get("turn", 0)) if events else None
            self._made = None
            if move is not None:
                self._take(move, events)
            elif events and any(one.kind == "command" for one in events):
                rest, left = self._now.sounded.rest, self._now.sounded.left
                self._note_heard(rest, events, asks=bool(self.progress.question), put=left)
        finally:
            self.on_finished()

    def finish(self) -> None:
        """Keep what is not kept yet. Behind the last turn, in the main thread. Raises StorageError.

        That is what was measured last, what an answer began with, and what could not be kept.
        """
        before = self.progress
        if self._measuring and self._began:
            self._measuring.finish()
            self._take_in_measured()
        if self._now.begun and not self.over:
            self._now.progress = with_earlier(self.progress, self._now.begun)
            self._now.begun = None
        differs = self._owed or self._rests or before is not self.progress
        if differs and not self._keeper.is_gone:
            self._keeper.keep(self._owed, self.progress, over=self.over)
            self._owed = None

    def devices_lost(self, begun: Sequence[Transcribed]) -> None:
        """Stand still until it goes on; `begun` are the pieces of an answer that was broken off.

        In the main thread, while no turn runs. Who looks from outside sees a pause.
        """
        self._now.begun = begun_in(begun, self._watch.at, self._now.begun)
        self._now.progress = replace(self.progress, seconds=self.seconds)
        self._watch.rest()
        if self.progress.question and not self.over:
            self._rests = True
            with suppress(StorageError):
                self._keeper.keep_ahead(replace(self.progress, state=State.PAUSED))

    def standing(self) -> dict[str, Any]:
        """How it stands, as `--json` and the status line tell it."""
        made = self._made
        is_sure = made is not None and not (made.turn.draft or made.turn.given_up)
        now = made.step.progress if made and is_sure else self.progress
        now = replace(now, seconds=self.seconds)
        return standing(self.plan, self.limits, now)

    def _move_of(self, turn: int) -> Move | None:
        return self._made if self._made and self._made.turn.id == turn else None

    def _heard(self, asked: Asked) -> Iterator[Event]:
        """What was recognised. The pieces before one that was not are an answer, too."""
        if asked.text and (error := asked.words.error):
            yield error_event(error, asked.turn.now())
            asked = replace(asked, words=replace(asked.words, error=None))
        yield from heard(asked)

    def _events(self, asked: Asked) -> Iterator[Event]:
        """What happens in a turn, once it is known what was said."""
        turn, text = asked.turn, asked.text.strip()
        order = ordered(text, self.groups, self.state, typed=asked.typed) if text else None
        if isinstance(order, Command | Notice):
            yield from self._about_speaking(order, asked)
        elif text or asked.unasked:
            if order:
                yield from self._ordered(order, asked)
            with turn.measure("evaluate"):
                move = self._made = self._steps.move(asked, order, self._now)
            yield Event("interview", turn.now(), told_of(move.happened, move.step))
            yield from said_events(move, self._steps, self._writer, self._make)

    def _ordered(self, order: Order, asked: Asked) -> Iterator[Event]:
        """An order that makes a step; who wants the question louder hears all so from now on."""
        turn = asked.turn
        how = manner_of(asked.text) if order == "repeat" and self._voice else None
        if how:
            turn.until_sure()
            changed(Command(how), self._voice)
            yield Event("command", turn.now(), {"name": how})
        yield Event("command", turn.now(), {"name": order})

    def _make(self, move: Move) -> None:
        self._made = move

    def _voice_for(self, asked: Asked) -> Voice | None:
        """What a turn is spoken with; what of it is heard is known if sound is kept."""
        speaker = self._sounds.follow(asked) if self._sounds else asked.speaker
        return Voice(self._voice, speaker) if self._voice else None

    def _about_speaking(self, order: Command | Notice, asked: Asked) -> Iterator[Event]:
        """Speak otherwise, or tell why not; the interview stands where it stood.

        What was not heard of the question for it is said then.
        """
        turn = asked.turn
        turn.until_sure()
        self._now.begun = self._steps.begun_before(asked, self._now)
        rest: tuple[str, ...] = ()
        notice = changed(order, self._voice)
        if isinstance(order, Command):
            yield Event("command", turn.now(), {"name": order.name})
            rest = self._now.sounded.rest if self._voice and order.name != "stop" else ()
            notice = None if rest and order.name in {*SPEED, *VOLUME} else notice
        if notice is None:
            yield from sentence_events(rest, turn)
            return
        data = {"index": 0, "text": notice.text, "source": NOTICE}
        yield Event("llm-text", turn.now(), data | ({} if notice.spoken else {"spoken": False}))
        yield from sentence_events((notice.text, *rest), turn, first=1)

    def _take(self, move: Move, events: list[Event]) -> None:
        """The step is taken: the interview stands where it led, and it is kept."""
        now, is_first = move.step.progress, not self._began
        self._now.take(move)
        self._began = True
        run = move.turn.zero
        if self._paced and (is_first or isinstance(move.happened, Resumed)):
            run += first_sound(events)
        ago = move.turn.now() - run
        self._watch.set(now.seconds, run, ago=ago, rests=now.state is State.PAUSED)
        self._thinks = move.is_ordered("think")
        if move.said and self._measuring:
            self._measuring.hear(move.said.reply, move.said.sound, self._asked_until)
        asks = bool(now.question and move.step.says)
        self._note_heard(move.sentences, events, asks=asks, put=move.put)
        if asks and (not self._now.sounded.unheard or move.is_ordered("go-on")):
            self._now.known.add(now.question)
        self._take_in_measured()
        record = interview_record(events, self._models, aloud=self._voice is not None)
        self._owed = record
        number = self._keeper.keep(record, self.progress, over=move.step.over)
        self._owed, self._rests = None, False
        if self._sounds and number is not None:
            self._sounds.keep(events[0].data["turn"], self._keeper.session_id, number)
        self.state.leaving = self.state.leaving or move.step.over

    def _note_heard(
        self,
        sentences: Sequence[str],
        events: Sequence[Event],
        *,
        asks: bool,
        put: Sequence[str],
    ) -> None:
        """How much of what was said was heard, and when a question had sounded."""
        self._now.sounded = sounded(sentences, events, asks=asks, put=put)
        ends = [event.at for event in events if event.kind == "speech-end" and self._paced]
        self._asked_until = self._watch.at(ends[-1]) if ends and asks else self._asked_until

    def _take_in_measured(self) -> None:
        self._measured += self._measuring.done() if self._measuring else ()
        for measured in self._measured:
            self._now.progress = measured.into(self.progress)
