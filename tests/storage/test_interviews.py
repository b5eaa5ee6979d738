import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from tests.interviewed import (
    AFTER_ONE,
    AFTER_TWO,
    GENERAL,
    PLAN,
    STORY,
    TOLD,
    VAGUE,
)
from tests.interviews import turn_of
from voicecli.errors import InterviewError, StorageError
from voicecli.interview.course import (
    Limits,
    Progress,
    Reply,
)
from voicecli.pipeline.interview_keeping import InterviewKeeper, read_kept
from voicecli.storage import schema
from voicecli.storage.copies import back_up, restore
from voicecli.storage.database import check, open_database
from voicecli.storage.encryption import convert
from voicecli.storage.interviews import Interviews
from voicecli.storage.packed_json import packed_json
from voicecli.storage.passphrases import VARIABLE
from voicecli.storage.session_copy import as_bytes, read_sessions
from voicecli.storage.session_files import Became, copy_session, take_in
from voicecli.storage.sessions import Sessions
from voicecli.types import TurnRecord

pytestmark = pytest.mark.storage


def turn(said: str, asked: str = GENERAL.question) -> TurnRecord:
    return turn_of(said, asked)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "voicecli.db"


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    with open_database(path) as db:
        yield db


def held(db: Database, *, over: bool = False) -> str:
    """An interview with two answers, that was left."""
    with InterviewKeeper(Interviews(db)) as keeper:
        session = keeper.begin(PLAN, Limits())
        keeper.keep(turn("", "Welcome."), replace(AFTER_ONE, exchanges=()))
        keeper.keep(turn(STORY), AFTER_ONE)
        keeper.keep(turn(VAGUE, AFTER_TWO.question), AFTER_TWO, over=over)
    return session


def test_what_goes_in_comes_out(db: Database) -> None:
    session = held(db)
    interviews = Interviews(db)
    stored = read_kept(interviews, interviews.load(session))
    assert (stored.plan, stored.limits, stored.progress) == (PLAN, Limits(), AFTER_TWO)
    assert (stored.title, stored.ended, stored.is_held) == ("Interview: Ward nurse", None, False)
    assert [one.record.question for one in Sessions(db).turns(session)] == [
        "", STORY, VAGUE,
    ]  # fmt: skip
    assert interviews.ids() == (session,)


def test_a_plan_is_kept_before_anything_was_asked(db: Database) -> None:
    with InterviewKeeper(Interviews(db)) as keeper:
        session = keeper.begin(PLAN, Limits(10.0, 4))
    with InterviewKeeper(Interviews(db)) as keeper:
        stored = keeper.resume("latest")
    assert (stored.id, stored.limits, stored.progress) == (session, Limits(10.0, 4), Progress())


def test_off_the_record_nothing_is_written(db: Database) -> None:
    with InterviewKeeper(None) as keeper:
        assert keeper.begin(PLAN, Limits()) == ""
        assert keeper.keep(turn("x"), AFTER_ONE) is None
        with pytest.raises(InterviewError, match="off the record"):
            keeper.resume("latest")
    assert Interviews(db).ids() == ()
    assert Sessions(db).count() == 0


def test_only_what_has_changed_is_written_and_what_is_open_again_goes(db: Database) -> None:
    interviews = Interviews(db)
    with InterviewKeeper(interviews) as keeper:
        session = keeper.begin(PLAN, Limits())
        keeper.keep(turn("a"), AFTER_TWO)
        db.execute("UPDATE exchanges SET exchange = ? WHERE number = 1", [packed_json("{}")])
        reopened = replace(AFTER_TWO, exchanges=(TOLD,), reopened=GENERAL)
        keeper.keep(turn("go back"), reopened)
        assert interviews.load(session).exchanges == {1: "{}"}
        again = replace(GENERAL, earlier=(Reply(STORY),))
        keeper.keep(turn("b"), replace(AFTER_TWO, exchanges=(TOLD, again)))
        assert set(interviews.load(session).exchanges) == {1, 2}


def test_what_was_forgotten_meanwhile_does_not_come_back(db: Database) -> None:
    with InterviewKeeper(Interviews(db)) as keeper:
        session = keeper.begin(PLAN, Limits())
        keeper.keep(turn("a"), AFTER_ONE)
        db.execute("DELETE FROM exchanges")
        db.conn.commit()
        keeper.keep(turn("b"), AFTER_TWO)
        assert set(Interviews(db).load(session).exchanges) == {2}
        db.execute("DELETE FROM sessions")
        db.conn.commit()
        with pytest.raises(StorageError) as caught:
            keeper.keep(turn("c"), AFTER_TWO)
        assert caught.value.code == "no-interview"
        assert keeper.is_gone
        assert Sessions(db).count() == 0


def test_an_interview_is_found_by_a_piece_of_its_id(db: Database) -> None:
    interviews = Interviews(db)
    with pytest.raises(StorageError, match="no interviews yet"):
        interviews.find("latest")
    first, second = held(db), held(db)
    assert interviews.find(first) == interviews.find(f" {first[:9].lower()}{first[9]} ") == first
    assert interviews.find("latest") == second
    talk = Sessions(db).start()
    for written, code in {
        "": "no-interview", "nobody!": "no-interview", first[0]: "ambiguous-interview",
        talk: "not-an-interview",
    }.items():  # fmt: skip
        with pytest.raises(StorageError) as caught:
            interviews.find(written)
        assert caught.value.code == code


def test_an_interview_that_is_over_is_not_held_again(db: Database) -> None:
    session = held(db, over=True)
    assert not Interviews(db).is_open(session)
    assert Interviews(db).is_open(held(db))
    with InterviewKeeper(Interviews(db)) as keeper, pytest.raises(InterviewError) as caught:
        keeper.resume(session)
    assert caught.value.code == "interview-over"
    assert f"interview again {session}" in caught.value.hint


def test_an_interview_left_by_a_crash_is_read_where_nothing_may_be_written(
    path: Path, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup that is mounted read-only."""
    session = held(db)
    (path.parent / f"{path.name}.working-gone").touch()
    db.execute("UPDATE interviews SET owner = 'gone'")

    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("voicecli.storage.owners.FileLock.acquire", refused)
    assert not read_kept(Interviews(db), Interviews(db).load(session)).is_held


def test_one_process_at_a_time_holds_an_interview(path: Path, db: Database) -> None:
    session = held(db)
    holding = subprocess.Popen(
        [
            sys.executable, "-c",
            "import sys, time; from pathlib import Path;"
            "from voicecli.storage.database import open_database;"
            "from voicecli.storage.interviews import Interviews;"
            "db = open_database(Path(sys.argv[1]));"
            "hold = Interviews(db).holding(sys.argv[2]); hold.__enter__();"
            "print('held', flush=True); time.sleep(60)",
            str(path), session,
        ],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert holding.stdout
        assert holding.stdout.readline() == "held\n"
        interviews = Interviews(db)
        assert interviews.is_held(session)
        with InterviewKeeper(interviews) as keeper, pytest.raises(StorageError) as caught:
            keeper.resume(session)
        assert caught.value.code == "interview-held"
        os.kill(holding.pid, signal.SIGKILL)
        holding.wait()
        assert not interviews.is_held(session)
        with InterviewKeeper(interviews) as keeper:
            assert keeper.resume(session).progress == AFTER_TWO
            assert interviews.is_held(session)
        assert not interviews.is_held(session)
    finally:
        holding.kill()
        holding.wait()
        if holding.stdout:
            holding.stdout.close()
    assert not list(path.parent.glob("*.working-*"))


@pytest.mark.parametrize("step", sorted(schema.STEPS)[1:])
def test_a_database_of_each_older_version_takes_interviews(path: Path, step: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with Database(path) as older:
        schema.migrations.apply(older, stop_before=step)
        steps = len(list(schema.migrations.applied(older)))
        older.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        older.execute(f"PRAGMA user_version = {steps}")
        older.execute(
            "INSERT INTO sessions (id, created, last_activity, title)"
            " VALUES ('A', '2025', '2025', 'kept')"
        )
        older.conn.commit()
    with open_database(path) as db:
        session = held(db)
        assert db["sessions"].get("A")["title"] == "kept"
        assert db.execute("PRAGMA user_version").fetchone()[0] == schema.SCHEMA_VERSION
        assert Interviews(db).load(session).exchanges.keys() == {1, 2}
    assert check(path).problem == ""


def test_an_export_holds_an_interview_whole(tmp_path: Path, db: Database) -> None:
    session = held(db)
    copy = copy_session(db, session)
    assert copy is not None
    (read,) = read_sessions(as_bytes((copy,)), "a.json")
    assert read == copy
    with open_database(tmp_path / "other.db") as other:
        assert take_in(other, read) == (Became.ADDED, session)
        assert take_in(other, read) == (Became.SAME, session)
        interviews = Interviews(other)
        assert read_kept(interviews, interviews.load(session)).progress == AFTER_TWO
        assert other.execute("SELECT count(turn) FROM exchanges").fetchone()[0] == 2
        Sessions(other).rename(session, "Mine")
        assert take_in(other, read)[0] is Became.RENAMED
        assert take_in(other, read, may_replace=True)[0] is Became.SAME
        assert len(interviews.ids()) == 2


def test_deleting_the_session_deletes_the_interview(db: Database) -> None:
    session = held(db)
    db.execute("DELETE FROM sessions WHERE id = ?", [session])
    counts = [db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in
              ("interviews", "exchanges", "turns")]  # fmt: skip
    assert counts == [0, 0, 0]


def test_a_row_that_cannot_be_read_is_a_clear_error(db: Database) -> None:
    session = held(db)
    interviews = Interviews(db)
    for broken in (b"rubbish", "text", packed_json("{"), packed_json("{}")[:-4]):
        db.execute("UPDATE interviews SET plan = ?", [broken])
        with pytest.raises((StorageError, InterviewError)) as caught:
            read_kept(interviews, interviews.load(session))
        assert caught.value.code == "broken-interview"
        assert session in caught.value.message


WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from tests.interviewed import AFTER_TWO, TOLD
from tests.storage.test_interviews import turn
from voicecli.pipeline.interview_keeping import InterviewKeeper
from voicecli.storage.database import open_database
from voicecli.storage.interviews import Interviews
with open_database(Path(sys.argv[1])) as db, InterviewKeeper(Interviews(db)) as keeper:
    progress = keeper.resume(sys.argv[2]).progress
    for number in range(len(progress.exchanges) + 1, 10_000):
        over = (*progress.exchanges, replace(TOLD, number=number))
        progress = replace(AFTER_TWO, exchanges=over, number=number + 1, seconds=float(number))
        keeper.keep(turn(f"answer {number} " * 50), progress)
        print(number, flush=True)
"""


def test_a_kill_while_it_is_kept_leaves_turn_exchange_and_progress_together(
    path: Path,
) -> None:
    with open_database(path) as db, InterviewKeeper(Interviews(db)) as keeper:
        session = keeper.begin(PLAN, Limits())
    root = str(Path(__file__).parents[2])
    told = 0
    for kill in range(1, 4):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), session, root],
            stdout=subprocess.PIPE, text=True,
        ) as writing:  # fmt: skip
            assert writing.stdout
            for _ in range(3 * kill):
                told = int(writing.stdout.readline())
            os.kill(writing.pid, signal.SIGKILL)
        assert check(path).problem == ""
        with open_database(path) as db:
            interviews = Interviews(db)
            stored = read_kept(interviews, interviews.load(session))
            turns = len(Sessions(db).turns(session))
        kept = len(stored.progress.exchanges)
        assert kept >= told
        assert (turns, stored.progress.number, stored.progress.seconds) == (kept, kept + 1, kept)
        assert not stored.is_held


def test_limits_that_are_changed_are_kept(db: Database) -> None:
    session = held(db)
    with InterviewKeeper(Interviews(db)) as keeper:
        keeper.resume(session)
        keeper.set_limits(Limits(5.0, 3))
    with InterviewKeeper(Interviews(db)) as keeper:
        assert keeper.resume(session).limits == Limits(5.0, 3)
    with InterviewKeeper(None) as keeper:
        keeper.set_limits(Limits())


def test_a_backup_holds_interviews(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copies" / "one.db"
    with open_database(path) as db:
        session = held(db)
    back_up(path, copy)
    with open_database(path) as db:
        db.execute("DELETE FROM sessions")
        db.conn.commit()
    restore(path, copy, datetime(2026, 11, 22, 12), [schema.migrations])
    with open_database(path) as db:
        interviews = Interviews(db)
        assert read_kept(interviews, interviews.load(session)).progress == AFTER_TWO


def test_an_encrypted_database_says_nothing_of_an_interview(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("sqlcipher3")
    with open_database(path) as db:
        session = held(db)
        blob = bytes(db.execute("SELECT plan FROM interviews").fetchone()[0])
    assert blob[:32] in path.read_bytes()
    monkeypatch.setenv(VARIABLE, "correct horse battery staple")
    convert(path, "correct horse battery staple")
    with open_database(path) as db:
        with InterviewKeeper(Interviews(db)) as keeper:
            assert keeper.resume(session).progress == AFTER_TWO
            keeper.keep(turn("And more."), replace(AFTER_TWO, seconds=99.0))
        assert not any(blob[:32] in one.read_bytes() for one in path.parent.glob("voicecli.db*"))
