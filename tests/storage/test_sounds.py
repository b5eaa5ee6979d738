"""Kept sound: stored beside its turn, trimmed by age and size, whole after a kill."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from tests.storage.test_sessions import record
from voicecli.storage import sounds as module
from voicecli.storage.database import check, open_database, writing
from voicecli.storage.sessions import Sessions
from voicecli.storage.sounds import Sounds, SoundTotal
from voicecli.types import EncodedSound

pytestmark = pytest.mark.storage

DAY = timedelta(days=1)
NOW = datetime(2026, 5, 1, tzinfo=UTC)


def sound(size: int = 1_000, seconds: float = 2.0) -> EncodedSound:
    return EncodedSound("opus", seconds, random.Random(size).randbytes(size))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "voicecli.db"


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    with open_database(path) as opened:
        yield opened


def filled(db: Database, ages_and_sizes: Sequence[tuple[float, int]]) -> str:
    """A session with a turn for each (age in days, bytes of its question's sound)."""
    sessions = Sessions(db)
    session = sessions.start()
    for age, size in ages_and_sizes:
        number = sessions.add(session, record())
        at = NOW - age * DAY
        Sounds(db, partial(lambda at: at, at)).keep(session, number, "question", sound(size))
    return session


def numbers(db: Database, session: str) -> list[int]:
    return [one.number for one in Sounds(db).kept(session)]


def test_sound_is_read_back_as_it_was(db: Database) -> None:
    sessions, sounds = Sessions(db), Sounds(db)
    session = sessions.start()
    number = sessions.add(session, record())
    question, answer = sound(900, 1.5), EncodedSound("flac", 4.0, b"fLaC" * 300)
    assert sounds.keep(session, number, "answer", answer)
    assert sounds.keep(session, number, "question", question)
    assert sounds.read(session, number, "question") == question
    assert sounds.read(session, number, "answer") == answer
    listed = sounds.kept(session, number)
    assert [(one.part, one.bytes, one.codec) for one in listed] == [
        ("question", 900, "opus"),
        ("answer", 1200, "flac"),
    ]
    assert sounds.total() == SoundTotal(2, 2100, 5.5)


def test_there_may_be_none(db: Database) -> None:
    session = filled(db, [])
    assert Sounds(db).read(session, 1, "question") is None
    assert Sounds(db).kept("nothing") == ()
    assert Sounds(db).total() == SoundTotal()
    assert Sounds(db).trim(30, 0) == SoundTotal()


def test_a_turn_that_is_gone_gets_no_sound(db: Database) -> None:
    session = filled(db, [(0, 10)])
    assert not Sounds(db).keep(session, 7, "question", sound())
    assert Sounds(db).total().count == 1


def test_sound_goes_with_its_turn(db: Database) -> None:
    session = filled(db, [(0, 10), (0, 20)])
    with writing(db):
        db.execute("DELETE FROM turns WHERE session = ? AND number = 1", (session,))
    assert numbers(db, session) == [2]


def test_what_is_too_old_goes(db: Database) -> None:
    session = filled(db, [(31, 10), (29, 10), (90, 10), (0, 10)])
    gone = Sounds(db, lambda: NOW).trim(30, 10**9)
    assert gone == SoundTotal(2, 20, 4.0)
    assert numbers(db, session) == [2, 4]


def test_the_oldest_goes_first_until_there_is_room(db: Database) -> None:
    session = filled(db, [(1, 400), (5, 400), (3, 400), (2, 400)])
    gone = Sounds(db, lambda: NOW).trim(30, 900)
    assert gone.count == 2
    assert numbers(db, session) == [1, 4]


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 3_000)), max_size=25),
    st.integers(0, 20_000),
    st.integers(0, 60),
)
def test_no_more_goes_than_has_to(kept: list[tuple[int, int]], most: int, days: int) -> None:
    with TemporaryDirectory() as folder, open_database(Path(folder) / "voicecli.db") as db:
        session = filled(db, kept)
        Sounds(db, lambda: NOW).trim(days, most)
        left = set(numbers(db, session))
    oldest_first = sorted(range(len(kept)), key=lambda at: (-kept[at][0], at))
    young = [at for at in oldest_first if kept[at][0] <= days]
    while sum(kept[at][1] for at in young) > most:
        young.pop(0)
    assert left == {at + 1 for at in young}


def test_a_step_is_short(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BYTES_AT_ONCE", 1_000)
    filled(db, [(40 + number, 400) for number in range(10)])
    removed: list[int] = []
    some = Sounds._trim_some

    def counted(self: Sounds, oldest: str, most: int) -> SoundTotal:
        step = some(self, oldest, most)
        removed.append(step.count)
        return step

    monkeypatch.setattr(Sounds, "_trim_some", counted)
    assert Sounds(db, lambda: NOW).trim(30, 10**9).count == 10
    assert removed == [3, 3, 3, 1, 0]


def test_what_is_being_read_is_read_to_its_end(path: Path, db: Database) -> None:
    session = filled(db, [(40, 300_000)])
    with open_database(path, read_only=True) as reader:
        rows = reader.execute("SELECT data FROM sounds UNION ALL SELECT data FROM sounds")
        first = rows.fetchone()[0]
        assert Sounds(db, lambda: NOW).trim(30, 0).count == 1
        assert rows.fetchone()[0] == first == sound(300_000).data
        rows.close()
        assert Sounds(reader).read(session, 1, "question") is None


def test_nobody_waits_behind_trimming_that_has_nothing_to_do(path: Path, db: Database) -> None:
    filled(db, [(1, 400)])
    with open_database(path) as other:
        other.execute("BEGIN IMMEDIATE")
        assert Sounds(db, lambda: NOW).trim(30, 10**9) == SoundTotal()
        other.rollback()


TRIMMER = """
import sys
from pathlib import Path
from voicecli.storage.database import open_database
from voicecli.storage import sounds
sounds.BYTES_AT_ONCE = int(sys.argv[3])
with open_database(Path(sys.argv[1])) as db:
    print("ready", flush=True)
    sys.stdin.readline()
    print(sounds.Sounds(db).trim(36_500, int(sys.argv[2])).count, flush=True)
"""

KEEPER = """
import sys
from pathlib import Path
from voicecli.storage.database import open_database
from voicecli.storage.sounds import Sounds
from voicecli.types import EncodedSound
with open_database(Path(sys.argv[1])) as db:
    sounds = Sounds(db)
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(1, 401):
        data = bytes([number % 256]) * 20_000
        sounds.keep(sys.argv[2], number, "question", EncodedSound("opus", 1.0, data))
"""


def start(script: str, *arguments: object) -> "subprocess.Popen[str]":
    """A process that waits for a line before it begins."""
    process = subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def test_two_processes_trim_at_once_and_take_no_more_than_one_would(
    path: Path, db: Database
) -> None:
    session = filled(db, [(100 - number, 1_000) for number in range(100)])
    trimmers = [start(TRIMMER, path, 40_000, 2_500) for _ in range(2)]
    for trimmer in trimmers:
        assert trimmer.stdin
        trimmer.stdin.write("\n")
        trimmer.stdin.flush()
    told = [(*trimmer.communicate(timeout=60), trimmer.returncode) for trimmer in trimmers]
    assert {(err, code) for _, err, code in told} == {("", 0)}
    assert sum(int(out) for out, _, _ in told) == 60
    assert numbers(db, session) == list(range(61, 101))


@pytest.mark.parametrize("seconds", [0.002, 0.02, 0.06])
def test_a_kill_while_sound_is_stored_leaves_whole_sounds(
    path: Path, db: Database, seconds: float
) -> None:
    session = filled(db, [(0, 10)] * 400)
    Sounds(db).trim(0, 0)
    keeper = start(KEEPER, path, session)
    assert keeper.stdin
    keeper.stdin.write("\n")
    keeper.stdin.flush()
    time.sleep(seconds)
    keeper.send_signal(signal.SIGKILL)
    keeper.communicate()
    kept = Sounds(db).kept(session)
    assert [one.number for one in kept] == list(range(1, len(kept) + 1))
    for one in kept:
        read = Sounds(db).read(session, one.number, one.part)
        assert read
        assert read.data == bytes([one.number % 256]) * 20_000
    assert check(path).problem == ""


@pytest.mark.parametrize("seconds", [0.001, 0.01, 0.03])
def test_a_kill_while_trimming_leaves_the_newest(path: Path, db: Database, seconds: float) -> None:
    session = filled(db, [(300 - number, 20_000) for number in range(300)])
    trimmer = start(TRIMMER, path, 0, 20_000)
    assert trimmer.stdin
    trimmer.stdin.write("\n")
    trimmer.stdin.flush()
    time.sleep(seconds)
    trimmer.send_signal(signal.SIGKILL)
    trimmer.communicate()
    left = numbers(db, session)
    assert left == list(range(301 - len(left), 301))
    assert check(path).problem == ""
    assert Sounds(db, lambda: NOW).trim(30, 20_000 * min(5, len(left))).count == max(
        0, len(left) - 5
    )
