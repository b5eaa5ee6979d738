"""Voices out of recordings: who somebody is enrolled by, and who is heard in a file."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voicecli.analysis.conditions import CLEAN, CONDITIONS
from voicecli.analysis.diarization import Diarizer
from voicecli.analysis.diarization import Voice as DiarizedVoice
from voicecli.analysis.identity import EnrolledVoices
from voicecli.audio.blocks import cut_blocks
from voicecli.audio.files import Source, decode
from voicecli.errors import AnalysisError
from voicecli.protocols import SpeakerEmbedder, VoiceActivity
from voicecli.storage.speakers import VoicePrint
from voicecli.stt.windows import cut
from voicecli.types import SAMPLE_RATE, Samples, SpeechWindow, Transcript

SHORTEST_SECONDS = 5.0
"""A print made of less speech is too uncertain to be known by."""
ADVISED_SECONDS = 15.0
"""More speech than this hardly makes a print better."""
MOST_SECONDS = 60.0
"""Of a longer recording no more is listened to."""
OTHERS_SHARE = 0.1
"""A recording of which others speak more than this holds several voices."""


Enrolled = Mapping[str, Sequence[VoicePrint]]
"""Each person's prints of one model, by name."""


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


def windows_of(source: Source, how: Listening) -> Iterator[SpeechWindow]:
    """The speech of a file, window by window. Raises AudioError."""
    return cut(how.vad.detect(cut_blocks(decode(source))), how.threshold)


def voice_in(
    windows: Iterable[SpeechWindow], source: str, how: Listening, *, is_one: bool = False
) -> list[VoicePrint]:
    """The voice of the one person who speaks, as it sounds in each condition.

    `source` is what the recording is called; `is_one` takes for one voice what sounds like several.
    Raises AnalysisError: too-little-speech, several-voices; AudioError comes from the windows.
    """
    diarizer, pieces, seconds = Diarizer(how.embedder), list[Samples](), 0.0
    for window in windows:
        diarizer.hear(window)
        pieces += _speech(window)
        seconds = sum(piece.size for piece in pieces) / SAMPLE_RATE
        if seconds > MOST_SECONDS:
            break
    if seconds < SHORTEST_SECONDS:
        raise AnalysisError(
            "too-little-speech",
            f"{source} holds {seconds:.1f} s of speech; {SHORTEST_SECONDS:.0f} are needed.",
            f"Give recordings with {ADVISED_SECONDS:.0f} s of that person's speech.",
        )
    diarizer.finish(Transcript((), "", 0.0))
    if not is_one and _others_share(diarizer.voices.values()) > OTHERS_SHARE:
        raise AnalysisError(
            "several-voices",
            f"{source} sounds like {len(diarizer.voices)} people.",
            "Give recordings in which that person speaks alone, or add --one-voice if it is one.",
        )
    speech = np.concatenate(pieces)
    digest = hashlib.blake2b(speech.tobytes(), digest_size=16).hexdigest()
    return [
        VoicePrint(
            how.embedder.name,
            condition,
            how.embedder.embed([sounding(speech)])[0],
            seconds,
            source,
            digest,
        )
        for condition, sounding in CONDITIONS.items()
    ]


def whose(prints: Sequence[VoicePrint], enrolled: Enrolled) -> str | None:
    """The enrolled person whom a voice sounds like, by its prints as it was recorded."""
    known = known_voices(prints[0].model, enrolled)
    clean = next(one for one in prints if one.condition == CLEAN)
    return known.name_of(clean.vector, clean.seconds)


def voices_in(source: Source, how: Listening, enrolled: Enrolled) -> tuple[Voice, ...]:
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


def known_voices(model: str, enrolled: Enrolled) -> EnrolledVoices:
    """Enrolled people's prints of one model, ready to be compared."""
    return EnrolledVoices(model, {name: _by_condition(own) for name, own in enrolled.items()})


def _by_condition(prints: Sequence[VoicePrint]) -> dict[str, NDArray[np.float32]]:
    conditions = dict.fromkeys(one.condition for one in prints)
    return {
        condition: np.stack([one.vector for one in prints if one.condition == condition])
        for condition in conditions
    }


def _speech(window: SpeechWindow) -> list[Samples]:
    """The window's speech without its pauses."""
    at = window.start
    return [window.samples[start - at : end - at] for start, end in window.speech]


def _others_share(voices: Iterable[DiarizedVoice]) -> float:
    """The share of all speech that is not of the voice that speaks most."""
    seconds = [voice.seconds for voice in voices]
    return 1.0 - max(seconds) / sum(seconds) if seconds else 0.0
