"""The head of a GGUF file, read without loading the model.

Layout: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

import mmap
import struct
from pathlib import Path

from voicecli.errors import LlmError

Scalar = int | float | bool | str

_SCALARS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?"} | {
    10: "<Q",
    11: "<q",
    12: "<d",
}
_MAGIC = int.from_bytes(b"GGUF", "little")
_STRING = 8
_ARRAY = 9


def read_scalars(path: Path, *wanted: str) -> dict[str, Scalar]:
    """The named facts of a model file ("general.file_type"); without names all but arrays.

    Reads no further than to the last fact that was asked for. Raises LlmError("damaged") when this
    is not the head of a GGUF file.
    """
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return _Head(data).scalars(set(wanted))
    except (OSError, ValueError, struct.error) as error:
        raise damaged(path) from error


def damaged(path: Path) -> LlmError:
    """The error of a model file that cannot be read."""
    return LlmError(
        "damaged",
        f"{path.name} is not a whole language model.",
        "Check it with `voicecli models verify`.",
    )


class _Head:
    """Reads one value after another."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        self._at = 0

    def scalars(self, wanted: set[str]) -> dict[str, Scalar]:
        magic, version = self._take("<I"), self._take("<I")
        if magic != _MAGIC or version < 2:
            raise ValueError("no GGUF file of version 2 or later")
        self._take("<Q")  # how many tensors follow
        found: dict[str, Scalar] = {}
        for _ in range(self._take("<Q")):
            key = self._string()
            kind = self._take("<I")
            if kind == _ARRAY:
                self._skip_array()
                continue
            value = self._scalar(kind)
            if not wanted or key in wanted:
                found[key] = value
            if wanted and len(found) == len(wanted):
                break
        return found

    def _skip_array(self) -> None:
        kind, count = self._take("<I"), self._take("<Q")
        if kind == _STRING:
            for _ in range(count):
                self._move(self._take("<Q"))
        else:
            self._move(count * struct.calcsize(_form(kind)))

    def _scalar(self, kind: int) -> Scalar:
        value: Scalar = self._string() if kind == _STRING else self._take(_form(kind))
        return value

    def _string(self) -> str:
        begin = self._at + 8
        self._move(self._take("<Q"))
        return self._data[begin : self._at].decode("utf-8", "replace")

    def _take(self, form: str) -> int:
        value: int = struct.unpack_from(form, self._data, self._at)[0]
        self._at += struct.calcsize(form)
        return value

    def _move(self, count: int) -> None:
        self._at += count
        if self._at > len(self._data):
            raise ValueError("the file ends inside its head")


def _form(kind: int) -> str:
    if kind not in _SCALARS:
        raise ValueError(f"there is no metadata type {kind}")
    return _SCALARS[kind]
