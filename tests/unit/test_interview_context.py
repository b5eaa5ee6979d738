"""The last messages of an interview, and what of a question they tell already."""

from collections.abc import Sequence

import pytest

from tests.interviews import WIDE
from voicecli.interview.course import (
    Asking,
    Assessment,
    Covered,
    Exchange,
    Message,
    Progress,
    Reply,
    State,
)
from voicecli.interview.judging.assessing import Assessor
from voicecli.interview.judging.follow_ups import follow_up
from voicecli.interview.judging.told import earlier_deeds, same_story, still_open
from voicecli.interview.plan import Job, Plan, Question, Resume, Topic
from voicecli.interview.steps.context import CONTEXT_MESSAGES, last_messages
from voicecli.pipeline.interview_steps import Judge, Position, Steps
from voicecli.pipeline.written_turns import written

pytestmark = pytest.mark.unit

STORY = "Tell me about a delivery that went wrong. What did you do?"
SEEKS = ("the situation", "what you did yourself", "the result")
MORE = "Which delivery were you proud of, and what came of it?"
TOPIC = Topic(
    "t1",
    "Deliveries",
    "strength",
    "",
    0.5,
    (Question(STORY, "behavioural", SEEKS), Question(MORE, "behavioural", SEEKS)),
)
OTHER = Topic("t2", "Customers", "strength", "", 0.4, TOPIC.questions)
ASSESSOR = Assessor(None)


def told(number: int, reply: str, *, asking: Asking = "main", topic: Topic = TOPIC) -> Exchange:
    seeks = SEEKS if asking == "main" else ("the result",)
    judged = ASSESSOR.assess(STORY, seeks, topic, reply)
    question = f"{STORY} {number}"
    return Exchange(
        number,
        topic.id,
        asking,
        question,
        seeks,
        0.0,
        "answered",
        Reply(reply),
        judged,
    )


def at(number: int, *before: Exchange, asking: Asking = "main", topic: Topic = TOPIC) -> Progress:
    """A question of this number is open."""
    return Progress(
        State.ANSWER,
        topic.id,
        asking,
        MORE,
        SEEKS,
        number=number,
        exchanges=before,
    )


def left_open(progress: Progress, reply: str, *missing: str) -> tuple[str, ...]:
    judged = Assessment("partial", missing=missing)
    return still_open(judged, last_messages(progress, reply), ASSESSOR.touched).missing


def test_they_end_with_the_open_question_and_its_reply() -> None:
    said = last_messages(at(5, *(told(n, f"Reply {n}.") for n in range(1, 5))), "Now.")

    assert len(said) == CONTEXT_MESSAGES == 6
    assert [one.speaker for one in said] == ["interviewer", "candidate"] * 3
    assert [one.number for one in said] == [3, 3, 4, 4, 5, 5]
    assert (said[-2].text, said[-1].text) == (MORE, "Now.")


def test_what_was_not_answered_is_none_of_them() -> None:
    skipped = Exchange(1, "t1", "main", STORY, SEEKS, 0.0, "skipped")

    assert [one.text for one in last_messages(at(2, skipped), "Now.")] == [MORE, "Now."]
    assert last_messages(at(2, skipped), "Now.", 0) == ()


def test_a_result_that_was_told_in_the_first_answer_is_not_asked_for_in_the_second() -> None:
    first = told(1, "The van broke down, I called a farmer, and in the end all was there by nine.")
    reply = "As I said, the van broke down and I called the farmer with his tractor."

    assert left_open(at(2, first), reply, "the result") == ()
    assert left_open(at(2, first), reply, "the result", "what you learned") == ("what you learned",)


def test_the_result_of_one_story_is_none_of_another() -> None:
    first = told(1, "The van broke down, I called a farmer, and in the end all was there by nine.")
    reply = "We had a wedding with two hundred guests, and I drove the flowers myself."

    assert left_open(at(2, first), reply, "the result") == ("the result",)


def test_much_of_the_same_makes_it_the_same_story() -> None:
    first = told(1, "The oven van broke down near Leeds, and in the end the bakery paid nothing.")
    same = "I repaired the oven van near Leeds, with the bakery on the phone."

    assert left_open(at(2, first), same, "the result") == ()


def test_a_follow_up_goes_on_with_the_answer_before_it() -> None:
    first = told(1, "The van broke down, I called a farmer, and in the end all was there by nine.")
    progress = at(2, first, asking="follow-up")

    assert left_open(progress, "It was cold.", "what came of it") == ()
    elsewhere = at(2, told(1, first.reply.text if first.reply else "", topic=OTHER))
    assert left_open(elsewhere, "It was cold.", "what came of it") == ("what came of it",)


def test_what_lies_further_back_than_the_context_is_asked_for() -> None:
    first = told(1, "The van broke down, I called a farmer, and in the end all was there by nine.")
    between = [told(n, f"Something else about lorry {n}.", topic=OTHER) for n in (2, 3, 4)]
    reply = "As I said, the van broke down."

    assert left_open(at(5, first, *between), reply, "the result") == ("the result",)


@pytest.mark.parametrize(
    ("reply", "is_same"),
    [
        ("As I said, it was hard.", True),
        ("That is what I mentioned.", False),
        ("Like I've already told you, it was hard.", True),
        ("As I told my boss, it was hard.", False),
        ("As I explained to them, it was hard.", False),
        ("We did that same project once more.", True),
        ("At the same time it rained.", False),
    ],
)  # fmt: skip
def test_words_that_go_back(reply: str, is_same: bool) -> None:
    context = last_messages(at(2, told(1, "I called a farmer.")), reply)

    assert bool(same_story(context)) is is_same


def test_only_a_partial_answer_can_become_whole() -> None:
    first = told(1, "The van broke down, I called a farmer, and in the end all was there by nine.")
    context = last_messages(at(2, first), "As I said.")

    verdicts = ("partial", "vague", "off-topic")
    left = [still_open(Assessment(v, missing=("the result",)), context, touched) for v in verdicts]  # type: ignore[arg-type]
    assert [one.verdict for one in left] == ["good", "vague", "off-topic"]


def touched(points: Sequence[str], text: str) -> tuple[Covered, ...]:
    return tuple(Covered(point, text) for point in points)


def test_where_it_was_asked_for_there_and_not_told_it_is_asked_for() -> None:
    judged = Assessment("partial", missing=("the result",), concrete=("called a farmer",))
    reply = Reply("I called a farmer.")
    first = Exchange(1, "t1", "main", STORY, SEEKS, 0.0, "answered", reply, judged)
    context = last_messages(at(2, first, asking="follow-up"), "It was cold.")

    left = still_open(Assessment("partial", missing=("how it ended",)), context, touched)
    assert left.missing == ("how it ended",)
    assert earlier_deeds(context) == ("called a farmer",)


def test_a_follow_up_takes_up_an_earlier_deed() -> None:
    left = Assessment("partial", missing=("the result",))
    found = follow_up(TOPIC, STORY, "It was cold.", left, (STORY,), ("called a farmer",))

    assert found is not None
    assert found.text == (
        "You told me before that you “called a farmer”. What was different afterwards?"
    )


def test_no_context_tells_nothing() -> None:
    judged = Assessment("partial", missing=("the result",))
    assert still_open(judged, (), touched) is judged
    assert still_open(judged, (Message("candidate", "I did.", 1, "t1", "main"),), touched) is judged


def test_the_steps_of_an_interview_heed_it() -> None:
    plan = Plan(Job("Driver", "", ()), Resume("", ()), (), (TOPIC, OTHER))
    judge = Judge(ASSESSOR.assess, follow_up, ASSESSOR.touched)
    steps = Steps(plan, WIDE, judge, lambda run: 60.0)
    first = told(1, "The van broke down, I called a farmer, and in the end all was there by nine.")
    new = "The lorry broke down in the snow and I walked to the village for a shovel."

    def asks_on(reply: str) -> bool:
        move = steps.move(written(reply), None, Position(at(2, first)))
        return move.follow_up is not None

    assert asks_on(new)
    assert not asks_on(f"As I said: {new[0].lower()}{new[1:]}")
