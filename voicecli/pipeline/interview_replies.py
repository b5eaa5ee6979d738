"""From what was said to a reply with its times, and the sound that its delivery is told by."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from voicecli import clock
from voicecli.interview.course import Reply, SpokenPart
from voicecli.interview.steps.machine import joined
from voicecli.pipeline.delivery import ReplySound
from voicecli.pipeline.running import Asked
from voicecli.pipeline.scribe import Transcribed
from voicecli.types import SAMPLE_RATE


class Stopwatch:
    """The time of an interview, in seconds, told from the conversation's own.

    It is set at each event that counts, and stands still from there on if the interview `rests`.
    """

    def __init__(self, seconds: float = 0.0) -> None:
        self._seconds = seconds
        self._run = 0.0
        self._clock = clock.now()
        self._rests = True

    def set(self, seconds: float, run: float, *, ago: float, rests: bool) -> None:
        """It is `seconds` at `run` on the conversation's clock, which was `ago` seconds ago."""
        self._seconds, self._run, self._rests = seconds, run, rests
        self._clock = clock.now() - ago

    def rest(self) -> None:
        """Stand still until it is set again."""
        self._seconds, self._rests = self.now, True

    def at(self, run: float) -> float:
        """The interview's time at a moment of the conversation."""
        return self._seconds if self._rests else max(0.0, self._seconds + run - self._run)

    @property
    def now(self) -> float:
        """The interview's time now, for whoever looks at it."""
        return self._seconds + (0.0 if self._rests else clock.now() - self._clock)


@dataclass(frozen=True, slots=True)
class Said:
    """A reply and its sound, and the words that the conversation knows it by."""

    reply: Reply
    sound: tuple[ReplySound, ...]
    words: str


def said(asked: Asked, at: Callable[[float], float], before: Said | None = None) -> Said:
    """What was said, with times by `at`; behind `before`, if that was the same answer."""
    if asked.typed:
        return _behind(before, (), asked.text, at, typed=True)
    return _behind(before, (*asked.parts, asked.words), asked.text, at)


def begun_by(asked: Asked, at: Callable[[float], float], before: Said | None) -> Said | None:
    """What an answer began with, `before` and in the pieces behind which an order was given."""
    return before if asked.carried else begun_in(asked.parts, at, before)


def begun_in(
    pieces: Sequence[Transcribed], at: Callable[[float], float], before: Said | None
) -> Said | None:
    """What an answer began with, `before` and in these pieces; None where in neither."""
    if not pieces:
        return before
    return _behind(before, pieces, " ".join(words.text for words in pieces), at)


def _behind(
    before: Said | None,
    pieces: Sequence[Transcribed],
    whole: str,
    at: Callable[[float], float],
    *,
    typed: bool = False,
) -> Said:
    """What was said in pieces, behind `before`; `whole` are all words, maybe those before, too."""
    text = whole
    if before and text.startswith(before.words):
        text = text[len(before.words) :].strip()
    spoken = [words for words in pieces if words.text]
    parts = tuple(part for words in spoken for part in _parts(words, at))
    sound = tuple(
        ReplySound(words.what.samples, at(words.what.start / SAMPLE_RATE)) for words in spoken
    )
    reply = Reply(text, parts, typed=typed)
    if before is None:
        return Said(reply, sound, whole)
    return Said(joined(before.reply, reply), before.sound + sound, whole)


def _parts(words: Transcribed, at: Callable[[float], float]) -> list[SpokenPart]:
    """The phrases of a piece; none lasts beyond its speech."""
    what = words.what
    start = what.start / SAMPLE_RATE
    end = (what.end if what.speech_end is None else what.speech_end) / SAMPLE_RATE
    told = [phrase for phrase in words.transcript.segments if phrase.text.strip()]
    return [
        SpokenPart(
            at(min(start + phrase.start, end)),
            at(min(max(start + phrase.end, start + phrase.start), end)),
            phrase.text.strip(),
        )
        for phrase in told
    ]
