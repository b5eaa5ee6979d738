"""The models on this disk: `<models>/<name>/<file>`.

Beside a model's files lies a stamp with the size and time at which each was found right, so that a
file is read through once and not at every start.
"""

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from voicecli.catalog.disk import size_below, told
from voicecli.catalog.entries import Model, ModelFile, load
from voicecli.catalog.lock import Lock, lock_file
from voicecli.errors import CatalogError, ExitCode

State = Literal["present", "missing", "damaged"]
_STAMP = ".checked.json"


@dataclass(frozen=True, slots=True)
class FileState:
    """How one file of a model stands on this disk."""

    file: ModelFile
    path: Path
    state: State


def digest(path: Path, algorithm: str) -> str:
    """The checksum of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, algorithm).hexdigest()


def is_right(path: Path, file: ModelFile) -> bool:
    """Whether a file has the size and checksum of the catalogue."""
    right_size = file.about or path.stat().st_size == file.bytes
    return right_size and digest(path, file.algorithm) == file.digest


def states(model: Model, models_folder: Path, *, afresh: bool = False) -> tuple[FileState, ...]:
    """Look at every file of a model. Reads through those without a stamp, or all if `afresh`.

    Raises CatalogError("not-readable").
    """
    folder = models_folder / model.name
    stamp = {} if afresh else _read_stamp(folder)
    with told(folder, "read"):
        found = tuple(_state(file, folder / file.name, stamp) for file in model.files)
    checked = {item.file.name: _mark(item.path, item.file) for item in found if _is_there(item)}
    if checked and checked != stamp:
        _write_stamp(folder, checked)
    return found


def is_present(model: Model, models_folder: Path) -> bool:
    """Whether all files of a model are here and right."""
    with told(models_folder, "read"):
        if not all((models_folder / model.name / file.name).exists() for file in model.files):
            return False
    return all(_is_there(item) for item in states(model, models_folder))


def has_folder(model: Model, models_folder: Path) -> bool:
    """Whether anything of a model is here. Raises CatalogError("not-readable")."""
    with told(models_folder, "read"):
        return (models_folder / model.name).is_dir()


def missing(names: Iterable[str], models_folder: Path) -> tuple[Model, ...]:
    """Those of the named models that are not here whole. Raises CatalogError("unknown-model")."""
    models = [load().find(name) for name in dict.fromkeys(names)]
    return tuple(model for model in models if not is_present(model, models_folder))


def require(name: str, models_folder: Path) -> Path:
    """The folder with a model's files.

    Raises CatalogError: "unknown-model", "model-missing", or "model-damaged" when a file has
    another checksum than the catalogue's.
    """
    model = load().find(name)
    found = states(model, models_folder)
    for state in ("damaged", "missing"):
        bad = [item.file.name for item in found if item.state == state]
        if bad:
            raise CatalogError(
                f"model-{state}",
                f"The model {name} is {state}: {', '.join(bad)}."
                if len(bad) < len(found)
                else f"The model {name} is {state}.",
                f"Run `voicecli models pull {name}`.",
                exit_code=ExitCode.MODEL_MISSING if state == "missing" else ExitCode.ERROR,
            )
    return models_folder / name


def remove(model: Model, models_folder: Path) -> int:
    """Delete a model with everything derived from it; the bytes that became free, 0 if none.

    Raises CatalogError: "model-busy" while another process fetches it, "not-writable".
    """
    incoming = models_folder / ".incoming" / model.name
    with told(models_folder, "read"):
        folders = [folder for folder in (models_folder / model.name, incoming) if folder.is_dir()]
    freed = sum(size_below(folder) for folder in folders)
    if not folders:
        return 0
    lock = Lock(lock_file(model.name, models_folder))
    with told(models_folder):
        if not lock.take(wait=False):
            raise CatalogError(
                "model-busy",
                f"The model {model.name} is being fetched by another process.",
                "Wait for it, then remove the model.",
            )
        try:
            for folder in folders:
                if folder.is_symlink():
                    folder.unlink()
                else:
                    shutil.rmtree(folder)
        finally:
            lock.release()
    return freed


def note_checked(models_folder: Path, model: Model, file: ModelFile) -> None:
    """Stamp one file that was just found right."""
    folder = models_folder / model.name
    _write_stamp(folder, _read_stamp(folder) | {file.name: _mark(folder / file.name, file)})


def _is_there(item: FileState) -> bool:
    return item.state == "present"


def _state(file: ModelFile, path: Path, stamp: dict[str, Any]) -> FileState:
    if not path.is_file():
        return FileState(file, path, "missing")
    right = stamp.get(file.name) == _mark(path, file) or is_right(path, file)
    return FileState(file, path, "present" if right else "damaged")


def _mark(path: Path, file: ModelFile) -> list[Any]:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns, file.digest]


def _read_stamp(folder: Path) -> dict[str, Any]:
    try:
        stamp = json.loads((folder / _STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _write_stamp(folder: Path, stamp: dict[str, Any]) -> None:
    """A folder that cannot be written keeps working: its files are read through every time."""
    new = folder / f"{_STAMP}.{os.getpid()}"
    with contextlib.suppress(OSError):
        try:
            new.write_text(json.dumps(stamp), encoding="utf-8")
            new.replace(folder / _STAMP)
        finally:
            new.unlink(missing_ok=True)
