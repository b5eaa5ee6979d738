"""The room that transcription results take in the database, and how they are let go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from voicecli.errors import StorageError
from voicecli.storage.database import file_of, writing
from voicecli.storage.failures import told_plainly
from voicecli.storage.owners import bury, lives

SHRINK_SHARE = 0.25
"""The file is written anew without its gaps when they are more than this part of it."""

_LEAST_USED_LAST = """
    SELECT id, owner, used, ifnull(length(transcript), 0) + (
        SELECT ifnull(sum(length(job_windows.transcript)), 0) FROM job_windows WHERE job = jobs.id
    )
    FROM jobs ORDER BY used DESC, id DESC
"""


@dataclass(frozen=True, slots=True)
class ResultsSize:
    """How many transcriptions are remembered, done or begun, and the bytes they take."""

    count: int
    bytes: int


def results_size(db: Database) -> ResultsSize:
    """What the results take now. Raises StorageError."""
    with told_plainly(file_of(db)):
        sizes = [size for *_, size in db.execute(_LEAST_USED_LAST)]
    return ResultsSize(len(sizes), sum(sizes))


def trim_results(db: Database, bytes: int, age: timedelta, now: datetime | None = None) -> int:  # noqa: A002
    """Let go results that nobody used for `age`, then the least used, until `bytes` suffice.

    Those that a living process works on stay. Returns how many went. Raises StorageError.
    """
    oldest = ((now or datetime.now(UTC)) - age).isoformat(timespec="seconds")
    with writing(db):
        rows = db.execute(_LEAST_USED_LAST).fetchall()
        taken, going = 0, []
        for job, owner, used, size in rows:
            taken += size
            if used < oldest or taken > bytes:
                going.append((job, owner))
        gone = _delete(db, going)
        db.execute("DELETE FROM job_files WHERE used < ?", [oldest])
    _shrink(db)
    return gone


def clear_results(db: Database) -> int:
    """Let go all results but those that living processes work on; returns how many went.

    Raises StorageError.
    """
    with writing(db):
        gone = _delete(db, db.execute("SELECT id, owner FROM jobs").fetchall())
        db.execute("DELETE FROM job_files")
    bury(Path(file_of(db)))
    _shrink(db)
    return gone


def _delete(db: Database, jobs: Sequence[tuple[int, str]]) -> int:
    database = Path(file_of(db))
    alive = {owner for owner in {owner for _, owner in jobs} if owner and lives(database, owner)}
    going = [(job,) for job, owner in jobs if owner not in alive]
    db.conn.executemany("DELETE FROM jobs WHERE id = ?", going)
    return len(going)


def _shrink(db: Database) -> None:
    """Give the disk back what was let go, if it is much and nobody is in the way."""
    pages, free = (
        int(db.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "freelist_count")
    )
    if free <= pages * SHRINK_SHARE:
        return
    try:
        with told_plainly(file_of(db)):
            db.execute("VACUUM")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except StorageError as error:
        if error.code not in ("database-busy", "disk-full"):  # it stays large; nothing is lost
            raise
