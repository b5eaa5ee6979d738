"""Speech as a small MP3, which every browser plays."""

import io
from collections.abc import Iterable
from typing import Any

import numpy as np

from voicecli.errors import AudioError
from voicecli.types import SAMPLE_RATE, Samples

BIT_RATE = 32_000
"""Bits a second: speech at 16 kHz stays well to understand, and an hour takes 14 MB."""
BYTES_A_SECOND = BIT_RATE // 8


def as_mp3(chunks: Iterable[Samples]) -> bytes:
    """Encode mono sound at 16 kHz as MP3 (LAME, by way of PyAV). Raises AudioError("no-mp3")."""
    import av

    target = io.BytesIO()
    try:
        with av.open(target, "w", format="mp3") as container:
            stream: Any = container.add_stream("libmp3lame", rate=SAMPLE_RATE)
            stream.layout = "mono"
            stream.bit_rate = BIT_RATE
            for chunk in chunks:
                for packet in stream.encode(_frame(chunk)):
                    container.mux(packet)
            for packet in stream.encode(None):
                container.mux(packet)
    except (av.error.FFmpegError, ValueError) as error:
        raise AudioError(
            "no-mp3", "The sound cannot be put into the page: MP3 cannot be written here.",
            "Leave it out with `--no-audio`.",
        ) from error  # fmt: skip
    return target.getvalue()


def _frame(chunk: Samples) -> Any:
    import av

    levels = np.clip(np.round(chunk * 32_767), -32_768, 32_767).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(levels[np.newaxis, :], format="s16p", layout="mono")
    frame.sample_rate = SAMPLE_RATE
    return frame
