"""What of a phrase's sound tells about the speaker's feeling, as eight numbers.

The cues are those for which reviews of the field give a direction for most emotions (Scherer 2003,
Vocal communication of emotion; Juslin & Laukka 2003, Communication of emotions in vocal expression
and music performance), measured as GeMAPS does (Eyben et al. 2016).
"""

from collections.abc import Sequence
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from voicecli.analysis.prosody import FRAME_SECONDS, Prosody
from voicecli.analysis.syllables import syllables
from voicecli.types import Word

Cues = NDArray[np.float64]
"""Of shape (8,), in the order of `Cue`; NaN where a cue could not be measured."""

LEAST_VOICE_SECONDS = 0.3
"""With less voice than this a phrase has no cues: its pitch would be that of one syllable."""
_WIDEST = 15.0
"""Semitones; in a wider range octaves are mistaken. Surprise goes through twelve."""
_SLOWEST = 1.0
"""Semitones a second; slower movement is none."""
_LEAST_SYLLABLES = 3
_PAUSE_DEPTH = 30.0
"""dB under the loudest speech at which a phrase pauses."""


class Cue(IntEnum):
    """Where a cue stands in the array, and its unit."""

    PITCH = 0
    """Median, semitones over 100 Hz."""
    PITCH_RANGE = 1
    """From the 20th to the 80th percentile, semitones."""
    PITCH_RISE = 2
    """Median of the last third of the voice less that of the first, semitones."""
    LOUDNESS = 3
    """Mean of the voice, dB of full scale."""
    LOUDNESS_RANGE = 4
    """From the 20th to the 80th percentile of the voice, dB."""
    BRIGHTNESS = 5
    """Median of the voice, dB: energy over 1 kHz to that under it."""
    RATE = 6
    """Syllables a second of speech without its pauses, as a logarithm to the base 2."""
    PITCH_SPEED = 7
    """Median of the pitch's movement, semitones a second, as a logarithm to the base 2."""


def cues_of(prosody: Prosody, words: Sequence[Word], language: str) -> Cues:
    """The cues of a phrase that sounded like `prosody` and holds `words`."""
    cues = np.full(len(Cue), np.nan)
    voiced = _own_pitch(prosody)
    if voiced.sum() * FRAME_SECONDS < LEAST_VOICE_SECONDS:
        return cues
    pitch = 12 * np.log2(prosody.pitch[voiced] / 100)
    loudness = prosody.loudness[voiced]
    third = pitch.size // 3
    if _spread(pitch) <= _WIDEST:
        cues[Cue.PITCH] = np.median(pitch)
        cues[Cue.PITCH_RANGE] = _spread(pitch)
        cues[Cue.PITCH_RISE] = np.median(pitch[-third:]) - np.median(pitch[:third])
        cues[Cue.PITCH_SPEED] = _speed(prosody.pitch, voiced)
    cues[Cue.LOUDNESS] = 10 * np.log10(np.mean(10 ** (loudness / 10)))
    cues[Cue.LOUDNESS_RANGE] = _spread(loudness)
    cues[Cue.BRIGHTNESS] = np.median(prosody.brightness[voiced])
    cues[Cue.RATE] = _rate(prosody, words, language)
    return cues


def _own_pitch(prosody: Prosody) -> NDArray[np.bool_]:
    """Where there is voice whose pitch is likely, neither creak nor an octave beside.

    De Looze & Hirst 2008, Detecting changes in key and range for the automatic modelling and coding
    of intonation: from 0.72 times the 35th percentile to 1.9 times the 65th, and 10 Hz more.
    """
    voiced = prosody.voiced
    if not voiced.any():
        return voiced
    low, high = np.percentile(prosody.pitch[voiced], (35, 65))
    pitch = np.where(voiced, prosody.pitch, 0.0)
    likely: NDArray[np.bool_] = (pitch >= 0.72 * low - 10) & (pitch <= 1.9 * high + 10)
    return voiced & likely


def _spread(values: NDArray[np.float32]) -> float:
    low, high = np.percentile(values, (20, 80))
    return float(high - low)


def _speed(pitch: NDArray[np.float32], voiced: NDArray[np.bool_]) -> float:
    """How fast the pitch moves from frame to frame, within stretches of voice."""
    together = voiced[1:] & voiced[:-1]
    moved = np.abs(12 * np.log2(pitch[1:][together] / pitch[:-1][together]))
    return float(np.log2(max(float(np.median(moved)) / FRAME_SECONDS, _SLOWEST)))


def _rate(prosody: Prosody, words: Sequence[Word], language: str) -> float:
    said = sum(syllables(word.text, language) for word in words)
    loudness = prosody.loudness[prosody.speech]
    speaking = loudness > np.percentile(loudness, 95) - _PAUSE_DEPTH
    seconds = float(speaking.sum()) * FRAME_SECONDS
    return float(np.log2(said / seconds)) if said >= _LEAST_SYLLABLES and seconds else np.nan
