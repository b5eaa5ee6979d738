"""Conversations that are kept: sessions, their turns, and what each answer stands on."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from voicecli.errors import StorageError
from voicecli.storage.database import file_of, writing
from voicecli.storage.failures import told_plainly
from voicecli.storage.finding import Kind, find_id
from voicecli.storage.ids import new_id
from voicecli.storage.totals import NOTHING, SessionTotals, totals_of
from voicecli.storage.turn_rows import (
    INSERT_SOURCE,
    INSERT_TURN,
    SOURCE_COLUMNS,
    TURN_COLUMNS,
    columns_of,
    record_of,
    source_of,
    waited,
)
from voicecli.storage.values import read_time, shown, storable, utc_now, written_time
from voicecli.types import Passage, TurnRecord

IDLE = timedelta(hours=1)
"""A session in which nothing was said for so long is closed, unless another time is given."""

SESSION = Kind("session", "session", "sessions", "voicecli sessions list")
"""How errors speak of sessions."""

_TITLE_CHARACTERS = 80

_ASKED_IN = "EXISTS (SELECT 1 FROM turns WHERE session = sessions.id)"


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """A session that holds at least one turn; `title` is its first question unless it was named.

    `ended` is when it was closed, None while it is open; `persona` and `voice` are those of its
    last turn that had any, "" for the usual ones.
    """

    id: str
    created: datetime
    last_activity: datetime
    ended: datetime | None
    title: str
    persona: str
    voice: str
    totals: SessionTotals

    @property
    def turns(self) -> int:
        """How many turns it has."""
        return self.totals.turns


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """A turn as it was stored; `number` counts from 1 in its session, `at` is when it ended."""

    session_id: str
    number: int
    at: datetime
    record: TurnRecord


class Sessions:
    """The sessions of a database that `open_database` opened; of one thread, like it.

    Every method raises StorageError when the file cannot be read or written.
    """

    def __init__(
        self, db: Database, now: Callable[[], datetime] = utc_now, idle: timedelta = IDLE
    ) -> None:
        self._db = db
        self._now = now
        self.idle = idle
        """A session in which nothing was said for so long is closed."""

    def start(self) -> str:
        """Begin a session and return its id; those that were silent for long are closed."""
        self.close_idle()
        with writing(self._db):
            return write_session(self._db, self._now())

    def find(self, prefix_or_id: str) -> str:
        """Return the id of the one session whose id is, begins or ends with what was written.

        "latest" is the session of the last turn. Raises StorageError: no-session,
        ambiguous-session.
        """
        if prefix_or_id.strip().lower() == "latest":
            if latest := self.latest():
                return latest
            raise _no_session("There are no sessions yet.")
        return find_id(self._db, "sessions", prefix_or_id, SESSION)

    def latest(self) -> str | None:
        """Return the id of the session of the last turn; None when nothing was ever asked."""
        return self._first(f"WHERE {_ASKED_IN}")

    def last_open(self) -> str | None:
        """Return the id of the last session that is not closed, nor should be; or None."""
        silent_since = written_time(self._now() - self.idle)
        return self._first(f"WHERE ended = '' AND last_activity >= ? AND {_ASKED_IN}", silent_since)

    def add(self, session_id: str, record: TurnRecord) -> int:
        """Store a finished turn, whole or not at all, and return its number in the session.

        A session that was closed is open again. Raises StorageError("no-session") when the session
        is not there.
        """
        with writing(self._db):
            number, _ = write_turn(self._db, session_id, record, self._now())
        return number

    def hear_more(self, session_id: str, number: int, heard: str) -> None:
        """Note that of a turn's answer so much was heard in the end; nothing when it is gone."""
        with writing(self._db):
            self._db.execute(
                "UPDATE turns SET heard = ? WHERE session = ? AND number = ?",
                (storable(heard), session_id, number),
            )

    def kept(self, session_id: str, numbers: Iterable[int]) -> frozenset[int]:
        """Those of the numbers that turns of a session have: of the others the turn is gone."""
        rows = _rows(
            self._db,
            "SELECT number FROM turns WHERE session = ?"
            " AND number IN (SELECT value FROM json_each(?))",
            (session_id, json.dumps([*numbers])),
        )
        return frozenset(row[0] for row in rows)

    def close_idle(self) -> int:
        """Close the sessions in which nothing was said for long; returns how many.

        They end when their time was up, not when somebody looked.
        """
        before = written_time(self._now() - self.idle)
        sql = "SELECT id, last_activity FROM sessions WHERE ended = '' AND last_activity < ?"
        if not _rows(self._db, sql, (before,)):  # looking stays reading
            return 0
        with writing(self._db):
            rows = _rows(self._db, sql, (before,))
            ends = [(written_time(read_time(at) + self.idle), one) for one, at in rows]
            self._db.conn.executemany("UPDATE sessions SET ended = ? WHERE id = ?", ends)
        return len(ends)

    def end(self, session_id: str) -> bool:
        """Close a session now; False when it was closed already."""
        with writing(self._db):
            closed = self._db.execute(
                "UPDATE sessions SET ended = ? WHERE id = ? AND ended = ''",
                (written_time(self._now()), session_id),
            )
            return bool(closed.rowcount)

    def goes_on(self, session_id: str, since: datetime) -> bool:
        """Whether a session is there and was not closed after `since`."""
        rows = _rows(self._db, "SELECT ended FROM sessions WHERE id = ?", (session_id,))
        return bool(rows) and rows[0][0] <= written_time(since)

    def rename(self, session_id: str, title: str) -> str:
        """Give a session a title of one short line, and return it as it is kept.

        An empty one stands for its first question.
        """
        kept = as_title(title)
        first = "SELECT question FROM turns WHERE session = ? ORDER BY number LIMIT 1"
        with writing(self._db):
            if not kept and (asked := _rows(self._db, first, (session_id,))):
                kept = as_title(asked[0][0])
            self._db.execute("UPDATE sessions SET title = ? WHERE id = ?", (kept, session_id))
        return kept

    def turns(self, session_id: str, last: int | None = None) -> tuple[StoredTurn, ...]:
        """Return the last `last` turns of a session (None: all of them), oldest first."""
        rows = _rows(
            self._db,
            f"SELECT id, number, at, {TURN_COLUMNS} FROM turns"  # noqa: S608  # our own names
            " WHERE session = ? ORDER BY number DESC LIMIT ?",
            (session_id, -1 if last is None else last),
        )
        return tuple(
            StoredTurn(session_id, number, read_time(at), record_of(columns, self._sources(turn)))
            for turn, number, at, *columns in reversed(rows)
        )

    def presented(self, session_id: str) -> tuple[str, ...]:
        """The ids of the passages that answers of a session stood on, each once."""
        rows = _rows(
            self._db,
            "SELECT DISTINCT passage FROM turns JOIN sources ON sources.turn = turns.id"
            " WHERE session = ?",
            (session_id,),
        )
        return tuple(row[0] for row in rows)

    def list(
        self, limit: int = 20, since: datetime | None = None, until: datetime | None = None
    ) -> tuple[SessionSummary, ...]:
        """Return the sessions in which something was asked, the last active first.

        `since` and `until` bound when something was last asked in them.
        """
        bounds = [f"last_activity {sign} ?" for sign, at in ((">=", since), ("<", until)) if at]
        times = [written_time(at) for at in (since, until) if at]
        return self._summaries(" AND ".join([_ASKED_IN, *bounds]), (*times, limit))

    def ids(self) -> tuple[str, ...]:
        """All sessions that hold something, a turn or a plan, in the order in which they began."""
        is_planned = "EXISTS (SELECT 1 FROM interviews WHERE session = sessions.id)"
        sql = f"SELECT id FROM sessions WHERE {_ASKED_IN} OR {is_planned} ORDER BY created, id"  # noqa: S608  # our own words
        return tuple(row[0] for row in _rows(self._db, sql, ()))

    def count(self) -> int:
        """How many sessions there are in which something was asked."""
        return int(_rows(self._db, f"SELECT count(*) FROM sessions WHERE {_ASKED_IN}", ())[0][0])  # noqa: S608  # our own words

    def summary(self, session_id: str) -> SessionSummary:
        """Return one session. Raises StorageError("no-session") when nothing was asked in it."""
        found = self._summaries(f"id = ? AND {_ASKED_IN}", (session_id, 1))
        if not found:
            raise _no_session(f"There is no session {shown(session_id)} with a question in it.")
        return found[0]

    def _summaries(self, condition: str, parameters: Sequence[Any]) -> tuple[SessionSummary, ...]:
        """The last active sessions first; the last parameter is how many."""
        rows = _rows(
            self._db,
            "SELECT id, created, last_activity, ended, title, persona, voice FROM sessions"  # noqa: S608  # our own words
            f" WHERE {condition} ORDER BY last_activity DESC, id DESC LIMIT ?",
            parameters,
        )
        with told_plainly(file_of(self._db)):
            totals = totals_of(self._db, [row[0] for row in rows])
        return tuple(_summary(row, totals.get(row[0], NOTHING)) for row in rows)

    def _first(self, where: str, *parameters: str) -> str | None:
        order = "ORDER BY last_activity DESC, id DESC LIMIT 1"
        rows = _rows(self._db, f"SELECT id FROM sessions {where} {order}", parameters)  # noqa: S608  # our own words
        return str(rows[0][0]) if rows else None

    def _sources(self, turn: int) -> tuple[Passage, ...]:
        rows = _rows(
            self._db,
            f"SELECT {SOURCE_COLUMNS} FROM sources WHERE turn = ? ORDER BY rank",  # noqa: S608  # our own names
            (turn,),
        )
        return tuple(Passage(*row) for row in rows)


def write_turn(db: Database, session_id: str, record: TurnRecord, now: datetime) -> tuple[int, int]:
    """Store a finished turn inside a transaction; its number in the session, and its row's id.

    Raises StorageError("no-session").
    """
    if not _rows(db, "SELECT 1 FROM sessions WHERE id = ?", (session_id,)):
        raise _no_session(f"There is no session {shown(session_id)}.")
    at = written_time(now)
    next_number = "SELECT coalesce(max(number), 0) + 1 FROM turns WHERE session = ?"
    number = int(_rows(db, next_number, (session_id,))[0][0])
    cursor = db.execute(INSERT_TURN, (session_id, number, at, waited(record), *columns_of(record)))
    row = int(cursor.lastrowid or 0)
    sources = enumerate(record.passages, start=1)
    db.conn.executemany(
        INSERT_SOURCE, [(row, rank, *source_of(passage)) for rank, passage in sources]
    )
    db.execute(
        "UPDATE sessions SET last_activity = max(last_activity, ?), ended = '',"
        " title = CASE title WHEN '' THEN ? ELSE title END, persona = ?,"
        " voice = coalesce(nullif(?, ''), voice) WHERE id = ?",
        (
            at,
            as_title(record.question),
            storable(record.persona),
            storable(record.models.get("tts", "")),
            session_id,
        ),
    )
    return number, row


def write_session(db: Database, now: datetime, title: str = "") -> str:
    """Begin a session inside a transaction; its id, which no other has."""
    while True:
        chosen = new_id(now)
        if not _rows(db, "SELECT 1 FROM sessions WHERE id = ?", (chosen,)):
            db.execute(
                "INSERT INTO sessions (id, created, last_activity, title) VALUES (?, ?, ?, ?)",
                (chosen, written_time(now), written_time(now), as_title(title)),
            )
            return chosen


def _summary(row: Sequence[Any], totals: SessionTotals) -> SessionSummary:
    session, created, active, ended, title, persona, voice = row
    closed = read_time(ended) if ended else None
    times = (read_time(created), read_time(active), closed)
    return SessionSummary(session, *times, title, persona, voice, totals)


def as_title(text: str) -> str:
    """What stands for a session in a list: one line of at most 80 characters."""
    line = " ".join(storable(text).split())
    return line if len(line) <= _TITLE_CHARACTERS else line[: _TITLE_CHARACTERS - 1] + "…"


def _rows(db: Database, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with told_plainly(file_of(db)):
        rows: list[tuple[Any, ...]] = db.execute(sql, parameters).fetchall()
        return rows


def _no_session(message: str) -> StorageError:
    return SESSION.missing(message)
