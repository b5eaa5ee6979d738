"""The main job where there is no network, with every socket it opens looked at."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.engines

PROGRAM = [sys.executable, "-m", "voicecli", "--profile", "tiny"]
LOCAL = {"AF_UNIX", "AF_LOCAL", "AF_NETLINK"}


def isolated() -> list[str]:
    """The start of a command that runs the rest in a network namespace without interfaces."""
    for command in (["unshare", "-n"], ["unshare", "-r", "-n"]):
        if (
            shutil.which(command[0])
            and not subprocess.run([*command, "true"], check=False).returncode
        ):
            return command
    pytest.skip("this system lets nobody make a network namespace")


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k != "ORT_DISABLE_TELEMETRY"}
    environment["HOME"] = str(folder)
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_a_spoken_turn_needs_no_network(models: Path, tmp_path: Path) -> None:
    done = run([*isolated(), *PROGRAM, "talk", "--demo", "--json"], tmp_path)
    assert done.returncode == 0, done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    heard = next(event["data"]["text"] for event in events if event["kind"] == "stt-end")
    assert "battery" in heard.lower()
    said = " ".join(e["data"]["text"] for e in events if e["kind"] == "llm-text")
    assert "3,900" in said
    assert (tmp_path / "answer.wav").stat().st_size > 20_000


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_a_socket_to_elsewhere_would_be_seen(tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    tracing = ["strace", "-f", "-e", "trace=socket", "-o", str(calls)]
    opening = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()"
    assert run([*tracing, sys.executable, "-c", opening], tmp_path).returncode == 0
    assert "AF_INET" in calls.read_text()


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_a_spoken_turn_opens_no_socket_but_local_ones(models: Path, tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    tracing = ["strace", "-f", "-e", "trace=socket,connect,sendto", "-o", str(calls)]
    done = run([*tracing, *PROGRAM, "talk", "--demo", "--json"], tmp_path)
    assert done.returncode == 0, done.stderr
    assert "exited with 0" in calls.read_text()
    families = set(re.findall(r"\b(?:AF|PF)_[A-Z0-9]+", calls.read_text()))
    assert families <= LOCAL, calls.read_text()
    assert not list(tmp_path.rglob("*onnxruntime*.db"))


def test_the_doctor_proves_it(models: Path, tmp_path: Path) -> None:
    isolated()
    done = run([*PROGRAM, "doctor", "--offline", "--json"], tmp_path)
    findings = {finding["name"]: finding for finding in json.loads(done.stdout)}
    assert done.returncode == 0, done.stdout
    assert "unreachable" in findings["isolation"]["value"]
    assert "battery" in findings["heard"]["value"].lower()
    assert findings["proved"]["verdict"] == "ok"
    assert not list((tmp_path / "state").rglob("*.wav"))


def test_the_doctor_says_where_it_proves_less() -> None:
    from voicecli.cli.offline import is_proved, told

    seen = {"namespace": False, "exit_code": 0, "stages": ["hearing"], "language_model": False}
    seen |= {"heard": "a", "answer": "b", "sound_bytes": 1, "sockets": 0, "processes": 0}
    seen |= {"files_written": []}
    assert not is_proved(seen)
    assert ("isolation", None) in [(name, is_good) for name, is_good, _ in told(seen)]
