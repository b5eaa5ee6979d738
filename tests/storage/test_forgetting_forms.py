"""A forgotten phrase as it is written elsewhere: other letters, escapes, lines, copies."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from voicecli.config import Config, load
from voicecli.pipeline import forgetting
from voicecli.retrieval.schema import prepare
from voicecli.storage.copies import back_up
from voicecli.storage.database import open_database
from voicecli.storage.encryption import convert
from voicecli.storage.forgetting import Wanted
from voicecli.storage.sayings import plain
from voicecli.storage.sessions import Sessions
from voicecli.types import TurnRecord

pytestmark = pytest.mark.storage


@pytest.fixture
def config() -> Config:
    return load().config


@pytest.fixture
def db(config: Config) -> Iterator[Database]:
    with open_database(config.database_file) as db:
        prepare(db)
        yield db


def say(db: Database, *questions: str) -> str:
    sessions = Sessions(db)
    session = sessions.start()
    for question in questions:
        record = TurnRecord(question, "general", (), "Yes.", "Yes.", "done", False, "full", {}, {})
        sessions.add(session, record)
    return session


def forget(config: Config, wanted: Wanted) -> forgetting.Proof:
    with open_database(config.database_file) as db:
        return forgetting.forget(db, config, forgetting.plan(db, config, wanted))


FORMS = [
    ("my e\u0301lephant bleu", "élephant bleu"),
    ("don\u2019t tell mother", "don't tell mother"),
    ("ele\u00adphant blue", "elephant blue"),
    ("ele\u200bphant blue", "elephant blue"),
    ("well\u2013known spy", "well-known spy"),
    ("ＷＩＤＥ secret", "wide secret"),
    ("ИвАН secret", "иван secret"),
    ("secret\nof  mine", "secret of\u00a0mine"),
]


@pytest.mark.parametrize(("stored", "phrase"), FORMS)
def test_a_turn_that_says_it_otherwise_goes(
    db: Database, config: Config, stored: str, phrase: str
) -> None:
    say(db, stored)
    kept = say(db, "Which lamp is red?")
    db.close()
    assert forget(config, Wanted(matching=phrase)).is_whole
    with open_database(config.database_file) as again:
        assert [one.id for one in Sessions(again).list()] == [kept]


@pytest.mark.parametrize(
    ("stored", "phrase"),
    [
        *FORMS,
        ("M&uuml;ller &amp; Sons", "müller & sons"),
        (r'{"said": "M\u00fcller \u0026 Sons"}', "müller & sons"),
        (r'"the \"secret\" of\nmine"', 'the "secret" of mine'),
    ],
)
def test_a_file_that_says_it_otherwise_is_noticed(
    db: Database, config: Config, stored: str, phrase: str
) -> None:
    db.close()
    export = config.data_folder / "exports" / "one.html"
    export.parent.mkdir(parents=True)
    export.write_text(f"{'x' * 100} {stored}", encoding="utf-8")
    proof = forget(config, Wanted(matching=phrase))
    assert proof.remains == ((export, "it says it"),)


def test_a_copy_that_says_it_over_two_lines_is_noticed(db: Database, config: Config) -> None:
    say(db, "the secret\nof  mine")
    copy = config.data_folder / "backups" / "one.db"
    back_up(config.database_file, copy)
    db.close()
    assert copy in dict(forget(config, Wanted(matching="secret of mine")).remains)


@pytest.mark.parametrize("is_known", [True, False])
def test_an_encrypted_copy_is_read_or_named(
    config: Config, monkeypatch: pytest.MonkeyPatch, is_known: bool
) -> None:
    monkeypatch.setenv("VOICECLI_PASSPHRASE", "horse battery")
    with open_database(config.database_file) as db:
        prepare(db)
        say(db, "the secret of mine")
    convert(config.database_file, "horse battery")
    copy = config.data_folder / "backups" / "one.db"
    back_up(config.database_file, copy)
    if not is_known:
        convert(config.database_file, "")
        monkeypatch.delenv("VOICECLI_PASSPHRASE")
    proof = forget(config, Wanted(matching="secret of mine"))
    assert not proof.is_whole
    why = "it says it" if is_known else "it is encrypted: nobody can tell what it says"
    assert dict(proof.remains)[copy] == why


def test_a_title_that_a_person_gave_stays(db: Database, config: Config) -> None:
    session = say(db, "the secret of mine", "hello there")
    Sessions(db).rename(session, "Taxes of 2026")
    db.close()
    forget(config, Wanted(matching="secret of mine"))
    with open_database(config.database_file) as again:
        assert Sessions(again).summary(session).title == "Taxes of 2026"


def write_lines(config: Config, session: str, at: datetime) -> tuple[Path, Path]:
    """Short lines, by which nothing can be known again."""
    folder = config.state_folder
    folder.mkdir(parents=True, exist_ok=True)
    history, log = folder / "typed_history", folder / "voicecli.log"
    history.write_text("I am gay\n")
    lines = [
        {"at": at.isoformat(), "session": session, "words": {"question": "I am gay"}},
        {"at": "2020-01-01T00:00:00+00:00", "session": "OTHER", "words": {"question": "hello"}},
    ]
    log.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    return history, log


@pytest.mark.parametrize("is_by_time", [True, False])
def test_short_lines_go_with_their_session_and_time(
    db: Database, config: Config, is_by_time: bool
) -> None:
    session = say(db, "I am gay")
    db.close()
    now = datetime.now(UTC)
    history, log = write_lines(config, session, now)
    by_time = Wanted(since=now - timedelta(hours=1))
    planned = forgetting.plan(db := open_database(config.database_file), config, by_time)
    db.close()
    assert planned.counts["typed lines"] == 1
    assert forget(config, by_time if is_by_time else Wanted((session,))).is_whole
    assert not history.exists()
    assert "gay" not in log.read_text()
    assert "hello" in log.read_text()


def test_a_phrase_of_nothing_that_is_seen_forgets_nothing(db: Database, config: Config) -> None:
    kept = say(db, "Which lamp is red?")
    db.close()
    assert plain("\u200b\u00ad") == ""
    forget(config, Wanted(matching="\u200b\u200b\u200b\u00ad"))
    with open_database(config.database_file) as again:
        assert [one.id for one in Sessions(again).list()] == [kept]


@pytest.mark.parametrize("at", [None, 7, "noon", "2026-01-01T00:00:00+00:00"])
def test_a_logged_line_that_does_not_tell_its_time_may_be_of_any(
    config: Config, db: Database, at: object
) -> None:
    say(db, "What is tea?")
    log = config.state_folder / "voicecli.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(json.dumps({"event": "turn", "words": "tea is secret", "at": at}) + "\n")
    forget(config, Wanted(since=datetime(2026, 6, 1, tzinfo=UTC)))
    assert ("secret" in log.read_text()) == (at == "2026-01-01T00:00:00+00:00")
