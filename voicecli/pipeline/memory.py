"""What a run of transcriptions remembers of its files, as long as the disk lets it."""

import hashlib
import os
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from voicecli.audio.files import Source
from voicecli.errors import StorageError
from voicecli.storage.jobs import Begun, Busy, Done, JobKey, Jobs, Worker
from voicecli.storage.packed import Cut
from voicecli.types import SpeechWindow, Transcript

T = TypeVar("T")

SETTLED_SECONDS = 2.0
"""A file that changed this recently may change again without a new time stamp: the coarsest file
systems count in steps of two seconds."""

_CHUNK_BYTES = 1 << 20


class Memory:
    """The jobs of one thread, or nothing at all.

    Once the ledger has failed it is left alone: `failure` says why, whatever is asked is unknown,
    and nothing is kept. Losing the memory is no reason to lose the transcript.
    """

    def __init__(self, jobs: Jobs | None, failure: StorageError | None = None) -> None:
        self._jobs = jobs
        self.failure = failure

    def content_of(self, path: Path, stamp: str, closed: Callable[[], bool]) -> bytes | None:
        """The hash of a file's bytes: of a file that did not change, without reading it.

        None when it cannot be read, changes while it is read, or `closed` says to stop.
        """
        if known := self._ask(lambda jobs: jobs.content_of(path, stamp)):
            return known
        content = _hashed(path, closed)
        if content is None or stamp_of(path) != stamp:
            return None
        if _is_settled(path):
            self._ask(lambda jobs: jobs.note_content(path, stamp, content))
        return content

    def begin(self, key: JobKey, *, afresh: bool = False) -> Begun | Done | Busy | None:
        """Take a job; `afresh` even if it is finished."""

        def taken(jobs: Jobs) -> Begun | Done | Busy:
            if afresh:
                jobs.forget(key)
            return jobs.begin(key)

        return self._ask(taken)

    def keep(self, key: JobKey | None, windows: Sequence[tuple[bytes, Transcript]]) -> None:
        """Store recognised windows of a job that goes on."""
        if key and windows:
            self._ask(lambda jobs: jobs.keep(key, windows))

    def finish(
        self, key: JobKey | None, recognised: Transcript, cuts: Sequence[Cut], final: Transcript
    ) -> None:
        """Store the transcript of a job that is done."""
        if key is None:
            return
        if not key.stages and final is not recognised:  # stages that the options do not tell of
            recognised, cuts = final, ()
        self._ask(lambda jobs: jobs.finish(key, recognised, cuts, final))

    def give_back(self, key: JobKey | None) -> None:
        """Leave a job to others."""
        if key:
            self._ask(lambda jobs: jobs.give_back(key))

    def drop(self, key: JobKey | None) -> None:
        """Forget a job of which the file changed meanwhile."""
        if key:
            self._ask(lambda jobs: jobs.drop(key))

    def transcript(self, key: JobKey) -> Transcript | None:
        """The transcript of a job, if it is finished."""
        return self._ask(lambda jobs: jobs.transcript(key))

    def _ask(self, question: Callable[[Jobs], T]) -> T | None:
        if self._jobs is None or self.failure:
            return None
        try:
            return question(self._jobs)
        except StorageError as error:
            self.failure = error
            return None


@contextmanager
def opened_memory(worker: Worker | None) -> Iterator[Memory]:
    """The memory of the thread that asks; one that knows nothing without a worker."""
    if worker is None:
        yield Memory(None)
        return
    with ExitStack() as stack:
        try:
            memory = Memory(stack.enter_context(worker.jobs()))
        except StorageError as error:
            memory = Memory(None, error)
        yield memory


def path_of(source: Source) -> Path | None:
    """The absolute path of a regular file; None for stdin, streams, pipes and what is not there."""
    if not isinstance(source, (str, Path)) or str(source) in ("-", ""):
        return None
    with suppress(OSError, ValueError):
        if stat.S_ISREG(os.stat(source).st_mode):
            return Path(os.path.abspath(source))
    return None


def stamp_of(path: Path) -> str:
    """Changes whenever the file does: also when its size and time of change are set back.

    Empty when the file is not there.
    """
    with suppress(OSError):
        now = path.stat()
        return f"{now.st_size}:{now.st_mtime_ns}:{now.st_ctime_ns}:{now.st_dev}:{now.st_ino}"
    return ""


def sound_hash(window: SpeechWindow) -> bytes:
    """Equal for windows that sound the same at the same place of a recording."""
    digest = hashlib.blake2b(f"{window.start} {window.speech}".encode(), digest_size=16)
    digest.update(window.samples.tobytes())
    return digest.digest()


def _is_settled(path: Path) -> bool:
    with suppress(OSError):
        now = path.stat()
        return time.time() - max(now.st_mtime, now.st_ctime) > SETTLED_SECONDS
    return False


def _hashed(path: Path, closed: Callable[[], bool]) -> bytes | None:
    digest = hashlib.blake2b(digest_size=20)
    try:
        with path.open("rb", buffering=0) as file:
            while chunk := file.read(_CHUNK_BYTES):
                digest.update(chunk)
                if closed():
                    return None
    except OSError:
        return None
    return digest.digest()
