"""The keyboard of `talk`, on a real pseudo-terminal."""

import os
import pty
import termios
import threading
from collections.abc import Iterator

import pytest

from voicecli.cli.keys import Keyboard

pytestmark = pytest.mark.cli


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The end of a terminal at which a person types; the program's stdin is the other end."""
    person, program = pty.openpty()
    with os.fdopen(program) as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        yield person
    os.close(person)


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        (b" ", ["talk"]),
        (b"\n", ["talk"]),
        (b"\x1b", ["stop"]),
        (b"q", ["quit"]),
        (b"\x04", ["quit"]),
        (b"  q", ["talk", "talk", "quit"]),
        (b"\x1b[A", []),
        ("xé".encode(), []),
    ],
)
def test_keys_mean_what_the_docs_say(keyboard: int, typed: bytes, means: list[str]) -> None:
    closed = threading.Event()
    with Keyboard() as keys:
        os.write(keyboard, typed)
        threading.Timer(0.3, closed.set).start()
        assert list(keys.pressed(closed)) == means


def test_the_terminal_is_as_before_afterwards(keyboard: int) -> None:
    before = termios.tcgetattr(keyboard)
    with Keyboard():
        assert termios.tcgetattr(keyboard) != before
    assert termios.tcgetattr(keyboard) == before
