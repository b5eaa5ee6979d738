"""Emotion of real (synthetic) speech, changed by Praat as emotions are said to change it."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from scipy.signal import lfilter

from tests.spoken import spoken
from voicecli.analysis.emotion import EmotionStage
from voicecli.analysis.emotion_words import WordJudge
from voicecli.retrieval.embedder import MiniLmEmbedder
from voicecli.types import SAMPLE_RATE, Emotion, Samples, Segment, SpeechWindow, Transcript, Word

pytestmark = pytest.mark.engines

TEXTS = (
    "The meeting starts at ten and the room is on the second floor.",
    "You can find the numbers in the table on page four.",
    "The next train to the city leaves in about twenty minutes.",
    "He put the letters on the desk and went to the kitchen.",
    "There are two shops and a small library in the street.",
    "We usually have lunch at noon in the office.",
)
RAISED = 1.4
"""Brings the voice's 88 Hz to where half of it is still a pitch that Praat looks for."""
CHANGED = 3
"""Which of the phrases is changed."""


@cache
def changed(
    models: Path, text: str, pitch: float, spread: float, seconds: float, gain: float, bright: float
) -> Samples:
    """A sentence with its pitch times `pitch`, semitones around the median times `spread`, its
    length times `seconds`, `gain` in dB and energy from 1 kHz on raised by `bright` (0..1)."""
    import parselmouth
    from parselmouth.praat import call

    sound = parselmouth.Sound(spoken(models, text).astype(np.float64), SAMPLE_RATE)
    work = call(sound, "To Manipulation", 0.01, 65, 600)
    tier = call(work, "Extract pitch tier")
    heard = sound.to_pitch_ac(0.01, 65).selected_array["frequency"]
    middle = float(np.median(heard[heard > 0]))
    call(tier, "Formula", f"{middle * RAISED * pitch} * (self / {middle}) ^ {spread}")
    call([tier, work], "Replace pitch tier")
    lengths = call(work, "Extract duration tier")
    call(lengths, "Add point", 0.0, seconds)
    call([lengths, work], "Replace duration tier")
    made = call(work, "Get resynthesis (overlap-add)").values[0]
    edge = np.exp(-2 * np.pi * 1000 / SAMPLE_RATE)
    low = lfilter([1 - edge], [1, -edge], made)
    shaped = low + (made - low) * 10 ** (bright / 20)
    return (shaped * 10 ** (gain / 20) * 0.2).astype(np.float32)


def emotions(pieces: list[Samples], speaker: str | None = "Speaker 1") -> list[Emotion]:
    """The emotions of phrases said one after the other by one speaker, from the voice alone."""
    stage, segments, start = EmotionStage(), [], 0
    for piece, text in zip(pieces, TEXTS, strict=True):
        end = start + piece.size
        stage.hear(SpeechWindow(piece, start, ((start, end),)))
        words = tuple(Word(0, 0, each, 1.0) for each in text.split())
        times = start / SAMPLE_RATE, end / SAMPLE_RATE
        segments.append(Segment(*times, text, words, speaker))
        start = end + SAMPLE_RATE
    found = stage.finish(Transcript(tuple(segments), "en", start / SAMPLE_RATE)).segments
    return [segment.emotion for segment in found if segment.emotion]


def conversation(models: Path, **change: float) -> list[Emotion]:
    """Six calm phrases, of which one is changed."""
    usual = {"pitch": 1.0, "spread": 1.0, "seconds": 1.0, "gain": 0.0, "bright": 0.0}
    pieces = [changed(models, text, **usual) for text in TEXTS]
    pieces[CHANGED] = changed(models, TEXTS[CHANGED], **(usual | change))
    return emotions(pieces)


def test_calm_speech_is_not_called_emotional(models: Path) -> None:
    found = conversation(models)
    assert {each.label for each in found} <= {"neutral", "uncertain"}
    assert max(abs(each.arousal) for each in found) < 0.2


@pytest.mark.parametrize(
    "change",
    [
        {"pitch": 1.5},
        {"gain": 10.0},
        {"bright": 9.0},
        {"seconds": 0.7},
    ],
)
def test_each_sign_of_excitement_raises_arousal_and_its_lack_lowers_it(
    models: Path, change: dict[str, float]
) -> None:
    opposite = {
        name: 1 / value if name in {"pitch", "seconds"} else -value
        for name, value in change.items()
    }
    usual = conversation(models)[CHANGED].arousal
    assert conversation(models, **change)[CHANGED].arousal > usual + 0.03
    assert conversation(models, **opposite)[CHANGED].arousal < usual - 0.03


def test_a_shout_among_calm_phrases_is_heard_as_such(models: Path) -> None:
    found = conversation(models, pitch=1.5, spread=1.3, seconds=0.85, gain=14.0, bright=9.0)
    assert found[CHANGED].label == "angry"
    assert found[CHANGED].arousal > 0.5
    assert found[CHANGED].valence < -0.2
    others = [each.label for index, each in enumerate(found) if index != CHANGED]
    assert set(others) <= {"neutral", "uncertain"}


def test_a_slow_quiet_dull_low_voice_is_heard_as_sad(models: Path) -> None:
    found = conversation(models, pitch=0.75, spread=0.4, seconds=1.45, gain=-12.0, bright=-9.0)
    assert found[CHANGED].label == "sad"
    assert found[CHANGED].arousal < -0.3


def test_a_voice_is_measured_against_its_owner(models: Path) -> None:
    high = [changed(models, text, 1.6, 1.0, 1.0, 0.0, 4.0) for text in TEXTS]
    assert {each.label for each in emotions(high)} <= {"neutral", "uncertain"}


def test_without_speakers_nothing_is_claimed(models: Path) -> None:
    pieces = [changed(models, text, 1.0, 1.0, 1.0, 0.0, 0.0) for text in TEXTS[:3]]
    pieces += [changed(models, text, 1.7, 1.2, 1.0, 6.0, 5.0) for text in TEXTS[3:]]
    assert {each.label for each in emotions(pieces, None)} == {"uncertain"}


@pytest.fixture(scope="module")
def word_judge(models: Path) -> WordJudge:
    return WordJudge(MiniLmEmbedder(models / "all-minilm-l6-v2-int8", 1))


def said(judge: WordJudge | None, text: str, language: str = "en") -> Emotion:
    """The emotion of words that nobody heard."""
    transcript = Transcript((Segment(0, 2, text),), language, 2)
    emotion = EmotionStage(judge).finish(transcript).segments[0].emotion
    assert emotion is not None
    return emotion


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("I'm thrilled, we got the flat, this is amazing!", "happy"),
        ("You never listen to me, it drives me mad!", "angry"),
        ("Our dog passed away and I can't stop crying.", "sad"),
        ("I'm so scared that he will find me.", "fearful"),
    ],
)
def test_words_that_say_a_feeling_count(word_judge: WordJudge, text: str, label: str) -> None:
    named, plain = said(word_judge, text), said(word_judge, "The invoice came on Tuesday.")
    assert named.label in {label, "uncertain"}
    assert (named.valence > plain.valence + 0.1) == (label == "happy")
    assert (named.valence < plain.valence - 0.1) == (label != "happy")


def test_words_of_other_languages_and_no_words_say_nothing(word_judge: WordJudge) -> None:
    text = "You never listen to me, it drives me mad!"
    assert said(word_judge, text, "de") == said(None, text)
    assert said(word_judge, " … ") == said(None, "")


def test_speakers_are_judged_apart_and_overlap_is_not_heard(models: Path) -> None:
    calm = [changed(models, text, 1.0, 1.0, 1.0, 0.0, 0.0) for text in TEXTS]
    high = [changed(models, text, 1.6, 1.0, 1.0, 6.0, 4.0) for text in TEXTS]
    stage, segments, start = EmotionStage(), [], 0
    for index, piece in enumerate([*calm, *high]):
        end = start + piece.size
        stage.hear(SpeechWindow(piece, start, ((start, end),)))
        name = "Speaker 1" if index < len(calm) else "Speaker 2"
        times = start / SAMPLE_RATE, end / SAMPLE_RATE
        segments.append(Segment(*times, "", speaker=name, overlap=index == 0))
        start = end
    found = stage.finish(Transcript(tuple(segments), "en", start / SAMPLE_RATE)).segments
    assert [each.speaker for each in found] == [each.speaker for each in segments]
    assert {each.emotion.label for each in found if each.emotion} <= {"neutral", "uncertain"}
    overlapped = found[0].emotion
    assert overlapped is not None
    assert (overlapped.label, overlapped.probability, overlapped.arousal) == ("uncertain", 0.3, 0.0)
