"""Speech made small: Opus or FLAC to keep, MP3 for pages. Encoded and decoded by PyAV."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from voicecli.audio.files import read_audio
from voicecli.errors import AudioError
from voicecli.types import SAMPLE_RATE, EncodedSound, Samples

BIT_RATE = 32_000
"""Bits a second of MP3: speech at 16 kHz stays well to understand; an hour takes 14 MB."""
BYTES_A_SECOND = BIT_RATE // 8

OPUS_BIT_RATE = 24_000
"""Bits a second: where wideband speech is transparent to most (RFC 6716, 2.1.1: 16 to 20 kb/s for
wideband, 28 to 40 for fullband). An hour takes 11 MB at most."""

OPUS_LEAST_SAMPLES = 320
"""Opus' usual frame of 20 ms: of a sound much shorter than that nothing can be read back."""

Codec = Literal["opus", "flac"]


@dataclass(frozen=True, slots=True)
class _Format:
    """How ffmpeg calls a format, its encoder and its samples. `bit_rate` 0: as much as it takes."""

    container: str
    encoder: str
    samples: str
    bit_rate: int = 0


_MP3 = _Format("mp3", "libmp3lame", "s16p", BIT_RATE)
_KEPT: dict[Codec, _Format] = {
    "opus": _Format("ogg", "libopus", "s16", OPUS_BIT_RATE),
    "flac": _Format("flac", "flac", "s16"),
}


def encode(chunks: Iterable[Samples], codec: Codec = "opus") -> EncodedSound:
    """Encode mono sound at 16 kHz as Opus in Ogg, or as FLAC, which keeps its 16 bits exactly.

    Where ffmpeg was built without libopus it becomes FLAC, ten times as large, and so does a sound
    of less than 20 ms. Raises AudioError("no-encoder").
    """
    import av

    chunks = list(chunks)
    is_short = sum(chunk.size for chunk in chunks) < OPUS_LEAST_SAMPLES
    if codec == "opus" and (is_short or _KEPT["opus"].encoder not in av.codecs_available):
        codec = "flac"
    try:
        data, count = _encoded(chunks, _KEPT[codec])
    except (av.error.FFmpegError, ValueError) as error:
        raise AudioError(
            "no-encoder", f"Sound cannot be written as {codec} here.", "See `voicecli doctor`."
        ) from error
    return EncodedSound(codec, count / SAMPLE_RATE, data)


def decode_sound(data: bytes) -> Samples:
    """Decode what `encode` made, to mono at 16 kHz. Raises AudioError for anything damaged."""
    return read_audio(io.BytesIO(data))


def as_mp3(chunks: Iterable[Samples]) -> bytes:
    """Encode mono sound at 16 kHz as MP3 (LAME), which every browser plays.

    Raises AudioError("no-mp3").
    """
    import av

    try:
        return _encoded(chunks, _MP3)[0]
    except (av.error.FFmpegError, ValueError) as error:
        raise AudioError(
            "no-mp3", "The sound cannot be put into the page: MP3 cannot be written here.",
            "Leave it out with `--no-audio`.",
        ) from error  # fmt: skip


def _encoded(chunks: Iterable[Samples], kind: _Format) -> tuple[bytes, int]:
    """The encoded sound, and how many samples it has."""
    import av

    target, count = io.BytesIO(), 0
    with av.open(target, "w", format=kind.container) as container:
        stream: Any = container.add_stream(kind.encoder, rate=SAMPLE_RATE)
        stream.layout = "mono"
        stream.format = kind.samples
        if kind.bit_rate:
            stream.bit_rate = kind.bit_rate
        for chunk in chunks:
            if not chunk.size:
                continue
            frame = _frame(chunk, kind.samples)
            frame.pts, count = count, count + chunk.size
            for packet in stream.encode(frame):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)
    return target.getvalue(), count


def _frame(chunk: Samples, samples: str) -> Any:
    """16-bit samples, at the scale at which `files.decode` reads them back."""
    import av

    levels = np.clip(np.rint(chunk * 32_768), -32_768, 32_767).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(levels[np.newaxis, :], format=samples, layout="mono")
    frame.sample_rate = SAMPLE_RATE
    return frame
