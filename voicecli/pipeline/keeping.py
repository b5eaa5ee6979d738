"""What is kept of a conversation, by whichever verb it is held."""

from collections.abc import Sequence

from voicecli.dialogue.conversation import Conversation
from voicecli.pipeline.cached import keep_answer
from voicecli.storage.answers import AnswerCache
from voicecli.storage.sessions import Sessions
from voicecli.types import Event, TurnRecord


class Keeper:
    """Writes finished turns; of the thread that opened the database.

    Without `sessions` the conversation is off the record: nothing at all is written. A session is
    begun in the database with its first finished turn, so that looking in and leaving again stores
    nothing.
    """

    def __init__(self, sessions: Sessions | None, cache: AnswerCache | None = None) -> None:
        self._sessions = sessions
        self._cache = cache

    def keep(
        self, conversation: Conversation, record: TurnRecord, events: Sequence[Event]
    ) -> int | None:
        """Store a finished turn; its number in the session, or None off the record.

        Raises StorageError.
        """
        if self._sessions is None:
            return None
        if not conversation.session_id:
            conversation.session_id = self._sessions.start()
        number = self._sessions.add(conversation.session_id, record)
        if self._cache is not None:
            keep_answer(self._cache, events)
        return number

    def hear_more(self, conversation: Conversation, heard: str) -> None:
        """Note that of the last answer so much was heard in the end. Raises StorageError."""
        if self._sessions is not None and conversation.session_id:
            self._sessions.hear_more(conversation.session_id, heard)
