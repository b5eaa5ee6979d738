import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.engines import pulse_server
from tests.engines.pulse_server import PulseServer
from tests.spoken import spoken
from voicecli.audio.files import write_wav
from voicecli.errors import ExitCode

pytestmark = pytest.mark.cli

needs_sound = pytest.mark.skipif(
    bool(pulse_server.missing()), reason=pulse_server.missing() or "unused"
)


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "voicecli", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def nowhere(tmp_path: Path) -> dict[str, str]:
    """An environment in which no sound server answers, on a computer without a sound card."""
    if any(Path("/dev/snd").glob("pcm*")):
        pytest.skip("this computer has a sound card")
    return {"PULSE_SERVER": f"unix:{tmp_path / 'none'}"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PulseServer]:
    server = PulseServer(tmp_path_factory.mktemp("pulse"))
    server.start()
    yield server
    server.kill()


def assert_one_line(stderr: str) -> None:
    assert stderr.startswith("voicecli: ")
    assert stderr.count("\n") == 1


@needs_sound
def test_without_a_device_the_list_is_empty_and_says_so(nowhere: dict[str, str]) -> None:
    listed = run("devices", **nowhere)
    assert listed.returncode == ExitCode.NO_AUDIO_DEVICE
    assert listed.stdout == ""
    assert_one_line(listed.stderr)
    listed = run("devices", "list", "--json", **nowhere)
    assert listed.returncode == ExitCode.NO_AUDIO_DEVICE
    assert json.loads(listed.stdout) == []


@needs_sound
def test_without_a_device_the_test_says_so(nowhere: dict[str, str]) -> None:
    tried = run("devices", "test", **nowhere)
    assert tried.returncode == ExitCode.NO_AUDIO_DEVICE
    assert tried.stdout == ""
    assert_one_line(tried.stderr)


def test_without_portaudio_it_says_what_to_install(tmp_path: Path) -> None:
    # An empty module in front of the real one fails to load as the real one does.
    (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')\n")
    listed = run("devices", PYTHONPATH=f"{tmp_path}{os.pathsep}{os.getcwd()}")
    assert listed.returncode == ExitCode.NO_AUDIO_DEVICE
    assert "PortAudio is not installed." in listed.stderr
    assert "install" in listed.stderr
    assert_one_line(listed.stderr)


@needs_sound
def test_the_list_names_the_defaults(server: PulseServer) -> None:
    listed = run("devices", "--json", **server.environment)
    assert listed.returncode == 0
    assert listed.stderr == ""
    devices = json.loads(listed.stdout)
    assert set(devices[0]) == {
        "index", "name", "host_api", "inputs", "outputs", "rate",
        "is_default_input", "is_default_output",
    }  # fmt: skip
    assert [device["index"] for device in devices] == list(range(len(devices)))
    assert sum(device["is_default_input"] for device in devices) == 1
    table = run("devices", "list", **server.environment)
    assert [line.split()[0] for line in table.stdout.splitlines()[1:]] == [
        str(device["index"]) for device in devices
    ]
    assert "input, output" in table.stdout
    assert "\x1b" not in table.stdout


@needs_sound
def test_an_unknown_device_is_told_with_what_there_is(server: PulseServer) -> None:
    tried = run("devices", "test", "--device-in", "gramophone", **server.environment)
    assert tried.returncode == ExitCode.NO_AUDIO_DEVICE
    assert "'gramophone'" in tried.stderr
    assert "'pulse'" in tried.stderr
    assert_one_line(tried.stderr)


@needs_sound
def test_what_is_said_is_measured_played_and_understood(
    server: PulseServer, models: Path, tmp_path: Path
) -> None:
    sound = spoken(models, "Good morning. The weather is very nice today.")
    path, heard = tmp_path / "spoken.wav", tmp_path / "heard.wav"
    write_wav(path, np.tile(0.5 * sound, 6))
    speaking, hearing = server.say(path), server.hear(heard)
    tried = run("devices", "test", "--seconds", "3", **server.environment)
    for process in (speaking, hearing):
        process.terminate()
        process.wait()
    assert tried.returncode == 0, tried.stderr
    level, text = tried.stdout.splitlines()
    assert level.startswith("Peak -")
    assert text.startswith("Heard: ")
    assert {"weather", "morning", "today"} & set(text.lower().replace(".", "").split())
    assert "ALSA" not in tried.stderr
    from voicecli.audio.files import read_audio
    from voicecli.audio.level import peak_dbfs

    assert peak_dbfs(read_audio(heard)) > -20
