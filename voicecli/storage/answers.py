"""Answers that were given, for the same question asked again."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from voicecli.storage.database import file_of, writing
from voicecli.storage.failures import told_plainly
from voicecli.storage.values import utc_now

MOST = 1000
"""Answers kept; the oldest make room."""


class AnswerCache:
    """The answers of a database that `open_database` opened; of one thread, like it.

    A key says all that an answer depends on, so a cached answer is never wrong, only useless once
    the content has changed: those of other content versions go when one is kept.
    Both methods raise StorageError when the file cannot be read or written.
    """

    def __init__(self, db: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._db = db
        self._now = now

    def find(self, key: str) -> Mapping[str, Any] | None:
        """The answer kept under a key, as it was; None when there is none."""
        with told_plainly(file_of(self._db)):
            row = self._db.execute("SELECT answer FROM answers WHERE key = ?", [key]).fetchone()
        return json.loads(row[0]) if row else None

    def keep(self, key: str, content_version: int, answer: Mapping[str, Any]) -> None:
        """Keep an answer under a key, and let go what can no longer be asked for."""
        written = json.dumps(answer, ensure_ascii=True)
        with writing(self._db):
            self._db.execute("DELETE FROM answers WHERE content_version != ?", [content_version])
            self._db.execute(
                "INSERT OR REPLACE INTO answers (key, content_version, at, answer) "
                "VALUES (?, ?, ?, ?)",
                [key, content_version, self._now().isoformat(timespec="microseconds"), written],
            )
            self._db.execute(
                "DELETE FROM answers WHERE key IN "
                "(SELECT key FROM answers ORDER BY at DESC, key LIMIT -1 OFFSET ?)",
                [MOST],
            )
