"""How much room is left, and what is asked with it, at the edges of each rule."""

from dataclasses import replace

import pytest

from tests.interviews import plan_of
from voicecli.interview.course import Assessment, Exchange, Limits, Progress, Reply
from voicecli.interview.plan import Plan
from voicecli.interview.steps.agenda import (
    FIRST_PACE,
    follow_ups_of,
    has_closing_room,
    is_late,
    may_follow_up,
    next_question,
    room,
)

pytestmark = pytest.mark.unit


def after(plan: Plan, *topics: int, seconds: float = 0.0, asking: str = "main") -> Progress:
    """How it stands when a ready question of each of these topics was answered well."""
    asked: list[str] = []
    over = []
    for number, topic in enumerate(topics, start=1):
        one = plan.topics[topic - 1]
        asked.append(next(q.text for q in one.questions if q.text not in asked))
        over.append(
            Exchange(
                number, one.id, "main", asked[-1], (), 0.0, "answered", Reply("I did."),
                Assessment("good"),
            )
        )  # fmt: skip
    return Progress(exchanges=tuple(over), asked=tuple(asked), seconds=seconds)


def in_hand(plan: Plan, topic: int, asked: int, follow_ups: int = 0) -> Progress:
    """A question of a topic is open, of so many asked; the last of them may be follow-ups."""
    progress = Progress(
        topic=f"t{topic}",
        question="What else?" if follow_ups else plan.topics[topic - 1].questions[0].text,
        asking="follow-up" if follow_ups else "main",
        asked=tuple(f"Number {one}?" for one in range(asked)),
    )
    earlier = tuple(
        Exchange(one, f"t{topic}", "follow-up", f"More {one}?", (), 0.0, "answered")
        for one in range(1, follow_ups)
    )
    return replace(progress, exchanges=earlier)


@pytest.mark.parametrize(
    ("minutes", "left", "late"),
    [(45, 301, False), (45, 299, True), (10, 91, False), (10, 89, True), (45, 0, False)],
)
def test_little_time_is_little_in_seconds_and_of_the_whole(
    minutes: float, left: float, late: bool
) -> None:
    now = Progress(seconds=60 * minutes - left)
    assert is_late(now, Limits(minutes)) is late


@pytest.mark.parametrize(
    ("minutes", "left", "has_room"),
    [(45, 61, True), (45, 60, False), (5, 16, True), (5, 14, False)],
)
def test_the_closing_question_needs_a_minute_or_a_share_of_a_short_interview(
    minutes: float, left: float, has_room: bool
) -> None:
    now = Progress(seconds=60 * minutes - left)
    assert has_closing_room(now, Limits(minutes)) is has_room
    assert not has_closing_room(replace(now, asked=("One?",)), Limits(minutes, questions=1))


def test_room_goes_by_the_candidates_own_pace_once_two_have_answered() -> None:
    plan, limits = plan_of(6), Limits(10.0, questions=16)
    assert room(after(plan, 1, seconds=360.0), limits) == round(240.0 / FIRST_PACE)
    assert room(after(plan, 1, 2, seconds=400.0), limits) == 1  # 200 s each, and as many are left
    assert room(after(plan, 1, 2, seconds=100.0), limits) == 10
    assert room(after(plan, 1, 2, seconds=0.0), limits) == 14  # whoever is quicker than a second


@pytest.mark.parametrize(
    ("topics", "left", "follow_ups", "may"),
    [
        (6, 2, 0, True),  # a first one may cost the plan its last topics,
        (6, 1, 0, False),  # but not the last question while a topic waits
        (1, 1, 0, True),
        (1, 0, 0, False),
        (4, 4, 1, True),  # a second one may cost none of the three that wait
        (4, 3, 1, False),
        (4, 9, 2, False),  # two are enough
    ],
)
def test_a_follow_up_leaves_room_for_the_topics_that_wait(
    topics: int, left: int, follow_ups: int, may: bool
) -> None:
    plan = plan_of(topics)
    now = in_hand(plan, 1, asked=16 - left, follow_ups=follow_ups)
    assert follow_ups_of(now, "t1") == follow_ups
    assert may_follow_up(plan, now, Limits()) is may


def test_topics_take_turns_where_nothing_else_tells() -> None:
    plan = plan_of(2)
    found = next_question(plan, after(plan, 2, 1), Limits())
    assert found is not None
    assert found[1].text == "Question 2-2?"


def test_a_topic_that_was_closed_or_asked_out_does_not_wait() -> None:
    plan = plan_of(3)
    now = replace(in_hand(plan, 1, asked=15), closed=("t2", "t3"))
    assert may_follow_up(plan, now, Limits())
    assert next_question(plan, replace(after(plan, 1, 1), closed=("t2", "t3")), Limits()) is None
