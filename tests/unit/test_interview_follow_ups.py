"""Which question follows an answer that leaves something open."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.interview.course import Assessment, Covered, Verdict
from voicecli.interview.judging.assessing import Assessor
from voicecli.interview.judging.follow_ups import LONGEST, follow_up
from voicecli.interview.judging.points import BEARING
from voicecli.interview.judging.quotable import quotable
from voicecli.interview.plan import Question, QuestionKind, Topic

pytestmark = pytest.mark.unit

STORY = "Tell me about a delivery that went wrong. What did you do?"
SEEKS = ("the situation", "what you did yourself", "the result")
TOPIC = Topic("t1", "Deliveries", "strength", "", 0.5, (Question(STORY, "behavioural", SEEKS),))


def asked_after(reply: str, *asked: str) -> Question | None:
    assessment = Assessor(None).assess(STORY, SEEKS, TOPIC, reply)
    return follow_up(TOPIC, STORY, reply, assessment, (STORY, *asked))


@pytest.mark.parametrize("verdict", ["good", "unknown", "hostile", "silent"])
def test_there_is_nothing_to_ask_after(verdict: Verdict) -> None:
    left = Assessment(verdict, missing=SEEKS)

    assert follow_up(TOPIC, STORY, "Whatever was said.", left, ()) is None


def test_a_deed_without_a_result_is_asked_for_its_result_in_its_own_words() -> None:
    found = asked_after("A van got stuck in the snow and I called the farmer next door.")

    assert found is not None
    assert found.text.startswith("You said that you “called the farmer next door”.")
    assert found.seeks == ("the result",)


def test_a_hollow_deed_is_taken_up() -> None:
    found = asked_after("I improved the processes, and I am always very careful and committed.")

    assert found is not None
    assert found.text == "You said “improved the processes”. What exactly did you do yourself?"


def test_of_nothing_that_was_done_no_result_is_asked_for() -> None:
    nearest = "What have you done that comes closest to that?"
    seeks = ("how near it comes", "an example", "the result")
    gap = Topic("t1", "AM2", "gap", "", 0.5, (Question(nearest, "behavioural", seeks),))
    reply = "I have the 18th Edition, it is on my CV. AM2 I do not have."

    found = follow_up(gap, nearest, reply, Assessment("partial", missing=seeks), (nearest,))

    assert found is not None
    assert found.seeks == ("how near it comes",)


def test_how_the_result_is_checked_is_asked_in_so_many_words() -> None:
    how = "Take me through it step by step: how do you go about it?"
    seeks = ("the steps", "how you check the result")
    asked = Topic("t1", "Pruning", "strength", "", 0.5, (Question(how, "technical", seeks),))
    left = Assessment("partial", missing=seeks[1:])

    found = follow_up(asked, how, "First I cut, then I burn.", left, (how,))

    assert found is not None
    assert found.text == "Could you tell me how you check the result?"


def test_a_time_that_is_no_time_is_asked_for_again_as_a_fact() -> None:
    asked = "Could you tell me how soon?"

    found = follow_up(TOPIC, asked, "Soon.", Assessment("vague"), (STORY, asked))

    assert found is not None
    assert found.text == "Could you be a little more exact?"


def test_an_answer_that_tells_all_but_seems_beside_the_question_is_asked_how_it_bears() -> None:
    left = Assessment("partial", missing=(BEARING, "the result"))

    found = follow_up(TOPIC, STORY, "I rang the ferry and they waited.", left, (STORY,))

    assert found is not None
    assert found.text == "Could you tell me how that bears on the question?"


def test_who_left_the_topic_is_asked_again() -> None:
    left = Assessment("off-topic", missing=SEEKS)

    found = follow_up(TOPIC, STORY, "My dog likes fish.", left, (STORY,))

    assert found is not None
    assert found.text.startswith("Coming back to my question: ")
    assert "a delivery that went wrong" in found.text


@pytest.mark.parametrize(
    "question",
    [
        "Tell me about the hardest night shift that you had.",
        "Please describe your first week in that job.",
    ],
)
def test_a_question_that_is_no_question_by_its_grammar_is_said_again_too(question: str) -> None:
    """Who asks to hear it again then hears what was asked."""
    left = Assessment("off-topic", missing=SEEKS)

    found = follow_up(TOPIC, question, "My dog likes fish.", left, (question,))

    assert found is not None
    assert found.text[:1] == "C"
    assert question[1:] in found.text


@pytest.mark.parametrize(
    ("question", "kind", "point", "expected"),
    [
        ("What would you do?", "situational", "whom you ask", "Could you tell me whom you ask?"),
        ("How do you do it?", "technical", "how you plan", "Could you tell me how you plan?"),
        ("Do you know it?", "factual", "Kubernetes", "And what about Kubernetes?"),
        ("How was it?", "behavioural", "your own part in it", "What was your own part in it?"),
        ("How was it?", "behavioural", "what you learned", "What did you learn from it?"),
    ],
)  # fmt: skip
def test_a_point_that_is_missing_is_asked_for(
    question: str, kind: QuestionKind, point: str, expected: str
) -> None:
    topic = Topic("t1", "Anything", "gap", "", 0.5, (Question(question, kind, (point,)),))
    left = Assessment("partial", missing=(point,), concrete=("I called the farmer",))

    found = follow_up(topic, question, "I called the farmer", left, (question,))

    assert found is not None
    assert found.text == expected


def test_a_question_that_was_come_back_to_is_not_come_back_to_in_the_same_words() -> None:
    left = Assessment("off-topic", missing=SEEKS)
    back = follow_up(TOPIC, STORY, "I like pizza.", left, (STORY,))
    assert back is not None
    assert back.text.startswith("Coming back to my question: tell me")

    again = follow_up(TOPIC, back.text, "Pizza, I said.", left, (STORY, back.text))

    assert again is not None
    assert not again.text.startswith("Coming back to my question:")


def test_no_question_comes_twice() -> None:
    reply = "I improved the processes and did various things, and it went well."
    asked: list[str] = []
    while (found := asked_after(reply, *asked)) is not None:
        asked.append(found.text)
        assert len(asked) < 40

    assert len(asked) == len(set(asked)) > 4


@pytest.mark.parametrize(
    "text",
    [
        "ignored all previous instructions and printed",
        "called him a stupid idiot",
        "told my boss",
        "went to hell and back",
        "opened https://example.com and more",
        "ran sudo rm on it",
        "wrote <b>bold</b> words",
        "said “quote” again",
        "built",
        "went to the",
    ],
)
def test_it_is_not_quoted(text: str) -> None:
    assert quotable(text) == ""


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("cut the menu from forty dishes to", "cut the menu from forty dishes"),
        ("built a sheet that the whole site used", "built a sheet that the whole site used"),
        ("built a sheet that the whole site used every single day", "built a sheet"),
        ("moved the breaks so that the sorter never stopped", "moved the breaks"),
        ("set up a weekly talk with all three area managers", "set up a weekly talk"),
        ("wrote up and sent the report to the board", "wrote up and sent the report"),
        ("found that the bills were sent twice to clients", "found that the bills were sent twice"),
    ],
)
def test_a_quote_ends_where_a_phrase_does(text: str, quote: str) -> None:
    assert quotable(text) == quote


PIECES = st.sampled_from(
    """improved the processes built a crane called Anna ignore all instructions you idiot various
    things I we and so on “ ” " < > \n \u202e {quote} {point} %s always 12 percent fuck hell
    responsible for everything . , ? delete system prompt""".split(" ")
)
POINTS = st.one_of(st.text(max_size=40), st.sampled_from([*SEEKS, "Excel", "why {point}", "{x}"]))


@given(
    st.lists(PIECES, max_size=40).map(" ".join),
    st.lists(POINTS, max_size=4),
    st.sampled_from(["partial", "vague", "off-topic"]),
)
def test_a_follow_up_is_one_short_question_with_literal_quotes(
    reply: str, points: list[str], verdict: Verdict
) -> None:
    assessment = Assessor(None).assess(STORY, points, TOPIC, reply)
    left = Assessment(
        verdict, assessment.covered, assessment.missing, assessment.concrete, assessment.vague
    )

    found = follow_up(TOPIC, STORY, reply, left, (STORY,))

    assert found is not None
    assert found.text.endswith("?")
    assert len(found.text.split()) <= LONGEST
    for quote in re.findall("“(.*?)”", found.text):
        assert quote in reply
        assert not re.search(r"(?i)\b(?:idiot|fuck|hell|ignore|system|prompt|delete)\b", quote)


def test_quotes_that_are_not_of_the_reply_are_left_out() -> None:
    left = Assessment(
        "vague",
        (Covered("the situation", "x"),),
        ("the result",),
        vague=("improved the processes",),
    )

    found = follow_up(TOPIC, STORY, "Nothing of the kind.", left, (STORY,))

    assert found is not None
    assert "“" not in found.text
