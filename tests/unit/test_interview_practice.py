"""How far an interview has come, what is practised again, and what became better."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.interviews import topic_of
from voicecli.errors import InterviewError
from voicecli.interview.course import (
    Assessment,
    Covered,
    Delivery,
    Exchange,
    Limits,
    Progress,
    Reply,
    State,
)
from voicecli.interview.plan import Job, Plan, Resume, Topic
from voicecli.interview.reporting.progress import Held, attempts, of_one_job, repeated_by
from voicecli.interview.reporting.repeating import (
    named_topics,
    repeated,
    same_questions,
    weak_topics,
)
from voicecli.interview.reporting.report import Subject, make_report
from voicecli.interview.reporting.rubric import default_rubric
from voicecli.interview.steps.standing import standing

pytestmark = pytest.mark.unit

STORY = (
    "Last winter a child in my class stopped speaking. I had to find out why, so I visited the"
    " family and changed the seating. As a result she read aloud in May."
)


PLAN = Plan(
    Job("Teacher", "Hill School", ()),
    Resume("", ()),
    (),
    (
        topic_of(
            1, "Classroom", "Tell me about a time a lesson failed.", "How do you begin?", "Why?"
        ),
        topic_of(2, "Parents", "How do you speak to parents?", "Who was angry?"),
        topic_of(3, "Exams", "How do you mark?", "What was unfair?"),
    ),
)


def exchange(number: int, about: Topic, verdict: str, text: str, **changes: object) -> Exchange:
    points = ("own part", "result")
    is_good = verdict == "good"
    judged = Assessment(
        verdict,  # type: ignore[arg-type]
        tuple(Covered(one, text[:10]) for one in points) if is_good else (),
        () if is_good else points,
    )
    one = Exchange(
        number, about.id, "main", about.questions[0].text, points, 10.0 * number, "answered",
        Reply(text, delivery=Delivery(10.0)), judged,
    )  # fmt: skip
    return replace(one, **changes)  # type: ignore[arg-type]


GOOD = exchange(1, PLAN.topics[0], "good", STORY)
WEAK = exchange(2, PLAN.topics[1], "off-topic", "I like the weather here very much today.")
OPEN = Progress(
    State.ANSWER, "t3", question="How do you mark?", number=3, exchanges=(GOOD, WEAK),
    asked=(GOOD.question, WEAK.question, "How do you mark?"), seconds=100.0,
)  # fmt: skip


def stages(progress: Progress, *, is_over: bool = False) -> list[str]:
    found = standing(PLAN, Limits(), progress, is_held=False, is_over=is_over, since=5.0)
    return [one.stage for one in found.topics]


def test_each_topic_has_its_stage() -> None:
    assert stages(Progress()) == ["waiting"] * 3
    assert stages(OPEN) == ["begun", "begun", "in hand"]
    assert stages(replace(OPEN, closed=("t1",))) == ["done", "begun", "in hand"]
    skipped = replace(OPEN, exchanges=(replace(GOOD, outcome="skipped"),), closed=("t1", "t2"))
    assert stages(skipped) == ["skipped", "skipped", "in hand"]
    over = replace(OPEN, state=State.DONE, question="", topic="")
    assert stages(over, is_over=True) == ["done", "done", "not reached"]


@pytest.mark.parametrize(
    ("progress", "is_held", "is_over", "activity", "seconds"),
    [
        (Progress(), False, False, "planned", 0.0),
        (OPEN, False, False, "left", 100.0),
        (OPEN, True, False, "held", 105.0),
        (replace(OPEN, state=State.PAUSED), True, False, "paused", 100.0),
        (replace(OPEN, state=State.DONE), True, False, "over", 100.0),
        (OPEN, False, True, "over", 100.0),
    ],
)
def test_its_time_goes_on_while_it_is_held_alone(
    progress: Progress, is_held: bool, is_over: bool, activity: str, seconds: float
) -> None:
    found = standing(PLAN, Limits(), progress, is_held=is_held, is_over=is_over, since=5.0)
    assert (found.activity, found.seconds) == (activity, seconds)
    assert found.seconds_left == 2700.0 - seconds


def test_time_that_is_used_up_is_not_negative() -> None:
    late = replace(OPEN, seconds=9999.0)
    assert standing(PLAN, Limits(), late, is_held=False, is_over=False, since=0).seconds_left == 0


def test_points_told_in_any_answer_count_once() -> None:
    further = exchange(3, PLAN.topics[1], "good", STORY, asking="follow-up")
    found = standing(
        PLAN, Limits(), replace(OPEN, exchanges=(GOOD, WEAK, further)),
        is_held=False, is_over=False, since=0.0,
    )  # fmt: skip
    parents = found.topics[1]
    assert (parents.covered, parents.points, parents.coverage) == (2, 2, 1.0)
    assert (parents.asked, parents.follow_ups, parents.answered) == (2, 1, 2)
    assert found.topics[2].coverage is None


def test_weak_topics_are_those_the_report_finds_something_missing_in() -> None:
    report = make_report(PLAN, OPEN, default_rubric(), Subject("", ""))
    assert weak_topics(report) == ("t2", "t3")
    good = replace(OPEN, state=State.DONE, exchanges=(GOOD,), question="", topic="")
    assert weak_topics(make_report(PLAN, good, default_rubric(), Subject("", ""))) == ()


def test_topics_are_named_by_id_title_or_a_piece_of_it() -> None:
    assert named_topics(PLAN, ["t2", " EXAMS ", "class", "Parents"]) == ("t2", "t3", "t1")
    for written, code in {
        "s": "ambiguous-topic", "": "no-topic", "a": "ambiguous-topic", "nurse": "no-topic",
    }.items():  # fmt: skip
        with pytest.raises(InterviewError) as caught:
            named_topics(PLAN, [written])
        assert caught.value.code == code


def test_new_questions_come_first_and_old_ones_only_where_there_are_too_few() -> None:
    plan = repeated(PLAN, ("t2", "t1"), ["tell me about a time a lesson failed", "Who was angry?"])
    assert [one.id for one in plan.topics] == ["t1", "t2"]
    assert [[one.text for one in topic.questions] for topic in plan.topics] == [
        ["How do you begin?", "Why?"],
        ["How do you speak to parents?", "Who was angry?"],
    ]
    assert plan.job == PLAN.job
    asked = [one.text for topic in PLAN.topics for one in topic.questions]
    assert [len(one.questions) for one in repeated(PLAN, ("t1",), asked).topics] == [2]


def test_the_same_questions_come_in_the_order_in_which_they_were_asked() -> None:
    asked = ["Who was angry?", "why", "Please say more.", "How do you begin?"]
    plan = same_questions(PLAN, ("t2", "t1"), asked)
    assert [[one.text for one in topic.questions] for topic in plan.topics] == [
        ["Why?", "How do you begin?", "Tell me about a time a lesson failed."],
        ["Who was angry?", "How do you speak to parents?"],
    ]


BEGUN = datetime(2026, 3, 1, 12, tzinfo=UTC)


def held(number: int, parent: str = "", plan: Plan = PLAN, *over: Exchange) -> Held:
    progress = replace(OPEN, exchanges=over or (WEAK,), question="", topic="")
    return Held(f"A{number}", parent, BEGUN + timedelta(days=number), plan, progress)


def test_interviews_are_of_one_job_by_its_name_or_by_repeating_one_another() -> None:
    nameless, baker = replace(PLAN, job=Job("", "", ())), replace(PLAN, job=Job("Baker", "", ()))
    every = (
        held(1), held(2, "A1"), held(3, "A2", nameless), held(4, "A3", nameless),
        held(5, "", nameless), held(6, "", baker),
        held(7, "", replace(PLAN, job=Job(" TEACHER ", "hill  school", ()))),
        held(8, "gone", nameless),
    )  # fmt: skip
    for one in ("A1", "A3", "A4", "A7"):
        assert [found.id for found in of_one_job(every, one)] == ["A1", "A2", "A3", "A4", "A7"]
    assert [found.id for found in of_one_job(every, "A5")] == ["A5"]
    assert [found.id for found in of_one_job(every, "A8")] == ["A8"]


def test_attempts_tell_figures_and_none_where_nothing_was_judged() -> None:
    silent = exchange(
        1, PLAN.topics[0], "silent", "", outcome="silent", reply=None, assessment=None
    )
    found = attempts(
        [
            held(3, "", PLAN, GOOD),
            held(1, "", PLAN, WEAK),
            held(2, "", PLAN, silent),
            replace(held(4), progress=Progress()),
        ]
    )
    assert [one.id for one in found] == ["A1", "A2", "A3"]
    weak, nothing, good = found
    assert (weak.coverage, nothing.coverage, good.coverage) == (0.0, None, 1.0)
    assert (nothing.answered, nothing.words_a_minute, nothing.structure) == (0, None, None)
    assert good.structure is not None
    assert good.words_a_minute is not None
    assert [one.title for one in good.topics] == ["Classroom"]


def test_what_was_told_so_far_counts_each_topic_as_it_was_answered_last() -> None:
    weak = exchange(1, PLAN.topics[0], "off-topic", "I like the weather here very much today.")
    skipped = replace(WEAK, number=2, outcome="skipped", reply=None, assessment=None)
    other = replace(PLAN, topics=(topic_of(1, "Exams", "How do you mark?"),))
    exams = exchange(1, other.topics[0], "good", STORY)
    found = attempts(
        [
            held(1, "", PLAN, weak, WEAK),
            held(2, "", PLAN, GOOD, skipped),
            held(3, "", other, exams),
        ]
    )
    assert [one.coverage for one in found] == [0.0, 1.0, 1.0]
    assert [one.so_far for one in found] == [0.0, 0.5, 0.667], "each topic seeks two points"


def test_a_third_repeat_asks_what_was_not_asked_for_longest() -> None:
    first = replace(PLAN, topics=(topic_of(1, "Loss", "One?", "Two?", "Three?"),))
    asked = ["One?"]
    plans, chain = [first], []
    for _ in range(3):
        again = repeated(plans[-1], ("t1",), asked, plans[:-1])
        chain.append([one.text for one in again.topics[0].questions])
        asked += chain[-1]
        plans.append(again)
    assert chain == [["Two?", "Three?"], ["One?", "Two?"], ["Three?", "One?"]]


def test_the_interviews_that_one_repeats_are_found_whatever_their_links() -> None:
    def held(name: str, parent: str) -> Held:
        return Held(name, parent, datetime(2026, 3, 1, tzinfo=UTC), PLAN, Progress())

    chain = [held("a", ""), held("b", "a"), held("c", "b"), held("x", "y"), held("y", "x")]
    assert [one.id for one in repeated_by(chain, "c")] == ["b", "a"]
    assert repeated_by(chain, "a") == ()
    assert {one.id for one in repeated_by(chain, "x")} == {"x", "y"}
