import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.stt.placing import MARGIN_SECONDS, part, place, unheard
from voicecli.types import SAMPLE_RATE, Segment, SpeechWindow, Word

pytestmark = pytest.mark.unit


def window(start: float, length: float, *speech: tuple[float, float]) -> SpeechWindow:
    """All in seconds of the recording."""
    return SpeechWindow(
        np.zeros(round(length * SAMPLE_RATE), np.float32),
        round(start * SAMPLE_RATE),
        tuple((round(a * SAMPLE_RATE), round(b * SAMPLE_RATE)) for a, b in speech),
    )


def test_a_segment_moves_to_its_place_and_shrinks_to_the_speech() -> None:
    (placed,) = place([Segment(0.0, 9.0, " Hello.")], window(100, 10, (101, 103), (104, 105)))
    assert (placed.start, placed.end) == (100.8, 105.2)
    assert placed.seek == 10_000


def test_words_stay_within_their_segment() -> None:
    words = (Word(0.0, 0.9, " Hello", 0.9), Word(0.9, 8.0, " you.", 0.9))
    (placed,) = place([Segment(0.0, 9.0, " Hello you.", words)], window(100, 10, (101, 103)))
    assert [(word.start, word.end) for word in placed.words] == [(100.8, 100.9), (100.9, 103.2)]


def test_a_segment_in_silence_moves_to_the_speech_nearest_to_it() -> None:
    (placed,) = place([Segment(7.0, 8.0, " Hello.")], window(0, 10, (1, 2), (4, 5)))
    assert (placed.start, placed.end) == (3.8, 5.2)


def test_a_segment_without_any_time_left_joins_the_one_before() -> None:
    segments = [Segment(0.0, 5.0, " One"), Segment(5.0, 5.0, " two.")]
    (placed,) = place(segments, window(0, 5, (0, 5)))
    assert placed.text == " One two."


def test_skipped_speech_is_found() -> None:
    piece = window(100, 20, (100.5, 104), (105, 108), (108.5, 110), (112, 119))
    segments = [Segment(100.5, 104.2, " One."), Segment(112.0, 119.0, " Four.")]
    (region,) = unheard(segments, piece)
    assert region == (105 * SAMPLE_RATE, 110 * SAMPLE_RATE)
    again = part(piece, region)
    assert again.start == region[0]
    assert len(again.samples) == region[1] - region[0]
    assert [end - start for start, end in again.speech] == [3 * SAMPLE_RATE, 1.5 * SAMPLE_RATE]


def test_a_window_without_a_segment_was_not_heard() -> None:
    assert list(unheard([], window(10, 5, (10.5, 14)))) == [(168_000, 224_000)]
    assert list(unheard([], window(10, 5, (10.5, 11)))) == []


@given(
    st.lists(st.tuples(st.floats(0, 30), st.floats(0, 30)), max_size=6),
    st.lists(st.tuples(st.floats(0, 4), st.floats(0.1, 3)), min_size=1, max_size=5),
    st.floats(0, 1000),
)
def test_placed_segments_are_in_order_and_within_speech(
    times: list[tuple[float, float]], parts: list[tuple[float, float]], start: float
) -> None:
    at, speech = start, []
    for gap, length in parts:
        speech.append((at + gap, at + gap + length))
        at += gap + length
    segments = [Segment(min(pair), max(pair), " x") for pair in times]
    placed = place(segments, window(start, at - start, *speech), after=start)
    assert "".join(segment.text for segment in placed) == " x" * len(segments)
    end = start
    for segment in placed:
        assert end - 0.002 <= segment.start <= segment.end
        end = segment.end
        assert segment.start >= speech[0][0] - MARGIN_SECONDS - 0.002
        assert segment.end <= speech[-1][1] + MARGIN_SECONDS + 0.002
