"""Recordings as they come into a folder, each when nobody writes to it any more."""

import os
from collections.abc import Iterator, Mapping

from voicecli.cli.media_files import recordings_below
from voicecli.cli.transcribe_inputs import Input
from voicecli.errors import UsageError
from voicecli.pipeline.changes import moments

LOOK_SECONDS = 0.5
"""How often files that are still being written are looked at."""
REST_LOOKS = 4
"""A file whose size rests for so many looks is whole: two seconds. One that goes on growing
after that is taken again when it rests again."""
SCAN_LOOKS = 10
"""How often the whole folder is looked through even so: network folders tell of nothing."""

State = tuple[int, int, int]
"""Size, time of the last change and number of a file: another one has been written to."""


class Resting:
    """Tells which files of a folder have come to rest since they were last taken."""

    def __init__(self) -> None:
        self._looks: dict[str, tuple[State, int]] = {}
        self._taken: dict[str, State] = {}

    def look(self, states: Mapping[str, State]) -> list[str]:
        """Take in how the files are now; returns those that rest and were not taken so."""
        self._looks = {
            path: (state, self._rested(path, state) + 1)
            for path, state in states.items()
            if self._taken.get(path) != state
        }
        ready = [path for path, (_, looks) in self._looks.items() if looks > REST_LOOKS]
        for path in ready:
            self._taken[path] = self._looks.pop(path)[0]
        return ready

    @property
    def pending(self) -> tuple[str, ...]:
        """The files that are there, but do not rest yet."""
        return tuple(self._looks)

    def _rested(self, path: str, state: State) -> int:
        before, looks = self._looks.get(path, (None, 0))
        return looks if before == state else 0


def arriving(folder: str) -> Iterator[Input | None]:
    """The recordings below a folder, those that are there already and those that come, for ever.

    None comes in between, every LOOK_SECONDS. One that changes comes again. Raises UsageError when
    there is no such folder.
    """
    if not os.path.isdir(folder):
        raise UsageError("no-folder", f"{folder} is not a folder to watch.", "Make it first.")
    return _arriving(folder)


def _arriving(folder: str) -> Iterator[Input | None]:
    resting = Resting()
    looks = moments(folder, debounce=LOOK_SECONDS, step=LOOK_SECONDS, timeout=LOOK_SECONDS)
    known = _states(folder)
    for number, is_changed in enumerate(looks, start=1):
        if is_changed or number % SCAN_LOOKS == 0:
            known = _states(folder)
        else:
            known |= {path: state for path in resting.pending if (state := _state(path))}
        for path in resting.look(known):
            yield Input(path, root=folder)
        yield None


def _states(folder: str) -> dict[str, State]:
    try:
        found = {path: _state(path) for path in recordings_below(folder)}
    except OSError:  # gone for a while
        return {}
    return {path: state for path, state in found.items() if state}


def _state(path: str) -> State | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino
