"""The time between two questions, in which something else may be done until somebody speaks."""

import threading

from voicecli.turn import Turn

PATIENCE = 2.0
"""Seconds that the answers' thread waits to be told that its turn is stored."""


class Rest:
    """Hands out a turn for work that nobody waits for, and cancels it at the first sign of life.

    The main thread tells when a turn is `over` and when somebody is there again (`wake`); the
    answers' thread asks for the turn between them.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._is_over = False
        self._is_awake = False
        self._turn: Turn | None = None

    def over(self) -> None:
        """A turn has ended and is stored. From the main thread."""
        with self._changed:
            self._is_over = True
            self._changed.notify_all()

    def wake(self) -> None:
        """Somebody speaks, types or is to be answered: what goes on ends. From any thread."""
        with self._changed:
            self._is_awake = True
            if self._turn is not None:
                self._turn.cancel("woken")
            self._changed.notify_all()

    def begin(self) -> Turn | None:
        """The turn of the rest that begins now; None where there is none. Waits for `over`."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_over or self._is_awake, PATIENCE)
            if self._is_awake or not self._is_over:
                return None
            self._is_over = False
            self._turn = Turn()
            return self._turn

    def end(self) -> None:
        """A question is taken up; what comes now belongs to it. From the answers' thread."""
        with self._changed:
            self._is_over = self._is_awake = False
            self._turn = None
