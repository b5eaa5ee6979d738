"""Silero VAD: the probability of speech, block by block."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from voicecli.errors import ExitCode, VadError
from voicecli.types import BLOCK_SAMPLES, SAMPLE_RATE, AudioBlock, Samples

_CONTEXT_SAMPLES = 64
"""The model wants the end of the block before in front of each block."""

_STATE_SHAPE = (2, 1, 128)


class SileroVad:
    """Silero VAD (version 5 and later) as an ONNX file, on one CPU thread.

    About half a millisecond a block. Raises VadError when the file is missing or is not the model.
    """

    def __init__(self, path: Path) -> None:
        self._session = _load(path)

    def detect(self, blocks: Iterable[AudioBlock]) -> Iterator[tuple[AudioBlock, float]]:
        """Yield each block of at most 512 samples with its probability of speech (0..1).

        Each call hears its own stream: the model's state begins anew with it.
        """
        state = np.zeros(_STATE_SHAPE, np.float32)
        context = np.zeros(_CONTEXT_SAMPLES, np.float32)
        rate = np.array(SAMPLE_RATE, np.int64)
        for block in blocks:
            heard = np.concatenate((context, _whole(block.samples)))
            given = {"input": heard[np.newaxis], "state": state, "sr": rate}
            probability, state = self._session.run(("output", "stateN"), given)
            context = heard[-_CONTEXT_SAMPLES:]
            yield block, float(probability[0, 0])


def _whole(samples: Samples) -> Samples:
    missing = BLOCK_SAMPLES - samples.size
    return np.pad(samples, (0, missing)) if missing else samples


def _load(path: Path) -> Any:
    import onnxruntime

    hint = "Run `voicecli models pull`."
    if not path.is_file():
        raise VadError(
            "model-missing",
            f"The voice detection model is not there: {path}.",
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
            f"The voice detection model cannot be loaded: {path}.",
            "Run `voicecli models verify`.",
            exit_code=ExitCode.MODEL_MISSING,
        ) from error
    if {entry.name for entry in session.get_inputs()} != {"input", "state", "sr"}:
        raise VadError("wrong-model", f"{path} is not Silero VAD version 5 or later.", hint)
    return session
