import errno
import os
import signal
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path

import pytest

from voicecli.errors import StorageError
from voicecli.storage import copies
from voicecli.storage.copies import back_up, restore, sweep_copies
from voicecli.storage.database import check, open_database
from voicecli.storage.sessions import Sessions
from voicecli.storage.sqlite import sqlite3
from voicecli.types import TurnRecord

pytestmark = pytest.mark.storage

NOW = datetime(2026, 11, 22, 12)


def ask(path: Path, question: str) -> None:
    with open_database(path) as db:
        sessions = Sessions(db)
        sessions.add(
            sessions.start(),
            TurnRecord(question, "general", (), "", "", "done", False, "full", {}, {}),
        )


def asked(path: Path) -> list[str]:
    with open_database(path) as db:
        return [one.title for one in reversed(Sessions(db).list(1000))]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "voicecli.db"
    ask(path, "first")
    return path


def test_a_copy_is_whole_closed_and_one_file(database: Path, tmp_path: Path) -> None:
    target = tmp_path / "copies" / "one.db"
    with open_database(database) as db:  # what is in the log only is in the copy
        ask(database, "second")
        back_up(database, target)
        assert db.execute("SELECT count(*) FROM turns").fetchone() == (2,)
    assert [path.name for path in target.parent.iterdir()] == ["one.db"]
    assert target.stat().st_mode & 0o777 == 0o600
    assert asked(target) == ["first", "second"]
    assert sorted(p.name for p in database.parent.iterdir()) == ["voicecli.db"]


def test_nothing_is_written_over(database: Path, tmp_path: Path) -> None:
    target = tmp_path / "mine.txt"
    target.write_text("mine")
    with pytest.raises(StorageError) as caught:
        back_up(database, target)
    assert caught.value.code == "file-exists"
    assert target.read_text() == "mine"


def test_a_copy_that_finds_no_room_leaves_nothing(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(copies, "flush", full)
    target = tmp_path / "copies" / "one.db"
    with pytest.raises(StorageError) as caught:
        back_up(database, target)
    assert caught.value.code == "disk-full"
    assert not list(target.parent.iterdir())
    assert sorted(p.name for p in database.parent.iterdir()) == ["voicecli.db"]


def test_a_copy_while_others_write(database: Path, tmp_path: Path) -> None:
    done = threading.Event()

    def write() -> None:
        while not done.is_set():
            ask(database, "again")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            target = tmp_path / f"{number}.db"
            back_up(database, target)
            assert not check(target).problem
            assert asked(target)[0] == "first"
    finally:
        done.set()
        writer.join()


_KILLED = """
import os, signal, sys
from pathlib import Path
from voicecli.storage import copies
copies.flush = lambda path: os.kill(os.getpid(), signal.SIGKILL)
copies.back_up(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def test_what_a_killed_copy_leaves_is_removed(database: Path, tmp_path: Path) -> None:
    target = tmp_path / "copies" / "one.db"
    died = subprocess.run([sys.executable, "-c", _KILLED, database, target], check=False)
    assert died.returncode == -signal.SIGKILL
    assert list(target.parent.iterdir())
    sweep_copies(database)
    assert not list(target.parent.iterdir())
    assert not list(database.parent.glob("*copying*"))


def test_only_unfinished_copies_are_removed(database: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.db"
    mine.write_text("mine")
    note = database.with_name("voicecli.db.copying-x")
    note.write_bytes(os.fsencode(mine))
    sweep_copies(database)
    assert mine.exists()
    assert not note.exists()


def test_back_again(database: Path, tmp_path: Path) -> None:
    target = tmp_path / "one.db"
    back_up(database, target)
    ask(database, "second")
    before = restore(database, target, NOW)
    assert asked(database) == ["first"]
    assert before is not None
    assert asked(before) == ["first", "second"]
    assert database.stat().st_mode & 0o777 == 0o600
    assert target.exists()
    assert restore(database, target, NOW) != before


def test_back_where_there_is_none(database: Path, tmp_path: Path) -> None:
    target = tmp_path / "one.db"
    back_up(database, target)
    database.unlink()
    assert restore(database, target, NOW) is None
    assert asked(database) == ["first"]


def test_what_is_no_copy_is_not_restored(database: Path, tmp_path: Path) -> None:
    damaged, foreign, text = (tmp_path / name for name in ("damaged.db", "foreign.db", "text.db"))
    back_up(database, damaged)
    raw = bytearray(damaged.read_bytes())
    raw[8192:20_000] = bytes(20_000 - 8192)
    damaged.write_bytes(raw)
    with sqlite3.connect(foreign) as db:
        db.execute("CREATE TABLE a (b)")
    text.write_text("hello")
    for path in (damaged, foreign, text, tmp_path / "nowhere.db"):
        with pytest.raises(StorageError):
            restore(database, path, NOW)
    assert asked(database) == ["first"]
    assert sorted(p.name for p in database.parent.iterdir()) == ["voicecli.db"]


def test_nobody_else_may_have_it_open(database: Path, tmp_path: Path) -> None:
    target = tmp_path / "one.db"
    back_up(database, target)
    with open_database(database), pytest.raises(StorageError) as caught:
        restore(database, target, NOW)
    assert caught.value.code == "database-busy"
    assert asked(database) == ["first"]


_HOLDING = """
import sys, time
from pathlib import Path
from voicecli.storage.database import open_database
with open_database(Path(sys.argv[1])) as db:
    db.execute("SELECT count(*) FROM turns").fetchone()
    print("open", flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("first", [0, 100])
def test_a_damaged_database_makes_room_for_a_copy(
    database: Path, tmp_path: Path, first: int
) -> None:
    target = tmp_path / "one.db"
    back_up(database, target)
    ask(database, "second")
    raw = bytearray(database.read_bytes())
    raw[first:4096] = b"x" * (4096 - first)
    database.write_bytes(raw[:-1])
    log = database.with_name(f"{database.name}-wal")
    log.write_bytes(b"a log")
    with pytest.raises(StorageError, match=r"(damaged|not a database)") as caught:
        open_database(database)
    assert "backup --restore" in caught.value.hint
    before = restore(database, target, NOW)
    assert asked(database) == ["first"]
    assert before is not None
    assert before.read_bytes() == raw[:-1]
    assert not log.exists()


def test_a_damaged_database_that_is_in_use_stays(database: Path, tmp_path: Path) -> None:
    target = tmp_path / "one.db"
    back_up(database, target)
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDING, str(database)], stdout=subprocess.PIPE
    ) as holding:
        assert holding.stdout is not None
        assert holding.stdout.readline() == b"open\n"
        with database.open("rb+") as file:
            file.write(b"x" * 4096)
        with pytest.raises(StorageError) as caught:
            restore(database, target, NOW)
        holding.kill()
    assert caught.value.code == "database-busy"
    assert database.read_bytes()[:4096] == b"x" * 4096
