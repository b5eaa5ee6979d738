"""Sessions copied out of a database, and into one."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import Enum
from typing import Any

from sqlite_utils import Database

from voicecli.storage.database import file_of, writing
from voicecli.storage.failures import told_plainly
from voicecli.storage.ids import new_id
from voicecli.storage.interview_files import copy_interview, write_interview
from voicecli.storage.session_copy import (
    DaysCopy,
    MemoryCopy,
    SessionCopy,
    ShortCopy,
    SoundCopy,
    SourceCopy,
    TurnCopy,
)
from voicecli.storage.turn_rows import (
    INSERT_SOURCE,
    INSERT_TURN,
    SOURCE_COLUMNS,
    TURN_COLUMNS,
)
from voicecli.storage.values import read_time, storable, written_time


class Became(Enum):
    """What became of a session that was to be taken in."""

    ADDED = "added"
    SAME = "the same is there already"
    RENAMED = "another one has its id"
    REPLACED = "replaced"


def copy_session(db: Database, session_id: str) -> SessionCopy | None:
    """All that belongs to a session; None when it is not there. Raises StorageError."""
    with told_plainly(file_of(db)):
        row = db.execute(
            "SELECT title, created, last_activity, ended, persona, voice FROM sessions"
            " WHERE id = ?",
            [session_id],
        ).fetchone()
        if row is None:
            return None
        title, created, active, ended, persona, voice = row
        return SessionCopy(
            session_id,
            title,
            read_time(created),
            read_time(active),
            read_time(ended) if ended else None,
            persona,
            voice,
            turns=_turns(db, session_id),
            memories=_memories(db, session_id),
            interview=copy_interview(db, session_id),
        )


def take_in(db: Database, copy: SessionCopy, *, may_replace: bool = False) -> tuple[Became, str]:
    """Write a session into a database, whole or not at all; what became of it, and its id.

    One that is there already stays as it is, unless it `may_replace` it: then another of the same
    id is put in its place, and else this one gets another id. Raises StorageError.
    """
    there = copy_session(db, copy.id)
    if there == copy:
        return Became.SAME, copy.id
    if same := _same_under_another_id(db, copy):
        return Became.SAME, same
    with writing(db):
        became = Became.ADDED
        if there is not None and may_replace:
            became = Became.REPLACED
            db.execute("DELETE FROM memories WHERE session = ?", [copy.id])
            db.execute("DELETE FROM sessions WHERE id = ?", [copy.id])
        elif there is not None:
            became = Became.RENAMED
            copy = copy.called(_free_id(db, "sessions", copy.created))
        _write(db, copy)
    return became, copy.id


def _same_under_another_id(db: Database, copy: SessionCopy) -> str:
    """The id under which the same session was taken in before; "" when it was not."""
    with told_plainly(file_of(db)):
        rows = db.execute(
            "SELECT id FROM sessions WHERE created = ? AND id != ?",
            [written_time(copy.created), copy.id],
        ).fetchall()
    for (session_id,) in rows:
        there = copy_session(db, session_id)
        if there is not None and there.called("") == copy.called(""):
            return str(session_id)
    return ""


def _turns(db: Database, session_id: str) -> tuple[TurnCopy, ...]:
    rows = db.execute(
        f"SELECT id, number, at, waited, {TURN_COLUMNS} FROM turns"  # noqa: S608  # our own names
        " WHERE session = ? ORDER BY number",
        [session_id],
    ).fetchall()
    return tuple(_turn(db, *row) for row in rows)


def _turn(
    db: Database, turn: int, number: int, at: str, waited: float | None, *columns: Any
) -> TurnCopy:
    question, intent, written, heard, ended, abstained, mode, models, timings, *others = columns
    speaker, spoken, cached, persona, component = others
    sources = db.execute(
        f"SELECT {SOURCE_COLUMNS} FROM sources WHERE turn = ? ORDER BY rank",  # noqa: S608  # our own names
        [turn],
    ).fetchall()
    sounds = db.execute(
        "SELECT part, at, seconds, codec, data FROM sounds WHERE turn = ? ORDER BY part DESC",
        [turn],
    ).fetchall()
    short = db.execute("SELECT text, model FROM summaries WHERE turn = ?", [turn]).fetchone()
    return TurnCopy(
        number=number,
        at=read_time(at),
        question=question,
        answer=written,
        heard=heard,
        ended=ended,
        intent=intent,
        abstained=bool(abstained),
        mode=mode,
        models=json.loads(models),
        timings={stage: float(seconds) for stage, seconds in json.loads(timings).items()},
        waited=waited,
        speaker=speaker,
        spoken=bool(spoken),
        cached=bool(cached),
        persona=persona,
        component=component,
        sources=tuple(SourceCopy(*row) for row in sources),
        sounds=tuple(
            SoundCopy(part, read_time(when), seconds, codec, bytes(data))
            for part, when, seconds, codec, data in sounds
        ),
        short=ShortCopy(*short) if short else None,
    )


def _memories(db: Database, session_id: str) -> tuple[MemoryCopy, ...]:
    rows = db.execute(
        "SELECT memories.id, memories.at, kind, text, dates, memories.speaker, turns.number"
        " FROM memories LEFT JOIN turns ON turns.id = memories.turn"
        " WHERE memories.session = ? ORDER BY memories.at, memories.id",
        [session_id],
    ).fetchall()
    return tuple(
        MemoryCopy(
            memory, read_time(at), kind, text, tuple(DaysCopy(**day) for day in json.loads(dates)),
            speaker, turn,
        )
        for memory, at, kind, text, dates, speaker, turn in rows
    )  # fmt: skip


def _write(db: Database, copy: SessionCopy) -> None:
    ended = written_time(copy.ended) if copy.ended else ""
    db.execute(
        "INSERT INTO sessions (id, title, created, last_activity, ended, persona, voice)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [copy.id, copy.title, written_time(copy.created), written_time(copy.last_activity), ended,
         copy.persona, copy.voice],
    )  # fmt: skip
    rows = {turn.number: _write_turn(db, copy.id, turn) for turn in copy.turns}
    for memory in copy.memories:
        told = replace(memory, id=_free_memory_id(db, memory))
        days = [
            {"start": day.start, "end": day.end, "first": day.first, "last": day.last}
            for day in told.dates
        ]
        db.execute(
            "INSERT INTO memories (id, at, kind, text, dates, speaker, session, turn)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [told.id, written_time(told.at), told.kind, told.text, json.dumps(days), told.speaker,
             copy.id, rows.get(told.turn or 0)],
        )  # fmt: skip
    if copy.interview is not None:
        write_interview(db, copy.id, copy.interview, rows)


def _write_turn(db: Database, session_id: str, turn: TurnCopy) -> int:
    """Write a turn and all that hangs on it; returns its row."""
    row = int(
        db.execute(
            INSERT_TURN,
            [session_id, turn.number, written_time(turn.at), turn.waited, *_columns(turn)],
        ).lastrowid
        or 0
    )
    db.conn.executemany(
        INSERT_SOURCE,
        [
            (row, rank, one.passage, one.type, one.title, one.document, one.locator, one.text,
             one.score, one.source)
            for rank, one in enumerate(turn.sources, start=1)
        ],
    )  # fmt: skip
    db.conn.executemany(
        "INSERT INTO sounds (turn, part, at, seconds, codec, bytes, data)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (row, one.part, written_time(one.at), one.seconds, one.codec, len(one.data), one.data)
            for one in turn.sounds
        ],
    )
    if turn.short is not None:
        db.execute(
            "INSERT INTO summaries (turn, text, model) VALUES (?, ?, ?)",
            [row, turn.short.text, turn.short.model],
        )
    return row


def _columns(turn: TurnCopy) -> Sequence[Any]:
    """The values of `TURN_COLUMNS`."""
    return (
        *map(storable, (turn.question, turn.intent, turn.answer, turn.heard, turn.ended)),
        int(turn.abstained),
        turn.mode,
        json.dumps(turn.models),
        json.dumps(turn.timings),
        turn.speaker,
        int(turn.spoken),
        int(turn.cached),
        turn.persona,
        turn.component,
    )


def _free_memory_id(db: Database, memory: MemoryCopy) -> str:
    """Its own id if that is free."""
    is_taken = db.execute("SELECT 1 FROM memories WHERE id = ?", [memory.id]).fetchone()
    return _free_id(db, "memories", memory.at) if is_taken or not memory.id else memory.id


def _free_id(db: Database, table: str, at: datetime) -> str:
    while True:
        chosen = new_id(at)
        if not db.execute(f"SELECT 1 FROM {table} WHERE id = ?", [chosen]).fetchone():  # noqa: S608  # our own name
            return chosen
