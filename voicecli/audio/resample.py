"""Sample rate conversion with the SoX resampler."""

from typing import Any

import numpy as np

from voicecli.types import Samples


class Resampler:
    """Converts one mono stream from one rate to another, piece by piece.

    The pieces that come out, joined, are the whole stream converted at once; each may be late by
    the filter's length (a few milliseconds) until `flush`.
    """

    def __init__(self, rate_in: int, rate_out: int) -> None:
        self._stream: Any = None
        if rate_in != rate_out:
            import soxr

            self._stream = soxr.ResampleStream(rate_in, rate_out, 1, dtype="float32")

    def push(self, samples: Samples) -> Samples:
        """Convert the next piece."""
        return samples if self._stream is None else self._run(samples, last=False)

    def flush(self) -> Samples:
        """Return what the filter still holds; the stream ends here."""
        nothing = np.zeros(0, np.float32)
        return nothing if self._stream is None else self._run(nothing, last=True)

    def _run(self, samples: Samples, *, last: bool) -> Samples:
        converted: Samples = self._stream.resample_chunk(np.ascontiguousarray(samples), last=last)
        return converted


def resample(samples: Samples, rate_in: int, rate_out: int) -> Samples:
    """Convert a whole mono sound from one rate to another."""
    if rate_in == rate_out:
        return samples
    import soxr

    converted: Samples = soxr.resample(np.ascontiguousarray(samples, np.float32), rate_in, rate_out)
    return converted
