"""Conversations that are kept: sessions, their turns, and what each answer stands on."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from voicecli.errors import StorageError
from voicecli.storage.database import file_of, writing
from voicecli.storage.failures import told_plainly
from voicecli.storage.ids import ALPHABET, LENGTH, new_id, read_id
from voicecli.storage.sqlite import sqlite3
from voicecli.types import Passage, TurnRecord

_TITLE_CHARACTERS = 80

_SUMMARY = """
    SELECT sessions.id, created, last_activity, title, count(turns.id)
    FROM sessions JOIN turns ON turns.session = sessions.id
"""


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """A session that holds at least one turn; `title` is its first question, shortened."""

    id: str
    created: datetime
    last_activity: datetime
    title: str
    turns: int


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """A turn as it was stored; `number` counts from 1 in its session, `at` is when it ended."""

    session_id: str
    number: int
    at: datetime
    record: TurnRecord


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Sessions:
    """The sessions of a database that `open_database` opened; of one thread, like it.

    Every method raises StorageError when the file cannot be read or written.
    """

    def __init__(self, db: Database, now: Callable[[], datetime] = _utc_now) -> None:
        self._db = db
        self._now = now

    def start(self) -> str:
        """Begin a session and return its id."""
        at = self._now()
        while True:
            chosen = new_id(at)
            try:
                with writing(self._db):
                    self._db.execute(
                        "INSERT INTO sessions (id, created, last_activity) VALUES (?, ?, ?)",
                        (chosen, _written(at), _written(at)),
                    )
            except StorageError as error:
                if isinstance(error.__cause__, sqlite3.IntegrityError):  # the id is taken
                    continue
                raise
            return chosen

    def find(self, prefix_or_id: str) -> str:
        """Return the id of the one session whose id is, begins or ends with what was written.

        Ids of one day begin alike, so the end is what tells them apart. "latest" is the session of
        the last turn. Raises StorageError: no-session, ambiguous-session.
        """
        if prefix_or_id.strip().lower() == "latest":
            if latest := self.latest():
                return latest
            raise _no_session("There are no sessions yet.")
        piece = read_id(prefix_or_id)
        if not piece or len(piece) > LENGTH or not set(piece) <= set(ALPHABET):
            raise _no_session(f"{_shown(prefix_or_id)} is not a session's id.")
        found = [
            row[0]
            for row in _rows(
                self._db,
                "SELECT id FROM sessions WHERE id LIKE ? OR id LIKE ? ORDER BY id LIMIT 3",
                (f"{piece}%", f"%{piece}"),
            )
        ]
        if not found:
            raise _no_session(f"There is no session {_shown(prefix_or_id)}.")
        if len(found) > 1:
            raise StorageError(
                "ambiguous-session",
                f"{_shown(prefix_or_id)} fits several sessions: {', '.join(found[:2])}, …",
                "Write more of the id; see `voicecli sessions list`.",
            )
        return str(found[0])

    def latest(self) -> str | None:
        """Return the id of the session of the last turn; None when nothing was ever asked."""
        summaries = self.list(1)
        return summaries[0].id if summaries else None

    def add(self, session_id: str, record: TurnRecord) -> int:
        """Store a finished turn, whole or not at all, and return its number in the session.

        Raises StorageError("no-session") when the session is not there.
        """
        at = _written(self._now())
        with writing(self._db):
            if not _rows(self._db, "SELECT 1 FROM sessions WHERE id = ?", (session_id,)):
                raise _no_session(f"There is no session {_shown(session_id)}.")
            number = self._next_number(session_id)
            cursor = self._db.execute(
                _INSERT_TURN, (session_id, number, at, waited(record), *_columns(record))
            )
            self._db.conn.executemany(
                "INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (cursor.lastrowid, rank, *_source(passage))
                    for rank, passage in enumerate(record.passages, start=1)
                ],
            )
            self._db.execute(
                "UPDATE sessions SET last_activity = max(last_activity, ?),"
                " title = CASE title WHEN '' THEN ? ELSE title END WHERE id = ?",
                (at, _title(record.question), session_id),
            )
        return number

    def hear_more(self, session_id: str, heard: str) -> None:
        """Note that of the answer in the session's last turn so much was heard in the end."""
        with writing(self._db):
            self._db.execute(
                "UPDATE turns SET heard = ? WHERE session = ? AND number ="
                " (SELECT max(number) FROM turns WHERE session = ?)",
                (heard, session_id, session_id),
            )

    def turns(self, session_id: str, last: int | None = None) -> tuple[StoredTurn, ...]:
        """Return the last `last` turns of a session (None: all of them), oldest first."""
        rows = _rows(
            self._db,
            f"SELECT id, number, at, {_TURN_COLUMNS} FROM turns"  # noqa: S608  # our own names
            " WHERE session = ? ORDER BY number DESC LIMIT ?",
            (session_id, -1 if last is None else last),
        )
        return tuple(
            StoredTurn(session_id, number, _read(at), _record(columns, self._sources(turn)))
            for turn, number, at, *columns in reversed(rows)
        )

    def list(self, limit: int = 20) -> tuple[SessionSummary, ...]:
        """Return the sessions in which something was asked, the last active first."""
        rows = _rows(
            self._db,
            _SUMMARY + "GROUP BY sessions.id ORDER BY last_activity DESC, sessions.id DESC LIMIT ?",
            (limit,),
        )
        return tuple(_summary(row) for row in rows)

    def summary(self, session_id: str) -> SessionSummary:
        """Return one session. Raises StorageError("no-session") when nothing was asked in it."""
        rows = _rows(
            self._db, _SUMMARY + "WHERE sessions.id = ? GROUP BY sessions.id", (session_id,)
        )
        if not rows:
            raise _no_session(f"There is no session {_shown(session_id)} with a question in it.")
        return _summary(rows[0])

    def _next_number(self, session_id: str) -> int:
        sql = "SELECT coalesce(max(number), 0) + 1 FROM turns WHERE session = ?"
        return int(_rows(self._db, sql, (session_id,))[0][0])

    def _sources(self, turn: int) -> tuple[Passage, ...]:
        rows = _rows(
            self._db,
            "SELECT passage, type, title, document, locator, text, score, source"
            " FROM sources WHERE turn = ? ORDER BY rank",
            (turn,),
        )
        return tuple(Passage(*row) for row in rows)


_TURN_COLUMNS = (
    "question, intent, written, heard, ended, abstained, mode, models, timings, speaker,"
    " spoken, cached, persona, component"
)
_INSERT_TURN = (
    f"INSERT INTO turns (session, number, at, waited, {_TURN_COLUMNS})"  # noqa: S608  # our own names
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def waited(record: TurnRecord) -> float | None:
    """Seconds that the person waited: until the first sound, or in text until the answer stood."""
    told = record.timings
    return told.get("first_sound", None if record.spoken else told.get("total"))


def _rows(db: Database, sql: str, parameters: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    with told_plainly(file_of(db)):
        rows: list[tuple[Any, ...]] = db.execute(sql, parameters).fetchall()
        return rows


def _columns(record: TurnRecord) -> tuple[Any, ...]:
    """Return the values of `_TURN_COLUMNS`."""
    return (
        _storable(record.question),
        record.intent,
        _storable(record.written),
        _storable(record.heard),
        record.ended,
        int(record.abstained),
        record.mode,
        _json(record.models),
        _json(record.timings),
        record.speaker,
        int(record.spoken),
        int(record.cached),
        record.persona,
        record.component,
    )


def _record(columns: list[Any], passages: tuple[Passage, ...]) -> TurnRecord:
    question, intent, written, heard, ended, abstained, mode, models, timings, *others = columns
    speaker, spoken, cached, persona, component = others
    return TurnRecord(
        question=question,
        intent=intent,
        passages=passages,
        written=written,
        heard=heard,
        ended=ended,
        abstained=bool(abstained),
        mode=mode,
        models=json.loads(models),
        timings=json.loads(timings),
        speaker=speaker,
        spoken=bool(spoken),
        cached=bool(cached),
        persona=persona,
        component=component,
    )


def _source(passage: Passage) -> tuple[Any, ...]:
    texts = (passage.id, passage.type, passage.title, passage.document, passage.locator)
    told = (*map(_storable, texts), _storable(passage.text), float(passage.score))
    return (*told, _storable(passage.source))


def _summary(row: tuple[Any, ...]) -> SessionSummary:
    session_id, created, last_activity, title, turns = row
    return SessionSummary(session_id, _read(created), _read(last_activity), title, turns)


def _title(question: str) -> str:
    line = " ".join(_storable(question).split())
    return line if len(line) <= _TITLE_CHARACTERS else line[: _TITLE_CHARACTERS - 1] + "…"


def _storable(text: str) -> str:
    """Text that SQLite takes: half a surrogate pair, from bytes that were no UTF-8, becomes "?"."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(dict(values), ensure_ascii=True, default=float)


def _written(at: datetime) -> str:
    """ISO 8601 in UTC with microseconds always, so that text sorts as time does."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _read(at: str) -> datetime:
    return datetime.fromisoformat(at)


def _shown(written: str) -> str:
    return repr(written if len(written) <= 40 else written[:40] + "…")


def _no_session(message: str) -> StorageError:
    return StorageError("no-session", message, "See `voicecli sessions list`.")
