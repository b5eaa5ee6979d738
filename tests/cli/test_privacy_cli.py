import json
from pathlib import Path

import pytest

from voicecli.cli.app import run
from voicecli.config import load
from voicecli.storage.database import open_database
from voicecli.storage.passphrases import FILE_VARIABLE
from voicecli.storage.sessions import Sessions
from voicecli.types import TurnRecord

pytestmark = pytest.mark.cli

SECRET = "Quarzelbrück Vimtodex"


@pytest.fixture
def session() -> str:
    with open_database(load().config.database_file) as db:
        sessions = Sessions(db)
        chosen = sessions.start()
        record = TurnRecord(
            f"Who is {SECRET}?", "general", (), "A lamp.", "", "done", False, "full", {}, {}
        )
        sessions.add(chosen, record)
    return chosen


def count() -> int:
    with open_database(load().config.database_file) as db:
        return int(db.execute("SELECT count(*) FROM turns").fetchone()[0])


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--all", "--since", "today"],
        ["--matching", "abc"],
        ["--since", "the day before"],
        ["--until", "2026-13-45"],
        ["--since", "9999999h"],
    ],
)
def test_what_makes_no_sense_is_refused(
    session: str, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["forget", *arguments, "--yes"]) == 2
    assert capsys.readouterr().out == ""
    assert count() == 1


def test_nothing_goes_unasked(session: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["forget", "--matching", SECRET]) == 1
    assert "Nothing was forgotten" in capsys.readouterr().err
    assert run(["forget", "--all", "--dry-run", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["would_forget"]["turns"] == 1
    assert "proof" not in told
    assert count() == 1


@pytest.mark.parametrize(
    "how", [["--session", "latest"], ["--matching", SECRET.upper()], ["--since", "1h"], ["--all"]]
)
def test_it_goes_and_that_is_proved(
    session: str, how: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["forget", *how, "--yes", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["forgotten"]["turns"] == 1
    assert told["proof"]["is_whole"]
    assert told["proof"]["remains"] == []
    assert count() == 0
    data = load().config.data_folder
    assert not [p for p in data.rglob("*") if p.is_file() and b"Vimtodex" in p.read_bytes()]


def test_what_remains_is_said_with_exit_code_1(
    session: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["backup"]) == 0
    copy = capsys.readouterr().out.strip()
    assert run(["forget", "--matching", SECRET, "--yes"]) == 1
    told = capsys.readouterr()
    assert copy in told.err
    assert "0 bytes" not in told.out


def test_a_copy_and_back(session: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "copy.db"
    assert run(["backup", str(copy), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["file"] == str(copy)
    assert run(["backup", str(copy)]) == 1
    assert run(["forget", "--all", "--yes"]) == 0
    assert run(["backup", "--restore", str(copy)]) == 1  # nobody was asked
    assert count() == 0
    assert run(["backup", "--restore", str(copy), "--yes"]) == 0
    assert count() == 1
    assert run(["backup", "--restore", str(tmp_path / "none.db"), "--yes"]) == 1
    capsys.readouterr()
    assert run(["backup", "--restore", str(tmp_path / "none.db")]) == 1  # before anybody is asked
    assert "There is no" in capsys.readouterr().err


def test_encrypted_and_back(
    session: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    pytest.importorskip("sqlcipher3")
    file = tmp_path / "passphrase"
    file.write_text("correct horse battery\n")
    assert run(["privacy", "encrypt", "--yes"]) == 2  # nobody to ask for a passphrase
    assert run(["privacy", "encrypt", "--new-passphrase-file", str(file), "--yes"]) == 0
    assert run(["privacy", "encrypt", "--new-passphrase-file", str(file), "--yes"]) == 2
    capsys.readouterr()
    assert run(["sessions", "list"]) == 1
    assert "encrypted" in capsys.readouterr().err
    monkeypatch.setenv(FILE_VARIABLE, str(file))
    assert run(["sessions", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["id"] == session
    assert run(["privacy", "status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["encrypted"]
    other = tmp_path / "other"
    other.write_text("another passphrase")
    assert run(["privacy", "passphrase", "--new-passphrase-file", str(other)]) == 0
    assert run(["sessions", "list"]) == 1
    monkeypatch.setenv(FILE_VARIABLE, str(other))
    assert run(["forget", "--session", session, "--yes"]) == 0
    assert run(["privacy", "decrypt", "--yes"]) == 0
    assert run(["privacy", "decrypt", "--yes"]) == 2
    assert count() == 0
