"""Who interrupts: speaks over the answers at random moments, and watches how soon all is quiet."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from random import Random
from typing import Literal

from voicecli.bench.asking import Seen
from voicecli.bench.microphone import LiveMicrophone
from voicecli.bench.questions import Question
from voicecli.bench.work import Work
from voicecli.pipeline.talk import Key
from voicecli.types import SAMPLE_RATE, Event

LATEST_SECONDS = 2.0
"""Answers are interrupted up to so long after they began to sound."""
NOTICE_SECONDS = 3.0
"""Speech that is not noticed for so long never will be."""
WATCH_SECONDS = 0.6
"""How long the engines are watched after that: later the words are recognised."""
DECIDE_SECONDS = 15.0
"""By then it is decided whether the answer goes on."""
ANSWER_SECONDS = 20.0
"""By then an answer sounds, or there is none."""
ATTEMPTS = 5
"""So many answers in a row may be over before they can be interrupted."""

_LOOK_SECONDS = 0.005

Ended = Literal["barge-in", "resumed", "over", "undecided"]


@dataclass(slots=True)
class Trial:
    """One interruption; times are on `time.perf_counter`'s clock.

    `work` holds how much the program's threads had worked, in seconds, at times after it `noticed`.
    """

    question: str
    spoke: float
    noticed: float | None = None
    ended: Ended = "undecided"
    work: list[tuple[float, float]] = field(default_factory=list)
    memory: int = 0


class Interrupter:
    """Asks a question, and interrupts each answer by asking the next one.

    It is what presses the keys of a `Talk`; `see` is called with each of its events.
    """

    def __init__(
        self,
        questions: Sequence[Question],
        microphone: LiveMicrophone,
        count: int,
        seed: int,
        memory: Callable[[], int],
        progress: Callable[[Trial], None] = lambda trial: None,
    ) -> None:
        self.trials: list[Trial] = []
        self._questions = cycle(questions)
        self._microphone = microphone
        self._count = count
        self._random = Random(seed)  # noqa: S311  # moments, not secrets
        self._memory = memory
        self._progress = progress
        self._lock = threading.Lock()
        self._seen: list[Seen] = []
        self._sounding = False

    def see(self, event: Event) -> None:
        """Take note of an event."""
        with self._lock:
            self._seen.append(Seen(event, time.perf_counter()))
            if event.kind in ("run-start", "run-end"):
                self._sounding = False
            elif event.kind == "speech-start":
                self._sounding = True

    def keys(self, closed: threading.Event) -> Iterator[Key]:
        """Speak into the answers until all trials are done, then yield "quit"."""
        self._say(next(self._questions))
        while len(self.trials) < self._count and self._sounds_at_random_moment(closed):
            trial = self._interrupt(next(self._questions), closed)
            trial.memory = self._memory()
            self.trials.append(trial)
            self._progress(trial)
        yield "stop"
        yield "quit"

    def _say(self, question: Question) -> float:
        """Play a question now; returns when its speech begins."""
        start = self._microphone.say(question.samples)
        return self._microphone.time_of(start + round(question.spoken.start * SAMPLE_RATE))

    def _sounds_at_random_moment(self, closed: threading.Event) -> bool:
        """Wait for a random moment at which an answer sounds; False when none comes."""
        for _ in range(ATTEMPTS):
            if self._wait(closed, lambda: self._sounding, ANSWER_SECONDS):
                closed.wait(self._random.uniform(0.0, LATEST_SECONDS))
                with self._lock:
                    if self._sounding:
                        return not closed.is_set()
            if closed.is_set():
                return False
            self._say(next(self._questions))  # "stop talking" has no answer
        return False

    def _interrupt(self, question: Question, closed: threading.Event) -> Trial:
        with self._lock:
            before = len(self._seen)
        trial = Trial(question.name, self._say(question))
        if self._wait(closed, lambda: self._when(before, "vad-start") is not None, NOTICE_SECONDS):
            trial.noticed = self._when(before, "vad-start")
            self._watch(trial, closed)
        self._wait(closed, lambda: self._ended(before) != "undecided", DECIDE_SECONDS)
        trial.ended = self._ended(before)
        return trial

    def _watch(self, trial: Trial, closed: threading.Event) -> None:
        """Note how much is worked, until long after the engines should rest."""
        work = Work()
        until = (trial.noticed or 0.0) + WATCH_SECONDS
        while time.perf_counter() < until and not closed.wait(_LOOK_SECONDS):
            trial.work.append((time.perf_counter(), work.seconds()))

    def _ended(self, since: int) -> Ended:
        """What became of the answer that was interrupted."""
        with self._lock:
            events = [seen.event for seen in self._seen[since:]]
        for event in events:
            if event.kind == "speech-resumed":
                return "resumed"
            if event.kind == "cancelled":
                return "barge-in"
            if event.kind == "run-end":
                return "over"
        return "undecided"

    def _when(self, since: int, kind: str) -> float | None:
        with self._lock:
            return next((s.when for s in self._seen[since:] if s.event.kind == kind), None)

    def _wait(self, closed: threading.Event, is_so: Callable[[], bool], seconds: float) -> bool:
        """Wait until it is so; False when it is not within so many seconds."""
        until = time.perf_counter() + seconds
        while not is_so():
            if time.perf_counter() > until or closed.wait(_LOOK_SECONDS):
                return False
        return True
