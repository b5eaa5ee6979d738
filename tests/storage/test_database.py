import json
import os
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from voicecli.errors import StorageError
from voicecli.storage import schema
from voicecli.storage.database import check, open_database, writing
from voicecli.storage.figures import read_figures
from voicecli.storage.packed import pack
from voicecli.storage.schema import APPLICATION_ID, migrations
from voicecli.storage.session_files import copy_session
from voicecli.storage.session_search import search_sessions
from voicecli.storage.sessions import Sessions
from voicecli.storage.sqlite import sqlite3
from voicecli.types import Segment, Transcript

pytestmark = pytest.mark.storage

OPEN = """
import sys
from pathlib import Path
from voicecli.storage.database import open_database
sys.stdin.readline()
with open_database(Path(sys.argv[1])) as db:
    print(",".join(sorted(db.table_names())))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a" / "b" / "voicecli.db"


def refusal(path: Path, *, read_only: bool = False) -> StorageError:
    with pytest.raises(StorageError) as caught:
        open_database(path, read_only=read_only)
    assert "\n" not in str(caught.value)
    assert caught.value.hint
    return caught.value


def test_a_new_database_is_private_and_ready(path: Path) -> None:
    with open_database(path) as db:
        assert {"sessions", "turns", "sources"} <= set(db.table_names())
        pragmas = {
            name: db.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "synchronous": 1,
        "busy_timeout": 10_000,
    }
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.parent.parent.stat().st_mode) == 0o700


def test_opening_again_changes_nothing(path: Path) -> None:
    open_database(path).close()
    before = path.read_bytes()
    open_database(path).close()
    assert path.read_bytes() == before


def test_every_step_is_known_by_name() -> None:
    names = [migration.name for migration in schema.migrations.pending(Database(memory=True))]
    assert set(names) == schema.STEPS


def test_processes_that_start_at_once_agree(path: Path) -> None:
    path.parent.mkdir(parents=True)
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", OPEN, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for process in starts:  # all have been started before the first may go on
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    outcomes = [(*process.communicate(), process.returncode) for process in starts]
    assert {(err, code) for _, err, code in outcomes} == {("", 0)}
    assert len({out for out, _, _ in outcomes}) == 1
    with open_database(path) as db:
        assert db["_sqlite_migrations"].count == len(schema.STEPS)


def test_opening_again_leaves_the_locks_of_this_process(path: Path) -> None:
    """A process that closes any descriptor of a file loses its POSIX locks on it.

    Then another process that comes and goes takes itself for the last one, and removes the log
    under our feet.
    """
    with open_database(path) as first:
        with writing(first):
            first.execute(
                "INSERT INTO sessions (id, created, last_activity, title) VALUES ('A', '', '', '')"
            )
        log = path.with_name(f"{path.name}-wal").stat().st_ino
        open_database(path).close()
        subprocess.run([sys.executable, "-c", OPEN, str(path)], input="\n", text=True, check=True)
        assert path.with_name(f"{path.name}-wal").stat().st_ino == log


def test_a_failed_step_leaves_no_trace(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_database(path).close()
    steps = list(schema.migrations._migrations)
    monkeypatch.setattr(schema.migrations, "_migrations", steps)
    monkeypatch.setattr("voicecli.storage.database.STEPS", schema.STEPS | {"m999_half"})

    @schema.migrations()
    def m999_half(db: Database) -> None:
        db.execute("CREATE TABLE half (x)")
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        open_database(path)
    schema.migrations._migrations.pop()
    with open_database(path) as db:
        assert "half" not in db.table_names()
        assert not db.conn.in_transaction


@pytest.mark.parametrize(
    "later",
    [
        "PRAGMA user_version = 9999",
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('storage', 'm042_minds', '2031-01-01')",
    ],
)
def test_a_later_version_is_left_alone(path: Path, later: str) -> None:
    with open_database(path) as db:
        db.execute(later)
        db.conn.commit()
    before = path.read_bytes()
    for read_only in (False, True):
        error = refusal(path, read_only=read_only)
        assert error.code == "newer-database"
        assert "newer voicecli" in error.message
    assert path.read_bytes() == before


def test_the_steps_of_another_room_are_not_ours_to_judge(path: Path) -> None:
    with open_database(path) as db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('retrieval', 'm007_vectors', '2025-01-01')"
        )
        db.conn.commit()
    open_database(path).close()


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "bookmarks.db"
    with Database(path) as db:
        db["bookmarks"].insert({"url": "about:blank"})
    before = path.read_bytes()
    assert refusal(path).code == "foreign-database"
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"hello, I am a text\n" * 100, b"SQLite format 3\0" + b"x" * 99]
)
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    assert refusal(path).code in ("not-a-database", "damaged-database")
    assert path.read_bytes() == content


@settings(deadline=None)
@given(at=st.integers(200, 20_000), junk=st.binary(min_size=50, max_size=4000))
def test_damage_is_said_and_never_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, at: int, junk: bytes
) -> None:
    path = tmp_path_factory.mktemp("damage") / "voicecli.db"
    open_database(path).close()
    with path.open("r+b") as file:
        file.seek(at)
        file.write(junk)
    try:
        found = check(path)
    except StorageError as error:
        complaint = str(error)
    else:
        complaint = found.problem
    assert "\n" not in complaint


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    with open_database(path) as db:
        assert "turns" in db.table_names()


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path).message


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x")
    assert refusal(tmp_path / "data" / "voicecli.db").code == "bad-path"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_place_that_may_not_be_written(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        place = Path("/sys/kernel")  # not even root makes files there
        if not place.is_dir():
            pytest.skip("root may write everywhere here")
    else:
        place = tmp_path
        place.chmod(0o500)
    assert refusal(place / "voicecli.db").code == "no-permission"


def test_reading_only_makes_no_file(path: Path) -> None:
    assert refusal(path, read_only=True).code == "no-database"
    assert not path.parent.exists()


def test_a_reader_cannot_write(path: Path) -> None:
    open_database(path).close()
    with open_database(path, read_only=True) as db:
        with pytest.raises(StorageError) as caught, writing(db):
            db.execute("DELETE FROM turns")
        assert caught.value.code == "no-permission"


def test_a_lock_that_is_held_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voicecli.storage.database.BUSY_SECONDS", 0.01)
    with open_database(path) as first, open_database(path) as second, writing(first):  # noqa: SIM117
        with pytest.raises(StorageError) as caught:
            writing(second).__enter__()
    assert caught.value.code == "database-busy"


def insert_and_fail(db: Database) -> None:
    with writing(db):
        db.execute(
            "INSERT INTO sessions (id, created, last_activity, title) VALUES ('A', '', '', '')"
        )
        raise RuntimeError


def test_a_transaction_is_whole_or_nothing(path: Path) -> None:
    with open_database(path) as db:
        with pytest.raises(RuntimeError):
            insert_and_fail(db)
        assert db["sessions"].count == 0
        assert not db.conn.in_transaction


def test_check_says_what_doctor_needs(path: Path) -> None:
    open_database(path).close()
    found = check(path)
    assert found.problem == ""
    assert found.schema_version == schema.SCHEMA_VERSION
    assert found.sqlite_version == sqlite3.sqlite_version
    assert found.size_bytes >= path.stat().st_size


def test_check_finds_rows_that_point_nowhere(path: Path) -> None:
    with open_database(path) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("INSERT INTO sources VALUES (7, 1, '', '', '', '', '', '', 0, '')")
        db.conn.commit()
    assert "1 rows point" in check(path).problem


_TURN = """
    INSERT INTO turns (session, number, at, question, intent, written, heard, ended, abstained,
        mode, models, timings)
    VALUES ('0QK2M4T7ZX', ?, '2026-05-01T10:00:00.000000+00:00', ?, 'general', 'A lamp.',
        'A lamp.', 'done', 0, 'full', '{}', ?)
"""


def test_what_an_older_version_kept_is_all_there(path: Path) -> None:
    older = ["m001_sessions", "m002_answers", "m003_jobs", "m004_turn_speakers"]
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(Database(path)) as db, db.conn:
        migrations.apply(db, stop_before="m005_remembering")
        assert [step.name for step in migrations.applied(db)] == older
        at = "2026-05-01T10:00:00.000000+00:00"
        db.execute("INSERT INTO sessions VALUES ('0QK2M4T7ZX', ?, ?, 'Walruses')", [at, at])
        told = [{"total": 0.5}, {"first_sound": 0.75, "total": 2.0}, {}]
        for number, timings in enumerate(told, start=1):
            db.execute(_TURN, [number, f"Where is walrus {number}?", json.dumps(timings)])
        said = pack(Transcript((Segment(0.0, 1.0, "The walrus sat."),), "en", 1.0))
        db.execute(
            "INSERT INTO jobs (content, options, used, transcript) VALUES (x'01', x'02', ?, ?)",
            [at, said],
        )
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {len(older)}")
    with open_database(path) as db:
        sessions = Sessions(db)
        (one,) = sessions.list()
        assert (one.title, one.turns, one.totals.average_wait) == ("Walruses", 3, 0.625)
        turns = sessions.turns(one.id)
        assert [turn.record.spoken for turn in turns] == [False, True, False]
        hits = search_sessions(db, "walrus").hits
        assert sorted(type(hit).__name__ for hit in hits) == ["LineHit", *["TurnHit"] * 3]
        assert read_figures(db).spoken == 1
        assert copy_session(db, one.id) is not None
    assert not check(path).problem
