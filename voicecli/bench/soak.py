"""Whether a long conversation grows or slows down."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

TENTH = 10
"""The first and the last tenth of the turns are compared."""


@dataclass(frozen=True, slots=True)
class Soak:
    """Turns in a row: the last tenth beside the first."""

    turns: int
    memory_growth: float
    """Share by which the median memory in use has grown."""
    wait_growth: float
    """Share by which the median wait for the first sound has."""
    drift: float
    """Seconds by which that wait grows in 100 turns: the slope of a line by least squares."""


def soak(memory: Sequence[int], waits: Sequence[float]) -> Soak:
    """Compare the ends of a long run; `waits` has a value for each turn that was answered."""
    return Soak(len(memory), growth(memory), growth(waits), 100 * slope(waits))


def growth(values: Sequence[float]) -> float:
    """Share by which the median of the last tenth is above that of the first; 0 for too few."""
    tenth = len(values) // TENTH
    if not tenth:
        return 0.0
    first, last = median(values[:tenth]), median(values[-tenth:])
    return last / first - 1 if first else 0.0


def slope(values: Sequence[float]) -> float:
    """How much the values grow from one to the next; 0 for a single one."""
    if len(values) < 2:
        return 0.0
    return float(np.polyfit(np.arange(len(values)), np.array(values, np.float64), 1)[0])
