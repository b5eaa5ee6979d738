"""What Whisper's encoder sees of a sound."""

from typing import Any

import numpy as np

from voicecli.types import SAMPLE_RATE, Samples

FRAMES_PER_SECOND = 100
"""Frames of the mel spectrogram in one second (hop of 160 samples at 16 kHz)."""
_FLOOR = 8.0 / 4.0
"""openai-whisper cuts the logarithm off 8 below its highest value and divides by 4 (`audio.py`)."""


def sound_frames(samples: Samples) -> int:
    """How many frames of the spectrogram a sound fills."""
    return len(samples) * FRAMES_PER_SECOND // SAMPLE_RATE


def log_mel(extractor: Any, samples: Samples, seconds: float) -> Samples:
    """The spectrogram of a window of `seconds`, float32 of shape (1, bins, frames).

    `extractor` is faster-whisper's. Behind the sound the window is silent, as openai-whisper makes
    it; faster-whisper's own padding with zeros is louder than a quiet voice.
    """
    frames = round(seconds * FRAMES_PER_SECOND)
    mel = extractor(samples)[:, : min(frames, sound_frames(samples))]
    window = np.full((1, mel.shape[0], frames), mel.max() - _FLOOR, dtype=np.float32)
    window[0, :, : mel.shape[1]] = mel
    return window
