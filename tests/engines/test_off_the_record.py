"""Real turns off the record leave the folders as they were, byte for byte and to the nanosecond."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.spoken import spoken
from voicecli.audio.files import write_wav
from voicecli.config import load

pytestmark = pytest.mark.engines


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "voicecli", "--profile", "tiny", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=200)
    assert done.returncode == 0, done.stderr
    return done


def snapshot() -> dict[str, tuple[int, int, bytes]]:
    config = load().config
    found = {}
    for folder in (config.data_folder, config.state_folder, config.cache_folder):
        for path in (folder, *folder.rglob("*")):
            if path.exists():
                content = path.read_bytes() if path.is_file() else b""
                found[str(path)] = (path.stat().st_mtime_ns, path.stat().st_ino, content)
    return found


def test_where_nothing_is_nothing_is_made(models: Path) -> None:
    done = run("ask", "--no-llm", "--off-the-record", "--json", "Which projects use Rust?")
    told = json.loads(done.stdout)
    assert told["off_the_record"]
    assert told["session_id"] == ""
    assert told["items"]
    assert "off the record" in done.stderr
    assert snapshot() == {}


def test_nothing_is_written_by_any_verb(models: Path, tmp_path: Path) -> None:
    run("ask", "--no-llm", "Which projects use Rust?")
    content = load().config.content_folder
    content.mkdir(parents=True)
    (content / "lamps.md").write_text("# Lamps\n\nThe red lamp costs eleven pounds.\n")
    before = snapshot()
    done = run("ask", "--no-llm", "--off-the-record", "What does the red lamp cost?")
    assert "eleven" in done.stdout  # content that the index does not have yet
    question = tmp_path / "question.wav"
    write_wav(question, [spoken(models, "What does the red lamp cost?")], 16_000)
    files = ["--microphone", str(question), "--speaker", str(tmp_path / "answer.wav"), "--fast"]
    done = run("talk", "--no-llm", "--off-the-record", "--json", *files)
    assert "eleven" in done.stdout
    run("transcribe", str(question), "--off-the-record")
    run("listen", "--microphone", str(question), "--fast", "--off-the-record")
    assert snapshot() == before
