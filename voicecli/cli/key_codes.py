"""What a terminal sends for its keys, taken apart. Pure.

A terminal either sends the bytes that terminals have always sent, or what the kitty keyboard
protocol (Kovid Goyal, "Comprehensive keyboard handling in terminals") says: one escape sequence for
every key, also when it repeats and when it goes up.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

DISAMBIGUATE, EVENT_TYPES, ALL_KEYS = 1, 2, 8
REPORT_RELEASE = DISAMBIGUATE | EVENT_TYPES | ALL_KEYS
"""The protocol's flags under which Space, too, tells when it goes up."""

ASK_FLAGS = b"\x1b[?u"
ASK_ATTRIBUTES = b"\x1b[c"
"""Every terminal answers this one: what answers nothing else before it knows no protocol."""
PUSH = b"\x1b[>%du" % REPORT_RELEASE
SET = b"\x1b[=%du" % REPORT_RELEASE
POP = b"\x1b[<u"

ENTER, ESCAPE, KEYPAD_ENTER = 13, 27, 57414
SHIFT, ALT, CTRL, SUPER, HYPER, META = 1, 2, 4, 8, 16, 32
_LOCKS = 64 | 128

LONGEST_SEQUENCE = 1024
"""Bytes; what is longer is no key."""

_SEQUENCE = re.compile(
    rb"""\x1b{1,2}(?:
        \[\[.                                                 # function key of the Linux console
      | \[ (?P<csi> [\x20-\x3f]* [\x40-\x5a\x5c-\x7e] )
      | \[ [\x20-\x3f]* (?=[^\x20-\x7e])                      # broken off by something else
      | O [\x30-\x3f]* [\x40-\x7e]                            # arrow or function key, as a VT100
      | [\]PX^_] .*? (?: \x07 | \x1b\\ )                      # a string: title, colour, version
      | [^\[OPX^_\]\x1b]                                      # Alt and a character
    )""",
    re.VERBOSE | re.DOTALL,
)
_KEY = re.compile(rb"(\d{1,7})[\d:]*(?:;(\d{0,4})(?::(\d))?[\d:;]*)?u")
_FLAGS = re.compile(rb"\?(\d{1,4})u")
_KINDS: dict[bytes | None, Literal["press", "repeat", "release"]] = {
    None: "press",
    b"1": "press",
    b"2": "repeat",
    b"3": "release",
}


@dataclass(frozen=True, slots=True)
class KeyEvent:
    """A key went down, repeats, or went up.

    `code` is the Unicode number of what it writes without Shift; `modifiers` are bits.
    """

    code: int
    modifiers: int = 0
    kind: Literal["press", "repeat", "release"] = "press"


@dataclass(frozen=True, slots=True)
class Flags:
    """The terminal's answer to ASK_FLAGS: the protocol's flags that are in force."""

    value: int


@dataclass(frozen=True, slots=True)
class Attributes:
    """The terminal's answer to ASK_ATTRIBUTES: whatever was asked before has been dealt with."""


Typed = KeyEvent | Flags | Attributes


class Decoder:
    """Takes in a terminal's bytes in pieces of any size."""

    def __init__(self) -> None:
        self._waiting = b""

    @property
    def is_inside(self) -> Literal["escape", "sequence", ""]:
        """What has begun: only Esc, which may be all or the start of more, or surely a sequence."""
        if not self._waiting:
            return ""
        return "sequence" if self._waiting.strip(b"\x1b") else "escape"

    def feed(self, data: bytes) -> Iterator[Typed]:
        """Yield what is complete. An escape sequence without a meaning here yields nothing."""
        rest = self._waiting + data
        while rest:
            if rest[0] != ESCAPE:
                yield from _character(rest[0])
                rest = rest[1:]
            elif rest.startswith(b"\x1b\x1b\x1b"):
                yield KeyEvent(ESCAPE)
                rest = rest[1:]
            elif found := _SEQUENCE.match(rest):
                yield from _sequence(found["csi"], after_escape=rest[1] == ESCAPE)
                rest = rest[found.end() :]
            else:
                break
        self._waiting = rest if len(rest) <= LONGEST_SEQUENCE else b""

    def pause(self) -> Iterator[Typed]:
        """Nothing more came for a while: a lone Esc was that key, half a sequence is no key."""
        waiting, self._waiting = self._waiting, b""
        if waiting and not waiting.strip(b"\x1b"):
            yield KeyEvent(ESCAPE)


def _character(byte: int) -> Iterator[KeyEvent]:
    """What one byte outside of escape sequences means; parts of longer characters mean nothing."""
    character = chr(byte)
    if character in "\r\n":
        yield KeyEvent(ENTER)
    elif 1 <= byte < ESCAPE:
        yield KeyEvent(byte + 96, CTRL)
    elif character.isascii() and character.isupper():
        yield KeyEvent(ord(character.lower()), SHIFT)
    elif character.isascii() and character.isprintable():
        yield KeyEvent(byte)


def _sequence(csi: bytes | None, *, after_escape: bool) -> Iterator[Typed]:
    """What stands behind ESC [ means.

    Another Esc in front of that is Alt with an old key; what no key writes so is Esc by itself.
    """
    if csi is None or (meaning := _meaning(csi)) is None:
        return
    if after_escape:
        yield KeyEvent(ESCAPE)
    yield meaning


def _meaning(csi: bytes) -> Typed | None:
    if flags := _FLAGS.fullmatch(csi):
        return Flags(int(flags[1]))
    if csi[:1] == b"?" and csi[-1:] == b"c":
        return Attributes()
    if (key := _KEY.fullmatch(csi)) and key[3] in _KINDS:
        modifiers = (int(key[2] or 1) - 1) & ~_LOCKS
        code = int(key[1])
        # The protocol names the unshifted key; some terminals send the letter as it is written.
        code += 32 * (ord("A") <= code <= ord("Z"))
        return KeyEvent(code, modifiers, _KINDS[key[3]])
    return None
