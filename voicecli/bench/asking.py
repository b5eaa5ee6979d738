"""Who asks: plays each question at its moment, presses the key, and waits for the answer."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from voicecli.bench.microphone import LiveMicrophone
from voicecli.bench.questions import Question
from voicecli.pipeline.talk import Key
from voicecli.types import SAMPLE_RATE, Event

LEAD_SECONDS = 0.3
"""From the key, or from the end of the answer, to the question's recording."""
GAP_SECONDS = 0.7
"""Between two questions: the room is silent, and nobody is still at work."""
UNHEARD_SECONDS = 8.0
"""A question that nothing answers for so long was not heard."""
ENDLESS_SECONDS = 120.0
"""An answer that takes longer is stopped."""

_LOOK_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Manner:
    """How questions are asked."""

    hands_free: bool
    """Whether speech itself starts and ends an utterance; else a key does."""
    release_after: float = 0.2
    """Seconds after the end of speech at which the key is released."""
    stop_after: float | None = None
    """Seconds after the first sound at which the answer is stopped; None: it is heard out."""
    barge_in: bool = False
    """Whether the microphone stays open while the answer sounds."""

    @property
    def name(self) -> str:
        """As a person says it."""
        return "hands-free" if self.hands_free else "push-to-talk"


@dataclass(frozen=True, slots=True)
class Seen:
    """An event, and when it came out of the conversation on `time.perf_counter`'s clock."""

    event: Event
    when: float


@dataclass(slots=True)
class Asking:
    """One question and everything that followed it. `start` is its index in the stream."""

    question: Question
    start: int
    began: float
    """When the recording began to play."""
    asked: float
    """When the last of the speech reached the microphone."""
    over: float = 0.0
    """When the next question was waited for."""
    released: float | None = None
    seen: list[Seen] = field(default_factory=list)
    cpu: float = 0.0
    """Seconds of CPU of the whole program, from the question's start to the answer's end."""
    memory: int = 0
    """Bytes in memory when the answer ended."""
    given_up: bool = False

    def kinds(self, kind: str) -> list[Seen]:
        """What was seen of one kind."""
        return [seen for seen in self.seen if seen.event.kind == kind]


@dataclass(slots=True)
class _Now:
    """What goes on, as told by the events."""

    turns: int = 0
    """Turns that run."""
    speaking: bool = False
    """Whether somebody was heard and has not finished."""
    sounding: float | None = None
    """Since when the answer sounds."""
    answered: float = float("-inf")
    """When a turn last ended."""


class Asker:
    """Asks the questions one after the other; it is what presses the keys of a `Talk`.

    `see` is called with each event of the conversation; `memory` tells the bytes in use.
    """

    def __init__(
        self,
        questions: Sequence[Question],
        microphone: LiveMicrophone,
        manner: Manner,
        memory: Callable[[], int],
        progress: Callable[[Asking], None] = lambda asking: None,
    ) -> None:
        self.askings: list[Asking] = []
        self.stray: list[Seen] = []
        """Events before the first question."""
        self._questions = questions
        self._microphone = microphone
        self._manner = manner
        self._memory = memory
        self._progress = progress
        self._lock = threading.Lock()
        self._now = _Now()

    def see(self, event: Event) -> None:
        """Take note of an event."""
        seen = Seen(event, time.perf_counter())
        with self._lock:
            self._follow(seen)
            (self.askings[-1].seen if self.askings else self.stray).append(seen)

    def keys(self, closed: threading.Event) -> Iterator[Key]:
        """Yield the keys that are pressed until the last question was answered, then "quit"."""
        for question in self._questions:
            if closed.wait(GAP_SECONDS):
                return
            asking = self._begin(question)
            cpu = time.process_time()
            yield from self._ask(asking, closed)
            asking.cpu = time.process_time() - cpu
            asking.memory = self._memory()
            asking.over = time.perf_counter()
            self._progress(asking)
        yield "quit"

    def _begin(self, question: Question) -> Asking:
        with self._lock:
            self._now = _Now(turns=self._now.turns)
            start = self._microphone.say(question.samples, after=LEAD_SECONDS)
            speech_end = start + round(question.spoken.end * SAMPLE_RATE)
            time_of = self._microphone.time_of
            asking = Asking(question, start, time_of(start), time_of(speech_end))
            self.askings.append(asking)
        return asking

    def _ask(self, asking: Asking, closed: threading.Event) -> Iterator[Key]:
        if not self._manner.hands_free:
            yield "talk"
            release = asking.asked + self._manner.release_after
            closed.wait(max(0.0, release - time.perf_counter()))
            asking.released = time.perf_counter()
            yield "talk"
        stopped = False
        while not closed.wait(_LOOK_SECONDS) and not self._is_over(asking):
            if not stopped and self._is_enough(asking):
                stopped = True
                yield "stop"

    def _is_over(self, asking: Asking) -> bool:
        """Whether the question was answered, or never will be."""
        now, said = time.perf_counter(), asking.asked
        with self._lock:
            if self._now.turns or self._now.speaking:
                asking.given_up = now > said + ENDLESS_SECONDS + UNHEARD_SECONDS
                return asking.given_up
            if self._now.answered > said:
                return True
            asking.given_up = now > said + UNHEARD_SECONDS
            return asking.given_up

    def _is_enough(self, asking: Asking) -> bool:
        """Whether the answer is stopped now."""
        with self._lock:
            sounding, enough = self._now.sounding, self._manner.stop_after
        now = time.perf_counter()
        if sounding is not None and enough is not None and now > sounding + enough:
            return True
        return now > asking.asked + ENDLESS_SECONDS

    def _follow(self, seen: Seen) -> None:
        now, kind = self._now, seen.event.kind
        if kind == "vad-start":
            now.speaking = True
        elif kind == "vad-end":
            now.speaking = False
        elif kind == "run-start" and "turn" in seen.event.data:
            now.turns += 1
        elif kind == "run-end":
            now.turns, now.answered, now.sounding = max(0, now.turns - 1), seen.when, None
        elif kind == "speech-start" and now.sounding is None:
            now.sounding = seen.when
