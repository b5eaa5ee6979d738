"""What was said in transcribed recordings, a row for each segment, to be searched."""

from sqlite_utils import Database

from voicecli.errors import StorageError
from voicecli.storage.database import file_of, writing
from voicecli.storage.failures import told_plainly
from voicecli.storage.packed import unpack
from voicecli.storage.values import storable
from voicecli.types import Transcript

_AT_ONCE = 8
"""Transcripts in one transaction: another process waits for no more."""


def write_lines(db: Database, job: int, transcript: Transcript) -> None:
    """Write a finished job's lines in the place of those that it had; inside a transaction."""
    db.execute("DELETE FROM lines WHERE job = ?", [job])
    db.conn.executemany(
        "INSERT INTO lines (job, start, end, speaker, text) VALUES (?, ?, ?, ?, ?)",
        [
            (job, one.start, one.end, storable(one.speaker or ""), storable(one.text.strip()))
            for one in transcript.segments
            if one.text.strip()
        ],
    )
    db.execute("UPDATE jobs SET has_lines = 1 WHERE id = ?", [job])


def fill_in_lines(db: Database) -> int:
    """Write the lines of jobs that were finished when none were kept; returns of how many.

    Raises StorageError.
    """
    filled = 0
    while jobs := _without_lines(db):
        with writing(db):
            for job, blob in jobs:
                write_lines(db, job, _readable(blob))
        filled += len(jobs)
    return filled


def _without_lines(db: Database) -> list[tuple[int, bytes]]:
    with told_plainly(file_of(db)):
        rows: list[tuple[int, bytes]] = db.execute(
            "SELECT id, transcript FROM jobs"
            " WHERE transcript IS NOT NULL AND NOT has_lines LIMIT ?",
            [_AT_ONCE],
        ).fetchall()
    return rows


def _readable(blob: bytes) -> Transcript:
    """A transcript, without words where it was packed in another shape or is damaged."""
    try:
        return unpack(blob)
    except (StorageError, TypeError, ValueError):
        return Transcript((), "", 0.0)
