"""Names for voices: thresholds by length of speech, conditions, strangers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from voicecli.analysis.conditions import CONDITIONS
from voicecli.analysis.identity import LONG_SECONDS, SHORT_SECONDS, EnrolledVoices, Prints

pytestmark = pytest.mark.unit

GE2E = "resemblyzer-ge2e"


def unit(values: NDArray[np.float64]) -> NDArray[np.float32]:
    return (values / np.linalg.norm(values)).astype(np.float32)


def voice(seed: int) -> NDArray[np.float32]:
    return unit(np.random.default_rng(seed).standard_normal(256))


def alike(to: NDArray[np.float32], similarity: float, seed: int = 99) -> NDArray[np.float32]:
    """A voice whose cosine to another is this."""
    beside = voice(seed) - (voice(seed) @ to) * to
    return unit(similarity * to + (1 - similarity**2) ** 0.5 * unit(beside))


def clean(*vectors: NDArray[np.float32]) -> Prints:
    return {"clean": np.stack(vectors)}


def test_a_voice_bears_the_name_of_who_is_most_alike() -> None:
    known = EnrolledVoices(GE2E, {"Anna": clean(voice(1)), "Ben": clean(voice(2))})
    heard = alike(voice(2), 0.9)
    assert known.name_of(heard, 10.0) == "Ben"
    (first, best), (second, other) = known.similarities(heard)
    assert (first, second) == ("Ben", "Anna")
    assert best == pytest.approx(0.9, abs=1e-3)
    assert other < 0.3


def test_who_is_like_nobody_stays_a_stranger() -> None:
    known = EnrolledVoices(GE2E, {"Anna": clean(voice(1))})
    assert known.name_of(voice(3), 30.0) is None
    assert known.name_of(alike(voice(1), 0.70), 30.0) is None


def test_of_nobody_there_is_no_name() -> None:
    assert EnrolledVoices(GE2E, {}).name_of(voice(1), 10.0) is None
    assert EnrolledVoices(GE2E, {}).similarities(voice(1)) == []


def test_more_speech_must_be_more_alike() -> None:
    known = EnrolledVoices(GE2E, {"Anna": clean(voice(1))})
    between = (known.threshold(SHORT_SECONDS) + known.threshold(LONG_SECONDS)) / 2
    assert known.name_of(alike(voice(1), between), SHORT_SECONDS) == "Anna"
    assert known.name_of(alike(voice(1), between), LONG_SECONDS) is None


@given(st.floats(0, 1e5), st.floats(0, 1e5))
def test_the_threshold_never_falls_with_length(one: float, other: float) -> None:
    known = EnrolledVoices(GE2E, {})
    shorter, longer = sorted((one, other))
    assert known.threshold(shorter) <= known.threshold(longer) <= known.threshold(LONG_SECONDS)


def test_the_condition_that_fits_best_counts() -> None:
    in_noise = alike(voice(1), 0.5, seed=7)
    both = EnrolledVoices(GE2E, {"Anna": {**clean(voice(1)), "some noise": in_noise[np.newaxis]}})
    heard = alike(in_noise, 0.9)
    assert both.name_of(heard, 10.0) == "Anna"
    assert EnrolledVoices(GE2E, {"Anna": clean(voice(1))}).name_of(heard, 10.0) is None


def test_where_all_voices_are_more_alike_more_is_needed() -> None:
    line = EnrolledVoices(GE2E, {"Anna": {"telephone": voice(1)[np.newaxis]}})
    heard = alike(voice(1), line.threshold(10.0) + 0.01)
    assert EnrolledVoices(GE2E, {"Anna": clean(voice(1))}).name_of(heard, 10.0) == "Anna"
    assert line.name_of(heard, 10.0) is None


def test_several_recordings_are_one_voice() -> None:
    known = EnrolledVoices(GE2E, {"Anna": clean(voice(1), alike(voice(1), 0.8))})
    middle = unit(voice(1).astype(np.float64) + alike(voice(1), 0.8))
    assert known.similarities(middle)[0][1] == pytest.approx(1.0, abs=1e-4)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_the_same_print_is_always_near_enough(condition: str) -> None:
    known = EnrolledVoices(GE2E, {"Anna": {condition: voice(1)[np.newaxis]}})
    assert known.name_of(voice(1), 60.0) == "Anna"


def test_another_model_has_thresholds_of_its_own() -> None:
    known = EnrolledVoices("wespeaker-resnet34-lm", {"Anna": clean(voice(1))})
    assert known.name_of(alike(voice(1), 0.6), 10.0) == "Anna"
    assert known.name_of(alike(voice(1), 0.3), 10.0) is None
