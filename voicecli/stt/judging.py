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
        """Whether the second decoding is to be taken instead of the first."""
        if not self._is_doubtful(second, seconds, careful):
            return True
        return _credibility(second, seconds) > _credibility(first, seconds)

    def believable_text(self, written: Text, seconds: float, attempt: Try) -> str:
        """The text up to where it begins to repeat itself; empty if nobody said it."""
        if (
            not guards.has_words(written.text)
            or self._is_invented(written, seconds)
            or self._says_names_alone(written, attempt)
            or guards.is_refrain(written.text, written.average_logprob)
        ):
            return ""
        if not guards.is_looping(written.text, seconds):
            return written.text
        kept = guards.without_loop(written.text)
        return "" if guards.is_empty_loop(kept, seconds) else kept

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
        is_short = seconds <= LONG_SPEECH_SECONDS
        return is_short and guards.is_nothing(written.text, logprob, no_speech)

    def _says_names_alone(self, written: Text, attempt: Try) -> bool:
        """Whether the text may come from the prompt and not from the sound."""
        told = f"{self.how.hotwords} {self.how.initial_prompt}"
        return attempt.names and guards.says_only(written.text, told)


def _credibility(written: Text, seconds: float) -> tuple[bool, float]:
    """Greater for the text to be believed: one of words without a loop, then the likelier."""
    text = written.text
    sensible = guards.has_words(text) and not guards.is_looping(text, seconds)
    return sensible, written.average_logprob
