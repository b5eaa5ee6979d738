"""Sound out of any audio or video file, and into WAV files."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np

from voicecli.audio.sources import FixedFile, Source, name_of, open_source
from voicecli.audio.wav import WavWriter
from voicecli.errors import AudioError
from voicecli.types import SAMPLE_RATE, Samples

__all__ = ["Source", "decode", "duration", "read_audio", "write_wav"]

log = logging.getLogger(__name__)

_MISSING_SECONDS = 0.5
_MISSING_SHARE = 0.05
"""A file is called damaged when more than both of these are missing: smaller differences are the
usual inexactness of a header."""


def decode(source: Source) -> Iterator[Samples]:
    """Decode the first sound track of any file that ffmpeg's libraries read.

    Yields float32 mono chunks at 16 kHz of at most some thousand samples, so that memory does not
    grow with the file. The file is opened at once: AudioError for one that is missing, empty, not
    sound or may not be read comes from this call. A damaged file gives what can be read, and a
    warning in the log; AudioError if that is nothing.
    """
    with ExitStack() as stack:
        file = open_source(source, stack)
        is_cut = _is_cut_riff(file)
        container = _open(file, name_of(source), stack)
        chunks = _decoded(container, name_of(source), is_cut, stack.pop_all())
    next(chunks)
    return chunks


def read_audio(source: Source) -> Samples:
    """Decode the whole file into one array of shape (samples,)."""
    return np.concatenate(list(decode(source)))


def duration(path: Path | str) -> float:
    """Seconds of sound in a file: what its header says, else counted by decoding."""
    with ExitStack() as stack:
        container = _open(open_source(path, stack), name_of(path), stack)
        seconds = _declared_seconds(container)
    return seconds or sum(chunk.size for chunk in decode(path)) / SAMPLE_RATE


def write_wav(
    target: Path | str, samples: Samples | Iterable[Samples], rate: int = SAMPLE_RATE
) -> None:
    """Write mono samples, or a stream of them, as a 16-bit WAV; "-" is stdout.

    A file appears under its name only when it is complete, and an error on the way leaves what was
    there before. Raises AudioError when the target cannot be written.
    """
    with WavWriter(target, rate) as wav:
        for chunk in [samples] if isinstance(samples, np.ndarray) else samples:
            wav.write(chunk)


def _open(file: FixedFile, name: str, stack: ExitStack) -> Any:
    """Open a file as a PyAV container that has a sound track; `stack` closes it."""
    import av

    try:
        # A playlist may name neither addresses nor other files: no protocol is allowed.
        container = stack.enter_context(
            av.open(file, metadata_errors="ignore", options={"protocol_whitelist": "none"})
        )
    except (av.error.FFmpegError, ValueError, OSError) as error:
        raise AudioError(
            "not-audio",
            f"{name} is not an audio or video file that can be read, or it is badly damaged.",
            "Convert it to WAV, FLAC, MP3, M4A or OGG.",
        ) from error
    if not container.streams.audio:
        raise AudioError(
            "no-audio-stream", f"{name} has no sound track.", "Choose a file with sound."
        )
    return container


def _declared_seconds(container: Any) -> float:
    """Read the duration from the file's header; 0 if it tells none."""
    import av

    stream = container.streams.audio[0]
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return container.duration / av.time_base if container.duration else 0.0


def _is_cut_riff(file: FixedFile) -> bool:
    """Whether a WAV is shorter than its header says; ffmpeg reads such a file without a word."""
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    size = int.from_bytes(head[4:8], "little")
    # A WAV written into a pipe says 0 or the largest number, because it did not know.
    is_known = head[:4] == b"RIFF" and 0 < size < 0xFFFF_FF00
    return is_known and size + 8 > file.size + 1


def _decoded(container: Any, name: str, is_damaged: bool, closing: ExitStack) -> Iterator[Samples]:
    """Decode the first sound track to the end, or as far as it goes.

    The first chunk is empty: a generator that was not begun would not close its file.
    """
    from voicecli.audio.mono import MonoFrames

    decoded = 0
    with closing:
        yield np.empty(0, np.float32)
        declared = _declared_seconds(container)
        frames = _Frames(container)
        sound = MonoFrames(frames)
        for chunk in sound:
            decoded += chunk.size
            yield chunk
    if not decoded:
        raise AudioError(
            "nothing-readable",
            f"{name} has no sound that can be read: it is empty or damaged.",
            "Choose a file with sound.",
        )
    seconds = decoded / SAMPLE_RATE
    missing = declared - seconds
    is_short = missing > max(_MISSING_SECONDS, declared * _MISSING_SHARE)
    if is_damaged or is_short or frames.damaged or sound.damaged:
        log.warning(
            "%s is damaged or cut off; the %.1f s that can be read are used.", name, seconds
        )


class _Frames:
    """The frames of a container's first sound track. Skips what cannot be decoded, as players do.

    `damaged` counts the packets that could not.
    """

    def __init__(self, container: Any) -> None:
        self._container = container
        self.damaged = 0

    def __iter__(self) -> Iterator[Any]:
        import av

        packets = self._container.demux(self._container.streams.audio[0])
        while True:
            try:
                packet = next(packets, None)
            except (av.error.FFmpegError, OSError):
                self.damaged += 1
                return
            if packet is None:
                return
            try:
                yield from packet.decode()
            except (av.error.FFmpegError, ValueError):
                self.damaged += 1
