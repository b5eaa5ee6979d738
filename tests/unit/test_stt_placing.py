import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.stt.placing import UNHEARD_SECONDS, part, pieces, unheard
from voicecli.types import SAMPLE_RATE, SpeechWindow, Word

pytestmark = pytest.mark.unit


def window(start: float, length: float, *speech: tuple[float, float]) -> SpeechWindow:
    """All in seconds of the recording."""
    return SpeechWindow(
        np.zeros(round(length * SAMPLE_RATE), np.float32),
        round(start * SAMPLE_RATE),
        tuple((round(a * SAMPLE_RATE), round(b * SAMPLE_RATE)) for a, b in speech),
    )


def words(*times: tuple[float, float]) -> list[Word]:
    return [Word(start, end, " x", 0.9) for start, end in times]


def test_skipped_speech_is_found() -> None:
    piece = window(100, 20, (100.5, 104), (105, 108), (108.5, 110), (112, 115))
    said = words((100.5, 101.5), (101.5, 102.8), (103.0, 104.2), (112.0, 113.4), (113.4, 115.0))
    (region,) = unheard(said, piece)
    assert region == (105 * SAMPLE_RATE, 110 * SAMPLE_RATE)
    again = part(piece, region)
    assert again.start == region[0]
    assert len(again.samples) == region[1] - region[0]
    assert [end - start for start, end in again.speech] == [3 * SAMPLE_RATE, 1.5 * SAMPLE_RATE]


def test_a_word_that_stretches_over_a_skipped_passage_does_not_hide_it() -> None:
    (region,) = unheard(words((0.0, 0.5), (0.5, 9.0), (9.0, 10.0)), window(0, 10, (0, 10)))
    assert region == (2 * SAMPLE_RATE, 9 * SAMPLE_RATE)


def test_a_number_takes_the_time_of_its_digits() -> None:
    said = [Word(0.0, 1.0, " number", 0.9), Word(1.0, 5.0, " 555-0123-9999", 0.9)]
    assert list(unheard(said, window(0, 5, (0, 5)))) == []
    assert len(list(unheard(said, window(0, 12, (0, 12))))) == 1


def test_a_window_without_a_word_was_not_heard() -> None:
    assert list(unheard([], window(10, 5, (10.5, 14)))) == [(168_000, 224_000)]
    assert list(unheard([], window(10, 5, (10.5, 11)))) == []


@given(
    st.lists(st.tuples(st.floats(0, 30), st.floats(0, 3)), max_size=30),
    st.lists(st.tuples(st.floats(0, 4), st.floats(0.1, 3)), min_size=1, max_size=5),
    st.floats(0, 1000),
)
def test_what_is_unheard_is_speech_without_words(
    times: list[tuple[float, float]], parts: list[tuple[float, float]], start: float
) -> None:
    at, speech = start, []
    for gap, length in parts:
        speech.append((at + gap, at + gap + length))
        at += gap + length
    said = sorted(
        words(*((start + begin, start + begin + length) for begin, length in times)),
        key=lambda word: word.start,
    )
    piece = window(start, at - start, *speech)
    behind = piece.start
    for first, last in unheard(said, piece):
        assert behind <= first < last <= piece.start + len(piece.samples)
        inside = sum(max(0, min(end, last) - max(begin, first)) for begin, end in piece.speech)
        assert inside / SAMPLE_RATE >= UNHEARD_SECONDS - 0.001
        for word in said:
            assert not first / SAMPLE_RATE + 0.001 < word.start < last / SAMPLE_RATE - 0.001
        behind = last


def test_a_window_is_cut_in_its_widest_pauses() -> None:
    whole = window(10, 15, (10.5, 12), (12.3, 14), (15.5, 17), (17.3, 19), (20.5, 24.5))
    found = pieces(whole, 5.5)
    assert [piece.start / SAMPLE_RATE for piece in found] == [10.0, 14.75, 19.75]
    assert sum(len(piece.samples) for piece in found) == len(whole.samples)
    assert [len(piece.speech) for piece in found] == [2, 2, 1]


def test_speech_without_a_pause_stays_whole() -> None:
    whole = window(0, 12, (0.4, 11.6))
    assert pieces(whole, 3.0) == [whole]
