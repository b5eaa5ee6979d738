"""`voicecli sessions play` as a person types it."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from tests.cli.test_sessions_cli import file, session
from voicecli.audio.encoded import decode_sound, encode
from voicecli.audio.files import read_audio
from voicecli.cli.app import run
from voicecli.errors import ExitCode
from voicecli.storage.database import open_database
from voicecli.storage.sounds import Sounds
from voicecli.types import SAMPLE_RATE, EncodedSound, Samples

pytestmark = pytest.mark.cli
__all__ = ["file", "session"]


def tone(seconds: float, pitch: float) -> Samples:
    at = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (0.3 * np.sin(2 * np.pi * pitch * at)).astype(np.float32)


def pitch_of(samples: Samples) -> float:
    return float(np.abs(np.fft.rfft(samples)).argmax()) * SAMPLE_RATE / samples.size


@pytest.fixture
def kept(file: Path, session: str) -> dict[tuple[int, str], EncodedSound]:
    made = {
        (1, "question"): encode([tone(1.0, 200)]),
        (1, "answer"): encode([tone(2.0, 400)]),
        (2, "question"): encode([tone(0.5, 800)], "flac"),
    }
    with open_database(file) as db:
        for (number, part), sound in made.items():
            assert Sounds(db).keep(session, number, part, sound)  # type: ignore[arg-type]
    return made


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("place", "options", "pitches"),
    [
        ("@1", [], [200, 400]),
        ("@1", ["--question"], [200]),
        ("@1", ["--answer"], [400]),
        ("@2", [], [800]),
        ("@last", ["--question"], [800]),
        ("", ["--question"], [200, 800]),
        ("", ["--question", "--answer"], [200, 400, 800]),
    ],
)
def test_what_was_asked_for_is_played_in_order(
    session: str, tmp_path: Path, place: str, options: list[str], pitches: list[float]
) -> None:
    heard = tmp_path / "heard.wav"
    options = [*options, "--speaker", str(heard)]
    assert run(["sessions", "play", f"{session}{place}", *options]) == 0
    lengths = {200: 1.0, 400: 2.0, 800: 0.5}
    samples, at = read_audio(heard), 0
    for pitch in pitches:
        piece = samples[at : at + round(lengths[int(pitch)] * SAMPLE_RATE)]
        assert pitch_of(piece) == pytest.approx(pitch, abs=5)
        at += piece.size
    assert samples.size == pytest.approx(at, abs=400)


def test_one_sound_is_written_as_it_is_kept(
    session: str, kept: dict[tuple[int, str], EncodedSound], tmp_path: Path
) -> None:
    target = tmp_path / "a.opus"
    assert run(["sessions", "play", f"{session}@1", "--answer", "-o", str(target)]) == 0
    assert target.read_bytes() == kept[1, "answer"].data


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("ending", ["wav", "opus", "ogg", "flac", "mp3", "WAV"])
def test_a_turn_is_written_in_the_format_of_the_ending(
    session: str, tmp_path: Path, ending: str
) -> None:
    target = tmp_path / f"turn.{ending}"
    assert run(["sessions", "play", f"{session}@1", "-o", str(target)]) == 0
    assert read_audio(target).size / SAMPLE_RATE == pytest.approx(3.4, abs=0.2)


@pytest.mark.usefixtures("kept")
def test_a_wav_goes_to_stdout(session: str) -> None:
    command = [sys.executable, "-m", "voicecli", "sessions", "play", f"{session}@2", "-o", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stdout[:4] == b"RIFF"
    assert np.abs(decode_sound(done.stdout) - tone(0.5, 800)).max() < 0.001


@pytest.mark.usefixtures("kept")
def test_what_there_is_can_be_listed(session: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sessions", "play", session, "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [(one["turn"], one["part"], one["codec"]) for one in listed] == [
        (1, "question", "opus"),
        (1, "answer", "opus"),
        (2, "question", "flac"),
    ]
    assert [one["seconds"] for one in listed] == [1.0, 2.0, 0.5]
    assert run(["sessions", "play", f"{session}@1", "--list"]) == 0
    captured = capsys.readouterr()
    assert len(captured.out.splitlines()) == 3
    assert "2.0 s" in captured.out


@pytest.mark.usefixtures("kept")
def test_what_was_said_is_told_safely(
    session: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["sessions", "play", f"{session}@1", "--speaker", str(tmp_path / "a.wav")]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "1. you (1.0 s): What" in captured.err
    assert "\x1b" not in captured.err
    assert "\u202e" not in captured.err


def test_where_no_sound_was_kept_it_tells_how_to_keep_it(
    session: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["sessions", "play", session]) == 1
    assert "--keep-audio" in capsys.readouterr().err
    assert run(["sessions", "play", session, "--json"]) == 0
    assert capsys.readouterr().out == "[]\n"


@pytest.mark.parametrize(
    ("place", "code", "told"),
    [
        ("@1", 2, "names no session"),
        ("latest", 1, "no sessions"),
        ("", 2, "names no session"),
        ("latest@", 2, "names no session"),
    ],
)
def test_without_a_database(
    place: str, code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["sessions", "play", place]) == code
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("turn", ["0", "3", "-1", "first", "²", "9" * 50, "1.5"])
def test_a_turn_that_is_not_there(
    session: str, turn: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["sessions", "play", f"{session}@{turn}"]) == 1
    assert "it has 2" in capsys.readouterr().err


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("target", ["a.txt", "a", "folder.wav/a.wav"])
def test_a_file_that_cannot_be_written(
    session: str, target: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["sessions", "play", session, "-o", str(tmp_path / target)])
    assert code in (ExitCode.ERROR, ExitCode.USAGE)
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.usefixtures("kept")
def test_damaged_sound_is_one_line(
    session: str, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_database(file) as db:
        Sounds(db).keep(session, 2, "question", EncodedSound("opus", 1.0, b"no sound at all"))
    output = str(tmp_path / "a.wav")
    assert run(["sessions", "play", f"{session}@2", "-o", output]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not Path(output).exists()


def test_ctrl_c_ends_it(session: str, file: Path, tmp_path: Path) -> None:
    with open_database(file) as db:
        for number in (1, 2):
            Sounds(db).keep(session, number, "question", encode([tone(60, 300)]))
    heard = tmp_path / "heard.wav"
    script = (
        "import sys; from voicecli.cli import app;"
        "import voicecli.assembly as assembly; opened = assembly.open_speaker;"
        "assembly.open_speaker = lambda config, file, paced: opened(config, file, True);"
        "sys.exit(app.run(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", script, "sessions", "play", session, "--speaker", str(heard)]
    playing = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert playing.stderr
    assert "1. you" in playing.stderr.readline()
    time.sleep(0.5)
    playing.send_signal(signal.SIGINT)
    _, told = playing.communicate(timeout=20)
    assert playing.returncode == ExitCode.INTERRUPTED
    assert "Traceback" not in told
