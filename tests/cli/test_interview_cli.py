"""`voicecli interview` as a person and as a script hold one, in writing."""

import io
import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from voicecli.assembly.interviews_store import load_interview
from voicecli.cli.app import run
from voicecli.cli.interview_text import _drop_typed, _prompt
from voicecli.config import load
from voicecli.errors import ExitCode

pytestmark = pytest.mark.cli

JOB = """# Pastry chef

Hotel Astoria is looking for a pastry chef.

## Requirements

- At least three years of experience in a hotel kitchen
- Knowledge of HACCP
- Experience with chocolate work
- You lead a team of two apprentices
"""
RESUME = """# Mia Berg

## Experience

Pastry cook, Hotel Seeblick, 2018 – 2023

- Made desserts for 200 guests a day
- Cut the cost of ingredients by 15 %

## Skills

Chocolate work, sugar work, bread
"""
ANSWERS = (
    "I made desserts for two hundred guests a day at Hotel Seeblick, and I planned the week.",
    "can you repeat the question",
    "I don't know.",
    "skip",
)


@pytest.fixture
def papers(models: Path, tmp_path: Path) -> list[str]:
    """The options that name a résumé and a job, with the real models of `tiny` there."""
    resume, job = tmp_path / "cv.md", tmp_path / "job.md"
    resume.write_text(RESUME, encoding="utf-8")
    job.write_text(JOB, encoding="utf-8")
    return ["--resume", str(resume), "--job", str(job), "--no-llm", "--yes"]


def write(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def events(told: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in told.splitlines()]


def session_id(told: str) -> str:
    return told.split("--resume-session ")[1].split()[0]


def test_one_answer_a_line_and_the_end_of_them_keeps_all(
    papers: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(monkeypatch, *ANSWERS)
    assert run(["interview", *papers, "--text"]) == ExitCode.OK
    told = capsys.readouterr()
    assert told.out.startswith("voicecli  Hello, Mia")
    assert "     you  I don't know." in told.out
    assert told.out.count("?") >= 5
    assert "\x1b" not in told.out + told.err
    assert "Go on: voicecli interview --resume-session " in told.err


def test_it_goes_on_at_the_same_place_without_the_papers(
    papers: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(monkeypatch, ANSWERS[0])
    assert run(["interview", *papers, "--text", "--json"]) == ExitCode.OK
    first = capsys.readouterr()
    asked = [one["data"]["text"] for one in events(first.out) if one["kind"] == "llm-text"]
    for paper in (papers[1], papers[3]):
        Path(paper).unlink()
    write(monkeypatch, "stop")
    goes_on = ["interview", "--resume-session", session_id(first.err), "--text", "--json"]
    assert run(goes_on) == ExitCode.OK
    again = capsys.readouterr()
    told = events(again.out)
    assert asked[-1] in [one["data"]["text"] for one in told if one["kind"] == "llm-text"]
    steps = [one["data"] for one in told if one["kind"] == "interview"]
    assert [one["happened"] for one in steps] == ["resumed", "ordered"]
    assert steps[-1]["over"]
    assert "voicecli interview report" in again.err
    assert run(goes_on) == ExitCode.ERROR
    assert "is over" in capsys.readouterr().err


@pytest.mark.parametrize("same", [True, False])
def test_topics_are_practised_with_new_questions_or_the_same(
    papers: list[str],
    same: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def asked(*arguments: str) -> str:
        write(monkeypatch, "stop")
        assert run(["interview", *arguments, "--text", "--json"]) == ExitCode.OK
        told = events(capsys.readouterr().out)
        texts = [str(one["data"]["text"]) for one in told if one["kind"] == "llm-text"]
        return next(text for text in texts if text.endswith("?"))

    first = asked(*papers)
    again = asked("again", "--topic", "t1", *(["--same"] if same else []))
    assert (again == first) is same


def test_an_empty_line_from_a_pipe_is_silence(
    papers: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(monkeypatch, "", "stop")
    assert run(["interview", *papers, "--text", "--json"]) == ExitCode.OK
    steps = [one for one in events(capsys.readouterr().out) if one["kind"] == "interview"]
    assert [one["data"]["happened"] for one in steps] == ["begun", "silent", "ordered"]


def test_what_was_typed_while_it_loaded_answers_no_question(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keyboard, terminal = pty.openpty()
    with os.fdopen(terminal, "r+b", buffering=0) as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        os.write(keyboard, b"Fine.\nGood.\n")
        assert select.select([stdin], [], [], 5.0)[0]
        _drop_typed()
        assert not select.select([stdin], [], [], 0.1)[0]
    os.close(keyboard)


def test_the_limits_are_held(
    papers: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(monkeypatch, *["It was fine, I think."] * 20)
    assert run(["interview", *papers, "--text", "--json", "--questions", "3"]) == ExitCode.OK
    steps = [one for one in events(capsys.readouterr().out) if one["kind"] == "interview"]
    assert max(one["data"]["question"] for one in steps) == 3
    assert steps[-1]["data"]["over"]


def test_off_the_record_no_report_is_promised(
    papers: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "report.html"
    asked = ["interview", *papers, "--text", "--off-the-record", "--report", str(file)]
    assert run(asked) == ExitCode.USAGE
    told = capsys.readouterr()
    assert "no report can be written" in told.err
    assert told.out == ""


def test_off_the_record_leaves_nothing(
    papers: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(monkeypatch, "stop")
    assert run(["interview", *papers, "--text", "--off-the-record"]) == ExitCode.OK
    assert "nothing of this interview was kept" in capsys.readouterr().err
    assert run(["interview", "list", "--json"]) == ExitCode.OK
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ([], "needs a résumé and a job description"),
        (["--resume-session", "x", "--job", "job.md"], "goes on with the plan that it has"),
        (["--topics", "t.toml", "--text", "--microphone", "x.wav"], "--text takes no"),
        (["--topics", "t.toml", "--fast"], "--fast needs"),
        (["--resume-session", "x", "--text", "--microphone", "x.wav"], "--text takes no"),
        (["--resume-session", "x", "--microphone", "x.wav", "--speaker", "-"], "name of a WAV"),
        (["again", "x", "--text", "--speaker", "x.wav"], "--text takes no"),
        (["again", "x", "--fast", "--microphone", "x.wav"], "--fast needs"),
        (["--text", "list"], "--text stands before `list`"),
    ],
)
def test_options_that_contradict_each_other(
    options: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["interview", *options]) == ExitCode.USAGE
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "message"),
    [("r.pdf", "of a file: .md, "), ("no/r.md", "no folder"), ("-", "a file"), (".", "a file")],
)
def test_a_report_that_could_not_be_written_is_told_before_the_interview(
    name: str,
    message: str,
    papers: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["interview", *papers, "--text", "--report", name]) != ExitCode.OK
    told = capsys.readouterr()
    assert message in told.err
    assert not told.out


def test_without_a_terminal_a_plan_is_taken_by_yes_alone(
    papers: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(monkeypatch)
    assert run(["interview", *papers[:-1], "--text"]) == ExitCode.USAGE
    assert "--yes" in capsys.readouterr().err


def test_without_an_audio_device_text_is_named(
    papers: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["interview", *papers, "--device-in", "no such microphone"])
    assert code == ExitCode.NO_AUDIO_DEVICE
    told = capsys.readouterr().err
    assert "--text" in told
    assert "voicecli talk" not in told


def test_without_a_terminal_a_key_cannot_be_pressed_and_text_is_named(
    papers: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["interview", *papers, "--push-to-talk"]) == ExitCode.USAGE
    told = capsys.readouterr().err
    assert "--text" in told
    assert "voicecli talk" not in told


def test_a_polite_kill_keeps_all(papers: list[str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "voicecli", "interview", *papers, "--text", "--json"]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ,
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(f"{ANSWERS[0]}\n")
        process.stdin.flush()
        ends = 0
        while ends < 2:
            ends += '"run-end"' in process.stdout.readline()
        time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        told = process.communicate(timeout=30)[1]
    assert process.returncode == 128 + signal.SIGTERM
    assert "all is kept" in told
    kept = load_interview(load().config, session_id(told))
    assert [one.reply.text for one in kept.progress.exchanges if one.reply] == [ANSWERS[0]]


def test_ctrl_z_suspends_an_interview_in_writing_as_any_program() -> None:
    asking = _prompt(SimpleNamespace(groups=()), lambda: "")  # type: ignore[arg-type]
    assert asking.func.__self__.enable_suspend  # type: ignore[attr-defined]
