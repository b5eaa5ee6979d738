"""What was asked, answered and said in recordings, found by its words."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from tests.fakes import Calendar
from voicecli.errors import StorageError
from voicecli.storage.database import open_database
from voicecli.storage.jobs import Begun, JobKey, Ledger
from voicecli.storage.results import clear_results
from voicecli.storage.session_search import (
    MOST_TERMS,
    LineHit,
    Snippet,
    TurnHit,
    read_terms,
    search_sessions,
)
from voicecli.storage.sessions import Sessions
from voicecli.types import Segment, Transcript, TurnRecord

pytestmark = pytest.mark.storage

KEY = JobKey(b"sound", b"whisper")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "voicecli.db"


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    with open_database(path) as db:
        yield db


@pytest.fixture
def sessions(db: Database) -> Sessions:
    return Sessions(db, Calendar(timedelta(minutes=1)))


def say(sessions: Sessions, question: str, answer: str = "I do not know.") -> str:
    session = sessions.start()
    sessions.add(
        session, TurnRecord(question, "", (), answer, answer, "done", False, "instant", {}, {})
    )
    return session


def transcribe(path: Path, *lines: str, key: JobKey = KEY, file: str = "/tapes/call.wav") -> None:
    segments = tuple(
        Segment(60.0 * number, 60.0 * number + 9, text, speaker="Ann")
        for number, text in enumerate(lines)
    )
    with Ledger(path).working() as worker, worker.jobs() as jobs:
        jobs.note_content(Path(file), "stamp", key.content)
        assert isinstance(jobs.begin(key), Begun)
        told = Transcript(segments, "en", 600.0)
        jobs.finish(key, told, (), told)


def questions(db: Database, written: str, limit: int = 20) -> list[str]:
    hits = search_sessions(db, written, limit).hits
    return [hit.question for hit in hits if isinstance(hit, TurnHit)]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("flight", True),
        ("FLIGHTS", True),
        ("Rome flight", True),
        ("flight paris", False),
        ("flig", True),
        ("fl", False),  # a short beginning is a word of its own
        ("flig rome", False),  # only the last may be a beginning
        ('"flight to Rome"', True),
        ('"Rome flight"', False),
        ('"flight to Ro', False),  # a phrase holds whole words
        ("cafe", True),
        ("CAFÉ", True),
        ("kettles", True),
    ],
)
def test_words_are_found(db: Database, sessions: Sessions, written: str, found: bool) -> None:
    say(sessions, "When is my flight to Rome?", "On Friday, from the Café Central; the kettle too.")
    say(sessions, "What did she build?", "A camera.")
    result = search_sessions(db, written)
    assert (bool(result.hits) and result.all_words) is found


def test_some_of_the_words_are_better_than_nothing(db: Database, sessions: Sessions) -> None:
    say(sessions, "When is my flight to Rome?")
    found = search_sessions(db, "the flight that leaves from Oslo")
    assert not found.all_words
    assert len(found.hits) == 1
    assert search_sessions(db, "Oslo").hits == ()


def test_the_better_comes_first_then_the_newer(db: Database, sessions: Sessions) -> None:
    long = "something else entirely that goes on and on " * 5
    say(sessions, f"{long} kite {long}")
    old = say(sessions, "kite")
    new = say(sessions, "kite")
    for _ in range(20):
        say(sessions, "nothing of the kind")
    hits = search_sessions(db, "kite").hits
    assert [hit.session for hit in hits if isinstance(hit, TurnHit)][:2] == [new, old]
    assert len(hits) == 3
    assert len(search_sessions(db, "kite", limit=1).hits) == 1


def test_the_words_are_marked(db: Database, sessions: Sessions) -> None:
    say(sessions, "Where\ndid the \x1b[31m kites fly, in Rome?")
    (hit,) = search_sessions(db, "kite rome").hits
    text = hit.snippet.text
    assert [text[first:last] for first, last in hit.snippet.marked] == ["kites", "Rome"]
    assert "\n" not in text


def test_marks_in_the_text_itself_do_no_harm(db: Database, sessions: Sessions) -> None:
    say(sessions, "\ue001 a \ue000 kite \ue000\ue001 \ue001")
    (hit,) = search_sessions(db, "kite").hits
    assert not set("\ue000\ue001") & set(hit.snippet.text)
    assert all(0 <= a < b <= len(hit.snippet.text) for a, b in hit.snippet.marked)


def test_lines_of_recordings_are_found_with_their_place(path: Path, db: Database) -> None:
    transcribe(path, "Hello everybody.", "The budget is forty thousand.", "")
    (hit,) = search_sessions(db, "budget").hits
    assert hit == LineHit(
        "/tapes/call.wav", 60.0, 69.0, "Ann",
        Snippet("The budget is forty thousand.", ((4, 10),)), hit.score,
    )  # fmt: skip


def test_a_recording_says_each_thing_once(path: Path, db: Database) -> None:
    transcribe(path, "The budget is forty thousand.")
    transcribe(path, "The budget is forty thousand.", key=JobKey(b"sound", b"whisper", b"ann"))
    transcribe(path, "A budget, too.", key=JobKey(b"other", b"whisper"), file="/tapes/b.wav")
    hits = search_sessions(db, "budget").hits
    assert sorted(hit.file for hit in hits if isinstance(hit, LineHit)) == [
        "/tapes/b.wav",
        "/tapes/call.wav",
    ]


def test_lines_go_with_their_transcription(path: Path, db: Database) -> None:
    transcribe(path, "The budget is forty thousand.")
    assert search_sessions(db, "budget").hits
    clear_results(db)
    assert search_sessions(db, "budget").hits == ()
    assert db.execute("SELECT count(*) FROM lines").fetchone() == (0,)


def test_what_was_transcribed_before_lines_were_kept_is_found(path: Path, db: Database) -> None:
    transcribe(path, "The budget is forty thousand.")
    transcribe(path, key=JobKey(b"silence", b"whisper"))
    with db.conn:
        db.execute("DELETE FROM lines")
        db.execute("UPDATE jobs SET has_lines = 0")
        db.execute(
            "INSERT INTO jobs (content, options, used, transcript) VALUES (x'01', x'01', '', x'02')"
        )  # damaged
    assert len(search_sessions(db, "budget").hits) == 1
    assert db.execute("SELECT count(*) FROM jobs WHERE NOT has_lines").fetchone() == (0,)


def test_a_search_is_bounded_in_time(db: Database, sessions: Sessions) -> None:
    first, second = say(sessions, "kite one"), say(sessions, "kite two")
    at = sessions.summary(second).last_activity
    (hit,) = search_sessions(db, "kite", since=at).hits
    assert isinstance(hit, TurnHit)
    assert hit.session == second
    (hit,) = search_sessions(db, "kite", until=at).hits
    assert isinstance(hit, TurnHit)
    assert hit.session == first


def test_what_was_deleted_is_not_found(db: Database, sessions: Sessions) -> None:
    session = say(sessions, "kite")
    with db.conn:
        db.execute("DELETE FROM sessions WHERE id = ?", [session])
    assert search_sessions(db, "kite").hits == ()


@pytest.mark.parametrize("written", ["", "  ", '"', '""', "*", "—", "( )", '" " "', "\0", "?!"])
def test_no_word_is_said(db: Database, written: str) -> None:
    with pytest.raises(StorageError) as caught:
        search_sessions(db, written)
    assert caught.value.code == "no-words"


def test_too_many_words_are_said(db: Database) -> None:
    search_sessions(db, " ".join(f"w{n}" for n in range(MOST_TERMS)))
    with pytest.raises(StorageError) as caught:
        search_sessions(db, " ".join(f"w{n}" for n in range(MOST_TERMS + 1)))
    assert caught.value.code == "long-query"


@pytest.mark.parametrize(
    "written",
    [
        "NEAR(a b)", "a NEAR b", "question:kite", "a OR b", "a AND", "NOT a", "^a", "a*", "-a",
        '"a', 'a"', '"a" b"', "'; DROP TABLE turns; --", "a\0b", "{a b}: c", "(a", "a)", "+a +b",
        "\ud800 a", "日本", "🎈 a", "a" * 10_000, "turns_fts", 'rank:"x"', "col : a",
    ],
)  # fmt: skip
def test_nothing_in_a_query_is_syntax(db: Database, sessions: Sessions, written: str) -> None:
    say(sessions, f"I wrote {written} here")
    hits = search_sessions(db, written).hits
    assert len(hits) == 1


ALPHABET = st.sampled_from([*'"*()^:+-{}\0\ud800', " ", "NEAR", "AND", "NOT", "a", "é", "ß", "7"])


@given(st.lists(ALPHABET, max_size=30).map("".join) | st.text(max_size=40))
def test_every_term_is_quoted(written: str) -> None:
    for term in read_terms(written):
        quoted = term.removesuffix("*")
        assert quoted[0] == quoted[-1] == '"'
        assert '"' not in quoted[1:-1]
        assert "\0" not in term


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with open_database(tmp_path_factory.mktemp("searched") / "voicecli.db") as db:
        say(Sessions(db), "a kite é 7")
        yield db


@given(written=st.lists(ALPHABET, max_size=30).map("".join) | st.text(max_size=40))
def test_no_query_breaks_the_search(searched: Database, written: str) -> None:
    try:
        search_sessions(searched, written)
    except StorageError as error:
        assert error.code in ("no-words", "long-query")  # noqa: PT017  # both are fine here
