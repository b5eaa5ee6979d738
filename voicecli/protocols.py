"""The roles that engines and devices play. One method each, so that any room can be exchanged."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from voicecli.turn import Turn
from voicecli.types import (
    AudioBlock,
    Heard,
    Message,
    Samples,
    Sentence,
    SpeechChunk,
    SpeechWindow,
    TokenStates,
    Transcript,
    Utterance,
)


class Microphone(Protocol):
    """Where speech comes from. Also a context manager: open on entering, closed on leaving."""

    paced: bool
    """Whether blocks come in real time (False: as fast as they are read)."""

    def blocks(self) -> Iterator[AudioBlock]:
        """Yield blocks of 512 samples at 16 kHz until the stream ends or the device is closed.

        Raises AudioError("device-lost") when the device vanishes.
        """
        ...


class VoiceActivity(Protocol):
    """Tells speech from everything else."""

    def detect(self, blocks: Iterable[AudioBlock]) -> Iterator[tuple[AudioBlock, float]]:
        """Yield each block with its probability of speech (0..1). State lives in the call."""
        ...


class TurnModel(Protocol):
    """Tells a turn that is over from one that goes on."""

    def complete(self, samples: Samples) -> float:
        """The probability (0..1) that who speaks in these samples at 16 kHz has finished."""
        ...


class Recognizer(Protocol):
    """Turns an utterance into words."""

    def transcribe(self, utterance: Utterance, turn: Turn) -> Transcript:
        """Recognise one utterance; a transcript without text means that nothing was heard."""
        ...

    def draft(self, samples: Samples, turn: Turn) -> Transcript:
        """Recognise what was said so far, quickly; of much sound perhaps only the end."""
        ...


class WindowRecognizer(Protocol):
    """Turns the windows of recordings into words, many at once."""

    parallel: int
    """How many windows are worth handing over in one call."""

    def recognize_all(
        self, windows: Sequence[SpeechWindow], languages: Sequence[str], turn: Turn
    ) -> list[Transcript]:
        """Recognise each window, in its language (empty: detected), into segments in order.

        Times are seconds of the recording the window was cut from. A window's transcript does not
        depend on the others of the call. Raises TurnCancelled as soon as the engine lets go.
        """
        ...


class TranscriptStage(Protocol):
    """Hears a recording beside the recogniser, and completes its transcript at the end."""

    def hear(self, window: SpeechWindow) -> None:
        """Take in the next window of the recording; the sound itself is not to be kept."""
        ...

    def finish(self, transcript: Transcript) -> Transcript:
        """The transcript with what was heard, when all windows went by."""
        ...


class SpeakerEmbedder(Protocol):
    """Turns speech into vectors that lie near each other when one person speaks."""

    name: str
    """The model's catalogue name, stored beside every voice-print."""

    def embed(self, pieces: Sequence[Samples]) -> NDArray[np.float32]:
        """One unit vector for each piece of speech, float32 of shape (len(pieces), dimensions)."""
        ...


class KnownVoices(Protocol):
    """The voices of enrolled people."""

    def name_of(self, voice: NDArray[np.float32], seconds: float) -> str | None:
        """Whose voice a unit vector is, made from `seconds` of speech; None for a stranger."""
        ...


@runtime_checkable
class CountsTokens(Protocol):
    """Counts the tokens of a text as a language model reads it."""

    def count_tokens(self, text: str) -> int | None:
        """How many; None as long as it cannot tell."""
        ...


class LanguageModel(Protocol):
    """Writes text."""

    def generate(
        self, messages: Sequence[Message], turn: Turn, *, tokens: int | None = None
    ) -> Iterator[str]:
        """Yield pieces of the answer as they are written; ends early with TurnCancelled.

        It writes `tokens` at most, None meaning as many as it is set up for, and rests while the
        turn is held.
        """
        ...


class Synthesizer(Protocol):
    """Turns text into speech."""

    def synthesize(self, sentence: Sentence, turn: Turn) -> Iterator[SpeechChunk]:
        """Yield the speech of one sentence; ends early with TurnCancelled."""
        ...


class AdjustableVoice(Synthesizer, Protocol):
    """A voice that can be changed while it speaks; what it says next obeys."""

    speed: float
    """2 speaks twice as fast; kept within 0.25..4."""
    volume: float
    """Factor on the samples; kept within 0..4."""


class Embedder(Protocol):
    """Turns text into vectors that lie near each other when the meanings do."""

    name: str
    """The model's catalogue name, stored beside every vector."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector per text, float32 of shape (len(texts), dimensions)."""
        ...

    def count_tokens(self, text: str) -> int:
        """How much of the model's window a text takes, in tokens."""
        ...


@runtime_checkable
class TokenEmbedder(Embedder, Protocol):
    """An embedder that also gives the states of a text's tokens, where its model has a basis."""

    @property
    def token_basis(self) -> str:
        """Names what states are packed with: those of two bases cannot be compared. Or empty."""
        ...

    def embed_with_tokens(
        self, texts: Sequence[str]
    ) -> tuple[NDArray[np.float32], list[TokenStates]]:
        """What `embed` gives, and each text's token states of the same pass.

        Not to be called where `token_basis` is empty.
        """
        ...


class Speaker(Protocol):
    """Where speech goes. Also a context manager: open on entering, closed on leaving."""

    @property
    def sounding(self) -> bool:
        """Whether speech leaves it now, or did a moment ago; any thread may ask."""
        ...

    def play(self, chunk: SpeechChunk, turn: Turn) -> None:
        """Queue speech behind what is playing; returns at once unless the buffer is full.

        When `turn` is cancelled, its sound stops at once and what is queued is dropped.
        """
        ...

    def finish(self, turn: Turn) -> Iterator[Heard]:
        """Wait until the turn's speech is over, yielding each sentence when it has been heard.

        After a cancel the sentence that was cut is yielded with the fraction that was played.
        """
        ...
