"""Sound out of any audio or video file, and into WAV files."""

import logging
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import copyfileobj
from typing import IO, Any, BinaryIO

import numpy as np

from voicecli.audio.wav import WavWriter
from voicecli.errors import AudioError
from voicecli.types import SAMPLE_RATE, Samples

Source = Path | str | BinaryIO
"""A file's path, "-" for stdin, or an open binary stream."""

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
        container = _open(source, stack)
        return _decoded(container, _name(source), _is_cut_riff(source), stack.pop_all())


def read_audio(source: Source) -> Samples:
    """Decode the whole file into one array of shape (samples,)."""
    return np.concatenate(list(decode(source)))


def duration(path: Path | str) -> float:
    """Seconds of sound in a file: what its header says, else counted by decoding."""
    with ExitStack() as stack:
        seconds = _declared_seconds(_open(path, stack))
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


def _open(source: Source, stack: ExitStack) -> Any:
    """Open a source as a PyAV container that has a sound track; `stack` closes it."""
    import av

    name = _name(source)
    if isinstance(source, (str, Path)) and str(source) != "-":
        _check_path(Path(source), name)
        # The prefix keeps a colon in a file's name from being read as a protocol.
        opened: Any = f"file:{source}"
    else:
        stream = sys.stdin.buffer if isinstance(source, (str, Path)) else source
        opened = stream if stream.seekable() else stack.enter_context(_copy(stream))
        _check_not_empty(opened, name)
    try:
        # A playlist may name other files but no address on a network.
        container = stack.enter_context(
            av.open(opened, metadata_errors="ignore", options={"protocol_whitelist": "file"})
        )
    except PermissionError as error:
        raise _no_permission(name) from error
    except (av.error.FFmpegError, ValueError) as error:
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


def _name(source: Source) -> str:
    if isinstance(source, (str, Path)):
        return "stdin" if str(source) == "-" else str(source)
    return str(getattr(source, "name", "the stream"))


def _check_path(path: Path, name: str) -> None:
    """Raise AudioError for what ffmpeg would only call invalid."""
    hint = "Check the path."
    if name == "" or "\0" in name:
        raise AudioError("file-not-found", f"{name!r} is not the name of a file.", hint)
    try:
        if path.is_dir():
            raise AudioError("is-folder", f"{name} is a folder, not an audio file.", hint)
        with path.open("rb") as file:
            if path.is_file():
                _check_not_empty(file, name)
    except FileNotFoundError as error:
        raise AudioError("file-not-found", f"{name} does not exist.", hint) from error
    except PermissionError as error:
        raise _no_permission(name) from error
    except OSError as error:
        raise AudioError(
            "cannot-read-audio", f"{name} cannot be read: {str(error.strerror).lower()}.", hint
        ) from error


def _check_not_empty(file: IO[bytes], name: str) -> None:
    if not file.read(1):
        raise AudioError("empty-file", f"{name} is empty (0 bytes).", "Choose a file with sound.")
    file.seek(0)


def _no_permission(name: str) -> AudioError:
    return AudioError(
        "no-permission", f"{name} may not be read by you.", "Change its permissions with `chmod`."
    )


def _copy(stream: BinaryIO) -> IO[bytes]:
    """Copy a pipe to a nameless file on disk: some formats keep their index at the end."""
    copy = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as the container
    copyfileobj(stream, copy)
    copy.seek(0)
    return copy


def _declared_seconds(container: Any) -> float:
    """Read the duration from the file's header; 0 if it tells none."""
    import av

    stream = container.streams.audio[0]
    if stream.duration:
        return float(stream.duration * stream.time_base)
    return container.duration / av.time_base if container.duration else 0.0


def _is_cut_riff(source: Source) -> bool:
    """Whether a WAV is shorter than its header says; ffmpeg reads such a file without a word."""
    if not isinstance(source, (str, Path)) or not Path(source).is_file():
        return False
    with Path(source).open("rb") as file:
        head = file.read(8)
    size = int.from_bytes(head[4:8], "little")
    # A WAV written into a pipe says 0 or the largest number, because it did not know.
    is_known = head[:4] == b"RIFF" and 0 < size < 0xFFFF_FF00
    return is_known and size + 8 > Path(source).stat().st_size + 1


def _decoded(container: Any, name: str, is_damaged: bool, closing: ExitStack) -> Iterator[Samples]:
    """Decode the first sound track to the end, or as far as it goes."""
    decoded = 0
    with closing:
        declared = _declared_seconds(container)
        frames = _Frames(container)
        for resampled in _resampled(frames):
            chunk = resampled.to_ndarray().reshape(-1).astype(np.float32) / 32_768
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
    if is_damaged or is_short or frames.damaged:
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
            except av.error.FFmpegError:
                self.damaged += 1
                return
            if packet is None:
                return
            try:
                yield from packet.decode()
            except av.error.FFmpegError:
                self.damaged += 1


def _resampled(frames: Iterable[Any]) -> Iterator[Any]:
    """Frames as 16-bit mono at 16 kHz, also when the format changes on the way.

    ffmpeg mixes channels down to integers without overflow; to floats it would add 3 dB.
    """
    import av

    resampler, shape = None, None
    for frame in frames:
        now = (frame.format.name, frame.layout.name, frame.sample_rate)
        if resampler is None or now != shape:
            if resampler is not None:
                yield from resampler.resample(None)
            resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
            shape = now
        frame.pts = None  # gaps in the timestamps of a damaged file are no reason to stop
        yield from resampler.resample(frame)
    if resampler is not None:
        yield from resampler.resample(None)
