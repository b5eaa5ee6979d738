"""WeSpeaker's ResNet34: speech to vectors that tell who speaks, where it is installed."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voicecli.analysis.fbank import BANDS, log_mel
from voicecli.analysis.network import missing, open_network
from voicecli.analysis.voice_track import unit
from voicecli.errors import AnalysisError, ExitCode
from voicecli.types import Samples

_RANK = 3


class WeSpeakerEmbedder:
    """A network that WeSpeaker exported: `feats` (1, frames, 80) to `embs` (1, dimensions).

    H. Wang et al., "WeSpeaker: a research and production oriented speaker embedding learning
    toolkit" (2023). Raises CatalogError when the folder holds no ONNX file, AnalysisError when it
    is damaged or another network.
    """

    def __init__(self, folder: Path, threads: int) -> None:
        files = sorted(folder.glob("*.onnx"))
        if not files:
            raise missing(folder, "the ONNX file")
        self.name = folder.name
        self._network: Any = open_network(files[0], folder, threads)
        given, made = self._network.get_inputs(), self._network.get_outputs()
        if len(given) != 1 or len(given[0].shape) != _RANK or given[0].shape[-1] != BANDS:
            raise AnalysisError(
                "wrong-model",
                f"{files[0]} is not a speaker model of WeSpeaker.",
                "Choose another with speakers.model.",
                exit_code=ExitCode.MODEL_MISSING,
            )
        self._given, self._made = given[0].name, made[0].name
        self._dimensions = int(made[0].shape[-1])

    def embed(self, pieces: Sequence[Samples]) -> NDArray[np.float32]:
        """One unit vector for each piece of speech, float32 of shape (len(pieces), dimensions)."""
        vectors = np.empty((len(pieces), self._dimensions), np.float32)
        for index, piece in enumerate(pieces):
            # One by one: pieces of several lengths would have to be padded, which changes them.
            vectors[index] = self._network.run([self._made], {self._given: log_mel(piece)[None]})[0]
        return unit(vectors)
