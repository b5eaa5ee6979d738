"""Where each recording's transcript lies below the output folder: no two in one place.

A transcript is called as its recording, without the extension. Where two would be called the same,
the recordings keep the folders that they came from: first below the folder that was named, then
below the folder that all of them share. Recordings that differ only in their extension keep it.
"""

import os
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath

from voicecli.cli.transcribe_inputs import STDIN, Input

_FLAT, _BELOW_ROOT, _BELOW_ALL = range(3)


def plan_places(inputs: Sequence[Input]) -> dict[str, PurePath]:
    """The path of each input's transcript below the output folder, without its extension."""
    folders = {item.source: _folder(item) for item in inputs}
    named = {item.source: _name(item) for item in inputs}
    beside = Counter(_key(folders[item.source] / named[item.source]) for item in inputs)
    for item in inputs:  # talk.mp4 beside talk.wav
        if beside[_key(folders[item.source] / named[item.source])] > 1:
            named[item.source] = os.path.basename(item.source)
    roots = _roots(inputs, folders)
    levels = dict.fromkeys(roots, _FLAT)
    while True:
        places = {
            item.source: _kept(item, folders[item.source], roots, levels[item.root])
            / named[item.source]
            for item in inputs
        }
        clashing = _clashing(inputs, places)
        higher = {root for root in clashing if levels[root] < _BELOW_ALL}
        if not higher:
            return _numbered(places)
        for root in higher:
            levels[root] += 1


def place_in(item: Input, taken: Iterable[PurePath]) -> PurePath:
    """The place of one more recording of a folder that is being watched: as it lies there."""
    folder = PurePath(os.path.relpath(_folder(item), os.path.abspath(item.root)))
    place = folder / _name(item)
    keys = {_key(other) for other in taken}
    return folder / os.path.basename(item.source) if _key(place) in keys else place


def _name(item: Input) -> str:
    return "stdin" if item.source == STDIN else os.path.splitext(os.path.basename(item.source))[0]


def _folder(item: Input) -> PurePath:
    """The absolute folder that an input lies in."""
    return PurePath(os.path.abspath(os.path.dirname(item.source)))


def _roots(inputs: Sequence[Input], folders: Mapping[str, PurePath]) -> dict[str, PurePath]:
    """The absolute folder of each root; files that were named themselves have one in common."""
    roots = {item.root: PurePath(os.path.abspath(item.root)) for item in inputs if item.root}
    single = {folders[item.source] for item in inputs if not item.root}
    if single:
        roots[""] = PurePath(os.path.commonpath(single))
    return roots


def _kept(item: Input, folder: PurePath, roots: Mapping[str, PurePath], level: int) -> PurePath:
    """The folders that an input's transcript keeps."""
    if level == _FLAT:
        return PurePath()
    root = roots[item.root] if level == _BELOW_ROOT else _shared(roots)
    return PurePath(os.path.relpath(folder, root))


def _shared(roots: Mapping[str, PurePath]) -> PurePath:
    return PurePath(os.path.commonpath(roots.values()))


def _clashing(inputs: Sequence[Input], places: Mapping[str, PurePath]) -> set[str]:
    """The roots of those inputs whose place another has, too."""
    keys = {source: _key(place) for source, place in places.items()}
    count = Counter(keys.values())
    return {item.root for item in inputs if count[keys[item.source]] > 1}


def _numbered(places: Mapping[str, PurePath]) -> dict[str, PurePath]:
    """The places with a number behind those that come again: `A.wav` and `a.wav`, `a` and `ä`."""
    taken: set[str] = set()
    free: dict[str, PurePath] = {}
    for source, place in places.items():
        number, other = 1, place
        while _key(other) in taken:
            number += 1
            other = place.with_name(f"{place.name} ({number})")
        taken.add(_key(other))
        free[source] = other
    return free


def _key(place: PurePath) -> str:
    """The same for names that some file systems hold for the same."""
    return unicodedata.normalize("NFC", str(place)).casefold()
