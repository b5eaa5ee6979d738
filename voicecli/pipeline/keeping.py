"""What is kept of a conversation, by whichever verb it is held."""

from collections.abc import Callable, Sequence
from datetime import datetime

from voicecli.dialogue.conversation import Conversation
from voicecli.pipeline.cached import keep_answer
from voicecli.storage.answers import AnswerCache
from voicecli.storage.memories import Memories
from voicecli.storage.sessions import Sessions
from voicecli.storage.values import utc_now
from voicecli.types import Event, TurnRecord


class Keeper:
    """Writes finished turns; of the thread that opened the database, but for `current`.

    Without `sessions` the conversation is off the record: nothing at all is written. A session is
    begun in the database with its first finished turn, so that looking in and leaving again stores
    nothing; another one when it was silent for longer than sessions last, or was closed or
    forgotten meanwhile.
    """

    def __init__(
        self,
        sessions: Sessions | None,
        cache: AnswerCache | None = None,
        now: Callable[[], datetime] = utc_now,
        memories: Memories | None = None,
    ) -> None:
        self._sessions = sessions
        self._memories = memories
        self._cache = cache
        self._now = now
        self._active = self._kept = now()

    def current(self, conversation: Conversation) -> Conversation:
        """The conversation to which belongs what is said now; a new one after a long silence."""
        at = self._now()
        is_over = self._sessions is not None and at - self._active > self._sessions.idle
        self._active = at
        return Conversation() if is_over else conversation

    def keep(
        self, conversation: Conversation, record: TurnRecord, events: Sequence[Event]
    ) -> int | None:
        """Store a finished turn, the last exchange; its number in the session, None off the record.

        Raises StorageError.
        """
        if self._sessions is None:
            return None
        if not self._goes_on(conversation, self._sessions):
            conversation.session_id = self._sessions.start()
        number = self._sessions.add(conversation.session_id, record)
        conversation.stored_as(number)
        self._active = self._kept = self._now()
        if self._cache is not None:
            keep_answer(self._cache, events)
        return number

    def link(self, memory_id: str, conversation: Conversation, number: int) -> None:
        """Note in which turn something to remember was told. Raises StorageError."""
        if self._memories is not None:
            self._memories.link(memory_id, conversation.session_id, number)

    def end(self, conversation: Conversation) -> None:
        """Close a conversation's session, if it has one. Raises StorageError."""
        if self._sessions is not None and conversation.session_id:
            self._sessions.end(conversation.session_id)

    def hear_more(self, conversation: Conversation, number: int, heard: str) -> None:
        """Note that of a turn's answer so much was heard in the end. Raises StorageError."""
        if self._sessions is not None and conversation.session_id:
            self._sessions.hear_more(conversation.session_id, number, heard)

    def _goes_on(self, conversation: Conversation, sessions: Sessions) -> bool:
        """Whether the turn that has just ended belongs to the conversation's session.

        Of turns that were forgotten meanwhile nothing stays in memory either, and nothing at all of
        what was said before where somebody closed or deleted the session.
        """
        session = conversation.session_id
        if not session:
            return False
        goes_on = sessions.goes_on(session, self._kept)
        numbers = [one.number for one in conversation.exchanges if one.number]
        conversation.let_go(sessions.kept(session, numbers) if goes_on else frozenset())
        return goes_on
