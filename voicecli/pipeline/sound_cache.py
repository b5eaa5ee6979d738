"""The sound of videos, decoded once.

A video is read whole for a track that takes a hundredth of it. What was decoded is kept as FLAC,
which holds the same 16-bit samples in the same order, under a hash of the video's content.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from itertools import chain
from pathlib import Path

from voicecli.audio.files import Source, decode
from voicecli.audio.flac import FlacWriter
from voicecli.errors import AudioError, StorageError
from voicecli.pipeline.memory import path_of, stamp_of
from voicecli.storage.cache import FileCache
from voicecli.types import Samples

VIDEOS = (
    ".3gp", ".avi", ".flv", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".mts", ".ogv",
    ".ts", ".webm", ".wmv",
)  # fmt: skip
"""Suffixes of the files of which the sound is kept."""
DECODING = 1
"""Counted up when `decode` comes to give other samples for the same file."""


class SoundCache:
    """Decodes as `audio.files.decode` does; videos from what is kept of them."""

    def __init__(self, files: FileCache) -> None:
        self._files = files

    def decode(self, source: Source) -> Iterator[Samples]:
        """Decode a source; the same samples whether they are kept or not. Raises AudioError."""
        path = path_of(source)
        if path is None or path.suffix.lower() not in VIDEOS:
            return decode(source)
        stamp = stamp_of(path)
        try:
            key = _key(path)
        except OSError:  # decode says what is wrong with it
            return decode(source)
        return self._kept(key) or self._keeping(
            decode(source), key, lambda: stamp_of(path) == stamp
        )

    def _kept(self, key: str) -> Iterator[Samples] | None:
        with ExitStack() as stack:
            path = stack.enter_context(self._files.using(key))
            if path is None:
                return None
            try:
                chunks = decode(path)
                first = next(chunks)
                return _until_end(chain([first], chunks), stack.pop_all().close)
            except AudioError:  # damaged by what is no fault of the video: it is made again
                return None

    def _keeping(
        self, chunks: Iterator[Samples], key: str, is_unchanged: Callable[[], bool]
    ) -> Iterator[Samples]:
        """The chunks, which are written down as they pass; a full disk only stops the writing.

        What is written is kept if at the end the video is still the one that the key tells of.
        """
        with ExitStack() as stack:
            kept = self._opened(key, stack)
            for chunk in chunks:
                kept = kept and _written(chunk, *kept)
                yield chunk
            if kept and not is_unchanged():
                kept[1].unlink(missing_ok=True)
            with suppress(StorageError, AudioError):
                stack.pop_all().close()

    def _opened(self, key: str, stack: ExitStack) -> tuple[FlacWriter, Path] | None:
        try:
            part = stack.enter_context(self._files.adding(key))
            return stack.enter_context(FlacWriter(part)), part
        except (StorageError, AudioError):
            return None


def _written(chunk: Samples, flac: FlacWriter, part: Path) -> tuple[FlacWriter, Path] | None:
    """Append a chunk; None where that failed, and then nothing is kept."""
    try:
        flac.write(chunk)
    except AudioError:
        part.unlink(missing_ok=True)
        return None
    return flac, part


def _until_end(chunks: Iterable[Samples], close: Callable[[], None]) -> Iterator[Samples]:
    try:
        yield from chunks
    finally:
        close()


def _key(path: Path) -> str:
    with path.open("rb") as file:
        return f"{hashlib.file_digest(file, 'blake2b').hexdigest()[:40]}-{DECODING}"
