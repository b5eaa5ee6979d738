"""Interviews that are kept: their plan, how they stand, and what came of each question.

An interview is a session with more to it. Its parts are JSON texts that others write and read
(`interview.records`); here they are packed, so that what a row says is never the name of a field.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from voicecli.errors import StorageError
from voicecli.storage.database import file_of, writing
from voicecli.storage.failures import told_plainly
from voicecli.storage.finding import Kind, find_id
from voicecli.storage.owners import lives, owner_name
from voicecli.storage.packed_json import packed_json, unpacked_json
from voicecli.storage.sessions import SESSION, write_session, write_turn
from voicecli.storage.values import read_time, shown, utc_now, written_time
from voicecli.types import TurnRecord

INTERVIEW = Kind("interview", "interview", "interviews", "voicecli interview list")
"""How errors speak of interviews."""

_COLUMNS = (
    "interviews.session, parent, interviews.created, updated, interviews.ended, title, owner,"
    " plan, limits, progress"
)
_SELECT = f"SELECT {_COLUMNS} FROM interviews JOIN sessions ON sessions.id = session"  # noqa: S608  # our own names


@dataclass(frozen=True, slots=True)
class KeptInterview:
    """An interview as it is stored; `plan`, `limits`, `progress` and the exchanges are JSON.

    `exchanges` are by number, those that are over. `parent` is the id of the session that it
    repeats, "" for a first one; `ended` None while it is not over; `owner` who holds it.
    """

    id: str
    parent: str
    created: datetime
    updated: datetime
    ended: datetime | None
    title: str
    owner: str
    plan: str
    limits: str
    progress: str
    exchanges: Mapping[int, str] = field(default_factory=dict)


class Interviews:
    """The interviews of a database that `open_database` opened; of one thread, like it.

    Every method raises StorageError when the file cannot be read or written.
    """

    def __init__(self, db: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._db = db
        self._now = now
        self._database = Path(file_of(db))

    def start(self, plan: str, limits: str, progress: str, *, title: str, parent: str = "") -> str:
        """Begin an interview, and the session that it is; its id."""
        at = self._now()
        with writing(self._db):
            session = write_session(self._db, at, title)
            self._db.execute(
                "INSERT INTO interviews (session, parent, created, updated, plan, limits, progress)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    session,
                    parent,
                    written_time(at),
                    written_time(at),
                    *map(packed_json, (plan, limits, progress)),
                ),
            )
        return session

    def keep(
        self,
        session_id: str,
        progress: str,
        record: TurnRecord | None = None,
        changed: Mapping[int, str] | None = None,
        gone: Iterable[int] = (),
        *,
        over: bool = False,
    ) -> int | None:
        """Store how an interview stands with the turn that led there, whole or not at all.

        `changed` are the exchanges that came to an end, or are others now, by number; `gone` the
        numbers of those that are open again. Returns the turn's number in the session. Raises
        StorageError("no-interview") when it was deleted meanwhile.
        """
        at = self._now()
        number = row = None
        with writing(self._db):
            self._check_there(session_id)
            if record is not None:
                number, row = write_turn(self._db, session_id, record, at)
            self._db.execute(
                "UPDATE interviews SET progress = ?, updated = ?, ended = ? WHERE session = ?",
                (
                    packed_json(progress),
                    written_time(at),
                    written_time(at) if over else "",
                    session_id,
                ),
            )
            self._db.conn.executemany(
                "DELETE FROM exchanges WHERE session = ? AND number = ?",
                [(session_id, one) for one in gone],
            )
            self._db.conn.executemany(
                "INSERT INTO exchanges (session, number, turn, exchange) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (session, number) DO UPDATE"
                " SET turn = coalesce(excluded.turn, turn), exchange = excluded.exchange",
                [
                    (session_id, one, row, packed_json(text))
                    for one, text in (changed or {}).items()
                ],
            )
        return number

    def set_limits(self, session_id: str, limits: str) -> None:
        """Store other limits. Raises StorageError("no-interview")."""
        with writing(self._db):
            self._check_there(session_id)
            self._db.execute(
                "UPDATE interviews SET limits = ? WHERE session = ?",
                (packed_json(limits), session_id),
            )

    def find(self, written: str) -> str:
        """The id of the one interview that is meant: its id, the beginning or the end of that.

        "latest" is the one that was held or planned last. Raises StorageError: no-interview,
        ambiguous-interview, not-an-interview.
        """
        if written.strip().lower() == "latest":
            if last := self.ids(1):
                return last[0]
            raise no_interviews_yet()
        try:
            return find_id(self._db, "interviews", written, INTERVIEW, key="session")
        except StorageError as error:
            if error.code == "no-interview" and (session := self._other_session(written)):
                raise StorageError(
                    "not-an-interview",
                    f"Session {session} is no interview.",
                    f"See `{INTERVIEW.listing}`; `voicecli sessions continue {session}` goes on"
                    " with it.",
                ) from None
            raise

    def load(self, session_id: str) -> KeptInterview:
        """An interview with all its exchanges. Raises StorageError: no-, broken-interview."""
        rows = _rows(self._db, f"{_SELECT} WHERE session = ?", (session_id,))
        if not rows:
            raise INTERVIEW.missing(f"There is no interview {shown(session_id)}.")
        return self._kept(rows[0])

    def ids(self, limit: int = -1) -> tuple[str, ...]:
        """The ids of the interviews, the last held first."""
        sql = "SELECT session FROM interviews ORDER BY updated DESC, session DESC LIMIT ?"
        return tuple(row[0] for row in _rows(self._db, sql, (limit,)))

    def is_open(self, session_id: str) -> bool:
        """Whether a session is an interview that is not over."""
        sql = "SELECT 1 FROM interviews WHERE session = ? AND ended = ''"
        return bool(_rows(self._db, sql, (session_id,)))

    def is_held(self, session_id: str) -> bool:
        """Whether a living process holds an interview; not where nothing may be written."""
        rows = _rows(self._db, "SELECT owner FROM interviews WHERE session = ?", (session_id,))
        with suppress(StorageError):
            return bool(rows and rows[0][0]) and lives(self._database, rows[0][0])
        return False

    @contextmanager
    def holding(self, session_id: str) -> Iterator[None]:
        """The right to hold an interview, which ends with the process at the latest.

        Raises StorageError: no-interview, interview-held.
        """
        with owner_name(self._database) as name:
            self._take(session_id, name)
            try:
                yield
            finally:
                with suppress(StorageError), writing(self._db):  # else it ends with the name
                    self._db.execute("UPDATE interviews SET owner = '' WHERE owner = ?", (name,))

    def _take(self, session_id: str, owner: str) -> None:
        with writing(self._db):
            before = self._check_there(session_id)
            if before and lives(self._database, before):
                raise StorageError(
                    "interview-held",
                    f"Interview {session_id} is being held just now by another voicecli.",
                    "End it there, then go on here.",
                )
            self._db.execute(
                "UPDATE interviews SET owner = ? WHERE session = ?", (owner, session_id)
            )

    def _check_there(self, session_id: str) -> str:
        """Who holds an interview. Raises StorageError("no-interview")."""
        rows = _rows(self._db, "SELECT owner FROM interviews WHERE session = ?", (session_id,))
        if not rows:
            raise INTERVIEW.missing(f"There is no interview {shown(session_id)}.")
        return str(rows[0][0])

    def _other_session(self, written: str) -> str:
        """The id of the session that is meant; "" for none."""
        try:
            return find_id(self._db, "sessions", written, SESSION)
        except StorageError:
            return ""

    def _kept(self, row: Sequence[Any]) -> KeptInterview:
        session, parent, created, updated, ended, title, owner, *parts = row
        found = _rows(
            self._db,
            "SELECT number, exchange FROM exchanges WHERE session = ? ORDER BY number",
            (session,),
        )
        try:
            plan, limits, progress = map(unpacked_json, parts)
            exchanges = {number: unpacked_json(text) for number, text in found}
        except StorageError as error:
            raise StorageError(
                "broken-interview",
                f"Interview {session} cannot be read.",
                f"What was said is there: `voicecli sessions show {session}`.",
            ) from error
        return KeptInterview(
            session,
            parent,
            read_time(created),
            read_time(updated),
            read_time(ended) if ended else None,
            title,
            owner,
            plan,
            limits,
            progress,
            exchanges,
        )


def no_interviews_yet() -> StorageError:
    """What is told where nothing was ever kept: the error "no-interview"."""
    return StorageError(
        "no-interview",
        "There are no interviews yet.",
        "Hold one: `voicecli interview --resume cv.pdf --job job.docx`.",
    )


def _rows(db: Database, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with told_plainly(file_of(db)):
        rows: list[tuple[Any, ...]] = db.execute(sql, parameters).fetchall()
        return rows
