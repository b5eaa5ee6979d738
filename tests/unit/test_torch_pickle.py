import io
import pickle
import struct
import sys
from collections import OrderedDict
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from voicecli.analysis.torch_pickle import MAGIC, read_tensors
from voicecli.errors import AnalysisError

pytestmark = pytest.mark.unit


class Storage:
    def __init__(self, key: str, numbers: Any) -> None:
        self.key, self.numbers = key, np.asarray(numbers, np.float32)


class Tensor:
    def __init__(self, storage: Storage, offset: int, shape: Any, strides: Any) -> None:
        self.arguments = (storage, offset, shape, strides, False, OrderedDict())

    def __reduce__(self) -> Any:
        return sys.modules["torch._utils"]._rebuild_tensor_v2, self.arguments


class Writer(pickle.Pickler):
    def persistent_id(self, item: Any) -> Any:
        if isinstance(item, Storage):
            kind = sys.modules["torch"].FloatStorage
            return ("storage", kind, item.key, "cpu", len(item.numbers), None)
        return None


@pytest.fixture(autouse=True)
def torch_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """The names that a file of PyTorch holds, to write them; none is needed to read them."""

    def rebuild(*_: Any) -> None: ...

    class FloatStorage: ...

    rebuild.__module__, rebuild.__qualname__ = "torch._utils", "_rebuild_tensor_v2"
    FloatStorage.__module__, FloatStorage.__qualname__ = "torch", "FloatStorage"
    for name, holds in {"torch": FloatStorage, "torch._utils": rebuild}.items():
        module = ModuleType(name)
        setattr(module, holds.__qualname__, holds)
        monkeypatch.setitem(sys.modules, name, module)


def saved(path: Path, content: Any, storages: list[Storage], magic: int = MAGIC) -> Path:
    """The content in PyTorch's old format."""
    with path.open("wb") as file:
        for item in (magic, 1001, {"little_endian": True}):
            pickle.dump(item, file, protocol=2)
        buffer = io.BytesIO()
        Writer(buffer, protocol=2).dump(content)
        file.write(buffer.getvalue())
        pickle.dump([storage.key for storage in storages], file, protocol=2)
        for storage in storages:
            file.write(struct.pack("<q", len(storage.numbers)) + storage.numbers.tobytes())
    return path


def test_tensors_are_read_with_their_shapes(tmp_path: Path) -> None:
    storage = Storage("1", range(8))
    tensor = Tensor(storage, 2, (3, 2), (1, 3))  # a transposed view of a part
    path = saved(tmp_path / "model.pt", {"state": {"weight": tensor, "step": 3}}, [storage])
    found = read_tensors(path, "state")
    assert list(found) == ["weight"]
    assert found["weight"].tolist() == [[2, 5], [3, 6], [4, 7]]


@pytest.mark.parametrize(
    "view", [(0, (9,), (1,)), (7, (2,), (1,)), (0, (2,), (-1,)), (-1, (1,), (1,))]
)
def test_a_view_beyond_its_numbers_is_refused(tmp_path: Path, view: Any) -> None:
    storage = Storage("1", range(8))
    path = saved(tmp_path / "model.pt", {"state": {"weight": Tensor(storage, *view)}}, [storage])
    with pytest.raises(AnalysisError, match="tensor looks"):
        read_tensors(path, "state")


def test_no_code_of_a_file_is_run(tmp_path: Path) -> None:
    marker = tmp_path / "ran"

    class Evil:
        def __reduce__(self) -> Any:
            return Path.touch, (marker,)

    path = tmp_path / "model.pt"
    with path.open("wb") as file:
        for item in (MAGIC, 1001, {}, {"state": Evil()}):
            pickle.dump(item, file, protocol=2)
    with pytest.raises(AnalysisError, match="asks for"):
        read_tensors(path, "state")
    assert not marker.exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a zip", b"\x80\x02K\x01."])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.pt"
    path.write_bytes(content)
    with pytest.raises(AnalysisError) as caught:
        read_tensors(path, "state")
    assert caught.value.code == "model-damaged"


def test_a_file_that_ends_early_is_refused(tmp_path: Path) -> None:
    storage = Storage("1", range(8))
    tensor = Tensor(storage, 0, (8,), (1,))
    path = saved(tmp_path / "model.pt", {"state": {"weight": tensor}}, [storage])
    path.write_bytes(path.read_bytes()[:-4])
    with pytest.raises(AnalysisError, match="ends early"):
        read_tensors(path, "state")
