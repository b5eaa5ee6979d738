"""What every command uses to read settings and to speak to the person.

stdout is the result, stderr the rest.
"""

import json
import re
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.text import Text

from voicecli.config import Config, Loaded, load

_UNSAFE = {"Cc", "Cf", "Co", "Cn", "Zl", "Zp"}
_JOINERS = "\u200c\u200d"  # they shape words of some scripts, and emoji

_STEERING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What JSON writes as it is, though a terminal obeys it: C1 codes, and marks of direction."""

LOUDNESS = (
    "voicecli: the model that tells speech from noise cannot be loaded: loudness stands in for it. "
    "See `voicecli doctor`."
)
"""Said where the fallback listens."""


def _console(*, stderr: bool = False) -> Console:
    console = Console(stderr=stderr, highlight=False, soft_wrap=True)
    if console.width < 1:  # COLUMNS=0 in the environment: nothing at all would be printed
        console.width = 80
    return console


out = _console()
err = _console(stderr=True)


@dataclass(slots=True)
class Globals:
    """Options given before the command's name."""

    debug: bool = False
    flags: dict[str, Any] = field(default_factory=dict)


given = Globals()


def settings(flags: Mapping[str, Any] | None = None) -> Loaded:
    """The settings of this call: `flags` (None: not given) over environment, file and defaults."""
    loaded = load(flags={**given.flags, **(flags or {})})
    _open_log(loaded.config)
    return loaded


def _open_log(config: Config) -> None:
    """Let this command write the log, if the settings want one."""
    from voicecli.log import open_log

    open_log(config, words=_wants_words(config), commands=_command_words)


def _wants_words(config: Config) -> bool:
    """Whether words may be logged: never in plain text beside a database that is encrypted."""
    if not config.log.words:
        return False
    from voicecli.storage.passphrases import is_encrypted

    try:
        return not is_encrypted(config.database_file)
    except OSError:  # whoever opens it will say so
        return False


def _command_words() -> set[str]:
    """The names of all commands: the words that a hint may have in the log."""
    from typer.main import get_command

    from voicecli.cli.app import app

    found, waiting = set(), [get_command(app)]
    for command in waiting:
        named: dict[str, Any] = getattr(command, "commands", {})
        found |= set(named)
        waiting += named.values()
    return found


def print_json(value: Any) -> None:
    """Write one JSON value to stdout, on one line when stdout is not a terminal.

    Characters that stdout's encoding lacks or that steer a terminal, and pieces of file names that
    are no text, stand as escapes.
    """
    indent = 2 if sys.stdout.isatty() else None
    text = escaped(json.dumps(value, ensure_ascii=False, indent=indent))
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value, indent=indent)
    print(text, flush=True)


def escaped(json_text: str) -> str:
    """JSON that says the same, with escapes for what steers a terminal (`printable`)."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", json_text)


def note(text: str) -> None:
    """Tell the person something on stderr, in one line. Brackets in it are not markup."""
    err.print(printable(text), markup=False)


def printable(text: str, *, lines: bool = False) -> str:
    """`text` without what would steer a terminal: control, direction and unassigned characters.

    Line breaks become spaces unless `lines` are kept; bytes of a file's name that are no text
    become question marks.
    """
    kept = []
    for character in text.encode("utf-8", "replace").decode("utf-8"):
        if character in "\n\t\r":
            kept.append("\n" if lines and character == "\n" else " ")
        elif character in _JOINERS or unicodedata.category(character) not in _UNSAFE:
            kept.append(character)
    return "".join(kept)


def is_interactive() -> bool:
    """Whether a person sits before both ends of this process."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def confirm(question: str, *, yes: bool) -> bool:
    """Ask `[Y/n]`; `yes` answers for the person, and nobody there means no."""
    if yes:
        return True
    if not is_interactive():
        return False
    err.print(f"{question} [Y/n] ", end="", markup=False)
    return input().strip().lower() in ("", "y", "yes")


def confirm_loss(question: str, *, yes: bool) -> bool:
    """Ask `[y/N]` before what cannot be undone; `yes` answers for the person."""
    if yes or not is_interactive():
        return yes
    err.print(f"{question} [y/N] ", end="", markup=False)
    return input().strip().lower() in ("y", "yes")


def last_lines(words: Text, console: Console, beside: int, most: int) -> Text:
    """The end of a text: as many lines, at most `most`, as there is room for.

    `beside` columns of the terminal are taken already, and two of its lines.
    """
    lines = list(words.wrap(console, max(1, console.width - beside)))
    return Text("\n").join(lines[-max(1, min(most, console.height - 2)) :])
