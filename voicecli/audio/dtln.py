"""Noise suppression with DTLN, a pair of small recurrent networks."""

from pathlib import Path
from typing import Any

import numpy as np

from voicecli.errors import AudioError, ExitCode
from voicecli.types import Samples

FILES = ("model_1.onnx", "model_2.onnx")

_WINDOW_SAMPLES = 512
_SHIFT_SAMPLES = 128
_STATE_SHAPE = (1, 2, 128, 2)

DELAY_SAMPLES = _WINDOW_SAMPLES - _SHIFT_SAMPLES
"""24 ms: how late sound leaves it."""


class Dtln:
    """The Dual-signal Transformation LSTM Network of N. L. Westhausen and B. T. Meyer (2020).

    The first network masks the spectrum, the second a learned representation; windows of 32 ms
    overlap by three quarters. Raises AudioError when `folder` does not hold the two files.
    """

    def __init__(self, folder: Path) -> None:
        self._masks, self._shapes = (_load(folder / name) for name in FILES)
        self._states = [np.zeros(_STATE_SHAPE, np.float32) for _ in FILES]
        self._heard = np.zeros(_WINDOW_SAMPLES, np.float32)
        self._said = np.zeros(_WINDOW_SAMPLES, np.float32)

    def process(self, samples: Samples) -> Samples:
        """Clean the next samples of the stream; a multiple of 128."""
        return np.concatenate([self._shift(part) for part in samples.reshape(-1, _SHIFT_SAMPLES)])

    def _shift(self, part: Samples) -> Samples:
        self._heard = np.concatenate((self._heard[_SHIFT_SAMPLES:], part))
        spectrum = np.fft.rfft(self._heard)
        magnitude = np.abs(spectrum).astype(np.float32)
        mask = self._run(0, self._masks, magnitude)
        estimate = np.fft.irfft(spectrum * mask).astype(np.float32)
        block = self._run(1, self._shapes, estimate)
        self._said = np.concatenate((self._said[_SHIFT_SAMPLES:], np.zeros_like(part))) + block
        return self._said[:_SHIFT_SAMPLES]

    def _run(self, number: int, session: Any, samples: Samples) -> Samples:
        sound, state = (entry.name for entry in session.get_inputs())
        given = {sound: samples[np.newaxis, np.newaxis], state: self._states[number]}
        out, self._states[number] = session.run(None, given)
        first: Samples = out.reshape(-1)
        return first


def _load(path: Path) -> Any:
    import onnxruntime

    hint = "Run `voicecli models pull dtln-16k`, or set audio.noise_suppression to off."
    if not path.is_file():
        raise AudioError(
            "model-missing",
            f"The noise suppression model is not there: {path}.",
            hint,
            exit_code=ExitCode.MODEL_MISSING,
        )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's error classes share no base
        raise AudioError(
            "model-damaged",
            f"The noise suppression model cannot be loaded: {path}.",
            "Run `voicecli models verify`.",
            exit_code=ExitCode.MODEL_MISSING,
        ) from error
