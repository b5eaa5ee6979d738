"""The person's own list of how names and terms are spelled, read from a file.

Text files have one spelling a line, and behind a colon what it is heard as, where that is known:

    Kubernetes
    Siobhan Byrne: Shivon Burn, Chevron burn

In CSV the first cell is the spelling and the others what it is heard as; in TOML they are keys and
lists:

    "Siobhan Byrne" = ["Shivon Burn", "Chevron burn"]
"""

import csv
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from voicecli.errors import SttError

LARGEST_FILE_BYTES = 1 << 20
LONGEST_ENTRY = 100
"""Characters of a spelling, and of what it is heard as."""
MOST_WORDS = 6
"""Words of a spelling, and of what it is heard as."""

_HEARD = re.compile(r":(?:\s+|$)")
_AT = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")


@dataclass(frozen=True, slots=True)
class Spelling:
    """How something is written, and what the recogniser is known to write instead."""

    right: str
    heard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Spellings, each once."""

    spellings: tuple[Spelling, ...]


def read_lexicon(path: Path) -> Lexicon:
    """The lexicon in a file, by its suffix: .toml, .csv, or text.

    Raises SttError("bad-lexicon") naming file, line and what to write there.
    """
    text = _text(path)
    kind = path.suffix.lower()
    read = _toml if kind == ".toml" else _table if kind == ".csv" else _lines
    owners: dict[str, str] = {}
    merged: dict[str, tuple[str, ...]] = {}
    for line, cells in read(path, text):
        right, *heard = (" ".join(cell.split()) for cell in cells)
        for entry in (right, *heard):
            _check(path, line, entry)
        for entry in heard:
            other = owners.setdefault(entry.casefold(), right)
            if other != right:
                _refuse(path, line, f'"{entry}" is heard for both {other} and {right}')
        merged[right] = (*merged.get(right, ()), *heard)
    if not merged:
        _refuse(path, 0, "there is no spelling in it")
    return Lexicon(tuple(Spelling(right, heard) for right, heard in merged.items()))


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE_BYTES + 1)
    except OSError as error:
        _refuse(path, 0, (error.strerror or str(error)).lower())
    if len(data) > LARGEST_FILE_BYTES:
        _refuse(path, 0, "it is larger than 1 MiB")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        _refuse(path, data.count(b"\n", 0, error.start) + 1, "it is not written in UTF-8")


def _lines(_: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            right, *rest = _HEARD.split(line.strip(), maxsplit=1)
            heard = rest[0].split(",") if rest else []
            yield number, [right, *(cell for cell in heard if cell.strip())]


def _table(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    rows = csv.reader(text.splitlines(keepends=True), strict=True)
    try:
        for row in rows:
            if any(cell.strip() for cell in row):
                yield rows.line_num, [row[0], *(cell for cell in row[1:] if cell.strip())]
    except csv.Error as error:
        _refuse(path, rows.line_num, str(error))


def _toml(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    try:
        entries = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        found = _AT.search(str(error))
        line = int(found[1]) if found and found[1] else text.count("\n") + 1
        _refuse(path, line, _AT.sub("", str(error)).strip() or "it is nested too deeply")
    for right, value in entries.items():
        yield _line_of(text, right), [right, *_strings(path, _line_of(text, right), right, value)]


def _strings(path: Path, line: int, right: str, value: Any) -> Sequence[str]:
    heard = [value] if isinstance(value, str) else value
    if not isinstance(heard, list) or not all(isinstance(one, str) for one in heard):
        _refuse(path, line, f'"{right}" needs a list of texts')
    return [one for one in heard if one.strip()]


def _line_of(text: str, key: str) -> int:
    """The line at which a key of TOML stands; 0 where it is written in some other way."""
    found = re.search(rf"^\s*[\"']?{re.escape(key)}[\"']?\s*=", text, re.MULTILINE)
    return text.count("\n", 0, found.end()) + 1 if found else 0


def _check(path: Path, line: int, entry: str) -> None:
    shown = entry if len(entry) <= 40 else f"{entry[:40]}…"
    if not any(character.isalnum() for character in entry):
        _refuse(path, line, f'"{shown}" has no letter')
    if len(entry) > LONGEST_ENTRY or len(entry.split()) > MOST_WORDS:
        _refuse(path, line, f'"{shown}" is longer than {MOST_WORDS} words')
    if not entry.isprintable():
        _refuse(path, line, f"{entry!r} has a character that cannot be shown")


def _refuse(path: Path, line: int, reason: str) -> NoReturn:
    place = f"{path}, line {line}" if line else str(path)
    examples = {
        ".toml": '"Siobhan Byrne" = ["Shivon Burn"]',
        ".csv": "Siobhan Byrne,Shivon Burn",
    }
    example = examples.get(path.suffix.lower(), "Siobhan Byrne: Shivon Burn")
    raise SttError(
        "bad-lexicon",
        f"{place}: {reason.rstrip('.')}.",
        f"Write the right spelling and what it is heard as, as in: {example}",
    )
