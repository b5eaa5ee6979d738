import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.types import SAMPLE_RATE
from voicecli.vad.turn_end import MAXIMUM_SECONDS, TurnEnd

pytestmark = pytest.mark.unit

probabilities = st.floats(0.0, 1.0)
patiences = st.floats(0.0, 1.0)
texts = st.one_of(
    st.text(max_size=30), st.sampled_from(("", "Stop.", "My number is", "Where is it?"))
)
pauses = st.integers(0, 60 * SAMPLE_RATE)


def seconds(patience: float, complete: float, text: str = "") -> float:
    return TurnEnd(patience).wait(complete, text) / SAMPLE_RATE


def test_each_cue_moves_the_wait() -> None:
    assert seconds(0.5, 0.99) < seconds(0.5, 0.9) < seconds(0.5, 0.05)
    assert seconds(0.5, 0.95, "My number is") > seconds(0.5, 0.95, "Where is it?")
    assert seconds(0.5, 0.3, "Stop.") < seconds(0.5, 0.3, "Where is it?")


def test_a_whole_question_outweighs_a_melody_that_goes_on() -> None:
    asked = seconds(0.5, 0.02, "How often are the filters changed in summer?")
    assert asked < 1.1 < seconds(0.5, 0.02, "I saw the green filters last summer.")
    assert asked < seconds(0.5, 0.02, "How often are they?")


def test_longer_sentences_are_waited_for_less() -> None:
    short, longer = "The green one is nice.", "The green one over there is nice and not even dear."
    assert seconds(0.5, 0.9, longer) < seconds(0.5, 0.9, short)


def test_conversation_is_answered_within_the_time_aimed_at() -> None:
    assert seconds(0.5, 0.98) < 0.7
    assert 1.0 < seconds(0.5, 0.0) < 1.3


@given(patiences, patiences, probabilities, texts)
def test_more_patience_never_waits_less(a: float, b: float, complete: float, text: str) -> None:
    low, high = sorted((a, b))
    assert TurnEnd(low).wait(complete, text) <= TurnEnd(high).wait(complete, text)


@given(patiences, probabilities, probabilities, texts)
def test_a_more_complete_sound_never_waits_more(
    patience: float, a: float, b: float, text: str
) -> None:
    low, high = sorted((a, b))
    assert seconds(patience, high, text) <= seconds(patience, low, text)


@given(patiences, probabilities, texts, st.lists(pauses, max_size=40))
def test_the_wait_is_bounded_whatever_was_learned(
    patience: float, complete: float, text: str, learned: list[int]
) -> None:
    turn_end = TurnEnd(patience)
    for pause in learned:
        turn_end.learn(pause)
    assert 0.15 * SAMPLE_RATE < turn_end.wait(complete, text) <= MAXIMUM_SECONDS * SAMPLE_RATE


def waits_after(pause_seconds: float, count: int) -> int:
    turn_end = TurnEnd(0.5)
    for _ in range(count):
        turn_end.learn(round(pause_seconds * SAMPLE_RATE))
    return turn_end.wait(0.5)


def test_who_pauses_long_is_given_more_time() -> None:
    assert waits_after(0.25, 30) < waits_after(0.25, 0) < waits_after(1.4, 10)


def test_one_long_thought_changes_little() -> None:
    assert waits_after(60.0, 1) <= 1.1 * waits_after(60.0, 0)
