import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes import Calendar
from voicecli.errors import StorageError
from voicecli.storage.database import check, open_database
from voicecli.storage.ids import ALPHABET, LENGTH, new_id, read_id
from voicecli.storage.sessions import Sessions
from voicecli.types import Passage, TurnRecord

pytestmark = pytest.mark.storage

WRITER = """
import sys
from pathlib import Path
from voicecli.storage.database import open_database
from voicecli.storage.sessions import Sessions
from voicecli.types import Passage, TurnRecord
passages = tuple(
    Passage(f"p{i}", "document", "t", "d.md", str(i), "text " * 200, 0.5) for i in range(8)
)
record = TurnRecord("q", "document", passages, "a" * 2000, "a", "done", False, "instant", {}, {})
with open_database(Path(sys.argv[1])) as db:
    sessions = Sessions(db)
    for _ in range(int(sys.argv[3])):
        print(sessions.add(sys.argv[2], record), flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "voicecli.db"


@pytest.fixture
def sessions(path: Path) -> Iterator[Sessions]:
    with open_database(path) as db:
        yield Sessions(db, Calendar(timedelta(seconds=1)))


def record(question: str = "What did she build?", **changes: object) -> TurnRecord:
    passage = Passage("kite", "projects", "Kite", "projects.json", "kite", "A kite camera.", 0.75)
    fields: dict[str, object] = {
        "question": question,
        "intent": "projects",
        "passages": (passage,),
        "written": "Kite is a kite camera.",
        "heard": "Kite is",
        "ended": "user",
        "abstained": False,
        "mode": "instant",
        "models": {"llm": "tiny"},
        "timings": {"total": 0.25},
    }
    return TurnRecord(**{**fields, **changes})  # type: ignore[arg-type]


def test_what_goes_in_comes_out(sessions: Sessions) -> None:
    session = sessions.start()
    assert sessions.add(session, record()) == 1
    assert sessions.add(session, record("And since 2020?", passages=())) == 2
    first, second = sessions.turns(session)
    assert first.record == record()
    assert second.record.passages == ()
    assert (first.number, second.number) == (1, 2)
    assert first.at < second.at
    assert [turn.number for turn in sessions.turns(session, last=1)] == [2]
    assert sessions.turns(session, last=0) == ()


@settings(deadline=None)
@given(
    question=st.text(st.characters(exclude_categories=()), max_size=200),
    score=st.floats(allow_nan=False, allow_infinity=False),
    model=st.text(max_size=20),
)
def test_any_text_is_kept(
    tmp_path_factory: pytest.TempPathFactory, question: str, score: float, model: str
) -> None:
    path = tmp_path_factory.mktemp("any") / "voicecli.db"
    passage = Passage("a", "document", question, "d", "1", question, score)
    with open_database(path) as db:
        sessions = Sessions(db)
        session = sessions.start()
        sessions.add(session, record(question, passages=(passage,), models={"llm": model}))
        (turn,) = sessions.turns(session)
    whole = question.encode("utf-8", "replace").decode()
    assert turn.record.question == whole
    assert turn.record.passages[0].text == whole
    assert turn.record.passages[0].score == score
    assert turn.record.models == {"llm": model}


def test_a_question_of_50_000_characters_is_kept_whole(sessions: Sessions) -> None:
    session = sessions.start()
    sessions.add(session, record("ü" * 50_000))
    assert sessions.turns(session)[0].record.question == "ü" * 50_000
    assert len(sessions.list()[0].title) == 80


def test_sessions_are_listed_by_their_last_turn(sessions: Sessions) -> None:
    first, second, third = sessions.start(), sessions.start(), sessions.start()
    for session in (first, second, first):
        sessions.add(session, record(f"asked in {session}\n\n  twice"))
    assert [(one.id, one.turns) for one in sessions.list()] == [(first, 2), (second, 1)]
    assert sessions.list(1)[0].title == f"asked in {first} twice"
    assert sessions.latest() == first
    assert sessions.summary(second).turns == 1
    assert third not in {one.id for one in sessions.list()}  # nothing was asked in it


def test_a_session_is_found_by_a_piece_of_its_id(sessions: Sessions) -> None:
    first, second = sessions.start(), sessions.start()
    sessions.add(first, record())
    common = next(i for i in range(LENGTH) if first[i] != second[i])
    assert sessions.find(first) == first
    assert sessions.find(f"  {first.lower()} ") == first
    assert sessions.find(first[: common + 1]) == first
    assert sessions.find("latest") == first
    if first[-3:] != second[-3:]:
        assert sessions.find(second[-3:]) == second
    with pytest.raises(StorageError) as caught:
        sessions.find(first[:common])
    assert caught.value.code == "ambiguous-session"


@pytest.mark.parametrize(
    "written", ["ZZZZ", "", "  ", "%", "_", "'; DROP TABLE turns; --", "é" * 99]
)
def test_an_unknown_session_is_said(sessions: Sessions, written: str) -> None:
    sessions.add(sessions.start(), record())
    with pytest.raises(StorageError) as caught:
        sessions.find(written)
    assert caught.value.code == "no-session"
    assert "voicecli sessions list" in caught.value.hint
    assert len(str(caught.value)) < 160


def test_nothing_can_be_added_to_no_session(sessions: Sessions) -> None:
    with pytest.raises(StorageError) as caught:
        sessions.add("0000000000", record())
    assert caught.value.code == "no-session"
    assert sessions.latest() is None
    with pytest.raises(StorageError, match="no sessions yet"):
        sessions.find("latest")


def test_a_full_disk_loses_only_the_running_turn(path: Path) -> None:
    with open_database(path) as db:
        sessions = Sessions(db)
        session = sessions.start()
        sessions.add(session, record())
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StorageError) as caught:
            sessions.add(session, record(written="long " * 100_000))
        assert caught.value.code == "disk-full"
        assert len(sessions.turns(session)) == 1


def test_a_killed_process_loses_at_most_the_running_turn(path: Path) -> None:
    with open_database(path) as db:
        session = Sessions(db).start()
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), session, "1000000"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    told = [int(process.stdout.readline()) for _ in range(20)]
    process.kill()
    told += [int(line) for line in process.stdout.read().splitlines() if line]
    process.wait()
    process.stdout.close()
    assert check(path).problem == ""
    with open_database(path) as db:
        turns = Sessions(db).turns(session)
        assert [turn.number for turn in turns][: len(told)] == told
        assert len(turns) - len(told) in (0, 1)
        assert {len(turn.record.passages) for turn in turns} == {8}
        assert Sessions(db).add(session, record()) == len(turns) + 1


def test_two_processes_write_at_once(path: Path) -> None:
    with open_database(path) as db:
        session = Sessions(db).start()
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), session, "40"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    outputs = [(*writer.communicate(), writer.returncode) for writer in writers]
    assert {(err, code) for _, err, code in outputs} == {("", 0)}
    numbers = [int(line) for out, _, _ in outputs for line in out.split()]
    assert sorted(numbers) == list(range(1, 81))
    with open_database(path, read_only=True) as db:
        assert len(Sessions(db).turns(session)) == 80


def test_deleting_a_session_takes_its_turns_along(path: Path) -> None:
    with open_database(path) as db:
        sessions = Sessions(db)
        session = sessions.start()
        sessions.add(session, record())
        db["sessions"].delete(session)
        assert (db["turns"].count, db["sources"].count) == (0, 0)


@settings(deadline=None)
@given(
    st.datetimes(datetime(2020, 1, 2), datetime(2100, 1, 1)),
    st.timedeltas(timedelta(seconds=0.02), timedelta(days=400)),
)
def test_ids_sort_as_time_does(at: datetime, later: timedelta) -> None:
    first = new_id(at.replace(tzinfo=UTC))
    second = new_id((at + later).replace(tzinfo=UTC))
    assert first < second
    assert len(first) == LENGTH
    assert set(first) <= set(ALPHABET)
    assert read_id(first.lower()) == first


def test_an_id_may_be_read_as_it_was_heard() -> None:
    assert read_id(" o1lI0z ") == "01110Z"


def test_models_and_timings_are_plain_json(sessions: Sessions, path: Path) -> None:
    import numpy as np

    session = sessions.start()
    sessions.add(session, record(timings={"total": np.float32(0.5)}))
    with open_database(path, read_only=True) as db:
        assert json.loads(db.execute("SELECT timings FROM turns").fetchone()[0]) == {"total": 0.5}
