"""Enrolled people's names in transcripts and conversations, on the real engines."""

import json
from pathlib import Path

import pytest

from tests.spoken import silence
from tests.voices import ANNA, EVENING, JOE, MORNING, dialogue, monologue, says
from voicecli.audio.files import write_wav
from voicecli.cli.app import run
from voicecli.errors import ExitCode

pytestmark = pytest.mark.cli

Captured = pytest.CaptureFixture[str]
NAME = "Joe O'Hara <b>"


@pytest.fixture(scope="module")
def folder(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("named")
    write_wav(made / "joe.wav", monologue(models, JOE))
    write_wav(made / "anna.wav", monologue(models, ANNA))
    write_wav(made / "talk.wav", dialogue(models, JOE, ANNA, texts=EVENING + MORNING[2:]))
    question = says(models, JOE, "What did the home battery cost?")
    write_wav(made / "question.wav", [question, silence(3)])
    return made


def enroll(name: str, file: Path) -> None:
    assert run(["speakers", "enroll", name, str(file)]) == ExitCode.OK


def transcribed(folder: Path, out: Path, *more: str) -> dict[str, str]:
    """The text of each file that a diarized transcription writes, by ending."""
    command = ["transcribe", str(folder / "talk.wav"), "--diarize", "-o", str(out), *more]
    assert run(command) == ExitCode.OK
    return {file.suffix[1:]: file.read_text() for file in out.iterdir()}


def test_every_format_with_speakers_has_the_name(folder: Path, tmp_path: Path) -> None:
    enroll(NAME, folder / "joe.wav")
    for form in ("txt", "srt", "vtt", "json", "csv", "md"):
        text = transcribed(folder, tmp_path / form, "-f", form)[form]
        assert "Joe O'Hara" in text, form
        assert "Speaker 1" in text, form
        assert form != "md" or "<b>" not in text
    turns = transcribed(folder, tmp_path / "rttm", "-f", "rttm")["rttm"].splitlines()
    assert all(len(turn.split()) == 10 for turn in turns), "names hold spaces, fields do not"
    assert {"Joe" in turn for turn in turns} == {True, False}


def test_who_is_enrolled_later_is_named_without_recognising_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = json.loads(transcribed(folder, tmp_path / "1", "-f", "json")["json"])
    assert {segment["speaker"] for segment in first["segments"]} == {"Speaker 1", "Speaker 2"}
    enroll("Joe", folder / "joe.wav")
    monkeypatch.setattr("voicecli.assembly.recordings._recognizer", None)
    second = json.loads(transcribed(folder, tmp_path / "2", "-f", "json")["json"])
    assert [segment["speaker"] for segment in second["segments"]] == [
        {"Speaker 1": "Joe", "Speaker 2": "Speaker 1"}[segment["speaker"]]
        for segment in first["segments"]
    ]
    assert second["text"] == first["text"]
    assert run(["speakers", "remove", "Joe", "--yes"]) == ExitCode.OK
    third = json.loads(transcribed(folder, tmp_path / "3", "-f", "json")["json"])
    assert third == first


def test_a_conversation_knows_who_asks(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    enroll("Anna", folder / "anna.wav")
    assert asked(folder, tmp_path, capsys) == ""
    enroll("Joe", folder / "joe.wav")
    assert asked(folder, tmp_path, capsys) == "Joe"
    assert run(["sessions", "list", "--json"]) == ExitCode.OK
    sessions = [session["id"] for session in json.loads(capsys.readouterr().out)]
    shown = []
    for session in sessions:
        assert run(["sessions", "show", str(session)]) == ExitCode.OK
        shown.append(capsys.readouterr().out)
    assert sum("1. Joe: What did the home battery cost" in text for text in shown) == 1


def asked(folder: Path, tmp_path: Path, capsys: Captured) -> str:
    """Who is heard to ask the recorded question."""
    capsys.readouterr()
    question, answer = str(folder / "question.wav"), str(tmp_path / "answer.wav")
    command = ["talk", "--fast", "--json", "--no-llm", "--microphone", question]
    assert run([*command, "--speaker", answer]) == ExitCode.OK
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (heard,) = [event["data"] for event in events if event["kind"] == "stt-end"]
    assert "battery" in heard["text"]
    return str(heard.get("speaker", ""))


def test_captions_say_who_speaks(folder: Path, capsys: Captured) -> None:
    enroll("Joe", folder / "joe.wav")
    capsys.readouterr()
    command = ["listen", "--microphone", str(folder / "question.wav"), "--fast"]
    assert run(command) == ExitCode.OK
    assert capsys.readouterr().out.startswith("Joe: What did the home battery")


def test_without_the_model_of_voices_a_conversation_goes_on(
    folder: Path,
    models: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Captured,
) -> None:
    enroll("Joe", folder / "joe.wav")
    fewer = tmp_path / "models"
    fewer.mkdir()
    for model in models.iterdir():
        if model.name != "resemblyzer-ge2e":
            (fewer / model.name).symlink_to(model)
    monkeypatch.setenv("VOICECLI_PATHS_MODELS", str(fewer))
    assert asked(folder, tmp_path, capsys) == ""
