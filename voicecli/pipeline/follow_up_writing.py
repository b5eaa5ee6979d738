"""A language model that words follow-ups: behind the words that sound already, in seconds.

It is asked only when it is ready and has been fast enough, and what it reads before an answer it
reads while the question sounds.
"""

import queue
import threading
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from voicecli.errors import VoicecliError
from voicecli.interview.course import Message as Said
from voicecli.interview.judging.written_follow_ups import (
    Wanted,
    WordingGrounds,
    messages_ahead,
    messages_for,
)
from voicecli.interview.plan import Question, Topic
from voicecli.log import failed
from voicecli.pipeline.guarded_llm import GuardedLlm, TextCut
from voicecli.turn import Turn, TurnCancelled
from voicecli.types import Message

FOLLOW_UP_TOKENS = 48
"""More than thirty words have."""
TEXT_SECONDS = 10.0
"""Where it is written and read, nothing is silent meanwhile."""
OPENING_SECONDS = 60.0
"""Longest time for what all prompts begin with, which is read while the welcome sounds."""
AHEAD_SECONDS = 8.0
"""Longest time for what is read while a question sounds."""
USUAL_REPLY = 400
"""Characters that are still to be read behind a usual answer."""
AS_LONG_AS = 400
"""A question takes about as long to be written as so many characters to be read."""
LEAST_MEASURED = 100
MOST_UNMEASURED = 800
"""Characters: of less to be read the time is no measure, more is tried only at a known pace."""
_NEW_SHARE = 0.5
"""How much the last text counts for the pace."""
_JOIN_SECONDS = 5.0


@dataclass(slots=True)
class Pace:
    """How fast the model reads and writes on this computer, as far as that was measured."""

    reading: float | None = None
    """Seconds for each character of a prompt that it had not read yet."""
    writing: float | None = None
    """Seconds from a question's first word to its last."""

    def read(self, characters: int, seconds: float) -> None:
        """Take in how long a prompt took; of a short one that is no measure."""
        if characters >= LEAST_MEASURED:
            self.reading = _mixed(self.reading, seconds / characters)

    def wrote(self, seconds: float) -> None:
        """Take in how long a question took."""
        self.writing = _mixed(self.writing, seconds)

    def expected(self, characters: int) -> float | None:
        """Seconds for a question with so much to be read; None before anything was measured."""
        if self.reading is None:
            return None
        writing = AS_LONG_AS * self.reading if self.writing is None else self.writing
        return characters * self.reading + writing


class FollowUpWriter:
    """Words follow-ups; a context manager around the thread that loads and reads ahead.

    `seconds` is how long a question may take; `model` the name to show.
    """

    def __init__(
        self,
        llm: GuardedLlm,
        model: str,
        grounds: WordingGrounds,
        seconds: float,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.model = model
        self.dropped: list[str] = []
        """Why a ready question was asked where this one was wanted, a few words for each."""
        self.pace = Pace()
        self._llm = llm
        self._grounds = grounds
        self._seconds = seconds
        self._clock = clock
        self._read = ""
        """What is sure to be in the model's memory of the prompt that it read last."""
        self._ready = threading.Event()
        self._rests = threading.Event()
        self._rests.set()
        self._engine = threading.Lock()
        self._opening, self._ahead = Turn(), Turn()
        """Cancelled when what is read at the beginning, or ahead, is wanted no more."""
        self._waiting: queue.SimpleQueue[_Reading | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="follow-ups", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._opening.cancel("over")
        self._ahead.cancel("over")
        self._waiting.put(None)
        self._thread.join(_JOIN_SECONDS)

    def wait(self, seconds: float) -> bool:
        """Wait until the model is loaded; whether it is."""
        return self._ready.wait(seconds)

    def rest(self, seconds: float) -> bool:
        """Wait until nothing is read ahead any more; whether that came."""
        return self._rests.wait(seconds)

    def read_ahead(self, topic: Topic, context: Sequence[Said], turn: Turn) -> None:
        """Have read what is known before an answer comes; nobody waits for it.

        A cancel of `turn` ends it, and so do `stop_reading` and the next question to be worded.
        """
        if self._ready.is_set() and self._may_do(USUAL_REPLY):
            self._ahead.cancel("later")
            self._ahead = Turn()
            self._rests.clear()
            self._waiting.put(_Reading(messages_ahead(topic, context), self._ahead, turn))

    def stop_reading(self) -> None:
        """End what is read ahead; from any thread. Who speaks has the computer to themselves.

        What is loaded is loaded to its end.
        """
        self._ahead.cancel("asked")
        if self._llm.count_tokens("") is not None:
            self._opening.cancel("asked")

    def can_word(self, wanted: Wanted) -> bool:
        """Whether the model is ready, and fast enough for this question."""
        self.stop_reading()
        messages = messages_for(wanted)
        if not (messages and self._ready.is_set() and self._llm.available):
            return False
        with self._engine:
            if fits := self._may_do(self._unread(messages)):
                return fits
        self.dropped.append("too slow")
        return False

    def word(self, wanted: Wanted, turn: Turn) -> Question | None:
        """The worded question; None where the ready one is to be asked. Raises TurnCancelled."""
        with self._engine, turn.measure("llm"):
            written = self._written(messages_for(wanted), turn)
        turn.check()
        question, reason = self._grounds.question(written, wanted) if written else (None, "no time")
        if reason:
            self.dropped.append(reason)
        return question

    def _written(self, messages: Sequence[Message], turn: Turn) -> str:
        """What the model writes, up to its first question mark; "" when that is not in time."""
        unread, began, first, text = self._unread(messages), self._clock(), None, ""
        self._forget(messages)
        told = self._llm.generate(messages, turn, tokens=FOLLOW_UP_TOKENS, seconds=self._seconds)
        with closing(told), suppress(VoicecliError, TextCut):
            for piece in told:
                if first is None:
                    first = self._clock()
                    self.pace.read(unread, first - began)
                    self._read = _plain(messages)
                text += piece
                if "?" in piece:
                    self.pace.wrote(self._clock() - first)
                    return text
        if first is None:  # at least so slow it is
            self.pace.read(max(unread, LEAST_MEASURED), self._clock() - began)
        elif not text.rstrip().endswith((".", "!")):
            self.pace.wrote(self._clock() - first)
        return ""

    def _may_do(self, unread: int) -> bool:
        expected = self.pace.expected(unread)
        return unread <= MOST_UNMEASURED if expected is None else expected <= self._seconds

    def _unread(self, messages: Sequence[Message]) -> int:
        plain = _plain(messages)
        return len(plain) - _shared(plain, self._read)

    def _forget(self, messages: Sequence[Message]) -> None:
        """Of what was read, only what these messages begin with is sure to stay."""
        plain = _plain(messages)
        self._read = plain[: _shared(plain, self._read)]

    def _run(self) -> None:
        """Load the model and have it read what every prompt begins with; then what comes."""
        try:
            self._ready_after(self._opening)
        except TurnCancelled:
            self._ready.set()  # what is left of it is read ahead of the next question
        except VoicecliError:
            return  # the ready words do without
        except Exception as error:  # noqa: BLE001  # this place owns the thread
            failed(error)
            return
        while (reading := self._waiting.get()) is not None:
            with self._engine, suppress(VoicecliError, TurnCancelled):
                reading.wanted.check()
                with reading.turn.stopping(lambda: reading.wanted.cancel("turn")):
                    self._look_through(reading.messages, reading.wanted)
            if self._waiting.empty():
                self._rests.set()

    def _ready_after(self, turn: Turn) -> None:
        """Be ready when the model is loaded and has read what every prompt begins with."""
        opening = messages_ahead(_NO_TOPIC)
        told = self._llm.generate_in_rest(opening, turn, tokens=1, seconds=OPENING_SECONDS)
        if _is_begun(told):
            self._read = _plain(opening)
            self._ready.set()

    def _look_through(self, messages: Sequence[Message], turn: Turn) -> None:
        """Have the model read a prompt, so that it need not when it is asked."""
        unread, began = self._unread(messages), self._clock()
        self._forget(messages)
        told = self._llm.generate_in_rest(messages, turn, tokens=1, seconds=AHEAD_SECONDS)
        if _is_begun(told):
            self._read = _plain(messages)
        self.pace.read(unread, self._clock() - began)  # or longer, where time ended it


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is to be read ahead, the handle that ends it, and the turn whose cancel does, too."""

    messages: Sequence[Message]
    wanted: Turn
    turn: Turn


_NO_TOPIC = Topic("", "", "own", "", 0.0, ())


def _is_begun(pieces: Generator[str, None, None]) -> bool:
    """Read the first piece alone; whether there is one."""
    with closing(pieces), suppress(TextCut):
        return next(pieces, None) is not None
    return False


def _plain(messages: Sequence[Message]) -> str:
    """A prompt in one text, without the marks of a model's template."""
    return "\0".join(f"{one.role}\0{one.text}" for one in messages)


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    least = min(len(one), len(other))
    return next((at for at in range(least) if one[at] != other[at]), least)


def _mixed(before: float | None, now: float) -> float:
    return now if before is None else (1.0 - _NEW_SHARE) * before + _NEW_SHARE * now
