"""Which models the settings ask for, where they are, and how many threads there are for them."""

import os
from functools import cache
from pathlib import Path

from voicecli import catalog
from voicecli.config import Config


@cache
def thread_budget(total: int = 0) -> int:
    """CPU threads for the engines: `total`, or one for each core that this process may use.

    Two threads of one core share its arithmetic units, so cores are counted, not their threads.
    """
    import psutil

    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return total or min(psutil.cpu_count(logical=False) or usable or 1, usable or 1)


def threads_for(asked: int, config: Config) -> int:
    """The threads of one engine: as many as were asked for, else all there are."""
    return asked or thread_budget(config.threads.total)


@cache
def model_names(config: Config) -> dict[catalog.Role, str]:
    """The catalogue name of the model for each role: the configured one, else the profile's.

    Raises CatalogError("unknown-model") and UsageError("wrong-kind") for a configured name.
    """
    folder = config.models_folder
    hardware = catalog.examine(folder)
    return catalog.resolve(config.models.profile, folder, hardware, chosen=chosen_models(config))


def chosen_models(config: Config) -> dict[catalog.Role, str]:
    """The models that the settings name themselves, by role."""
    named: dict[catalog.Role, str] = {
        "stt": config.stt.model,
        "llm": config.llm.model,
        "tts": config.tts.voice,
        "embedding": config.retrieval.model,
        "speaker": config.speakers.model,
    }
    return {role: name for role, name in named.items() if name}


def folder_of(config: Config, role: catalog.Role) -> Path:
    """The folder of the role's model. Raises CatalogError when it is missing or not whole."""
    return catalog.require(model_names(config)[role], config.models_folder)


def only_file(folder: Path, pattern: str) -> Path:
    """The file of a model's folder that the pattern names."""
    return sorted(folder.glob(pattern))[0]
