"""Is what Whisper wrote for a window of a recording to be believed? Pure."""

from dataclasses import dataclass
from typing import Protocol

from voicecli.stt import guards
from voicecli.stt.decoding import Decoding
from voicecli.stt.tries import LONG_SPEECH_SECONDS, Try


class Text(Protocol):
    """What the decoder wrote, and its own figures for it."""

    @property
    def tokens(self) -> tuple[int, ...]:
        """Those of the text."""
        ...

    @property
    def text(self) -> str:
        """The words."""
        ...

    @property
    def average_logprob(self) -> float:
        """The logarithm of a token's probability, on average."""
        ...

    @property
    def no_speech_probability(self) -> float:
        """How likely the sound is silence."""
        ...

    @property
    def is_cut(self) -> bool:
        """Whether the decoder had room for no more."""
        ...


@dataclass(frozen=True, slots=True)
class Judge:
    """The guards, with the thresholds that were asked for."""

    how: Decoding

    def needs_another_try(self, written: Text, seconds: float, attempt: Try) -> bool:
        """Whether a second decoding is worth its time, for a sound of `seconds`."""
        if not guards.has_words(written.text) or self._says_names_alone(written, attempt):
            return True
        return not self._is_invented(written, seconds) and self._is_doubtful(
            written, seconds, attempt
        )

    def is_better(self, second: Text, first: Text, seconds: float, careful: Try) -> bool:
        """Whether the second decoding is to be taken instead of the first.

        The second was told no names: if the first says nothing else, it alone can be believed.
        """
        if not self._is_doubtful(second, seconds, careful) or self._says_told(first):
            return True
        return _credibility(second, seconds) > _credibility(first, seconds)

    def believable_text(self, written: Text, seconds: float, attempt: Try) -> str:
        """The text up to where it begins to repeat itself; empty if nobody said it."""
        if self.says_nothing(written, seconds, attempt):
            return ""
        if self._may_repeat(written, seconds):
            return written.text
        if self.is_refrain(written) or self._drones(written.text, seconds):
            return ""
        if not guards.is_looping(written.text, seconds):
            return written.text
        kept = guards.without_loop(written.text)
        return "" if guards.is_empty_loop(kept, seconds) else kept

    def believable_part(self, written: Text, seconds: float, attempt: Try, *, doubted: bool) -> str:
        """The same for part of a window; more is asked where the whole was a doubtful refrain."""
        least, no_speech = guards.LOW_LOGPROB, 1.0
        if doubted:
            least, no_speech = guards.DOUBTFUL_LOGPROB, guards.LIKELY_NO_SPEECH
        if written.average_logprob < least or written.no_speech_probability > no_speech:
            return ""
        return self.believable_text(written, seconds, attempt)

    def is_refrain(self, written: Text) -> bool:
        """Whether the text is a doubtful one of few words again and again."""
        return guards.is_refrain(written.text, written.average_logprob)

    def says_nothing(self, written: Text, seconds: float, attempt: Try) -> bool:
        """Whether the text is none, was made from no speech, or was told."""
        return (
            not guards.has_words(written.text)
            or self._is_invented(written, seconds)
            or self._says_names_alone(written, attempt)
        )

    def is_said_again(self, written: Text, seconds: float) -> bool:
        """Whether a text repeats itself, but no faster than somebody can who does so, too.

        Only its pieces tell whether the speaker or the decoder did.
        """
        text = written.text
        is_fast = written.is_cut or guards.is_too_fast(text, seconds)
        return guards.repetition(text) is not None and not is_fast

    def _may_repeat(self, written: Text, seconds: float) -> bool:
        """Whether a speaker may repeat himself as a short sound's text does: "no, no, no, no"."""
        return (
            seconds <= guards.LOOP_SECONDS
            and self.is_said_again(written, seconds)
            and written.average_logprob >= self.how.logprob_threshold
            and written.no_speech_probability <= guards.LIKELY_NO_SPEECH
        )

    def _drones(self, text: str, seconds: float) -> bool:
        """Whether the text of a longer sound without a pause is few words again and again."""
        is_often = guards.compression_ratio(text) > self.how.compression_ratio_threshold
        return seconds > guards.LOOP_SECONDS and is_often and guards.is_poor(text)

    def _is_doubtful(self, written: Text, seconds: float, attempt: Try) -> bool:
        """Whether the text is improbable, repetitive or too long; the second try may be denser."""
        text = written.text
        limit = guards.token_limit(seconds) if attempt.names else attempt.token_limit
        return (
            not guards.has_words(text)
            or written.average_logprob < self.how.logprob_threshold
            or guards.compression_ratio(text) > self.how.compression_ratio_threshold
            or guards.is_looping(text, seconds)
            or (attempt.is_short and guards.repeats_phrase(text))
            or written.is_cut
            or len(written.tokens) >= limit
        )

    def _is_invented(self, written: Text, seconds: float) -> bool:
        """Whether the text is guessed, or the sound silence to Whisper; a short one more readily.

        Much speech must not be dropped for one figure of its window.
        """
        logprob, no_speech = written.average_logprob, written.no_speech_probability
        if no_speech > self.how.no_speech_threshold and logprob < guards.LOW_LOGPROB:
            return True
        if logprob < guards.HARDLY_LOGPROB:
            return True
        if guards.is_sparse(written.text, seconds) and no_speech > guards.LIKELY_NO_SPEECH:
            return True
        is_short = seconds <= LONG_SPEECH_SECONDS
        return is_short and guards.is_nothing(written.text, logprob, no_speech)

    def _says_names_alone(self, written: Text, attempt: Try) -> bool:
        """Whether the text may come from the prompt and not from the sound."""
        return attempt.names and self._says_told(written)

    def _says_told(self, written: Text) -> bool:
        return guards.says_only(written.text, f"{self.how.hotwords} {self.how.initial_prompt}")


def _credibility(written: Text, seconds: float) -> tuple[bool, float]:
    """Greater for the text to be believed: one of words without a loop, then the likelier."""
    text = written.text
    sensible = guards.has_words(text) and not guards.is_looping(text, seconds)
    return sensible, written.average_logprob
