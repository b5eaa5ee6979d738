"""Sessions from their first turn to their end: totals, silence, names."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from tests.fakes import Calendar
from voicecli.dialogue.conversation import Conversation, Past
from voicecli.pipeline.keeping import Keeper
from voicecli.storage.database import open_database
from voicecli.storage.sessions import Sessions
from voicecli.storage.totals import all_totals
from voicecli.types import Passage, TurnRecord

pytestmark = pytest.mark.storage

IDLE = timedelta(minutes=30)


@pytest.fixture
def clock() -> Calendar:
    return Calendar()


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "voicecli.db") as db:
        yield db


@pytest.fixture
def sessions(db: Database, clock: Calendar) -> Sessions:
    return Sessions(db, clock, IDLE)


def turn(question: str = "When?", **changes: object) -> TurnRecord:
    fields: dict[str, object] = {
        "question": question,
        "intent": "document",
        "passages": (Passage("p1", "document", "T", "d.md", "1", "text", 0.5),),
        "written": "Now.",
        "heard": "Now.",
        "ended": "done",
        "abstained": False,
        "mode": "instant",
        "models": {"tts": "piper-amy"},
        "timings": {"first_sound": 0.5, "total": 2.0},
        "spoken": True,
    }
    return TurnRecord(**{**fields, **changes})  # type: ignore[arg-type]


def test_totals_tell_how_turns_ended_and_how_long_somebody_waited(sessions: Sessions) -> None:
    session = sessions.start()
    sessions.add(session, turn())
    sessions.add(session, turn(ended="user", timings={"first_sound": 1.5}))
    sessions.add(session, turn(abstained=True, spoken=False, timings={"total": 1.0}))
    sessions.add(session, turn(ended="error: tts-failed", timings={"total": 9.0}))
    told = sessions.summary(session).totals
    assert (told.turns, told.answered, told.abstained) == (4, 2, 1)
    assert (told.interrupted, told.failed) == (1, 1)
    assert (told.waited, told.average_wait) == (3.0, 1.0)  # the failed one was never heard


def test_a_session_knows_who_spoke_last(sessions: Sessions) -> None:
    session = sessions.start()
    sessions.add(session, turn(persona="pirate"))
    sessions.add(session, turn(models={}, persona="pirate"))  # typed: nothing was said aloud
    summary = sessions.summary(session)
    assert (summary.voice, summary.persona) == ("piper-amy", "pirate")
    sessions.add(session, turn(models={"tts": "piper-lessac"}))
    summary = sessions.summary(session)
    assert (summary.voice, summary.persona) == ("piper-lessac", "")


def test_silence_closes_a_session_and_deletes_nothing(sessions: Sessions, clock: Calendar) -> None:
    session = sessions.start()
    sessions.add(session, turn())
    clock.at += timedelta(minutes=29)
    assert sessions.last_open() == session
    clock.at += timedelta(minutes=300)
    assert sessions.last_open() is None
    assert sessions.close_idle() == 1
    summary = sessions.summary(session)
    assert summary.ended == summary.last_activity + IDLE  # not when somebody looked
    assert len(sessions.turns(session)) == 1
    assert sessions.close_idle() == 0


def test_a_closed_session_that_goes_on_is_open(sessions: Sessions) -> None:
    session = sessions.start()
    sessions.add(session, turn())
    assert sessions.end(session)
    assert not sessions.end(session)
    assert sessions.last_open() is None
    sessions.add(session, turn("And then?"))
    assert sessions.last_open() == session


def test_the_last_open_one_is_not_a_closed_later_one(sessions: Sessions, clock: Calendar) -> None:
    first = sessions.start()
    sessions.add(first, turn())
    clock.at += timedelta(minutes=1)
    second = sessions.start()
    sessions.add(second, turn())
    sessions.end(second)
    sessions.start()  # nothing was said in it
    assert sessions.last_open() == first
    assert sessions.latest() == second


def test_a_name_that_was_given_stays(sessions: Sessions) -> None:
    session = sessions.start()
    assert sessions.rename(session, "  Flights\n to \x00 Rome ") == "Flights to \x00 Rome"
    sessions.add(session, turn("What did she build?"))
    assert sessions.summary(session).title == "Flights to \x00 Rome"
    sessions.add(session, turn("The next question"))
    assert sessions.rename(session, "") == "What did she build?"
    assert sessions.summary(session).title == "What did she build?"


def test_lists_are_bounded_in_time(sessions: Sessions, clock: Calendar) -> None:
    made = []
    for _ in range(3):
        made.append(sessions.start())
        sessions.add(made[-1], turn())
        clock.at += timedelta(minutes=60)
    second = sessions.summary(made[1]).last_activity
    assert [one.id for one in sessions.list(since=second)] == [made[2], made[1]]
    assert [one.id for one in sessions.list(until=second)] == [made[0]]


def test_all_sessions_come_to_the_sum_of_them(db: Database, sessions: Sessions) -> None:
    assert all_totals(db).turns == 0
    for _ in range(2):
        sessions.add(sessions.start(), turn())
    assert all_totals(db).turns == 2
    assert all_totals(db).average_wait == 0.5


def test_what_was_presented_is_known_once(sessions: Sessions) -> None:
    session, other = sessions.start(), sessions.start()
    for _ in range(3):
        sessions.add(session, turn())
    assert sessions.presented(session) == ("p1",)
    assert sessions.presented(other) == ()


class Talking:
    def __init__(self, sessions: Sessions, clock: Calendar) -> None:
        self.keeper = Keeper(sessions, now=clock)
        self.conversation = Conversation()

    def say(self, question: str = "When?") -> str:
        self.conversation = self.keeper.current(self.conversation)
        self.conversation.remember(turn(question))
        self.keeper.keep(self.conversation, turn(question), [])
        return self.conversation.session_id


def test_a_talk_left_open_begins_anew(sessions: Sessions, clock: Calendar) -> None:
    talking = Talking(sessions, clock)
    first = talking.say()
    clock.at += timedelta(minutes=29)
    assert talking.say() == first
    clock.at += timedelta(minutes=31)
    assert talking.say("Later") != first
    assert [one.question for one in talking.conversation.exchanges] == ["Later"]
    assert len(sessions.turns(first)) == 2


@pytest.mark.parametrize("how", ["closed", "deleted"])
def test_what_is_said_after_a_session_was_closed_elsewhere_is_another(
    db: Database, sessions: Sessions, clock: Calendar, how: str
) -> None:
    talking = Talking(sessions, clock)
    first = talking.say()
    clock.at += timedelta(minutes=1)
    if how == "closed":
        sessions.end(first)
    else:
        with db.conn:
            db.execute("DELETE FROM sessions WHERE id = ?", [first])
    clock.at += timedelta(minutes=1)
    second = talking.say("Later")
    assert second != first
    assert [one.question for one in talking.conversation.exchanges] == ["Later"]
    assert talking.say() == second


def test_a_talk_lets_go_of_what_is_forgotten_while_it_runs(
    db: Database, sessions: Sessions, clock: Calendar
) -> None:
    talking = Talking(sessions, clock)
    session = talking.say("First")
    talking.say("Secret")
    talking.conversation.past = Past(1, "They asked about a secret.")
    with db.conn:
        db.execute("DELETE FROM turns WHERE question = 'Secret'")
    talking.keeper.hear_more(talking.conversation, 2, "The secret is out.")
    assert talking.say("Later") == session
    exchanges = talking.conversation.exchanges
    assert [(one.question, one.number) for one in exchanges] == [("First", 1), ("Later", 2)]
    assert talking.conversation.past == Past()
    kept = [(one.record.question, one.record.heard) for one in sessions.turns(session)]
    assert kept == [("First", turn().heard), ("Later", turn().heard)]


def test_who_continues_a_closed_session_opens_it(sessions: Sessions, clock: Calendar) -> None:
    first = Talking(sessions, clock).say()
    clock.at += timedelta(minutes=600)
    sessions.close_idle()
    again = Talking(sessions, clock)
    again.conversation.session_id = first
    clock.at += timedelta(minutes=10)
    assert again.say() == first
    assert sessions.summary(first).ended is None
