"""Whisper with an encoder window as short as the sound allows.

Imports CTranslate2: only `WhisperRecognizer`'s constructor may import this module.
"""

from typing import Any

import numpy as np
from faster_whisper import WhisperModel
from tqdm import tqdm  # type: ignore[import-untyped]

from voicecli.types import Samples

# faster-whisper makes a progress bar that is off; tqdm starts a thread to watch it all the same.
tqdm.monitor_interval = 0

FRAMES_PER_SECOND = 100
"""Frames of the mel spectrogram in one second (hop of 160 samples at 16 kHz)."""


class ShortWindowModel(WhisperModel):  # type: ignore[misc]  # faster-whisper has no types
    """A faster-whisper model whose encoder sees `window_seconds` of sound instead of always 30.

    faster-whisper pads every mel spectrogram with zeros to 3000 frames, and the encoder's time over
    that padding is most of the whole; its `chunk_length` does not change this. `encode` is the one
    public method through which every window passes, so the padding is cut off there, for this model
    and nothing else. Whatever lies behind `window_seconds` is not seen: the caller sets it to more
    than the length of the sound.
    """

    window_seconds: float = 30.0

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._seen: Samples | None = None
        self._encoded: Any = None

    def encode(self, features: Samples) -> Any:
        """Encode a mel spectrogram of shape (bins, 3000), without the frames behind the window.

        The last result is kept: language detection and recognition ask for the same one in turn.
        """
        window = _silenced(features[:, : round(self.window_seconds * FRAMES_PER_SECOND)])
        if self._seen is None or not np.array_equal(window, self._seen):
            self._encoded = super().encode(window)
            self._seen = window
        return self._encoded

    def detect_language(self, audio: Any = None, features: Any = None, **options: Any) -> Any:
        """Detect the language, from exactly the frames that recognition will look at.

        The feature extractor appends one frame of padding that recognition leaves out. Left out
        here too, both ask `encode` for the same window and it is computed once.
        """
        if features is not None:
            features = features[..., :-1]
        return super().detect_language(audio, features, **options)


def _silenced(features: Samples) -> Samples:
    """The spectrogram with silence for its padding, as openai-whisper makes it (`audio.py`).

    faster-whisper pads with zeros, which are no silence: they are louder than a quiet voice.
    openai-whisper pads the sound itself, which gives the lowest value that the logarithm is cut
    off at, 8 below the highest, scaled by 4.
    """
    sounding = np.flatnonzero(features.any(axis=0))
    end = int(sounding[-1]) + 1 if sounding.size else 0
    if end in (0, features.shape[1]):
        return features
    silenced = features.copy()
    silenced[:, end:] = features[:, :end].max() - 8.0 / 4.0
    return silenced
