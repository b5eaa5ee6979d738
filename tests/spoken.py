"""Test speech, made by the real voice and the same on every run."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import soxr

from voicecli.types import SAMPLE_RATE, Samples


@cache
def _voice(models: Path) -> Any:
    from piper import PiperVoice

    return PiperVoice.load(models / "piper-en_US-joe-medium" / "en_US-joe-medium.onnx")


@cache
def spoken(models: Path, text: str) -> Samples:
    """The text as 16 kHz speech; without Piper's noise it is exactly repeatable."""
    from piper import SynthesisConfig

    quiet = SynthesisConfig(noise_scale=0.0, noise_w_scale=0.0)
    chunks = list(_voice(models).synthesize(text, quiet))
    samples = np.concatenate([chunk.audio_float_array for chunk in chunks])
    return soxr.resample(samples, chunks[0].sample_rate, SAMPLE_RATE).astype(np.float32)


def silence(seconds: float) -> Samples:
    """Digital silence at 16 kHz."""
    return np.zeros(round(seconds * SAMPLE_RATE), np.float32)


def noise(seconds: float, level: float = 0.01) -> Samples:
    """White noise at 16 kHz, the same on every run."""
    random = np.random.default_rng(7)
    return (level * random.standard_normal(round(seconds * SAMPLE_RATE))).astype(np.float32)
