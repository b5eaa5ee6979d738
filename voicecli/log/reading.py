"""Reading the log: its lines of now and before, and those that come."""

import json
import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

Line = Mapping[str, Any]
Chosen = Callable[[Line], bool]

LEVELS = ("debug", "info", "warning", "error")
POLL_SECONDS = 0.3
_MOST_OLD_FILES = 1_000
_LONGEST_LINE = 1 << 20


def last_lines(file: Path, chosen: Chosen, most: int) -> list[Line]:
    """The last `most` lines that are chosen, oldest first. Raises OSError."""
    kept: deque[Line] = deque(maxlen=most)
    for one in log_files(file):
        with suppress(FileNotFoundError), one.open("rb") as opened:
            kept.extend(line for raw in opened if (line := _read(raw)) and chosen(line))
    return list(kept)


def new_lines(file: Path, chosen: Chosen, closed: Callable[[], bool] = bool) -> Iterator[Line]:
    """The chosen lines that are written from now on, until `closed`. Raises OSError.

    A file that makes room for another is read to its end first.
    """
    opened = _open(file)
    if opened is not None:
        opened.seek(0, os.SEEK_END)
    rest = b""
    try:
        while not closed():
            is_over = opened is None or not _leads_to(file, opened)
            data = opened.read(_LONGEST_LINE) if opened else b""
            *whole, rest = (rest + data).split(b"\n")
            yield from (line for raw in whole if (line := _read(raw)) and chosen(line))
            if data:
                continue
            if is_over:
                if opened:
                    opened.close()
                opened, rest = _open(file), b""
            time.sleep(POLL_SECONDS)
    finally:
        if opened:
            opened.close()


def log_files(file: Path) -> list[Path]:
    """The log's files that are there, oldest first."""
    older = [file.with_name(f"{file.name}.{number}") for number in range(1, _MOST_OLD_FILES)]
    there = [one for one in older if one.exists()]
    return [*reversed(there), file] if file.exists() else there[::-1]


@dataclass(frozen=True, slots=True)
class LoggedErrors:
    """Errors of the log: how many there are of each component ("" unknown) and code or type.

    `since` is when its first line was written, None where there is none: older ones are gone.
    """

    since: datetime | None
    counts: Mapping[tuple[str, str], int]


def count_errors(
    file: Path, since: datetime | None = None, until: datetime | None = None
) -> LoggedErrors:
    """Count the errors that were noted in that time, the most frequent first. Raises OSError."""
    first: datetime | None = None
    counts: dict[tuple[str, str], int] = {}
    for one in log_files(file):
        with suppress(FileNotFoundError), one.open("rb") as opened:
            for raw in opened:
                if first is None:
                    first = _moment(_read(raw) or {})
                if _ERROR not in raw or not (line := _read(raw)):
                    continue
                at = _moment(line)
                if at is None or (since and at < since) or (until and at >= until):
                    continue
                key = str(line.get("component", "")), str(line.get("code", line.get("type", "")))
                counts[key] = counts.get(key, 0) + 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return LoggedErrors(first, dict(ordered))


_ERROR = b'"level": "error"'


def _moment(line: Line) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(line.get("at")))
    except ValueError:
        return None
    return at if at.tzinfo else None


def choose(level: str, session: str) -> Chosen:
    """Lines of at least that level, and of that session where one is named by a part of its id."""
    least = LEVELS.index(level)
    part = session.upper()

    def chosen(line: Line) -> bool:
        told = str(line.get("level", ""))
        is_enough = told not in LEVELS or LEVELS.index(told) >= least
        return is_enough and (not part or part in str(line.get("session", "")).upper())

    return chosen


def _open(file: Path) -> Any:
    try:
        return file.open("rb")
    except FileNotFoundError:
        return None


def _leads_to(file: Path, opened: Any) -> bool:
    try:
        return os.path.samestat(os.fstat(opened.fileno()), file.stat())
    except OSError:
        return False


def _read(raw: bytes) -> Line | None:
    """A line; None for what is none, such as one that a full disk cut off."""
    try:
        line = json.loads(raw)
    except ValueError:
        return None
    return line if isinstance(line, dict) else None
