"""The help of every command as Markdown, for docs/commands.md (written by cog)."""

import contextlib
import io
import os
from collections.abc import Iterator
from typing import Any

WIDTH = "88"


def pages() -> str:
    """A section for each command, in the order of `voicecli --help`."""
    from typer.main import get_command

    from voicecli.cli.app import app

    os.environ["COLUMNS"] = WIDTH
    sections = [_section(path) for path in _commands(get_command(app), ())]
    return "\n".join(sections)


def _commands(command: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield path
    for name, child in getattr(command, "commands", {}).items():
        yield from _commands(child, (*path, name))


def _section(path: tuple[str, ...]) -> str:
    from voicecli.cli.app import run

    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        run([*path, "--help"])
    lines = [line.rstrip() for line in told.getvalue().strip().splitlines()]
    title = " ".join(("voicecli", *path))
    level = "#" * (2 + max(0, len(path) - 1))
    return f"{level} {title}\n\n```\n" + "\n".join(lines) + "\n```\n"
