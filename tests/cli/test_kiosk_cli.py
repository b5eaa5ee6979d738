"""`talk --kiosk`: it goes on by itself, and no key reaches it."""

import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable

import pytest
import typer

from voicecli.cli import kiosk
from voicecli.cli.app import run
from voicecli.cli.kiosk import keep_going
from voicecli.errors import AudioError, ExitCode, SttError

pytestmark = pytest.mark.cli


@pytest.fixture(autouse=True)
def rests(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Rests are noted and take no time."""
    taken: list[float] = []
    monkeypatch.setattr("voicecli.cli.kiosk.time.sleep", taken.append)
    return taken


class Conversations:
    """Conversations that end as told: an exit code, or an error before or after they listen."""

    def __init__(self, *ends: int | Exception, silent: int = 0) -> None:
        self._ends = list(ends)
        self._silent = silent
        self.begun = 0

    def __call__(self, listens: Callable[[], None]) -> int:
        self.begun += 1
        if self.begun > self._silent:
            listens()
        end = self._ends.pop(0)
        if isinstance(end, Exception):
            raise end
        return end


def broken() -> SttError:
    return SttError("recognition-stuck", "Recognition has not answered for 60 s.", "Start again.")


def test_a_conversation_that_failed_begins_again(
    rests: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    held = Conversations(broken(), ValueError("a bug"), AudioError("gone", "It is gone."), 130)
    assert keep_going(held) == 130
    assert held.begun == 4
    assert rests == [5.0, 10.0, 20.0]
    told = capsys.readouterr().err
    assert "has not answered" in told
    assert "unexpected ValueError" in told
    assert told.count("begins again") == 3


def test_rests_have_a_bound(rests: list[float]) -> None:
    assert keep_going(Conversations(*[broken() for _ in range(7)], 0)) == 0
    assert max(rests) == kiosk.LONGEST_REST_SECONDS


def test_a_kiosk_that_never_listened_tells_its_operator(rests: list[float]) -> None:
    with pytest.raises(SttError):
        keep_going(Conversations(broken(), silent=1))
    assert rests == []


def test_later_failures_while_loading_are_survived() -> None:
    held = Conversations(broken(), broken(), 0)
    assert keep_going(held) == 0


def test_leaving_is_obeyed() -> None:
    with pytest.raises(typer.Exit):
        keep_going(Conversations(typer.Exit(3)))
    with pytest.raises(KeyboardInterrupt):
        keep_going(_interrupted)


def _interrupted(listens: Callable[[], None]) -> int:
    listens()
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    "flags", [["--continue"], ["--session", "latest"], ["--demo"], ["--record", "a.vcast"]]
)
def test_what_makes_no_sense_in_public_is_refused(
    flags: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["talk", "--kiosk", *flags]) == ExitCode.USAGE
    told = capsys.readouterr().err
    assert flags[0] in told
    assert len(told.splitlines()) == 1


DEAF = """
import time
from voicecli.cli.kiosk import deaf_terminal
with deaf_terminal():
    print("deaf", flush=True)
    time.sleep(1.0)
print("over", flush=True)
time.sleep(0.3)
"""


def test_keys_are_neither_shown_nor_signals_nor_left_behind() -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", DEAF],
        stdin=theirs,
        stdout=theirs,
        start_new_session=True,
        preexec_fn=_own_terminal,
    )
    os.close(theirs)
    shown = _until(ours, b"deaf")
    os.write(ours, b"q\x03\x03\x1a\x1c rm -rf\r")
    shown += _until(ours, b"over")
    assert process.wait(10) == 0
    os.close(ours)
    assert b"rm" not in shown
    assert b"^C" not in shown


def test_a_kill_while_it_loads_gives_the_terminal_back() -> None:
    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    process = subprocess.Popen(
        [sys.executable, "-c", DEAF.replace("1.0", "60")], stdin=theirs, stdout=theirs,
        stderr=subprocess.DEVNULL, start_new_session=True, preexec_fn=_own_terminal,
    )  # fmt: skip
    _until(ours, b"deaf")
    assert termios.tcgetattr(theirs)[3] != before[3]
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) != 0
    assert termios.tcgetattr(theirs)[3] == before[3]
    os.close(ours)
    os.close(theirs)


def _own_terminal() -> None:
    import fcntl

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _until(end: int, word: bytes) -> bytes:
    seen = b""
    until = time.monotonic() + 20
    while word not in seen and time.monotonic() < until:
        if select.select([end], [], [], 0.2)[0]:
            seen += os.read(end, 1024)
    return seen
