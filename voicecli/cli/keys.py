"""The keyboard of `voicecli talk`."""

import os
import select
import signal
import sys
import termios
import threading
import time
import tty
from collections.abc import Iterator
from types import FrameType
from typing import TYPE_CHECKING, Any, Self

from voicecli.cli import key_codes as codes
from voicecli.cli.key_codes import Attributes, Decoder, Flags, KeyEvent, Typed

if TYPE_CHECKING:
    from voicecli.pipeline.talk import Key

TAP_SECONDS = 0.3
"""A talk key that goes up sooner was tapped, and goes on talking until it is tapped again."""
ESCAPE_SECONDS = 0.05
"""What follows Esc sooner makes an escape sequence with it; a terminal sends that in one piece."""
SEQUENCE_SECONDS = 0.5
"""So long may the rest of a sequence be under way, over a slow line, say."""
ANSWER_SECONDS = 0.2
"""So long is the terminal's last answer waited for when leaving."""

_POLL_SECONDS = 0.1
_PIECE_BYTES = 1024
_SHOW_CURSOR = b"\x1b[?25h"

_KEYS: "dict[tuple[int, int], Key]" = {
    (ord(" "), 0): "talk",
    (codes.ENTER, 0): "talk",
    (codes.KEYPAD_ENTER, 0): "talk",
    (codes.ESCAPE, 0): "stop",
    (ord("m"), 0): "mode",
    (ord("q"), 0): "quit",
    (ord("d"), codes.CTRL): "quit",
    (ord("c"), codes.CTRL): "interrupt",
}
_SIGNALS = {
    (ord("z"), codes.CTRL): signal.SIGTSTP,
    (ord("\\"), codes.CTRL): signal.SIGQUIT,
}
"""Keys that the terminal's driver turns into signals, unless they come as escape sequences."""


class Keyboard:
    """While inside, the terminal hands over each key at once and shows none.

    A terminal that speaks the kitty keyboard protocol also tells when a key goes up. It is asked
    without waiting: its answer is read among the keys, whenever it comes, and until then, or
    without one, keys are what they have always been.

    Suspending the program (Ctrl-Z) gives the terminal back as it was; going on takes it again. For
    the main thread, apart from `pressed`.
    """

    def __init__(self) -> None:
        self.reports_release = False
        """Whether the terminal tells when a key goes up."""
        self._decoder = Decoder()
        self._held: tuple[int, float] | None = None
        """The talk key that is down, and since when."""
        self._knows_protocol = self._is_pushed = False
        self._unanswered = 0
        self._signals: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        self._terminal = sys.stdin.fileno()
        self._before = termios.tcgetattr(self._terminal)
        self._out = _open_for_writing(self._terminal)
        self._handle(signal.SIGTSTP, self._suspend)
        self._handle(signal.SIGCONT, self._take_again)
        tty.setcbreak(self._terminal, termios.TCSADRAIN)
        return self

    def __exit__(self, *_: object) -> None:
        for number, before in self._signals.items():
            signal.signal(number, before)
        self._give_back()
        if self._out is not None:
            os.close(self._out)

    def pressed(self, closed: threading.Event) -> "Iterator[Key]":
        """Yield the keys that mean something until `closed` is set or the terminal goes away.

        A talk key is "talk" when it goes down. Where the terminal tells when a key goes up, it is
        "release" when it does so after more than a tap.
        """
        try:
            self._ask(codes.ASK_FLAGS)
            while not closed.is_set():
                if (typed := self._read(_POLL_SECONDS)) is None:
                    yield "quit"
                    return
                at = time.monotonic()
                for item in typed:
                    if isinstance(item, KeyEvent):
                        yield from self._meaning(item, at)
                    else:
                        self._take_answer(item)
        finally:
            self._leave_protocol()

    def _read(self, seconds: float) -> list[Typed] | None:
        """What was typed within `seconds`, maybe nothing; None when the terminal is gone."""
        inside = self._decoder.is_inside
        if inside:
            seconds = ESCAPE_SECONDS if inside == "escape" else SEQUENCE_SECONDS
        try:
            if not select.select([self._terminal], [], [], seconds)[0]:
                return list(self._decoder.pause())
            data = os.read(self._terminal, _PIECE_BYTES)
        except OSError:
            return None
        return list(self._decoder.feed(data)) if data else None

    def _meaning(self, event: KeyEvent, at: float) -> "Iterator[Key]":
        modifiers = event.modifiers & ~codes.SHIFT
        if event.kind == "press" and (event.code, modifiers) in _SIGNALS:
            self._send(_SIGNALS[event.code, modifiers])
            return
        key = _KEYS.get((event.code, modifiers))
        if key == "talk" and self.reports_release:
            yield from self._talk_key(event, at)
        elif key and event.kind == "press":
            yield key

    def _talk_key(self, event: KeyEvent, at: float) -> "Iterator[Key]":
        if event.kind == "press":
            self._held = event.code, at
            yield "talk"
        elif event.kind == "release" and self._held and self._held[0] == event.code:
            since, self._held = self._held[1], None
            if at - since >= TAP_SECONDS:
                yield "release"

    def _send(self, number: signal.Signals) -> None:
        """Do what the terminal's driver does with the key: every process of the job hears of it."""
        try:
            os.killpg(os.tcgetpgrp(self._terminal), number)
        except OSError:  # it is not the terminal that controls this process
            return

    def _take_answer(self, answer: Flags | Attributes) -> None:
        """Switch the protocol on where it is known; then see whether all of it is."""
        if isinstance(answer, Attributes):
            self._unanswered -= 1
        elif not self._knows_protocol:
            self._knows_protocol = self._is_pushed = True
            self._ask(codes.PUSH + codes.ASK_FLAGS)
        elif answer.value & codes.REPORT_RELEASE == codes.REPORT_RELEASE:
            self.reports_release = True
        else:
            self._knows_protocol = self._is_pushed = False
            self._write(codes.POP)

    def _leave_protocol(self) -> None:
        """Switch it off, and read away what the terminal sent before it heard of that."""
        if self._is_pushed:
            self._ask(codes.POP)
        self._knows_protocol = self._is_pushed = self.reports_release = False
        until = time.monotonic() + ANSWER_SECONDS
        while self._unanswered > 0 and (left := until - time.monotonic()) > 0:
            if (typed := self._read(left)) is None:
                return
            self._unanswered -= sum(isinstance(item, Attributes) for item in typed)

    def _give_back(self) -> None:
        """The terminal as it was; what it sent and nobody read is dropped."""
        if self._is_pushed:
            self._write(codes.POP)
            self._is_pushed = False
        try:
            termios.tcsetattr(self._terminal, termios.TCSAFLUSH, self._before)
        except termios.error:  # it was closed
            return

    def _handle(self, number: signal.Signals, handler: Any) -> None:
        """Handle a signal, unless whoever started this process has it ignored."""
        if signal.getsignal(number) != signal.SIG_IGN:
            self._signals[number] = signal.signal(number, handler)

    def _suspend(self, number: int, _: FrameType | None) -> None:
        self._write(_SHOW_CURSOR)
        self._give_back()
        handler = signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)  # it stops here, until somebody says `fg`
        signal.signal(number, handler)
        self._take_again()

    def _take_again(self, *_: object) -> None:
        """Somebody stopped this process, and now it goes on; who knows what happened since."""
        tty.setcbreak(self._terminal, termios.TCSADRAIN)
        if self._knows_protocol:
            self._write(codes.SET if self._is_pushed else codes.PUSH)
            self._is_pushed = True

    def _ask(self, question: bytes) -> None:
        if self._out is not None:
            self._unanswered += 1
            self._write(question + codes.ASK_ATTRIBUTES)

    def _write(self, data: bytes) -> None:
        """Send to the terminal itself, wherever the program's output goes."""
        if self._out is not None:
            try:
                os.write(self._out, data)
            except OSError:  # it is gone
                return


def _open_for_writing(terminal: int) -> int | None:
    """The terminal that the keys come from, if it can show anything; None if it cannot."""
    if os.environ.get("TERM", "dumb") == "dumb":
        return None
    try:
        return os.open(os.ttyname(terminal), os.O_WRONLY | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError:
        return None
