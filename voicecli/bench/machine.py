"""What the figures were measured on."""

import os
import platform
from dataclasses import dataclass
from pathlib import Path

import psutil

from voicecli.assembly import thread_budget


@dataclass(frozen=True, slots=True)
class Machine:
    """The computer; `memory` is bytes, `threads` the engines' budget."""

    cpu: str
    cores: int
    threads: int
    memory: int
    system: str
    python: str


def examine_machine(threads: int = 0) -> Machine:
    """Look at this computer; `threads` is the configured budget, 0 for one a core."""
    return Machine(
        cpu=_cpu_name(),
        cores=psutil.cpu_count(logical=False) or os.cpu_count() or 1,
        threads=thread_budget(threads),
        memory=psutil.virtual_memory().total,
        system=f"{platform.system()} {platform.release()} {platform.machine()}",
        python=platform.python_version(),
    )


def load_average() -> float:
    """How many programs wanted a core in the last minute; above the cores, figures are noisy."""
    return psutil.getloadavg()[0]


def _cpu_name() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or "unknown")
