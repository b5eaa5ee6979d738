"""The guest book: messages that visitors left, in their words and with their voice.

A message was left to be kept: it stands apart from sessions, and no age or size takes it away.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from voicecli.errors import StorageError
from voicecli.storage.database import file_of, writing
from voicecli.storage.failures import told_plainly
from voicecli.storage.finding import Kind, find_id
from voicecli.storage.ids import new_id
from voicecli.storage.purging import empty_log
from voicecli.storage.sqlite import integrity_errors
from voicecli.storage.values import shown, storable, utc_now, written_time
from voicecli.types import EncodedSound

MESSAGE = Kind("message", "message", "messages", "voicecli guestbook list")
"""How errors speak of messages."""

LONGEST_NAME = 80
"""Characters of a guest's name."""
ID_TRIES = 5
"""So many ids are tried, should one be taken."""
LONGEST_TEXT = 4_000
"""Characters of a message: some five minutes of speech."""


@dataclass(frozen=True, slots=True)
class GuestEntry:
    """A message; `name` is the guest's, `recipient` whom it is for, both "" where not told.

    `seconds` is the length of its sound, 0 for a written one.
    """

    id: str
    at: datetime
    name: str
    recipient: str
    text: str
    seconds: float = 0.0
    codec: str = ""


class GuestBook:
    """The guest book of a database that `open_database` opened; of one thread, like it.

    Every method raises StorageError when the file cannot be read or written.
    """

    def __init__(self, db: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._db = db
        self._now = now

    def sign(
        self, name: str, text: str, recipient: str = "", sound: EncodedSound | None = None
    ) -> GuestEntry:
        """Keep a message. Raises StorageError: no-message, long-message, long-name."""
        name, recipient, text = _line(name), _line(recipient), storable(text).strip()
        _check(name, recipient, text)
        at = self._now()
        told = (name, recipient, text)
        kept = (sound.seconds, sound.codec) if sound else (0.0, "")
        for tries_left in range(ID_TRIES - 1, -1, -1):
            entry = GuestEntry(new_id(at), at, *told, *kept)
            try:
                with writing(self._db):
                    self._db.execute(
                        "INSERT INTO guestbook"
                        " (id, at, name, recipient, text, seconds, codec, sound)"
                        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                        (entry.id, written_time(at), *told, *kept, sound.data if sound else None),
                    )
            except StorageError as error:
                is_taken = isinstance(error.__cause__, integrity_errors())
                if not (is_taken and tries_left):
                    raise
            else:
                return entry
        raise AssertionError("unreachable: the last try returns or raises")

    def list(self) -> tuple[GuestEntry, ...]:
        """All messages, oldest first."""
        return self._read("ORDER BY at, id")

    def find(self, written: str) -> GuestEntry:
        """Return the one message whose id is, begins or ends with what was written.

        "latest" is the newest. Raises StorageError: no-message, ambiguous-message.
        """
        if written.strip().lower() == "latest":
            if newest := self._read("ORDER BY at DESC, id DESC LIMIT 1"):
                return newest[0]
            raise MESSAGE.missing("The guest book is empty.")
        found = self._read("WHERE id = ?", (find_id(self._db, "guestbook", written, MESSAGE),))
        if not found:  # it went just now
            raise MESSAGE.missing(f"There is no message {shown(written)}.")
        return found[0]

    def sound(self, entry_id: str) -> EncodedSound | None:
        """The voice of a message; None for a written one, or one that is gone."""
        with told_plainly(file_of(self._db)):
            row = self._db.execute(
                "SELECT codec, seconds, sound FROM guestbook WHERE id = ? AND sound NOT NULL",
                (entry_id,),
            ).fetchone()
        return EncodedSound(*row) if row else None

    def remove(self, ids: Iterable[str]) -> int:
        """Remove messages by their whole ids; returns how many there were.

        Their bytes go from the write-ahead log, too, unless another program reads it just now.
        """
        with writing(self._db):
            before = self._db.conn.total_changes
            self._db.conn.executemany("DELETE FROM guestbook WHERE id = ?", [(one,) for one in ids])
            count = int(self._db.conn.total_changes - before)
        empty_log(self._db, seconds=1.0)
        return count

    def _read(self, which: str, parameters: tuple[Any, ...] = ()) -> "tuple[GuestEntry, ...]":
        with told_plainly(file_of(self._db)):
            rows = self._db.execute(
                "SELECT id, at, name, recipient, text, seconds, codec FROM guestbook "  # noqa: S608  # our own words
                + which,
                parameters,
            ).fetchall()
        return tuple(GuestEntry(row[0], datetime.fromisoformat(row[1]), *row[2:]) for row in rows)


def _check(name: str, recipient: str, text: str) -> None:
    if not text:
        raise StorageError("no-message", "There is no message.", 'Use `--text "…"`.')
    if len(text) > LONGEST_TEXT:
        raise StorageError(
            "long-message",
            f"The message is too long: {len(text)} characters of {LONGEST_TEXT}.",
            "Leave it in two parts.",
        )
    if max(len(name), len(recipient)) > LONGEST_NAME:
        raise StorageError(
            "long-name", f"A name has at most {LONGEST_NAME} characters.", "Use a shorter one."
        )


def _line(text: str) -> str:
    return " ".join(storable(text).split())
