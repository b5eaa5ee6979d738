"""`voicecli memory` and `voicecli note`: what they print, keep and forget."""

import json
from pathlib import Path

import pytest

from voicecli.cli.app import run
from voicecli.errors import ExitCode

pytestmark = pytest.mark.cli


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(list(arguments)) == ExitCode.OK
    return capsys.readouterr().out


def told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [one["text"] for one in json.loads(printed(capsys, "memory", "list", "--json"))]


def test_a_fact_is_added_listed_and_forgotten(capsys: pytest.CaptureFixture[str]) -> None:
    added = json.loads(printed(capsys, "memory", "add", "--json", "the code is 5 tomorrow"))
    assert added["dates"][0]["words"] == "tomorrow"
    listed = printed(capsys, "memory", "list")
    assert added["id"] in listed
    assert "the code is 5 tomorrow (" in listed
    assert printed(capsys, "memory", "forget", added["id"], "--yes").startswith("Forgotten: ")
    assert told(capsys) == []


def test_nothing_goes_without_being_asked(capsys: pytest.CaptureFixture[str]) -> None:
    printed(capsys, "memory", "add", "the code is 5")
    assert run(["memory", "forget", "--matching", "CODE"]) == ExitCode.ERROR
    assert told(capsys) == ["the code is 5"] or capsys.readouterr()
    assert run(["memory", "forget", "--matching", "nothing like it", "--yes"]) == ExitCode.ERROR
    assert run(["memory", "forget"]) == ExitCode.USAGE
    capsys.readouterr()
    printed(capsys, "memory", "forget", "--matching", "CODE", "--yes")
    assert told(capsys) == []


def test_a_note_is_text_too(capsys: pytest.CaptureFixture[str]) -> None:
    printed(capsys, "note", "call", "Anna")
    (note,) = json.loads(printed(capsys, "memory", "list", "--json"))
    assert (note["kind"], note["text"]) == ("note", "call Anna")
    assert run(["note", "a", "--file", "b.wav"]) == ExitCode.USAGE


def test_what_steers_a_terminal_is_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    shown = printed(capsys, "note", "red \x1b[31m alert")
    assert "\x1b" not in shown + printed(capsys, "memory", "list")


def test_off_the_record_nothing_is_kept(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VOICECLI_SESSIONS_KEEP", "false")
    assert run(["memory", "add", "the code is 5"]) == ExitCode.ERROR
    assert "Nothing is kept" in capsys.readouterr().err


def test_an_order_in_ask_is_obeyed_and_answers_later(capsys: pytest.CaptureFixture[str]) -> None:
    order = ("ask", "--no-llm", "--mode", "fast")
    assert "I will remember: your locker is 17." in printed(
        capsys, *order, "Please remember that my locker is 17"
    )
    (memory,) = json.loads(printed(capsys, "memory", "list", "--json"))
    assert (memory["turn"], bool(memory["session"])) == (1, True)
    found = json.loads(printed(capsys, *order, "--json", "what is the number of my locker?"))
    assert found["answer"] == "You told me today: your locker is 17."
    assert [one["type"] for one in found["sources"]] == ["memory"]
