"""Reads the tensors of a checkpoint: safetensors, or what PyTorch saves since 1.6, without PyTorch.

The new format of `torch.save` is a zip: `NAME/data.pkl` describes the tensors, `NAME/data/KEY` are
their raw numbers. As in the old format only names that tensors need are let through.
"""

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voicecli.analysis.torch_pickle import Storage, Tensor, TensorUnpickler, unreadable, view
from voicecli.errors import AnalysisError

LARGEST = 2 << 30
"""Bytes that one storage may unpack to; a zip can claim anything."""


def read_checkpoint(path: Path) -> dict[str, NDArray[Any]]:
    """The tensors of a `.safetensors` file or a PyTorch zip that holds a state dictionary.

    Raises AnalysisError("model-damaged") for anything else.
    """
    with unreadable(path):
        if path.suffix == ".safetensors":
            return _safetensors(path)
        return _zipped(path)


def _safetensors(path: Path) -> dict[str, NDArray[Any]]:
    try:
        from safetensors import SafetensorError
        from safetensors.numpy import load_file
    except ModuleNotFoundError as error:
        raise AnalysisError(
            "extra-missing",
            f"{path.name} needs the package safetensors.",
            "Install it: `pip install 'voicecli[emotion]'`.",
        ) from error
    try:
        return load_file(path)
    except SafetensorError as error:
        raise ValueError(str(error)) from error


def _zipped(path: Path) -> dict[str, NDArray[Any]]:
    with zipfile.ZipFile(path) as archive:
        description = _description(archive)
        folder = description.removesuffix("data.pkl")
        if folder + "byteorder" in archive.namelist():
            order = archive.read(folder + "byteorder")
            if order != b"little":
                raise ValueError("its numbers are not little-endian")
        with archive.open(description) as file:
            saved = TensorUnpickler(file).load()
        # One storage after the other: all at once would take the memory twice.
        return {
            name: view(item, {item.storage.key: _numbers(archive, folder, item.storage)})
            for name, item in saved.items()
            if isinstance(item, Tensor)
        }


def _description(archive: zipfile.ZipFile) -> str:
    found = [name for name in archive.namelist() if name.endswith("/data.pkl")]
    if not found:
        raise ValueError("it holds no data.pkl")
    return found[0]


def _numbers(archive: zipfile.ZipFile, folder: str, storage: Storage) -> NDArray[Any]:
    name = f"{folder}data/{storage.key}"
    size = storage.length * np.dtype(storage.kind).itemsize
    if not 0 <= size <= LARGEST or archive.getinfo(name).file_size != size:
        raise ValueError("a storage has another length than its tensors say")
    return np.frombuffer(archive.read(name), storage.kind)
