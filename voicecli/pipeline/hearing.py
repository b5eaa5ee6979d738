"""What is being said right now, as far as it is known."""

from voicecli.pipeline.scribe import Scribe, Transcribed
from voicecli.stt.agreement import PartialTranscript
from voicecli.types import SoFar, Utterance


class Hearing:
    """Follows one utterance after the other, from its first words to all of them."""

    def __init__(self, scribe: Scribe) -> None:
        self._scribe = scribe
        self._latest: SoFar | Utterance | None = None
        self._words: Transcribed | None = None
        self.partial = PartialTranscript()
        """The words that may be shown already."""

    @property
    def is_over(self) -> bool:
        """Whether they have finished, and what they said is not dealt with yet."""
        return isinstance(self._latest, Utterance)

    @property
    def words(self) -> Transcribed | None:
        """The words of all that was said up to now; None while they are not known."""
        words, latest = self._words, self._latest
        return words if words and latest and words.covers(latest) else None

    def hear(self, what: SoFar | Utterance) -> None:
        """Take in what the listener heard, and have it recognised unless its words are known."""
        if self._latest is None or self._latest.start != what.start:
            self.partial = PartialTranscript()
        self._latest = what
        if self.words is None:
            self._scribe.hear(what)

    def understand(self, words: Transcribed) -> bool:
        """Take in words; False when they are of something that is dealt with already."""
        if self._latest is None or words.what.start != self._latest.start:
            return False
        self._words = words
        if not self.is_over:  # behind the end, words are shown whole
            self.partial = self.partial.heard(words.text)
        return True

    def finish(self) -> Utterance:
        """Forget the finished utterance, and return it. Raises ValueError while there is none."""
        latest = self._latest
        if not isinstance(latest, Utterance):
            raise ValueError("nobody has finished")
        self.forget()
        return latest

    def forget(self) -> None:
        """What was said is dealt with."""
        self._latest = self._words = None
        self._scribe.forget()
