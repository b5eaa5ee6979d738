"""Sound written down without loss: the 16-bit samples that `files.decode` gives, as FLAC."""

from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from voicecli.errors import AudioError
from voicecli.types import SAMPLE_RATE, Samples


class FlacWriter:
    """Writes mono sound at 16 kHz to a file, chunk by chunk (PyAV). A context manager.

    Every method raises AudioError("cannot-write-audio") when the file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        import av

        try:
            self._container = av.open(f"file:{path}", "w", format="flac")
            self._stream: Any = self._container.add_stream("flac", rate=SAMPLE_RATE)
        except (av.error.FFmpegError, OSError, ValueError) as error:
            raise _unwritable(path) from error
        self._stream.layout = "mono"
        self._stream.format = "s16"
        self._path = path

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        import av

        try:
            if error is None:
                self._encode(None)
            self._container.close()
        except (av.error.FFmpegError, OSError, ValueError) as problem:
            if error is None:
                raise _unwritable(self._path) from problem

    def write(self, chunk: Samples) -> None:
        """Append samples."""
        import av

        levels = np.clip(np.round(chunk * 32_768), -32_768, 32_767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(levels[np.newaxis, :], format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        try:
            self._encode(frame)
        except (av.error.FFmpegError, OSError, ValueError) as error:
            raise _unwritable(self._path) from error

    def _encode(self, frame: Any) -> None:
        for packet in self._stream.encode(frame):
            self._container.mux(packet)


def _unwritable(path: Path) -> AudioError:
    return AudioError(
        "cannot-write-audio", f"{path} cannot be written.", "Free some space and try again."
    )
