"""When the speaker sounded: read from the recording of everything that it played.

This is measured at the far end of the program, so that no stage's own account is believed.
"""

import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FRAMES_A_SECOND = 1000
"""Sound is told from silence in steps of 1 ms."""
_PIECE_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Played:
    """Which milliseconds were not digitally silent; `zero` is the first one's time.

    Times are on `time.perf_counter`'s clock.
    """

    zero: float
    sounds: NDArray[np.bool_]

    def first(self, begin: float, end: float) -> float | None:
        """When the first sound between two times began; None if there was none."""
        found = self._between(begin, end)
        return self._time(found[0]) if found.size else None

    def last(self, begin: float, end: float) -> float | None:
        """When the last sound between two times ended; None if there was none."""
        found = self._between(begin, end)
        return self._time(found[-1] + 1) if found.size else None

    def silent_from(self, at: float, seconds: float) -> float | None:
        """From when on, not before `at`, there was silence of at least so many seconds.

        None where no such silence is in the recording.
        """
        first, length = max(0, self._index(at)), round(seconds * FRAMES_A_SECOND)
        sounding = np.flatnonzero(self.sounds[first:])
        if not sounding.size or sounding[0] >= length:
            return at
        gaps = np.flatnonzero(np.diff(sounding) > length)
        end = sounding[gaps[0]] if gaps.size else sounding[-1]
        return self._time(first + end + 1)

    def longest_gap(self, begin: float, end: float) -> float | None:
        """Seconds of the longest silence between two sounds; None where there are no two."""
        found = self._between(begin, end)
        return float(np.diff(found).max() - 1) / FRAMES_A_SECOND if found.size > 1 else None

    def _between(self, begin: float, end: float) -> NDArray[np.intp]:
        first, behind = max(0, self._index(begin)), max(0, self._index(end))
        return np.flatnonzero(self.sounds[first:behind]) + first

    def _index(self, at: float) -> int:
        return round((at - self.zero) * FRAMES_A_SECOND)

    def _time(self, index: np.intp | int) -> float:
        return self.zero + float(index) / FRAMES_A_SECOND


def read_played(file: Path, zero: float) -> Played:
    """Read the recording of a speaker that was opened at `zero`; none when nothing was played."""
    if not file.exists():
        return Played(zero, np.zeros(0, np.bool_))
    pieces = []
    with wave.open(str(file)) as recording:
        rate = recording.getframerate()
        while data := recording.readframes(_PIECE_SECONDS * rate):
            pieces.append(_sounding(np.frombuffer(data, np.int16), rate))
    return Played(zero, np.concatenate(pieces) if pieces else np.zeros(0, np.bool_))


def _sounding(samples: NDArray[np.int16], rate: int) -> NDArray[np.bool_]:
    """Whether there is a sample other than 0 in each millisecond."""
    count = -(-samples.size * FRAMES_A_SECOND // rate)
    starts = np.arange(count) * rate // FRAMES_A_SECOND
    return np.logical_or.reduceat(samples != 0, starts)
