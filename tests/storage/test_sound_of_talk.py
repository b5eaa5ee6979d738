"""A recording's waveform and pitches, its MP3, and transcripts as files."""

from pathlib import Path

import numpy as np
import pytest

from voicecli.analysis.turn_taking import Stretch
from voicecli.audio.encoded import BYTES_A_SECOND, as_mp3
from voicecli.audio.files import read_audio, write_wav
from voicecli.errors import VoicecliError
from voicecli.pipeline.sound_of_talk import MOST_PEAKS, listen
from voicecli.pipeline.transcript_files import read_transcript
from voicecli.types import SAMPLE_RATE, Samples

pytestmark = pytest.mark.storage


def buzz(hertz: float, seconds: float) -> Samples:
    """A voice-like tone: a pulse train's first harmonics."""
    times = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    tone = sum(np.sin(2 * np.pi * hertz * k * times) / k for k in range(1, 12))
    return (0.2 * np.asarray(tone)).astype(np.float32)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    file = tmp_path / "talk.wav"
    quiet = np.zeros(SAMPLE_RATE, np.float32)
    write_wav(file, np.concatenate([buzz(110, 12), quiet, buzz(220, 12), quiet]))
    return file


def stretch(start: float, end: float, speaker: str) -> Stretch:
    return Stretch(start, end, speaker, "", 0)


def test_each_voice_has_its_own_pitch(recording: Path) -> None:
    found = listen(recording, [stretch(0, 12, "A"), stretch(13, 25, "B")])
    assert found.seconds == pytest.approx(26, abs=0.01)
    assert found.pitch["A"].median == pytest.approx(110, rel=0.02)
    assert found.pitch["B"].median == pytest.approx(220, rel=0.02)
    assert found.pitch["A"].semitones < 1


def test_what_two_say_at_once_is_nobodys_pitch(recording: Path) -> None:
    found = listen(recording, [stretch(0, 25, "A"), stretch(13, 25, "B")])
    assert found.pitch == {}


def test_the_waveform_is_small_and_shows_the_silence(recording: Path) -> None:
    peaks = listen(recording, []).peaks
    assert peaks.size <= MOST_PEAKS
    assert peaks.max() > 0.1
    middle = peaks[int(peaks.size * 12.2 / 26) : int(peaks.size * 12.8 / 26)]
    assert middle.max() == 0


def test_an_mp3_is_as_long_as_the_sound_and_small() -> None:
    sound = buzz(150, 10)
    found = as_mp3(sound[at : at + 1000] for at in range(0, sound.size, 1000))
    assert len(found) == pytest.approx(10 * BYTES_A_SECOND, rel=0.1)


def test_an_mp3_holds_the_sound(tmp_path: Path) -> None:
    file = tmp_path / "x.mp3"
    file.write_bytes(as_mp3([buzz(150, 3)]))
    back = read_audio(file)
    assert back.size / SAMPLE_RATE == pytest.approx(3, abs=0.1)
    spectrum = np.abs(np.fft.rfft(back[8000:40000]))
    assert np.argmax(spectrum) * SAMPLE_RATE / 32000 == pytest.approx(150, abs=2)


SRT = "1\n00:00:01,000 --> 00:00:02,500\n{}\n\n2\n00:00:03,000 --> 00:00:04,000\n{}\n"


@pytest.mark.parametrize(
    ("first", "second", "speakers"),
    [
        ("Ann: Hello.", "Bob: Hi.", ["Ann", "Bob"]),
        ("[SPEAKER_00]: Hello.", "[SPEAKER_01]: Hi.", ["SPEAKER_00", "SPEAKER_01"]),
        ("Ann: Hello", "and welcome.", ["Ann", "Ann"]),
        ("Hello.", "Hi.", [None, None]),
    ],
)
def test_subtitles_with_names(
    tmp_path: Path, first: str, second: str, speakers: list[str | None]
) -> None:
    file = tmp_path / "x.srt"
    file.write_text(SRT.format(first, second))
    segments = read_transcript(file).segments
    assert [one.speaker for one in segments] == speakers
    assert (segments[0].start, segments[0].end) == (1.0, 2.5)
    assert "Ann" not in segments[0].text


def test_webvtt_with_voices(tmp_path: Path) -> None:
    file = tmp_path / "x.vtt"
    file.write_text("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Note: it works.\n")
    (segment,) = read_transcript(file).segments
    assert (segment.speaker, segment.text) == ("Ann", " Note: it works.")


@pytest.mark.parametrize(("name", "text"), [("x.json", "{"), ("x.json", "[]"), ("x.srt", "Hello")])
def test_what_is_no_transcript_is_refused(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(VoicecliError, match="no transcript"):
        read_transcript(tmp_path / name)


def test_a_missing_transcript_is_named(tmp_path: Path) -> None:
    with pytest.raises(VoicecliError, match=r"nothing\.json cannot be read"):
        read_transcript(tmp_path / "nothing.json")
