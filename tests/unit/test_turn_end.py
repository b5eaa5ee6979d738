import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.types import SAMPLE_RATE
from voicecli.vad.turn_end import MAXIMUM_SECONDS, TurnEnd, reading

pytestmark = pytest.mark.unit

probabilities = st.floats(0.0, 1.0)
patiences = st.floats(0.0, 1.0)
texts = st.one_of(
    st.text(max_size=30), st.sampled_from(("", "Stop.", "My number is", "Where is it?"))
)
pauses = st.integers(0, 60 * SAMPLE_RATE)


def seconds(patience: float, complete: float, text: str = "") -> float:
    return TurnEnd(patience).wait(complete, text) / SAMPLE_RATE


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("my name is...", "breaks off"),
        ("Go somewhere and...", "breaks off"),
        ("For the twentieth time that…", "breaks off"),
        ("I wanted to go to the-", "breaks off"),
        ("My number is", "open word"),
        ("I was there and", "open word"),
        ("I was there and.", "open word"),
        ("I did not go, because", "open word"),
        ("Well, um", "open word"),
        ("Show me the", "open word"),
        ("I'd like a latte with a little bit of", "open word"),
        ("Can you", "open word"),
        ("Can you?", "open word"),
        ("It’s", "open word"),
        ("What did she do in 2021 and?", "open word"),
        ("Can you tell me whether?", "open word"),
        ("Which of the?", "open word"),
        ("0 1 7 2", "figures"),
        ("Zero, one, seven.", "figures"),
        ("A cup of tea with", "open word"),
        ("Which of the projects", "no mark"),
        ("Stop!", "closed"),
        ("yes", "closed"),
        ("Thank you.", "closed"),
        ("No, thanks.", "closed"),
        ("That’s all.", "closed"),
        ("Go on.", "closed"),
        ("What has she built?", "question"),
        ("Who is it for?", "question"),
        ("Which of them is the one that he works with?", "question"),
        ("Was ist das?", "question"),
        ("Don't stop the music.", "sentence"),
        ("I like to say yes to people.", "sentence"),
        ("Go forward ten meters.", "sentence"),
        ("Tell me about that.", "sentence"),
        ("I need milk, sugar,", "none"),
        ("", "none"),
        ("...", "none"),
    ],
)
def test_what_the_words_show(text: str, sign: str) -> None:
    assert reading(text) == sign


def test_each_cue_moves_the_wait() -> None:
    assert seconds(0.5, 0.99) < seconds(0.5, 0.9) < seconds(0.5, 0.05)
    assert seconds(0.5, 0.95, "My number is") > seconds(0.5, 0.95, "Where is it?")
    assert seconds(0.5, 0.3, "Stop.") < seconds(0.5, 0.3, "Where is it?")


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
