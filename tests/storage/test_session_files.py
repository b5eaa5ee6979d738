"""Sessions as files: nothing is lost on the way out and in again, and nothing else comes in."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from voicecli.errors import StorageError
from voicecli.storage.database import check, open_database
from voicecli.storage.ids import ALPHABET, LENGTH
from voicecli.storage.memories import Memories
from voicecli.storage.session_copy import (
    VERSION,
    DaysCopy,
    ExchangeCopy,
    InterviewCopy,
    MemoryCopy,
    SessionCopy,
    ShortCopy,
    SoundCopy,
    SourceCopy,
    TurnCopy,
    as_bytes,
    json_schema,
    read_sessions,
)
from voicecli.storage.session_files import Became, copy_session, take_in
from voicecli.storage.session_search import search_sessions
from voicecli.storage.sessions import Sessions
from voicecli.storage.sounds import Sounds
from voicecli.types import EncodedSound, Passage, TurnRecord

pytestmark = pytest.mark.storage

TEXT = st.text(max_size=30)
TIME = st.datetimes(
    datetime(1980, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)  # given above
)  # fmt: skip
IDS = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)
NUMBER = st.floats(allow_nan=False, allow_infinity=False).map(lambda x: x + 0.0)
"""Without -0.0, which SQLite keeps as 0."""
SECONDS = st.floats(0, 1e6)  # from 0, not -0.0
DAY = st.dates(datetime(1900, 1, 1).date()).map(str)  # only the day

SOURCES = st.builds(SourceCopy, *[TEXT] * 6, score=NUMBER, source=TEXT)
SOUNDS = st.lists(
    st.builds(
        SoundCopy, st.sampled_from(["question", "answer"]), TIME, SECONDS,
        st.sampled_from(["opus", "flac"]), st.binary(max_size=50),
    ),
    max_size=2,
    unique_by=lambda sound: sound.part,
).map(lambda sounds: tuple(sorted(sounds, key=lambda sound: sound.part, reverse=True)))  # fmt: skip
TURNS = st.builds(
    TurnCopy,
    number=st.just(1),
    at=TIME,
    models=st.dictionaries(TEXT, TEXT, max_size=3),
    timings=st.dictionaries(TEXT, NUMBER, max_size=3),
    waited=st.none() | NUMBER,
    sources=st.lists(SOURCES, max_size=3).map(tuple),
    sounds=SOUNDS,
    short=st.none() | st.builds(ShortCopy, TEXT, TEXT),
    abstained=st.booleans(),
    spoken=st.booleans(),
    cached=st.booleans(),
    **dict.fromkeys(
        ["question", "answer", "heard", "ended", "intent", "mode", "speaker", "persona",
         "component"],
        TEXT,
    ),
)  # fmt: skip
DAYS = st.builds(DaysCopy, st.integers(0, 99), st.integers(0, 99), DAY, DAY)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(1 << 53), 1 << 53) | NUMBER | TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
    max_leaves=4,
)
OBJECTS = st.dictionaries(TEXT, JSON, max_size=3)


@st.composite
def interviews_(draw: st.DrawFn, numbers: list[int]) -> InterviewCopy | None:
    if draw(st.booleans()):
        return None
    ended_in = st.sampled_from([None, *numbers])
    exchanges = draw(st.lists(st.tuples(ended_in, OBJECTS), max_size=2))
    return InterviewCopy(
        draw(TIME), draw(TIME), draw(st.none() | TIME), draw(st.none() | IDS), draw(OBJECTS),
        draw(OBJECTS), draw(OBJECTS),
        tuple(ExchangeCopy(2 * at + 1, *one) for at, one in enumerate(exchanges)),
    )  # fmt: skip


@st.composite
def sessions_(draw: st.DrawFn) -> SessionCopy:
    turns = tuple(
        replace(turn, number=3 * number)
        for number, turn in enumerate(draw(st.lists(TURNS, max_size=3)), start=1)
    )
    numbers = st.sampled_from([None, *(turn.number for turn in turns)])
    told = st.builds(
        MemoryCopy, IDS, TIME, st.sampled_from(["fact", "note"]), TEXT,
        st.lists(DAYS, max_size=2).map(tuple), TEXT, numbers,
    )  # fmt: skip
    memories = draw(st.lists(told, max_size=3, unique_by=lambda one: one.id))
    return SessionCopy(
        draw(IDS), draw(TEXT), draw(TIME), draw(TIME), draw(st.none() | TIME), draw(TEXT),
        draw(TEXT), turns, tuple(sorted(memories, key=lambda one: (one.at, one.id))),
        draw(interviews_([turn.number for turn in turns])),
    )  # fmt: skip


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "voicecli.db") as db:
        yield db


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(session=sessions_())
def test_nothing_is_lost_on_the_way(
    tmp_path_factory: pytest.TempPathFactory, session: SessionCopy
) -> None:
    written = as_bytes((session,))
    (read,) = read_sessions(written, "a.json")
    path = tmp_path_factory.mktemp("way") / "voicecli.db"
    with open_database(path) as db:
        assert take_in(db, read) == (Became.ADDED, session.id)
        back = copy_session(db, session.id)
        assert back == session
        assert as_bytes((back,)) == written
        assert take_in(db, read) == (Became.SAME, session.id)
    assert check(path).problem == ""


def a_session(db: Database, question: str = "When is my flight?") -> str:
    sessions = Sessions(db)
    session = sessions.start()
    passage = Passage("p", "projects", "Kite", "projects.json", "kite", "A kite.", 0.5, "k")
    record = TurnRecord(
        question, "document", (passage,), "On Friday.", "On", "user", False, "full",
        {"tts": "amy"}, {"first_sound": 1, "total": 2.5}, "Ann", True,
    )  # fmt: skip
    sessions.add(session, record)
    Sounds(db).keep(session, 1, "question", EncodedSound("opus", 1.5, b"\x00OggS\xff"))
    memories = Memories(db)
    memories.link(memories.add("My flight is on Friday", "fact").id, session, 1)
    return session


def test_what_was_really_kept_comes_back(tmp_path: Path, db: Database) -> None:
    copy = copy_session(db, a_session(db))
    assert copy is not None
    assert copy.turns[0].sounds[0].data == b"\x00OggS\xff"
    assert copy.memories[0].turn == 1
    with open_database(tmp_path / "other.db") as other:
        take_in(other, copy)
        assert Sessions(other).turns(copy.id)[0].record == (Sessions(db).turns(copy.id)[0].record)
        assert Sessions(other).summary(copy.id) == Sessions(db).summary(copy.id)
        assert Memories(other).list() == Memories(db).list()
        assert len(search_sessions(other, "flight").hits) == 1


def test_another_session_of_the_same_id_stays(db: Database) -> None:
    session = a_session(db)
    copy = copy_session(db, session)
    assert copy is not None
    Sessions(db).rename(session, "Renamed since")
    became, other = take_in(db, copy)
    assert became is Became.RENAMED
    assert other != session
    assert take_in(db, copy) == (Became.SAME, other)  # and not a third time
    taken = copy_session(db, other)
    assert taken is not None
    assert taken.called("") == copy.called("")
    assert len({memory.id for memory in Memories(db).list()}) == 2
    assert take_in(db, copy, may_replace=True)[0] is Became.SAME  # it is there under that id


def test_a_session_is_replaced_where_that_was_asked_for(db: Database) -> None:
    session = a_session(db)
    copy = copy_session(db, session)
    assert copy is not None
    Sessions(db).rename(session, "Renamed since")
    assert take_in(db, copy, may_replace=True) == (Became.REPLACED, session)
    assert copy_session(db, session) == copy
    assert len(Memories(db).list()) == 1
    assert len(search_sessions(db, "flight").hits) == 1


def test_what_is_not_there_is_none(db: Database) -> None:
    assert copy_session(db, "0000000000") is None


def a_file(db: Database) -> dict[str, Any]:
    copy = copy_session(db, a_session(db))
    assert copy is not None
    told: dict[str, Any] = json.loads(as_bytes((copy,)))
    return told


def turn_of(told: dict[str, Any]) -> dict[str, Any]:
    turn: dict[str, Any] = told["sessions"][0]["turns"][0]
    return turn


def _set(*places: Any, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(told: Any) -> None:
        for place in places[:-1]:
            told = told[place]
        told[places[-1]] = value

    return change


SESSION = ("sessions", 0)
TURN = (*SESSION, "turns", 0)


@pytest.mark.parametrize(
    "change",
    [
        _set("format", value="other"),
        _set("version", value="1"),
        _set("version", value=0),
        _set("sessions", value={}),
        _set("more", value=1),
        _set(*SESSION, "id", value="'; DROP TABLE turns; --"),
        _set(*SESSION, "id", value="../../etc"),
        _set(*SESSION, "id", value="0000000000\n"),
        _set(*SESSION, "created", value="yesterday"),
        _set(*SESSION, "created", value="0001-01-01T00:00:00+14:00"),
        _set(*SESSION, "created", value="2025-01-01T00:00:00"),
        _set(*SESSION, "created", value=5),
        _set(*SESSION, "title", value=None),
        _set(*TURN, "number", value=0),
        _set(*TURN, "number", value=10**30),
        _set(*TURN, "number", value=1.5),
        _set(*TURN, "abstained", value=1),
        _set(*TURN, "waited", value=float("nan")),
        _set(*TURN, "timings", value={"total": float("inf")}),
        _set(*TURN, "timings", value={"total": "1"}),
        _set(*TURN, "models", value={"llm": 5}),
        _set(*TURN, "sounds", 0, "codec", value="exe"),
        _set(*TURN, "sounds", 0, "part", value="else"),
        _set(*TURN, "sounds", 0, "data", value="no base64 é"),
        _set(*TURN, "sounds", 0, "seconds", value=-1),
        _set(*TURN, "surprise", value=1),
        _set(*SESSION, "memories", 0, "turn", value=7),
        _set(*SESSION, "memories", 0, "kind", value="rule"),
        _set(*SESSION, "memories", 0, "dates", value=[{}]),
        _set(*SESSION, "memories", 0, "dates",
             value=[{"start": 0, "end": 1, "first": "2025-02-31", "last": "2025-02-28"}]),
    ],
)  # fmt: skip
def test_what_is_no_session_is_refused(
    db: Database, change: Callable[[dict[str, Any]], None]
) -> None:
    told = a_file(db)
    change(told)
    with pytest.raises(StorageError) as caught:
        read_sessions(json.dumps(told).encode(), "a.json")
    assert caught.value.code == "not-sessions"
    assert caught.value.message.startswith("a.json is no file of sessions: ")
    assert "\n" not in caught.value.message
    assert len(caught.value.message) < 300


def test_parts_that_contradict_each_other_are_refused(db: Database) -> None:
    told = a_file(db)
    turns = told["sessions"][0]["turns"]
    turns.append(turns[0])
    with pytest.raises(StorageError, match="order of their numbers"):
        read_sessions(json.dumps(told).encode(), "a.json")
    told = a_file(db)
    turn_of(told)["sounds"] *= 2
    with pytest.raises(StorageError, match="two sounds of one part"):
        read_sessions(json.dumps(told).encode(), "a.json")


def test_a_file_of_the_first_version_is_read(db: Database) -> None:
    told = a_file(db) | {"version": 1}
    del told["sessions"][0]["interview"]
    (read,) = read_sessions(json.dumps(told).encode(), "a.json")
    assert read == copy_session(db, read.id)


def test_a_newer_file_says_so(db: Database) -> None:
    told = a_file(db) | {"version": VERSION + 1, "surprise": 1}
    with pytest.raises(StorageError) as caught:
        read_sessions(json.dumps(told).encode(), "a.json")
    assert caught.value.code == "newer-sessions"


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"null", b"[]", b"{}", b"\xff\xfe\x00", b"SQLite format 3\0", b"[" * 200_000,
     b'{"format": "voicecli-sessions"}', b'"\\ud800"', b"9" * 10_000, b"<html>"],
)  # fmt: skip
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(StorageError) as caught:
        read_sessions(data, "a.json")
    assert caught.value.code == "not-sessions"
    assert "\n" not in caught.value.message


def test_the_schema_names_every_field() -> None:
    schema = json_schema()
    assert set(schema["properties"]) == {"format", "version", "sessions"}
    assert "waited" in schema["$defs"]["TurnCopy"]["required"]


def test_a_session_that_is_taken_in_goes_on(db: Database, tmp_path: Path) -> None:
    copy = copy_session(db, a_session(db))
    assert copy is not None
    long_ago = replace(copy, last_activity=copy.created - timedelta(days=900))
    with open_database(tmp_path / "other.db") as other:
        take_in(other, long_ago)
        sessions = Sessions(other)
        assert sessions.last_open() is None
        assert sessions.close_idle() == 1
        assert (
            sessions.add(copy.id, TurnRecord("q", "", (), "", "", "done", False, "", {}, {})) == 2
        )
        assert sessions.last_open() == copy.id
