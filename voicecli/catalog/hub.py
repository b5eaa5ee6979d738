"""Model files from the model hub, at the catalogue's revision.

The whole program runs with HF_HUB_OFFLINE=1. Only the child process that this module starts runs
without it.
"""

import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import voicecli
from voicecli.catalog.disk import full
from voicecli.catalog.entries import HubSource, ModelFile
from voicecli.catalog.incoming import Damaged, Incoming, SourceFailed, run_child

_CHILD = ("-m", "voicecli.catalog.hub_child")
_PATIENCE_STEPS = 40
"""Steps of the watch on a child (8 s in all) after which the hub counts as unreachable."""


def _environment() -> Mapping[str, str]:
    folder = str(Path(voicecli.__file__).parents[1])
    paths = [folder, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {"HF_HUB_OFFLINE": "0", "PYTHONPATH": os.pathsep.join(paths)}


@cache
def reachable() -> bool:
    """Whether the hub answers. Asked once per process, and given up on after seconds."""
    child = run_child([*_CHILD, "probe"], _environment(), lambda: 0)
    for _ in range(_PATIENCE_STEPS):
        try:
            next(child)
        except StopIteration as end:
            return bool(end.value[0] == 0)
    child.close()
    return False


def fetch(source: HubSource, incoming: Incoming) -> Iterator[int]:
    """Bring the wanted files that the repository holds, yielding the bytes so far.

    Raises SourceFailed or Damaged.
    """
    files = [file for file in incoming.wanted if file.name in source.paths]
    incoming.check_room(sum(file.bytes - incoming.arrived(file) for file in files))
    done = 0
    for file in files:
        for arrived in _fetch_file(source, file, incoming):
            yield done + arrived
        done += file.bytes


def _fetch_file(source: HubSource, file: ModelFile, incoming: Incoming) -> Iterator[int]:
    """Bring one file. If what an earlier run left was bad, bring it again from its first byte."""
    resumed = incoming.arrived(file) > 0
    yield from _download(source, file, incoming)
    try:
        incoming.finish(file)
    except Damaged:
        if not resumed:
            raise
        yield from _download(source, file, incoming)
        incoming.finish(file)


def _download(source: HubSource, file: ModelFile, incoming: Incoming) -> Iterator[int]:
    code, words = yield from run_child(
        [
            *_CHILD,
            "get",
            source.repo,
            source.revision,
            source.paths[file.name],
            str(incoming.part(file)),
        ],
        _environment(),
        lambda: incoming.arrived(file),
    )
    if code == 0:
        return
    if "No space left" in words or "Disk quota" in words:
        raise full(incoming.models_folder)
    raise SourceFailed((words.strip().splitlines() or ["the download failed"])[-1])
