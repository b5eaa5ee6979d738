"""`voicecli analyze` as a person types it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.spoken import silence, spoken
from tests.unit.test_turn_taking import conversation, with_turns
from voicecli.audio.files import write_wav
from voicecli.cli.app import run
from voicecli.errors import ExitCode
from voicecli.stt.formats_json import transcript_as_json

pytestmark = pytest.mark.cli

TALK = (
    (0.0, "Ann", "How was the meeting with the bank?"),
    (2.5, "Bob", "Good, they offer us a loan."),
    (5.0, "Ann", "Let's talk to the second bank as well."),
    (8.0, "Ann", "I suggest we ask for a smaller loan."),
    (11.0, "Bob", "Sounds good."),
    (12.5, "Bob", "I'll call the second bank tomorrow."),
)


@pytest.fixture
def transcript(tmp_path: Path) -> str:
    file = tmp_path / "talk.json"
    file.write_text(transcript_as_json(with_turns(conversation(*TALK))))
    return str(file)


def values(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert run(["analyze", *arguments, "--json", "--no-llm"]) == ExitCode.OK
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return found


def test_json_tells_what_came_out(transcript: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = values(capsys, transcript)
    assert found["source"] == "talk.json"
    assert [(one["owner"], one["due"]) for one in found["actions"]] == [("Bob", "tomorrow")]
    assert [one["quote"]["text"] for one in found["agreements"]] == [TALK[3][2]]
    assert [one["answered"] for one in found["questions"]] == ["yes"]
    assert {one["speaker"] for one in found["speakers"]} == {"Ann", "Bob"}


@pytest.mark.parametrize("columns", ["40", "80", "140"])
def test_the_view_fits_the_terminal(transcript: str, columns: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "voicecli", "analyze", transcript, "--no-llm"],
        env={**os.environ, "COLUMNS": columns},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "\x1b" not in done.stdout
    assert max(len(line) for line in done.stdout.splitlines()) <= int(columns)
    assert not re.search(r"\b1 (turns|pauses|signs)\b", done.stdout)
    assert "Actions" in done.stdout
    assert "Bob, tomorrow" in done.stdout
    assert done.stderr == ""


def test_a_page_is_written_whole(
    transcript: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "talk.html"
    assert run(["analyze", transcript, "--no-llm", "--html", str(target)]) == ExitCode.OK
    captured = capsys.readouterr()
    assert captured.out == ""
    assert str(target) in captured.err
    assert target.read_text().rstrip().endswith("</html>")
    assert sorted(one.suffix for one in tmp_path.glob("talk*")) == [".html", ".json"]


def test_a_transcript_may_bring_its_recording(
    transcript: str, tmp_path: Path, models: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recording = tmp_path / "talk.wav"
    speech = spoken(models, "How was the meeting with the bank? Good, they offer us a loan.")
    write_wav(recording, np.concatenate([speech, silence(16 - speech.size / 16000)]))
    target = tmp_path / "talk.html"
    arguments = [transcript, "--audio", str(recording), "--html", str(target)]
    found = values(capsys, *arguments)
    assert found["duration"] == pytest.approx(16, abs=0.1)
    assert "<audio" in target.read_text()
    values(capsys, *arguments, "--no-audio")
    assert "<audio" not in target.read_text()


def test_sound_that_is_too_large_stays_out_and_the_page_says_so(
    transcript: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recording = tmp_path / "long.wav"
    write_wav(recording, (silence(10) for _ in range(27)))
    target = tmp_path / "long.html"
    arguments = ["--audio", str(recording), "--html", str(target), "--most-audio", "1"]
    assert run(["analyze", transcript, "--no-llm", *arguments]) == ExitCode.OK
    assert "--most-audio" in capsys.readouterr().err
    assert "<audio" not in target.read_text()
    assert "1 MB" in target.read_text()


def test_a_recording_is_transcribed_first(
    tmp_path: Path, models: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recording = tmp_path / "one.wav"
    first = spoken(models, "I will send the report to the customer tomorrow morning.")
    write_wav(recording, np.concatenate([silence(0.5), first, silence(0.5)]))
    found = values(capsys, str(recording))
    assert [one["speaker"] for one in found["speakers"]] == ["Speaker 1"]
    assert found["speakers"][0]["pitch"]["median"] > 50
    assert "report" in found["summary"]["quotes"][0]["text"]
    assert [one["due"] for one in found["actions"]] == ["tomorrow morning"]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["-"], ExitCode.USAGE, "stdin"),
        (["nothing.json"], ExitCode.ERROR, "cannot be read"),
        (["nothing.wav"], ExitCode.ERROR, "does not exist"),
        (["nothing.wav", "--audio", "other.wav"], ExitCode.USAGE, "--audio"),
        (["nothing.json", "--speakers", "2"], ExitCode.USAGE, "recording"),
        (["nothing.json", "--html", "no/folder/x.html"], ExitCode.USAGE, "no folder"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    arguments: list[str], code: ExitCode, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["analyze", *arguments]) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert told in captured.err


def test_names_and_words_cannot_steer_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "evil.json"
    evil = "\x1b[31mAnn\x07"
    talk = conversation((0.0, evil, f"I'll call {evil} tomorrow at noon okay."))
    file.write_text(transcript_as_json(talk))
    assert run(["analyze", str(file), "--no-llm"]) == ExitCode.OK
    captured = capsys.readouterr()
    assert "\x1b" not in captured.out + captured.err
    assert "\x07" not in captured.out + captured.err
