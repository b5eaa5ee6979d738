"""What an answer is played to while there is no speaker: it stands on the screen."""

from collections.abc import Iterator

from voicecli.turn import Turn
from voicecli.types import Heard, Sentence, SpeechChunk


class UnheardSpeaker:
    """Plays nothing. What is written counts as heard, as it does in text."""

    sounding = False

    def __init__(self) -> None:
        self._sentences: dict[int, list[Sentence]] = {}

    def play(self, chunk: SpeechChunk, turn: Turn) -> None:
        """Note the sentence."""
        if not turn.cancelled:
            self._sentences.setdefault(turn.id, []).append(chunk.sentence)

    def finish(self, turn: Turn) -> Iterator[Heard]:
        """Every sentence of the turn, whole."""
        for sentence in dict.fromkeys(self._sentences.pop(turn.id, ())):
            yield Heard(sentence, 1.0)


UNHEARD = UnheardSpeaker()
