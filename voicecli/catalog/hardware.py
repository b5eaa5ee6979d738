"""What this computer can carry."""

import importlib.util
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from voicecli.catalog.disk import free_disk, size_below

_CGROUP = Path("/sys/fs/cgroup")


@dataclass(frozen=True, slots=True)
class Hardware:
    """Sizes are bytes.

    `disk` is what models may take: the free space plus what they take already. `gpu` is the
    memory of the largest NVIDIA GPU, 0 without one; `gpu_llm` says whether the installed
    llama.cpp can use it.
    """

    ram: int
    ram_free: int
    disk: int
    cores: int
    gpu: int = 0
    gpu_llm: bool = False


def examine(models_folder: Path) -> Hardware:
    """Measure this computer; inside a container its memory limit counts."""
    ram, ram_free, cores = _memory_and_cores()
    limit, used = _cgroup("memory.max"), _cgroup("memory.current")
    if limit is not None:
        ram, ram_free = min(ram, limit), min(ram_free, max(0, limit - (used or 0)))
    gpu = gpu_memory()
    return Hardware(
        ram=ram,
        ram_free=ram_free,
        disk=free_disk(models_folder) + size_below(models_folder),
        cores=cores,
        gpu=gpu,
        gpu_llm=gpu > 0 and _llama_has_cuda(),
    )


def _memory_and_cores() -> tuple[int, int, int]:
    """All memory, the free part, and the physical cores.

    Models can be downloaded before anything is installed: without psutil the system's own
    figures do, in which cached files count as used and two threads of one core as two.
    """
    try:
        import psutil
    except ModuleNotFoundError:
        page = os.sysconf("SC_PAGE_SIZE")
        ram, known = page * os.sysconf("SC_PHYS_PAGES"), "SC_AVPHYS_PAGES" in os.sysconf_names
        return ram, page * os.sysconf("SC_AVPHYS_PAGES") if known else ram // 2, os.cpu_count() or 1
    memory = psutil.virtual_memory()
    return memory.total, memory.available, psutil.cpu_count(logical=False) or os.cpu_count() or 1


def gpu_memory() -> int:
    """Bytes of the largest NVIDIA GPU, as the driver's own tool reports it; 0 without one."""
    if not (tool := shutil.which("nvidia-smi")):
        return 0
    command = [tool, "--query-gpu=memory.total", "--format=csv,noheader,nounits"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return 0
    mebibytes = [int(line) for line in answer.stdout.split() if line.isdigit()]
    return max(mebibytes, default=0) * 2**20


def _llama_has_cuda() -> bool:
    """Whether llama-cpp-python was built for CUDA, told by its files: importing it is slow."""
    spec = importlib.util.find_spec("llama_cpp")
    folders = spec.submodule_search_locations if spec else None
    return any(next(Path(folder).glob("lib/*ggml-cuda*"), None) for folder in folders or ())


def _cgroup(name: str) -> int | None:
    """A figure of this control group (version 2), None where there is no limit."""
    try:
        text = (_CGROUP / name).read_text().strip()
    except OSError:
        return None
    return int(text) if text.isdigit() else None
