"""Smart Turn: whether a turn sounds complete, by its melody and its last words."""

from pathlib import Path
from typing import Any

import numpy as np

from voicecli.errors import ExitCode, VadError
from voicecli.types import SAMPLE_RATE, Samples

WINDOW_SECONDS = 8
"""What the model looks at: the end of the turn."""
_WINDOW_SAMPLES = WINDOW_SECONDS * SAMPLE_RATE
_MELS = 80
_FRAMES = 100 * WINDOW_SECONDS
_QUIETEST = 1e-7
"""Added to the variance, as Whisper's feature extractor does, so that silence is no division by
zero."""


class SmartTurn:
    """Smart Turn version 3 as an ONNX file, on one CPU thread.

    The model is the encoder of Whisper tiny with a classifier behind it. About 30 ms a call on a
    free core. Raises VadError when the file is missing or is not the model.
    """

    def __init__(self, path: Path) -> None:
        from faster_whisper.feature_extractor import FeatureExtractor

        self._session = _load(path)
        self._features = FeatureExtractor(feature_size=_MELS, chunk_length=WINDOW_SECONDS)

    def complete(self, samples: Samples) -> float:
        """The probability (0..1) that whoever speaks in `samples` (16 kHz) has finished.

        Only the last 8 s count. The silence behind the last word belongs to the question: the model
        is meant to be asked after about 200 ms of it.
        """
        mel = self._features(_normal(samples), padding=0)
        given = {"input_features": mel.astype(np.float32)[np.newaxis]}
        # The output is named "logits", and is the probability: the sigmoid is in the graph.
        (probability,) = self._session.run(None, given)
        return float(probability[0, 0])


def _normal(samples: Samples) -> Samples:
    """The window with mean 0 and variance 1; what is missing is silence in front."""
    heard = samples[-_WINDOW_SAMPLES:]
    window = np.pad(heard, (_WINDOW_SAMPLES - heard.size, 0))
    normal: Samples = (window - window.mean()) / np.sqrt(window.var() + _QUIETEST)
    return normal.astype(np.float32, copy=False)


def _load(path: Path) -> Any:
    import onnxruntime

    hint = "Run `voicecli models pull smart-turn-v3.2-cpu`."
    if not path.is_file():
        raise VadError(
            "model-missing",
            f"The model that hears the end of a turn is not there: {path}.",
            hint,
            exit_code=ExitCode.MODEL_MISSING,
        )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:  # onnxruntime's error classes share no base
        raise VadError(
            "model-damaged",
            f"The model that hears the end of a turn cannot be loaded: {path}.",
            "Run `voicecli models verify`.",
            exit_code=ExitCode.MODEL_MISSING,
        ) from error
    (taken, *others) = session.get_inputs()
    if others or taken.name != "input_features" or taken.shape[1:] != [_MELS, _FRAMES]:
        raise VadError("wrong-model", f"{path} is not Smart Turn version 3.", hint)
    return session
