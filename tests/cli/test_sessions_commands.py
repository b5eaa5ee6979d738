"""What can be done with kept sessions: find, rename, close, take along, bring back, delete."""

import base64
import io
import json
import re
import stat
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from voicecli.cli.app import run
from voicecli.storage.database import open_database
from voicecli.storage.jobs import Begun, JobKey, Ledger
from voicecli.storage.memories import Memories
from voicecli.storage.sessions import Sessions
from voicecli.storage.sounds import Sounds
from voicecli.types import EncodedSound, Passage, Segment, Transcript, TurnRecord

pytestmark = pytest.mark.cli

NASTY = (
    "<script>alert(1)</script> \x1b[31m[bold]x[/bold] # `a` *b* ](http://e) <img src=x onerror=y>"
    " {{ 7*7 }} \u202e & \"quoted\" 'too' flight"
)
Told = Callable[..., str]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "voicecli.db"


@pytest.fixture
def session(file: Path) -> str:
    passage = Passage(NASTY, NASTY, NASTY, NASTY, NASTY, NASTY, 0.5, NASTY)
    record = TurnRecord(
        NASTY, "document", (passage,), f"{NASTY}\n# A heading?\n- a list", "On", "user", False,
        "full", {"tts": NASTY}, {"total": 2.5}, NASTY, True, persona=NASTY,
    )  # fmt: skip
    with open_database(file) as db:
        sessions = Sessions(db)
        session = sessions.start()
        sessions.add(session, record)
        more = TurnRecord("Second?", "", (), "Yes.", "Yes.", "done", False, "instant", {}, {})
        sessions.add(session, more)
        Sounds(db).keep(session, 1, "question", EncodedSound("opus", 1.5, b"OggS\xff\x00" * 50))
        Sounds(db).keep(session, 1, "answer", EncodedSound("flac", 2.5, b"fLaC\xff\x00" * 50))
        memories = Memories(db)
        memories.link(memories.add(f"My flight is on Friday {NASTY}").id, session, 1)
    return session


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    def tell(*arguments: str, code: int = 0) -> str:
        assert run(["sessions", *arguments]) == code
        captured = capsys.readouterr()
        shown = captured.out + captured.err
        assert not set(shown) & set("\x1b\x07\u202e") or {"--json", "json"} & set(arguments)
        return shown

    return tell


def test_a_hit_is_shown_with_its_place(session: str, told: Told) -> None:
    lines = told("search", "flight").splitlines()
    assert lines[0].startswith(f"{session}@1  ")
    assert "*flight*" in lines[-1]
    found = json.loads(told("search", "second", "--json"))
    (hit,) = found["hits"]
    assert (hit["kind"], hit["session"], hit["turn"]) == ("turn", session, 2)
    assert [hit["snippet"][a:b] for a, b in hit["marked"]] == ["Second"]


def test_a_recording_is_shown_with_its_minute(file: Path, session: str, told: Told) -> None:
    key = JobKey(b"sound", b"whisper")
    with Ledger(file).working() as worker, worker.jobs() as jobs:
        jobs.note_content(Path("/tapes/\x1b[2Jcall.wav"), "stamp", b"sound")
        assert isinstance(jobs.begin(key), Begun)
        said = Transcript((Segment(3725.0, 3729.0, "The budget \x07 is low."),), "en", 9000.0)
        jobs.finish(key, said, (), said)
    lines = told("search", "budget").splitlines()
    assert lines[0].endswith("call.wav 1:02:05")
    (hit,) = json.loads(told("search", "budget", "--json"))["hits"]
    assert (hit["kind"], hit["start"]) == ("recording", 3725.0)
    assert session


def test_the_query_may_come_on_stdin(
    session: str, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"second\n")))
    assert f"{session}@2" in told("search", "-")


@pytest.mark.parametrize("query", ['"', "NEAR(", "*", "a AND", "x OR", "col:x", "-", "' OR 1=1"])
def test_any_query_is_answered(session: str, told: Told, query: str) -> None:
    assert session
    code = 1 if query in ('"', "*") else 2 if query == "-" else 0
    if query != "-":
        assert told("search", "--", query, code=code).count("\n") >= 1


def test_without_a_database_nothing_is_found(file: Path, told: Told) -> None:
    assert told("search", "flight") == "Nothing was found.\n"
    assert json.loads(told("search", "flight", "--json"))["hits"] == []
    for command in (["end"], ["rename", "x", "y"], ["export", "--all"], ["stats"],
                    ["delete", "x", "--yes"], ["continue", "latest"]):  # fmt: skip
        assert "There are no sessions yet." in told(*command, code=1)
    assert not file.exists()


def test_a_session_is_renamed_and_closed(session: str, told: Told) -> None:
    told("rename", session[-4:], "Flights\nto\x1b[2J [bold]Rome[/bold]")
    told("end", "latest")
    (line,) = told("list").splitlines()[1:]
    assert line.endswith("Flights to[2J [bold]Rome[/bold]")
    assert " closed " in line
    assert "was closed before" in told("end", session)
    (one,) = json.loads(told("list", "--json"))
    assert one["ended"] is not None


def test_figures_of_one_and_of_all(session: str, told: Told) -> None:
    assert "2 turns · 2 answered · 1 interrupted" in told("stats", session)
    assert told("stats").startswith("1 session · 2 turns")
    every = json.loads(told("stats", "--json"))
    assert (every["sessions"], every["turns"], every["interrupted"]) == (1, 2, 1)


def test_the_list_is_bounded_in_time(session: str, told: Told) -> None:
    assert session in told("list", "--since", "1h")
    assert "No session was active then." in told("list", "--until", "yesterday")
    assert "--since cannot be read" in told("list", "--since", "soon", code=2)


def test_one_turn_is_shown(session: str, told: Told) -> None:
    assert "Second?" in told("show", f"{session}@2")
    assert "Second?" not in told("show", f"{session}@1")
    assert "has no turn 3" in told("show", f"{session}@3", code=1)
    for bad in ("@x", "@", "@1 ", "@-1", "@99999999999", "@²"):
        assert "names no turn" in told("show", f"{session}{bad}", code=2)
    (turn,) = json.loads(told("show", f"{session}@1", "--json"))["turns"]
    assert (turn["spoken"], turn["interrupted"], turn["words_heard"]) == (True, True, 1)
    assert json.loads(told("show", session, "-n", "1", "--json"))["turns"][0]["number"] == 2


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_a_page_holds_the_sound_and_runs_nothing(session: str, told: Told, tmp_path: Path) -> None:
    told("export", session, "-o", str(tmp_path / "a.html"))
    text = (tmp_path / "a.html").read_text()
    page = _Page()
    page.feed(text)
    assert not {"script", "img", "iframe", "object", "link", "form"} & {tag for tag, _ in page.tags}
    assert not any(name.startswith("on") for _, found in page.tags for name in found)
    sounds = [found["src"] or "" for tag, found in page.tags if tag == "audio"]
    assert [one.split(",")[0] for one in sounds] == [
        "data:audio/ogg;base64",
        "data:audio/flac;base64",
    ]
    assert base64.b64decode(sounds[0].split(",")[1]) == b"OggS\xff\x00" * 50
    assert "{{ 7*7 }}" in text
    assert not re.search(r"(src|href)=.?http", text)
    assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text
    assert stat.S_IMODE((tmp_path / "a.html").stat().st_mode) == 0o600


def test_markdown_shows_the_words_as_they_are(session: str, told: Told) -> None:
    from markdown_it import MarkdownIt

    shown = told("export", session)
    tokens = MarkdownIt().parse(shown)
    inline = [one for token in tokens for one in token.children or ()]
    assert {one.type for one in inline} <= {"text", "softbreak", "em_open", "em_close"}
    assert sum(token.type == "heading_open" for token in tokens) == 4
    assert not any(token.type in ("html_block", "bullet_list_open") for token in tokens[:-8])
    assert shown == told("export", session, "--format", "MD", "-o", "-")


def test_several_sessions_go_into_one_file(session: str, file: Path, told: Told) -> None:
    with open_database(file) as db:
        sessions = Sessions(db)
        other = sessions.start()
        sessions.add(other, TurnRecord("Other?", "", (), "", "", "done", False, "", {}, {}))
    for named in ([session, other, session], ["--all"]):
        whole = json.loads(told("export", *named, "--format", "json"))
        assert [one["id"] for one in whole["sessions"]] == [session, other]


def test_the_schema_is_printed(told: Told) -> None:
    schema = json.loads(told("export", "--schema", "--format", "json"))
    turn = schema["$defs"]["TurnCopy"]["properties"]
    assert {"question", "answer", "heard", "sources", "sounds"} <= set(turn)


@pytest.mark.parametrize(
    "wrong",
    [[], ["latest", "--all"], ["latest", "--format", "pdf"], ["latest", "-o", "a.txt"]],
)
def test_a_wrong_export_is_a_usage_error(session: str, told: Told, wrong: list[str]) -> None:
    assert session
    assert told("export", *wrong, code=2).count("\n") == 1


def test_out_and_in_again_is_the_same(
    session: str, told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    told("export", session, "-o", str(first))
    assert "skipped, the same is there already." in told("import", str(first))
    monkeypatch.setenv("VOICECLI_PATHS_DATA", str(tmp_path / "empty"))
    assert told("import", str(first)) == f"{session}: 2 turns.\n"
    told("export", "--all", "-o", str(second))
    assert first.read_bytes() == second.read_bytes()
    told("rename", session, "Mine")
    renamed = json.loads(told("import", str(first), "--json").splitlines()[0])[0]
    assert renamed["became"] == "renamed"
    assert renamed["session"] != session
    assert len(json.loads(told("list", "--json"))) == 2


def test_one_bad_file_of_several(session: str, told: Told, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "\x1b[2Jbad.json"
    told("export", session, "-o", str(good))
    bad.write_text("{}")
    assert "is no file of sessions" in told("import", str(bad), str(good), code=3)
    assert "is no file of sessions" in told("import", str(bad), code=1)
    assert "There is no" in told("import", str(tmp_path / "none.json"), code=1)
    assert told("import", str(tmp_path), code=1).count("\n") == 1


def test_a_file_without_end_is_refused(
    told: Told, monkeypatch: pytest.MonkeyPatch, session: str
) -> None:
    from voicecli.cli import sessions_files

    assert session
    monkeypatch.setattr(sessions_files, "LARGEST_BYTES", 1 << 20)
    assert "is larger than 1 MB" in told("import", "/dev/zero", code=1)


def test_deleting_needs_a_yes_and_leaves_nothing(
    session: str, file: Path, told: Told, tmp_path: Path
) -> None:
    assert "Add --yes" in told("delete", session, code=2)
    shown = told("delete", "latest", session, "--yes")
    assert "Deleted 1 session with 2 turns and 1 memory." in shown
    assert "no session" in told("show", session, code=1)
    assert told("search", "flight") == "Nothing was found.\n"
    left = b"".join(one.read_bytes() for one in (tmp_path / "data").rglob("*") if one.is_file())
    for phrase in (b"alert(1)", b"My flight is on Friday", b"OggS\xff", b"Second?"):
        assert phrase not in left
    assert file.exists()


def test_going_on_asks_in_that_session(session: str, told: Told, models: Path) -> None:
    assert models.is_dir()
    asked: dict[str, Any] = json.loads(told("show", session, "--json"))
    told("continue", session[-4:], "--", "Which projects use Rust?")
    told("continue", session, "and", "in", "Python?")
    turns = json.loads(told("show", session, "--json"))["turns"]
    assert len(turns) == len(asked["turns"]) + 2
    assert [turn["question"] for turn in turns[-2:]] == [
        "Which projects use Rust?",
        "and in Python?",
    ]
    assert "Push-to-talk needs a terminal" in told("continue", session, code=2)
