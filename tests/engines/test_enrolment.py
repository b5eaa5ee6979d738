"""People enrolled and found again by their voices, with the real network."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.spoken import noise, silence
from tests.voices import ANNA, BORIS, EVENING, JOE, MORNING, Person, dialogue, monologue
from voicecli.analysis.conditions import CONDITIONS, in_a_room, noisy, telephoned
from voicecli.analysis.diarization import Diarizer
from voicecli.analysis.embedders import open_embedder
from voicecli.audio.files import write_wav
from voicecli.errors import AnalysisError, AudioError
from voicecli.pipeline.enrolment import Listening, voice_in, voices_in, whose, windows_of
from voicecli.storage.speakers import VoicePrint
from voicecli.types import Samples, Transcript
from voicecli.vad.silero import SileroVad

pytestmark = pytest.mark.engines


@pytest.fixture(scope="module")
def how(models: Path) -> Listening:
    vad = SileroVad(models / "silero-vad" / "silero_vad.onnx")
    return Listening(vad, open_embedder(models / "resemblyzer-ge2e", 1))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("voices")


Prints = dict[str, list[VoicePrint]]


@pytest.fixture(scope="module")
def enrolled(how: Listening, models: Path, folder: Path) -> Prints:
    """Joe and Anna."""
    return {
        name: enroll(monologue(models, person), how, folder)
        for name, person in (("Joe", JOE), ("Anna", ANNA))
    }


def enroll(sound: Samples, how: Listening, folder: Path) -> list[VoicePrint]:
    return voice_in(windows_of(saved(sound, folder), how), "a.wav", how)


def saved(sound: Samples, folder: Path) -> Path:
    path = folder / "sound.wav"
    write_wav(path, sound)
    return path


def labels(sound: Samples, how: Listening, enrolled: Prints, folder: Path) -> list[str]:
    return [voice.label for voice in voices_in(saved(sound, folder), how, enrolled)]


def test_a_voice_is_learned_in_each_condition(enrolled: Prints) -> None:
    prints = enrolled["Joe"]
    assert [one.condition for one in prints] == list(CONDITIONS)
    assert len({one.digest for one in prints}) == 1
    assert all(np.linalg.norm(one.vector) == pytest.approx(1.0, abs=1e-4) for one in prints)
    assert 11 < prints[0].seconds < 16


def test_the_same_sound_gives_the_same_prints(
    how: Listening, models: Path, folder: Path, enrolled: Prints
) -> None:
    again = enroll(monologue(models, JOE), how, folder)
    for one, other in zip(enrolled["Joe"], again, strict=True):
        assert one.digest == other.digest
        assert np.array_equal(one.vector, other.vector)


def test_each_is_known_by_other_words(
    how: Listening, models: Path, folder: Path, enrolled: Prints
) -> None:
    for name, person in (("Joe", JOE), ("Anna", ANNA)):
        assert labels(monologue(models, person, EVENING), how, enrolled, folder) == [name]


def test_a_stranger_stays_a_number_and_is_shown_beside_everybody(
    how: Listening, models: Path, folder: Path, enrolled: Prints
) -> None:
    path = saved(monologue(models, BORIS, EVENING), folder)
    (voice,) = voices_in(path, how, enrolled)
    assert voice.label == "Speaker 1"
    assert not voice.is_enrolled
    assert {name for name, _ in voice.alike} == {"Joe", "Anna"}
    assert voice.alike[0][1] < voice.threshold


def test_in_a_dialogue_the_known_is_named_and_the_other_is_not(
    how: Listening, models: Path, folder: Path, enrolled: Prints
) -> None:
    texts = MORNING + EVENING
    assert labels(dialogue(models, BORIS, ANNA, texts=texts), how, enrolled, folder) == [
        "Speaker 1",
        "Anna",
    ]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda sound: noisy(sound, 10.0),
        telephoned,
        in_a_room,
        lambda sound: 0.05 * sound,
        lambda sound: np.clip(6.0 * sound, -0.5, 0.5),
    ],
    ids=["noise", "telephone", "room", "quiet", "overdriven"],
)
def test_a_voice_is_known_in_poor_sound(
    spoil: object, how: Listening, models: Path, folder: Path, enrolled: Prints
) -> None:
    assert callable(spoil)
    for name, person in (("Joe", JOE), ("Anna", ANNA)):
        sound = spoil(monologue(models, person, EVENING)).astype(np.float32)
        assert labels(sound, how, enrolled, folder) == [name]
    stranger = spoil(monologue(models, BORIS, EVENING)).astype(np.float32)
    assert labels(stranger, how, enrolled, folder) == ["Speaker 1"]


@pytest.mark.parametrize("person", [JOE, ANNA, BORIS], ids=["joe", "anna", "boris"])
def test_whose_voice_is_enrolled_is_told(
    person: Person, how: Listening, models: Path, folder: Path, enrolled: Prints
) -> None:
    prints = enroll(monologue(models, person, EVENING), how, folder)
    assert whose(prints, enrolled) == {JOE: "Joe", ANNA: "Anna"}.get(person)


def test_two_people_are_not_enrolled_as_one(how: Listening, models: Path, folder: Path) -> None:
    path = saved(dialogue(models, JOE, ANNA, texts=MORNING + EVENING), folder)
    with pytest.raises(AnalysisError) as refused:
        voice_in(windows_of(path, how), "talk.wav", how)
    assert refused.value.code == "several-voices"
    assert "talk.wav sounds like 2 people" in refused.value.message
    assert "--one-voice" in refused.value.hint
    assert voice_in(windows_of(path, how), "talk.wav", how, is_one=True)


@pytest.mark.parametrize("sound", [silence(10), noise(10)], ids=["silence", "noise"])
def test_where_nobody_speaks_nobody_is_learned(
    sound: Samples, how: Listening, folder: Path, enrolled: Prints
) -> None:
    with pytest.raises(AnalysisError) as refused:
        enroll(sound, how, folder)
    assert refused.value.code == "too-little-speech"
    assert labels(sound, how, enrolled, folder) == []


def test_a_few_words_are_too_little(how: Listening, models: Path, folder: Path) -> None:
    with pytest.raises(AnalysisError, match="5 are needed"):
        enroll(monologue(models, JOE, MORNING[1:2]), how, folder)


def test_of_a_long_recording_enough_is_heard(how: Listening, models: Path, folder: Path) -> None:
    lines = monologue(models, JOE)
    path = saved(np.tile(lines, 7), folder)
    read = 0

    def counted() -> Iterator[object]:
        nonlocal read
        for window in windows_of(path, how):
            read += len(window.samples)
            yield window

    prints = voice_in(counted(), "long.wav", how)  # type: ignore[arg-type]
    assert 60 < prints[0].seconds < 90
    assert read < 7 * lines.size


def test_what_cannot_be_read_is_told(how: Listening, folder: Path) -> None:
    with pytest.raises(AudioError, match="does not exist"):
        windows_of(folder / "nobody.wav", how)


class Everybody:
    """Knows one name for all voices."""

    def name_of(self, voice: np.ndarray, seconds: float) -> str | None:
        return "Anna"


def test_voices_that_bear_one_name_are_one(how: Listening, models: Path, folder: Path) -> None:
    path = saved(dialogue(models, JOE, ANNA, texts=MORNING + EVENING), folder)
    diarizers = (Diarizer(how.embedder), Diarizer(how.embedder, known=Everybody()))
    for diarizer in diarizers:
        for window in windows_of(path, how):
            diarizer.hear(window)
        diarizer.finish(Transcript((), "", 0.0))
    apart, together = (diarizer.voices for diarizer in diarizers)
    assert list(apart) == ["Speaker 1", "Speaker 2"]
    assert list(together) == ["Anna"]
    assert together["Anna"].seconds == pytest.approx(sum(v.seconds for v in apart.values()))
    assert np.linalg.norm(together["Anna"].vector) == pytest.approx(1.0, abs=1e-4)
