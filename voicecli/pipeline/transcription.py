"""How recordings are transcribed, and what is told while they are."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from voicecli.audio.files import Source, decode
from voicecli.errors import StorageError, VoicecliError
from voicecli.protocols import TranscriptStage, VoiceActivity, WindowRecognizer
from voicecli.storage.jobs import JobKey, Ledger
from voicecli.storage.packed import SHAPE
from voicecli.types import Samples, Segment, Transcript

RESULT_VERSION = 1
"""Counted up when the same sound and options come to give another transcript: finished work of
another version is done again."""


@dataclass(frozen=True, slots=True)
class Started:
    """Decoding began. An interrupted run had recognised `resumed` seconds of it already."""

    source: Source
    resumed: float = 0.0


@dataclass(frozen=True, slots=True)
class Progress:
    """A recording is done up to `seconds`; `segments` are what is new, before any stage."""

    source: Source
    seconds: float
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Ahead:
    """A later recording than the one in front is done up to `seconds`; its outcomes follow."""

    source: Source
    seconds: float


@dataclass(frozen=True, slots=True)
class Transcribed:
    """A recording is done; a transcript without segments means that nobody spoke.

    It is not `fresh` when it was finished before: then nothing was decoded, and no Started and no
    Progress came.
    """

    source: Source
    transcript: Transcript
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class Failed:
    """A recording cannot be transcribed."""

    source: Source
    error: VoicecliError


@dataclass(frozen=True, slots=True)
class Unremembered:
    """The ledger failed, as on a full disk: the run goes on and remembers nothing more."""

    error: StorageError


Outcome = Started | Progress | Ahead | Transcribed | Failed | Unremembered


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcription:
    """How recordings are transcribed, and with what.

    The engines are asked for when the first recording needs work: a run over finished work loads
    none. Whatever the words depend on besides the sound stands in `options`, `language` and
    `threshold`; options hold plain JSON values.
    """

    vad: Callable[[], VoiceActivity]
    recognizer: Callable[[], WindowRecognizer]
    stages: Callable[[], Sequence[TranscriptStage]] = tuple
    """New ones for each recording; they hear and finish in this order."""
    language: str = ""
    """Empty: detected in each recording."""
    threshold: float = 0.5
    """Probability of speech above which a block counts as speech."""
    ledger: Ledger | None = None
    """Remembers finished and interrupted work; None remembers nothing."""
    afresh: bool = False
    """Whether finished work is done again."""
    options: Mapping[str, Any] = field(default_factory=dict)

    stage_options: Mapping[str, Any] = field(default_factory=dict)
    """What the stages depend on; the words do not, and are not recognised again for them."""
    decode: Callable[[Source], Iterator[Samples]] = decode

    def key_of(self, content: bytes) -> JobKey:
        """Names the work on a file with this hash: equal for what makes the same transcript."""
        recognition = {
            "options": self.options,
            "language": self.language,
            "threshold": self.threshold,
            "version": [RESULT_VERSION, SHAPE],
        }
        stages = _hash(self.stage_options) if self.stage_options else b""
        return JobKey(content, _hash(recognition), stages)


def _hash(told: Mapping[str, Any]) -> bytes:
    canonical = json.dumps(told, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(canonical.encode(), digest_size=16).digest()
