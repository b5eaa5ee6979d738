"""The stream's grain: blocks of 512 samples at 16 kHz."""

from collections.abc import Iterable, Iterator

import numpy as np

from voicecli.types import BLOCK_SAMPLES, AudioBlock, Samples


def cut_blocks(chunks: Iterable[Samples]) -> Iterator[AudioBlock]:
    """Cut a stream of 16 kHz chunks of any length into blocks of 512 samples.

    Indices count from 0. The last block is filled up with zeros.
    """
    start = 0
    rest = np.zeros(0, np.float32)
    for chunk in chunks:
        rest = np.concatenate((rest, chunk)) if rest.size else chunk
        whole = rest.size - rest.size % BLOCK_SAMPLES
        for at in range(0, whole, BLOCK_SAMPLES):
            yield AudioBlock(rest[at : at + BLOCK_SAMPLES], start)
            start += BLOCK_SAMPLES
        rest = rest[whole:]
    if rest.size:
        yield AudioBlock(np.pad(rest, (0, BLOCK_SAMPLES - rest.size)), start)
