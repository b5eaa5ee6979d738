"""`voicecli listen` with a file for its microphone, on the real engines."""

import io
import json
import os
import signal
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from tests.spoken import noise, silence, spoken
from voicecli.audio.files import write_wav
from voicecli.cli.app import run
from voicecli.cli.listen_view import Screen
from voicecli.clock_time import clock_time
from voicecli.errors import ExitCode
from voicecli.types import Event

pytestmark = pytest.mark.cli

FIRST = "The workshop opens at nine in the morning."
SECOND = "Thank you all. Please stop listening."
THIRD = "Nobody should ever write this down."

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def recording(models: Path, tmp_path: Path) -> Path:
    """Three utterances with a second and a half between them."""
    path = tmp_path / "speech.wav"
    pieces = [piece for text in (FIRST, SECOND, THIRD) for piece in (spoken(models, text), _PAUSE)]
    write_wav(path, np.concatenate(pieces))
    return path


_PAUSE = silence(1.5)


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "voicecli", "listen", *arguments]


def test_a_line_for_each_utterance(recording: Path, capsys: Captured) -> None:
    assert run(["listen", "--microphone", str(recording), "--fast"]) == ExitCode.OK
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert "workshop opens" in lines[0]
    assert "Thank you" in lines[1]


def test_a_phrase_ends_it(recording: Path, capsys: Captured) -> None:
    arguments = ["--microphone", str(recording), "--fast", "--until", "Stop listening"]
    assert run(["listen", *arguments]) == ExitCode.OK
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert "listening" in lines[1].lower()


def test_so_much_sound_and_no_more(recording: Path, capsys: Captured) -> None:
    arguments = ["--microphone", str(recording), "--fast", "--seconds", "2", "--json"]
    assert run(["listen", *arguments]) == ExitCode.OK
    [final] = [event for event in _events(capsys.readouterr().out) if event["kind"] == "stt-end"]
    assert final["at"] < 2.1


def test_events_in_real_time(models: Path, tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "first.wav"
    write_wav(path, spoken(models, f"{FIRST} Please bring your own tools and a pair of gloves."))
    assert run(["listen", "--microphone", str(path), "--json"]) == ExitCode.OK
    events = _events(capsys.readouterr().out)
    assert all(list(event) == ["kind", "at", "data"] for event in events)
    kinds = [event["kind"] for event in events]
    assert kinds[0] == "vad-start"
    assert kinds[-1] == "stt-end"
    committed = [event["data"]["committed"] for event in events if event["kind"] == "stt-partial"]
    assert all(after.startswith(before) for before, after in pairwise(committed))


def _events(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines()]


@pytest.mark.parametrize("sound", [silence(3), noise(3)], ids=["silence", "noise"])
def test_where_nobody_speaks_nothing_is_heard(
    models: Path, sound: Any, tmp_path: Path, capsys: Captured
) -> None:
    path = tmp_path / "quiet.wav"
    write_wav(path, sound)
    assert run(["listen", "--microphone", str(path), "--fast"]) == ExitCode.OK
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "nothing was heard" in printed.err


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (["--microphone", "missing.wav"], ExitCode.ERROR, "does not exist"),
        (["--microphone", "empty.wav"], ExitCode.ERROR, "empty"),
        (["--microphone", "notes.wav"], ExitCode.ERROR, "not an audio"),
        (["--microphone", "."], ExitCode.ERROR, "folder"),
        (["--fast"], ExitCode.USAGE, "--fast needs"),
        (["--until", ""], ExitCode.USAGE, "needs words"),
        (["--until", "…"], ExitCode.USAGE, "needs words"),
        (["--seconds", "0"], ExitCode.USAGE, "more than 0"),
        (["--seconds", "nan"], ExitCode.USAGE, "more than 0"),
        (["--device-in", "no such thing"], ExitCode.NO_AUDIO_DEVICE, "microphone"),
        (["--model", "nonsense", "--microphone", "quiet.wav"], None, "nonsense"),
    ],
)
def test_bad_input_is_one_line(
    arguments: list[str],
    code: ExitCode | None,
    reason: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Captured,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.wav").touch()
    (tmp_path / "notes.wav").write_text("These are only words.\n" * 99)
    write_wav(tmp_path / "quiet.wav", silence(1))
    left = run(["listen", *arguments])
    assert left == code if code is not None else left != ExitCode.OK
    printed = capsys.readouterr()
    assert printed.out == ""
    assert reason in printed.err
    assert printed.err.count("\n") == 1


def test_a_reader_that_leaves_ends_it(recording: Path) -> None:
    """`voicecli listen | head -1`"""
    with subprocess.Popen(
        command("--microphone", str(recording)), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as listening:
        assert listening.stdout is not None
        assert b"workshop" in listening.stdout.readline()
        listening.stdout.close()
        assert listening.wait(30) == ExitCode.OK
        assert listening.stderr is not None
        assert listening.stderr.read().decode().splitlines() == ["voicecli: loading …"]


def test_ctrl_c_ends_it_with_the_words_so_far(recording: Path) -> None:
    with subprocess.Popen(
        command("--microphone", str(recording), "--json"), stdout=subprocess.PIPE, text=True
    ) as listening:
        assert listening.stdout is not None
        first = json.loads(listening.stdout.readline())
        assert first["kind"] == "vad-start"
        assert json.loads(listening.stdout.readline())["kind"] == "stt-partial"
        listening.send_signal(signal.SIGINT)
        last = [json.loads(line) for line in listening.stdout][-1]
        assert listening.wait(30) == ExitCode.INTERRUPTED
    assert last["kind"] == "stt-end"
    assert last["data"]["text"]


def test_a_file_on_stdin(recording: Path) -> None:
    done = subprocess.run(
        command("--microphone", "-", "--fast"),
        input=recording.read_bytes(),
        capture_output=True,
        check=False,
        env=os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0"},
    )
    assert done.returncode == ExitCode.OK
    assert len(done.stdout.splitlines()) == 3


def test_the_screen_shows_the_last_words_where_there_is_little_room() -> None:
    """20 columns and 6 lines; what was committed is what stands there in the end."""
    shown = io.StringIO()
    console = Console(file=shown, force_terminal=True, width=20, height=6, highlight=False)
    with Screen(console, _NoMicrophone()) as screen:
        drawing = screen._live._refresh_thread
        screen.show(Event("vad-start", 61.0))
        words = "one two three four five six seven eight nine ten eleven twelve".split()
        for count in range(1, len(words)):
            told = {"committed": " ".join(words[:count]), "tentative": f" {words[count]}"}
            screen.show(Event("stt-partial", 62.0, told))
        screen._live.refresh()
        frame = shown.getvalue()[-200:]
        assert "twelve" in frame
        assert "one" not in frame
        data = {"text": "One, two …", "remaining": " thirteen.", "start": 61.0}
        screen.show(Event("stt-end", 66.0, data))
    assert drawing is not None
    drawing.join()  # Live only asks it to end
    *_, final = shown.getvalue().split("1:01")
    assert "thirteen" in final
    assert "one" in final


class _NoMicrophone:
    paced = True

    def blocks(self) -> Any:
        return iter(())


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.0, "0:00"), (59.9, "0:59"), (754.0, "12:34"), (3605.0, "1:00:05")]
)
def test_times_as_people_read_them(seconds: float, shown: str) -> None:
    assert clock_time(seconds) == shown
