"""What time it is in a conversation: the computer's clock, or one that a simulation moves.

Whatever decides by time in a conversation asks here, so that a recorded or scripted conversation
can be held in simulated time, in which nothing depends on how fast the computer is. How long an
engine took is measured on the computer's own clock all the same.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_told: Callable[[], float] | None = None


def now() -> float:
    """Seconds since some moment, as `time.perf_counter` counts them."""
    return time.perf_counter() if _told is None else _told()


@contextmanager
def told_by(clock: Callable[[], float]) -> Iterator[None]:
    """While inside, `now` is what `clock` says, for all threads of the program."""
    global _told
    before, _told = _told, clock
    try:
        yield
    finally:
        _told = before
