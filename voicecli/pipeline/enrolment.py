"""Voices out of recordings: who somebody is enrolled by, and who is heard in a file."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voicecli.analysis.conditions import CONDITIONS
from voicecli.analysis.diarization import Diarizer
from voicecli.analysis.identity import EnrolledVoices, alone
from voicecli.audio.blocks import cut_blocks
from voicecli.audio.files import decode
from voicecli.errors import AnalysisError
from voicecli.protocols import SpeakerEmbedder, VoiceActivity
from voicecli.storage.speakers import VoicePrint
from voicecli.stt.windows import cut
from voicecli.types import SAMPLE_RATE, Samples, SpeechWindow, Transcript

SHORTEST_SECONDS = 5.0
"""A print made of less speech is too uncertain to be known by."""
ADVISED_SECONDS = 15.0
"""More speech than this hardly makes a print better."""
MOST_SECONDS = 120.0
"""Of a longer recording no more is listened to."""
PIECE_SECONDS = 3.0
"""Speech is compared with itself in pieces of this length."""
STRANGE_SHARE = 0.25
"""A recording of which more than this share sounds like somebody else holds several voices: of
one voice 2 to 4 pieces of 100 lie below the threshold (benchmarks/speakers.py)."""


@dataclass(frozen=True, slots=True)
class Listening:
    """What voices are found with."""

    vad: VoiceActivity
    embedder: SpeakerEmbedder
    threshold: float = 0.5
    """Probability of speech above which a block counts as speech."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice in a file: its name or "Speaker 1", and how alike it is to each enrolled one."""

    label: str
    is_enrolled: bool
    seconds: float
    alike: tuple[tuple[str, float], ...]
    """Names and similarities (cosine, up to 1), the most alike first."""
    threshold: float
    """The similarity that a name needs."""


def windows_of(source: Path, how: Listening) -> Iterator[SpeechWindow]:
    """The speech of a file, window by window. Raises AudioError."""
    return cut(how.vad.detect(cut_blocks(decode(source))), how.threshold)


def voice_in(source: Path, how: Listening) -> list[VoicePrint]:
    """The voice of the one person who speaks in a file, as it sounds in each condition.

    Raises AudioError when it cannot be read, AnalysisError: too-little-speech, several-voices.
    """
    pieces: list[Samples] = []
    seconds = 0.0
    for window in windows_of(source, how):
        pieces += _pieces(window)
        seconds = sum(piece.size for piece in pieces) / SAMPLE_RATE
        if seconds > MOST_SECONDS:
            break
    if seconds < SHORTEST_SECONDS:
        raise AnalysisError(
            "too-little-speech",
            f"{source} holds {seconds:.1f} s of speech; {SHORTEST_SECONDS:.0f} are needed.",
            f"Give recordings with {ADVISED_SECONDS:.0f} s of that person's speech.",
        )
    weights = np.array([piece.size for piece in pieces], np.float64)
    _check_is_one(source, how.embedder.embed(pieces), weights, how.embedder.name)
    digest, speech = _digest(source), np.concatenate(pieces)
    return [
        VoicePrint(
            how.embedder.name,
            condition,
            how.embedder.embed([sounding(speech)])[0],
            seconds,
            source.name,
            digest,
        )
        for condition, sounding in CONDITIONS.items()
    ]


def voices_in(
    source: Path, how: Listening, enrolled: Mapping[str, Sequence[VoicePrint]]
) -> tuple[Voice, ...]:
    """The voices in a file, in order of their first words, each beside the enrolled ones.

    Raises AudioError when it cannot be read.
    """
    known = known_voices(how.embedder.name, enrolled)
    diarizer = Diarizer(how.embedder, known=known)
    for window in windows_of(source, how):
        diarizer.hear(window)
    diarizer.finish(Transcript((), "", 0.0))
    return tuple(
        Voice(
            label,
            label in enrolled,
            voice.seconds,
            tuple(known.similarities(voice.vector)),
            known.threshold(voice.seconds),
        )
        for label, voice in diarizer.voices.items()
    )


def known_voices(model: str, enrolled: Mapping[str, Sequence[VoicePrint]]) -> EnrolledVoices:
    """Enrolled people's prints of one model, ready to be compared."""
    return EnrolledVoices(model, {name: _by_condition(own) for name, own in enrolled.items()})


def _by_condition(prints: Sequence[VoicePrint]) -> dict[str, NDArray[np.float32]]:
    conditions = dict.fromkeys(one.condition for one in prints)
    return {
        condition: np.stack([one.vector for one in prints if one.condition == condition])
        for condition in conditions
    }


def _pieces(window: SpeechWindow) -> Iterator[Samples]:
    """The window's speech without its pauses, in pieces of PIECE_SECONDS and a longer last one."""
    at = window.start
    speech = np.concatenate([window.samples[start - at : end - at] for start, end in window.speech])
    count = max(1, int(len(speech) / (PIECE_SECONDS * SAMPLE_RATE)))
    yield from np.array_split(speech, count)


def _check_is_one(
    source: Path, prints: NDArray[np.float32], weights: NDArray[np.float64], model: str
) -> None:
    """Raise AnalysisError when too many pieces are unlike the rest of the recording."""
    if len(prints) < 2:
        return
    strange = 0.0
    for index, (voice, weight) in enumerate(zip(prints, weights, strict=True)):
        others = _mean(np.delete(prints, index, axis=0), np.delete(weights, index))
        known = EnrolledVoices(model, {"the rest": alone(others)})
        if known.name_of(voice, weight / SAMPLE_RATE) is None:
            strange += weight
    if strange > STRANGE_SHARE * weights.sum():
        raise AnalysisError(
            "several-voices",
            f"{source} seems to hold more than one voice, or much noise.",
            "Give recordings in which that person speaks alone.",
        )


def _mean(prints: NDArray[np.float32], weights: NDArray[np.float64]) -> NDArray[np.float32]:
    mean = np.average(prints, axis=0, weights=weights)
    return (mean / max(float(np.linalg.norm(mean)), 1e-9)).astype(np.float32)


def _digest(source: Path) -> str:
    with source.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()[:32]
