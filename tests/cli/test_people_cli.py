"""Several people on one computer, who see nothing of each other."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from voicecli.cli.app import run
from voicecli.storage.database import open_database
from voicecli.storage.jobs import Begun, JobKey, Ledger
from voicecli.storage.memories import Memories
from voicecli.storage.sessions import Sessions
from voicecli.types import Segment, Transcript, TurnRecord

pytestmark = pytest.mark.cli

SECRET = "zeppelin"
Told = Callable[..., str]


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    def tell(*arguments: str, code: int | None = 0) -> str:
        found = run(list(arguments))
        assert code is None or found == code
        captured = capsys.readouterr()
        return captured.out + captured.err

    return tell


@pytest.fixture
def anna(tmp_path: Path) -> Path:
    """A database in which Anna told of a secret in every way there is."""
    path = tmp_path / "data" / "people" / "anna" / "voicecli.db"
    with open_database(path) as db:
        sessions = Sessions(db)
        record = TurnRecord(
            f"Where is my {SECRET}?", "document", (), f"The {SECRET} is in the shed.", "", "done",
            False, "instant", {}, {},
        )  # fmt: skip
        sessions.add(sessions.start(), record)
        Memories(db).add(f"My {SECRET} is blue")
    key = JobKey(b"sound", b"whisper")
    with Ledger(path).working() as worker, worker.jobs() as jobs:
        assert isinstance(jobs.begin(key), Begun)
        said = Transcript((Segment(0.0, 1.0, f"Mind the {SECRET}."),), "en", 1.0)
        jobs.finish(key, said, (), said)
    return path


def test_each_sees_their_own(anna: Path, told: Told) -> None:
    assert anna.exists()
    assert SECRET in told("--as", "anna", "sessions", "list")
    assert told("--device-name", "Anna", "sessions", "search", SECRET).count(SECRET) >= 2
    assert SECRET in told("--as=ANNA", "memory", "list")


@pytest.mark.parametrize("who", [[], ["--as", "bob"], ["--as", "ann"], ["--as", "anna2"]])
def test_nobody_sees_anothers(anna: Path, told: Told, who: list[str]) -> None:
    before = anna.read_bytes()
    with open_database(anna, read_only=True) as db:
        session = Sessions(db).latest() or ""
    for command in (
        ["sessions", "list"],
        ["sessions", "list", "--json"],
        ["sessions", "search", SECRET],
        ["sessions", "search", SECRET, "--json"],
        ["sessions", "show", "latest"],
        ["sessions", "show", session],
        ["sessions", "stats"],
        ["sessions", "export", "--all"],
        ["sessions", "delete", "--yes", session],
        ["sessions", "end", session],
        ["sessions", "rename", session, "mine"],
        ["memory", "list"],
        ["stats"],
        ["people", "list"],
        ["forget", "--matching", SECRET, "--yes"],
    ):
        shown = told(*who, *command, code=None)
        assert "shed" not in shown
        assert "blue" not in shown
        assert f"my {SECRET}" not in shown
        assert "anna" not in shown.lower() or command == ["people", "list"] or "anna2" in who
    with open_database(anna, read_only=True) as db:
        assert Sessions(db).summary(session).title == f"Where is my {SECRET}?"
        assert len(Memories(db).list()) == 1
    assert anna.read_bytes() == before


def test_an_answer_knows_nothing_of_others(anna: Path, told: Told, models: Path) -> None:
    assert models.is_dir()
    question = f"What colour is my {SECRET}?"
    mine = json.loads(told("--as", "anna", "ask", "--no-llm", "--json", question).splitlines()[0])
    assert "blue" in mine["answer"]
    again = told("--as", "bob", "ask", "--no-llm", "--json", question)
    theirs = next(json.loads(line) for line in again.splitlines() if line.startswith("{"))
    assert "blue" not in theirs["answer"]
    assert SECRET not in json.dumps(theirs["sources"])
    session = mine["session_id"]
    assert "no session" in told(
        "--as", "bob", "ask", "--no-llm", "--session", session, "go on", code=1
    )


def test_people_are_listed(anna: Path, told: Told, tmp_path: Path) -> None:
    assert anna.exists()
    (tmp_path / "data" / "people" / "not a name").mkdir()
    (tmp_path / "data" / "people" / "empty").mkdir()
    people: list[dict[str, Any]] = json.loads(told("people", "list", "--json"))
    assert [(one["name"], one["sessions"]) for one in people] == [("anna", 1)]
    assert people[0]["bytes"] > 0
    with open_database(tmp_path / "data" / "voicecli.db"):
        pass
    lines = told("--as", "anna", "people", "list").splitlines()
    assert [line.split()[0] for line in lines] == ["NAME", "(no", "anna"]


def test_without_anybody_there_is_a_word_on_it(told: Told) -> None:
    assert told("people", "list", "--json") == "[]\n"
    assert "--as NAME" in told("people", "list")


def test_a_file_that_is_no_database_does_not_hide_the_others(
    anna: Path, told: Told, tmp_path: Path
) -> None:
    assert anna.exists()
    other = tmp_path / "data" / "people" / "zoe"
    other.mkdir()
    (other / "voicecli.db").write_text("no database at all, only text" * 100)
    lines = told("people", "list").splitlines()
    assert [line.split()[:2] for line in lines[1:]] == [["anna", "1"], ["zoe", "?"]]


@pytest.mark.parametrize(
    "name", ["", " ", "../bob", "a/b", ".", "..", "-a", "_a", "é", "a b", "x" * 41, "a\0b", "\x1b["]
)
def test_a_bad_name_is_a_usage_error(told: Told, tmp_path: Path, name: str) -> None:
    shown = told("--as", name, "sessions", "list", code=2)
    assert "cannot be a person's name" in shown
    assert shown.count("\n") == 1
    assert "\x1b" not in shown
    assert not (tmp_path / "data").exists()
