"""What time it is in a conversation: the computer's clock, or one that a simulation moves.

Whatever decides by time in a conversation asks here, so that a recorded or scripted conversation
can be held in simulated time, in which nothing depends on how fast the computer is. How long an
engine took is measured on the computer's own clock all the same.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event

Wait = Callable[[Event, float], bool]
"""Lets so many seconds go by, or less if the flag is set; whether it is."""

_told: Callable[[], float] = time.perf_counter
_waits: Wait = Event.wait


def now() -> float:
    """Seconds since some moment, as `time.perf_counter` counts them."""
    return _told()


def wait_for(flag: Event, seconds: float) -> bool:
    """Let up to `seconds` go by, or less if the flag is set; whether it is."""
    return _waits(flag, seconds)


@contextmanager
def told_by(clock: Callable[[], float], waits: Wait = Event.wait) -> Iterator[None]:
    """While inside, `now` is what `clock` says, and `waits` waits, for all threads."""
    global _told, _waits
    before = _told, _waits
    _told, _waits = clock, waits
    try:
        yield
    finally:
        _told, _waits = before
