from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.stt.phrases import LONGEST_SECONDS, phrases
from voicecli.types import Word

pytestmark = pytest.mark.unit


def timed(*words: tuple[str, float, float]) -> list[Word]:
    return [Word(start, end, f" {text}", 0.9) for text, start, end in words]


def texts(groups: Sequence[Sequence[Word]]) -> list[str]:
    return ["".join(word.text for word in group).strip() for group in groups]


def running(text: str, seconds: float = 0.4, pause: float = 0.0) -> list[Word]:
    step = seconds + pause
    return [
        Word(number * step, number * step + seconds, f" {word}", 0.9)
        for number, word in enumerate(text.split())
    ]


def test_sentences_are_phrases() -> None:
    assert texts(phrases(running("This is one sentence. And is this another? Yes it is!"))) == [
        "This is one sentence.",
        "And is this another?",
        "Yes it is!",
    ]


def test_a_title_does_not_end_a_sentence() -> None:
    words = running("Then on monday came Mr. Smith with St. John.")
    assert texts(phrases(words)) == ["Then on monday came Mr. Smith with St. John."]


def test_a_number_with_a_point_does_not_end_a_sentence() -> None:
    assert len(phrases(running("It costs about 3.5 million a year."))) == 1


def test_a_long_pause_ends_a_phrase() -> None:
    words = timed(("so", 0, 0.4), ("then", 0.5, 0.9), ("nothing", 2.5, 3.0))
    assert texts(phrases(words)) == ["so then", "nothing"]


def test_a_phrase_without_sentences_is_cut_at_its_comma() -> None:
    before, after = "one two three four five six seven eight", "nine ten eleven twelve thirteen"
    words = running(f"{before}, {after} fourteen fifteen sixteen", 0.7)
    assert texts(phrases(words))[0] == f"{before},"


def test_no_words_are_no_phrases() -> None:
    assert phrases([]) == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["well", "Mr.", "no.", "Who?", "a,", "3.5", "...", "好。"]),
            st.floats(0.0, 3.0),
            st.floats(0.0, 3.0),
        ),
        max_size=40,
    )
)
def test_every_word_is_in_one_phrase_and_in_order(items: list[tuple[str, float, float]]) -> None:
    words: list[Word] = []
    at = 0.0
    for text, pause, length in items:
        words.append(Word(at + pause, at + pause + length, f" {text}", 0.5))
        at += pause + length
    groups = phrases(words)
    assert [word for group in groups for word in group] == words
    assert all(groups)
    for group in groups:
        assert len(group) == 1 or group[-1].end - group[0].start <= LONGEST_SECONDS
