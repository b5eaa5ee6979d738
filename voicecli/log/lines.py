"""What is told to the log, and how a line looks: one JSON object."""

import json
import logging
import os
import sys
import threading
import traceback
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from voicecli.config import Config
from voicecli.errors import VoicecliError
from voicecli.log.files import LineFile, LineFileHandler
from voicecli.log.names import EVENTS as EVENT_NAMES
from voicecli.log.names import among

FILE = "voicecli.log"
"""Its name in the state folder."""

_ROOM = logging.getLogger("voicecli")
EVENTS = logging.getLogger("voicecli.events")
"""Lines for the log alone: nobody is shown them."""
EVENTS.addHandler(logging.NullHandler())

_PACKAGE = Path(__file__).resolve().parents[2]
_LEVELS = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}

Commands = Callable[[], Collection[str]]
"""Names all words of the program's commands: only these of a hint are written."""


def log_file(config: Config) -> Path:
    """Where the log is; older lines are beside it in `voicecli.log.1`, `.2`, …"""
    return config.state_folder / FILE


def open_log(config: Config, *, words: bool = False, commands: Commands = frozenset) -> None:
    """Let this process write the log that the settings ask for, in place of any other.

    Nothing at all is written where the settings say that nothing is kept. `words` lets through what
    is said, too.
    """
    close_log()
    if not config.sessions.keep:
        return
    file = LineFile(log_file(config), int(config.log.megabytes * 1_000_000), config.log.files)
    handler = LineFileHandler(file, _Lines(words=words, commands=commands))
    handler.setLevel(_LEVELS[config.log.level])
    _ROOM.addHandler(handler)
    _ROOM.setLevel(min(_LEVELS[config.log.level], logging.WARNING))


def close_log() -> None:
    """Write no log any more."""
    for handler in [one for one in _ROOM.handlers if isinstance(one, LineFileHandler)]:
        _ROOM.removeHandler(handler)
        handler.close()
    _ROOM.setLevel(logging.NOTSET)


def told(event: str, level: int = logging.INFO, /, **fields: Any) -> None:
    """Write a line of that event; of the fields what `fields.FIELDS` lets through."""
    if EVENTS.isEnabledFor(level):
        EVENTS.log(level, event, extra={"told": fields})


def failed(error: BaseException, /, **fields: Any) -> None:
    """Write what went wrong: a known error's code and hint, or where an unknown one comes from."""
    EVENTS.error("error", extra={"told": fields}, exc_info=error)


def thread_failed(failure: threading.ExceptHookArgs) -> None:
    """As `threading.excepthook`: write what ended a thread that nobody watches, and show it."""
    if failure.exc_value is not None:
        failed(failure.exc_value)
    threading.__excepthook__(failure)


class _Lines(logging.Formatter):
    """Writes a record as one JSON object."""

    def __init__(self, *, words: bool, commands: Commands) -> None:
        super().__init__()
        self._words = words
        self._commands = commands

    def format(self, record: logging.LogRecord) -> str:
        """The line, without a line break."""
        from voicecli.log.fields import allowed  # few commands ever write a line

        fields: Mapping[str, Any] = getattr(record, "told", {})
        is_event = record.name == EVENTS.name
        error = record.exc_info[1] if record.exc_info else None
        where = f"{record.name.replace('.', '/')}.py:{record.lineno} {record.funcName}"
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": among(record.msg, EVENT_NAMES) if is_event else "note",
            "process": os.getpid(),
            "thread": _thread(record.threadName),
            **({} if is_event else allowed({"where": where})),
            **(allowed(self._failure(error)) if error else {}),
            **allowed(fields),
        }
        if self._words:
            line |= {"words": _words(record, fields, error)}
        return json.dumps(line, ensure_ascii=False, default=str)

    def _failure(self, error: BaseException) -> dict[str, Any]:
        cause = error.__cause__ or error.__context__
        told: dict[str, Any] = {"type": type(error).__name__, "frames": _frames(error)}
        told |= {"cause": type(cause).__name__} if cause else {}
        if not isinstance(error, VoicecliError):
            return told
        told["frames"] = [one for one in told["frames"] if one.startswith("voicecli/")]
        told |= {"code": error.code, "component": error.component, "try": self._hint(error.hint)}
        return told | {"exit_code": int(error.exit_code)}

    def _hint(self, hint: str) -> str:
        """The command that a hint names, as far as it is made of the program's own words."""
        named = hint.partition("`voicecli ")[2].partition("`")[0].split()
        known = self._commands() if named else ()
        words = ["voicecli"]
        for word in named:
            if word not in known:
                break
            words.append(word)
        return " ".join(words) if len(words) > 1 else ""


_THREADS = frozenset(
    "MainThread listener scribe keys answers llm reading load recordings main".split()
)


def _thread(name: str | None) -> str:
    """The thread's name where the program gave it; its first word is what it does."""
    first = (name or "").split(" ")[0]
    return "main" if first == "MainThread" else first if first in _THREADS else "other"


def _frames(error: BaseException) -> list[str]:
    """Where an error came through, the innermost last; no line of source and no value."""
    return [
        f"{_file(frame.filename)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]


def _file(name: str) -> str:
    """A source file, without the folders above this program's or the library's."""
    path = Path(name)
    if path.is_relative_to(_PACKAGE):
        return path.relative_to(_PACKAGE).as_posix()
    for folder in sys.path:
        if folder and path.is_relative_to(folder):
            return path.relative_to(folder).as_posix()
    return path.name


def _words(
    record: logging.LogRecord, fields: Mapping[str, Any], error: BaseException | None
) -> dict[str, Any]:
    """All there is, for who asked for it."""
    told: dict[str, Any] = dict(fields)
    if record.name != EVENTS.name:
        told["text"] = record.getMessage()
    if error is not None:
        told["error"] = str(error)
        told["traceback"] = traceback.format_exception(error)
    return told
