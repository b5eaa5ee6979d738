"""The moves of an interview: ask, ask again, close, reopen, lead on, conclude.

A `Course` is one step of the state machine while it is made. Each move says what there is to say
and passes the states that it passes; which move an event makes is decided in `machine`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from voicecli.interview.course import (
    Asking,
    Assessment,
    Exchange,
    Limits,
    Outcome,
    Progress,
    Reply,
    State,
    Verdict,
)
from voicecli.interview.plan import Plan, Question, Topic
from voicecli.interview.steps import agenda, greetings, words

SILENT_QUESTIONS = 3
"""After so many questions in a row without a word a pause is suggested, then made."""

TRANSITIONS: Mapping[State, frozenset[State]] = {
    State.WELCOME: frozenset({State.QUESTION}),
    State.QUESTION: frozenset({State.ANSWER, State.CONCLUDE}),
    State.ANSWER: frozenset(
        {State.QUESTION, State.EVALUATE, State.NEXT_TOPIC, State.PAUSED, State.CONCLUDE}
    ),
    State.EVALUATE: frozenset(
        {
            State.QUESTION,
            State.ANSWER,
            State.FOLLOW_UP,
            State.NEXT_TOPIC,
            State.PAUSED,
            State.CONCLUDE,
        }
    ),
    State.FOLLOW_UP: frozenset({State.QUESTION}),
    State.NEXT_TOPIC: frozenset({State.QUESTION, State.CONCLUDE}),
    State.PAUSED: frozenset({State.QUESTION, State.NEXT_TOPIC, State.CONCLUDE}),
    State.CONCLUDE: frozenset({State.QUESTION, State.EVALUATE, State.PAUSED, State.DONE}),
    State.DONE: frozenset(),
}
"""Where each state may lead. A question that is open stays so through `question`: asked again."""


@dataclass(frozen=True, slots=True)
class Step:
    """What follows from an event.

    `says` is spoken in this order, nothing when empty; a question that is asked stands last.
    `passed` are the states on the way; the last one is that of `progress`.
    """

    progress: Progress
    says: tuple[str, ...]
    over: bool
    passed: tuple[State, ...]


@dataclass(slots=True)
class Course:
    """One step while it is made: where the interview stands now, and what was said so far."""

    plan: Plan
    limits: Limits
    now: Progress
    passed: list[State]
    says: list[str] = field(default_factory=list)

    def step(self) -> Step:
        """The step as it is now; it ends in the last state that was passed."""
        turns = self.now.turns + bool(self.says)
        self.now = replace(self.now, state=self.passed[-1], turns=turns)
        over = self.now.state is State.DONE
        return Step(self.now, tuple(self.says), over, tuple(self.passed))

    def say(self, *sentences: str) -> None:
        """Say these sentences next."""
        self.says.extend(sentences)

    def note(self, **changes: Any) -> None:
        """Change fields of the progress."""
        self.now = replace(self.now, **changes)

    def move(self, state: State) -> None:
        """Go to a state. Raises ValueError where no transition leads there."""
        if state not in TRANSITIONS[self.passed[-1]]:
            raise ValueError(f"no transition from {self.passed[-1]} to {state}")
        self.passed.append(state)

    def ask_main(self, topic: Topic, question: Question) -> None:
        """Lead to a topic and open a ready question of it."""
        self.say(words.lead(self.now, topic))
        self.ask(topic.id, "main", question)

    def ask(self, topic: str, asking: Asking, question: Question) -> None:
        """Open a question that was not asked before."""
        self.note(
            topic=topic,
            asking=asking,
            question=question.text,
            seeks=question.seeks,
            number=len(self.now.asked) + 1,
            asked=(*self.now.asked, question.text),
        )
        self.fresh()
        self.note(follow_ups=agenda.follow_ups_of(self.now, topic))
        self.sound(question.text)

    def fresh(self) -> None:
        """Nothing was said to the open question yet."""
        self.note(asked_at=self.now.seconds, silences=0, rephrased=0, earlier=(), offered="")

    def sound(self, question: str) -> None:
        """Say the open question and wait for its answer."""
        self.move(State.QUESTION)
        self.say(question)
        self.move(State.ANSWER if self.now.topic else State.CONCLUDE)

    def ask_again(self, *before: str) -> None:
        """The same question once more: it counts as one."""
        self.say(*before)
        topic = topic_in_hand(self.plan, self.now)
        put = words.rephrased(self.now, topic) if self.now.rephrased else self.now.question
        self.sound(put)

    def resume(self) -> None:
        """Welcome the candidate back, and ask the open question again, unless it was forgotten."""
        topic = topic_in_hand(self.plan, self.now)
        self.note(silences=0, offered="", hostile=0)
        if self.now.question:
            self.ask_again(*greetings.welcome_back(self.plan, self.now, topic))
        elif self.passed[-1] is State.CONCLUDE:
            self.conclude("closing")
        else:
            self.say(greetings.back_without_question(self.plan))
            self.next_topic()

    def acknowledge(self, verdict: Verdict, *, follows_up: bool = False) -> None:
        """Say that an answer, or silence, was noticed."""
        said = words.acknowledgement(self.now, verdict, follows_up=follows_up)
        self.say(said)
        self.note(acknowledged=said)

    def pause(self, *, by_itself: bool = False) -> None:
        """Rest, with the question still open.

        Who goes on behind a rest that silence made has the usual time for the open question.
        """
        self.note(silences=min(self.now.silences, 1) if by_itself else 0, offered="", hostile=0)
        self.say(*words.paused(self.now, by_itself=by_itself))
        self.move(State.PAUSED)

    def in_hand(self) -> Exchange:
        """The open question as an exchange that is not over."""
        return Exchange(
            number=self.now.number,
            topic=self.now.topic,
            asking=self.now.asking,
            question=self.now.question,
            seeks=self.now.seeks,
            at=self.now.asked_at,
            outcome="open",
            earlier=self.now.earlier,
        )

    def close(self, outcome: Outcome, reply: Reply | None, judged: Assessment | None) -> None:
        """The open question is over; a reopened one without a new answer keeps the former."""
        done = replace(self.in_hand(), outcome=outcome, reply=reply, assessment=judged)
        if former := self.now.reopened:
            before = (former.reply,) if former.reply and reply else ()
            earlier = former.earlier + before + done.earlier
            done = replace(done if reply else former, earlier=earlier)
        self.note(exchanges=_in_order((*self.now.exchanges, done)), question="", reopened=None)

    def close_waiting(self, outcome: Outcome) -> None:
        """The question that was set aside is over before it was open again."""
        if waiting := self.now.aside:
            done = replace(waiting, outcome=outcome)
            self.note(exchanges=_in_order((*self.now.exchanges, done)), aside=None)

    def close_topic(self) -> None:
        """Nothing more is asked about the topic in hand."""
        if self.now.topic and self.now.topic not in self.now.closed:
            self.note(closed=(*self.now.closed, self.now.topic))

    def reopen(self, one: Exchange) -> None:
        """An exchange is open again, or the question that was set aside."""
        self.note(
            topic=one.topic,
            asking=one.asking,
            question=one.question,
            seeks=one.seeks,
            number=one.number,
        )
        self.fresh()
        self.note(follow_ups=agenda.follow_ups_of(self.now, one.topic), asked_at=one.at)

    def leave(self) -> None:
        """From a question that is over to whatever comes next."""
        if waiting := self.now.aside:
            self.reopen(waiting)
            self.note(aside=None, earlier=waiting.earlier)
            self.ask_again(words.returned(self.now))
        elif self.now.topic:
            self.next_topic()
        else:
            self.conclude("closing")

    def next_topic(self) -> None:
        """On to the next main question, the closing question, or the end."""
        if self.passed[-1] is not State.NEXT_TOPIC:
            self.move(State.NEXT_TOPIC)
        if found := agenda.next_question(self.plan, self.now, self.limits):
            if agenda.is_late(self.now, self.limits) and not self.now.told_time:
                self.say(words.little_time(self.now, self.limits))
                self.note(told_time=True)
            if all_silent(self.now):
                self.say(words.quiet_for_long())
            self.ask_main(*found)
            return
        if agenda.has_closing_room(self.now, self.limits) and not all_silent(self.now):
            self.say(words.closing_lead(self.now))
            text = words.CLOSING_QUESTIONS[0]
            self.ask("", "main", Question(text, "motivation", ()))
            return
        spent = not agenda.questions_left(self.now, self.limits)
        late = not agenda.seconds_left(self.now, self.limits)
        self.conclude("time" if late else "questions" if spent else "plan")

    def conclude(self, why: greetings.Ending) -> None:
        """The end, with nothing left open."""
        if self.now.question:
            self.close("open", None, None)
        self.close_waiting("open")
        if self.passed[-1] is not State.CONCLUDE:
            self.move(State.CONCLUDE)
        self.say(*greetings.conclusion(self.plan, why))
        self.note(offered="")
        self.move(State.DONE)


def topic_in_hand(plan: Plan, progress: Progress) -> Topic | None:
    """The topic of the open question; None for the closing question, or when none is open."""
    if not progress.question:
        return None
    return next((one for one in plan.topics if one.id == progress.topic), None)


def all_silent(progress: Progress) -> bool:
    """Whether the last questions all went by without a word."""
    last = progress.exchanges[-SILENT_QUESTIONS:]
    return len(last) == SILENT_QUESTIONS and all(one.outcome == "silent" for one in last)


def _in_order(exchanges: Sequence[Exchange]) -> tuple[Exchange, ...]:
    return tuple(sorted(exchanges, key=lambda one: one.number))
