from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecli.stt.windows import WindowLengths, cut
from voicecli.types import BLOCK_SAMPLES, SAMPLE_RATE, AudioBlock, SpeechWindow

pytestmark = pytest.mark.unit

LENGTHS = WindowLengths(full=14.5, longest=28.0)


def scored(probabilities: list[float]) -> Iterator[tuple[AudioBlock, float]]:
    """Blocks whose samples are their own indices, so that a window shows what it holds."""
    for index, probability in enumerate(probabilities):
        start = index * BLOCK_SAMPLES
        samples = np.arange(start, start + BLOCK_SAMPLES, dtype=np.float32)
        yield AudioBlock(samples, start), probability


def stream(*parts: tuple[float, float]) -> list[float]:
    """Probabilities from (seconds, probability) pairs."""
    return [
        probability
        for seconds, probability in parts
        for _ in range(round(seconds * SAMPLE_RATE / BLOCK_SAMPLES))
    ]


def windows(*parts: tuple[float, float]) -> list[SpeechWindow]:
    return list(cut(scored(stream(*parts)), 0.5, LENGTHS))


def seconds(window: SpeechWindow) -> tuple[float, float]:
    start = window.start / SAMPLE_RATE
    return start, start + len(window.samples) / SAMPLE_RATE


def test_silence_has_no_window() -> None:
    assert windows((10, 0.0)) == []
    assert windows() == []


def test_a_click_is_no_speech() -> None:
    assert windows((3, 0.0), (0.064, 0.9), (3, 0.0)) == []


def test_an_utterance_keeps_a_margin() -> None:
    (window,) = windows((5, 0.0), (2, 0.9), (5, 0.0))
    assert seconds(window) == pytest.approx((4.6, 7.4), abs=0.05)
    assert window.speech == ((156 * BLOCK_SAMPLES, 218 * BLOCK_SAMPLES),)


def test_speech_goes_on_while_it_is_faint() -> None:
    (window,) = windows((1, 0.0), (1, 0.9), (3, 0.15), (1, 0.9), (5, 0.0))
    assert seconds(window) == pytest.approx((0.6, 6.4), abs=0.1)
    assert len(window.speech) == 1
    assert windows((1, 0.0), (10, 0.15), (5, 0.0)) == []


def test_what_fades_behind_speech_is_none() -> None:
    (window,) = windows((1, 0.9), (0.3, 0.15), (1, 0.0), (1, 0.9))
    assert len(window.speech) == 2
    assert window.speech[0][1] == pytest.approx(SAMPLE_RATE, abs=BLOCK_SAMPLES)


def test_a_long_gap_ends_a_window_and_a_short_one_does_not() -> None:
    assert len(windows((2, 0.9), (2.5, 0.0), (2, 0.9))) == 2
    (window,) = windows((2, 0.9), (1, 0.0), (2, 0.9))
    assert len(window.speech) == 2


@pytest.mark.parametrize(("early", "late", "end"), [(0.7, 0.6, 10.9), (0.4, 0.3, 6.2)])
def test_a_full_window_ends_in_its_last_clear_pause_or_its_longest(
    early: float, late: float, end: float
) -> None:
    first, second = windows((6, 0.9), (early, 0.0), (4, 0.9), (late, 0.0), (9, 0.9))
    assert seconds(first)[1] == pytest.approx(end, abs=0.25)
    assert seconds(second)[0] == pytest.approx(end, abs=0.25)


def test_speech_without_a_pause_is_cut_where_it_is_least_likely() -> None:
    first, second = windows((20, 0.9), (0.032, 0.6), (19, 0.9))
    assert seconds(first)[1] == pytest.approx(20.0, abs=0.1)
    assert seconds(second)[0] == seconds(first)[1]


def test_speech_that_fades_below_the_threshold_goes_on() -> None:
    (window,) = windows((1, 0.9), (1, 0.4), (1, 0.9), (1, 0.2))
    assert len(window.speech) == 1


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(st.integers(1, 700), st.sampled_from([0.0, 0.2, 0.4, 0.6, 0.95])), max_size=25
    )
)
def test_windows_are_in_order_bounded_and_lose_no_speech(parts: list[tuple[int, float]]) -> None:
    probabilities = [p for count, p in parts for _ in range(count)]
    found = list(cut(scored(probabilities), 0.5, LENGTHS))
    end = 0
    kept: set[int] = set()
    for window in found:
        assert window.start >= end
        end = window.start + len(window.samples)
        assert len(window.samples) <= (LENGTHS.longest + 0.1) * SAMPLE_RATE
        assert np.array_equal(window.samples, np.arange(window.start, end, dtype=np.float32))
        assert window.speech
        assert window.start <= window.speech[0][0]
        assert window.speech[-1][1] <= end
        for region in window.speech:
            kept.update(range(region[0] // BLOCK_SAMPLES, region[1] // BLOCK_SAMPLES))
    surely = {index for index, p in enumerate(probabilities) if p >= 0.5}
    lost = sorted(surely - kept)
    # Only what is shorter than a word may be missing: never three blocks close together.
    assert all(c - a > 2 for a, c in zip(lost, lost[2:], strict=False))
