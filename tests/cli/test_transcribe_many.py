"""`voicecli transcribe` with many inputs: reports, what was finished before, hostile names."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.spoken import silence, spoken
from voicecli.audio.files import write_wav
from voicecli.cli.app import run
from voicecli.errors import ExitCode

pytestmark = pytest.mark.cli

Captured = pytest.CaptureFixture[str]

RIVER = "My favourite river is the Danube."
MUSEUM = "The museum closes at five."
STORY = (
    "Early in the morning the baker opens his shop at the corner of the market.",
    "Two children buy warm bread and walk along the old canal to school.",
    "Their teacher has brought a map of the mountains and hangs it on the wall.",
    "In the afternoon it begins to rain, and everybody runs under the bridge.",
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def say(models: Path, path: str, text: str = RIVER) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    write_wav(path, spoken(models, text))


def texts(folder: str = "out") -> dict[str, str]:
    found = sorted(Path(folder).rglob("*.txt"))
    return {str(path.relative_to(folder)): path.read_text() for path in found}


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "voicecli", "transcribe", *arguments]


def test_a_folder_keeps_its_structure_where_names_clash(models: Path, capsys: Captured) -> None:
    say(models, "rec/mon/talk.wav")
    say(models, "rec/tue/talk.wav", MUSEUM)
    assert run(["transcribe", "rec", "-f", "txt", "-o", "out"]) == ExitCode.OK
    written = texts()
    assert list(written) == ["mon/talk.txt", "tue/talk.txt"]
    assert "Danube" in written["mon/talk.txt"]
    assert "museum" in written["tue/talk.txt"].lower()
    assert "\n2 done; 0:04 of sound in " in capsys.readouterr().err


def test_finished_work_is_skipped_and_said_so(models: Path, capsys: Captured) -> None:
    say(models, "rec/a.wav")
    say(models, "rec/b.wav", MUSEUM)
    assert run(["transcribe", "rec/a.wav", "-f", "txt", "-o", "out"]) == ExitCode.OK
    before = os.stat("out/a.txt").st_mtime_ns, os.stat("out/a.txt").st_ino
    capsys.readouterr()
    assert run(["transcribe", "rec", "-f", "txt", "-o", "out", "--json"]) == ExitCode.OK
    first, second = json.loads(capsys.readouterr().out)["files"]
    assert [first["status"], second["status"]] == ["skipped", "done"]
    assert (os.stat("out/a.txt").st_mtime_ns, os.stat("out/a.txt").st_ino) == before
    Path("out/a.txt").write_text("changed by hand")
    assert run(["transcribe", "rec", "-f", "txt", "-o", "out", "--force"]) == ExitCode.OK
    assert "2 done" in capsys.readouterr().err
    assert "Danube" in texts()["a.txt"]


def test_the_report_tells_of_every_input_in_order(models: Path, capsys: Captured) -> None:
    say(models, "a.wav")
    write_wav("quiet.wav", silence(1))
    Path("broken.wav").write_text("no sound" * 99)
    arguments = ["transcribe", "*.mp3", "a.wav", "gone.wav", "quiet.wav", "broken.wav"]
    assert run([*arguments, "-f", "srt", "-o", "out", "--json"]) == ExitCode.PARTIAL
    printed = capsys.readouterr()
    report = json.loads(printed.out)
    assert [(entry["file"], entry["status"]) for entry in report["files"]] == [
        ("*.mp3", "failed"),
        ("a.wav", "done"),
        ("gone.wav", "failed"),
        ("quiet.wav", "done"),
        ("broken.wav", "failed"),
    ]
    assert [report[key] for key in ("done", "skipped", "failed")] == [2, 0, 3]
    spoken_one, quiet = report["files"][1], report["files"][3]
    assert spoken_one["outputs"] == ["out/a.srt"]
    assert (spoken_one["language"], spoken_one["words"]) == ("en", 6)
    assert (quiet["segments"], quiet["seconds"]) == (0, 1.0)
    assert report["files"][2]["error"]["code"] == "file-not-found"
    assert printed.err.count("\n") == 4


def test_segments_are_streamed_as_lines(models: Path, capsys: Captured) -> None:
    say(models, "a.wav")
    assert run(["transcribe", "a.wav", "gone.wav", "--jsonl"]) == ExitCode.PARTIAL
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["type"], line["file"]) for line in lines] == [
        ("segment", "a.wav"),
        ("file", "a.wav"),
        ("file", "gone.wav"),
    ]
    assert "Danube" in lines[0]["text"] == " " + lines[1]["text"]
    assert lines[0]["words"][0]["end"] <= lines[0]["end"]
    assert lines[2]["status"] == "failed"


def test_text_of_several_follows_in_order(models: Path, capsys: Captured) -> None:
    say(models, "b.wav", MUSEUM)
    say(models, "a.wav")
    assert run(["transcribe", "b.wav", "a.wav", "--quiet"]) == ExitCode.OK
    printed = capsys.readouterr()
    museum, river = printed.out.splitlines()
    assert "Danube" in river
    assert "museum" in museum.lower()
    assert printed.err == ""


HOSTILE = (
    "new\nline.wav",
    "\x1b[31mred\x1b]0;title\x07.wav",
    "-o.wav",
    "\udcff\udcfe.wav",
    "a:b.wav",
    "%s {x} [bold].wav",
)


def test_hostile_names(models: Path, capsys: Captured) -> None:
    for name in HOSTILE:
        write_wav("plain.wav", silence(0.2))
        os.rename("plain.wav", name)
    say(models, "plain.wav")
    os.rename("plain.wav", "-")
    code = run(
        ["transcribe", "-f", "json,rttm,md", "--diarize", "-o", "out", "--", *HOSTILE, "./-"]
    )
    printed = capsys.readouterr()
    assert code == ExitCode.OK, printed.err
    assert len(os.listdir("out")) == 3 * 7
    assert printed.out == ""
    assert not any(ord(c) < 32 and c != "\n" for c in printed.err)
    assert len([line for line in printed.err.splitlines() if "nobody speaks" in line]) == 6


def test_hostile_names_in_a_report_are_json(capsys: Captured) -> None:
    for flags in (["--json"], ["--jsonl"]):
        run(["transcribe", "--quiet", *flags, "--", *HOSTILE])
        told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        entries = told[0]["files"] if flags == ["--json"] else told
        assert [entry["file"] for entry in entries] == list(HOSTILE)


def test_a_recording_is_never_overwritten_by_a_transcript(models: Path, capsys: Captured) -> None:
    say(models, "talk.wav")
    os.rename("talk.wav", "talk.txt")
    before = Path("talk.txt").read_bytes()
    assert run(["transcribe", "talk.txt", "-f", "txt"]) == ExitCode.ERROR
    assert "voicecli: talk.txt: is a recording" in capsys.readouterr().err
    assert Path("talk.txt").read_bytes() == before


def test_a_transcript_that_cannot_be_written_fails_alone(models: Path, capsys: Captured) -> None:
    say(models, "a.wav")
    say(models, "b.wav", MUSEUM)
    Path("out/a.txt").mkdir(parents=True)
    assert run(["transcribe", "a.wav", "b.wav", "-f", "txt", "-o", "out"]) == ExitCode.PARTIAL
    assert "voicecli: a.wav: out/a.txt cannot be written" in capsys.readouterr().err
    assert sorted(os.listdir("out")) == ["a.txt", "b.txt"]


def test_what_a_killed_run_left_is_removed(models: Path) -> None:
    say(models, "a.wav")
    Path("out").mkdir()
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    Path(f"out/.voicecli-{gone.pid}.part").write_text("half of")
    Path(f"out/.voicecli-{os.getppid()}.part").write_text("of a run that goes on")
    assert run(["transcribe", "a.wav", "-f", "txt", "-o", "out"]) == ExitCode.OK
    assert sorted(os.listdir("out")) == [f".voicecli-{os.getppid()}.part", "a.txt"]


@pytest.fixture
def watching() -> Iterator[subprocess.Popen[str]]:
    Path("inbox").mkdir()
    with subprocess.Popen(
        command("--watch", "inbox", "--jsonl", "-f", "txt", "-o", "out"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


def test_a_folder_is_watched(models: Path, watching: subprocess.Popen[str]) -> None:
    say(models, "inbox/day/river.wav")
    assert watching.stdout
    assert json.loads(watching.stdout.readline())["type"] == "segment"
    assert json.loads(watching.stdout.readline())["outputs"] == ["out/day/river.txt"]
    say(models, "inbox/museum.wav", MUSEUM)
    watching.stdout.readline()
    assert json.loads(watching.stdout.readline())["file"] == "inbox/museum.wav"
    watching.send_signal(signal.SIGINT)
    assert watching.stderr
    out, told = watching.stdout.read(), watching.stderr.read()
    assert (out, watching.wait()) == ("", ExitCode.OK)
    assert told.splitlines()[-1] == "No longer watching."
    assert list(texts()) == ["day/river.txt", "museum.txt"]


def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(models: Path) -> None:
    say(models, "first.wav")
    pieces = [piece for text in STORY for piece in (spoken(models, text), silence(1))]
    write_wav("long.wav", np.concatenate(pieces * 3))
    arguments = command("first.wav", "long.wav", "--jsonl", "-f", "txt", "-o", "out")
    with subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        lines = [json.loads(process.stdout.readline()) for _ in range(3)]
        process.send_signal(signal.SIGINT)
        assert process.stderr
        rest, told = process.stdout.read(), process.stderr.read()
    assert [line["type"] for line in lines] == ["segment", "file", "segment"]
    assert process.wait() == ExitCode.INTERRUPTED
    assert told.splitlines()[-1] == "Stopped: 1 finished. The same command goes on from here."
    assert not any(json.loads(line)["type"] == "file" for line in rest.splitlines())
    assert os.listdir("out") == ["first.txt"]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    entries = [json.loads(line) for line in done.stdout.splitlines() if '"type": "file"' in line]
    assert [entry["status"] for entry in entries] == ["skipped", "done"]
    assert texts()["long.txt"].count("market") == 3
