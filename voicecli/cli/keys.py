"""The keyboard of `voicecli talk`."""

import os
import select
import sys
import termios
import threading
import tty
from collections.abc import Iterator
from typing import Self

from voicecli.pipeline.talk import Key

_POLL_SECONDS = 0.1
_KEYS: dict[bytes, Key] = {
    b" ": "talk",
    b"\n": "talk",
    b"\r": "talk",
    b"\x1b": "stop",
    b"q": "quit",
    b"\x04": "quit",
}
"""What each key means; an escape sequence (an arrow, say) is longer than Esc and means nothing."""


class Keyboard:
    """While inside, the terminal hands over each key at once and shows none."""

    def __enter__(self) -> Self:
        self._terminal = sys.stdin.fileno()
        self._before = termios.tcgetattr(self._terminal)
        tty.setcbreak(self._terminal)
        return self

    def __exit__(self, *_: object) -> None:
        termios.tcsetattr(self._terminal, termios.TCSADRAIN, self._before)

    def pressed(self, closed: threading.Event) -> Iterator[Key]:
        """Yield the keys that mean something until `closed` is set or the terminal goes away."""
        while not closed.is_set():
            if not select.select([self._terminal], [], [], _POLL_SECONDS)[0]:
                continue
            typed = os.read(self._terminal, 64)
            if not typed:
                yield "quit"
                return
            for key in [typed] if typed[:1] == b"\x1b" else [bytes([byte]) for byte in typed]:
                if key in _KEYS:
                    yield _KEYS[key]
