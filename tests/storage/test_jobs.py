"""What was transcribed is remembered, claimed and given back."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from voicecli.errors import StorageError
from voicecli.storage import schema
from voicecli.storage.database import open_database
from voicecli.storage.failures import told_plainly
from voicecli.storage.jobs import Begun, Busy, Done, JobKey, Jobs, Ledger
from voicecli.storage.owners import bury, lives, owner_name
from voicecli.storage.packed import Cut, pack, unpack
from voicecli.storage.results import clear_results, results_size, trim_results
from voicecli.storage.sqlite import sqlite3
from voicecli.types import Emotion, Repair, Segment, SpeakerTurn, Transcript, Word

pytestmark = pytest.mark.storage

KEY = JobKey(b"content", b"options")
TRANSCRIPT = Transcript(
    (
        Segment(
            0.1,
            2.5,
            " Grüße, “you”.",
            (Word(0.1, 0.30000000000000004, " Grüße,", 0.9871234567, "Speaker 1"),),
            "Speaker 1",
            True,
            Emotion("happy", 0.61, 0.4, -0.1),
            300,
            (50364, 7, 50414),
            0.2,
            -0.31,
            1.1,
            0.02,
        ),
        Segment(3.0, 4.0, " plain"),
    ),
    "de",
    4.5,
    0.93,
    (SpeakerTurn(0.1, 2.5, "Speaker 1"),),
    (Repair(0.1, 0.3, "Gruse", "Grüße"),),
)
NEVER = timedelta(days=10_000)

CLAIM = """
import sys, time
from pathlib import Path
from voicecli.storage.failures import told_plainly
from voicecli.storage.jobs import JobKey, Ledger
with Ledger(Path(sys.argv[1])).working() as worker, worker.jobs() as jobs:
    print(type(jobs.begin(JobKey(b"content", b"options"))).__name__, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a [b]*" / "voicecli.db"


@pytest.fixture
def jobs(path: Path) -> Iterator[Jobs]:
    with Ledger(path).working() as worker, worker.jobs() as mine:
        yield mine


def begun(jobs: Jobs, key: JobKey = KEY) -> JobKey:
    assert isinstance(jobs.begin(key), Begun)
    return key


def finish(jobs: Jobs, key: JobKey = KEY, transcript: Transcript = TRANSCRIPT) -> None:
    jobs.finish(key, transcript, (), transcript)


def test_a_transcript_comes_back_as_it_was() -> None:
    assert unpack(pack(TRANSCRIPT)) == TRANSCRIPT
    for segment in TRANSCRIPT.segments[:1]:  # every field was told, so that none is forgotten
        plain = Segment(0.0, 0.0, "")
        same = [
            f.name for f in fields(Segment) if getattr(segment, f.name) == getattr(plain, f.name)
        ]
        assert not same


@given(st.lists(st.tuples(st.floats(0, 1e5), st.floats(0, 1), st.text()), max_size=20))
def test_any_words_come_back_as_they_were(rows: list[tuple[float, float, str]]) -> None:
    words = tuple(Word(at, at + 0.1, text, probability) for at, probability, text in rows)
    transcript = Transcript((Segment(0.0, 1.0, "x", words),), "en", 1.0)
    assert unpack(pack(transcript)) == transcript


def test_a_long_transcript_is_small() -> None:
    words = tuple(Word(i / 3, i / 3 + 0.2, f" word{i % 97}", (i % 89) / 89) for i in range(9000))
    segments = tuple(
        Segment(i / 3, i / 3 + 3, "text " * 10, words[i : i + 10], tokens=tuple(range(12)))
        for i in range(0, 9000, 10)
    )
    assert len(pack(Transcript(segments, "en", 3000.0))) < 40 * len(words)


def test_a_finished_job_gives_its_transcript(jobs: Jobs, path: Path) -> None:
    job = begun(jobs)
    jobs.keep(job, [(b"sound", TRANSCRIPT)])
    finish(jobs, job)
    assert jobs.begin(KEY) == Done(TRANSCRIPT)
    assert jobs.transcript(job) == TRANSCRIPT
    with open_database(path, read_only=True) as db:
        assert db["job_windows"].count == 0


def test_another_content_or_way_is_another_job(jobs: Jobs) -> None:
    finish(jobs, begun(jobs))
    begun(jobs, JobKey(b"changed", b"options"))
    begun(jobs, JobKey(b"content", b"beam 1"))


def test_what_is_begun_here_is_not_begun_twice(jobs: Jobs) -> None:
    begun(jobs)
    assert jobs.begin(KEY) is Busy.HERE


def test_an_interrupted_job_keeps_its_windows(path: Path) -> None:
    with Ledger(path).working() as worker, worker.jobs() as jobs:
        jobs.keep(begun(jobs), [(b"first", TRANSCRIPT)])
    with Ledger(path).working() as worker, worker.jobs() as jobs:
        again = jobs.begin(KEY)
    assert isinstance(again, Begun)
    assert again.windows == {b"first": TRANSCRIPT}


def test_a_job_of_which_nothing_was_done_leaves_nothing(path: Path) -> None:
    with Ledger(path).working() as worker, worker.jobs() as jobs:
        jobs.give_back(begun(jobs))
        begun(jobs, JobKey(b"other", b""))
    with open_database(path) as db:
        assert db["jobs"].count == 0
    assert [file.name for file in path.parent.iterdir() if "working" in file.name] == []


def test_two_workers_do_not_share_a_job(path: Path) -> None:
    ledger = Ledger(path)
    with ledger.working() as one, one.jobs() as mine:
        job = begun(mine)
        with ledger.working() as two, two.jobs() as theirs:
            assert theirs.begin(KEY) is Busy.ELSEWHERE
            mine.give_back(job)
            begun(theirs)
            assert mine.begin(KEY) is Busy.ELSEWHERE


def test_a_killed_process_loses_its_claims(path: Path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", CLAIM, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with other:
        assert other.stdout
        assert other.stdout.readline() == "Begun\n"
        with Ledger(path).working() as worker, worker.jobs() as jobs:
            assert jobs.begin(KEY) is Busy.ELSEWHERE
            other.kill()
            other.wait()
            begun(jobs)


def test_a_name_ends_with_who_has_it(path: Path) -> None:
    with owner_name(path) as name:
        assert lives(path, name)
        bury(path)
        assert lives(path, name)
    assert not lives(path, name)
    left = path.with_name(f"{path.name}.working-dead")
    left.touch()
    bury(path)
    assert not left.exists()


def test_a_file_is_hashed_once_for_its_stamp(jobs: Jobs) -> None:
    file = Path("/music/\udcff.wav")  # a name that is no text
    jobs.note_content(file, "1:2", b"hash")
    assert jobs.content_of(file, "1:2") == b"hash"
    assert jobs.content_of(file, "1:3") is None
    jobs.note_content(file, "1:3", b"other")
    assert jobs.content_of(file, "1:2") is None


def test_what_is_forgotten_is_done_again_and_what_is_interrupted_goes_on(jobs: Jobs) -> None:
    job = begun(jobs)
    jobs.keep(job, [(b"sound", TRANSCRIPT)])
    jobs.forget(KEY)
    assert jobs.begin(KEY) is Busy.HERE
    finish(jobs, job)
    jobs.forget(KEY)
    again = jobs.begin(KEY)
    assert isinstance(again, Begun)
    assert not again.windows


def test_other_stages_recognise_nothing_again(jobs: Jobs) -> None:
    def windows_of(key: JobKey) -> Mapping[bytes, Transcript]:
        begun = jobs.begin(key)
        assert isinstance(begun, Begun)
        return begun.windows

    one = Transcript(TRANSCRIPT.segments[:1], "de", 3.0, 0.93)
    none = Transcript((), "", 1.0, 0.0)
    two = Transcript(TRANSCRIPT.segments[1:], "de", 2.0, 1.0)
    windows = {b"1": one, b"2": none, b"3": two}
    cuts = [Cut.of(*window) for window in windows.items()]
    whole = Transcript(TRANSCRIPT.segments, "de", 9.0, 0.93)
    jobs.finish(begun(jobs), whole, cuts, whole)
    assert jobs.begin(KEY) == Done(whole)

    speakers = JobKey(KEY.content, KEY.recognition, b"speakers")
    assert windows_of(speakers) == windows
    jobs.finish(speakers, whole, cuts, TRANSCRIPT)
    assert jobs.begin(speakers) == Done(TRANSCRIPT)
    assert jobs.begin(KEY) == Done(whole)

    other = JobKey(b"other", KEY.recognition, b"speakers")
    assert windows_of(other) == {}
    jobs.keep(other, [(b"1", one)])
    jobs.give_back(other)
    assert windows_of(JobKey(b"other", KEY.recognition, b"emotion")) == {b"1": one}
    jobs.finish(other, whole, cuts, TRANSCRIPT)
    assert jobs.begin(JobKey(b"other", KEY.recognition)) == Done(whole)


def test_a_dropped_job_leaves_nothing(jobs: Jobs) -> None:
    job = begun(jobs)
    jobs.keep(job, [(b"sound", TRANSCRIPT)])
    jobs.drop(job)
    again = jobs.begin(KEY)
    assert isinstance(again, Begun)
    assert not again.windows


def test_results_go_by_age_and_by_size(path: Path) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for day in range(4):
        ledger = Ledger(path, lambda day=day: start + timedelta(days=day))
        with ledger.working() as worker, worker.jobs() as jobs:
            finish(jobs, begun(jobs, JobKey(bytes([day]), b"")))
            jobs.note_content(Path(f"/{day}.wav"), "s", bytes([day]))
    with Ledger(path, lambda: start + timedelta(days=4)).working() as w, w.jobs() as jobs:
        assert isinstance(jobs.begin(JobKey(b"\0", b"")), Done)  # used again
    with open_database(path) as db:
        size = results_size(db)
        assert size.count == 4
        one = size.bytes // 4
        assert trim_results(db, size.bytes, timedelta(days=3), start + timedelta(days=4.5)) == 1
        assert [bytes(row["path"]) for row in db["job_files"].rows] == [b"/2.wav", b"/3.wav"]
        assert trim_results(db, one, NEVER) == 2
        assert [bytes(row["content"]) for row in db["jobs"].rows] == [b"\0"]
        assert clear_results(db) == 1
        assert results_size(db).bytes == 0


def test_clearing_leaves_work_in_hand_and_gives_the_disk_back(path: Path) -> None:
    with Ledger(path).working() as worker, worker.jobs() as jobs:
        words = tuple(Word(i * 0.37, i * 0.37, f" {hash((i, 1))}", 0.5) for i in range(3000))
        long = Transcript((Segment(0.0, 1.0, "", words),), "en", 1.0)
        for number in range(20):
            finish(jobs, begun(jobs, JobKey(bytes([number]), b"")), long)
        job = begun(jobs)
        jobs.keep(job, [(b"sound", TRANSCRIPT)])
        with open_database(path) as db:
            before = path.stat().st_size + path.with_name(f"{path.name}-wal").stat().st_size
            assert clear_results(db) == 20
            assert results_size(db).count == 1
        assert path.stat().st_size < before / 4
        finish(jobs, job)
        assert jobs.begin(KEY) == Done(TRANSCRIPT)


@pytest.mark.parametrize("step", ["m002_answers", "m003_jobs"])
def test_a_database_of_each_older_version_keeps_what_it_holds(path: Path, step: str) -> None:
    path.parent.mkdir(parents=True)
    with Database(path) as db:
        schema.migrations.apply(db, stop_before=step)
        older = len(list(schema.migrations.applied(db)))
        db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {older}")
        db.execute(
            "INSERT INTO sessions (id, created, last_activity, title)"
            " VALUES ('A', '2025', '2025', 'kept')"
        )
        db.conn.commit()
    with Ledger(path).working() as worker, worker.jobs() as jobs:
        finish(jobs, begun(jobs))
    with open_database(path, read_only=True) as db:
        assert [row["title"] for row in db["sessions"].rows] == ["kept"]
        assert db.execute("PRAGMA user_version").fetchone()[0] == schema.SCHEMA_VERSION


@pytest.mark.parametrize(("free", "code"), [(0, "disk-full"), (10**9, "disk-error")])
def test_a_log_that_cannot_grow_is_a_full_disk(
    path: Path, monkeypatch: pytest.MonkeyPatch, free: int, code: str
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=free))
    with pytest.raises(StorageError) as caught, told_plainly(path):
        raise sqlite3.OperationalError("disk I/O error")
    assert caught.value.code == code
