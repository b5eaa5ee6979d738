"""Where a model's files grow until they are whole: `<models>/.incoming/<name>/`.

A file gets its final name only after its checksum was found right, in one rename; whatever kills
the program before that leaves pieces that the next run checks and goes on from.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from voicecli.catalog.disk import check_room
from voicecli.catalog.entries import Model, ModelFile
from voicecli.catalog.installed import is_right, note_checked, states

_BLOCK = 1 << 20
_WATCH_SECONDS = 0.2


class SourceFailed(Exception):
    """One source could not give the files; the next one may."""


class Damaged(SourceFailed):
    """What a source gave has another checksum than the catalogue's."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """The workplace of one model while its files arrive. One process at a time holds it."""

    model: Model
    models_folder: Path

    @property
    def folder(self) -> Path:
        """Where pieces grow."""
        return self.models_folder / ".incoming" / self.model.name

    @property
    def wanted(self) -> tuple[ModelFile, ...]:
        """The files that are not here, or not right."""
        found = states(self.model, self.models_folder)
        return tuple(item.file for item in found if item.state != "present")

    def part(self, file: ModelFile) -> Path:
        """The growing file. Its bytes so far are kept when the program dies."""
        return self.folder / f"{file.name}.part"

    def arrived(self, file: ModelFile) -> int:
        """Bytes of a growing file so far."""
        part = self.part(file)
        return part.stat().st_size if part.exists() else 0

    def check_room(self, needed: int) -> None:
        """Raise CatalogError("disk-full") unless that many bytes, and some to spare, are free."""
        check_room(self.models_folder, needed, self.model.name)

    def append(self, file: ModelFile, stream: IO[bytes]) -> Iterator[int]:
        """Add a stream to the growing file, yielding the bytes of each block."""
        with self.part(file).open("ab") as out:
            while block := stream.read(_BLOCK):
                out.write(block)
                yield len(block)

    def finish(self, file: ModelFile) -> None:
        """Check the grown file and give it its final name.

        Raises Damaged after deleting a file with a wrong checksum.
        """
        part = self.part(file)
        if not is_right(part, file):
            part.unlink()
            raise Damaged(
                f"the {file.name} that arrived had another {file.algorithm} checksum than the "
                "catalogue's and was deleted"
            )
        with part.open("rb+") as stream:
            os.fsync(stream.fileno())
        target = self.models_folder / self.model.name / file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        part.replace(target)
        note_checked(self.models_folder, self.model, file)

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A folder for one child process; those that a killed run left behind are cleared away."""
        for old in self.folder.glob("work-*"):
            shutil.rmtree(old, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix="work-", dir=self.folder) as name:
            yield Path(name)

    def clear(self) -> None:
        """Forget the pieces: the model is whole."""
        shutil.rmtree(self.folder, ignore_errors=True)


def run_child(
    command: Sequence[str], environment: Mapping[str, str], measure: Callable[[], int]
) -> Generator[int, None, tuple[int, str]]:
    """Run a program, yielding what `measure` says while it works; its exit code and its words.

    Leaving the generator early ends the program. `-P` in the command keeps Python from importing
    what lies in the current folder.
    """
    with tempfile.TemporaryFile() as log:
        child = subprocess.Popen(
            [sys.executable, "-P", *command],
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        try:
            while child.poll() is None:
                with suppress(subprocess.TimeoutExpired):
                    child.wait(_WATCH_SECONDS)
                yield measure()
        finally:
            if child.poll() is None:
                child.kill()
            child.wait()
        log.seek(0)
        return child.returncode, log.read().decode(errors="replace")
