"""The page on the architecture names what is there."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "voicecli"
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
FILE = re.compile(r"`((?:[a-z_]+/)*[a-z_]+\.(?:py|toml|txt))`")
FOLDER = re.compile(r"`((?:[a-z_]+/)+)`")
WITHOUT_A_ROW = {"personas"}
"""Files that ship with the program, no code."""


@pytest.mark.parametrize("path", sorted({*FILE.findall(PAGE), *FOLDER.findall(PAGE)}))
def test_every_path_on_the_page_is_there(path: str) -> None:
    there = (f"/{found.relative_to(PACKAGE).as_posix()}" for found in PACKAGE.rglob("*"))
    assert any(found.endswith(f"/{path.rstrip('/')}") for found in there)


def test_every_room_is_on_the_page() -> None:
    named = set(re.findall(r"`([a-z_]+)`", PAGE.split("## Rooms")[1].split("## ")[0]))
    rooms = {path.stem for path in PACKAGE.iterdir() if path.name[0] != "_"}
    assert rooms - named == WITHOUT_A_ROW
