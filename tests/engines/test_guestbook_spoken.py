"""A message that Piper speaks, heard by Whisper, kept with its sound and heard again."""

import json
from pathlib import Path

import numpy as np
import pytest
from rapidfuzz import fuzz

from tests.spoken import silence, spoken
from voicecli.audio.encoded import decode_sound
from voicecli.audio.files import read_audio, write_wav
from voicecli.cli.app import run
from voicecli.errors import SttError
from voicecli.pipeline.session import REFUSED
from voicecli.pipeline.talk import FAILURES
from voicecli.storage.database import open_database
from voicecli.storage.guestbook import GuestBook
from voicecli.storage.sessions import Sessions
from voicecli.storage.sounds import Sounds
from voicecli.stt.whisper import WhisperRecognizer
from voicecli.turn import Turn
from voicecli.types import SAMPLE_RATE, Transcript, Utterance

pytestmark = pytest.mark.engines

MESSAGE = "We had a wonderful day in your garden, and the apple cake was very good."


def recording(models: Path, target: Path, *sentences: str) -> float:
    """A file in which these are said with pauses; returns the seconds of all speech."""
    said = [spoken(models, sentence) for sentence in sentences]
    pieces = [piece for sound in said for piece in (silence(3.0), sound)]
    write_wav(target, np.concatenate([*pieces, silence(1.5)]))
    return sum(sound.size for sound in said) / SAMPLE_RATE


def talk(microphone: Path, speaker: Path, *options: str) -> int:
    files = ["--microphone", str(microphone), "--speaker", str(speaker), "--fast"]
    return run(["talk", "--hands-free", "--no-llm", "--json", *files, *options])


def test_a_spoken_message_is_understood_and_kept(
    models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wish = "I would like to leave a message, please."
    file, heard = tmp_path / "guest.wav", tmp_path / "heard.wav"
    recording(models, file, wish, "My name is Anna.", f"{MESSAGE} That's all.", "Yes, keep it.")
    assert talk(file, heard) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    names = [event["data"]["name"] for event in told if event["kind"] == "command"]
    assert names == ["guestbook", "words", "words", "words"]
    with open_database(tmp_path / "data" / "voicecli.db") as db:
        (entry,) = GuestBook(db).list()
        sound = GuestBook(db).sound(entry.id)
        assert Sessions(db).list() == ()
    assert entry.name == "Anna"
    assert fuzz.ratio(entry.text.lower(), MESSAGE.lower()) > 85
    assert sound
    length = spoken(models, MESSAGE).size / SAMPLE_RATE
    assert length < decode_sound(sound.data).size / SAMPLE_RATE < length + 4
    assert run(["transcribe", str(heard)]) == 0
    read_back = " ".join(capsys.readouterr().out.split()).lower()
    assert fuzz.partial_ratio("we had a wonderful day in your garden", read_back) > 80
    assert "your message is in the guest book" in read_back


def test_the_sound_of_a_turn_is_kept_and_can_be_understood_again(
    models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    question = "What projects did she work on?"
    file, heard = tmp_path / "question.wav", tmp_path / "heard.wav"
    seconds = recording(models, file, question)
    assert talk(file, heard, "--keep-audio") == 0
    with open_database(tmp_path / "data" / "voicecli.db") as db:
        (session,) = Sessions(db).list()
        kept = Sounds(db).kept(session.id)
    assert [(one.number, one.part) for one in kept] == [(1, "question"), (1, "answer")]
    assert seconds - 0.5 < kept[0].seconds < seconds + 2
    assert kept[1].seconds == pytest.approx(read_audio(heard).size / SAMPLE_RATE, rel=0.02)
    assert max(one.bytes / one.seconds for one in kept) < 4_000
    written = tmp_path / "kept.wav"
    assert run(["sessions", "play", "latest@1", "--question", "-o", str(written)]) == 0
    capsys.readouterr()
    assert run(["transcribe", str(written)]) == 0
    again = " ".join(capsys.readouterr().out.split())
    assert fuzz.ratio(again.lower(), question.lower()) > 85


def test_a_kiosk_whose_recogniser_fails_loads_it_afresh(
    models: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file, heard = tmp_path / "visitors.wav", tmp_path / "heard.wav"
    recording(models, file, *["Switch to detailed mode."] * FAILURES)
    failures = [SttError("recognition-failed", "Whisper has failed.") for _ in range(FAILURES)]
    transcribe = WhisperRecognizer.transcribe

    def failing(self: WhisperRecognizer, utterance: Utterance, turn: Turn) -> Transcript:
        if failures:
            raise failures.pop()
        return transcribe(self, utterance, turn)

    monkeypatch.setattr(WhisperRecognizer, "transcribe", failing)
    monkeypatch.setattr("voicecli.cli.kiosk.REST_SECONDS", 0.1)
    assert talk(file, heard, "--kiosk") == 0
    told = capsys.readouterr()
    assert "begins again" in told.err
    events = [json.loads(line) for line in told.out.splitlines()]
    said = [event["data"]["text"] for event in events if event["kind"] == "llm-text"]
    assert said == [REFUSED] * FAILURES
