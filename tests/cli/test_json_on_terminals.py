"""JSON that is shown on a terminal says everything and steers nothing."""

import json
import re

import pytest

from voicecli.cli.app import run
from voicecli.cli.console import escaped, print_json
from voicecli.config import load
from voicecli.storage.database import open_database
from voicecli.storage.sessions import Sessions
from voicecli.types import TurnRecord

pytestmark = pytest.mark.cli

STEERING = "\x1b[31m \x9b31m \x9d0;title\x07 \x85 \u202eabc \u2066 \u2028 \x7f"
SEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def test_escapes_say_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    value = {STEERING: [STEERING, "naïve 日本 \u200d"]}
    text = escaped(json.dumps(value, ensure_ascii=False))
    assert not SEEN.search(text)
    assert "naïve 日本 \u200d" in text
    assert json.loads(text) == value
    print_json(value)
    assert not SEEN.search(capsys.readouterr().out)


@pytest.mark.parametrize(
    "line",
    [
        ["sessions", "list", "--json"],
        ["sessions", "show", "latest", "--json"],
        ["sessions", "export", "latest", "--format", "json"],
        ["stats", "--json"],
    ],
)
def test_no_listing_steers(line: list[str], capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with open_database(load().config.database_file) as db:
        sessions = Sessions(db)
        record = TurnRecord(
            STEERING, STEERING, (), STEERING, STEERING, "done", False, STEERING, {}, {},
            speaker=STEERING, persona=STEERING,
        )  # fmt: skip
        sessions.add(sessions.start(), record)
    assert run(line) == 0
    told = capfdbinary.readouterr().out.decode()
    assert not SEEN.search(told)
    assert json.loads(told)
