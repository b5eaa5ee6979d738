"""What a terminal sends for its keys, taken apart. Pure.

A terminal either sends the bytes that terminals have always sent, or what the kitty keyboard
protocol (Kovid Goyal, "Comprehensive keyboard handling in terminals") says: one escape sequence for
every key, also when it repeats and when it goes up.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

DISAMBIGUATE, EVENT_TYPES, ALL_KEYS, TEXT = 1, 2, 8, 16
REPORT_RELEASE = DISAMBIGUATE | EVENT_TYPES | ALL_KEYS
"""The protocol's flags under which Space, too, tells when it goes up."""

ASK_FLAGS = b"\x1b[?u"
ASK_ATTRIBUTES = b"\x1b[c"
"""Every terminal answers this one: what answers nothing else before it knows no protocol."""
WANTED = REPORT_RELEASE | TEXT
"""With what each key writes, where the terminal tells that too."""
PUSH = b"\x1b[>%du" % WANTED
SET = b"\x1b[=%du" % WANTED
REST = b"\x1b[=0u"
"""Keys are what terminals have always sent, until the next SET."""
POP = b"\x1b[<u"

ENTER, ESCAPE, KEYPAD_ENTER = 13, 27, 57414
PASTES, PASTES_NO_MORE = b"\x1b[?2004h", b"\x1b[?2004l"
"""The terminal marks the beginning and the end of what is pasted."""
PASTE = b"\x1b[200~"
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
_KEY = re.compile(rb"(\d{1,7})[\d:]*(?:;(\d{0,4})(?::(\d))?(?:;([\d:]*))?[\d:;]*)?u")
_SHIFTED = dict(zip("`1234567890-=[]\\;',./", '~!@#$%^&*()_+{}|:"<>?', strict=True))
_EDITING = {9: "\t", ENTER: "\r", 127: "\x7f", ESCAPE: "\x1b", KEYPAD_ENTER: "\r"}
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

    `code` is the Unicode number of what it writes without Shift; `modifiers` are bits; `text` is
    what it writes, "" for a key that writes nothing.
    """

    code: int
    modifiers: int = 0
    kind: Literal["press", "repeat", "release"] = "press"
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class PasteBegins:
    """What follows is pasted."""


@dataclass(frozen=True, slots=True)
class Flags:
    """The terminal's answer to ASK_FLAGS: the protocol's flags that are in force."""

    value: int


@dataclass(frozen=True, slots=True)
class Attributes:
    """The terminal's answer to ASK_ATTRIBUTES: whatever was asked before has been dealt with."""


Decoded = KeyEvent | PasteBegins | Flags | Attributes


class Decoder:
    """Takes in a terminal's bytes in pieces of any size."""

    def __init__(self) -> None:
        self._waiting = b""
        self._utf8 = codecs.getincrementaldecoder("utf-8")("replace")

    @property
    def is_inside(self) -> Literal["escape", "sequence", ""]:
        """What has begun: only Esc, which may be all or the start of more, or surely a sequence."""
        if not self._waiting:
            return ""
        return "sequence" if self._waiting.strip(b"\x1b") else "escape"

    def feed(self, data: bytes) -> Iterator[Decoded]:
        """Yield what is complete. An escape sequence without a meaning here yields nothing."""
        self._waiting += data
        while self._waiting:
            if self._waiting[0] != ESCAPE:
                if (length := _length(self._waiting)) > len(self._waiting):
                    return
                yield from _character(self._cut(length))
            elif self._waiting.startswith(b"\x1b\x1b\x1b"):
                self._cut(1)
                yield KeyEvent(ESCAPE)
            elif found := _SEQUENCE.match(self._waiting):
                after_escape = self._waiting[1] == ESCAPE
                self._cut(found.end())
                yield from _sequence(found["csi"], after_escape=after_escape)
            else:
                break
        self._bound()

    def feed_text(self, data: bytes) -> Iterator[str | Flags | Attributes]:
        """Yield what is complete as the text that terminals have always sent, for a line editor.

        Keys that come in the protocol's form are written so, too.
        """
        self._waiting += data
        while self._waiting:
            if self._waiting[0] != ESCAPE:
                end = self._waiting.find(b"\x1b")
                if text := self._utf8.decode(self._cut(end if end >= 0 else len(self._waiting))):
                    yield text
            elif found := _SEQUENCE.match(self._waiting):
                whole = self._cut(found.end())
                meaning = None if found["csi"] is None else _meaning(found["csi"])
                match meaning:
                    case KeyEvent(kind="press" | "repeat"):
                        yield _as_of_old(meaning)
                    case Flags() | Attributes():
                        yield meaning
                    case PasteBegins() | None:
                        yield whole.decode("utf-8", "replace")
            else:
                break
        self._bound()

    def take_rest(self) -> bytes:
        """What was fed and is not decoded yet; it is forgotten here."""
        return self._cut(len(self._waiting))

    def pause(self) -> Iterator[KeyEvent]:
        """Nothing more came for a while: a lone Esc was that key, half a sequence is no key."""
        waiting = self.take_rest()
        if waiting and not waiting.strip(b"\x1b"):
            yield KeyEvent(ESCAPE)

    def _cut(self, length: int) -> bytes:
        cut, self._waiting = self._waiting[:length], self._waiting[length:]
        return cut

    def _bound(self) -> None:
        if len(self._waiting) > LONGEST_SEQUENCE:
            self._waiting = b""


def _length(data: bytes) -> int:
    """How many bytes the character that begins here has, as UTF-8; 1 for what is none."""
    first = data[0]
    length = 1 if first < 0xC2 else 2 if first < 0xE0 else 3 if first < 0xF0 else 4
    following = data[1:length] if first < 0xF5 else b""
    is_one = first < 0xF5 and all(byte & 0xC0 == 0x80 for byte in following)
    return length if is_one else 1


def _character(data: bytes) -> Iterator[KeyEvent]:
    """What a character outside of escape sequences means."""
    byte = data[0]
    character = data.decode("utf-8", "ignore")
    if byte in b"\r\n":
        yield KeyEvent(ENTER)
    elif 1 <= byte < ESCAPE:
        yield KeyEvent(byte + 96, CTRL)
    elif character.isascii() and character.isupper():
        yield KeyEvent(ord(character.lower()), SHIFT, text=character)
    elif character and character.isprintable():
        yield KeyEvent(ord(character), text=character)


def _sequence(csi: bytes | None, *, after_escape: bool) -> Iterator[Decoded]:
    """What stands behind ESC [ means.

    Another Esc in front of that is Alt with an old key; what no key writes so is Esc by itself.
    """
    if csi is None or (meaning := _meaning(csi)) is None:
        return
    if after_escape:
        yield KeyEvent(ESCAPE)
    yield meaning


def _meaning(csi: bytes) -> Decoded | None:
    if flags := _FLAGS.fullmatch(csi):
        return Flags(int(flags[1]))
    if csi[:1] == b"?" and csi[-1:] == b"c":
        return Attributes()
    if csi == b"200~":
        return PasteBegins()
    if (key := _KEY.fullmatch(csi)) and key[3] in _KINDS:
        modifiers = (int(key[2] or 1) - 1) & ~_LOCKS
        code = int(key[1])
        # The protocol names the unshifted key; some terminals send the letter as it is written.
        code += 32 * (ord("A") <= code <= ord("Z"))
        text = _told(key[4]) or _written(code, modifiers)
        return KeyEvent(code, modifiers, _KINDS[key[3]], text)
    return None


def _told(codes: bytes | None) -> str:
    """What the terminal says that a key writes."""
    numbers = [int(code) for code in (codes or b"").split(b":") if code]
    if any(not _is_character(number) for number in numbers):
        return ""
    text = "".join(map(chr, numbers))
    return text if text.isprintable() else ""


def _written(code: int, modifiers: int) -> str:
    """What a key writes, as far as that can be known: with Shift, on an American keyboard."""
    if modifiers & ~SHIFT or not _is_character(code) or code in (ESCAPE, 127):
        return ""
    character = chr(code)
    if modifiers & SHIFT:
        character = _SHIFTED.get(character, character.upper())
    return character if character.isprintable() else ""


def _is_character(code: int) -> bool:
    """Whether a number is that of a character; the protocol names other keys by private ones."""
    return 0 < code <= 0x10FFFF and not (0xD800 <= code <= 0xF8FF)


def _as_of_old(key: KeyEvent) -> str:
    """What a terminal without the protocol sends for that key; "" where it sends nothing."""
    if key.text:
        return key.text
    if key.modifiers & CTRL and ord("a") <= key.code <= ord("z"):
        return chr(key.code - 96)
    if key.modifiers & ALT and (text := _written(key.code, key.modifiers & SHIFT)):
        return f"\x1b{text}"
    return _EDITING.get(key.code, "")
