"""What is stored of an interview: texts that come back as they were, or are refused."""

import json
from collections.abc import Callable
from dataclasses import fields, replace
from enum import Enum
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.interviewed import AFTER_ONE, AFTER_TWO, GENERAL, PLAN, TOLD
from voicecli.errors import InterviewError
from voicecli.interview.course import Limits, Progress, State
from voicecli.interview.plan import Plan, Question
from voicecli.interview.records import (
    exchanges_json,
    limits_json,
    plan_json,
    progress_json,
    read_interview,
    read_limits,
    read_plan,
    read_progress,
)
from voicecli.storage.packed_json import packed_json, unpacked_json, without, words_in

pytestmark = pytest.mark.unit

PASSED = {State.QUESTION, State.EVALUATE, State.FOLLOW_UP}
"""States on the way to one in which an interview rests."""

PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=12),
    int: st.integers(0, 60),
    float: st.floats(0, 1e5),
    bool: st.booleans(),
    type(None): st.none(),
}


def any_of(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a type, whatever its fields are by now."""
    if kind in PLAIN:
        return PLAIN[kind]
    if get_origin(kind) is Literal:
        return st.sampled_from(get_args(kind))
    if isinstance(kind, UnionType):
        return st.one_of(*map(any_of, get_args(kind)))
    if get_origin(kind) is tuple:
        return st.lists(any_of(get_args(kind)[0]), max_size=2).map(tuple)
    if issubclass(kind, Enum):
        return st.sampled_from(kind)
    hints = get_type_hints(kind)
    return st.builds(kind, **{one.name: any_of(hints[one.name]) for one in fields(kind)})


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any plan whose numbers fit each other, and whose topics have questions."""
    plan: Plan = draw(any_of(Plan))
    asked: st.SearchStrategy[Question] = any_of(Question).filter(lambda one: one.text.strip())
    topics = tuple(
        replace(one, id=f"t{at}", title=f"{one.title}.", questions=(draw(asked), draw(asked)))
        for at, one in enumerate(plan.topics)
    )
    requirements, claims = len(plan.job.requirements), len(plan.resume.claims)
    matches = tuple(
        replace(
            one,
            requirement=one.requirement % requirements,
            claims=tuple(claim % claims for claim in one.claims if claims),
        )
        for one in plan.matches
        if requirements
    )
    return replace(plan, topics=topics, matches=matches)


@given(plans())
def test_every_plan_comes_back_as_it_was(plan: Plan) -> None:
    kept = plan_json(plan)
    assert read_plan(kept) == plan
    assert unpacked_json(packed_json(kept)) == kept


@given(any_of(Progress).filter(lambda one: one.state not in PASSED))
def test_every_progress_comes_back_as_it_was(progress: Progress) -> None:
    over = tuple(replace(one, number=at) for at, one in enumerate(progress.exchanges, start=1))
    progress = replace(progress, exchanges=over)
    kept = exchanges_json(progress)
    assert read_progress(progress_json(progress), kept.values()) == progress


@pytest.mark.parametrize("state", sorted(PASSED))
def test_an_interview_is_left_in_no_state_that_is_only_passed(state: State) -> None:
    with pytest.raises(InterviewError, match="is only passed"):
        read_progress(progress_json(replace(AFTER_TWO, state=state)))


def test_fields_of_a_newer_program_are_passed_over_and_missing_ones_have_defaults() -> None:
    told = json.loads(plan_json(PLAN)) | {"mood": "cheerful"}
    told["topics"][0]["colour"] = "blue"
    assert read_plan(json.dumps(told)) == PLAN
    assert read_limits('{"version":1,"minutes":10}') == Limits(10.0)
    assert read_progress('{"version":1}') == read_progress("{}") == Progress()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"version":2}', "newer-interview"), ("", "broken-interview"), ("[]", "broken-interview"),
        ("null", "broken-interview"), ('{"state":"answer"}', "broken-interview"),
        ('{"version":true}', "broken-interview"), ('{"version":"1"}', "broken-interview"),
        ('{"version":1,"state":"dancing"}', "broken-interview"),
        ('{"version":1,"seconds":NaN}', "broken-interview"),
        ('{"version":1,"seconds":1e999}', "broken-interview"),
        ('{"version":1,"asked":"x"}', "broken-interview"),
        ('{"version":1,"asked_at":' + "[" * 100_000, "broken-interview"),
    ],
)  # fmt: skip
def test_what_is_no_progress_is_refused(text: str, code: str) -> None:
    with pytest.raises(InterviewError) as caught:
        read_progress(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told["matches"][0].update(requirement=7),
        lambda told: told["matches"][0].update(claims=[-1]),
        lambda told: told["topics"][1].update(id="t1"),
        lambda told: told["topics"][0].update(kind="riddle"),
        lambda told: told["topics"][0].pop("questions"),
    ],
)
def test_what_is_no_plan_is_refused(change: Callable[[Any], object]) -> None:
    told = json.loads(plan_json(PLAN))
    change(told)
    with pytest.raises(InterviewError, match="cannot be read"):
        read_plan(json.dumps(told))
    with pytest.raises(InterviewError):
        read_limits('{"version":1,"minutes":0}')


def test_what_is_left_of_a_plan_in_which_things_were_forgotten_fits_together() -> None:
    def says(text: str) -> bool:
        return any(word in text.lower() for word in ("calm", "patient"))

    plan, progress = without(plan_json(PLAN), says), without(progress_json(AFTER_ONE), says)
    left = [one for one in exchanges_json(AFTER_ONE).values() if not any(map(says, words_in(one)))]
    left_over = read_interview(plan, limits_json(Limits()), progress, dict(enumerate(left)))
    assert [topic.id for topic in left_over.plan.topics] == ["t1", "t2", "t3"]
    assert left_over.plan.topics[0].title == "(forgotten)"
    assert len(left_over.plan.topics[0].questions) == 1
    assert left_over.progress.exchanges == ()
    assert not any(map(says, words_in(plan_json(left_over.plan))))


def test_exchanges_under_other_numbers_are_refused() -> None:
    parts = plan_json(PLAN), limits_json(Limits()), progress_json(AFTER_TWO)
    over = exchanges_json(AFTER_TWO)
    assert read_interview(*parts, over).progress == AFTER_TWO
    with pytest.raises(InterviewError, match="numbers that are not theirs"):
        read_interview(*parts, {3: over[1], 2: over[2]})


def test_what_waits_is_forgotten_with_its_topic() -> None:
    waiting = replace(
        AFTER_TWO, aside=replace(GENERAL, topic="t9"), reopened=replace(TOLD, question="")
    )
    told = read_interview(plan_json(PLAN), limits_json(Limits()), progress_json(waiting), {})
    assert (told.progress.aside, told.progress.reopened) == (None, None)


@pytest.mark.parametrize("lost", [{"question": ""}, {"topic": "t9"}])
def test_a_question_in_hand_that_was_forgotten_is_passed_over(lost: dict[str, str]) -> None:
    left = progress_json(replace(AFTER_TWO, **lost))  # type: ignore[arg-type]
    now = read_interview(plan_json(PLAN), limits_json(Limits()), left, {}).progress
    assert (now.state, now.topic, now.question) == (State.NEXT_TOPIC, "", "")


def test_words_are_what_somebody_said() -> None:
    words = set(words_in(plan_json(PLAN)))
    assert {"Harbour Clinic", "Experience in wound care", "Why us"} <= words
    assert not {"strength", "technical", "t1"} & words
