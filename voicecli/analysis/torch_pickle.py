"""Reads the tensors of a file that PyTorch saved, without PyTorch and without running its code.

The old format of `torch.save`: five pickles (a magic number, the protocol, the system, the object,
the keys of its storages), then each storage as its length and its raw numbers. A pickle can name
any function; here every name but the few that tensors need is refused.
"""

import io
import pickle
import struct
import zipfile
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from voicecli.errors import AnalysisError, ExitCode

MAGIC = 0x1950A86A20F9469CFC6C
"""First number of a file in the old format (`torch/serialization.py`)."""

_KINDS: Mapping[str, type[np.generic]] = {
    "FloatStorage": np.float32,
    "DoubleStorage": np.float64,
    "LongStorage": np.int64,
    "IntStorage": np.int32,
    "HalfStorage": np.float16,
}
_LARGEST = 1 << 30
"""Bytes of numbers that a file may hold."""


@dataclass(frozen=True, slots=True)
class Storage:
    """Numbers that tensors look at: `key` finds them behind the pickles."""

    key: str
    kind: type[np.generic]
    length: int


@dataclass(frozen=True, slots=True)
class Tensor:
    """A view of a storage; `offset` and `strides` count numbers."""

    storage: Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


def read_tensors(path: Path, entry: str) -> dict[str, NDArray[Any]]:
    """The tensors of the dictionary that the saved object holds under `entry`, by their names.

    Raises AnalysisError("model-damaged") for anything that is not such a file.
    """
    with unreadable(path), path.open("rb") as file:
        return _read(file, entry)


@contextmanager
def unreadable(path: Path) -> Iterator[None]:
    """Everything that reading a damaged file raises becomes AnalysisError("model-damaged")."""
    try:
        yield
    except (
        OSError,
        EOFError,
        ValueError,  # also where a view reaches beyond its storage
        KeyError,
        IndexError,
        TypeError,
        AttributeError,
        NotImplementedError,  # a way of packing that zipfile does not know
        struct.error,
        pickle.UnpicklingError,
        zipfile.BadZipFile,
        zlib.error,
    ) as error:
        raise AnalysisError(
            "model-damaged",
            f"The model file {path} cannot be read: {error}.",
            "Run `voicecli models verify`.",
            exit_code=ExitCode.MODEL_MISSING,
        ) from error


def _read(file: BinaryIO, entry: str) -> dict[str, NDArray[Any]]:
    if TensorUnpickler(file).load() != MAGIC:
        raise ValueError("it is not in PyTorch's old format")
    for _ in ("protocol", "system"):
        TensorUnpickler(file).load()
    unpickler = TensorUnpickler(file)
    saved = unpickler.load()
    keys = TensorUnpickler(file).load()
    numbers = {key: _numbers(file, unpickler.storages[key]) for key in keys}
    found = saved[entry].items()
    return {name: view(item, numbers) for name, item in found if isinstance(item, Tensor)}


class TensorUnpickler(pickle.Unpickler):
    """Builds tensors as plain descriptions; `storages` are those it met, by their keys."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file)
        self.storages: dict[str, Storage] = {}

    def find_class(self, module: str, name: str) -> Any:
        """What a name of the pickle stands for; UnpicklingError for all but those of tensors."""
        allowed: dict[tuple[str, str], Callable[..., Any]] = {
            ("collections", "OrderedDict"): OrderedDict,
            ("torch._utils", "_rebuild_tensor"): _tensor,
            ("torch._utils", "_rebuild_tensor_v2"): _tensor,
            ("torch._utils", "_rebuild_parameter"): _parameter,
        }
        if module == "torch" and name in _KINDS:
            return _KINDS[name]
        if (module, name) not in allowed:
            raise pickle.UnpicklingError(f"it asks for {module}.{name}")
        return allowed[module, name]

    def persistent_load(self, pid: Any) -> Storage:
        """The storage that a tensor refers to, noted in `storages`."""
        _, kind, key, _, length, *_ = pid
        self.storages[key] = storage = Storage(key, kind, length)
        return storage


def _tensor(
    storage: Storage, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: object
) -> Tensor:
    return Tensor(storage, offset, shape, strides)


def _parameter(tensor: Tensor, *_: object) -> Tensor:
    return tensor


def _numbers(file: BinaryIO, storage: Storage) -> NDArray[Any]:
    (length,) = struct.unpack("<q", file.read(8))
    size = length * np.dtype(storage.kind).itemsize
    if length != storage.length or not 0 <= size <= _LARGEST:
        raise ValueError("a storage has another length than its tensors say")
    raw = file.read(size)
    if len(raw) < size:
        raise EOFError("it ends early")
    return np.frombuffer(io.BytesIO(raw).getbuffer(), storage.kind)


def view(tensor: Tensor, numbers: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
    """The tensor's own copy of its numbers."""
    held = numbers[tensor.storage.key]
    reach = sum((size - 1) * step for size, step in zip(tensor.shape, tensor.strides, strict=True))
    if min((*tensor.shape, *tensor.strides, 1)) < 0 or tensor.offset < 0:
        raise ValueError("a tensor looks at numbers before its storage")
    if tensor.offset + reach >= held.size:
        raise ValueError("a tensor looks beyond its storage")
    view = np.lib.stride_tricks.as_strided(
        held[tensor.offset :],
        tensor.shape,
        [step * held.itemsize for step in tensor.strides],
        writeable=False,
    )
    return np.array(view)
