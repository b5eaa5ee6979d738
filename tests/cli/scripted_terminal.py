"""Terminals at the person's end of a pseudo-terminal: they answer as the real ones do."""

import os
import re
import select
import threading
from dataclasses import dataclass
from typing import Self

_ASKED = re.compile(rb"\x1b\[(?:(?P<ask>\?u)|(?P<da>c)|(?P<do>[>=<])(?P<flags>\d*)u)")


@dataclass(frozen=True)
class Kind:
    """What a terminal answers: to "who are you", and which of the protocol's flags it knows."""

    attributes: bytes = b""
    flags: int | None = None


KITTY = Kind(b"\x1b[?62;c", 31)
FOOT = Kind(b"\x1b[?62;4;22;28;29c", 31)
GHOSTTY = Kind(b"\x1b[?62;22;52c", 31)
WEZTERM = Kind(b"\x1b[?65;4;6;18;22c", 31)
ONLY_DISAMBIGUATES = Kind(b"\x1b[?62;4c", 1)
"""A multiplexer that knows the protocol, but not that keys go up."""
XTERM = Kind(b"\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c")
TMUX = Kind(b"\x1b[?1;2;4c")
SILENT = Kind()


class ScriptedTerminal:
    """Answers on `end`, in a thread of its own, and remembers what was written to it."""

    def __init__(self, end: int, kind: Kind) -> None:
        self.stack = [0]
        """The flags of the protocol, the ones in force last."""
        self.shown = b""
        """What a person would see of it."""
        self.was_asked = False
        self.pushes = 0
        self.changed = threading.Condition()
        self._end = end
        self._kind = kind
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closed.set()
        self._thread.join()

    def type(self, data: bytes) -> None:
        os.write(self._end, data)

    def until_flags(self, *flags: int) -> bool:
        """Wait until the stack is this; False if that takes too long."""
        with self.changed:
            return self.changed.wait_for(lambda: self.stack == [0, *flags], 5)

    def until_refused(self) -> bool:
        """Wait until its flags were raised and lowered again; False if that takes too long."""
        with self.changed:
            return self.changed.wait_for(lambda: self.pushes == 1 and self.stack == [0], 5)

    def until_asked(self) -> bool:
        """Wait until it has answered who it is; False if that takes too long."""
        with self.changed:
            return self.changed.wait_for(lambda: self.was_asked, 5)

    def _serve(self) -> None:
        waiting = b""
        while not self._closed.is_set():
            if select.select([self._end], [], [], 0.02)[0]:
                waiting += os.read(self._end, 4096)
                with self.changed:
                    self.shown += _ASKED.sub(self._obey, waiting)
                    self.changed.notify_all()
                waiting = b""

    def _obey(self, asked: re.Match[bytes]) -> bytes:
        known, flags = self._kind.flags, int(asked["flags"] or 0)
        if asked["da"]:
            os.write(self._end, self._kind.attributes)
            self.was_asked = True
        elif known is None:
            return b""
        elif asked["ask"]:
            os.write(self._end, b"\x1b[?%du" % self.stack[-1])
        elif asked["do"] == b">":
            self.stack.append(flags & known)
            self.pushes += 1
        elif asked["do"] == b"=":
            self.stack[-1] = flags & known
        elif len(self.stack) > 1:
            self.stack.pop()
        return b""
