from dataclasses import replace
from typing import Any

import pytest

from voicecli.pipeline.comparing import Outcome, compare, outcomes, word_error_rate
from voicecli.types import Event

pytestmark = pytest.mark.unit

TURN = Outcome(
    1, "What is new?", intent="facts", sources=("faq.md:3",), answer="A pond. It is deep.",
    heard="A pond. It is deep.",
)  # fmt: skip


def changed(**now: Any) -> list[str]:
    (pair,) = compare([TURN], [replace(TURN, **now)])
    return [one.aspect for one in pair.differences]


def test_what_is_the_same_has_no_differences() -> None:
    assert changed() == []
    assert changed(words="what is new") == []  # marks and capitals are no words


@pytest.mark.parametrize(
    ("aspect", "now"),
    [
        ("words", {"words": "What is blue?"}),
        ("intent", {"intent": "projects"}),
        ("sources", {"sources": ("faq.md:4",)}),
        ("answer", {"answer": "A lake."}),
        ("ended", {"ended": "barge-in"}),
        ("order", {"order": "stop"}),
        ("heard", {"heard": "A"}),
    ],
)
def test_each_difference_is_named(aspect: str, now: dict[str, Any]) -> None:
    assert aspect in changed(**now)


def test_an_answer_that_was_cut_may_have_been_written_further() -> None:
    was = replace(TURN, ended="barge-in", answer="A pond.", heard="A")
    now = replace(was, answer="A pond. It is deep.", heard="A pond.")
    assert compare([was], [now])[0].differences == ()
    other = replace(now, answer="A lake. It is deep.")
    assert [one.aspect for one in compare([was], [other])[0].differences] == ["answer"]


def test_a_whole_answer_that_grew_is_another_answer() -> None:
    assert changed(answer=TURN.answer + " More.", heard=TURN.heard) == ["answer"]


def test_words_may_differ_within_the_tolerance() -> None:
    was = replace(TURN, words="one two three four five six seven eight nine ten")
    now = replace(was, words="one two three four five six seven eight nine then")
    assert compare([was], [now], tolerance=0.1)[0].differences == ()
    assert compare([was], [now], tolerance=0.05)[0].differences


def test_turns_that_belong_together_stand_side_by_side() -> None:
    one, two, three = (
        replace(TURN, words=f"{word} question") for word in ("first", "next", "last")
    )
    extra = replace(TURN, words="something else altogether now")
    pairs = compare([one, two, three], [one, extra, two, three])
    assert [(p.was and p.was.words, p.now and p.now.words) for p in pairs] == [
        ("first question", "first question"),
        (None, "something else altogether now"),
        ("next question", "next question"),
        ("last question", "last question"),
    ]
    assert [bool(pair.differences) for pair in pairs] == [False, True, False, False]


def test_no_words_at_all_are_no_error() -> None:
    assert word_error_rate("", "") == 0.0
    assert word_error_rate("", "a") == 1.0


def test_events_become_turns() -> None:
    events = [
        Event("vad-start", 0.1),
        Event("run-start", 1.0, {"turn": 1}),
        Event("stt-end", 1.0, {"text": "Stop."}),
        Event("command", 1.0, {"name": "stop"}),
        Event("vad-start", 1.1),
        Event("run-end", 1.2, {"timings": {"stt": 0.25, "total": 9.0}}),
        Event("run-start", 2.0, {"turn": 2}),
    ]
    (turn,) = outcomes(events)
    assert (turn.words, turn.order, turn.seconds) == ("Stop.", "stop", {"stt": 0.25})
