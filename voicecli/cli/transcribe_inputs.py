"""What is to be transcribed: files, folders, patterns and lists of them, each once, in order."""

import glob
import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import copyfileobj

from voicecli.cli.media_files import natural, recordings_below
from voicecli.errors import AudioError, UsageError, VoicecliError

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Input:
    """A recording to transcribe, or an argument that leads to none: then `error` says why.

    `source` is the file's path as it was named, or `-`; `root` is the folder argument that it was
    found below, empty for a file that was named itself.
    """

    source: str
    root: str = ""
    error: VoicecliError | None = None

    @property
    def shown(self) -> str:
        """How a person knows it."""
        return "stdin" if self.source == STDIN else self.source

    @property
    def path(self) -> Path | None:
        """Where it lies; None for stdin."""
        return None if self.source == STDIN else Path(self.source)


def gather(arguments: Iterable[str], files_from: str | None = None) -> list[Input]:
    """The recordings that the arguments and the list in `files_from` name.

    Files and links are taken as they are; folders give the recordings below them, patterns what
    they match. A file that is named twice comes once. Raises UsageError where stdin is to be read
    twice, AudioError for a list that cannot be read.
    """
    named = list(arguments)
    if [*named, files_from].count(STDIN) > 1:
        raise UsageError("stdin-twice", "Stdin can be read only once.", "Write `-` once.")
    listed = () if files_from is None else tuple(_listed(files_from))
    found = [item for name in named for item in _named(name)]
    found += [item for name in listed for item in _below(name)]
    folder_of = cache(_real)
    once: dict[tuple[str, str], Input] = {}
    for item in found:
        once.setdefault(_place(item, folder_of), item)
    return list(once.values())


@contextmanager
def stdin_at_hand(inputs: Iterable[Input]) -> Iterator[None]:
    """Read stdin to its end first, where it is an input and a pipe: into a nameless file on disk.

    A thread that waits for a pipe cannot be stopped; here Ctrl-C ends the wait.
    """
    pipe = sys.stdin
    if pipe.buffer.seekable() or not any(item.source == STDIN for item in inputs):
        yield
        return
    with tempfile.TemporaryFile() as copy:
        copyfileobj(pipe.buffer, copy)
        copy.seek(0)
        sys.stdin = io.TextIOWrapper(copy)
        try:
            yield
        finally:
            sys.stdin = pipe


def _named(argument: str) -> Iterator[Input]:
    """What one argument of the command line leads to."""
    if argument == STDIN:
        yield Input(STDIN)
    elif os.path.lexists(argument) or not set(argument) & set("*?["):
        yield from _below(argument)
    else:
        matches = sorted(glob.iglob(argument, recursive=True), key=natural)
        for match in matches:
            yield from _below(match)
        if not matches:
            yield _dead_end(argument, "no-match", "matches no file.", "Check the pattern.")


def _below(name: str) -> Iterator[Input]:
    """The file itself, or the recordings below a folder."""
    name = os.path.join(os.curdir, name) if name == STDIN else name
    if not os.path.isdir(name):
        yield Input(name)
        return
    try:
        recordings = [Input(_plain(path), root=name) for path in recordings_below(name)]
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        yield _dead_end(name, "cannot-read-folder", f"cannot be read: {reason}.", "Check the path.")
        return
    yield from recordings
    if not recordings:
        hint = "Name a folder that has some."
        yield _dead_end(name, "no-recordings", "is a folder without recordings.", hint)


def _plain(path: str) -> str:
    """The path without `./` before it, unless it would be taken for an option or stdin then."""
    bare = path.removeprefix(f"{os.curdir}{os.sep}")
    return path if bare.startswith("-") else bare


def _dead_end(name: str, code: str, what: str, hint: str) -> Input:
    return Input(name, error=AudioError(code, f"{name} {what}", hint))


def _listed(place: str) -> Iterator[str]:
    """The names in a list: one a line, or between NUL characters as `find -print0` writes them."""
    try:
        raw = sys.stdin.buffer.read() if place == STDIN else Path(place).read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise AudioError(
            "cannot-read-list", f"{place} cannot be read: {reason}.", "Check `--files-from`."
        ) from error
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    names = raw.split(b"\0") if b"\0" in raw else (line.rstrip(b"\r") for line in raw.split(b"\n"))
    return (os.fsdecode(name) for name in names if name.strip())


def _place(item: Input, folder_of: Callable[[str], str]) -> tuple[str, str]:
    """The same for the same name in the same folder, however the folder was named."""
    if item.source == STDIN:
        return "", STDIN
    folder, name = os.path.split(item.source)
    return folder_of(folder), name


def _real(folder: str) -> str:
    try:
        return os.path.realpath(folder or os.curdir)
    except (OSError, ValueError):
        return folder
