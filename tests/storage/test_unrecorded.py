from pathlib import Path

import pytest

from voicecli.storage.database import file_of, open_database, writing
from voicecli.storage.indexing import indexing
from voicecli.storage.sessions import Sessions
from voicecli.storage.unrecorded import open_copy
from voicecli.types import TurnRecord

pytestmark = pytest.mark.storage


def ask(path: Path, question: str) -> None:
    with open_database(path) as db:
        sessions = Sessions(db)
        sessions.add(
            sessions.start(),
            TurnRecord(question, "general", (), "A lamp.", "", "done", False, "full", {}, {}),
        )


def snapshot(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    return {
        str(path): (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino)
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_copy_is_read_and_written_and_nothing_is_touched(tmp_path: Path) -> None:
    path = tmp_path / "voicecli.db"
    ask(path, "first")
    before = snapshot(tmp_path)
    with open_copy(path) as db, open_copy(path) as other:
        assert Sessions(db).list()[0].title == "first"
        with writing(db):
            db.execute("DELETE FROM sessions")
        assert not Sessions(other).list()
        assert file_of(db) == ""
        with indexing(db, wait=False) as is_ours:
            assert is_ours
        assert snapshot(tmp_path) == before
    assert snapshot(tmp_path) == before
    with open_copy(path) as again:  # of the file, not of what was done to the copy before
        assert Sessions(again).list()[0].title == "first"


def test_where_there_is_none_none_is_made(tmp_path: Path) -> None:
    with open_copy(tmp_path / "data" / "voicecli.db") as db:
        assert not Sessions(db).list()
    assert not list(tmp_path.iterdir())


def test_what_others_have_in_their_log_is_read(tmp_path: Path) -> None:
    path = tmp_path / "voicecli.db"
    with open_database(path):
        ask(path, "in the log")
        with open_copy(path) as db:
            assert Sessions(db).list()[0].title == "in the log"
