"""How recordings are decoded. Pure; names and defaults are those of Whisper's command line."""

from dataclasses import dataclass
from typing import Literal

from voicecli.stt.guards import COMPRESSION_RATIO, DOUBTFUL_LOGPROB, NO_SPEECH

WhisperTask = Literal["transcribe", "translate"]


@dataclass(frozen=True, slots=True)
class Decoding:
    """What Whisper's decoder is asked for. Raises ValueError for what it cannot do."""

    task: WhisperTask = "transcribe"
    """Write what was said, or translate it into English."""
    beam_size: int = 5
    """Width of the search; 1 is greedy and fastest."""
    patience: float = 1.0
    """The search ends with `beam_size` times `patience` candidates (arXiv:2204.05424)."""
    length_penalty: float = 1.0
    """Exponent of the length that a candidate's score is divided by."""
    repetition_penalty: float = 1.0
    """Above 1, tokens that were written already become less likely."""
    no_repeat_ngram_size: int = 0
    """Forbids so many tokens in a row to come twice; 0 allows it."""
    temperature: float = 0.0
    """Above 0 tokens are drawn by chance instead of searched, and no two runs are equal."""
    best_of: int = 5
    """Candidates that are drawn at a temperature above 0."""
    initial_prompt: str = ""
    """Text that every window is told to go on from: its spelling and style are taken over."""
    hotwords: str = ""
    """Names that may be said."""
    suppress_tokens: tuple[int, ...] = (-1,)
    """Tokens that are never written; -1 stands for the model's list of symbols nobody says."""
    compression_ratio_threshold: float = COMPRESSION_RATIO
    """Text that zlib packs better than this repeats itself, and is decoded a second time."""
    logprob_threshold: float = DOUBTFUL_LOGPROB
    """Text with a lower average log-probability is decoded a second time."""
    no_speech_threshold: float = NO_SPEECH
    """Improbable text of a sound that is silence with a higher probability is dropped."""
    batch_size: int = 0
    """Windows that the decoder writes side by side; 0: as many as suit the device."""

    def __post_init__(self) -> None:
        for name, least, most in _LIMITS:
            value = getattr(self, name)
            if not least <= value <= most:
                raise ValueError(f"{name} must be {least} to {most}, not {value}")

    @property
    def samples(self) -> bool:
        """Whether chance takes part."""
        return self.temperature > 0


_LIMITS: tuple[tuple[str, float, float], ...] = (
    ("beam_size", 1, 20),
    ("patience", 0.1, 10.0),
    ("length_penalty", 0.0, 10.0),
    ("repetition_penalty", 0.1, 10.0),
    ("no_repeat_ngram_size", 0, 100),
    ("temperature", 0.0, 2.0),
    ("best_of", 1, 20),
    ("no_speech_threshold", 0.0, 1.0),
    ("batch_size", 0, 256),
)
