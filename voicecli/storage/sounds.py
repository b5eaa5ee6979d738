"""The sound of kept turns: what was asked, and what was heard of the answer.

It lies in the one database, not in files beside it: so it is deleted with its turn, encrypted,
copied and exported as the words are, a kill leaves no stray file, and what is being read cannot be
taken away, because a reader sees the database as it was when the reading began. A turn of a few
seconds takes some ten kilobytes, which SQLite reads as fast as a file ("Internal Versus External
BLOBs in SQLite").
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlite_utils import Database

from voicecli.storage.database import file_of, writing
from voicecli.storage.failures import told_plainly
from voicecli.storage.values import utc_now, written_time
from voicecli.types import EncodedSound

Part = Literal["question", "answer"]

BYTES_AT_ONCE = 1 << 18
"""Trimming removes about so much in one transaction, so that nobody waits long behind it."""


@dataclass(frozen=True, slots=True)
class KeptSound:
    """What is known of a kept sound without reading it; `number` is its turn's in the session."""

    session_id: str
    number: int
    part: Part
    at: datetime
    seconds: float
    codec: str
    bytes: int


@dataclass(frozen=True, slots=True)
class SoundTotal:
    """How much sound there is, or has gone."""

    count: int = 0
    bytes: int = 0
    seconds: float = 0.0


class Sounds:
    """The kept sound of a database that `open_database` opened; of one thread, like it.

    Every method raises StorageError when the file cannot be read or written.
    """

    def __init__(self, db: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._db = db
        self._now = now

    def keep(self, session_id: str, number: int, part: Part, sound: EncodedSound) -> bool:
        """Store the sound of a turn; False when that turn was deleted meanwhile."""
        with writing(self._db):
            cursor = self._db.execute(
                "INSERT OR REPLACE INTO sounds (turn, part, at, seconds, codec, bytes, data)"
                " SELECT id, ?, ?, ?, ?, ?, ? FROM turns WHERE session = ? AND number = ?",
                (part, written_time(self._now()), sound.seconds, sound.codec, len(sound.data),
                 sound.data, session_id, number),
            )  # fmt: skip
            return bool(cursor.rowcount)

    def kept(self, session_id: str, number: int | None = None) -> tuple[KeptSound, ...]:
        """The sounds of a session, or of one turn of it, in the order in which they were heard."""
        with told_plainly(file_of(self._db)):
            rows = self._db.execute(
                "SELECT number, part, sounds.at, seconds, codec, bytes"
                " FROM turns JOIN sounds ON sounds.turn = turns.id"
                " WHERE session = ? AND number = coalesce(?, number)"
                " ORDER BY number, part DESC",
                (session_id, number),
            ).fetchall()
        return tuple(
            KeptSound(session_id, number, part, datetime.fromisoformat(at), *told)
            for number, part, at, *told in rows
        )

    def read(self, session_id: str, number: int, part: Part) -> EncodedSound | None:
        """One sound; None when there is none, or none any more."""
        with told_plainly(file_of(self._db)):
            row = self._db.execute(
                "SELECT codec, seconds, data FROM turns JOIN sounds ON sounds.turn = turns.id"
                " WHERE session = ? AND number = ? AND part = ?",
                (session_id, number, part),
            ).fetchone()
        return EncodedSound(*row) if row else None

    def total(self) -> SoundTotal:
        """All sound that is kept."""
        with told_plainly(file_of(self._db)):
            return self._total()

    def trim(self, days: float, most_bytes: int) -> SoundTotal:
        """Remove what is older than `days`, then the oldest until `most_bytes` suffice.

        Returns what went. Each step is a short transaction that looks at what is there then: any
        number of processes may trim at once, and a kill between two steps loses nothing. The room
        is used again by what comes.
        """
        oldest = written_time(self._now() - timedelta(days=days))
        gone = SoundTotal()
        while (step := self._trim_some(oldest, most_bytes)).count:
            gone = SoundTotal(
                gone.count + step.count, gone.bytes + step.bytes, gone.seconds + step.seconds
            )
        return gone

    def _trim_some(self, oldest: str, most_bytes: int) -> SoundTotal:
        """One step of `trim`; asks for the write lock only where something has to go."""
        with told_plainly(file_of(self._db)):
            if not self._doomed(oldest, most_bytes):
                return SoundTotal()
        with writing(self._db):
            doomed = self._doomed(oldest, most_bytes)
            self._db.conn.executemany(
                "DELETE FROM sounds WHERE id = ?", [row[:1] for row in doomed]
            )
        return SoundTotal(
            len(doomed), sum(row[1] for row in doomed), sum((row[2] for row in doomed), 0.0)
        )

    def _doomed(self, oldest: str, most_bytes: int) -> list[tuple[int, int, float]]:
        """Id, bytes and seconds of what goes next, oldest first."""
        surplus = self._total().bytes - most_bytes
        doomed: list[tuple[int, int, float]] = []
        taken = 0
        rows = self._db.execute("SELECT id, bytes, seconds, at FROM sounds ORDER BY at, id")
        try:
            for sound, size, seconds, at in rows:
                if (at >= oldest and taken >= surplus) or taken >= BYTES_AT_ONCE:
                    break
                doomed.append((sound, size, seconds))
                taken += size
        finally:
            rows.close()
        return doomed

    def _total(self) -> SoundTotal:
        row = self._db.execute(
            "SELECT count(*), coalesce(sum(bytes), 0), coalesce(sum(seconds), 0.0) FROM sounds"
        ).fetchone()
        return SoundTotal(*row)
