"""Writing WAV files that are whole or not there."""

import os
import sys
import tempfile
import wave
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import copyfileobj
from types import TracebackType
from typing import IO, Self

import numpy as np

from voicecli.errors import AudioError
from voicecli.types import Samples


class WavWriter:
    """A 16-bit mono WAV that appears under its name when it is complete.

    Sound is gathered in a nameless or hidden file beside the target, so a process killed at any
    moment leaves what stood there before. For "-" (stdout) and for devices such as a pipe the
    complete file is copied at the end, so its header is right there too. Leaving the `with` block
    with an error throws the sound away. Raises AudioError when the target cannot be written.
    """

    def __init__(self, target: Path | str, rate: int) -> None:
        self._target = None if str(target) == "-" else Path(target)
        self._part: Path | None = None
        self._file = self._open()
        self._wave = wave.open(self._file, "wb")  # noqa: SIM115  # closed by commit or discard
        self._wave.setnchannels(1)
        self._wave.setsampwidth(2)
        self._wave.setframerate(rate)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if error is None:
            self.commit()
        else:
            self.discard()

    def write(self, samples: Samples) -> None:
        """Append samples; what lies beyond -1..1 is clipped."""
        with self._whole_or_nothing():
            self._wave.writeframesraw(to_int16(samples).tobytes())

    def commit(self) -> None:
        """Finish the file and put it in its place; nothing, if writing has failed before."""
        if self._file.closed:
            return
        with self._whole_or_nothing():
            self._wave.close()
            self._file.flush()
            if self._part is None:
                self._copy_out()
            else:
                self._file.close()
                self._part.replace(self._resolved())
        self._file.close()

    def discard(self) -> None:
        """Throw away what was written; what stood under the name stays."""
        with suppress(OSError):  # on a full disk not even the header can be written
            self._wave.close()
        with suppress(OSError):
            self._file.close()
        if self._part is not None:
            self._part.unlink(missing_ok=True)

    @contextmanager
    def _whole_or_nothing(self) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            self.discard()
            if isinstance(error, OSError) and self._target:  # stdout's errors are the caller's
                raise _unwritable(self._target, error.strerror or str(error)) from error
            raise

    def _resolved(self) -> Path:
        """Follow a symbolic link: the link itself is kept."""
        assert self._target is not None  # noqa: S101  # only called beside a target
        return self._target.resolve()

    def _open(self) -> IO[bytes]:
        if self._target is None or (self._target.exists() and not self._target.is_file()):
            if self._target is not None and self._target.is_dir():
                raise _unwritable(self._target, "it is a folder")
            return tempfile.TemporaryFile()
        final = self._resolved()
        self._part = final.with_name(f".{final.name}.{os.getpid()}.part")
        try:
            return self._part.open("w+b")
        except OSError as error:
            raise _unwritable(self._target, error.strerror or str(error)) from error

    def _copy_out(self) -> None:
        self._file.seek(0)
        if self._target is None:
            copyfileobj(self._file, sys.stdout.buffer)
            sys.stdout.buffer.flush()
            return
        with self._target.open("wb") as device:
            copyfileobj(self._file, device)


def to_int16(samples: Samples) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    """Convert samples of -1..1 to 16-bit integers; what lies beyond is clipped."""
    scaled: np.ndarray[tuple[int], np.dtype[np.int16]]
    scaled = np.rint(np.clip(samples, -1.0, 1.0) * 32_767).astype("<i2")
    return scaled


def _unwritable(target: Path, why: str) -> AudioError:
    return AudioError(
        "cannot-write-audio",
        f"{target} cannot be written: {why[:1].lower()}{why[1:]}.",
        "Name a file in a folder that exists and may be written.",
    )
