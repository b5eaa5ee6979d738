import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from voicecli.errors import StorageError
from voicecli.storage import encryption
from voicecli.storage.copies import back_up, restore
from voicecli.storage.database import check, open_database, writing
from voicecli.storage.encryption import convert, sweep
from voicecli.storage.failures import told_plainly
from voicecli.storage.passphrases import FILE_VARIABLE, VARIABLE, ask_with, is_encrypted
from voicecli.storage.sessions import Sessions
from voicecli.storage.unrecorded import open_copy
from voicecli.types import TurnRecord

pytestmark = pytest.mark.storage

pytest.importorskip("sqlcipher3")

PASSPHRASE = "correct horse battery staple"
SECRET = "Quarzelbrück"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "voicecli.db"
    ask(path, f"Who is {SECRET}?")
    return path


@pytest.fixture
def passphrase(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(VARIABLE, PASSPHRASE)
    return PASSPHRASE


def ask(path: Path, question: str) -> None:
    with open_database(path) as db:
        sessions = Sessions(db)
        sessions.add(
            sessions.start(),
            TurnRecord(question, "general", (), "A lamp.", "", "done", False, "full", {}, {}),
        )


def asked(path: Path) -> list[str]:
    with open_database(path) as db:
        return [one.title for one in reversed(Sessions(db).list(1000))]


def said_in(folder: Path) -> list[str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if SECRET.encode() in path.read_bytes()]


def test_nothing_is_readable_in_any_file(database: Path, passphrase: str) -> None:
    assert said_in(database.parent)
    convert(database, passphrase)
    assert is_encrypted(database)
    with open_database(database) as db:
        with writing(db):
            db.execute("UPDATE turns SET written = ?", [f"It is {SECRET}."])
        assert not said_in(database.parent)
    assert asked(database) == [f"Who is {SECRET}?"]
    assert not said_in(database.parent)
    assert database.stat().st_mode & 0o777 == 0o600
    assert not check(database).problem


def test_words_are_found_and_forgotten_in_it(database: Path, passphrase: str) -> None:
    convert(database, passphrase)
    with open_database(database) as db:
        found = db.execute("SELECT rowid FROM turns_fts WHERE turns_fts MATCH 'Quarzelbruck'")
        assert found.fetchall() == [(1,)]
        with pytest.raises(StorageError) as caught, told_plainly(database):
            db.execute("INSERT INTO sessions SELECT * FROM sessions")
        assert caught.value.code == "database-error"


def test_there_and_back_nothing_is_lost(
    database: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(database, "second")
    with open_database(database) as db:
        before = list(db.conn.iterdump())
        marks = [db.execute(f"PRAGMA {n}").fetchone() for n in ("application_id", "user_version")]
    convert(database, passphrase)
    convert(database, "another passphrase")
    monkeypatch.setenv(VARIABLE, "another passphrase")
    assert asked(database) == [f"Who is {SECRET}?", "second"]
    convert(database, "")
    assert not is_encrypted(database)
    with open_database(database) as db:
        assert sorted(db.conn.iterdump()) == sorted(before)
        assert marks == [
            db.execute(f"PRAGMA {n}").fetchone() for n in ("application_id", "user_version")
        ]


def test_the_wrong_passphrase_and_none(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    convert(database, PASSPHRASE)
    monkeypatch.setattr("voicecli.storage.passphrases._ask", [])
    with pytest.raises(StorageError) as caught:
        open_database(database)
    assert caught.value.code == "no-passphrase"
    monkeypatch.setenv(VARIABLE, "wrong")
    with pytest.raises(StorageError) as caught:
        open_database(database, read_only=True)
    assert caught.value.code == "wrong-passphrase"
    assert PASSPHRASE not in str(caught.value)


def test_a_passphrase_in_a_file_and_one_that_is_typed(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    convert(database, PASSPHRASE)
    file = tmp_path / "passphrase"
    file.write_text(f"{PASSPHRASE}\n")
    monkeypatch.setenv(FILE_VARIABLE, str(file))
    assert asked(database)
    monkeypatch.setenv(FILE_VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(StorageError) as caught:
        open_database(database)
    assert caught.value.code == "bad-passphrase-file"
    monkeypatch.delenv(FILE_VARIABLE)
    monkeypatch.setattr("voicecli.storage.passphrases._ask", [])
    typed = iter(["wrong one", PASSPHRASE])
    ask_with(lambda path: next(typed))
    with pytest.raises(StorageError):
        open_database(database)
    assert asked(database)
    assert asked(database)  # it is typed once in a process


def test_two_processes_use_it(database: Path, passphrase: str) -> None:
    convert(database, passphrase)
    code = (
        "import sys; from pathlib import Path; from tests.storage.test_encryption import ask\n"
        "for n in range(20): ask(Path(sys.argv[1]), f'other {n}')"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(database)]) as other:
        for number in range(20):
            ask(database, f"mine {number}")
        assert other.wait() == 0
    assert len(asked(database)) == 41


_HOLDING = """
import sys
from pathlib import Path
from voicecli.storage.database import open_database
with open_database(Path(sys.argv[1])):
    print("open", flush=True)
    sys.stdin.read()
"""


def test_not_while_somebody_has_it_open(database: Path) -> None:
    command = [sys.executable, "-c", _HOLDING, str(database)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as other:
        assert other.stdout
        assert other.stdin
        other.stdout.readline()
        with pytest.raises(StorageError) as caught:
            convert(database, PASSPHRASE)
        other.stdin.close()
    assert caught.value.code == "database-busy"
    assert asked(database)


def test_a_short_passphrase_is_none(database: Path) -> None:
    with pytest.raises(StorageError) as caught:
        convert(database, "short")
    assert caught.value.code == "short-passphrase"
    assert not is_encrypted(database)


def test_a_copy_of_it_is_encrypted(database: Path, passphrase: str, tmp_path: Path) -> None:
    from datetime import datetime

    convert(database, passphrase)
    target = tmp_path / "copies" / "one.db"
    back_up(database, target)
    assert not said_in(target.parent)
    ask(database, "second")
    restore(database, target, datetime(2026, 11, 22))
    assert asked(database) == [f"Who is {SECRET}?"]


def test_off_the_record_it_is_read_too(database: Path, passphrase: str) -> None:
    convert(database, passphrase)
    before = {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in database.parent.iterdir()}
    with open_copy(database) as db, open_copy(database) as other:
        with writing(db):
            db.execute("UPDATE turns SET written = 'changed'")
        assert other.execute("SELECT written FROM turns").fetchall() == [("changed",)]
        found = other.execute("SELECT rowid FROM turns_fts WHERE turns_fts MATCH 'changed'")
        assert found.fetchall() == [(1,)]
    after = {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in database.parent.iterdir()}
    assert before == after


_KILLED = """
import os, signal, sys
from pathlib import Path
from voicecli.storage import encryption
def die(*_, **__): os.kill(os.getpid(), signal.SIGKILL)
setattr(encryption, sys.argv[2], die)
encryption.convert(Path(sys.argv[1]), "correct horse battery staple")
"""


@pytest.mark.parametrize("step", ["flush", "_counts", "_overwrite"])
def test_killed_half_way_it_is_the_one_or_the_other(
    database: Path, step: str, passphrase: str
) -> None:
    died = subprocess.run([sys.executable, "-c", _KILLED, str(database), step], check=False)
    assert died.returncode == -signal.SIGKILL
    sweep(database)
    assert asked(database) == [f"Who is {SECRET}?"]
    assert is_encrypted(database) == (step == "_overwrite")
    assert bool(said_in(database.parent)) == (step != "_overwrite")
    assert not [path.name for path in database.parent.iterdir() if path.name.startswith(".")]


def test_the_plain_bytes_are_overwritten(database: Path) -> None:
    with database.open("rb") as file:  # the file of before, which has no name any more then
        convert(database, PASSPHRASE)
        assert os.fstat(file.fileno()).st_nlink == 0
        assert file.read() == b""
    assert len(PASSPHRASE) >= encryption.LEAST_CHARACTERS


def test_a_file_with_the_number_of_one_that_is_gone_is_looked_at_again(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = database.read_bytes()
    with monkeypatch.context() as given:
        given.setenv(VARIABLE, PASSPHRASE)
        convert(database, PASSPHRASE)
        assert asked(database) == [f"Who is {SECRET}?"]
    database.write_bytes(plain)  # in place, as where a file system gives a number away again
    assert asked(database) == [f"Who is {SECRET}?"]
    database.write_bytes(b"")
    assert not is_encrypted(database)
    assert asked(database) == []
