"""The commands that the pages show can be typed as they stand there."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from voicecli.cli.app import run

pytestmark = pytest.mark.cli

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SHELL = re.compile(r"^```(?:sh|console|bash)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`(voicecli [^`…\n]*)`")
BEHIND = re.compile(r"[|;&<>]|&&|\d?>.*")
"""Where a command ends, by a word of its line."""


def commands() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        for block in SHELL.findall(page.read_text("utf-8")):
            for line in block.replace("\\\n", " ").splitlines():
                for part in re.findall(r"(?:^|[|;] *|\$ )(voicecli [^|;]*)", line):
                    yield page.name, part.strip()
        for part in INLINE.findall(page.read_text("utf-8")):
            yield page.name, part


def words(command: str) -> list[str]:
    found = shlex.split(command, comments=True)[1:]
    end = next((at for at, word in enumerate(found) if BEHIND.fullmatch(word)), len(found))
    return found[:end]


@pytest.mark.parametrize(("page", "command"), sorted(set(commands())))
def test_a_command_is_understood(
    page: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [word for word in words(command) if word != "--"]
    if command == "voicecli forget --session":  # what is named is the option
        asked.append("ID")
    assert run([*asked, "--help"]) == 0, f"{page}: {command}"
    assert "Usage: voicecli" in capsys.readouterr().out
