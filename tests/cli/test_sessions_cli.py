import json
import subprocess
import sys
from pathlib import Path

import pytest

from voicecli.cli.app import run
from voicecli.storage.database import open_database
from voicecli.storage.sessions import Sessions
from voicecli.types import Passage, TurnRecord

pytestmark = pytest.mark.cli

NASTY = "What \x1b[31mdid\x07 she\u202e build [bold]now[/bold]?\nAnd then?"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "voicecli.db"


@pytest.fixture
def session(file: Path) -> str:
    passages = (
        Passage("kite", "projects", "Kite", "projects.json", "kite", "A kite\ncamera.", 0.75),
        Passage("faq-4", "document", "FAQ", "faq.md", "14", "long " * 100, 0.25),
    )
    timings = {"understand": 0.004, "total": 1.5}
    with open_database(file) as db:
        sessions = Sessions(db)
        session_id = sessions.start()
        sessions.add(
            session_id,
            TurnRecord(
                NASTY, "projects", passages, "Kite.\nIt flies.", "Kite.", "user", False, "full",
                {"llm": "tiny-llm"}, timings,
            ),
        )  # fmt: skip
        sessions.add(
            session_id,
            TurnRecord("日本?", "off_topic", (), "", "", "done", True, "instant", {}, {}),
        )
    return session_id


def test_without_a_database_the_list_is_empty(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["sessions", "list", "--json"]) == 0
    assert capsys.readouterr().out == "[]\n"
    assert run(["sessions", "list"]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "No sessions yet" in captured.err
    assert not file.exists()


def test_without_a_database_there_is_nothing_to_show(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sessions", "show", "latest"]) == 1
    assert "no sessions yet" in capsys.readouterr().err


def test_the_list_has_a_line_for_each_session(
    session: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["sessions", "list"]) == 0
    head, line = capsys.readouterr().out.splitlines()
    assert head.split()[0] == "SESSION"
    assert line.split()[0] == session
    assert line.index("What") == head.index("TITLE")


def test_the_list_as_json(session: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sessions", "list", "--json", "-n", "5"]) == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert set(one) == {
        "id", "title", "created", "last_activity", "ended", "voice", "persona", "turns",
        "answered", "abstained", "interrupted", "failed", "waited_seconds", "average_wait_seconds",
    }  # fmt: skip
    assert (one["id"], one["turns"], one["ended"]) == (session, 2, None)
    assert (one["answered"], one["abstained"], one["interrupted"]) == (1, 1, 1)


def test_at_least_one_session_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sessions", "list", "-n", "0"]) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("how", ["whole", "beginning", "end", "latest"])
def test_a_session_is_shown_whole(
    session: str, how: str, capsys: pytest.CaptureFixture[str]
) -> None:
    named = {"whole": session, "beginning": session[:6], "end": session[-4:].lower()}
    assert run(["sessions", "show", named.get(how, how)]) == 0
    shown = capsys.readouterr().out
    for part in (
        session,
        "build [bold]now[/bold]? And then?",
        "Kite.\nIt flies.",
        "heard: Kite. (user, 1 of 3 words)",
        "[1]  projects  projects.json:kite  Kite: A kite camera.",
        "[2]  document  faq.md:14",
        "full",
        "llm tiny-llm",
        "total 1.50 s",
        "日本?",
        "(no answer)",
        "abstained",
    ):
        assert part in shown
    assert not set(shown) & set("\x1b\x07\u202e")


def test_a_session_as_json(session: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sessions", "show", session, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    first, second = shown["turns"]
    assert shown["id"] == session
    assert first["question"] == NASTY
    assert first["answer"] == "Kite.\nIt flies."
    assert first["models"] == {"llm": "tiny-llm"}
    assert first["timings"] == {"understand": 0.004, "total": 1.5}
    assert [source["locator"] for source in first["sources"]] == ["kite", "14"]
    assert set(first["sources"][0]) >= {"document", "locator", "text", "score"}
    assert second["abstained"] is True
    assert second["sources"] == []


@pytest.mark.parametrize("named", ["ZZZZZ", "nothing", "-", "x" * 5000, "\x1b[2J"])
def test_an_unknown_session_is_one_line(
    session: str, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["sessions", "show", named]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert "voicecli sessions list" in captured.err
    assert "\x1b" not in captured.err


def test_a_file_that_is_no_database_is_one_line(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.parent.mkdir()
    file.write_text("hello " * 1000)
    assert run(["sessions", "list"]) == 1
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert "is not a database" in captured.err
    assert file.read_text() == "hello " * 1000


def test_the_command_itself(session: str) -> None:
    command = [sys.executable, "-m", "voicecli", "sessions", "list"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert session in done.stdout
