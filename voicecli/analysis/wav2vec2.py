"""A wav2vec2 emotion classifier beside the prosody: the optional engine of `[emotion]`.

Made for `superb/wav2vec2-base-superb-er` (neutral, happy, angry, sad; trained on IEMOCAP); any
`Wav2Vec2ForSequenceClassification` with such labels will do. It runs on onnxruntime.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voicecli.analysis.emotion_profiles import EMOTIONS
from voicecli.analysis.network import open_network
from voicecli.analysis.torch_zip import read_checkpoint
from voicecli.analysis.wav2vec2_graph import Wav2Vec2Config, build
from voicecli.errors import AnalysisError, CatalogError, ExitCode
from voicecli.types import SAMPLE_RATE, Samples, SpeechWindow

Matrix = NDArray[np.float64]

CHECKPOINTS = "model.safetensors", "pytorch_model.bin"
ACCURACY = 0.63
"""How often its best label is right on speakers it has not heard: wav2vec2 base, emotion
recognition (S. Yang et al. 2021, SUPERB: Speech processing Universal PERformance Benchmark)."""
_PIECE = 12 * SAMPLE_RATE
"""Longest sound in one pass; attention costs the square of it, and training clips were shorter."""
_SHORTEST = SAMPLE_RATE // 10


class Wav2Vec2Classifier:
    """Sound to logits of the labels, 50 times a second.

    Raises CatalogError when a file is missing in `folder`, AnalysisError("model-damaged") when they
    do not make such a network.
    """

    def __init__(self, folder: Path, threads: int) -> None:
        raw = _config(folder)
        try:
            names = {field.name for field in fields(Wav2Vec2Config)}
            config = Wav2Vec2Config(**{key: raw[key] for key in names & set(raw)})
            self.labels = _labels(raw["id2label"])
            self.step = int(np.prod(config.conv_stride))
            model = build(config, read_checkpoint(_checkpoint(folder)))
        except (KeyError, TypeError, ValueError) as error:
            raise _damaged(folder, error) from error
        self._normalised = _is_normalised(folder)
        self._network: Any = open_network(model, folder, threads)

    def logits(self, samples: Samples) -> NDArray[np.float32]:
        """Logits of each frame of `step` samples, shape (frames, labels); mean them over time."""
        if samples.size < _SHORTEST:
            return np.zeros((0, len(self.labels)), np.float32)
        if self._normalised:
            samples = (samples - samples.mean()) / np.sqrt(samples.var() + 1e-7)
        found: NDArray[np.float32] = self._network.run(
            None, {"samples": samples[None].astype(np.float32)}
        )[0]
        return found


class Wav2Vec2Hearer:
    """What the classifier says about one recording; keeps its logits, 16 bytes a frame."""

    def __init__(self, classifier: Wav2Vec2Classifier) -> None:
        self._classifier = classifier
        self._times: list[NDArray[np.float64]] = []
        self._logits: list[NDArray[np.float32]] = []

    def hear(self, window: SpeechWindow) -> None:
        """Take in the next window: the speech in it, piece by piece."""
        for first, piece in _pieces(window):
            logits = self._classifier.logits(piece)
            places = np.arange(len(logits)) + 0.5
            self._times.append((first + places * self._classifier.step) / SAMPLE_RATE)
            self._logits.append(logits)

    def evidence(self, start: float, end: float) -> Matrix:
        """Logarithms of the likelihood of each emotion from `start` to `end`, shape (6,).

        Zeros where nothing was heard.
        """
        times, logits = self._all()
        inside = (times >= start) & (times < end)
        if not inside.any():
            return np.zeros(len(EMOTIONS))
        mean = logits[inside].mean(axis=0, dtype=np.float64)
        raised = np.exp(mean - mean.max())
        return likelihoods(raised / raised.sum(), self._classifier.labels)

    def _all(self) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
        if not self._times:
            return np.zeros(0), np.zeros((0, len(self._classifier.labels)), np.float32)
        if len(self._times) > 1:
            self._times = [np.concatenate(self._times)]
            self._logits = [np.concatenate(self._logits)]
        return self._times[0], self._logits[0]


def likelihoods(said: Matrix, labels: Sequence[str]) -> Matrix:
    """Logarithm of how likely the classifier says this under each emotion, shape (6,).

    It names the right one of its labels as often as published, else any other; about emotions that
    it has no label for it says anything. That keeps its sure mistakes from deciding alone.
    """
    wrong = (1 - ACCURACY) / (len(labels) - 1)
    likely = np.full(len(EMOTIONS), 1 / len(labels))
    for emotion in set(labels) & set(EMOTIONS):
        right = np.array([ACCURACY if label == emotion else wrong for label in labels])
        likely[EMOTIONS.index(emotion)] = said @ right
    found: Matrix = np.log(likely)
    return found


def _pieces(window: SpeechWindow) -> Iterator[tuple[int, Samples]]:
    """The speech of a window in equal pieces of bounded length, with their first samples."""
    for start, end in window.speech:
        count = max(1, -(-(end - start) // _PIECE))
        edges = np.linspace(start, end, count + 1).round().astype(int)
        for first, last in pairwise(edges):
            yield int(first), window.samples[first - window.start : last - window.start]


def _labels(names: dict[str, str]) -> tuple[str, ...]:
    """The emotions of the labels by their first letters ("hap" is happy), others as they are."""
    ordered = [names[str(index)] for index in range(len(names))]
    if len(ordered) < 2:
        raise ValueError("it has fewer than two labels")
    return tuple(
        next((emotion for emotion in EMOTIONS if emotion[:3] == name[:3].lower()), name)
        for name in ordered
    )


def _config(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise _missing(folder, "config.json") from error
    except (OSError, ValueError) as error:
        raise _damaged(folder, error) from error
    if not isinstance(found, dict):
        raise _damaged(folder, ValueError("config.json holds no object"))
    return found


def _is_normalised(folder: Path) -> bool:
    """Whether sound is brought to mean 0 and variance 1 first, as the feature extractor says."""
    file = folder / "preprocessor_config.json"
    if not file.is_file():
        return True
    try:
        return bool(json.loads(file.read_text(encoding="utf-8")).get("do_normalize", True))
    except (OSError, ValueError, AttributeError) as error:
        raise _damaged(folder, error) from error


def _checkpoint(folder: Path) -> Path:
    for name in CHECKPOINTS:
        if (folder / name).is_file():
            return folder / name
    raise _missing(folder, CHECKPOINTS[0])


def _missing(folder: Path, file: str) -> CatalogError:
    return CatalogError(
        "model-missing",
        f"The emotion model {folder.name} is not complete: {file} is missing.",
        f"Put the model's files into {folder}, or do without it.",
        exit_code=ExitCode.MODEL_MISSING,
    )


def _damaged(folder: Path, error: Exception) -> AnalysisError:
    return AnalysisError(
        "model-damaged",
        f"The emotion model in {folder} cannot be read: {error}.",
        f"Put its files into {folder} again, or remove that folder.",
        exit_code=ExitCode.MODEL_MISSING,
    )
