"""`voicecli say` as a person types it."""

import signal
import subprocess
import sys
import time
import wave
from pathlib import Path

import numpy as np
import pytest

from voicecli.cli.app import run
from voicecli.errors import ExitCode

pytestmark = pytest.mark.cli


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "voicecli", "say", *arguments]


def piped(text: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command(*arguments), input=text, capture_output=True, check=False)


def seconds(file: Path) -> float:
    with wave.open(str(file)) as sound:
        assert sound.getnchannels() == 1
        assert sound.getframerate() == 22_050
        samples = np.frombuffer(sound.readframes(sound.getnframes()), np.int16)
    assert np.abs(samples).max() > 5000
    return samples.size / 22_050


def test_a_text_becomes_a_wav_file(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["say", "Hello", "there.", "-o", str(tmp_path / "a.wav")]) == ExitCode.OK
    assert 0.5 < seconds(tmp_path / "a.wav") < 3.0
    assert capfd.readouterr() == ("", "")


def test_speed_volume_and_silence_are_heard(tmp_path: Path) -> None:
    text = "The tide gauge was replaced in the spring."
    plain, changed = tmp_path / "plain.wav", tmp_path / "changed.wav"
    assert run(["say", text, "-o", str(plain)]) == ExitCode.OK
    options = ["--speed", "2", "--volume", "0.5", "--sentence-silence", "3"]
    assert run(["say", text, "-o", str(changed), *options]) == ExitCode.OK
    assert seconds(changed) > 3.0 + 0.4 * (seconds(plain) - 0.2)
    with wave.open(str(changed)) as sound:
        samples = np.frombuffer(sound.readframes(sound.getnframes()), np.int16)
    assert 10_000 < np.abs(samples).max() < 17_500


def test_stdin_to_stdout(tmp_path: Path) -> None:
    done = piped("Grüße. Hello there.\n".encode(), "-", "-o", "-")
    assert (done.returncode, done.stderr) == (ExitCode.OK, b"")
    file = tmp_path / "out.wav"
    file.write_bytes(done.stdout)
    assert seconds(file) > 0.5


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (b"", ExitCode.USAGE, b"There is no text to say."),
        (b" \n\t ", ExitCode.USAGE, b"There is no text to say."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", ExitCode.USAGE, b"not text in UTF-8"),
        (b"caf\xe9 au lait", ExitCode.USAGE, b"not text in UTF-8"),
        ("😀 … ---".encode(), ExitCode.ERROR, b"nothing in this text that can be said"),
    ],
)
def test_what_is_no_text_gives_one_line_and_no_file(
    tmp_path: Path, text: bytes, code: ExitCode, line: bytes
) -> None:
    done = piped(text, "-o", str(tmp_path / "out.wav"))
    assert done.returncode == code
    assert line in done.stderr
    assert done.stderr.count(b"\n") == 1
    assert list(tmp_path.glob("*.wav*")) == []


@pytest.mark.parametrize(
    "text", ["مرحبا بالعالم", "😀 hi", "\u202eright to left\u202c", "[red]hi[/]"]
)
def test_odd_texts_are_said(tmp_path: Path, text: str) -> None:
    assert run(["say", text, "-o", str(tmp_path / "out.wav")]) == ExitCode.OK
    assert seconds(tmp_path / "out.wav") > 0.2


@pytest.mark.parametrize(
    ("options", "code", "line"),
    [
        (["--voice", "joe"], ExitCode.USAGE, "Did you mean piper-en_US-joe-medium?"),
        (["--voice", "whisper-base"], ExitCode.USAGE, "whisper-base is not a voice."),
        (["--speed", "99"], ExitCode.USAGE, "between 0.25 and 4"),
        (["-o", "/no/such/folder/a.wav"], ExitCode.ERROR, "cannot be written"),
    ],
)
def test_wrong_options_are_explained(
    options: list[str], code: ExitCode, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["say", "hi", *options]) == code
    captured = capsys.readouterr()
    assert line in captured.err
    assert captured.err.count("\n") == 1
    assert captured.out == ""


def test_a_voice_that_is_not_here_is_a_missing_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICECLI_PATHS_MODELS", str(tmp_path / "models"))
    out = tmp_path / "a.wav"
    done = piped(b"hi", "--voice", "piper-en_US-joe-medium", "-o", str(out))
    assert done.returncode == ExitCode.MODEL_MISSING
    assert b"voicecli models pull piper-en_US-joe-medium" in done.stderr
    assert not out.exists()


def test_ctrl_c_stops_a_long_text_and_leaves_no_file(tmp_path: Path) -> None:
    out = tmp_path / "long.wav"
    process = subprocess.Popen(
        command("-o", str(out)), stdin=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin
    process.stdin.write(b"and so it went on, and on, and on. " * 1000)  # half an hour of speech
    process.stdin.flush()  # and stdin stays open
    while not list(tmp_path.glob(".long.wav*")):
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == ExitCode.INTERRUPTED
    process.stdin.close()
    assert process.stderr
    with process.stderr:
        assert b"Traceback" not in process.stderr.read()
    assert list(tmp_path.glob("*long*")) == []
