"""What was heard of the voices in a recording: no sound, only vectors and where they belong."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voicecli.analysis.voice_pieces import STEP_SECONDS, cut_pieces
from voicecli.protocols import SpeakerEmbedder
from voicecli.types import SAMPLE_RATE, SpeechWindow

Vectors = NDArray[np.float32]
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class VoiceTrack:
    """The voices of n pieces of speech, in the order of their times.

    `vectors` are unit vectors, float32 of shape (n, dimensions); `spans` are starts and ends in
    seconds, float64 of shape (n, 2); `stretches`, int of shape (n,), number the stretches of
    speech without a pause that the pieces are cut from.
    """

    vectors: Vectors
    spans: NDArray[np.float64]
    stretches: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.vectors)

    @property
    def seconds(self) -> NDArray[np.float64]:
        """How much speech each piece adds to those before it, float64 of shape (n,)."""
        lengths: NDArray[np.float64] = self.spans[:, 1] - self.spans[:, 0]
        return np.minimum(STEP_SECONDS, lengths)

    def part(self, chosen: NDArray[np.bool_]) -> "VoiceTrack":
        """The pieces that are chosen, by a mask of shape (n,)."""
        return VoiceTrack(self.vectors[chosen], self.spans[chosen], self.stretches[chosen])


class VoiceRecorder:
    """Hears windows and remembers voices: about 3 kilobytes a second of speech."""

    def __init__(self, embedder: SpeakerEmbedder) -> None:
        self._embedder = embedder
        self._vectors: list[Vectors] = []
        self._spans: list[Span] = []
        self._stretches: list[int] = []
        self.speech: list[Span] = []
        """Where somebody speaks, in seconds, as voice activity detection says."""

    def hear(self, window: SpeechWindow) -> None:
        """Take in the next window; its sound is not kept."""
        first = self._stretches[-1] + 1 if self._stretches else 0
        pieces = list(cut_pieces(window, first))
        self._vectors.append(self._embedder.embed([piece.samples for piece in pieces]))
        self._spans += [(piece.start, piece.end) for piece in pieces]
        self._stretches += [piece.stretch for piece in pieces]
        self.speech += [(start / SAMPLE_RATE, end / SAMPLE_RATE) for start, end in window.speech]

    def track(self) -> VoiceTrack:
        """Everything heard so far."""
        vectors = np.concatenate(self._vectors) if self._spans else np.zeros((0, 1), np.float32)
        return VoiceTrack(
            vectors,
            np.array(self._spans, np.float64).reshape(-1, 2),
            np.array(self._stretches, np.intp),
        )


def unit(vectors: NDArray[np.floating]) -> Vectors:
    """The rows at unit length, float32; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return scaled


def centres(vectors: Vectors, labels: NDArray[np.intp], names: Sequence[int]) -> Vectors:
    """The mean voice of each label in `names`, as unit vectors of shape (len(names), …)."""
    return unit(np.stack([vectors[labels == name].mean(axis=0) for name in names]))
