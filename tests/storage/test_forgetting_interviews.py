import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlite_utils import Database

from tests.interviews import turn_of
from voicecli.config import Config, load
from voicecli.interview.course import Exchange, Limits, Progress, Reply, State
from voicecli.interview.plan import Claim, Job, Place, Plan, Question, Requirement, Resume, Topic
from voicecli.pipeline import forgetting
from voicecli.pipeline.interview_keeping import InterviewKeeper, StoredInterview, read_kept
from voicecli.pipeline.proof import Proof
from voicecli.retrieval.schema import prepare
from voicecli.storage.database import open_database
from voicecli.storage.forgetting import Wanted
from voicecli.storage.interviews import Interviews
from voicecli.storage.sessions import Sessions

pytestmark = pytest.mark.storage

SECRET = "Quarzelbrück Vimtodex"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def topic(number: int, about: str, first: str) -> Topic:
    questions = (
        Question(first, "technical", (about,)),
        Question(f"What was hard about {about}?", "behavioural", ("the result",)),
    )
    return Topic(f"t{number}", about, "claim", f"the résumé claims {about}", 0.5, questions)


PLACE = Place("cv.pdf", f"Nurse at {SECRET}, 2019 to 2022", 3)
PLAN = Plan(
    Job("Nurse", "A clinic", (Requirement("Wound care", "skill", replace(PLACE, quote="wounds")),)),
    Resume("Robin Doe", (Claim(f"Nurse at {SECRET}", "role", PLACE, organisation=SECRET),)),
    (),
    (
        topic(1, "wound care", "How do you dress a wound?"),
        replace(
            topic(2, f"nights at {SECRET}", f"Who led the nights at {SECRET}?"), places=(PLACE,)
        ),
        topic(3, "teaching", "Whom did you teach?"),
    ),
)
WORDS = ("I clean it first.", f"At {SECRET} I led them myself.", "I taught six students there.")


def exchange(number: int) -> Exchange:
    about = PLAN.topics[number - 1]
    return Exchange(
        number, about.id, "main", about.questions[0].text, (), float(number), "answered",
        Reply(WORDS[number - 1]),
    )  # fmt: skip


def progress(answers: int) -> Progress:
    over = tuple(exchange(number) for number in range(1, answers + 1))
    now = PLAN.topics[min(answers, 2)]
    asked = (*(one.question for one in over), now.questions[0].text)
    return Progress(
        State.ANSWER, now.id, question=now.questions[0].text, asked=asked, exchanges=over,
        number=answers + 1, seconds=answers * 10.0,
    )  # fmt: skip


@pytest.fixture
def config() -> Config:
    return load().config


@pytest.fixture
def db(config: Config) -> Iterator[Database]:
    with open_database(config.database_file) as db:
        prepare(db)
        yield db


def hold(db: Database, plan: Plan = PLAN, answers: int = 2, begun: datetime = NOON) -> str:
    """An interview that is left before its end: planned, then a minute for each turn."""
    times = iter(begun + timedelta(minutes=minute) for minute in range(100))
    with InterviewKeeper(Interviews(db, lambda: next(times))) as keeper:
        session = keeper.begin(plan, Limits())
        for number in range(answers + 1):
            now = progress(number)
            keeper.keep(turn_of(WORDS[number - 1] if number else "", now.question), now)
    return session


def stored(config: Config, session: str) -> StoredInterview:
    with open_database(config.database_file) as db:
        interviews = Interviews(db)
        return read_kept(interviews, interviews.load(session))


def forget(config: Config, wanted: Wanted) -> Proof:
    """Forget it; none of the bytes that were packed stay in any file of the database."""
    with open_database(config.database_file) as db:
        before = _blobs(db)
        proof = forgetting.forget(db, config, forgetting.plan(db, config, wanted))
        gone = before - _blobs(db)
    written = b"".join(
        path.read_bytes() for path in config.database_file.parent.glob("*.db*") if path.is_file()
    )
    assert not any(blob[8:40] in written for blob in gone if len(blob) > 200)
    return proof


def _blobs(db: Database) -> set[bytes]:
    found: set[bytes] = set()
    for columns, table in (("plan, limits, progress", "interviews"), ("exchange", "exchanges")):
        for row in db.execute(f"SELECT {columns} FROM {table}"):
            found.update(map(bytes, row))
    return found


def said(config: Config) -> str:
    """Everything that the rows of interviews say."""
    with open_database(config.database_file) as db:
        return "\n".join(zlib.decompress(blob).decode() for blob in _blobs(db))


def test_a_phrase_goes_from_plan_course_and_answers(db: Database, config: Config) -> None:
    session, other = hold(db), hold(db, replace(PLAN, topics=PLAN.topics[:1]))
    db.close()
    proof = forget(config, Wanted(matching=f" {SECRET.upper()}"))
    assert proof.is_whole, proof.remains
    assert proof.pieces
    assert "vimtodex" not in said(config).lower()
    for one in (session, other):
        left = stored(config, one)
        assert left.ended is None
        assert [over.number for over in left.progress.exchanges] == [1]
        assert left.progress.exchanges[0].reply == Reply(WORDS[0])
        assert left.plan.job == PLAN.job
        assert left.plan.resume.claims[0].place.document == "cv.pdf"
    left = stored(config, session)
    assert [(one.id, len(one.questions)) for one in left.plan.topics] == [("t1", 2), ("t3", 2)]
    assert left.progress.question == "Whom did you teach?"


def test_an_interview_goes_with_the_last_turn_that_said_the_phrase(
    db: Database, config: Config
) -> None:
    hold(db, answers=0)
    other = hold(db, replace(PLAN, topics=PLAN.topics[1:]))
    with InterviewKeeper(Interviews(db)) as keeper:
        planned = keeper.begin(PLAN, Limits())
    db.close()
    proof = forget(config, Wanted(matching="dress a wound"))
    assert proof.is_whole, proof.remains
    assert "dress a wound" not in said(config)
    with open_database(config.database_file) as opened:
        assert set(Interviews(opened).ids()) == {other, planned}


def test_a_question_in_hand_that_is_forgotten_is_not_asked_on(db: Database, config: Config) -> None:
    session = hold(db, answers=1)
    db.close()
    assert forget(config, Wanted(matching=SECRET)).is_whole
    left = stored(config, session)
    assert (left.progress.state, left.progress.question) == (State.NEXT_TOPIC, "")


def test_a_word_that_is_the_name_of_a_field_is_forgotten_as_any_other(
    db: Database, config: Config
) -> None:
    session = hold(db, answers=1)
    db.close()
    with open_database(config.database_file) as opened:
        planned = forgetting.plan(opened, config, Wanted(matching="organisation"))
        assert planned.counts == {}
    assert stored(config, session).plan == PLAN


def test_a_session_goes_with_its_interview(db: Database, config: Config) -> None:
    session, other = hold(db), hold(db)
    db.close()
    proof = forget(config, Wanted((session,)))
    assert proof.is_whole, proof.remains
    with open_database(config.database_file) as opened:
        assert Interviews(opened).ids() == (other,)
    assert stored(config, other).progress == progress(2)


def test_everything_goes(db: Database, config: Config) -> None:
    hold(db)
    hold(db)
    db.close()
    proof = forget(config, Wanted(everything=True))
    assert proof.is_whole, proof.remains
    assert said(config) == ""


def test_what_was_said_since_goes_and_the_interview_is_over(db: Database, config: Config) -> None:
    session = hold(db)
    with open_database(config.database_file) as opened:  # turns were kept at 12:01, :02 and :03
        assert len(Sessions(opened).turns(session)) == 3
    db.close()
    proof = forget(config, Wanted(since=NOON + timedelta(minutes=2, seconds=30)))
    assert proof.is_whole, proof.remains
    left = stored(config, session)
    assert left.plan == PLAN
    assert left.ended is not None
    assert left.progress == Progress(exchanges=(exchange(1),))
    assert WORDS[1] not in said(config)


def test_an_interview_that_was_planned_since_goes_whole(db: Database, config: Config) -> None:
    early, late = hold(db), hold(db, begun=NOON + timedelta(days=1))
    planned = hold(db, answers=-1, begun=NOON + timedelta(days=1))
    db.close()
    assert forget(config, Wanted(since=NOON + timedelta(hours=5))).is_whole
    with open_database(config.database_file) as opened:
        assert Interviews(opened).ids() == (early,)
        sessions = {row["id"] for row in opened["sessions"].rows}
    assert sessions == {early}
    assert not {late, planned} & sessions


def test_a_phrase_in_one_session_alone(db: Database, config: Config) -> None:
    session, other = hold(db), hold(db)
    db.close()
    proof = forget(config, Wanted((session,), matching=SECRET))
    assert not proof.is_whole  # the other one says it, and that is told
    assert len(stored(config, session).progress.exchanges) == 1
    assert stored(config, other).progress == progress(2)


def test_an_interview_that_is_being_held_stays_and_that_is_told(
    db: Database, config: Config
) -> None:
    session = hold(db)
    with Interviews(db).holding(session):
        planned = forgetting.plan(db, config, Wanted(matching="six students"))
        assert (planned.chosen.held, planned.chosen.interviews) == (0, [])
        planned = forgetting.plan(db, config, Wanted(matching="wound care"))
        assert (planned.chosen.held, planned.chosen.interviews) == (1, [])
        assert not forgetting.forget(db, config, planned).is_whole
    planned = forgetting.plan(db, config, Wanted(matching="wound care"))
    assert (planned.chosen.held, planned.chosen.interviews) == (0, [session])
    assert forgetting.forget(db, config, planned).is_whole


def test_a_row_that_cannot_be_read_stops_no_forgetting(db: Database, config: Config) -> None:
    session = hold(db)
    db.execute("UPDATE interviews SET progress = x'00ff'")
    db.conn.commit()
    planned = forgetting.plan(db, config, Wanted(matching="clean it first"))
    assert planned.counts["turns"] == planned.counts["exchanges"] == 1
    assert forgetting.forget(db, config, planned).is_whole
    planned = forgetting.plan(db, config, Wanted(matching=SECRET))
    assert forgetting.forget(db, config, planned).is_whole
    assert session in Interviews(db).ids()
