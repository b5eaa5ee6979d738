"""All models in one tar archive, for machines without any network."""

import errno
import os
import tarfile
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from lzma import LZMAError
from pathlib import Path, PurePosixPath
from typing import IO

from voicecli.catalog.disk import told
from voicecli.catalog.entries import Model, ModelFile, load
from voicecli.catalog.incoming import Damaged, Incoming
from voicecli.catalog.installed import require
from voicecli.catalog.lock import Lock, lock_file
from voicecli.errors import CatalogError

_BROKEN = (tarfile.TarError, EOFError, zlib.error, LZMAError, UnicodeDecodeError)


@dataclass(frozen=True, slots=True)
class Step:
    """How far one model's file has come: `done` of `total` bytes. Present files are skipped."""

    model: str
    file: str
    done: int
    total: int


def pack(models: Sequence[Model], models_folder: Path, stream: IO[bytes]) -> Iterator[Step]:
    """Write models into a tar archive as `<name>/<file>`, each file checked before.

    Raises CatalogError("model-missing" or "model-damaged").
    """
    for model in models:
        require(model.name, models_folder)
    with tarfile.open(fileobj=stream, mode="w|") as archive:
        for model in models:
            for file in model.files:
                path = models_folder / model.name / file.name
                archive.add(path, f"{model.name}/{file.name}", filter=_plain)
                yield Step(model.name, file.name, file.bytes, file.bytes)


def pack_file(models: Sequence[Model], models_folder: Path, output: Path) -> Iterator[Step]:
    """Write models into a tar file, which gets its name when it is whole; into a device at once.

    Raises CatalogError as `pack` does, and "archive-not-written".
    """
    try:
        if output.is_dir():
            raise IsADirectoryError(errno.EISDIR, "it is a folder")
        is_device = output.exists() and not output.is_file()
        part = output if is_device else output.with_name(f".{output.name}.{os.getpid()}.part")
        try:
            with part.open("wb") as stream:
                yield from pack(models, models_folder, stream)
            if not is_device:
                part.replace(output)
        finally:
            if not is_device:
                part.unlink(missing_ok=True)
    except OSError as error:
        raise CatalogError(
            "archive-not-written",
            f"{output} cannot be written: {(error.strerror or str(error)).lower()}.",
            "Name another file with `-o`.",
        ) from error


def unpack(
    stream: IO[bytes], models_folder: Path, names: Collection[str] | None = None
) -> Iterator[Step]:
    """Take models (all, or those named) out of a tar archive, compressed or not.

    Nothing is written under a name that the archive gives: only files of the catalogue are taken,
    and each gets its final name after its checksum was found right. Raises CatalogError:
    "bad-archive" when it is broken or holds a path that leads elsewhere, "wrong-hash", and
    "empty-archive" when it holds no file of the catalogue.
    """
    known = 0
    try:
        with told(models_folder), tarfile.open(fileobj=stream, mode="r|*") as archive:
            for member in archive:
                entry = _entry(member)
                if entry is None:
                    continue
                known += 1
                content = archive.extractfile(member)
                if content and (names is None or entry[0].name in names):
                    yield from _take(*entry, content, models_folder)
    except _BROKEN as error:
        raise CatalogError(
            "bad-archive", f"The archive cannot be read: {error or type(error).__name__}."
        ) from error
    if not known:
        raise CatalogError(
            "empty-archive",
            "The archive holds no model of the catalogue.",
            "Archives are made with `voicecli models export`.",
        )


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave out who owned the file and when it came: the same models give the same archive."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mtime = 0
    member.mode = 0o644
    return member


def _entry(member: tarfile.TarInfo) -> tuple[Model, ModelFile] | None:
    """The catalogue's file that a member holds; None for what is not in the catalogue."""
    path = PurePosixPath(member.name)
    if path.is_absolute() or ".." in path.parts or not (member.isfile() or member.isdir()):
        raise CatalogError(
            "bad-archive",
            f"The archive holds {member.name!r}, which is a link or leads out of its folder. "
            "It was not made by `voicecli models export`; nothing more was taken from it.",
        )
    if not member.isfile() or len(path.parts) != 2:
        return None
    model = load().models.get(path.parts[0])
    files = [file for file in model.files if file.name == path.parts[1]] if model else []
    return (model, files[0]) if model and files else None


def _take(model: Model, file: ModelFile, content: IO[bytes], models_folder: Path) -> Iterator[Step]:
    incoming = Incoming(model, models_folder)
    lock = Lock(lock_file(model.name, models_folder))
    lock.take(wait=True)
    try:
        if file in incoming.wanted:
            incoming.folder.mkdir(parents=True, exist_ok=True)
            incoming.part(file).unlink(missing_ok=True)
            incoming.check_room(file.bytes)
            done = 0
            for length in incoming.append(file, content):
                done += length
                yield Step(model.name, file.name, done, file.bytes)
            incoming.finish(file)
        if not incoming.wanted:
            incoming.clear()
    except Damaged as error:
        raise CatalogError("wrong-hash", f"{model.name}: {error}.") from None
    finally:
        lock.release()
