"""GE2E: speech to vectors that tell who speaks."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voicecli.analysis.ge2e_file import SOURCE, UNITS, onnx_model
from voicecli.analysis.mel import mel_power
from voicecli.analysis.network import missing, open_network
from voicecli.types import Samples

FRAMES = 160
"""1.6 seconds: what the network was trained on (Resemblyzer, `hparams.py`)."""
_STEP_FRAMES = 80
_LEVEL = 10 ** (-30 / 20)
"""Root mean square that speech is brought to (Resemblyzer, `audio_norm_target_dBFS`).

Resemblyzer leaves louder speech as it is; but the network hears power, not its logarithm, and loud
and quiet pieces of one voice differ (equal error rate of 1.6 s: 3.1 %, levelled 2.6 %).
"""
_BATCH = 32
"""Windows in one pass."""


class Ge2eEmbedder:
    """Resemblyzer's voice encoder on onnxruntime: vectors of 256 non-negative numbers.

    Raises CatalogError when the model is not in `folder`, AnalysisError when it is damaged.
    """

    def __init__(self, folder: Path, threads: int) -> None:
        if not (folder / SOURCE).is_file():
            raise missing(folder, SOURCE)
        self.name = folder.name
        self._network: Any = open_network(onnx_model(folder), folder, threads)

    def embed(self, pieces: Sequence[Samples]) -> NDArray[np.float32]:
        """One unit vector for each piece of speech, float32 of shape (len(pieces), 256).

        A piece longer than 1.6 s is heard in windows that overlap by half, and their vectors are
        averaged; a shorter one is repeated until it fills one.
        """
        windows = [_windows(mel_power(_levelled(piece))) for piece in pieces]
        vectors = self._vectors([window for group in windows for window in group])
        bounds = np.cumsum([0, *map(len, windows)])
        means = np.empty((len(pieces), UNITS), np.float32)
        for index, (start, end) in enumerate(pairwise(bounds)):
            mean = vectors[start:end].mean(axis=0)
            means[index] = mean / max(float(np.linalg.norm(mean)), 1e-9)
        return means

    def _vectors(self, windows: list[NDArray[np.float32]]) -> NDArray[np.float32]:
        if not windows:
            return np.zeros((0, UNITS), np.float32)
        parts = [
            self._network.run(None, {"mel": np.stack(windows[at : at + _BATCH])})[0]
            for at in range(0, len(windows), _BATCH)
        ]
        return np.concatenate(parts)


def _levelled(samples: Samples) -> Samples:
    level = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if samples.size else 0.0
    return samples * np.float32(_LEVEL / max(level, 1e-6))


def _windows(mel: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    """Windows of 160 frames; the last one ends where the piece does."""
    if len(mel) < FRAMES:
        return [np.tile(mel, (-(-FRAMES // len(mel)), 1))[:FRAMES]]
    last = len(mel) - FRAMES
    if last <= 1:  # 1.6 s of samples are 161 frames
        return [mel[:FRAMES]]
    starts = [*range(0, last, _STEP_FRAMES), last]
    return [mel[start : start + FRAMES] for start in starts]
