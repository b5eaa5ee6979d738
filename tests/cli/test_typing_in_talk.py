"""Typing into `voicecli talk` at a real terminal, with the real engines and files as devices."""

import os
import pty
import re
import subprocess
import sys
import termios
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from tests.cli.scripted_terminal import KITTY, ScriptedTerminal
from voicecli.audio.files import write_wav
from voicecli.storage.database import open_database
from voicecli.storage.sessions import Sessions

pytestmark = pytest.mark.cli

SECONDS = 60.0
"""So long may a step take on a busy computer."""
_SEQUENCE = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[=>78]|\r")


@dataclass
class Talking:
    """`voicecli talk` at the other end of a terminal."""

    terminal: ScriptedTerminal
    process: "subprocess.Popen[bytes]"

    def type(self, text: str) -> None:
        self.terminal.type(text.encode())

    def shows(self, text: str) -> None:
        """Wait until the screen shows that, and forget what it showed before."""
        terminal = self.terminal

        def seen() -> bool:
            return text.encode() in _SEQUENCE.sub(b"", terminal.shown)

        with terminal.changed:
            if not terminal.changed.wait_for(seen, SECONDS):
                raise AssertionError(f"no {text!r} in {terminal.shown.decode(errors='replace')}")
            terminal.shown = b""


@pytest.fixture
def talking(models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Talking]:
    """A conversation in silence that waits for keys; it runs in an empty folder."""
    folder = tmp_path / "here"
    folder.mkdir()
    silence = tmp_path / "silence.wav"
    write_wav(silence, [np.zeros(16_000 * 240, np.float32)], 16_000)
    person, program = pty.openpty()
    termios.tcsetwinsize(program, (40, 100))
    files = ["--microphone", str(silence), "--speaker", str(tmp_path / "answer.wav")]
    process = subprocess.Popen(
        [sys.executable, "-m", "voicecli", "talk", "--no-llm", *files],
        stdin=program,
        stdout=program,
        stderr=program,
        start_new_session=True,
        preexec_fn=_take_terminal,
        cwd=folder,
        env={**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(Path.cwd())},
    )
    try:
        with ScriptedTerminal(person, KITTY) as terminal:
            yield Talking(terminal, process)
    finally:
        process.kill()
        process.wait()
        os.close(program)
        os.close(person)


def _take_terminal() -> None:
    import fcntl

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def test_questions_and_orders_are_typed_beside_the_voice(talking: Talking, tmp_path: Path) -> None:
    talking.shows("ready in")
    talking.type("What did the home battery cost?")
    talking.shows("Enter send")
    talking.type("\r")
    talking.shows("3,900 pounds")
    talking.shows("retrieve")  # the turn is over, and stored
    talking.type("/mod")
    talking.type("\t")
    talking.shows("/mode")
    talking.type("fa\t")
    talking.shows("/mode fast")
    talking.type("\r")
    talking.shows("Now fast.")
    talking.type("\x1b[200~/sa\x1b[201~ve my talk\r")
    talking.shows("Saved as")
    talking.type("/nothing\r")
    talking.shows("There is no /nothing.")
    talking.type("Half a li")
    talking.shows("Half a li")
    talking.type("\x03")
    talking.shows("q leave")
    talking.type("What")
    talking.shows("is")  # the earlier question is suggested
    talking.type("\x15/quit\r")
    assert talking.process.wait(SECONDS) == 0

    db = open_database(tmp_path / "data" / "voicecli.db", read_only=True)
    (session,) = Sessions(db).list()
    (turn,) = Sessions(db).turns(session.id)
    db.close()
    assert turn.record.question == "What did the home battery cost?"
    assert not turn.record.spoken
    assert "3,900 pounds" in turn.record.heard
    saved = (tmp_path / "here" / "my talk.md").read_text()
    assert "What did the home battery cost?" in saved
    typed = (tmp_path / "state" / "typed_history").read_text().splitlines()
    assert typed[0] == "What did the home battery cost?"
    assert "Half a li" not in typed
    assert (tmp_path / "answer.wav").stat().st_size > 50_000


def test_piped_lines_are_not_read(models: Path, tmp_path: Path) -> None:
    silence = tmp_path / "silence.wav"
    write_wav(silence, [np.zeros(16_000, np.float32)], 16_000)
    files = ["--microphone", str(silence), "--speaker", str(tmp_path / "answer.wav"), "--fast"]
    done = subprocess.run(
        [sys.executable, "-m", "voicecli", "talk", "--no-llm", "--json", *files],
        input=b"What did the home battery cost?\n",
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == 0
    assert b"nothing was heard" in done.stderr
    assert b"battery" not in done.stdout
