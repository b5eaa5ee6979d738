"""The keyboard of `talk`, on a real pseudo-terminal."""

import os
import pty
import signal
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.scripted_terminal import (
    FOOT,
    GHOSTTY,
    KITTY,
    ONLY_DISAMBIGUATES,
    SILENT,
    TMUX,
    WEZTERM,
    XTERM,
    Kind,
    ScriptedTerminal,
)
from voicecli.cli.key_codes import WANTED, Decoder, KeyEvent
from voicecli.cli.keys import TAP_SECONDS, Keyboard
from voicecli.pipeline.talk import Key
from voicecli.pipeline.talk import Typed as Written

pytestmark = pytest.mark.cli

SPEAK_PROTOCOL = [KITTY, FOOT, GHOSTTY, WEZTERM]
SPEAK_NONE = [XTERM, TMUX, SILENT]
PRESS, REPEAT, RELEASE = b"\x1b[32u", b"\x1b[32;1:2u", b"\x1b[32;1:3u"


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The end of a terminal at which a person types; the program's stdin is the other end."""
    monkeypatch.setenv("TERM", "xterm-256color")
    person, program = pty.openpty()
    with os.fdopen(program) as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        yield person
    os.close(person)


class Typist:
    """Reads the keys in a thread, as `talk` does."""

    def __init__(self, keys: Keyboard) -> None:
        self.read: list[Key | Written] = []
        self._keys = keys
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> "Typist":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closed.set()
        self._thread.join()

    def _run(self) -> None:
        for key in self._keys.pressed(self._closed):
            self.read.append(key)

    def until(self, *keys: Key | Written) -> bool:
        """Wait until exactly these keys were read; False if that takes too long."""
        late = time.monotonic() + 5
        while self.read != list(keys) and time.monotonic() < late:
            time.sleep(0.01)
        return self.read == list(keys)


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        (b" ", ["talk"]),
        (b"\n", ["talk"]),
        (b"\r", ["talk"]),
        (b"\x1b", ["stop"]),
        (b"\x1b\x1b", ["stop"]),
        (b"m", ["mode"]),
        (b"M", ["mode"]),
        (b"q", ["quit"]),
        (b"\x04", ["quit"]),
        (b"  q", ["talk", "talk", "quit"]),
        (b"x\xc3\xa9", []),
        (b"\x1b[A", []),  # arrows, as xterm, foot, kitty, tmux send them
        (b"\x1bOA", []),  # and in application mode
        (b"\x1b[1;5C", []),  # Ctrl-Right
        (b"\x1b[3~\x1b[15~\x1bOP\x1b[[A", []),  # Delete, F5, F1, F1 of the Linux console
        (b"\x1b\x1b[A", []),  # Alt-Up of rxvt
        (b"\x1bq\x1b ", []),  # Alt-q, Alt-Space
        (b"\x1b[27;5;113~", []),  # Ctrl-q with xterm's modifyOtherKeys
        (b"\x1b[200~q\x1b[201~", ["quit"]),  # a paste is what was typed
        (b"\x1b]11;rgb:1a1a/1b1b/2c2c\x1b\\", []),  # the background colour that something asked for
        (b"\x1bP>|foot(1.18)\x1b\\q", ["quit"]),
        (b"\x1b[ q", []),
        (b"\x1b[\x1b[A", []),
    ],
)
@pytest.mark.parametrize("kind", SPEAK_NONE)
def test_keys_mean_what_the_docs_say(
    keyboard: int, kind: Kind, typed: bytes, means: list[str]
) -> None:
    with (
        ScriptedTerminal(keyboard, kind) as terminal,
        Keyboard() as keys,
        Typist(keys) as typist,
    ):
        assert terminal.until_asked()
        terminal.type(typed)
        assert typist.until(*means)
        terminal.type(b"\x1bOBm")  # nothing else was on its way
        assert typist.until(*means, "mode")
        assert not keys.reports_release
        assert terminal.shown == b""


def test_a_split_arrow_is_no_esc(keyboard: int) -> None:
    with Keyboard() as keys, Typist(keys) as typist:
        for piece in (b"\x1b[", b"1;2", b"A"):
            os.write(keyboard, piece)
            time.sleep(0.1)
        os.write(keyboard, b"m")
        assert typist.until("mode")


@pytest.mark.parametrize("kind", SPEAK_PROTOCOL)
def test_a_held_key_talks_until_it_is_released(keyboard: int, kind: Kind) -> None:
    with (
        ScriptedTerminal(keyboard, kind) as terminal,
        Keyboard() as keys,
        Typist(keys) as typist,
    ):
        assert terminal.until_flags(WANTED)
        terminal.type(b"\x1b[109u\x1b[109;1:3u")  # by now the answer to the push was read
        assert typist.until("mode")
        assert keys.reports_release
        terminal.type(PRESS)
        assert typist.until("mode", "talk")
        terminal.type(REPEAT * 3)
        time.sleep(TAP_SECONDS)
        terminal.type(RELEASE)
        assert typist.until("mode", "talk", "release")
    assert terminal.stack == [0]
    assert terminal.shown == b""


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        (PRESS + RELEASE, ["talk"]),  # a tap
        (b"\x1b[32;1:1u" + RELEASE, ["talk"]),
        ((PRESS + RELEASE) * 2, ["talk", "talk"]),
        (b"\x1b[32;129u" + RELEASE, ["talk"]),  # num lock is on
        (b"\x1b[13u\x1b[13;1:3u", ["talk"]),
        (RELEASE, []),  # it was down before
        (b"\x1b[27u\x1b[27;1:3u", ["stop"]),
        (b"\x1b[113;65u\x1b[113;65:3u", ["quit"]),  # caps lock is on
        (b"\x1b[81;2u", ["quit"]),
        (b"\x1b[100;5u", ["quit"]),
        (b"\x1b[99;5u\x1b[99;5:3u\x1b[57442;5:3u", ["interrupt"]),  # Ctrl-C, then Ctrl is let go
        (b"\x1b[113;5u\x1b[113;3u\x1b[32;5u", []),  # Ctrl-q, Alt-q, Ctrl-Space
        (b"\x1b[1;1:1A\x1b[1;1:3A\x1b[57399u", []),  # Up; 0 of the keypad
        (b"\x1b[99999999999u\x1b[u\x1b[;u\x1b[32;1:9u", []),
    ],
)
def test_keys_as_escape_sequences(keyboard: int, typed: bytes, means: list[str]) -> None:
    with (
        ScriptedTerminal(keyboard, KITTY) as terminal,
        Keyboard() as keys,
        Typist(keys) as typist,
    ):
        assert terminal.until_flags(WANTED)
        terminal.type(typed)
        terminal.type(b"\x1b[109u")
        assert typist.until(*means, "mode")


def test_a_terminal_that_only_disambiguates_is_left_as_it_was(keyboard: int) -> None:
    with (
        ScriptedTerminal(keyboard, ONLY_DISAMBIGUATES) as terminal,
        Keyboard() as keys,
        Typist(keys) as typist,
    ):
        assert terminal.until_refused()
        terminal.type(b"  ")
        assert typist.until("talk", "talk")


def test_an_answer_that_comes_late_is_no_key(keyboard: int) -> None:
    with Keyboard() as keys, Typist(keys) as typist:
        os.write(keyboard, b" ")
        assert typist.until("talk")
        for piece in (b"\x1b[?0", b"u\x1b[?62;", b"4cm"):
            os.write(keyboard, piece)
            time.sleep(0.1)
        assert typist.until("talk", "mode")


def test_what_a_terminal_says_while_leaving_reaches_no_shell(keyboard: int) -> None:
    with ScriptedTerminal(keyboard, KITTY) as terminal:
        with Keyboard() as keys, Typist(keys) as typist:
            assert terminal.until_flags(WANTED)
            terminal.type(b"\x1b[113u")
            assert typist.until("quit")
            terminal.type(b"\x1b[113;1:3u")  # the finger leaves the key after the program
        os.set_blocking(sys.stdin.fileno(), False)
        with pytest.raises(BlockingIOError):
            os.read(sys.stdin.fileno(), 64)


def test_an_exception_gives_the_terminal_back(keyboard: int) -> None:
    before = termios.tcgetattr(keyboard)
    with ScriptedTerminal(keyboard, KITTY) as terminal:
        with pytest.raises(ZeroDivisionError):
            _fail_inside(terminal)
        assert terminal.until_flags()
    assert termios.tcgetattr(keyboard) == before
    assert signal.getsignal(signal.SIGTSTP) == signal.SIG_DFL


def _fail_inside(terminal: ScriptedTerminal) -> None:
    with Keyboard() as keys, Typist(keys):
        assert terminal.until_flags(WANTED)
        raise ZeroDivisionError


def test_a_closed_terminal_quits(monkeypatch: pytest.MonkeyPatch) -> None:
    person, program = pty.openpty()
    with os.fdopen(program) as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        with Keyboard() as keys, Typist(keys) as typist:
            os.close(person)
            assert typist.until("quit")


@given(st.binary(max_size=60), st.data())
def test_bytes_mean_the_same_in_pieces_of_any_size(typed: bytes, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(typed)))
    whole, pieces = Decoder(), Decoder()
    expected = [*whole.feed(typed), *whole.pause()]
    got = [*pieces.feed(typed[:cut]), *pieces.feed(typed[cut:]), *pieces.pause()]
    assert got == expected
    assert list(whole.feed(b"q")) == [KeyEvent(ord("q"))]


class Line:
    """A line that remembers what was typed into it; Enter sends it."""

    def __init__(self) -> None:
        self.is_open = False
        self.text = ""

    def open(self) -> None:
        self.is_open, self.text = True, ""

    def close(self) -> None:
        self.is_open = False

    def type(self, text: str) -> Iterator[str]:
        self.text += text
        if "\r" in text or "\n" in text:
            self.is_open = False
            yield self.text.rstrip("\r\n")


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        (b"hello\r", [Written("hello")]),
        ("été ".encode() + b"\n", [Written("été ")]),
        (b"/mode fast\r", [Written("/mode fast")]),
        (b"My question\r", [Written("My question")]),  # a capital is a letter
        (b"m", ["mode"]),
        (b"\x1b[A\x1b[3~\x01\x7f", []),
    ],
)
def test_what_is_no_key_is_a_line(keyboard: int, typed: bytes, means: list[Key | Written]) -> None:
    looked: list[str] = []
    with (
        ScriptedTerminal(keyboard, XTERM) as terminal,
        Keyboard(Line(), {"?": lambda: looked.append("?")}) as keys,
        Typist(keys) as typist,
    ):
        assert terminal.until_asked()
        terminal.type(typed)
        assert typist.until(*means)
        terminal.type(b"?m")
        assert typist.until(*means, "mode")
        assert looked == ["?"]


def soon(is_so: Callable[[], bool]) -> bool:
    """Whether it is so within a few seconds."""
    late = time.monotonic() + 5
    while not is_so() and time.monotonic() < late:
        time.sleep(0.01)
    return is_so()


def test_a_line_is_typed_with_the_protocol_at_rest(keyboard: int) -> None:
    """Its first letters may still come as the protocol writes them."""
    line = Line()
    with (
        ScriptedTerminal(keyboard, KITTY) as terminal,
        Keyboard(line) as keys,
        Typist(keys) as typist,
    ):
        assert terminal.until_flags(WANTED)
        terminal.type(b"\x1b[104;2;72u\x1b[104;1:3u\x1b[105;;105u\x1b[105;1:3u")
        assert terminal.until_flags(0)
        assert soon(lambda: line.is_open)
        assert keys.drop_line() is True
        assert terminal.until_flags(WANTED)
        assert line.text == "Hi"
        assert keys.drop_line() is False
        terminal.type(b"\x1b[47;2u")  # no text is told: Shift and / on an American keyboard
        assert terminal.until_flags(0)
        terminal.type(b"what?\r")
        assert typist.until(Written("?what?"))
        assert terminal.until_flags(WANTED)
        terminal.type(PRESS + RELEASE)
        assert typist.until(Written("?what?"), "talk")


def test_esc_closes_a_line_and_a_letter_with_alt_does_not(keyboard: int) -> None:
    line = Line()
    with ScriptedTerminal(keyboard, XTERM) as terminal, Keyboard(line) as keys, Typist(keys):
        terminal.type(b"hey\x1bb")
        time.sleep(0.3)
        assert line.is_open
        terminal.type(b"\x1b")
        assert soon(lambda: not line.is_open)
        assert line.text == "hey\x1bb"


@given(st.binary(max_size=60), st.data())
def test_text_is_the_same_in_pieces_of_any_size(typed: bytes, data: st.DataObject) -> None:
    def text(decoder: Decoder, *pieces: bytes) -> str:
        found = [item for piece in pieces for item in decoder.feed_text(piece)]
        return "".join(item for item in found if isinstance(item, str))

    cut = data.draw(st.integers(0, len(typed)))
    assert text(Decoder(), typed[:cut], typed[cut:]) == text(Decoder(), typed)


PROGRAM = """
import threading
from voicecli.cli.keys import Keyboard
with Keyboard() as keys:
    for key in keys.pressed(threading.Event()):
        print(key, keys.reports_release, flush=True)
        if key == "quit":
            break
"""


@pytest.mark.skipif(not os.path.exists("/bin/bash"), reason="needs a shell with job control")
def test_suspending_gives_the_terminal_to_the_shell_and_takes_it_again(
    keyboard: int, tmp_path: object
) -> None:
    """Ctrl-Z and `fg`, in a real shell."""
    program = os.path.join(str(tmp_path), "keys.py")
    with open(program, "w", encoding="utf-8") as file:
        file.write(PROGRAM)
    shell = subprocess.Popen(
        ["/bin/bash", "--norc", "--noprofile", "--noediting", "-i"],
        stdin=sys.stdin.fileno(),
        stdout=sys.stdin.fileno(),
        stderr=sys.stdin.fileno(),
        start_new_session=True,
        preexec_fn=_take_terminal,
        env={**os.environ, "PS1": "$ ", "PYTHONPATH": os.getcwd()},
    )
    try:
        with ScriptedTerminal(keyboard, KITTY) as terminal:
            terminal.type(f"{sys.executable} {program}\n".encode())
            assert terminal.until_flags(WANTED)
            terminal.type(b"\x1b[109u")
            assert _shows(terminal, b"mode")
            terminal.type(b"\x1b[122;5u")  # Ctrl-Z, as an escape sequence
            assert terminal.until_flags()
            assert _shows(terminal, b"Stopped")
            assert _shows(terminal, b"$ ")
            terminal.type(b"stty -a | tr ';' '\\n' | grep -ow -e '-*icanon' -e '-*echo'\n")
            assert _shows(terminal, b"\nicanon\r\necho\r\n")
            terminal.type(b"fg\n")
            assert terminal.until_flags(WANTED)
            terminal.type(PRESS + RELEASE)
            assert _shows(terminal, b"talk True")
            terminal.type(b"\x1b[113u")
            assert _shows(terminal, b"quit True")
            assert _shows(terminal, b"$ ")
            assert terminal.stack == [0]
            terminal.type(b"exit\n")
            shell.wait(10)
    finally:
        shell.kill()
        shell.wait()


def _take_terminal() -> None:
    import fcntl

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _shows(terminal: ScriptedTerminal, text: bytes) -> bool:
    """Wait until the terminal shows `text`, and forget what it showed."""
    with terminal.changed:
        found = terminal.changed.wait_for(lambda: text in terminal.shown, 10)
        if not found:
            raise AssertionError(terminal.shown.decode(errors="replace"))
        terminal.shown = terminal.shown.split(text, 1)[1]
        return True
