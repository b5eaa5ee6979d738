"""A circuit breaker: what fails again and again is left alone for a while."""

import time
from collections.abc import Callable

LONGEST_REST_SECONDS = 600.0


class Breaker:
    """Opens after some failures in a row, for a rest that doubles each time it was in vain.

    When the rest is over one try is let through (half-open): a success closes the breaker, a
    failure opens it again. (Nygard, "Release It!", chapter "Stability Patterns".)
    """

    def __init__(
        self, failures: int, rest_seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = failures
        self._first_rest = rest_seconds
        self._clock = clock
        self.succeeded()

    @property
    def rest_left(self) -> float:
        """Seconds until the next try; 0 when one may be made now."""
        return max(0.0, self._until - self._clock())

    def succeeded(self) -> None:
        """Take in that a try went well."""
        self._failures = 0
        self._rest = self._first_rest
        self._until = self._clock()

    def failed(self) -> None:
        """Take in that a try failed."""
        self._failures += 1
        if self._failures >= self._most:
            self._until = self._clock() + self._rest
            self._rest = min(2 * self._rest, LONGEST_REST_SECONDS)
