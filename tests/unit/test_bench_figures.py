"""From events and sound to figures."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecli.bench.acoustic import Spoken
from voicecli.bench.asking import Asking, Seen
from voicecli.bench.figures import measure, spread
from voicecli.bench.questions import Question
from voicecli.bench.sound import Played
from voicecli.types import SAMPLE_RATE, Event, EventKind

pytestmark = pytest.mark.unit

QUESTION = Question("q", np.zeros(2 * SAMPLE_RATE, np.float32), Spoken(0.1, 1.5))


def asking(*events: tuple[EventKind, float, dict[str, Any]], released: bool = False) -> Asking:
    """A question that began at 10 s in a stream whose sample 0 was at 100.0; speech ends at 111.5.

    An event comes out when its time on the stream is reached.
    """
    seen = [Seen(Event(kind, at, data), 100.0 + at) for kind, at, data in events]
    one = Asking(QUESTION, 10 * SAMPLE_RATE, began=110.0, asked=111.5, seen=seen)
    one.released, one.over = 111.7 if released else None, 116.0
    return one


def played(begin: float, end: float) -> Played:
    sounds = np.zeros(20_000, np.bool_)
    sounds[round((begin - 100) * 1000) : round((end - 100) * 1000)] = True
    return Played(100.0, sounds)


ANSWERED: tuple[tuple[EventKind, float, dict[str, Any]], ...] = (
    ("vad-start", 10.1, {}),
    ("vad-end", 12.0, {"ended": "silence"}),
    ("run-start", 12.0, {"turn": 7}),
    ("stt-end", 12.1, {"text": "what", "language": "en"}),
    ("llm-text", 12.15, {"index": 0, "text": "This.", "source": "extract"}),
    ("llm-start", 12.2, {"model": "m"}),
    ("speech-start", 12.3, {"index": 0, "seconds": 0.12}),
    ("llm-text", 13.2, {"index": 1, "text": "That.", "source": "llm"}),
    ("run-end", 15.0, {"timings": {"stt": 0.4, "retrieve": 0.01, "first_token": 0.7}}),
)


def test_an_answered_question() -> None:
    one = measure(asking(*ANSWERED, released=True), played(112.25, 114.5))
    assert one.outcome == "answered"
    assert one.heard == "what"
    assert one.seconds == pytest.approx(
        {
            "dead_air": 0.75,
            "release_to_sound": 0.55,
            "end_to_sound": 0.25,
            "end_of_turn": 0.5,
            "stt": 0.4,
            "retrieve": 0.01,
            "first_token": 0.7,
            "first_sentence": 0.05,
            "first_model_sentence": 1.0,
            "first_chunk": 0.12,
            "answer": 3.0,
        }
    )
    assert not one.cut_off
    assert one.self_triggers == 0


def test_a_question_that_was_cut_in_two() -> None:
    cut = [("vad-start", 10.1, {}), ("vad-end", 10.8, {}), ("vad-start", 10.9, {})]
    one = measure(asking(*cut, *ANSWERED[1:]), played(112.25, 114.5))  # type: ignore[arg-type]
    assert one.cut_off


def test_an_answer_over_the_question_is_a_cut_off_with_negative_dead_air() -> None:
    events = [("vad-start", 10.1, {}), ("vad-end", 10.7, {})]
    one = measure(asking(*events), played(111.0, 113.0))  # type: ignore[arg-type]
    assert one.cut_off
    assert one.seconds["dead_air"] == pytest.approx(-0.5)


def test_speech_that_nobody_spoke_is_a_self_trigger() -> None:
    one = measure(asking(*ANSWERED, ("vad-start", 13.0, {})), played(112.25, 114.5))
    assert one.self_triggers == 1


def test_a_question_that_nobody_heard() -> None:
    one = measure(asking(), Played(100.0, np.zeros(0, np.bool_)))
    assert one.outcome == "not-heard"
    assert one.seconds == {}


def test_an_error_is_a_failure_even_when_it_is_spoken() -> None:
    failed = asking(*ANSWERED[:3], ("error", 12.5, {"code": "x"}))
    assert measure(failed, played(112.6, 113.0)).outcome == "failed"


def test_percentiles_of_a_known_row() -> None:
    found = spread(range(1, 101))
    assert found is not None
    assert (found.p50, found.p95, found.max, found.n) == pytest.approx((50.5, 95.05, 100, 100))
    assert spread([]) is None


@settings(deadline=None)  # the first call imports parts of numpy
@given(st.lists(st.integers(-100, 100_000), min_size=1))
def test_percentiles_are_in_order(values: list[int]) -> None:
    found = spread(values)
    assert found is not None
    assert min(values) <= found.p50 <= found.p95 <= found.max == max(values)
