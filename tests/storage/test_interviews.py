import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from tests.interviews import turn_of
from voicecli.errors import InterviewError, StorageError
from voicecli.interview.course import (
    Assessment,
    Covered,
    Delivery,
    Exchange,
    Limits,
    Progress,
    Reply,
    SpokenPart,
    State,
)
from voicecli.interview.plan import (
    Claim,
    Job,
    Match,
    Place,
    Plan,
    Question,
    Requirement,
    Resume,
    Topic,
)
from voicecli.interview.records import (
    exchanges_json,
    limits_json,
    plan_json,
    progress_json,
    read_interview,
    read_limits,
    read_plan,
    read_progress,
)
from voicecli.pipeline.interview_keeping import InterviewKeeper, read_kept
from voicecli.storage import schema
from voicecli.storage.copies import back_up, restore
from voicecli.storage.database import check, open_database
from voicecli.storage.encryption import convert
from voicecli.storage.interviews import Interviews
from voicecli.storage.packed_json import packed_json, unpacked_json, without, words_in
from voicecli.storage.passphrases import VARIABLE
from voicecli.storage.session_copy import as_bytes, read_sessions
from voicecli.storage.session_files import Became, copy_session, take_in
from voicecli.storage.sessions import Sessions
from voicecli.types import TurnRecord

pytestmark = pytest.mark.storage

WELDED = Place("cv.pdf", "Welded pipelines in Antwerp", 7, 1)
ASKED = Place("job.docx", "MIG and TIG welding", 3)
PLAN = Plan(
    Job("Welder", "Hull & Sons", (Requirement("MIG welding", "skill", ASKED, ("MIG",), 3.0),)),
    Resume("Robin Doe", (Claim("Welded pipelines in Antwerp", "role", WELDED),)),
    (Match(0, "met", 0.75, (0,)),),
    (
        Topic(
            "t1",
            "MIG welding",
            "strength",
            "the job asks for it",
            0.9,
            (
                Question("How do you set up a MIG welder?", "technical", ("wire speed",)),
                Question("Tell me of a hard seam. What did you do?", "behavioural", ("result",)),
            ),
            (ASKED, WELDED),
        ),
        Topic(
            "t2",
            "Safety",
            "gap",
            "the résumé says nothing of it",
            0.5,
            (
                Question("What do you check before you strike an arc?", "factual", ("gas",)),
                Question("When did you stop a job?", "behavioural", ("reason",)),
            ),
        ),
    ),
    documents=("cv.pdf", "job.docx"),
)
REPLY = Reply(
    "I set the wire speed at Antwerp, ümlaut and \u201cquotes\u201d.",
    (SpokenPart(2.0, 5.5, "I set the wire speed at Antwerp,"),),
    delivery=Delivery(3.5, (0.75,), 1.25, ((0.5, None, -1.0),)),
)
FIRST = Exchange(
    1, "t1", "main", "How do you set up a MIG welder?", ("wire speed",), 1.0, "answered", REPLY,
    Assessment("good", (Covered("wire speed", "the wire speed"),), (), ("Antwerp",)),
)  # fmt: skip
SECOND = replace(FIRST, number=2, asking="follow-up", question="And on thin steel?", at=9.0)
ONE = Progress(
    State.ANSWER, "t1", "follow-up", "And on thin steel?", ("wire speed",), 9.0, 1,
    asked=(FIRST.question, SECOND.question), exchanges=(FIRST,), seconds=9.5, number=2,
)  # fmt: skip
TWO = replace(
    ONE, topic="t2", asking="main", question="What do you check before you strike an arc?",
    exchanges=(FIRST, SECOND), closed=("t1",), seconds=20.0, number=3,
    asked=(*ONE.asked, "What do you check before you strike an arc?"),
)  # fmt: skip


def turn(said: str, asked: str = "And on thin steel?") -> TurnRecord:
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
        keeper.keep(turn("", "Welcome."), replace(ONE, exchanges=()))
        keeper.keep(turn(REPLY.text), ONE)
        keeper.keep(turn("Slower at Ghent.", TWO.question), TWO, over=over)
    return session


def test_what_goes_in_comes_out(db: Database) -> None:
    session = held(db)
    interviews = Interviews(db)
    stored = read_kept(interviews, interviews.load(session))
    assert (stored.plan, stored.limits, stored.progress) == (PLAN, Limits(), TWO)
    assert (stored.title, stored.ended, stored.is_held) == ("Interview: Welder", None, False)
    assert [one.record.question for one in Sessions(db).turns(session)] == [
        "", REPLY.text, "Slower at Ghent.",
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
        assert keeper.keep(turn("x"), ONE) is None
        with pytest.raises(InterviewError, match="off the record"):
            keeper.resume("latest")
    assert Interviews(db).ids() == ()
    assert Sessions(db).count() == 0


def test_only_what_has_changed_is_written_and_what_is_open_again_goes(db: Database) -> None:
    interviews = Interviews(db)
    with InterviewKeeper(interviews) as keeper:
        session = keeper.begin(PLAN, Limits())
        keeper.keep(turn("a"), TWO)
        db.execute("UPDATE exchanges SET exchange = ? WHERE number = 1", [packed_json("{}")])
        reopened = replace(TWO, exchanges=(FIRST,), reopened=SECOND)
        keeper.keep(turn("go back"), reopened)
        assert interviews.load(session).exchanges == {1: "{}"}
        again = replace(SECOND, earlier=(REPLY,))
        keeper.keep(turn("b"), replace(TWO, exchanges=(FIRST, again)))
        assert set(interviews.load(session).exchanges) == {1, 2}


def test_what_was_forgotten_meanwhile_does_not_come_back(db: Database) -> None:
    with InterviewKeeper(Interviews(db)) as keeper:
        session = keeper.begin(PLAN, Limits())
        keeper.keep(turn("a"), ONE)
        db.execute("DELETE FROM exchanges")
        db.conn.commit()
        keeper.keep(turn("b"), TWO)
        assert set(Interviews(db).load(session).exchanges) == {2}
        db.execute("DELETE FROM sessions")
        db.conn.commit()
        with pytest.raises(StorageError) as caught:
            keeper.keep(turn("c"), TWO)
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
            assert keeper.resume(session).progress == TWO
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
        assert read_kept(interviews, interviews.load(session)).progress == TWO
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


TEXT = st.text(max_size=20)
QUOTES = st.builds(Covered, TEXT, TEXT)
REPLIES = st.builds(
    Reply,
    TEXT,
    st.lists(st.builds(SpokenPart, st.floats(0, 1e4), st.floats(0, 1e4), TEXT), max_size=2).map(
        tuple
    ),
    st.booleans(),
)
EXCHANGES = st.builds(
    Exchange,
    number=st.just(1),
    topic=st.just("t1"),
    asking=st.sampled_from(["main", "follow-up"]),
    question=st.text(min_size=1, max_size=20),
    seeks=st.lists(TEXT, max_size=2).map(tuple),
    at=st.floats(0, 1e5),
    outcome=st.sampled_from(["answered", "skipped", "silent", "open"]),
    reply=st.none() | REPLIES,
    assessment=st.none() | st.builds(
        Assessment, st.sampled_from(["good", "vague", "hostile"]), st.lists(QUOTES).map(tuple)
    ),
    earlier=st.lists(REPLIES, max_size=1).map(tuple),
)  # fmt: skip


@given(st.lists(EXCHANGES, max_size=3), TEXT, st.sampled_from(State))
def test_every_progress_comes_back_as_it_was(
    exchanges: list[Exchange], question: str, state: State
) -> None:
    over = tuple(replace(one, number=at) for at, one in enumerate(exchanges, start=1))
    progress = Progress(state, "t1", question=question, exchanges=over, asked=(question,))
    kept = exchanges_json(progress)
    assert read_progress(progress_json(progress), kept.values()) == progress
    assert unpacked_json(packed_json(progress_json(progress))) == progress_json(progress)


def test_fields_of_a_newer_program_are_passed_over_and_missing_ones_have_defaults() -> None:
    told = json.loads(plan_json(PLAN)) | {"mood": "cheerful"}
    told["topics"][0]["colour"] = "blue"
    assert read_plan(json.dumps(told)) == PLAN
    assert read_limits('{"version":1,"minutes":10}') == Limits(10.0)
    assert read_progress('{"version":1}') == read_progress("{}") == Progress()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"version":2}', "newer-interview"), ("", "broken-interview"), ("[]", "broken-interview"),
        ("null", "broken-interview"), ('{"state":"answer"}', "broken-interview"),
        ('{"version":true}', "broken-interview"), ('{"version":"1"}', "broken-interview"),
        ('{"version":1,"state":"dancing"}', "broken-interview"),
        ('{"version":1,"seconds":NaN}', "broken-interview"),
        ('{"version":1,"seconds":1e999}', "broken-interview"),
        ('{"version":1,"asked":"x"}', "broken-interview"),
        ('{"version":1,"asked_at":' + "[" * 100_000, "broken-interview"),
    ],
)  # fmt: skip
def test_what_is_no_progress_is_refused(text: str, code: str) -> None:
    with pytest.raises(InterviewError) as caught:
        read_progress(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told["matches"][0].update(requirement=7),
        lambda told: told["matches"][0].update(claims=[-1]),
        lambda told: told["topics"][1].update(id="t1"),
        lambda told: told["topics"][0].update(kind="riddle"),
        lambda told: told["topics"][0].pop("questions"),
    ],
)
def test_what_is_no_plan_is_refused(change: object) -> None:
    told = json.loads(plan_json(PLAN))
    change(told)  # type: ignore[operator]
    with pytest.raises(InterviewError, match="cannot be read"):
        read_plan(json.dumps(told))
    with pytest.raises(InterviewError):
        read_limits('{"version":1,"minutes":0}')


def test_a_row_that_cannot_be_read_is_a_clear_error(db: Database) -> None:
    session = held(db)
    interviews = Interviews(db)
    for broken in (b"rubbish", "text", packed_json("{"), packed_json("{}")[:-4]):
        db.execute("UPDATE interviews SET plan = ?", [broken])
        with pytest.raises((StorageError, InterviewError)) as caught:
            read_kept(interviews, interviews.load(session))
        assert caught.value.code == "broken-interview"
        assert session in caught.value.message


def test_what_is_left_of_a_plan_in_which_things_were_forgotten_fits_together() -> None:
    def says(text: str) -> bool:
        return "mig" in text.lower()

    plan, progress = without(plan_json(PLAN), says), without(progress_json(ONE), says)
    left = [one for one in exchanges_json(ONE).values() if not any(map(says, words_in(one)))]
    left_over = read_interview(plan, limits_json(Limits()), progress, dict(enumerate(left)))
    assert [topic.id for topic in left_over.plan.topics] == ["t1", "t2"]
    assert left_over.plan.topics[0].title == "(forgotten)"
    assert len(left_over.plan.topics[0].questions) == 1
    assert left_over.progress.exchanges == ()
    assert not any(map(says, words_in(plan_json(left_over.plan))))


def test_exchanges_under_other_numbers_are_refused() -> None:
    parts = plan_json(PLAN), limits_json(Limits()), progress_json(TWO)
    over = exchanges_json(TWO)
    assert read_interview(*parts, over).progress == TWO
    with pytest.raises(InterviewError, match="numbers that are not theirs"):
        read_interview(*parts, {3: over[1], 2: over[2]})


def test_what_waits_is_forgotten_with_its_topic() -> None:
    waiting = replace(TWO, aside=replace(SECOND, topic="t9"), reopened=replace(FIRST, question=""))
    told = read_interview(plan_json(PLAN), limits_json(Limits()), progress_json(waiting), {})
    assert (told.progress.aside, told.progress.reopened) == (None, None)


def test_words_are_what_somebody_said(db: Database) -> None:
    words = set(words_in(plan_json(PLAN)))
    assert {"Hull & Sons", "Welded pipelines in Antwerp", "Safety"} <= words
    assert not {"strength", "technical", "t1"} & words


WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from tests.storage.test_interviews import FIRST, TWO, turn
from voicecli.pipeline.interview_keeping import InterviewKeeper
from voicecli.storage.database import open_database
from voicecli.storage.interviews import Interviews
with open_database(Path(sys.argv[1])) as db, InterviewKeeper(Interviews(db)) as keeper:
    progress = keeper.resume(sys.argv[2]).progress
    for number in range(len(progress.exchanges) + 1, 10_000):
        over = (*progress.exchanges, replace(FIRST, number=number))
        progress = replace(TWO, exchanges=over, number=number + 1, seconds=float(number))
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
        assert read_kept(interviews, interviews.load(session)).progress == TWO


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
            assert keeper.resume(session).progress == TWO
            keeper.keep(turn("And more."), replace(TWO, seconds=99.0))
        assert not any(blob[:32] in one.read_bytes() for one in path.parent.glob("voicecli.db*"))
