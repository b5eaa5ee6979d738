"""Whatever happens in whatever order: limits hold, nothing is asked twice, it comes to an end."""

from itertools import pairwise

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from pydantic import TypeAdapter

from tests.interviews import answered, plan_of
from voicecli.interview.course import Limits, Progress, State, Verdict
from voicecli.interview.steps.agenda import was_asked
from voicecli.interview.steps.machine import (
    Happened,
    Ordered,
    Resumed,
    Silent,
    Step,
    open_interview,
    step,
)
from voicecli.interview.steps.moves import TRANSITIONS
from voicecli.interview.steps.orders import Order

pytestmark = pytest.mark.unit

STORED = TypeAdapter(Progress)
RESTING = {State.ANSWER, State.CONCLUDE, State.PAUSED, State.DONE}
VERDICTS = st.sampled_from(
    ("good", "partial", "vague", "off-topic", "unknown", "hostile", "silent")
)
ORDERS = st.sampled_from(
    ("repeat", "rephrase", "skip", "pause", "go-on", "back", "time", "think", "stop")
)
SECONDS = st.sampled_from((0.0, 1.0, 30.0, 120.0, 600.0))


class Interview(RuleBasedStateMachine):
    """An interview with a candidate who does whatever hypothesis thinks of."""

    @initialize(
        topics=st.integers(1, 6),
        questions=st.integers(1, 3),
        most=st.integers(1, 10),
        follow_ups=st.integers(0, 2),
        minutes=st.sampled_from((1.0, 10.0, 45.0)),
    )
    def begin(
        self, topics: int, questions: int, most: int, follow_ups: int, minutes: float
    ) -> None:
        self.plan = plan_of(topics, questions)
        self.limits = Limits(minutes, most, follow_ups)
        self.made = 0
        self.now = open_interview(self.plan, self.limits)

    @rule(
        verdict=VERDICTS,
        asks=st.sampled_from(("", "new", "old")),
        text=st.sampled_from(("I did.", "")),
        later=SECONDS,
    )
    def answer(self, verdict: Verdict, asks: str, text: str, later: float) -> None:
        self.made += asks == "new"
        follow_up = f"And then {self.made if asks == 'new' else 1}?" if asks else ""
        at = self.now.progress.seconds + later
        self.happen(answered(verdict, at=at, follow_up=follow_up, text=text))

    @rule(later=SECONDS)
    def be_silent(self, later: float) -> None:
        self.happen(Silent(self.now.progress.seconds + later))

    @rule(order=ORDERS, later=SECONDS)
    def order(self, order: Order, later: float) -> None:
        self.happen(Ordered(order, self.now.progress.seconds + later))

    @rule()
    def leave_and_come_back(self) -> None:
        self.happen(Resumed(self.now.progress.seconds))

    def happen(self, event: Happened) -> None:
        before = self.now
        self.now = step(self.plan, before.progress, event, self.limits)
        self.check_step(before, event)

    def check_step(self, before: Step, event: Happened) -> None:
        after = self.now
        assert after.passed[0] is before.progress.state
        assert all(then in TRANSITIONS[now] for now, then in pairwise(after.passed))
        stored = STORED.validate_json(STORED.dump_json(before.progress))
        assert stored == before.progress
        assert step(self.plan, stored, event, self.limits) == after
        asked = len(after.progress.asked) - len(before.progress.asked)
        assert asked in (0, 1)
        if asked:
            assert after.progress.seconds < self.limits.minutes * 60
            assert after.says[-1] == after.progress.question
        if before.over:
            assert after.progress == before.progress
        assert after.says or isinstance(event, Silent) or before.over

    @invariant()
    def limits_hold(self) -> None:
        now = self.now.progress
        assert now.state in RESTING
        assert len(now.asked) <= self.limits.questions
        in_hand = [(now.topic, now.asking)] if now.question else []
        waiting = [(now.aside.topic, now.aside.asking)] if now.aside else []
        for topic in self.plan.topics:
            made = [(one.topic, one.asking) for one in now.exchanges] + in_hand + waiting
            assert made.count((topic.id, "follow-up")) <= self.limits.follow_ups

    @invariant()
    def nothing_is_asked_twice(self) -> None:
        asked = self.now.progress.asked
        assert not any(was_asked(one, asked[:number]) for number, one in enumerate(asked))

    @invariant()
    def every_question_is_somewhere_once(self) -> None:
        now = self.now.progress
        numbers = [one.number for one in now.exchanges]
        assert numbers == sorted(numbers)
        if now.question:
            numbers.append(now.number)
        if now.aside:
            numbers.append(now.aside.number)
        assert sorted(numbers) == list(range(1, len(now.asked) + 1))

    def teardown(self) -> None:
        """Who answers whatever is asked comes to the end."""
        if not hasattr(self, "plan"):
            return
        for _ in range(3 * len(self.plan.topics) * 3 + 5):
            if self.now.over:
                return
            at = self.now.progress.seconds + 60
            paused = self.now.progress.state is State.PAUSED
            self.happen(Ordered("go-on", at) if paused else answered(at=at))
        raise AssertionError("it does not end")


test_any_course_of_an_interview = Interview.TestCase
