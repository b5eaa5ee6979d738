"""Which points an answer is said to touch: named traps, and what holds of any answer."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.interview.course import Assessment
from voicecli.interview.judging.assessing import Assessor
from voicecli.interview.judging.clauses import clauses
from voicecli.interview.plan import Question, QuestionKind, Topic

pytestmark = pytest.mark.unit

CLOSEST = "Your résumé does not mention inspections. What have you done that comes closest to that?"
CLOSEST_SEEKS = ("what you have done", "how near it comes", "an example", "the result")
DIPLOMA = "The employer asks for a diploma. Do you have that, and if not, how soon could you?"
DIPLOMA_SEEKS = ("whether you hold it", "how soon", "what you hold instead")
STORY = "Tell me about a delivery that went wrong. What did you do?"
STORY_SEEKS = ("the situation", "what you did yourself", "the result")


def assess(reply: str, question: str, kind: QuestionKind, seeks: tuple[str, ...]) -> Assessment:
    topic = Topic("t1", "Inspections", "gap", "", 0.5, (Question(question, kind, seeks),))
    return Assessor(None).assess(question, seeks, topic, reply)


def quotes(reply: str, question: str, kind: QuestionKind, seeks: tuple[str, ...]) -> dict[str, str]:
    found = assess(reply, question, kind, seeks)
    return {one.point: one.quote for one in found.covered}


def test_a_wish_is_no_deed_no_example_and_no_result() -> None:
    reply = (
        "I went for this job because I like clover honey, and after five years I want more hives."
    )
    touched = quotes(reply, CLOSEST, "behavioural", CLOSEST_SEEKS)
    assert {"what you have done", "an example", "the result"}.isdisjoint(touched)


def test_each_point_is_heard_where_it_is_said() -> None:
    reply = (
        "Last June I went through thirty kitchens in four days with the county inspector. "
        "One of them was shut for two weeks. It is the same looking, only without the power."
    )
    touched = quotes(reply, CLOSEST, "behavioural", CLOSEST_SEEKS)
    assert touched["what you have done"].startswith("Last June I went")
    assert touched["how near it comes"].startswith("It is the same looking")


@pytest.mark.parametrize(
    ("reply", "covered", "missing"),
    [
        ("I no have the Level 5 diploma.", {"whether you hold it"}, set(DIPLOMA_SEEKS[1:])),
        ("Not yet.", {"whether you hold it"}, set(DIPLOMA_SEEKS[1:])),
        ("Yes, I passed it in 2019, with merit, in Leeds.", {"whether you hold it"}, set()),
        ("I have had it since 2012.", {"whether you hold it"}, set()),
        ("Halvorsen.", set(), set(DIPLOMA_SEEKS)),
        ("No, but I could sit it in June.", {"whether you hold it", "how soon"}, None),
    ],
)
def test_whether_somebody_holds_a_thing(
    reply: str, covered: set[str], missing: set[str] | None
) -> None:
    found = assess(reply, DIPLOMA, "factual", DIPLOMA_SEEKS)
    assert covered <= {one.point for one in found.covered}
    assert missing is None or set(found.missing) == missing


def test_the_result_is_what_came_last_of_it() -> None:
    reply = (
        "Half of the class could not solve for x. I tested them in the first week and found that "
        "brackets were the trouble. I gave ten minutes to them every morning. By summer nineteen "
        "of twenty-three passed, eleven the year before."
    )
    assert quotes(reply, STORY, "behavioural", STORY_SEEKS)["the result"].startswith("By summer")


def test_thoughts_are_no_deeds() -> None:
    found = quotes(
        "I kept thinking about trains, even at night.", STORY, "behavioural", STORY_SEEKS
    )
    assert "what you did yourself" not in found


SAID = st.lists(
    st.sampled_from(
        [
            "Last March the cold store failed in Utrecht.",
            "I moved eighty pallets with two colleagues,",
            "because the vaccines would have spoiled,",
            "and in the end we saved seventy-six of them.",
            "I learned that a second key must hang outside.",
            "No, but I hold the Dutch licence.",
            "I always check everything twice.",
            "It was hard, nobody answered the phone.",
        ]
    ),
    unique=True,
    max_size=8,
).map(" ".join)
SEEKS = st.lists(
    st.sampled_from(
        [*CLOSEST_SEEKS, *DIPLOMA_SEEKS, *STORY_SEEKS, "why it matters", "what made it hard"]
    ),
    unique=True,
    max_size=6,
).map(tuple)


@given(SAID, SEEKS)
def test_a_clause_stands_for_two_points_at_most(reply: str, seeks: tuple[str, ...]) -> None:
    found = assess(reply, STORY, "behavioural", seeks).covered
    parts = clauses(reply)
    by_clause = Counter(
        next(at for at, part in enumerate(parts) if one.quote in part.text)
        for one in found
        if one.point != "how soon"
    )
    assert max(by_clause.values(), default=0) <= 2
    assert all(one.quote in reply for one in found)
