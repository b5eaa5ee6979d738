"""A spoken session: turns answered with one mind and one voice, and remembered."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from voicecli.dialogue.conversation import Conversation
from voicecli.pipeline.answer import Voice, take_turn
from voicecli.pipeline.mind import Mind
from voicecli.pipeline.record import turn_record, understood
from voicecli.pipeline.talk import Asked
from voicecli.protocols import Recognizer, Synthesizer
from voicecli.storage.sessions import Sessions
from voicecli.types import Event


class SpokenSession:
    """What `Talk` asks for answers, and tells when one is finished.

    `open_mind` is called in the thread of the answers, because a database connection belongs to
    one thread. A session is begun in the database with its first finished turn, so that looking in
    and leaving again stores nothing.
    """

    def __init__(
        self,
        open_mind: Callable[[], AbstractContextManager[Mind]],
        recognizer: Recognizer,
        synthesizer: Synthesizer,
        sessions: Sessions,
        conversation: Conversation,
    ) -> None:
        self._open_mind = open_mind
        self._recognizer = recognizer
        self._synthesizer = synthesizer
        self._sessions = sessions
        self._conversation = conversation
        self._models: dict[str, str] = {}

    def answers(self, asked: Iterator[Asked]) -> Iterator[Event]:
        """Answer each utterance aloud. Runs in the answers' thread."""
        with self._open_mind() as mind:
            self._models = dict(mind.models)
            for one in asked:
                voice = Voice(self._synthesizer, one.speaker)
                yield from take_turn(
                    one.utterance,
                    mind,
                    self._conversation,
                    one.turn,
                    self._recognizer,
                    voice,
                    self._last_spoken() if one.over_answer else (),
                )

    def _last_spoken(self) -> list[str]:
        """The answer that an utterance may be the echo of."""
        return [heard for _, heard in self._conversation.exchanges[-1:]]

    def finished(self, events: list[Event]) -> None:
        """Remember and store a finished turn. Runs in the main thread."""
        record = turn_record(events, self._models, spoken=True)
        if record is None:
            return
        self._conversation.remember(record, understood(events))
        if not self._conversation.session_id:
            self._conversation.session_id = self._sessions.start()
        self._sessions.add(self._conversation.session_id, record)
