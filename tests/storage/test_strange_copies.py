"""Copies of somebody else's making, put in the place of the database."""

import json
import zlib
from datetime import datetime
from pathlib import Path

import pytest

from voicecli import assembly
from voicecli.config import load
from voicecli.errors import StorageError
from voicecli.storage.copies import back_up, restore
from voicecli.storage.database import open_database
from voicecli.storage.forgetting import unfinished
from voicecli.storage.roots import add_root
from voicecli.storage.sessions import Sessions
from voicecli.storage.speakers import EnrolledSpeakers
from voicecli.types import TurnRecord

pytestmark = pytest.mark.storage

NOW = datetime(2026, 11, 22, 12)


def asked(path: Path) -> list[str]:
    with open_database(path) as db:
        return [one.title for one in Sessions(db).list()]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "voicecli.db"
    with open_database(path) as db:
        sessions = Sessions(db)
        record = TurnRecord("first", "general", (), "", "", "done", False, "full", {}, {})
        sessions.add(sessions.start(), record)
    return path


@pytest.mark.parametrize(
    "hostile",
    [
        "CREATE TRIGGER evil AFTER INSERT ON turns BEGIN INSERT INTO forgetting (asked) "
        "VALUES (new.question); END",
        "CREATE VIEW sessions_of_others AS SELECT * FROM sessions",
        "CREATE TABLE stolen (what TEXT)",
        "CREATE TRIGGER turns_added2 BEFORE DELETE ON turns BEGIN SELECT RAISE(IGNORE); END",
    ],
)
def test_a_copy_that_does_things_by_itself_is_not_restored(
    database: Path, tmp_path: Path, hostile: str
) -> None:
    target = tmp_path / "copy.db"
    back_up(database, target)
    with open_database(target) as db:
        db.conn.executescript(hostile)
    with pytest.raises(StorageError) as caught:
        restore(database, target, NOW)
    assert caught.value.code == "strange-database"
    assert asked(database) == ["first"]
    assert [path.name for path in database.parent.iterdir()] == ["voicecli.db"]


def test_a_trigger_in_the_place_of_an_own_one_is_strange(database: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    back_up(database, target)
    with open_database(target) as db:
        db.conn.executescript(
            "DROP TRIGGER turns_removed; CREATE TRIGGER turns_removed AFTER DELETE ON turns"
            " BEGIN INSERT INTO forgetting (asked) VALUES (old.question); END"
        )
    with pytest.raises(StorageError) as caught:
        restore(database, target, NOW)
    assert caught.value.code == "strange-database"


def test_a_forgetting_of_another_computer_is_not_gone_on_with(
    database: Path, tmp_path: Path
) -> None:
    target = tmp_path / "copy.db"
    back_up(database, target)
    with open_database(target) as db:
        everything = {"wanted": {"everything": True}, "pieces": [], "memories": []}
        packed = zlib.compress(json.dumps(everything).encode())
        db.execute("INSERT INTO forgetting (asked) VALUES (?)", [packed])
        db.commit()
    restore(database, target, NOW)
    with open_database(database) as db:
        assert not unfinished(db)


def test_what_every_room_makes_is_restored(tmp_path: Path) -> None:
    config = load(flags={"paths.data": str(tmp_path / "own")}).config
    with assembly.open_store(config) as db:
        add_root(db, tmp_path)
        EnrolledSpeakers(db).all()
        before = set(db.table_names())
    target = tmp_path / "copy.db"
    back_up(config.database_file, target)
    assert assembly.restore_copy(config, target, NOW)
    with assembly.open_store(config) as db:
        assert set(db.table_names()) == before
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
