"""What was asked to be remembered, in a real database; and what turns came to."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from voicecli.errors import StorageError
from voicecli.storage.database import open_database
from voicecli.storage.memories import MOST_CHARACTERS, Memories
from voicecli.storage.sessions import Sessions
from voicecli.storage.summaries import Summaries
from voicecli.types import NamedDays, TurnRecord

pytestmark = pytest.mark.storage

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
RECORD = TurnRecord("remember that", "remember", (), "I will.", "I will.", "done", False, "instant", {}, {})  # fmt: skip  # noqa: E501


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "a.db") as db:
        yield db


def test_a_memory_is_kept_as_it_was_told(db: Database) -> None:
    days = (NamedDays(13, 19, date(2026, 11, 27), date(2026, 11, 27)),)
    told = Memories(db, now=lambda: NOON).add("my flight on Friday", "fact", days, "Anna")
    assert Memories(db).list() == (told,)
    assert Memories(db).get(told.id) == told
    assert (told.at, told.kind, told.dates, told.speaker) == (NOON, "fact", days, "Anna")


def test_ids_sort_as_times_do_and_are_found_by_a_piece(db: Database) -> None:
    times = iter(NOON + timedelta(hours=hour) for hour in range(5))
    memories = Memories(db, now=lambda: next(times))
    told = [memories.add(f"number {number}") for number in range(5)]
    assert [one.id for one in told] == sorted(one.id for one in told)
    assert memories.find(told[2].id[-6:].lower()) == told[2]
    with pytest.raises(StorageError) as error:
        memories.find(told[0].id[:2])
    assert error.value.code == "ambiguous-memory"


@pytest.mark.parametrize("written", ["", "%", "_", "'; DROP TABLE memories", "ZZZZZZZZZZ", "é"])
def test_what_is_no_id_is_said_so(db: Database, written: str) -> None:
    Memories(db).add("a")
    with pytest.raises(StorageError) as error:
        Memories(db).find(written)
    assert error.value.code == "no-memory"
    assert len(Memories(db).list()) == 1


def test_a_removed_memory_is_gone(db: Database) -> None:
    memories = Memories(db)
    told = memories.add("a")
    assert memories.remove(told.id)
    assert not memories.remove(told.id)
    assert memories.get(told.id) is None


def test_a_memory_knows_its_turn_until_that_is_deleted(db: Database) -> None:
    sessions, memories = Sessions(db), Memories(db)
    session = sessions.start()
    number = sessions.add(session, RECORD)
    told = memories.add("a")
    memories.link(told.id, session, number)
    (linked,) = memories.list()
    assert (linked.session, linked.turn) == (session, number)
    db.execute("DELETE FROM turns")
    (left,) = memories.list()
    assert left.turn is None


def test_half_a_letter_and_a_long_text(db: Database) -> None:
    assert Memories(db).add("a\ud800b").text == "a?b"
    with pytest.raises(StorageError) as error:
        Memories(db).add("a" * (MOST_CHARACTERS + 1))
    assert error.value.code == "long-memory"


def test_what_a_turn_came_to_goes_with_it(db: Database) -> None:
    sessions, summaries = Sessions(db), Summaries(db)
    session = sessions.start()
    number = sessions.add(session, RECORD)
    summaries.keep(session, number, "It is on Friday.", "tiny")
    summaries.keep(session, number, "It is on Monday.", "tiny")
    summaries.keep(session, 99, "Nothing.", "tiny")
    assert dict(summaries.of(session)) == {number: "It is on Monday."}
    db.execute("DELETE FROM turns")
    assert not summaries.of(session)
