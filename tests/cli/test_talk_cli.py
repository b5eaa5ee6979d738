"""`voicecli talk` with files for its devices, on the real engines."""

import json
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.conftest import REPEATABLE
from voicecli import assembly
from voicecli.audio.files import read_audio, write_wav
from voicecli.cli.app import run
from voicecli.config import load
from voicecli.errors import ExitCode
from voicecli.turn import Turn
from voicecli.types import Sentence

pytestmark = pytest.mark.cli


@pytest.fixture(scope="module")
def recording(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two questions with three seconds between them."""
    environment = {"VOICECLI_PATHS_MODELS": str(models)} | REPEATABLE
    config = load(environment=environment, file=Path("none")).config
    path = tmp_path_factory.mktemp("speech") / "questions.wav"
    with assembly.open_synthesizer(config) as voice:
        pieces = []
        for text in ("What did the home battery cost?", "Which projects used Rust?"):
            pieces += [chunk.samples for chunk in voice.synthesize(Sentence(0, text), Turn())]
            pieces.append(np.zeros(3 * voice.sample_rate, np.float32))
        write_wav(path, pieces, voice.sample_rate)
    return path


def talked(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    assert run(["talk", "--fast", "--json", *arguments]) == ExitCode.OK
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_recording_is_answered_question_by_question(
    recording: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = tmp_path / "answer.wav"
    events = talked(capsys, "--microphone", str(recording), "--speaker", str(answer), "--no-llm")
    assert all(list(event) == ["kind", "at", "data"] for event in events)
    heard = [event["data"]["text"].lower() for event in events if event["kind"] == "stt-end"]
    assert len(heard) == 2
    assert "battery" in heard[0]
    assert "project" in heard[1]
    said = " ".join(e["data"]["text"] for e in events if e["kind"] == "llm-text")
    assert "3,900 pounds" in said
    fractions = [e["data"]["fraction"] for e in events if e["kind"] == "speech-end"]
    assert fractions
    assert set(fractions) == {1.0}
    with wave.open(str(answer)) as file:
        assert file.getnframes() / file.getframerate() > 5
    assert run(["sessions", "list", "--json"]) == ExitCode.OK
    sessions = json.loads(capsys.readouterr().out)
    assert [session["turns"] for session in sessions] == [2]


def test_what_is_spoken_can_be_understood_again(
    recording: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = tmp_path / "answer.wav"
    run(["talk", "--demo", "--speaker", str(answer), "--no-llm", "--json"])
    capsys.readouterr()
    assert np.abs(read_audio(answer)).max() > 0.1
    assert run(["transcribe", str(answer)]) == ExitCode.OK
    words = capsys.readouterr().out.lower()
    assert "battery" in words
    assert "pounds" in words or "£" in words


def test_silence_is_nothing_heard(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    silence = tmp_path / "silence.wav"
    write_wav(silence, np.zeros(16_000 * 3, np.float32))
    files = ["--microphone", str(silence), "--speaker", str(tmp_path / "a.wav")]
    assert run(["talk", "--fast", "--json", "--no-llm", *files]) == ExitCode.OK
    told = capsys.readouterr()
    assert "llm-text" not in told.out
    assert "nothing was heard" in told.err
    assert not (tmp_path / "a.wav").exists()


def test_fast_needs_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["talk", "--fast"]) == ExitCode.USAGE
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_a_microphone_file_that_is_not_there(
    models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--microphone", str(tmp_path / "none.wav"), "--speaker", str(tmp_path / "a.wav")]
    assert run(["talk", "--no-llm", *arguments]) == ExitCode.ERROR
    assert "none.wav" in capsys.readouterr().err.splitlines()[-1]
    assert not (tmp_path / "a.wav").exists()
