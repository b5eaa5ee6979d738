"""An interview: turn by turn what the interviewer says, and how it then stands.

Each turn is computed from the progress so far and what happened, and becomes the progress only when
it is finished: a draft that is given up leaves no trace.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voicecli.dialogue.commands import Command, command
from voicecli.dialogue.conversation import Conversation
from voicecli.dialogue.orders import in_words
from voicecli.errors import VoicecliError
from voicecli.interview.course import Assessment, Limits, Progress, State
from voicecli.interview.machine import (
    Answered,
    Happened,
    Ordered,
    Resumed,
    Silent,
    Step,
    open_interview,
    step,
    topic_in_hand,
)
from voicecli.interview.orders import Order
from voicecli.interview.plan import Plan, Question, Topic
from voicecli.pipeline.answer import Voice, error_event, heard, speak
from voicecli.pipeline.interview_keeping import InterviewKeeper
from voicecli.pipeline.interview_orders import ORDERS, InterviewOrders
from voicecli.pipeline.interview_replies import Said, Stopwatch, said
from voicecli.pipeline.interview_turns import (
    INTERVIEWER,
    first_sound,
    interview_record,
    sentences,
    told_of,
)
from voicecli.pipeline.measuring import Measured, Measuring
from voicecli.pipeline.orders import Notice, OrderGroup, find_order
from voicecli.pipeline.record import NOTICE
from voicecli.pipeline.record import said as sentences_of
from voicecli.pipeline.running import Asked, Unasked
from voicecli.pipeline.session import SPEED_STEP, VOLUME_STEP
from voicecli.pipeline.state import SessionState
from voicecli.pipeline.turn_sounds import TurnSounds
from voicecli.protocols import AdjustableVoice
from voicecli.turn import Turn, TurnCancelled
from voicecli.types import Event

WENT_ON_SECONDS = 2.0
"""Who speaks so soon behind the first sound of a question was still at the answer before it."""
KEY_PATIENCE = 3.0
"""With a key, silence is so many times longer before it is asked whether all is well: a hand has to
find it first."""
THINK_PATIENCE = 2.0
"""The same for who asked for time to think."""

SPEED: Mapping[str, float] = {"slower": 1 / SPEED_STEP, "faster": SPEED_STEP}
VOLUME: Mapping[str, float] = {"quieter": 1 / VOLUME_STEP, "louder": VOLUME_STEP}
"""Factors that an order makes the voice another by."""
_SAME_AS: Mapping[str, Order] = {"repeat": "repeat", "continue": "go-on"}
"""Commands about speaking that mean a question here."""


@dataclass(frozen=True, slots=True)
class Judge:
    """What a reply is worth, and what is asked because of it; both without a language model."""

    assess: Callable[[str, Sequence[str], Topic, str], Assessment]
    follow_up: Callable[[Topic, str, str, Assessment, Sequence[str]], Question | None]


@dataclass(frozen=True, slots=True)
class _Move:
    """A step that is not taken yet: what led to it, and from where."""

    before: Progress
    happened: Happened | None
    step: Step
    said: Said | None
    turn: Turn


class InterviewSession:
    """What `Talk` asks for turns, and tells when one is finished; `turn` is for text.

    The answers' thread computes a turn, the main thread takes it into the progress and has it kept.
    `voice` is None in text. Files that are not `paced` tell no time of what the interviewer says.
    """

    def __init__(
        self,
        plan: Plan,
        limits: Limits,
        progress: Progress,
        judge: Judge,
        keeper: InterviewKeeper,
        voice: AdjustableVoice | None = None,
        *,
        silence_seconds: float = 15.0,
        hands_free: bool = True,
        paced: bool = True,
        measuring: Measuring | None = None,
        sounds: TurnSounds | None = None,
        models: Mapping[str, str] | None = None,
    ) -> None:
        self.plan = plan
        self.limits = limits
        self.progress = progress
        self.state = SessionState(Conversation(keeper.session_id), voice=voice)
        self.groups: tuple[OrderGroup, ...] = (InterviewOrders(lambda: self.progress.offered),)
        self.on_finished: Callable[[], None] = lambda: None
        """Called behind each finished turn, in the main thread."""
        self._judge = judge
        self._keeper = keeper
        self._voice = voice
        self._silence = silence_seconds * (1.0 if hands_free else KEY_PATIENCE)
        self._paced = paced
        self._measuring = measuring
        self._sounds = sounds
        self._models = models or {}
        self._watch = Stopwatch(progress.seconds)
        self._moves: dict[int, _Move] = {}
        """Steps by the number of their turn."""
        self._last: _Move | None = None
        """The last step that was taken, if what comes next may still be the answer before it."""
        self._began = False
        self._thinks = False
        self._unheard = False
        """Whether nothing of the open question was heard in the last turn."""
        self._known: set[str] = set()
        """Questions that were heard at least in part, or asked again because they were not."""
        self._asked_until: float | None = None
        self._measured: list[Measured] = []

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
        return self._order(text, typed=False) is not None

    def watched(self) -> Callable[[], None]:
        """Nothing is done between two turns that could be in the way."""
        return lambda: None

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
        try:
            if asked.unasked is None:
                yield from heard(asked)
            with turn.measure("total"):
                events = self._events(asked)
                voice = self._voice_for(asked)
                yield from speak(events, voice, turn) if voice else events
        except TurnCancelled:
            yield Event("cancelled", turn.now(), {"reason": turn.reason})
        except VoicecliError as error:
            yield error_event(error, turn.now())
        yield Event("run-end", turn.now(), {"timings": turn.timings | turn.marks})

    def finished(self, events: list[Event]) -> None:
        """Take in and keep a finished turn. Runs in the main thread. Raises StorageError."""
        try:
            move = self._moves.pop(events[0].data.get("turn", 0), None) if events else None
            self._moves = {}
            if move is not None:
                self._take(move, events)
        finally:
            self.on_finished()

    def finish(self) -> None:
        """Keep what was measured last. Behind the last turn, in the main thread."""
        if self._measuring and self._began:
            self._measuring.finish()
            before = self.progress
            self._take_in_measured()
            if before is not self.progress:
                self._keeper.keep(None, self.progress, over=self.over)

    def standing(self) -> dict[str, Any]:
        """How it stands, as `--json` and the status line tell it."""
        sure = [one for one in list(self._moves.values()) if not one.turn.draft]
        now = sure[-1].step.progress if sure else self.progress
        topic = topic_in_hand(self.plan, now)
        return {
            "state": str(now.state),
            "question": now.number,
            "questions": self.limits.questions,
            "topic": now.topic,
            "title": topic.title if topic else "",
            "asking": now.asking,
            "seconds": round(self.seconds, 2),
            "seconds_left": round(max(0.0, 60.0 * self.limits.minutes - self.seconds), 2),
        }

    def _order(self, text: str, *, typed: bool) -> Order | Command | Notice | None:
        """What was ordered: of the interview, about its voice, or nothing that there is."""
        words = text if not typed or text[1:].lower() in ORDERS else in_words(text)
        found = find_order(words, self.groups, self.state, typed=typed)
        if found and found[0].name in ORDERS:
            return found[0].name  # type: ignore[return-value]  # it is one of ORDERS
        if found:
            told = next(iter(found[1].carry_out(found[0], self.state, Turn())))
            return told if isinstance(told, Notice) else Notice(str(told), spoken=False)
        ordered = command(words)
        return _SAME_AS.get(ordered.name, ordered) if ordered else None

    def _events(self, asked: Asked) -> Iterator[Event]:
        """What happens in a turn, once it is known what was said."""
        turn, text = asked.turn, asked.text.strip()
        order = self._order(text, typed=asked.typed) if text else None
        if isinstance(order, Command | Notice):
            yield from self._about_speaking(order, turn)
        elif text or asked.unasked:
            if order:
                yield Event("command", turn.now(), {"name": order})
            with turn.measure("evaluate"):
                move = self._moves[turn.id] = self._move(asked, order)
            yield Event("interview", turn.now(), told_of(move.happened, move.step))
            yield from sentences(move.step.says, turn)

    def _voice_for(self, asked: Asked) -> Voice | None:
        """What a turn is spoken with; what of it is heard is known if sound is kept."""
        speaker = self._sounds.follow(asked) if self._sounds else asked.speaker
        return Voice(self._voice, speaker) if self._voice else None

    def _move(self, asked: Asked, order: Order | None) -> _Move:
        """The step that follows. Nothing is changed by it."""
        turn, run = asked.turn, asked.turn.zero
        if asked.unasked == "begin":
            opened = open_interview(self.plan, self.limits)
            return _Move(self.progress, None, opened, None, turn)
        before, at, whole = self.progress, self._watch.at(run), None
        happened: Happened
        if asked.unasked:
            happened = Resumed(before.seconds) if asked.unasked == "resumed" else Silent(at)
        elif order:
            happened = Ordered(order, at)
        else:
            before, whole, happened = self._replied(asked, at)
        return _Move(before, happened, step(self.plan, before, happened, self.limits), whole, turn)

    def _replied(self, asked: Asked, at: float) -> tuple[Progress, Said | None, Happened]:
        """Which question was replied to, by its progress: the one before, or the open one.

        Nobody replies to a question that they do not know yet, unless the reply fits it, or fits
        the one that was left because of a silence just now: it is asked.
        """
        last = self._last
        if last and last.said and self._goes_on(asked, last.said):
            whole = said(asked, self._watch.at, last.said)
            return last.before, whole, self._answered(last.before, whole, at)
        whole = said(asked, self._watch.at)
        answered = self._answered(self.progress, whole, at)
        if not self._unheard or asked.typed or self.progress.question in self._known:
            return self.progress, whole, answered
        if last and not last.said:
            earlier = self._answered(last.before, whole, at)
            if _fits(earlier):
                return last.before, whole, earlier
        if _fits(answered):
            return self.progress, whole, answered
        return self.progress, None, Ordered("go-on", at)

    def _goes_on(self, asked: Asked, former: Said) -> bool:
        """Whether they are still at the answer before: no other question was heard since."""
        pieces = " ".join(words.text for words in asked.parts)
        carried = asked.carried.removesuffix(pieces).strip()
        return self._unheard or bool(carried and carried.startswith(former.words))

    def _answered(self, before: Progress, whole: Said, at: float) -> Answered:
        reply, topic = whole.reply, topic_in_hand(self.plan, before)
        if topic is None:
            return Answered(reply, None, None, at)
        judged = self._judge.assess(before.question, before.seeks, topic, reply.text)
        further = self._judge.follow_up(topic, before.question, reply.text, judged, before.asked)
        return Answered(reply, judged, further, at)

    def _about_speaking(self, order: Command | Notice, turn: Turn) -> Iterator[Event]:
        """Speak otherwise, or tell why not; the interview stands where it stood."""
        turn.until_sure()
        if isinstance(order, Command):
            yield Event("command", turn.now(), {"name": order.name})
        for notice in self._changed(order):
            told = {"index": 0, "text": notice.text, "source": NOTICE}
            yield Event("llm-text", turn.now(), told | ({} if notice.spoken else {"spoken": False}))

    def _changed(self, order: Command | Notice) -> Iterator[Notice]:
        if isinstance(order, Notice):
            yield order
        elif order.name in {*SPEED, *VOLUME} and self._voice:
            self._voice.speed *= SPEED.get(order.name, 1.0)
            self._voice.volume *= VOLUME.get(order.name, 1.0)
            yield Notice("Like this?")
        elif order.name != "stop":
            yield Notice("That cannot be changed in an interview.")

    def _take(self, move: _Move, events: list[Event]) -> None:
        """The step is taken: the interview stands where it led, and it is kept."""
        now, is_first = move.step.progress, not self._began
        self.progress, self._began = now, True
        run = move.turn.zero
        if self._paced and (is_first or isinstance(move.happened, Resumed)):
            run += first_sound(events)
        self._watch.set(now.seconds, run, rests=now.state is State.PAUSED)
        self._thinks = _is_ordered(move, "think")
        self._last = move if _leaves_a_question(move) else None
        if move.said and self._measuring:
            self._measuring.hear(move.said.reply, move.said.sound, self._asked_until)
        self._note_heard(move, events)
        self._take_in_measured()
        record = interview_record(events, self._models, aloud=self._voice is not None)
        number = self._keeper.keep(record, self.progress, over=move.step.over)
        if self._sounds and number is not None:
            self._sounds.keep(events[0].data["turn"], self._keeper.session_id, number)
        self.state.leaving = self.state.leaving or move.step.over

    def _note_heard(self, move: _Move, events: list[Event]) -> None:
        """How much of the question was heard, and when it had sounded."""
        told = sentences_of(events)
        asks = bool(move.step.progress.question and move.step.says)
        cut = any(event.data.get("reason") == "barge-in" for event in events)
        self._unheard = asks and cut and not (told and told[-1].fraction > 0.0)
        if asks and (not self._unheard or _is_ordered(move, "go-on")):
            self._known.add(move.step.progress.question)
        ends = [event.at for event in events if event.kind == "speech-end" and self._paced]
        self._asked_until = self._watch.at(ends[-1]) if ends and asks else self._asked_until

    def _take_in_measured(self) -> None:
        self._measured += self._measuring.done() if self._measuring else ()
        for measured in self._measured:
            self.progress = measured.into(self.progress)


def _is_ordered(move: _Move, order: Order) -> bool:
    return isinstance(move.happened, Ordered) and move.happened.order == order


def _leaves_a_question(move: _Move) -> bool:
    """Whether the step was an answer, or left a question that there was none to."""
    silent = isinstance(move.happened, Silent) and move.step.progress.number != move.before.number
    return silent or isinstance(move.happened, Answered)


def _fits(answered: Answered) -> bool:
    """Whether a reply answers its question at least in part."""
    return answered.assessment is not None and answered.assessment.verdict in ("good", "partial")
