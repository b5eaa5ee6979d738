"""A turn: one question and its answer, and the one handle that can stop it."""

import itertools
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

_ids = itertools.count(1)


class TurnCancelled(Exception):
    """Raised inside a stage whose turn was cancelled. It ends the turn and is never an error."""


class Turn:
    """The handle of one turn, made once and never used again.

    A late stage of turn 7 can only see turn 7's flag, so nothing is ever reset, and there is no
    race between "stop the old one" and "start the new one".
    """

    def __init__(self, at: float = 0.0) -> None:
        self.id = next(_ids)
        self.reason: str | None = None
        self._at = at
        self._began = time.perf_counter()
        self._marks: dict[str, float] = {}
        self._timings: dict[str, float] = {}
        self._stops: list[Callable[[], None]] = []
        self._flag = threading.Event()
        self._lock = threading.RLock()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked this turn to stop."""
        return self._flag.is_set()

    @property
    def seconds_since_cancel(self) -> float:
        """How long ago the turn was cancelled; 0 while it was not."""
        if not self.cancelled:
            return 0.0
        return time.perf_counter() - self._began - self._marks["cancelled"]

    @property
    def marks(self) -> dict[str, float]:
        """Seconds from the start of the turn to each mark."""
        return dict(self._marks)

    @property
    def timings(self) -> dict[str, float]:
        """Seconds that each measured stage took."""
        return dict(self._timings)

    def now(self) -> float:
        """Seconds on the run's clock: where the turn began, plus how long it has run."""
        return self._at + time.perf_counter() - self._began

    def mark(self, stage: str) -> None:
        """Note when a stage was reached for the first time."""
        self._marks.setdefault(stage, time.perf_counter() - self._began)

    @contextmanager
    def measure(self, stage: str) -> Iterator[None]:
        """Note how long the body took as the stage's time, however it ends."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self._timings[stage] = time.perf_counter() - began

    def cancel(self, reason: str) -> None:
        """Ask the turn to stop. The first reason stays; asking again changes nothing."""
        with self._lock:
            if self.cancelled:
                return
            self.reason = reason
            self.mark("cancelled")
            self._flag.set()
            # Under the lock: a stage that ends meanwhile waits here, so that no stop can reach an
            # engine that already serves the next turn.
            for stop in self._stops:
                stop()

    def check(self) -> None:
        """Raise TurnCancelled if the turn was cancelled."""
        if self.cancelled:
            raise TurnCancelled(self.reason)

    def guard(self, items: Iterable[T]) -> Iterator[T]:
        """Yield from `items`, and end the turn at the first step after a cancel."""
        for item in items:
            self.check()
            yield item

    def wait(self, seconds: float) -> bool:
        """Sleep up to `seconds`, or until the turn is cancelled; True if it was."""
        return self._flag.wait(seconds)

    @contextmanager
    def stopping(self, stop: Callable[[], None]) -> Iterator[None]:
        """While inside, a cancel also calls `stop`, which ends a long engine call early.

        An engine that was stopped raises an error of its own: it leaves here as TurnCancelled.
        """
        with self._lock:
            self.check()
            self._stops.append(stop)
        try:
            yield
        except Exception:
            self.check()
            raise
        finally:
            with self._lock:
                self._stops.remove(stop)
