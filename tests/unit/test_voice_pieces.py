import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.analysis.voice_pieces import PIECE_SECONDS, STEP_SECONDS, cut_pieces
from voicecli.types import SAMPLE_RATE, SpeechWindow

pytestmark = pytest.mark.unit


def window(*speech: tuple[float, float], seconds: float = 10.0, start: float = 0.0) -> SpeechWindow:
    first = round(start * SAMPLE_RATE)
    regions = tuple(
        (first + round(left * SAMPLE_RATE), first + round(right * SAMPLE_RATE))
        for left, right in speech
    )
    samples = np.arange(round(seconds * SAMPLE_RATE), dtype=np.float32)
    return SpeechWindow(samples, first, regions)


def test_a_long_stretch_is_cut_into_overlapping_pieces_of_full_length() -> None:
    pieces = list(cut_pieces(window((1.0, 5.0))))
    assert {piece.stretch for piece in pieces} == {0}
    assert all(piece.end - piece.start == pytest.approx(PIECE_SECONDS) for piece in pieces)
    steps = np.diff([piece.start for piece in pieces])
    assert (steps <= STEP_SECONDS + 1e-6).all()
    assert (pieces[0].start, pieces[-1].end) == pytest.approx((0.95, 5.05))


def test_a_pause_cuts_and_a_breath_does_not() -> None:
    assert {piece.stretch for piece in cut_pieces(window((1.0, 2.0), (2.1, 3.0)))} == {0}
    assert {piece.stretch for piece in cut_pieces(window((1.0, 2.0), (2.3, 3.0)))} == {0, 1}


def test_stretches_are_numbered_on_from_the_given_number() -> None:
    assert [piece.stretch for piece in cut_pieces(window((1, 2), (3, 4)), 7)] == [7, 8]


def test_a_short_word_is_one_piece_and_a_click_none() -> None:
    (word,) = cut_pieces(window((1.0, 1.5)))
    assert word.end - word.start == pytest.approx(0.6)
    assert not list(cut_pieces(SpeechWindow(np.zeros(800, np.float32), 0, ((0, 800),))))


@given(
    st.floats(0, 100),
    st.lists(st.floats(0.1, 6.0), min_size=2, max_size=6),
)
def test_every_piece_is_the_sound_at_its_time(start: float, lengths: list[float]) -> None:
    edges = np.cumsum([0.1, *lengths])
    speech = list(zip(edges[::2], edges[1::2], strict=False))
    heard = window(*speech, seconds=float(edges[-1]) + 0.1, start=start)
    for piece in cut_pieces(heard):
        assert abs(len(piece.samples) / SAMPLE_RATE - (piece.end - piece.start)) < 1e-3
        first = piece.samples[0] + heard.start
        assert abs(first / SAMPLE_RATE - piece.start) < 1e-3
        assert piece.start >= heard.start / SAMPLE_RATE - 1e-9
