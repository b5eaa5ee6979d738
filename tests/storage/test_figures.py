"""Figures over all turns, against a plain reckoning of the same numbers."""

import json
import random
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlite_utils import Database

from voicecli.storage.database import open_database, writing
from voicecli.storage.figures import read_figures
from voicecli.storage.figures_schema import FIGURES, STAGES
from voicecli.storage.sessions import Sessions
from voicecli.types import TurnRecord

pytestmark = pytest.mark.storage

NOON = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)
PLAIN = TurnRecord(
    "What?", "projects", (), "This.", "This.", "done", False, "instant", {"llm": "tiny"}, {}
)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "data" / "voicecli.db") as db:
        yield db


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def keep(db: Database, *records: TurnRecord, at: datetime = NOON, step: float = 60.0) -> str:
    """A session whose first turn ends at `at`, and each other one `step` seconds later."""
    clock = [at]
    sessions = Sessions(db, now=lambda: clock[0])
    session = sessions.start()
    for record in records:
        sessions.add(session, record)
        clock[0] += timedelta(seconds=step)
    return session


def count(db: Database, table: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_where_nothing_was_asked_there_are_no_figures(db: Database) -> None:
    figures = read_figures(db)
    assert (figures.turns, figures.sessions, figures.first, figures.days) == (0, 0, None, {})
    assert figures.latencies == ()
    Sessions(db).start()
    assert read_figures(db).sessions == 0, "a session without a turn is none"


def test_percentiles_are_those_of_all_values(db: Database) -> None:
    chance = random.Random(5)
    records = []
    for number in range(300):
        spoken, mode = number % 3 == 0, "full" if number % 2 else "instant"
        timings = {stage: chance.lognormvariate(0, 2) for stage in STAGES if chance.random() < 0.7}
        timings["first_audio"] = chance.uniform(-2, 2)  # work ahead ends before its turn begins
        records.append(replace(PLAIN, mode=mode, spoken=spoken, timings=timings))
    keep(db, *records)
    latencies = {(one.stage, one.mode, one.asked): one for one in read_figures(db).latencies}
    for stage in STAGES:
        for mode in ("", "full", "instant"):
            for asked in ("", "spoken", "typed"):
                values = [
                    record.timings[stage]
                    for record in records
                    if stage in record.timings
                    and mode in ("", record.mode)
                    and asked in ("", "spoken" if record.spoken else "typed")
                ]
                one = latencies[stage, mode, asked]
                expected = np.percentile(values, [50, 95, 99])
                assert one.turns == len(values)
                assert (one.p50, one.p95, one.p99) == pytest.approx(expected, abs=1e-6)
                assert one.longest == pytest.approx(max(values), abs=1e-6)
                assert one.mean == pytest.approx(np.mean(values), abs=1e-6)


def test_waited_is_until_the_first_sound_or_until_a_text_stood(db: Database) -> None:
    spoken = replace(PLAIN, spoken=True, timings={"first_sound": 0.25, "total": 9.0})
    keep(db, spoken, replace(PLAIN, timings={"total": 0.5}))
    waited = {
        (one.asked, one.p50)
        for one in read_figures(db).latencies
        if one.stage == "waited" and one.asked and not one.mode
    }
    assert waited == {("spoken", 0.25), ("typed", 0.5)}


def test_turns_are_counted_by_how_they_were(db: Database) -> None:
    keep(
        db,
        replace(PLAIN, spoken=True, speaker="Ada", cached=True, models={"llm": "a", "stt": "w"}),
        replace(PLAIN, intent="greeting", abstained=True, persona="pirate"),
        replace(PLAIN, ended="barge-in", spoken=True, speaker="Ada"),
        replace(PLAIN, ended="stopped"),
        replace(PLAIN, ended="error: llm-slow", component="llm", intent=""),
        replace(PLAIN, ended="error: llm-slow", component="llm", mode="full"),
        replace(PLAIN, ended="error: tts-failed", component="tts"),
    )
    keep(db, PLAIN)
    figures = read_figures(db)
    assert (figures.turns, figures.sessions, figures.spoken) == (8, 2, 2)
    assert (figures.cached, figures.abstained, figures.interrupted, figures.failed) == (1, 1, 2, 3)
    assert figures.intents == {"projects": 6, "greeting": 1}
    assert figures.modes == {"instant": 7, "full": 1}
    told = {("spoken", "instant"): 2, ("typed", "instant"): 5, ("typed", "full"): 1}
    assert figures.asked == told
    assert figures.voices == {"Ada": 2}
    assert figures.personas == {"pirate": 1}
    assert figures.models == {"llm": {"tiny": 7, "a": 1}, "stt": {"w": 1}}
    told = [(one.component, one.code, one.turns) for one in figures.errors]
    assert told == [("llm", "llm-slow", 2), ("tts", "tts-failed", 1)]


@pytest.mark.usefixtures("berlin")
def test_a_day_is_a_day_of_this_computers_clock(db: Database) -> None:
    """In the night of 29 March 2026 clocks were put forward at one o'clock UTC."""
    keep(db, PLAIN, PLAIN, PLAIN, at=datetime(2026, 3, 28, 22, 1, tzinfo=UTC), step=3500)
    keep(db, PLAIN, at=datetime(2026, 3, 29, 21, 59, tzinfo=UTC))
    keep(db, PLAIN, at=datetime(2026, 3, 29, 22, 1, tzinfo=UTC))
    days = read_figures(db).days
    assert days == {date(2026, 3, 28): 2, date(2026, 3, 29): 2, date(2026, 3, 30): 1}


def test_only_the_turns_of_a_time_are_counted(db: Database) -> None:
    keep(db, *[PLAIN] * 10)
    keep(db, PLAIN, at=NOON + timedelta(days=3))
    some = read_figures(db, NOON + timedelta(minutes=3), NOON + timedelta(minutes=6))
    assert (some.turns, some.sessions) == (3, 1)
    assert some.first == NOON + timedelta(minutes=3)
    assert read_figures(db, since=NOON + timedelta(days=1)).turns == 1
    assert read_figures(db, until=NOON).turns == 0


def test_forgotten_turns_leave_no_figures_and_no_name(db: Database) -> None:
    gone = keep(db, replace(PLAIN, speaker="Mallory"))
    keep(db, replace(PLAIN, speaker="Ada"))
    with writing(db):
        db.execute("DELETE FROM sessions WHERE id = ?", (gone,))
    assert (read_figures(db).turns, count(db, "turn_figures"), count(db, "turn_kinds")) == (1, 1, 1)
    assert read_figures(db).voices == {"Ada": 1}


def test_changed_turns_have_changed_figures(db: Database) -> None:
    keep(db, replace(PLAIN, speaker="Ada", timings={"total": 1.0}))
    with writing(db):
        db.execute("UPDATE turns SET speaker = 'Bea', timings = '{\"total\": 2.5}', waited = 2.5")
    figures = read_figures(db)
    assert figures.voices == {"Bea": 1}
    assert {one.p50 for one in figures.latencies if one.stage == "total"} == {2.5}
    assert count(db, "turn_kinds") == 1


def test_timings_that_are_no_numbers_count_for_nothing(db: Database) -> None:
    keep(db, *[replace(PLAIN, timings={"llm": 1.0})] * 5)
    for number, told in enumerate(["{", "[]", '{"llm": "slow"}', '{"llm": 1e300}', '{"llm": NaN}']):
        with writing(db):
            db.execute("UPDATE turns SET timings = ? WHERE id = ?", (told, number + 1))
    times = read_figures(db).times
    assert times["llm", "typed"] == pytest.approx([(2**31 - 1) / 1e6])


def test_turns_of_before_are_taken_in(db: Database) -> None:
    """The statements that fill the tables are those of the step to this schema."""
    keep(db, *[replace(PLAIN, speaker=name, timings={"stt": 0.5}) for name in ("Ada", "Ada", "")])
    before = read_figures(db)
    with writing(db):
        for table in ("turn_figures", "turn_kinds"):
            db.execute(f"DROP TABLE {table}")
        for trigger in ("added", "changed"):
            db.execute(f"DROP TRIGGER turn_figures_{trigger}")
        for statement in FIGURES:
            db.execute(statement)
    after = read_figures(db)
    assert (after.turns, after.voices) == (before.turns, before.voices) == (3, {"Ada": 2})
    assert after.latencies == before.latencies


def test_models_that_are_no_object_are_none(db: Database) -> None:
    keep(db, PLAIN)
    for told in ("", "[1]", json.dumps("llm")):
        with writing(db):
            db.execute("UPDATE turns SET models = ?", (told,))
        assert read_figures(db).models == {}
