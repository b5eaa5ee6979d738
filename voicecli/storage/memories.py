"""What a person asked to remember: facts and notes, each with the turn in which it was said."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlite_utils import Database

from voicecli.errors import StorageError
from voicecli.storage.database import file_of, writing
from voicecli.storage.failures import told_plainly
from voicecli.storage.finding import Kind, find_id
from voicecli.storage.ids import new_id
from voicecli.storage.sqlite import integrity_errors
from voicecli.storage.values import shown, storable, utc_now, written_time
from voicecli.types import NamedDays

MemoryKind = Literal["fact", "note"]

MEMORY = Kind("memory", "memory", "memories", "voicecli memory list")
"""How errors speak of memories."""

MOST_CHARACTERS = 20_000
"""Longest memory: a quarter of an hour of dictation."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Something to remember, in the person's own words; `at` is when it was said.

    `speaker` is whose voice said it, `session` and `turn` (counted from 1) where; empty and None
    where that is not known, or was forgotten. `dates` are the days that its words meant then.
    """

    id: str
    at: datetime
    kind: MemoryKind
    text: str
    dates: tuple[NamedDays, ...] = ()
    speaker: str = ""
    session: str = ""
    turn: int | None = None


class Memories:
    """The memories of a database that `open_database` opened; of one thread, like it.

    Every method raises StorageError when the file cannot be read or written.
    """

    def __init__(self, db: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._db = db
        self._now = now

    def add(
        self,
        text: str,
        kind: MemoryKind = "fact",
        dates: Sequence[NamedDays] = (),
        speaker: str = "",
    ) -> Memory:
        """Keep something, and return it with its id. Raises StorageError("long-memory")."""
        text = storable(text)
        if len(text) > MOST_CHARACTERS:
            raise StorageError(
                "long-memory",
                f"That is too long to remember: {len(text)} characters of {MOST_CHARACTERS}.",
                "Put it into a file of your content: `voicecli content add FILE`.",
            )
        at = self._now()
        told = (kind, text, _dates_json(dates), speaker)
        while True:
            memory = Memory(new_id(at), at, kind, text, tuple(dates), speaker)
            try:
                with writing(self._db):
                    self._db.execute(
                        "INSERT INTO memories (id, at, kind, text, dates, speaker)"
                        " VALUES (?, ?, ?, ?, ?, ?)",
                        (memory.id, written_time(at), *told),
                    )
            except StorageError as error:
                if isinstance(error.__cause__, integrity_errors()):  # the id is taken
                    continue
                raise
            return memory

    def link(self, memory_id: str, session_id: str, number: int) -> None:
        """Note in which turn of which session a memory was told; nothing when it is gone."""
        with writing(self._db):
            self._db.execute(
                "UPDATE memories SET session = ?, turn ="
                " (SELECT id FROM turns WHERE session = ? AND number = ?) WHERE id = ?",
                (session_id, session_id, number, memory_id),
            )

    def list(self) -> tuple[Memory, ...]:
        """All memories, oldest first."""
        return self._read(f"{_SELECT} ORDER BY memories.at, memories.id")

    def get(self, memory_id: str) -> Memory | None:
        """The memory of exactly this id; None when it is gone."""
        found = self._read(f"{_SELECT} WHERE memories.id = ?", (memory_id,))
        return found[0] if found else None

    def find(self, written: str) -> Memory:
        """Return the one memory whose id is, begins or ends with what was written.

        Raises StorageError: no-memory, ambiguous-memory.
        """
        memory = self.get(find_id(self._db, "memories", written, MEMORY))
        if memory is None:  # it went just now
            raise MEMORY.missing(f"There is no memory {shown(written)}.")
        return memory

    def remove(self, memory_id: str) -> bool:
        """Delete a memory; False when it was gone already."""
        with writing(self._db):
            cursor = self._db.execute("DELETE FROM memories WHERE id = ?", (memory_id,))
        return bool(cursor.rowcount)

    def _read(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[Memory, ...]:
        with told_plainly(file_of(self._db)):
            return tuple(_memory(row) for row in self._db.execute(sql, parameters).fetchall())


_SELECT = (
    "SELECT memories.id, memories.at, kind, text, dates, memories.speaker, memories.session,"
    " turns.number FROM memories LEFT JOIN turns ON turns.id = memories.turn"
)


def _memory(row: tuple[Any, ...]) -> Memory:
    memory_id, at, kind, text, dates, speaker, session, turn = row
    meant = tuple(
        NamedDays(
            int(one["start"]),
            int(one["end"]),
            date.fromisoformat(one["first"]),
            date.fromisoformat(one["last"]),
        )
        for one in json.loads(dates)
    )
    return Memory(memory_id, datetime.fromisoformat(at), kind, text, meant, speaker, session, turn)


def _dates_json(dates: Sequence[NamedDays]) -> str:
    told = [
        {
            "start": one.start,
            "end": one.end,
            "first": one.first.isoformat(),
            "last": one.last.isoformat(),
        }
        for one in dates
    ]
    return json.dumps(told)
