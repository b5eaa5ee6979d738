import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecli.analysis.emotion import UNCERTAIN, arousals, certainty, emotion_of
from voicecli.analysis.emotion_cues import Cue
from voicecli.analysis.emotion_profiles import (
    EMOTIONS,
    LEVELS,
    ODD,
    PRIOR,
    PROFILES,
    UNHEARD,
    USUAL,
    USUAL_SPREAD,
    Level,
)
from voicecli.analysis.emotion_voice import Judged, Matrix, judge

pytestmark = pytest.mark.unit

VOICE_SECONDS = 1.2


def spoken(random: np.random.Generator, phrases: int, level: Level) -> tuple[Matrix, Matrix]:
    """Emotions and cues of a speaker, drawn as the model says that people speak."""
    usual = random.normal(USUAL, USUAL_SPREAD)
    felt = random.choice(len(EMOTIONS), size=phrases, p=PRIOR)
    shown = np.where(random.random(phrases) < UNHEARD, 0, felt)
    any_emotion = random.choice(len(EMOTIONS), size=phrases, p=PRIOR)
    shown = np.where(random.random(phrases) < ODD, any_emotion, shown)
    profiles, scatter = level.profiles(), level.scatter(VOICE_SECONDS)
    cues = [random.multivariate_normal(usual + profiles[each], scatter[each]) for each in shown]
    return felt, np.array(cues)


def judged(cues: Matrix, evidence: Matrix | None = None) -> Judged:
    none = np.zeros((len(cues), len(EMOTIONS)))
    return judge(cues, np.full(len(cues), VOICE_SECONDS), none if evidence is None else evidence)


def calm(phrases: int, seed: int = 3) -> Matrix:
    """A speaker who stays close to their usual."""
    random = np.random.default_rng(seed)
    return np.array([140 / 12, 6, -3, -30, 9, -15, 2.2, 4.5]) + random.normal(0, 0.3, (phrases, 8))


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("phrases", [1, 20])
def test_probabilities_come_true_where_people_speak_as_the_model_says(
    level: Level, phrases: int
) -> None:
    random = np.random.default_rng(phrases)
    said, right = [], []
    for _ in range(600 // phrases):
        felt, cues = spoken(random, phrases, level)
        found = judged(cues).probabilities
        said.append(found.max(axis=1))
        right.append(found.argmax(axis=1) == felt)
    said_, right_ = np.concatenate(said), np.concatenate(right)
    assert said_.mean() == pytest.approx(right_.mean(), abs=0.05)
    sure = said_ >= 0.6
    error = 3 * 0.5 / np.sqrt(sure.sum())  # three standard errors of a share
    assert said_[sure].mean() == pytest.approx(right_[sure].mean(), abs=0.03 + error)


def test_many_phrases_tell_more_than_one() -> None:
    random = np.random.default_rng(5)
    together, alone = [], []
    for _ in range(20):
        felt, cues = spoken(random, 20, LEVELS[0])
        together.append(judged(cues).probabilities.argmax(axis=1) == felt)
        singles = [judged(cues[index : index + 1]).probabilities for index in range(len(cues))]
        alone.append(np.concatenate(singles).argmax(axis=1) == felt)
    assert np.mean(together) > np.mean(alone) + 0.1


NEIGHBOURS = {"happy": {"happy", "surprised"}}
"""Emotions that sound alike: joy is a milder surprise in every cue."""


@pytest.mark.parametrize("emotion", EMOTIONS[1:])
def test_a_clear_case_among_calm_phrases_is_heard(emotion: str) -> None:
    cues = calm(12)
    cues[7] += 1.3 * PROFILES[EMOTIONS.index(emotion)]
    found = judged(cues).probabilities
    assert EMOTIONS[found[7].argmax()] in NEIGHBOURS.get(emotion, {emotion})
    assert found[7, EMOTIONS.index(emotion)] > 1.5 * PRIOR[1]
    assert (np.delete(found, 7, axis=0).argmax(axis=1) == 0).all()


def test_the_gain_of_the_recording_does_not_matter() -> None:
    cues = calm(12)
    cues[4] += PROFILES[EMOTIONS.index("angry")]
    louder = cues + 15 * (np.arange(8) == Cue.LOUDNESS)
    difference = judged(cues).probabilities - judged(louder).probabilities
    assert np.abs(difference).max() < 0.03


def test_a_level_control_does_not_hide_anger() -> None:
    cues = calm(16)
    for index in (3, 8, 12):
        cues[index] += 1.3 * PROFILES[EMOTIONS.index("angry")]
    cues[:, Cue.LOUDNESS] = -20
    found = judged(cues).probabilities
    assert [EMOTIONS[found[index].argmax()] for index in (3, 8, 12)] == ["angry"] * 3


def test_the_order_of_phrases_does_not_matter() -> None:
    _, cues = spoken(np.random.default_rng(8), 15, LEVELS[0])
    order = np.random.default_rng(9).permutation(15)
    np.testing.assert_allclose(
        judged(cues).probabilities[order], judged(cues[order]).probabilities, atol=1e-9
    )


def test_without_cues_only_the_evidence_counts() -> None:
    cues = np.full((2, 8), np.nan)
    evidence = np.zeros((2, 6))
    evidence[1, EMOTIONS.index("sad")] = 3.0
    found = judged(cues, evidence)
    np.testing.assert_allclose(found.probabilities[0], PRIOR, rtol=1e-5)
    expected = PRIOR * np.exp(evidence[1])
    np.testing.assert_allclose(found.probabilities[1], expected / expected.sum(), rtol=1e-5)
    assert arousals(found) == [0.0, 0.0]


def test_nothing_said_is_no_error() -> None:
    found = judged(np.zeros((0, 8)))
    assert found.probabilities.shape == (0, 6)
    assert arousals(found) == []


@settings(max_examples=40)
@given(
    st.lists(
        st.lists(st.floats(-300, 300) | st.just(float("nan")), min_size=8, max_size=8),
        min_size=1,
        max_size=6,
    )
)
def test_any_cues_give_probabilities(rows: list[list[float]]) -> None:
    found = judged(np.array(rows))
    assert np.isfinite(found.probabilities).all()
    np.testing.assert_allclose(found.probabilities.sum(axis=1), 1)
    assert all(-1 <= each <= 1 for each in arousals(found))


def test_arousal_follows_effort_and_falls_with_its_lack() -> None:
    cues = calm(12)
    effort = np.array([4.0, 1.0, 0.0, 6.0, 0.0, 5.0, 0.2, 0.2])
    for index, times in ((2, 0.5), (5, 1.0), (9, -1.0)):
        cues[index] += times * effort
    found = arousals(judged(cues))
    assert found[9] < -0.2 < 0.1 < found[2] < found[5]
    usual = [found[index] for index in range(12) if index not in (2, 5, 9)]
    assert max(map(abs, usual)) < 0.2


def test_a_label_needs_to_be_likelier_than_all_others() -> None:
    sure = emotion_of(np.array([0.2, 0.1, 0.6, 0.05, 0.03, 0.02]), 0.12345)
    assert (sure.label, sure.probability, sure.arousal) == ("sad", 0.6, 0.123)
    assert sure.valence == pytest.approx(-0.338, abs=0.01)
    doubtful = emotion_of(np.array([0.49, 0.1, 0.4, 0.01, 0.0, 0.0]), 0.0)
    assert (doubtful.label, doubtful.probability) == (UNCERTAIN, 0.49)


def test_a_stranger_needs_more_to_be_labelled() -> None:
    likely = np.array([0.1, 0.1, 0.6, 0.1, 0.05, 0.05])
    assert emotion_of(likely, 0.0, certainty(2)).label == UNCERTAIN
    assert emotion_of(likely, 0.0, certainty(3)).label == "sad"
