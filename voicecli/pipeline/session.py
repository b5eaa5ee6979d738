"""A spoken session: turns answered with one mind and one voice, and remembered."""

from collections.abc import Iterator

from voicecli.dialogue.conversation import Conversation
from voicecli.pipeline.answer import Voice, take_turn
from voicecli.pipeline.mind import Mind
from voicecli.pipeline.record import turn_record, understood
from voicecli.protocols import Recognizer, Speaker, Synthesizer
from voicecli.storage.sessions import Sessions
from voicecli.tts.spoken import spoken
from voicecli.turn import Turn
from voicecli.types import Event, Utterance


class SpokenSession:
    """What `Talk` asks for an answer, and tells when one is finished.

    A session is begun in the database with its first finished turn, so that looking in and
    leaving again stores nothing.
    """

    def __init__(
        self,
        mind: Mind,
        recognizer: Recognizer,
        synthesizer: Synthesizer,
        sessions: Sessions,
        conversation: Conversation,
    ) -> None:
        self.conversation = conversation
        self._mind = mind
        self._recognizer = recognizer
        self._synthesizer = synthesizer
        self._sessions = sessions

    def answer(self, utterance: Utterance, turn: Turn, speaker: Speaker) -> Iterator[Event]:
        """Answer one utterance aloud. Runs in the answer's thread."""
        voice = Voice(self._synthesizer, speaker, spoken)
        yield from take_turn(
            utterance, self._mind, self.conversation, turn, self._recognizer, voice
        )

    def finished(self, events: list[Event]) -> None:
        """Remember and store a finished turn. Runs in the main thread."""
        record = turn_record(events, self._mind.models, spoken=True)
        if record is None:
            return
        self.conversation.remember(record, understood(events))
        if not self.conversation.session_id:
            self.conversation.session_id = self._sessions.start()
        self._sessions.add(self.conversation.session_id, record)
