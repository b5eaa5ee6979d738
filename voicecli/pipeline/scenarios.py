"""Scenarios: conversations written down as YAML, with what is expected of them.

Every key is known here, and a mistake is told with its line. Tags that make objects are refused
(PyYAML's safe loader), and so is a file that grows when its aliases are followed.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any, get_args

import yaml

from voicecli.config import ModeName
from voicecli.config.sections import PERSON
from voicecli.errors import ExitCode, ReplayError
from voicecli.pipeline.talk import Key

LARGEST_BYTES = 1 << 20
MOST_NODES = 20_000
LONGEST_SECONDS = 600.0
ANSWERED = "answered"
PLAIN_TAGS = ("tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")

SPEAKING = ("say", "audio", "type", "interrupt")
"""The steps that ask something; each has its turn."""
ACTS = (*SPEAKING, "key", "wait", "silence")


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of a turn; None and empty: nothing in particular.

    Texts are looked for without regard to capitals, in what is said and what is shown. `mode` and
    `persona` are those behind the turn ("" is the plain assistant), `words` what is to be
    recognised, up to a word error rate of `word_error`; `within` are seconds from the end of the
    speech to the first sound; `nothing` is that no turn comes at all.
    """

    intent: str | None = None
    contains: tuple[str, ...] = ()
    not_contains: tuple[str, ...] = ()
    matches: str | None = None
    source: tuple[str, ...] = ()
    abstains: bool | None = None
    mode: str | None = None
    command: str | None = None
    persona: str | None = None
    words: str | None = None
    word_error: float = 0.0
    heard_less_than: int | None = None
    stopped: bool | None = None
    nothing: bool = False
    within: float | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the person does: `act` is its kind, `what` the words, file, key or seconds.

    `after` are the seconds (or, with `after_words`, the words) of the answer behind which somebody
    interrupts.
    """

    act: str
    what: str | float
    line: int
    voice: str = ""
    speed: float = 1.0
    noise: float = 0.0
    after: float = 1.0
    after_words: int = 0
    expect: Expected | None = None

    @property
    def name(self) -> str:
        """As a person calls it."""
        return f"{self.act}: {self.what}"


@dataclass(frozen=True, slots=True)
class Setup:
    """Where a conversation is held.

    `content` is a folder, `documents` are files by name with their text; without both there is no
    content. `settings` are by key ("dialogue.mode"). `noise` is that of the room, as an amplitude.
    """

    content: Path | None = None
    documents: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    hands_free: bool = True
    barge_in: bool = True
    person: str = ""
    persona: str = ""
    day: date | None = None
    noise: float = 0.0001


@dataclass(frozen=True, slots=True)
class Scenario:
    """A conversation to hold, from a file."""

    path: Path
    name: str
    setup: Setup
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class _Value:
    """A YAML value and the line, from 1, that it stands in."""

    value: Any
    line: int


def read_scenario(path: Path) -> Scenario:
    """Read a scenario file.

    Raises ReplayError: "no-scenario" when it cannot be read, "bad-scenario", which names the line
    and the key.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_BYTES + 1)
        text = raw.decode("utf-8-sig")
    except OSError as error:
        told = (error.strerror or str(error)).lower()
        raise ReplayError(
            "no-scenario", f"{path} cannot be read: {told}.", exit_code=ExitCode.USAGE
        ) from error
    except UnicodeDecodeError as error:
        raise _bad(path, 1, "the file", "is not text in UTF-8") from error
    if len(raw) > LARGEST_BYTES:
        raise _bad(path, 1, "the file", "is too large for a scenario")
    return _Reader(path).scenario(_parsed(path, text))


def _parsed(path: Path, text: str) -> _Value:
    try:
        loader = yaml.SafeLoader(text)
    except yaml.reader.ReaderError as error:
        raise _bad(path, 1, "YAML", f"has {error.reason}") from error
    count = 0

    def built(node: Any) -> _Value:
        nonlocal count
        count += 1
        line = node.start_mark.line + 1
        if count > MOST_NODES:
            raise _bad(path, line, "the file", "is too large for a scenario")
        if not isinstance(node, yaml.ScalarNode) and node.tag not in PLAIN_TAGS:
            raise _bad(path, line, "YAML", "has a tag that makes an object")
        if isinstance(node, yaml.MappingNode):
            table: dict[Any, _Value] = {}
            for key_node, value_node in node.value:
                key = built(key_node).value
                if not isinstance(key, str):
                    raise _bad(path, key_node.start_mark.line + 1, repr(key)[:40], "is no key")
                if key in table:
                    raise _bad(path, key_node.start_mark.line + 1, key, "stands there twice")
                table[key] = built(value_node)
            return _Value(table, line)
        if isinstance(node, yaml.SequenceNode):
            return _Value([built(one) for one in node.value], line)
        return _Value(loader.construct_object(node, deep=True), line)

    try:
        root = loader.get_single_node()
        return built(root) if root is not None else _Value(None, 1)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise _bad(path, line, "YAML", error.problem or "cannot be read") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _bad(path, 1, "YAML", "cannot be read") from error
    finally:
        loader.dispose()


class _Reader:
    """From YAML values to a scenario; every error names its line."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def scenario(self, root: _Value) -> Scenario:
        known = {"name": self._text, "setup": self._setup, "steps": self._steps}
        told = self._table(root, known, "a scenario")
        if "steps" not in told:
            raise _bad(self._path, root.line, "steps", "is missing")
        return Scenario(
            self._path, told.get("name", self._path.stem), told.get("setup", Setup()), told["steps"]
        )

    def _setup(self, value: _Value) -> Setup:
        known = {
            "content": self._folder,
            "documents": self._documents,
            "settings": self._settings,
            "hands_free": self._bool,
            "barge_in": self._bool,
            "person": self._person,
            "persona": self._text,
            "day": self._day,
            "noise": self._between(0.0, 0.5),
        }
        return Setup(**self._table(value, known, "setup"))

    def _steps(self, value: _Value) -> tuple[Step, ...]:
        if not isinstance(value.value, list) or not value.value:
            raise _bad(self._path, value.line, "steps", "must be a list of steps")
        return tuple(self._step(one) for one in value.value)

    def _step(self, value: _Value) -> Step:
        if not isinstance(value.value, dict):
            raise _bad(self._path, value.line, "a step", f"begins with one of {', '.join(ACTS)}")
        acts = [key for key in value.value if key in ACTS]
        if len(acts) != 1:
            raise _bad(
                self._path, value.line, "a step", f"must have one of {', '.join(ACTS)}, not {acts}"
            )
        act = acts[0]
        known: dict[str, Callable[[_Value], Any]] = {"expect": self._expected}
        match act:
            case "say":
                known |= {"say": self._text, **self._manner()}
            case "audio":
                known |= {"audio": self._file, "noise": self._between(0.0, 0.5)}
            case "type":
                known |= {"type": self._text}
            case "key":
                known |= {"key": self._one_of(get_args(Key))}
            case "wait":
                known |= {"wait": self._wait}
            case "silence":
                known |= {"silence": self._between(0.0, LONGEST_SECONDS)}
            case "interrupt":
                return self._interruption(value)
        told = self._table(value, known, act)
        return Step(act, told.pop(act), value.line, **told)

    def _interruption(self, value: _Value) -> Step:
        inner: dict[str, Callable[[_Value], Any]] = {
            "after": self._between(0.0, LONGEST_SECONDS),
            "after_words": self._count,
            "say": self._text,
            **self._manner(),
        }
        known = {
            "interrupt": lambda one: self._table(one, inner, "interrupt"),
            "expect": self._expected,
        }
        told = self._table(value, known, "interrupt")
        manner = dict(told["interrupt"])
        if "say" not in manner:
            raise _bad(self._path, value.line, "interrupt", "needs `say`, the words to say")
        if {"after", "after_words"} <= manner.keys():
            raise _bad(self._path, value.line, "interrupt", "has after and after_words: choose one")
        words = manner.pop("say")
        return Step("interrupt", words, value.line, expect=told.get("expect"), **manner)

    def _manner(self) -> dict[str, Callable[[_Value], Any]]:
        return {
            "voice": self._text,
            "speed": self._between(0.25, 4.0),
            "noise": self._between(0.0, 0.5),
        }

    def _expected(self, value: _Value) -> Expected:
        known: dict[str, Callable[[_Value], Any]] = {
            "intent": self._text,
            "contains": self._texts,
            "not_contains": self._texts,
            "matches": self._pattern,
            "source": self._texts,
            "abstains": self._bool,
            "mode": self._one_of(get_args(ModeName)),
            "command": self._text,
            "persona": self._name,
            "words": self._text,
            "word_error": self._between(0.0, 1.0),
            "heard_less_than": self._count,
            "stopped": self._bool,
            "nothing": self._bool,
            "within": self._between(0.0, LONGEST_SECONDS),
        }
        assert known.keys() == {one.name for one in fields(Expected)}  # noqa: S101
        told = self._table(value, known, "expect")
        if told.get("nothing") and len(told) > 1:
            raise _bad(self._path, value.line, "nothing", "stands alone: no turn has an answer")
        return Expected(**told)

    def _table(
        self, value: _Value, known: Mapping[str, Callable[[_Value], Any]], where: str
    ) -> dict[str, Any]:
        if not isinstance(value.value, dict):
            raise _bad(self._path, value.line, where, "must be a table of keys and values")
        told = {}
        for key, one in value.value.items():
            if key not in known:
                raise _bad(
                    self._path, one.line, key, f"is no key of {where}; known are {', '.join(known)}"
                )
            try:
                told[key] = known[key](one)
            except ValueError as error:
                raise _bad(self._path, one.line, key, str(error)) from error
        return told

    # Values; each raises ValueError

    def _text(self, value: _Value) -> str:
        if isinstance(value.value, bool) or not isinstance(value.value, str | int | float):
            raise ValueError("must be text")
        text = str(value.value)
        if not text.strip() or "\0" in text:
            raise ValueError("must not be empty")
        return text

    def _name(self, value: _Value) -> str:
        return "" if value.value == "" else self._text(value)

    def _texts(self, value: _Value) -> tuple[str, ...]:
        many = value.value if isinstance(value.value, list) else [value]
        return tuple(self._text(one) for one in many)

    def _bool(self, value: _Value) -> bool:
        if not isinstance(value.value, bool):
            raise ValueError("must be true or false")
        return value.value

    def _count(self, value: _Value) -> int:
        if isinstance(value.value, bool) or not isinstance(value.value, int) or value.value < 0:
            raise ValueError("must be a whole number")
        return int(value.value)

    def _between(self, low: float, high: float) -> Callable[[_Value], float]:
        def number(value: _Value) -> float:
            one = value.value
            if isinstance(one, bool) or not isinstance(one, int | float) or math.isnan(one):
                raise ValueError("must be a number")
            if not low <= one <= high:
                raise ValueError(f"must lie between {low:g} and {high:g}")
            return float(one)

        return number

    def _one_of(self, choices: tuple[str, ...]) -> Callable[[_Value], str]:
        def chosen(value: _Value) -> str:
            if value.value not in choices:
                raise ValueError(f"must be one of {', '.join(choices)}")
            return str(value.value)

        return chosen

    def _wait(self, value: _Value) -> str | float:
        if value.value == ANSWERED:
            return ANSWERED
        try:
            return self._between(0.0, LONGEST_SECONDS)(value)
        except ValueError as error:
            raise ValueError(f"must be seconds, or {ANSWERED}") from error

    def _pattern(self, value: _Value) -> str:
        text = self._text(value)
        try:
            re.compile(text)
        except re.error as error:
            raise ValueError(f"is no regular expression: {error}") from error
        return text

    def _day(self, value: _Value) -> date:
        one = value.value
        if isinstance(one, date) and not isinstance(one, datetime):
            return one
        try:
            return date.fromisoformat(str(one))
        except ValueError as error:
            raise ValueError("must be a date such as 2026-03-02") from error

    def _person(self, value: _Value) -> str:
        if not PERSON.fullmatch(text := self._text(value)):
            raise ValueError("must be at most 40 letters, digits, - and _")
        return text

    def _folder(self, value: _Value) -> Path:
        folder = (self._path.parent / self._text(value)).resolve()
        if not folder.is_dir():
            raise ValueError(f"is no folder: {folder}")
        return folder

    def _file(self, value: _Value) -> str:
        file = (self._path.parent / self._text(value)).resolve()
        if not file.is_file():
            raise ValueError(f"is no file: {file}")
        return str(file)

    def _documents(self, value: _Value) -> dict[str, str]:
        if not isinstance(value.value, dict):
            raise ValueError("must be a table of file names and texts")
        for name in value.value:
            path = PurePosixPath(name)
            if path.is_absolute() or ".." in path.parts or set(name) & set("\\:\0"):
                raise ValueError(f"{name[:60]!r} is no name of a file below a folder")
        return {name: self._text(one) for name, one in value.value.items()}

    def _settings(self, value: _Value) -> dict[str, Any]:
        if not isinstance(value.value, dict):
            raise ValueError("must be a table such as `dialogue.mode: fast`")
        told = {key: one.value for key, one in value.value.items()}
        for key, one in told.items():
            if isinstance(one, list | dict):
                raise ValueError(f"{key} must be one value")
        return told


def _bad(path: Path, line: int, key: str, what: str) -> ReplayError:
    return ReplayError("bad-scenario", f"{path}:{line}: {key}: {what}.", exit_code=ExitCode.USAGE)
