"""What was transcribed, so that nothing is done twice: by the content of the file and the way.

A job that was interrupted keeps the windows that were recognised; a finished one keeps its
transcript and where the windows were cut, so that nothing is recognised again when somebody asks
for speakers, too. Who works on a job owns it: another process leaves it alone as long as the owner
lives.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path

from sqlite_utils import Database

from voicecli.errors import StorageError
from voicecli.storage.database import file_of, open_database, writing
from voicecli.storage.failures import told_plainly
from voicecli.storage.lines import write_lines
from voicecli.storage.owners import lives, owner_name
from voicecli.storage.packed import Cut, pack, unpack, unpack_windows
from voicecli.storage.values import utc_now
from voicecli.types import Transcript

USED_AGAIN = timedelta(days=1)
"""That a result is used is written down this often, not at every look: looking stays reading."""

_DELETE_UNTOUCHED = """
    DELETE FROM jobs WHERE id = ? AND transcript IS NULL AND owner = ''
    AND NOT EXISTS (SELECT 1 FROM job_windows WHERE job = jobs.id)
"""


@dataclass(frozen=True, slots=True)
class JobKey:
    """A sound and a way to transcribe it, as hashes.

    `content` is that of the file's bytes, `recognition` that of all that its words depend on, and
    `stages` that of what is done to the transcript then; empty for nothing.
    """

    content: bytes
    recognition: bytes
    stages: bytes = b""

    @property
    def options(self) -> bytes:
        """What the whole transcript depends on."""
        return self.recognition + self.stages


class Busy(Enum):
    """Who works on a job that cannot be begun now."""

    HERE = "here"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Begun:
    """A job that is ours to do. `windows` are recognised already, by the hash of their sound."""

    windows: Mapping[bytes, Transcript] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """A job that was finished, and its transcript."""

    transcript: Transcript


class Ledger:
    """The memory of a database for transcriptions. Nothing is opened before somebody works."""

    def __init__(self, database: Path, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now

    @contextmanager
    def working(self) -> Iterator["Worker"]:
        """A worker, who owns what it begins until the end of the body.

        Raises StorageError when the database cannot be used.
        """
        open_database(self._database).close()
        with owner_name(self._database) as name:
            worker = Worker(self._database, name, self._now)
            try:
                yield worker
            finally:
                # A full disk is no reason to fail now: the name dies, and its claims with it.
                with suppress(StorageError), worker.jobs() as jobs:
                    jobs.give_all_back()


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who transcribes, in as many threads as it likes."""

    database: Path
    name: str
    now: Callable[[], datetime]

    @contextmanager
    def jobs(self) -> Iterator["Jobs"]:
        """The jobs, for the thread that asks. Raises StorageError."""
        db = open_database(self.database)
        try:
            yield Jobs(db, self.name, self.now)
        finally:
            db.close()


class Jobs:
    """The jobs of an open database, for the worker of this name; of one thread, like it.

    Every method raises StorageError when the file cannot be read or written.
    """

    def __init__(self, db: Database, name: str, now: Callable[[], datetime] = utc_now) -> None:
        self._db = db
        self._name = name
        self._now = now
        self._database = Path(file_of(db))

    def content_of(self, path: Path, stamp: str) -> bytes | None:
        """The hash of a file that was hashed when it had the same stamp; None for any other."""
        with told_plainly(self._database):
            row = self._db.execute(
                "SELECT content, used FROM job_files WHERE path = ? AND stamp = ?",
                [os.fsencode(path), stamp],
            ).fetchone()
        if row is None:
            return None
        if self._is_long_ago(row[1]):
            self._write(
                "UPDATE job_files SET used = ? WHERE path = ?", self._time(), os.fsencode(path)
            )
        return bytes(row[0])

    def note_content(self, path: Path, stamp: str, content: bytes) -> None:
        """Remember the hash of a file as long as its stamp stays."""
        self._write(
            "INSERT OR REPLACE INTO job_files (path, stamp, content, used) VALUES (?, ?, ?, ?)",
            os.fsencode(path),
            stamp,
            content,
            self._time(),
        )

    def begin(self, key: JobKey) -> Begun | Done | Busy:
        """Take a job: whoever is told Begun has it alone, until it is finished or given back."""
        if transcript := self.transcript(key):
            return Done(transcript)
        if busy := self._busy(key):
            return busy
        with writing(self._db):  # in which all may be otherwise
            job = self._job(key.content, key.options)
            blob = self._blob(job)
            if blob is not None:
                return Done(unpack(blob))
            if busy := self._busy(key):
                return busy
            self._db.execute("UPDATE jobs SET owner = ? WHERE id = ?", [self._name, job])
            return Begun(self._windows(key))

    def keep(self, key: JobKey, windows: Iterable[tuple[bytes, Transcript]]) -> None:
        """Store recognised windows of a job, by the hash of their sound."""
        packed = [(sound, pack(transcript)) for sound, transcript in windows]
        with writing(self._db):
            job = self._job(key.content, key.recognition)
            self._db.conn.executemany(
                "INSERT OR REPLACE INTO job_windows (job, sound, transcript) VALUES (?, ?, ?)",
                [(job, *row) for row in packed],
            )

    def finish(
        self, key: JobKey, recognised: Transcript, cuts: Sequence[Cut], final: Transcript
    ) -> None:
        """Store the transcript of a job.

        `recognised` is what it was before its stages, put together from windows as `cuts` tell.
        """
        done = [(key.recognition, recognised, pack(recognised, cuts))]
        if key.stages:
            done.append((key.options, final, pack(final)))
        with writing(self._db):
            for options, transcript, blob in done:
                job = self._job(key.content, options)
                self._db.execute("DELETE FROM job_windows WHERE job = ?", [job])
                self._db.execute(
                    "UPDATE jobs SET owner = '', transcript = ?, used = ? WHERE id = ?",
                    [blob, self._time(), job],
                )
                write_lines(self._db, job, transcript)

    def transcript(self, key: JobKey) -> Transcript | None:
        """The transcript of a job that is finished; None for any other."""
        with told_plainly(self._database):
            row = self._db.execute(
                "SELECT id, used, transcript FROM jobs "
                "WHERE content = ? AND options = ? AND transcript IS NOT NULL",
                [key.content, key.options],
            ).fetchone()
        if row is None:
            return None
        if self._is_long_ago(row[1]):
            self._write("UPDATE jobs SET used = ? WHERE id = ?", self._time(), row[0])
        return unpack(row[2])

    def forget(self, key: JobKey) -> None:
        """Let go the transcript of a job that is finished."""
        self._write(
            "DELETE FROM jobs WHERE content = ? AND options IN (?, ?) AND transcript IS NOT NULL",
            key.content,
            key.options,
            key.recognition,
        )

    def drop(self, key: JobKey) -> None:
        """Let go a job of ours that is not finished, and what was kept of it."""
        self._write(
            "DELETE FROM jobs WHERE content = ? AND options IN (?, ?) AND transcript IS NULL "
            "AND owner IN ('', ?)",
            key.content,
            key.options,
            key.recognition,
            self._name,
        )

    def give_back(self, key: JobKey) -> None:
        """Leave a job to whoever wants it. Nothing is kept of one of which nothing was done."""
        with writing(self._db):
            self._give_back(self._job(key.content, key.options))

    def give_all_back(self) -> None:
        """Leave every job of this worker."""
        with writing(self._db):
            rows = self._db.execute("SELECT id FROM jobs WHERE owner = ?", [self._name]).fetchall()
            for (job,) in rows:
                self._give_back(job)

    def _busy(self, key: JobKey) -> Busy | None:
        """Who works on a job now."""
        with told_plainly(self._database):
            row = self._db.execute(
                "SELECT owner FROM jobs WHERE content = ? AND options = ? AND owner != ''",
                [key.content, key.options],
            ).fetchone()
        if row is None:
            return None
        if row[0] == self._name:
            return Busy.HERE
        return Busy.ELSEWHERE if lives(self._database, row[0]) else None

    def _blob(self, job: int) -> bytes | None:
        row = self._db.execute("SELECT transcript FROM jobs WHERE id = ?", [job]).fetchone()
        return bytes(row[0]) if row[0] is not None else None

    def _give_back(self, job: int) -> None:
        self._db.execute("UPDATE jobs SET owner = '' WHERE id = ?", [job])
        self._db.execute(_DELETE_UNTOUCHED, [job])

    def _job(self, content: bytes, options: bytes) -> int:
        """The row of a job, made if it is not there."""
        self._db.execute(
            "INSERT OR IGNORE INTO jobs (content, options, used) VALUES (?, ?, ?)",
            [content, options, self._time()],
        )
        row = self._db.execute(
            "SELECT id FROM jobs WHERE content = ? AND options = ?", [content, options]
        ).fetchone()
        return int(row[0])

    def _windows(self, key: JobKey) -> dict[bytes, Transcript]:
        """What is recognised of a sound: all of it, or as far as an interrupted run came."""
        row = self._db.execute(
            "SELECT id, transcript FROM jobs WHERE content = ? AND options = ?",
            [key.content, key.recognition],
        ).fetchone()
        if row is None:
            return {}
        if row[1] is not None:
            return unpack_windows(row[1])
        rows = self._db.execute("SELECT sound, transcript FROM job_windows WHERE job = ?", [row[0]])
        return {bytes(sound): unpack(blob) for sound, blob in rows}

    def _write(self, sql: str, *values: object) -> None:
        with writing(self._db):
            self._db.execute(sql, values)

    def _time(self) -> str:
        return self._now().isoformat(timespec="seconds")

    def _is_long_ago(self, used: str) -> bool:
        return self._now() - datetime.fromisoformat(used) > USED_AGAIN
