"""From what was said to a reply with its times, and the sound that its delivery is told by."""

from collections.abc import Callable
from dataclasses import dataclass, replace

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

    def set(self, seconds: float, run: float, *, rests: bool) -> None:
        """It is `seconds` at `run` on the conversation's clock, which is (nearly) now."""
        self._seconds, self._run, self._rests = seconds, run, rests
        self._clock = clock.now()

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
    spoken = () if asked.typed else tuple(w for w in (*asked.parts, asked.words) if w.text)
    text = asked.text
    if before and text.startswith(before.words):
        text = text[len(before.words) :].strip()
    parts = tuple(part for words in spoken for part in _parts(words, at))
    sound = tuple(
        ReplySound(words.what.samples, at(words.what.start / SAMPLE_RATE)) for words in spoken
    )
    reply = Reply(text, parts, typed=asked.typed)
    if before is None:
        return Said(reply, sound, asked.text)
    return Said(joined(before.reply, reply), before.sound + sound, asked.text)


def begun_by(asked: Asked, at: Callable[[float], float], before: Said | None) -> Said | None:
    """What an answer began with, `before` and in the pieces behind which an order was given."""
    if not asked.parts or asked.carried:
        return before
    text = " ".join(words.text for words in asked.parts)
    pieces = replace(asked, text=text, words=asked.parts[-1], parts=asked.parts[:-1])
    return said(pieces, at, before)


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
