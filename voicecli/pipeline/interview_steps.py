"""The step that a turn of an interview makes: to which question was replied, and with what."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from voicecli.interview.course import (
    Assessment,
    Covered,
    Limits,
    Message,
    Progress,
    State,
)
from voicecli.interview.judging.told import earlier_deeds, still_open
from voicecli.interview.judging.written_follow_ups import Wanted
from voicecli.interview.plan import Plan, Question, Topic
from voicecli.interview.steps.context import last_messages
from voicecli.interview.steps.machine import (
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
from voicecli.interview.steps.orders import Order
from voicecli.pipeline.interview_heard import Sounded
from voicecli.pipeline.interview_replies import Said, begun_by, said
from voicecli.pipeline.interview_turns import sentences_of
from voicecli.pipeline.running import Asked
from voicecli.turn import Turn


@dataclass(frozen=True, slots=True)
class Judge:
    """What a reply is worth, and what is asked because of it; all without a language model.

    `touched` tells which of some points a text speaks of, whatever it was asked.
    """

    assess: Callable[[str, Sequence[str], Topic, str], Assessment]
    follow_up: Callable[
        [Topic, str, str, Assessment, Sequence[str], Sequence[str]], Question | None
    ]
    touched: Callable[[Sequence[str], str], Sequence[Covered]] = lambda points, text: ()


@dataclass(frozen=True, slots=True)
class Move:
    """A step that is not taken yet: what led to it, and from where.

    `begun` is what was said of an answer that goes on behind it, `rest` what is said behind the
    step itself: what was not heard of the question.
    """

    before: Progress
    happened: Happened | None
    step: Step
    said: Said | None
    turn: Turn
    begun: Said | None = None
    rest: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is said to it."""
        return (*sentences_of(self.step.says), *self.rest)

    @property
    def put(self) -> tuple[str, ...]:
        """Those of the sentences that put the open question, and lead to it; none if none does."""
        asks = State.QUESTION in self.step.passed
        return sentences_of(self.step.says[-2:]) if asks else self.rest

    def is_ordered(self, order: Order) -> bool:
        """Whether that was the order that led to it."""
        return isinstance(self.happened, Ordered) and self.happened.order == order

    @property
    def leads_in(self) -> tuple[str, ...]:
        """What is said before the question that follows up; all of it, where none does."""
        return sentences_of(self.step.says[:-1]) if self.follow_up else self.sentences

    @property
    def follow_up(self) -> Question | None:
        """The question that follows up, where the step asks it."""
        happened, now = self.happened, self.step.progress
        further = happened.follow_up if isinstance(happened, Answered) else None
        is_asked = further and self.step.says[-1:] == (further.text,)
        return further if is_asked and now.question == self.step.says[-1] else None

    @property
    def leaves_a_question(self) -> bool:
        """Whether the step was an answer, or left a question that there was none to."""
        is_next = self.step.progress.number != self.before.number
        silent = isinstance(self.happened, Silent) and is_next
        return silent or isinstance(self.happened, Answered)


@dataclass(slots=True)
class Position:
    """Where an interview stands between two turns: all that the next step depends on."""

    progress: Progress
    last: Move | None = None
    """The last step that was taken, if what comes next may still be the answer before it."""
    begun: Said | None = None
    """The beginning of an answer that was broken off by an order."""
    sounded: Sounded = field(default_factory=Sounded)
    known: set[str] = field(default_factory=set)
    """Questions that were heard at least in part, or asked again because they were not."""

    @property
    def is_unknown(self) -> bool:
        """Whether the open question was never heard."""
        return self.sounded.unheard and self.progress.question not in self.known

    def take(self, move: Move) -> None:
        """A step is taken."""
        self.progress = move.step.progress
        self.last = move if move.leaves_a_question else None
        self.begun = move.begun


class Steps:
    """Makes the steps of one interview; nothing is changed by it.

    `at` tells the time of the interview at a moment of the conversation.
    """

    def __init__(
        self, plan: Plan, limits: Limits, judge: Judge, at: Callable[[float], float]
    ) -> None:
        self._plan = plan
        self._limits = limits
        self._judge = judge
        self._at = at

    def move(self, asked: Asked, order: Order | None, now: Position) -> Move:
        """The step that follows from what was said, or not said."""
        turn, before, whole = asked.turn, now.progress, None
        if asked.unasked == "begin":
            return Move(before, None, open_interview(self._plan, self._limits), None, turn)
        at = self._at(turn.zero)
        happened: Happened
        if asked.unasked == "resumed":
            happened = Resumed(before.seconds)
        elif order:
            happened = Ordered(order, at)
        elif asked.unasked:
            happened = Ordered("go-on", at) if now.is_unknown else Silent(at)
        else:
            before, whole, happened = self._replied(asked, at, now)
        if whole is None and (begun := self.begun_before(asked, now)):
            return self._broken_off(before, happened, begun, turn)
        kept = now.begun if before.state is State.PAUSED else None  # no answer is taken then
        rest = now.sounded.left if order == "time" else ()
        return Move(before, happened, self._step(before, happened), whole, turn, kept, rest)

    def wanted(self, move: Move) -> Wanted | None:
        """The follow-up that a step asks, with the ground that it is asked on; None for others."""
        happened, ready, topic = (
            move.happened,
            move.follow_up,
            topic_in_hand(self._plan, move.before),
        )
        if not (isinstance(happened, Answered) and happened.assessment and ready and topic):
            return None
        context = last_messages(move.before, happened.reply.text)
        return Wanted(topic, ready, happened.assessment.verdict, context, move.before.asked)

    def worded(self, move: Move, question: Question) -> Move:
        """The step that asks its follow-up in these words; else it stays as it is."""
        if not isinstance(move.happened, Answered):
            return move
        happened = replace(move.happened, follow_up=question)
        made = replace(move, happened=happened, step=self._step(move.before, happened))
        return made if made.follow_up and made.leads_in == move.leads_in else move

    def to_come(self, move: Move) -> tuple[Topic, tuple[Message, ...]] | None:
        """What an answer to the question of a step will stand on; None where there is none."""
        now = move.step.progress
        topic = topic_in_hand(self._plan, now)
        return (topic, last_messages(now, "")[:-1]) if topic and move.step.says else None

    def begun_before(self, asked: Asked, now: Position) -> Said | None:
        """What was said of an answer up to now, where no answer came of it."""
        return begun_by(asked, self._at, now.begun)

    def _broken_off(self, before: Progress, happened: Happened, begun: Said, turn: Turn) -> Move:
        """A step that comes between an answer and the rest of it, or leaves it unfinished."""
        made = self._step(before, happened)
        if made.progress.question and made.progress.number == before.number:
            return Move(before, happened, made, None, turn, begun)
        before = with_earlier(before, begun)
        return Move(before, happened, self._step(before, happened), None, turn)

    def _replied(
        self, asked: Asked, at: float, now: Position
    ) -> tuple[Progress, Said | None, Happened]:
        """Which question was replied to, by its progress: the one before, or the open one.

        Nobody replies to a question that they do not know yet, unless the reply fits it, or fits
        the one that was left because of a silence just now: it is asked.
        """
        last = now.last
        if last and last.said and self._goes_on(asked, last.said, now):
            whole = said(asked, self._at, last.said)
            return last.before, whole, self._answered(last.before, whole, at)
        whole = said(asked, self._at, now.begun)
        answered = self._answered(now.progress, whole, at)
        if asked.typed or not now.is_unknown:
            return now.progress, whole, answered
        if last and not last.said:
            earlier = self._answered(last.before, whole, at)
            if _fits(earlier):
                return last.before, whole, earlier
        if _fits(answered):
            return now.progress, whole, answered
        return now.progress, None, Ordered("go-on", at)

    def _goes_on(self, asked: Asked, former: Said, now: Position) -> bool:
        """Whether they are still at the answer before: no other question was heard since."""
        pieces = " ".join(words.text for words in asked.parts)
        carried = asked.carried.removesuffix(pieces).strip()
        return now.sounded.unheard or bool(carried and carried.startswith(former.words))

    def _answered(self, before: Progress, whole: Said, at: float) -> Answered:
        reply, topic = whole.reply, topic_in_hand(self._plan, before)
        if topic is None:
            return Answered(reply, None, None, at)
        judged = self._judge.assess(before.question, before.seeks, topic, reply.text)
        context = last_messages(before, reply.text)
        left = still_open(judged, context, self._judge.touched)
        asked, earlier = before.asked, earlier_deeds(context)
        further = self._judge.follow_up(topic, before.question, reply.text, left, asked, earlier)
        return Answered(reply, judged, further, at)

    def _step(self, before: Progress, happened: Happened) -> Step:
        return step(self._plan, before, happened, self._limits)


def with_earlier(progress: Progress, begun: Said) -> Progress:
    """The progress in which what an answer began with is kept with its question."""
    return replace(progress, earlier=(*progress.earlier, begun.reply))


def _fits(answered: Answered) -> bool:
    """Whether a reply answers its question at least in part."""
    return answered.assessment is not None and answered.assessment.verdict in ("good", "partial")
