"""Personas in TOML files: strictly read, so that a slip of the pen is told and never guessed."""

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

from voicecli.config import ModeName
from voicecli.dialogue.persona import Persona
from voicecli.dialogue.persona_text import cleaned, steers
from voicecli.errors import ConfigError, ExitCode, UsageError

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}", re.ASCII)
"""What a persona's file may be called, without its ending."""
ENDING = ".toml"
LARGEST_BYTES = 64 << 10
MOST_GUARDRAILS = 32
GUARDRAIL_WORDS = 5
SPEEDS = (0.5, 2.0)

LONGEST: Mapping[str, int] = {
    "name": 60,
    "voice": 80,
    "tone": 160,
    "system_prompt": 800,
    "refusal": 200,
    "greeting": 200,
    "guardrails": 60,
}
"""Characters of each text."""
MODES: tuple[ModeName, ...] = get_args(ModeName)


@dataclass(frozen=True, slots=True)
class PersonaFile:
    """A persona's file, which need not be readable; `own` tells the person's from a shipped one."""

    name: str
    path: Path
    own: bool

    def read(self) -> Persona:
        """The persona. Raises ConfigError, which says what is wrong in which file."""
        return read_persona(self.path)


class Personas:
    """The personas there are: those that ship with the program and the person's own.

    One of the person's own takes the place of a shipped one of its name.
    """

    def __init__(self, shipped: Path, own: Path) -> None:
        self.own = own
        """Folder of the person's own; it need not exist."""
        self._shipped = shipped

    @cached_property
    def files(self) -> Sequence[PersonaFile]:
        """All of them, by name, as they were when first looked for."""
        found = {file.name: file for file in _files(self._shipped, own=False)}
        found |= {file.name: file for file in _files(self.own, own=True)}
        return [found[name] for name in sorted(found)]

    def find(self, name: str) -> Persona:
        """The persona of that name.

        Raises UsageError("unknown-persona") with the nearest names, and what reading raises.
        """
        wanted = spelled(name)
        for file in self.files:
            if file.name == wanted:
                return file.read()
        raise self._unknown(name)

    def is_named(self, words: str) -> bool:
        """Whether a persona bears that name, be its file readable or not."""
        wanted = spelled(words)
        return any(file.name == wanted for file in self.files) or self.named(words) is not None

    def named(self, words: str) -> Persona | None:
        """The persona that these words name, by its file or by what it calls itself; or None.

        Raises ConfigError where the file of that name cannot be used.
        """
        wanted = spelled(words)
        for file in self.files:
            if file.name == wanted:
                return file.read()
        for file in self.files:
            try:
                persona = file.read()
            except ConfigError:  # told where the persona itself is asked for
                continue
            if spelled(persona.called) == wanted:
                return persona
        return None

    def _unknown(self, name: str) -> UsageError:
        names = [file.name for file in self.files]
        shown = cleaned(name, 40)
        near = difflib.get_close_matches(spelled(name), names, cutoff=0.5)
        hint = f"Did you mean {' or '.join(near)}?" if near else "See `voicecli persona list`."
        return UsageError("unknown-persona", f"There is no persona {shown!r}.", hint)


def spelled(name: str) -> str:
    """A name as files bear it: "News Reader" is "news-reader"."""
    return re.sub(r"[\s_-]+", "-", cleaned(name, 80).casefold()).strip("-")


def checked_name(name: str) -> str:
    """A name that a file may bear. Raises UsageError("bad-persona-name")."""
    wanted = spelled(name)
    if not NAME.fullmatch(wanted):
        raise UsageError(
            "bad-persona-name",
            f"{cleaned(name, 40)!r} is no name of a persona.",
            "Use at most 40 letters, digits and -.",
        )
    return wanted


def read_persona(path: Path) -> Persona:
    """The persona of a TOML file.

    Its keys are `name`, `voice`, `speed`, `tone`, `system_prompt`, `verbosity`, `guardrails`,
    `refusal` and `greeting`, all of them optional. Raises ConfigError("bad-persona"): no UTF-8, no
    TOML, an unknown key, a value of another type, too long, or about the rules.
    """
    fields = _tables(path)
    given: dict[str, Any] = {}
    for key, value in fields.items():
        if key not in _READERS:
            near = difflib.get_close_matches(key, _READERS, n=1, cutoff=0.5)
            meant = f"Did you mean {near[0]!r}?" if near else f"Keys are {', '.join(_READERS)}."
            raise _bad(path, f"there is no key {key!r:.60}", meant)
        try:
            given[key] = _READERS[key](key, value)
        except ValueError as error:
            raise _bad(path, f"{key} {error}", "Mend it with an editor.") from None
    called = given.pop("name", "") or path.stem.replace("-", " ").replace("_", " ").title()
    return replace(Persona(**given), name=spelled(path.stem), called=called)


def _tables(path: Path) -> dict[str, Any]:
    try:
        if not path.is_file():
            raise _bad(path, "it is no file", "See `voicecli persona list`.")
        with path.open("rb") as file:
            raw = file.read(LARGEST_BYTES + 1)
        if len(raw) > LARGEST_BYTES:
            raise ValueError(f"it is larger than {LARGEST_BYTES >> 10} KiB")
        return tomllib.loads(raw.decode("utf-8-sig"))
    except OSError as error:
        raise _bad(path, (error.strerror or str(error)).lower(), "Mend its rights.") from error
    except UnicodeDecodeError:
        raise _bad(path, "it is not text in UTF-8", "Save it as UTF-8.") from None
    except RecursionError:
        raise _bad(path, "it is nested too deeply", "Mend it with an editor.") from None
    except ValueError as error:  # a syntax error, or a number with thousands of digits
        said = str(error)[:200].rstrip(".")
        raise _bad(path, said, "Mend it with an editor.") from None


def read_words(key: str, value: Any) -> str:
    """A text of a persona, cleaned. Raises ValueError for what is none, too long or about rules."""
    if not isinstance(value, str):
        raise ValueError(f"must be text in quotes, not {repr(value)[:40]}")
    most = LONGEST[key]
    if len(value) > 2 * most or len(text := cleaned(value, 2 * most)) > most:
        raise ValueError(f"must have at most {most} characters")
    if steers(value):
        raise ValueError("is about the rules or the prompt; a persona changes only the manner")
    return text


def _read_voice(key: str, value: Any) -> str:
    text = read_words(key, value)
    if text and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", text):
        raise ValueError("must be the catalogue's name of a voice: `voicecli models list`")
    return text


def _read_speed(_: str, value: Any) -> float:
    low, high = SPEEDS
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ValueError(f"must be a number from {low:g} to {high:g}, not {repr(value)[:40]}")
    return float(value)


def _read_mode(_: str, value: Any) -> str:
    if value not in MODES:
        raise ValueError(f"must be one of {', '.join(MODES)}, not {repr(value)[:40]}")
    return str(value)


def _read_topics(key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError(f'must be a list of topics such as ["politics"], not {repr(value)[:40]}')
    if len(value) > MOST_GUARDRAILS:
        raise ValueError(f"must have at most {MOST_GUARDRAILS} topics")
    topics = [read_words(key, one) for one in value]
    for topic in topics:
        if not re.search(r"[^\W_]", topic) or len(topic.split()) > GUARDRAIL_WORDS:
            raise ValueError(f"must hold topics of one to {GUARDRAIL_WORDS} words, not {topic!r}")
    return tuple(topics)


_READERS: Mapping[str, Callable[[str, Any], Any]] = {
    "name": read_words,
    "voice": _read_voice,
    "speed": _read_speed,
    "tone": read_words,
    "system_prompt": read_words,
    "verbosity": _read_mode,
    "guardrails": _read_topics,
    "refusal": read_words,
    "greeting": read_words,
}


def _bad(path: Path, why: str, hint: str) -> ConfigError:
    return ConfigError(
        "bad-persona",
        f"{path} cannot be used: {why.rstrip('.')}.",
        hint,
        exit_code=ExitCode.USAGE,
    )


def _files(folder: Path, *, own: bool) -> Sequence[PersonaFile]:
    try:
        paths = sorted(folder.iterdir())
    except OSError:  # there is none
        return []
    return [
        PersonaFile(spelled(path.stem), path, own)
        for path in paths
        if path.suffix == ENDING and NAME.fullmatch(spelled(path.stem))
    ]
