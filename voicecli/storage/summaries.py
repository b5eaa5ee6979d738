"""What turns came to, in a sentence that a language model wrote when nobody spoke."""

from collections.abc import Mapping

from sqlite_utils import Database

from voicecli.storage.database import file_of, writing
from voicecli.storage.failures import told_plainly


class Summaries:
    """The sentences of a database that `open_database` opened; of one thread, like it.

    They go with their turns. Both methods raise StorageError.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def keep(self, session_id: str, number: int, text: str, model: str) -> None:
        """Keep what a turn came to, as `model` says it; nothing when the turn is gone."""
        with writing(self._db):
            self._db.execute(
                "INSERT OR REPLACE INTO summaries (turn, text, model)"
                " SELECT id, ?, ? FROM turns WHERE session = ? AND number = ?",
                (text, model, session_id, number),
            )

    def of(self, session_id: str) -> Mapping[int, str]:
        """The sentences of a session by the numbers of its turns."""
        with told_plainly(file_of(self._db)):
            rows = self._db.execute(
                "SELECT number, text FROM summaries JOIN turns ON turns.id = summaries.turn"
                " WHERE session = ?",
                (session_id,),
            ).fetchall()
        return dict(rows)
