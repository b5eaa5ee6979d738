"""Speech to words, in a thread of its own: while somebody speaks, and when they have finished."""

import threading
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from voicecli.errors import VoicecliError
from voicecli.protocols import Recognizer
from voicecli.turn import Turn
from voicecli.types import SoFar, Transcript, Utterance

_POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Transcribed:
    """The words of what was said, or why they could not be recognised, after so many `seconds`."""

    what: SoFar | Utterance
    transcript: Transcript
    seconds: float
    error: VoicecliError | None = None

    @property
    def text(self) -> str:
        """The words alone; "" when none were heard."""
        return self.transcript.text

    @property
    def is_whole(self) -> bool:
        """Whether these are the words of a turn that is over, should nothing more be said."""
        return isinstance(self.what, Utterance) or self.what.is_pause

    def covers(self, what: SoFar | Utterance) -> bool:
        """Whether these are the words of all the speech in `what`."""
        return self.is_whole and (self.what is what or _same_speech(self.what, what))


class Scribe:
    """Owns the recogniser. What is handed over while it is at work waits.

    Of unfinished utterances only the newest waits; a finished one is always recognised, unless its
    speech already was when the speaker paused.
    """

    def __init__(self, recognizer: Recognizer) -> None:
        self._recognizer = recognizer
        self._waiting: deque[SoFar | Utterance] = deque()
        self._newest: SoFar | Utterance | None = None
        self._taken: SoFar | Utterance | None = None
        self._done: Transcribed | None = None
        self._began: float | None = None
        self._is_at_work = False
        self._changed = threading.Condition()

    @property
    def busy_seconds(self) -> float:
        """How long the running recognition takes already; 0 when none runs."""
        began = self._began
        return time.monotonic() - began if began is not None else 0.0

    @property
    def idle(self) -> bool:
        """Whether nothing waits to be recognised, and nothing is being recognised."""
        with self._changed:
            return not self._waiting and not self._is_at_work

    def hear(self, what: SoFar | Utterance) -> None:
        """Hand over what was said; returns at once."""
        with self._changed:
            self._newest = what
            while self._waiting and isinstance(self._waiting[-1], SoFar):
                self._waiting.pop()
            taken = self._taken
            is_known = taken is not None and _is_whole(taken) and _same_speech(taken, what)
            if not is_known:
                self._waiting.append(what)
                self._changed.notify()

    def forget(self) -> None:
        """Drop all that was handed over: nobody waits for its words any more."""
        with self._changed:
            self._waiting.clear()
            self._newest = self._taken = None

    def words(self) -> str:
        """The words of all that was said up to now; "" while they are not known. Never waits."""
        done, newest = self._done, self._newest
        return done.text if done and newest and done.covers(newest) else ""

    def transcribed(self, closed: threading.Event) -> Iterator[Transcribed]:
        """Yield the words of what was handed over, until `closed` is set."""
        while not closed.is_set():
            if (what := self._next()) is None:
                continue
            done = self._transcribe(what)
            with self._changed:
                is_wanted = self._taken is what
                self._done = done if is_wanted else None
            if is_wanted:
                yield done

    def _next(self) -> SoFar | Utterance | None:
        with self._changed:
            self._is_at_work = False
            if not self._waiting and not self._changed.wait(_POLL_SECONDS):
                return None
            self._taken = self._waiting.popleft() if self._waiting else None
            self._is_at_work = self._taken is not None
            return self._taken

    def _transcribe(self, what: SoFar | Utterance) -> Transcribed:
        began = self._began = time.monotonic()
        try:
            if isinstance(what, Utterance):
                transcript = self._recognizer.transcribe(what, Turn())
            elif what.is_pause:
                transcript = self._recognizer.transcribe(_as_utterance(what), Turn())
            else:
                transcript = self._recognizer.draft(what.samples, Turn())
        except VoicecliError as error:
            nothing = Transcript((), "", 0.0)
            return Transcribed(what, nothing, time.monotonic() - began, error)
        finally:
            self._began = None
        return Transcribed(what, transcript, time.monotonic() - began)


def _as_utterance(what: SoFar) -> Utterance:
    return Utterance(what.samples, what.start, what.end, "silence", what.speech_end)


def _is_whole(what: SoFar | Utterance) -> bool:
    return isinstance(what, Utterance) or what.is_pause


def _same_speech(one: SoFar | Utterance, other: SoFar | Utterance) -> bool:
    return one.start == other.start and one.speech_end == other.speech_end is not None
