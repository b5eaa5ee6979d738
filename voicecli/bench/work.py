"""How much the threads of this program work, or want to."""

import os
import threading
import time
from pathlib import Path

_TASKS = Path("/proc/self/task")


class Work:
    """Adds up the seconds in which threads other than the asking one run or wait for a core.

    On a busy machine the CPU time that a program gets says little about what it wants. Where the
    system does not tell each thread's state (`/proc` of Linux does) it is the CPU time all the
    same.
    """

    def __init__(self) -> None:
        self._seconds = 0.0
        self._at = time.perf_counter()
        self._knows_states = _TASKS.is_dir()

    def seconds(self) -> float:
        """The sum up to now; to be asked every few milliseconds."""
        if not self._knows_states:
            return time.process_time()
        now = time.perf_counter()
        self._seconds += _running() * (now - self._at)
        self._at = now
        return self._seconds


def _running() -> int:
    """Threads in state R, but for this one."""
    own = str(threading.get_native_id())
    return sum(_state(task) == "R" for task in os.listdir(_TASKS) if task != own)


def _state(task: str) -> str:
    try:
        stat = (_TASKS / task / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:  # it ended meanwhile
        return ""
    return stat.rpartition(")")[2].split()[0]
