import numpy as np
import pytest

from voicecli.analysis.emotion_cues import Cue, cues_of
from voicecli.analysis.prosody import Prosody
from voicecli.types import Word

pytestmark = pytest.mark.unit


def prosody(pitch: np.ndarray, loudness: float = -20.0, brightness: float = -12.0) -> Prosody:
    """A phrase of voice at such a pitch; NaN is speech without voice."""
    pitch = pitch.astype(np.float32)
    known = np.where(np.isnan(pitch), np.nan, 1).astype(np.float32)
    level = np.full(pitch.size, loudness, np.float32)
    return Prosody(0.0, pitch, level, known * brightness, known * 20)


def words(text: str) -> tuple[Word, ...]:
    return tuple(Word(0, 0, each, 1.0) for each in text.split())


def test_pitch_is_counted_in_semitones() -> None:
    low, high = (cues_of(prosody(np.full(100, hertz)), (), "en") for hertz in (100, 200))
    assert low[Cue.PITCH] == pytest.approx(0)
    assert high[Cue.PITCH] == pytest.approx(12)
    assert low[Cue.PITCH_RANGE] == pytest.approx(0)


def test_a_rising_voice_rises() -> None:
    up = np.geomspace(150, 200, 90)
    found = cues_of(prosody(up), (), "en")
    assert found[Cue.PITCH_RISE] == pytest.approx(12 * np.log2(200 / 150) * 2 / 3, abs=0.1)
    assert cues_of(prosody(up[::-1]), (), "en")[Cue.PITCH_RISE] == pytest.approx(
        -found[Cue.PITCH_RISE], abs=0.01
    )
    assert found[Cue.PITCH_RANGE] == pytest.approx(0.6 * 12 * np.log2(200 / 150), abs=0.1)


def test_a_voice_that_moves_faster_is_faster() -> None:
    slow, fast = np.geomspace(150, 160, 100), np.geomspace(150, 220, 100)
    slow_, fast_ = (cues_of(prosody(each), (), "en")[Cue.PITCH_SPEED] for each in (slow, fast))
    assert 2**fast_ == pytest.approx(12 * np.log2(220 / 150) / 0.99, rel=0.01)
    assert 2**slow_ == pytest.approx(12 * np.log2(160 / 150) / 0.99, rel=0.01)
    assert cues_of(prosody(np.full(100, 150.0)), (), "en")[Cue.PITCH_SPEED] == 0


def test_creak_and_octave_errors_do_not_count() -> None:
    clean = np.full(100, 150.0)
    errors = clean.copy()
    errors[::12] = 70.0
    errors[5::12] = 600.0
    assert cues_of(prosody(errors), (), "en")[Cue.PITCH] == cues_of(prosody(clean), (), "en")[0]
    assert cues_of(prosody(errors), (), "en")[Cue.PITCH_RANGE] == 0


def test_half_a_phrase_an_octave_off_has_no_pitch() -> None:
    pitch = np.repeat([100.0, 270.0], 60)
    found = cues_of(prosody(pitch), (), "en")
    assert np.isnan(found[[Cue.PITCH, Cue.PITCH_RANGE, Cue.PITCH_RISE]]).all()
    assert np.isfinite(found[[Cue.LOUDNESS, Cue.BRIGHTNESS]]).all()


def test_rate_is_syllables_a_second_without_pauses() -> None:
    text = words("kids are talking by the big door")  # eight syllables
    steady = prosody(np.full(200, 150.0))
    assert cues_of(steady, text, "en")[Cue.RATE] == pytest.approx(2.0)
    level = np.concatenate([np.full(200, -20.0), np.full(300, -70.0)]).astype(np.float32)
    pitch = np.concatenate([np.full(200, 150.0), np.full(300, np.nan)]).astype(np.float32)
    paused = Prosody(0.0, pitch, level, pitch, pitch)
    assert cues_of(paused, text, "en")[Cue.RATE] == pytest.approx(2.0)


def test_without_words_there_is_no_rate() -> None:
    found = cues_of(prosody(np.full(100, 150.0)), words("Oh"), "en")
    assert np.isnan(found[Cue.RATE])
    assert np.isfinite(np.delete(found, Cue.RATE)).all()


@pytest.mark.parametrize("voiced", [0, 29])
def test_with_hardly_any_voice_there_are_no_cues(voiced: int) -> None:
    pitch = np.full(100, np.nan)
    pitch[:voiced] = 150
    assert np.isnan(cues_of(prosody(pitch), words("one two three"), "en")).all()


def test_no_frames_are_no_cues() -> None:
    assert np.isnan(cues_of(prosody(np.zeros(0)), (), "en")).all()
