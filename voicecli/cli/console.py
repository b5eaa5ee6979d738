"""What every command uses to read settings and to speak to the person.

stdout is the result, stderr the rest.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console

from voicecli.config import Loaded, load

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


@dataclass(slots=True)
class Globals:
    """Options given before the command's name."""

    debug: bool = False
    flags: dict[str, Any] = field(default_factory=dict)


given = Globals()


def settings(flags: Mapping[str, Any] | None = None) -> Loaded:
    """The settings of this call: `flags` (None: not given) over environment, file and defaults."""
    return load(flags={**given.flags, **(flags or {})})


def print_json(value: Any) -> None:
    """Write one JSON value to stdout, on one line when stdout is not a terminal."""
    indent = 2 if sys.stdout.isatty() else None
    print(json.dumps(value, ensure_ascii=False, indent=indent), flush=True)


def note(text: str) -> None:
    """Tell the person something on stderr. `text` is plain: brackets are not markup."""
    err.print(text, markup=False)


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
