import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.stt.tries import (
    DRAFT_SECONDS,
    SPARE_SECONDS,
    WHOLE_WINDOW_SECONDS,
    draft_try,
    last_seconds,
    tries,
)
from voicecli.types import SAMPLE_RATE

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("seconds", "shortest", "timed", "quick", "careful"),
    [
        (1.0, 10.0, False, 10.0, 20.0),
        (5.0, 10.0, False, 10.0, 20.0),
        (5.1, 10.0, False, 15.0, 20.0),
        (5.0, 12.0, False, 12.0, 20.0),
        (1.0, 10.0, True, 15.0, 30.0),
        (14.0, 10.0, False, 17.0, 20.0),
        (14.1, 10.0, False, 30.0, 30.0),
        (25.0, 10.0, False, 30.0, 30.0),
        (40.0, 10.0, True, 30.0, 30.0),
        (1.0, 30.0, False, 30.0, 30.0),
    ],
)
def test_the_window_grows_with_the_sound(
    seconds: float, shortest: float, timed: bool, quick: float, careful: float
) -> None:
    first, second = tries(seconds, shortest, 1, timed=timed)
    assert (first.window_seconds, second.window_seconds) == (quick, careful)
    assert first.beam_size == 1
    assert second.beam_size == 5


@given(st.floats(0, 60), st.floats(10, 30), st.integers(1, 20), st.booleans())
def test_every_window_holds_the_sound_and_the_second_try_is_never_worse(
    seconds: float, shortest: float, beam_size: int, timed: bool
) -> None:
    first, second = tries(seconds, shortest, beam_size, timed=timed)
    needed = min(seconds + SPARE_SECONDS, WHOLE_WINDOW_SECONDS)
    assert WHOLE_WINDOW_SECONDS >= first.window_seconds >= max(shortest, needed)
    assert second.window_seconds >= first.window_seconds
    assert second.beam_size >= first.beam_size == beam_size
    assert second.token_limit >= first.token_limit


def test_a_draft_holds_its_sound() -> None:
    attempt = draft_try(DRAFT_SECONDS)
    assert attempt.window_seconds >= DRAFT_SECONDS + SPARE_SECONDS
    assert attempt.is_short


def test_a_short_sound_is_drafted_as_it_is() -> None:
    samples = np.ones(SAMPLE_RATE, np.float32)
    assert last_seconds(samples, 9.5) is samples


@given(st.integers(0, 14), st.floats(2, 12), st.floats(0.1, 5))
def test_a_long_sound_is_cut_at_its_quietest_moment(gap: int, seconds: float, more: float) -> None:
    samples = np.ones(round((seconds + more) * SAMPLE_RATE), np.float32)
    start = len(samples) - round(seconds * SAMPLE_RATE) + gap * SAMPLE_RATE // 10
    samples[start : start + SAMPLE_RATE // 10] = 0
    assert len(samples) - len(last_seconds(samples, seconds)) == start + SAMPLE_RATE // 20
