"""The keyboard of `voicecli talk`."""

import os
import select
import signal
import sys
import termios
import threading
import time
import tty
from collections.abc import Callable, Iterator, Mapping
from types import FrameType
from typing import TYPE_CHECKING, Any, Protocol, Self

from voicecli.cli import key_codes as codes
from voicecli.cli.key_codes import Attributes, Decoded, Decoder, Flags, KeyEvent, PasteBegins

if TYPE_CHECKING:
    from voicecli.pipeline.talk import Key, Typed

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


class Line(Protocol):
    """A line that is being typed. Of the keys' thread, apart from `drop`."""

    @property
    def is_open(self) -> bool:
        """Whether the keys write it now."""
        ...

    def open(self) -> None:
        """Begin an empty line."""
        ...

    def type(self, text: str) -> Iterator[str]:
        """Take in what a terminal sends for its keys; yield each line that was sent."""
        ...

    def close(self) -> None:
        """Give up what was typed."""
        ...


class Keyboard:
    """While inside, the terminal hands over each key at once and shows none.

    A terminal that speaks the kitty keyboard protocol also tells when a key goes up. It is asked
    without waiting: its answer is read among the keys, whenever it comes, and until then, or
    without one, keys are what they have always been.

    Any other key that writes something opens the `line`, which has all keys until it is sent or
    closed. `looks` are keys that only change what is seen.

    Suspending the program (Ctrl-Z) gives the terminal back as it was; going on takes it again. For
    the main thread, apart from `pressed`.
    """

    def __init__(
        self, line: Line | None = None, looks: Mapping[str, Callable[[], None]] | None = None
    ) -> None:
        self.reports_release = False
        """Whether the terminal tells when a key goes up."""
        self._line = line
        self._looks = looks or {}
        self._drops = False
        """Whether the line is to be closed."""
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
        self._mark_pastes()
        return self

    def __exit__(self, *_: object) -> None:
        for number, before in self._signals.items():
            signal.signal(number, before)
        self._give_back()
        if self._out is not None:
            os.close(self._out)

    def drop_line(self) -> bool:
        """Close the line that is being typed, soon; False when there is none.

        Safe in a signal handler.
        """
        self._drops = self._line is not None and self._line.is_open
        return self._drops

    def pressed(self, closed: threading.Event) -> "Iterator[Key | Typed]":
        """Yield the keys that mean something until `closed` is set or the terminal goes away.

        A talk key is "talk" when it goes down. Where the terminal tells when a key goes up, it is
        "release" when it does so after more than a tap.
        """
        try:
            self._ask(codes.ASK_FLAGS)
            while not closed.is_set():
                if (data := self._receive(_POLL_SECONDS)) is None:
                    yield "quit"
                    return
                yield from self._obey(data)
        finally:
            self._leave_protocol()

    def _obey(self, data: bytes) -> "Iterator[Key | Typed]":
        """What these bytes mean; of none, that nothing came for a while."""
        at = time.monotonic()
        if self._line is not None and self._line.is_open:
            yield from self._type(self._line, data)
            return
        for item in self._decoder.feed(data) if data else self._decoder.pause():
            if self._line is not None and _opens(item, self._looks):
                yield from self._open(self._line, item)
                return
            if isinstance(item, KeyEvent):
                yield from self._meaning(item, at)
            elif not isinstance(item, PasteBegins):
                self._take_answer(item)

    def _open(self, line: Line, item: Decoded) -> "Iterator[Key | Typed]":
        """Begin a line with that key, and with what came behind it."""
        rest = self._decoder.take_rest()
        self._held = None  # its release will not be told
        self._drops = False
        if self._is_pushed:
            self._write(codes.REST)
        line.open()
        begins = item.text.encode() if isinstance(item, KeyEvent) else codes.PASTE
        yield from self._type(line, begins + rest)

    def _type(self, line: Line, data: bytes) -> "Iterator[Key | Typed]":
        """Let the line have these bytes; what comes behind its end are keys again."""
        from voicecli.pipeline.talk import Typed

        pieces = self._decoder.feed_text(data) if data else ()
        for piece in pieces:
            if isinstance(piece, Flags | Attributes):
                self._take_answer(piece)
            else:
                yield from map(Typed, line.type(piece))
        is_escape = not data and any(True for _ in self._decoder.pause())
        if self._drops or is_escape:
            line.close()
        if not line.is_open:
            self._drops = False
            if self._is_pushed:
                self._write(codes.SET)

    def _receive(self, seconds: float) -> bytes | None:
        """What was typed within `seconds`, maybe nothing; None when the terminal is gone."""
        inside = self._decoder.is_inside
        if inside:
            seconds = ESCAPE_SECONDS if inside == "escape" else SEQUENCE_SECONDS
        try:
            if not select.select([self._terminal], [], [], seconds)[0]:
                return b""
            return os.read(self._terminal, _PIECE_BYTES) or None
        except OSError:
            return None

    def _meaning(self, event: KeyEvent, at: float) -> "Iterator[Key]":
        modifiers = event.modifiers & ~codes.SHIFT
        if event.kind == "press" and (look := self._looks.get(event.text)):
            look()
            return
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
            if (data := self._receive(left)) is None:
                return
            decoded = self._decoder.feed(data) if data else self._decoder.pause()
            self._unanswered -= sum(isinstance(item, Attributes) for item in decoded)

    def _give_back(self) -> None:
        """The terminal as it was; what it sent and nobody read is dropped."""
        if self._is_pushed:
            self._write(codes.POP)
            self._is_pushed = False
        if self._line is not None:
            self._write(codes.PASTES_NO_MORE)
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
        self._mark_pastes()
        if self._knows_protocol:
            self._write(codes.SET if self._is_pushed else codes.PUSH)
            self._is_pushed = True
            if self._line is not None and self._line.is_open:
                self._write(codes.REST)

    def _mark_pastes(self) -> None:
        if self._line is not None:
            self._write(codes.PASTES)

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


def _opens(item: Decoded, looks: Mapping[str, object]) -> bool:
    """Whether that opens a line: a paste, or a key that writes something and means nothing else.

    A capital letter begins a sentence: with it, "m" and "q" are letters like all others.
    """
    if isinstance(item, PasteBegins):
        return True
    if not isinstance(item, KeyEvent) or item.kind != "press" or not item.text.strip():
        return False
    is_plain = not item.modifiers & ~codes.SHIFT
    is_free = (item.code, 0) not in _KEYS or item.text.isupper()
    return is_plain and is_free and item.text not in looks


def _open_for_writing(terminal: int) -> int | None:
    """The terminal that the keys come from, if it can show anything; None if it cannot."""
    if os.environ.get("TERM", "dumb") == "dumb":
        return None
    try:
        return os.open(os.ttyname(terminal), os.O_WRONLY | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError:
        return None
