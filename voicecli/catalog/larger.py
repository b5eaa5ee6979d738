"""The largest language model on this disk that the memory carries, for answers at length."""

from collections.abc import Iterable
from pathlib import Path

from voicecli.catalog.entries import Model, load
from voicecli.catalog.hardware import Hardware
from voicecli.catalog.installed import is_present


def larger_llm(current: str, models_folder: Path, hardware: Hardware) -> str:
    """The model to load instead of `current` when there is time; `current` if there is no better.

    It takes the place of `current`, which must be closed first: its memory counts as free. Raises
    CatalogError("unknown-model").
    """
    catalog = load()
    here = [model for model in catalog.models.values() if is_present(model, models_folder)]
    return larger(catalog.find(current), here, hardware.ram_free).name


def larger(current: Model, others: Iterable[Model], free_bytes: int) -> Model:
    """The largest model of the kind of `current` for which the memory suffices, or `current`."""
    room = free_bytes + current.ram_bytes
    fitting = [
        model
        for model in others
        if model.kind == current.kind and max(model.ram_bytes, model.free_ram_bytes) <= room
    ]
    return max([current, *fitting], key=lambda model: model.bytes)
