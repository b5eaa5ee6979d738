import io
import json
import re
import stat
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest
from prometheus_client.parser import text_string_to_metric_families
from rich.console import Console

from voicecli.cli.app import run
from voicecli.cli.period import read_moment
from voicecli.cli.stats_view import print_figures
from voicecli.errors import UsageError, VoicecliError
from voicecli.log.names import EVENTS, INTENTS, components
from voicecli.storage.database import open_database, writing
from voicecli.storage.figures import read_figures
from voicecli.storage.sessions import Sessions
from voicecli.types import EventKind, TurnRecord
from voicecli.understanding import SOCIAL_INTENTS
from voicecli.understanding.intents import RECORD_INTENTS

pytestmark = pytest.mark.cli

NASTY = 'x"} 1\nvoicecli_evil{a="\x1b[31mmy\u202e secret'
NOW = datetime(2026, 5, 17, 12, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "voicecli.db"


@pytest.fixture
def kept(file: Path) -> Iterator[Path]:
    plain = TurnRecord(
        "A question of canary words", "projects", (), "An answer.", "An answer.", "done", False,
        "instant", {"stt": "whisper-tiny.en"}, {"total": 0.5, "retrieve": 0.01},
    )  # fmt: skip
    spoken = replace(
        plain, spoken=True, mode="full", speaker=NASTY, timings={"stt": 0.2, "first_sound": 0.4}
    )
    bad = replace(plain, intent=NASTY, mode=NASTY, models={NASTY: NASTY, "llm": NASTY})
    ends = (replace(plain, ended="barge-in"), replace(plain, ended="error: slow", component="llm"))
    records = (plain, spoken, bad, *ends, replace(plain, ended=f"error: {NASTY}", component=NASTY))
    clock = [datetime.now(UTC) - timedelta(days=9)]
    with open_database(file) as db:
        sessions = Sessions(db, now=lambda: clock[0])
        session = sessions.start()
        for record in records:
            sessions.add(session, record)
            clock[0] += timedelta(days=1)
    return file


def test_where_nothing_was_asked_one_line_says_so(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["stats"]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert run(["stats", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["turns"] == 0
    assert run(["stats", "--prometheus", "-"]) == 0
    assert "voicecli_build_info{" in capsys.readouterr().out
    assert not file.exists(), "looking makes no database"


@pytest.mark.usefixtures("kept")
def test_figures_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stats", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["turns"], told["sessions"], told["spoken"], told["typed"]) == (6, 1, 1, 5)
    assert (told["interrupted"], told["failed"]) == (1, 2)
    assert {"component": "llm", "code": "slow", "turns": 1} in told["errors"]
    assert len(told["days"]) == 6
    whole = [one for one in told["latencies"] if (one["mode"], one["asked"]) == (None, None)]
    (stt,) = [one for one in whole if one["stage"] == "stt"]
    assert (stt["turns"], stt["p50"], stt["p99"]) == (1, 0.2, 0.2)


@pytest.mark.usefixtures("kept")
def test_only_the_last_days(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stats", "--json", "--last", "6d"]) == 0
    assert json.loads(capsys.readouterr().out)["turns"] == 2
    assert run(["stats", "--last", "1h"]) == 0
    assert "in that time" in capsys.readouterr().err


@pytest.mark.usefixtures("kept")
def test_a_person_reads_tables_and_no_control_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stats"]) == 0
    shown = capsys.readouterr().out
    assert "6 turns in 1 session" in shown
    for name in ("until the answer began", "recognise", "p95", "llm: slow", "whisper-tiny.en"):
        assert name in shown
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", shown)
    assert "█" not in shown, "plots are for terminals"


@pytest.mark.parametrize("width", [40, 80, 120])
def test_plots_fit_the_terminal(kept: Path, width: int) -> None:
    shown = io.StringIO()
    console = Console(
        file=shown, width=width, force_terminal=True, no_color=True, color_system=None
    )
    with open_database(kept) as db:
        print_figures(console, read_figures(db), plots=True)
    text = shown.getvalue()
    assert "turns a day" in text
    assert "█" in text
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert max(map(len, plain.splitlines())) <= width
    assert not re.search(r"\x1b\[[0-9;]*[34]\dm", text), "no colour where none is wanted"


@pytest.mark.usefixtures("kept")
def test_prometheus_reads_it_back(tmp_path: Path) -> None:
    file = tmp_path / "voicecli.prom"
    assert run(["stats", "--prometheus", str(file)]) == 0
    families = {one.name: one for one in text_string_to_metric_families(file.read_text())}
    assert all(name.startswith("voicecli_") for name in families)
    value = {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in families.values()
        for sample in family.samples
    }
    assert value["voicecli_turns_total", ("asked", "spoken"), ("mode", "full")] == 1
    assert value["voicecli_turns_total", ("asked", "typed"), ("mode", "instant")] == 4
    assert value["voicecli_turns_total", ("asked", "typed"), ("mode", "other")] == 1
    assert value["voicecli_intents_total", ("intent", "other")] == 1
    assert value["voicecli_errors_total", ("component", "llm")] == 1
    assert value["voicecli_errors_total", ("component", "other")] == 1
    stage = (("asked", "spoken"), ("stage", "first_sound"))
    assert value["voicecli_stage_seconds_count", *stage] == 1
    assert value["voicecli_stage_seconds_sum", *stage] == pytest.approx(0.4)
    bucket = "voicecli_stage_seconds_bucket"
    assert value[bucket, stage[0], ("le", "0.25"), stage[1]] == 0
    assert value[bucket, stage[0], ("le", "0.5"), stage[1]] == 1
    assert families["voicecli_stage_seconds"].type == "histogram"
    assert stat.S_IMODE(file.stat().st_mode) & 0o444
    assert list(tmp_path.glob("*.prom*")) == [file], "no piece is left beside it"
    for word in ("secret", "evil", "canary", "question"):
        assert word not in file.read_text()


def test_a_file_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stats", "--prometheus", str(tmp_path / "no" / "folder.prom")]) == 1
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--last", "3"],
        ["--last", "2026-01-01"],
        ["--since", "whenever"],
        ["--since", "99999999w"],
        ["--last", "3d", "--since", "2d"],
        ["--since", "2026-02-01", "--until", "2026-01-01"],
        ["--prometheus", "-", "--last", "3d"],
    ],
)
def test_times_that_make_no_sense(arguments: list[str]) -> None:
    assert run(["stats", *arguments]) == 2


@pytest.mark.usefixtures("kept")
def test_errors_of_the_log_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begin = datetime.now(UTC) - timedelta(days=20)
    lines = [
        {
            "at": (begin + timedelta(days=number)).isoformat(),
            "level": level,
            "event": "error",
            **told,
        }
        for number, (level, told) in enumerate(
            [
                ("info", {}),
                ("error", {"component": "stt", "code": "recognition-stuck"}),
                ("error", {"component": "stt", "code": "recognition-stuck"}),
                ("error", {"type": "KeyError"}),
                ("warning", {"component": "stt", "code": "odd"}),
            ]
        )
    ]
    state = tmp_path / "state"
    state.mkdir()
    for name, some in (("voicecli.log.1", lines[:2]), ("voicecli.log", lines[2:])):
        (state / name).write_text("{torn" + "".join(f"\n{json.dumps(one)}" for one in some))
    assert run(["stats", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["logged_errors"] == [
        {"component": "stt", "code": "recognition-stuck", "errors": 2},
        {"component": "", "code": "KeyError", "errors": 1},
    ]
    assert datetime.fromisoformat(told["logged_since"]) == begin
    assert run(["stats"]) == 0
    shown = capsys.readouterr().out
    assert "stt: recognition-stuck" in shown
    assert run(["stats", "--json", "--since", f"{begin + timedelta(days=2.5)}"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in told["logged_errors"]] == ["KeyError"]


def test_moments() -> None:
    assert read_moment("36h", "--since", NOW) == datetime(2026, 5, 16, tzinfo=UTC)
    eight = datetime(2026, 5, 1, 8, tzinfo=UTC)
    assert read_moment("2026-05-01T10:00+02:00", "--since", NOW) == eight
    day = read_moment("2026-05-01", "--since", NOW)
    assert (day.tzinfo is not None, day.astimezone().hour) == (True, 0)
    assert read_moment("yesterday", "--since", NOW) < read_moment("today", "--since", NOW) <= NOW
    with pytest.raises(UsageError):
        read_moment("999999y", "--since", NOW)


def test_a_day_begins_at_its_own_midnight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        evening = datetime(2026, 10, 25, 17, tzinfo=UTC)  # the clocks went back at one
        begun = datetime(2026, 10, 24, 22, tzinfo=UTC)
        for now in (evening, evening.astimezone()):
            assert read_moment("today", "--since", now) == begun
            assert read_moment("yesterday", "--since", now) == begun - timedelta(days=1)
            assert read_moment("2026-10-25", "--since", now) == begun
    finally:
        monkeypatch.undo()
        time.tzset()


def test_the_closed_sets_are_those_of_the_rooms() -> None:
    assert INTENTS >= RECORD_INTENTS | SOCIAL_INTENTS
    assert set(get_args(EventKind)) <= EVENTS
    assert {"stt", "llm", "tts", "storage"} <= components()
    assert "" not in components()
    assert VoicecliError("x", "y").component == ""


@pytest.mark.usefixtures("kept")
def test_what_was_kept_of_a_declared_kind_is_no_label(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_database(file) as db, writing(db):
        db.execute("UPDATE turns SET intent = 'recipes', component = 'recipes'")
    assert run(["stats", "--prometheus", "-"]) == 0
    assert "recipes" not in capsys.readouterr().out
