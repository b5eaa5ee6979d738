"""A turn: one question and its answer, and the one handle that can stop it."""

import itertools
import math
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Literal, TypeVar

from voicecli import clock

T = TypeVar("T")

Sound = Literal["waits", "sounds", "over"]

_ids = itertools.count(1)


class TurnCancelled(Exception):
    """Raised inside a stage whose turn was cancelled. It ends the turn and is never an error."""


class Turn:
    """The handle of one turn, made once and never used again.

    A late stage of turn 7 can only see turn 7's flag, so nothing is ever reset, and there is no
    race between "stop the old one" and "start the new one".

    `at` is the turn's zero on the run's clock, which was `ago` seconds ago: the end of the speech
    that it answers. A `draft` is worked on before it is sure that it will be wanted; nobody hears
    it, or of it, before `confirm`.
    """

    def __init__(self, at: float = 0.0, *, ago: float = 0.0, draft: bool = False) -> None:
        self.id = next(_ids)
        self.reason: str | None = None
        self.asks = False
        """Whether it asks for words: a "yes" over it, or an "okay", is an answer then."""
        self.given_up = False
        """Whether it was cancelled before it was sure."""
        self._at = at
        self._began = clock.now() - ago
        self._marks: dict[str, float] = {}
        self._timings: dict[str, float] = {}
        self._stops: list[Callable[[], None]] = []
        self._rests: list[Callable[[], None]] = []
        self._flag = threading.Event()
        self._sure = threading.Event()
        self._going = threading.Event()
        self._going.set()
        self._lock = threading.RLock()
        self._rests_now = False
        if not draft:
            self._sure.set()
        self._sounds: list[tuple[float, Sound]] = [(-math.inf, "waits" if draft else "sounds")]

    @property
    def zero(self) -> float:
        """The turn's zero on the run's clock: the end of the speech that it answers."""
        return self._at

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked this turn to stop."""
        return self._flag.is_set()

    @property
    def seconds_since_cancel(self) -> float:
        """How long ago the turn was cancelled; 0 while it was not."""
        return clock.now() - self._marks["cancelled"] if self.cancelled else 0.0

    @property
    def draft(self) -> bool:
        """Whether it is not sure yet that the turn is wanted."""
        return not self._sure.is_set()

    @property
    def held(self) -> bool:
        """Whether the turn rests until it is known whether the person interrupts it."""
        return not self._going.is_set()

    @property
    def audible(self) -> bool:
        """Whether its sound may leave the speaker now."""
        return self._sure.is_set() and self._going.is_set() and not self._flag.is_set()

    def sound_at(self, at: float) -> Sound:
        """What its sound did at a time of `clock.now()`; ahead of now, what it does now.

        The sound of a draft and of a held turn waits.
        """
        return next(sound for since, sound in reversed(self._sounds) if since <= at)

    @property
    def marks(self) -> dict[str, float]:
        """Seconds from the turn's zero to each mark; negative for what was done ahead of it."""
        # Copied first: a device's callback may mark meanwhile.
        return {stage: at - self._began for stage, at in dict(self._marks).items()}

    @property
    def timings(self) -> dict[str, float]:
        """Seconds that each measured stage took."""
        return dict(self._timings)

    def now(self) -> float:
        """Seconds on the run's clock: the turn's zero, plus how long ago that was."""
        return self._at + clock.now() - self._began

    def mark(self, stage: str, at: float | None = None) -> None:
        """Note when a stage was reached for the first time: now, or `at` on `perf_counter`."""
        self._marks.setdefault(stage, clock.now() if at is None else at)

    def note(self, stage: str, seconds: float) -> None:
        """Take in how long a stage took that somebody else measured."""
        self._timings[stage] = seconds

    @contextmanager
    def measure(self, stage: str) -> Iterator[None]:
        """Note how long the body took as the stage's time, however it ends."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self._timings[stage] = time.perf_counter() - began

    def confirm(self, at: float | None = None, *, ago: float = 0.0) -> None:
        """Make a draft a turn that is spoken; `at` and `ago` set its zero anew."""
        with self._lock:
            if at is not None:
                self._at, self._began = at, clock.now() - ago
            self._rests_now = False
            self._sure.set()
            self._note_sound()

    @property
    def rests(self) -> bool:
        """Whether who works at it waits until the turn is confirmed, goes on or is cancelled."""
        return self._rests_now

    def until_sure(self) -> None:
        """Wait until a draft is confirmed. Raises TurnCancelled when it never will be."""
        with self._lock:
            self._rests_now = self.draft
        self._sure.wait()  # a cancel ends this wait too
        self.check()

    def hold(self) -> None:
        """Ask the turn to rest, silent, with its engines idle, until `resume` or a cancel."""
        with self._lock:
            if self.held or self.cancelled:
                return
            self._going.clear()
            self._note_sound()
            for stop in self._rests:
                stop()

    def resume(self) -> None:
        """Let a held turn go on from where it was."""
        with self._lock:
            self._rests_now = False
            self._going.set()
            self._note_sound()

    def rest(self) -> None:
        """Wait while the turn is held. Raises TurnCancelled."""
        with self._lock:
            self._rests_now = self.held
        self._going.wait()  # a cancel ends this wait too
        self.check()

    def cancel(self, reason: str) -> None:
        """Ask the turn to stop. The first reason stays; asking again changes nothing."""
        with self._lock:
            if self.cancelled:
                return
            self.reason, self.given_up = reason, self.draft
            self.mark("cancelled")
            self._rests_now = False
            self._flag.set()
            self._sure.set()
            self._going.set()
            self._note_sound()
            # Under the lock: a stage that ends meanwhile waits here, so that no stop can reach an
            # engine that already serves the next turn.
            for stop in self._stops:
                stop()

    def check(self) -> None:
        """Raise TurnCancelled if the turn was cancelled."""
        if self.cancelled:
            raise TurnCancelled(self.reason)

    def guard(self, items: Iterable[T]) -> Iterator[T]:
        """Yield from `items`; rests while the turn is held, ends at the first step after a cancel.

        Raises TurnCancelled.
        """
        for item in items:
            self.rest()
            yield item

    def wait(self, seconds: float) -> bool:
        """Let up to `seconds` go by, or less if the turn is cancelled; True if it was."""
        return clock.wait_for(self._flag, seconds)

    @contextmanager
    def stopping(self, stop: Callable[[], None], *, on_hold: bool = False) -> Iterator[None]:
        """While inside, a cancel also calls `stop`, which ends a long engine call early.

        With `on_hold` so does `hold`: for an engine that can begin the call again after `rest`. An
        engine that was stopped by a cancel raises an error of its own: it leaves here as
        TurnCancelled.
        """
        with self._lock:
            self.check()
            self._stops.append(stop)
            if on_hold:
                self._rests.append(stop)
                if self.held:
                    stop()
        try:
            yield
        except Exception:
            self.check()
            raise
        finally:
            with self._lock:
                self._stops.remove(stop)
                if on_hold:
                    self._rests.remove(stop)

    def _note_sound(self) -> None:
        sound: Sound = "over" if self.cancelled else "sounds" if self.audible else "waits"
        self._sounds.append((clock.now(), sound))
