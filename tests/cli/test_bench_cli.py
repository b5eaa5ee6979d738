"""`voicecli bench talk`, on the real engines."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.spoken import silence, spoken
from voicecli.audio.files import write_wav
from voicecli.cli.app import run
from voicecli.config import load
from voicecli.errors import ExitCode
from voicecli.storage.database import is_there

pytestmark = pytest.mark.cli


@pytest.fixture(scope="module")
def question(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("asked") / "battery.wav"
    speech = spoken(models, "What did the home battery cost?")
    write_wav(path, np.concatenate([silence(0.2), speech, silence(0.3)]))
    return path


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["bench", "talk", *arguments]) in (ExitCode.USAGE, ExitCode.ERROR)
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.strip().splitlines()) == 1
    return told.err


def test_a_question_is_timed_in_both_manners(
    question: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"
    arguments = [str(question), "--mode", "fast", "--stop-after", "0.3", "--html", str(page)]
    assert run(["bench", "talk", *arguments, "--json"]) == ExitCode.OK
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert [one["manner"] for one in report["runs"]] == ["hands-free", "push-to-talk"]
    for found in report["runs"]:
        assert (found["questions"], found["answered"], found["failed"]) == (1, 1, 0)
        stages = found["stages"]
        # What a person waits cannot be less than the silence or the key that must come first.
        assert stages["dead_air"]["p50"] > 0.1
        assert stages["answer"]["p50"] > stages["dead_air"]["p50"]
        assert found["peak_memory"] > 10**8
        assert found["cpu_seconds"]["p50"] > 0.05
    pushed = report["runs"][1]["stages"]
    released = pushed["release_to_sound"]["p50"]
    assert pushed["dead_air"]["p50"] - released >= 0.2
    # Two rulers of the same wait: what the speaker played, and the turn's own mark.
    assert pushed["marked_sound"]["p50"] == pytest.approx(released, abs=0.15)
    (heard,) = {one["heard"].lower() for one in report["details"]["fast, push-to-talk"]}
    assert "battery" in heard
    assert "push-to-talk" in page.read_text(encoding="utf-8")
    assert not is_there(load().config.database_file)  # nothing of this is a session of the person's


def test_silence_cannot_be_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_wav(tmp_path / "silence.wav", silence(1.0))
    assert "holds no sound" in refused(capsys, str(tmp_path))


def test_a_folder_without_recordings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.txt").write_text("no sound")
    assert "no recording" in refused(capsys, str(tmp_path))


def test_files_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.wav").write_bytes(b"not sound at all")
    assert "a.wav" in refused(capsys, str(tmp_path / "a.wav"))
    assert "does not exist" in refused(capsys, str(tmp_path / "none.wav"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["--mode", "quick"],
        ["--barge-in", "--trials", "0"],
        ["--barge-in", "--soak", "20"],
        ["--barge-in", "--push-to-talk"],
        ["--soak", "3"],
        ["--count", "0"],
        ["--target", "soon"],
        ["--write"],
        ["--release-after", "-1"],
    ],
)
def test_what_makes_no_sense_is_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    refused(capsys, *arguments)


def test_a_page_that_cannot_be_written_is_told_before_anything_is_asked(
    question: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refused(capsys, str(question), "--html", str(tmp_path / "no" / "page.html"))


def test_answers_are_interrupted_and_nothing_is_left(
    question: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [str(question), "--mode", "fast", "--barge-in", "--trials", "2", "--json"]
    assert run(["bench", "talk", *arguments]) == ExitCode.OK
    (found,) = json.loads(capsys.readouterr().out)["barge_ins"]
    assert (found["trials"], found["unnoticed"]) == (2, 0)
    assert found["sound"]["n"] == 2
    assert (found["leftovers"]["threads"], found["leftovers"]["files"]) == (0, 0)
