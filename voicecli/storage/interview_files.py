"""Interviews copied out of a database, and into one, with the session that they are."""

import json
from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from voicecli.errors import StorageError
from voicecli.storage.packed_json import packed_json, unpacked_json
from voicecli.storage.session_copy import ExchangeCopy, InterviewCopy
from voicecli.storage.values import read_time, written_time


def copy_interview(db: Database, session_id: str) -> InterviewCopy | None:
    """What a session is beyond its turns; None for one that is no interview.

    Raises StorageError("broken-record").
    """
    row = db.execute(
        "SELECT created, updated, ended, parent, plan, limits, progress FROM interviews"
        " WHERE session = ?",
        [session_id],
    ).fetchone()
    if row is None:
        return None
    created, updated, ended, parent, plan, limits, progress = row
    exchanges = db.execute(
        "SELECT exchanges.number, turns.number, exchange FROM exchanges"
        " LEFT JOIN turns ON turns.id = exchanges.turn WHERE exchanges.session = ?"
        " ORDER BY exchanges.number",
        [session_id],
    ).fetchall()
    return InterviewCopy(
        read_time(created),
        read_time(updated),
        read_time(ended) if ended else None,
        parent or None,
        _object(plan),
        _object(limits),
        _object(progress),
        tuple(ExchangeCopy(one, turn, _object(text)) for one, turn, text in exchanges),
    )


def write_interview(
    db: Database, session_id: str, copy: InterviewCopy, turns: Mapping[int, int]
) -> None:
    """Write it inside a transaction; `turns` are the rows of the session's turns by number."""
    db.execute(
        "INSERT INTO interviews"
        " (session, parent, created, updated, ended, plan, limits, progress)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            session_id,
            copy.repeats or "",
            written_time(copy.created),
            written_time(copy.updated),
            written_time(copy.ended) if copy.ended else "",
            *(_packed(part) for part in (copy.plan, copy.limits, copy.progress)),
        ],
    )
    db.conn.executemany(
        "INSERT INTO exchanges (session, number, turn, exchange) VALUES (?, ?, ?, ?)",
        [
            (session_id, one.number, turns.get(one.turn or 0), _packed(one.exchange))
            for one in copy.exchanges
        ],
    )


def _packed(told: Mapping[str, Any]) -> bytes:
    return packed_json(json.dumps(told, ensure_ascii=False))


def _object(blob: bytes) -> dict[str, Any]:
    try:
        told = json.loads(unpacked_json(blob))
    except (ValueError, RecursionError) as error:
        raise _broken() from error
    if not isinstance(told, dict):
        raise _broken()
    return told


def _broken() -> StorageError:
    return StorageError(
        "broken-record", "An interview of the database cannot be read.", "See `voicecli doctor`."
    )
