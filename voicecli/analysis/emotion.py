"""How each phrase of a recording sounded: a guess from the voice and the words, never a fact.

The voice is measured against the speaker's own usual, so it needs to know who speaks: this stage
comes behind the one that tells speakers apart. What it is worth stands in docs/emotion.md.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from voicecli.analysis.emotion_cues import Cue, cues_of
from voicecli.analysis.emotion_profiles import AFFECT, EMOTIONS, GRADE, LEVELS
from voicecli.analysis.emotion_voice import Judged, judge
from voicecli.analysis.emotion_words import LANGUAGES, WordJudge
from voicecli.analysis.prosody import FRAME_SECONDS, ProsodyTrack
from voicecli.types import Emotion, Segment, SpeechWindow, Transcript

Matrix = NDArray[np.float64]

UNCERTAIN = "uncertain"
CERTAIN = 0.5
"""A label is given when it is likelier than all others together."""
CERTAIN_OF_STRANGERS = 2 / 3
"""Who said fewer than `KNOWN_PHRASES` has no usual yet: twice as likely as all others together."""
KNOWN_PHRASES = 3
_AROUSING = (Cue.PITCH, Cue.PITCH_RANGE, Cue.LOUDNESS, Cue.BRIGHTNESS, Cue.RATE)
"""The cues that rise with arousal in every review (Scherer 2003; Juslin & Laukka 2003)."""
_CLEARLY = 0.6
"""Arousal of a voice that differs clearly: that of anger or fear (Russell & Mehrabian 1977)."""


class Hearer(Protocol):
    """An engine that judges the sound itself, window by window."""

    def hear(self, window: SpeechWindow) -> None:
        """Take in the next window of the recording."""
        ...

    def evidence(self, start: float, end: float) -> Matrix:
        """Logarithms of the likelihood of each emotion from `start` to `end`, shape (6,)."""
        ...


class EmotionStage:
    """Adds an `Emotion` to every segment; `track` holds the prosody when the windows went by.

    One for each recording; `words` may serve many, and without them only the voice counts. Phrases
    without a speaker are judged one by one: of a stranger's phrase hardly anything is certain.
    `hearer` is the optional engine, one for each recording too.
    """

    def __init__(self, words: WordJudge | None = None, hearer: Hearer | None = None) -> None:
        self.track = ProsodyTrack()
        self._words = words
        self._hearer = hearer

    def hear(self, window: SpeechWindow) -> None:
        """Take in the next window of the recording."""
        self.track.hear(window)
        if self._hearer:
            self._hearer.hear(window)

    def finish(self, transcript: Transcript) -> Transcript:
        """The transcript with the emotion of each segment, by all that its speaker said."""
        segments = list(transcript.segments)
        for own in _by_speaker(segments):
            judged = self.judge([segments[index] for index in own], transcript.language)
            found = zip(own, judged.probabilities, arousals(judged), strict=True)
            for index, probabilities, arousal in found:
                emotion = emotion_of(probabilities, arousal, certainty(len(own)))
                segments[index] = replace(segments[index], emotion=emotion)
        return replace(transcript, segments=tuple(segments))

    def judge(self, segments: Sequence[Segment], language: str) -> Judged:
        """Judge the phrases of one speaker: probabilities of shape (segments, 6)."""
        cues = np.full((len(segments), len(Cue)), np.nan)
        voice = np.zeros(len(segments))
        for index, segment in enumerate(segments):
            if not segment.overlap:  # two voices at once have no pitch of their own
                prosody = self.track.between(segment.start, segment.end)
                cues[index] = cues_of(prosody, segment.words, language)
                voice[index] = prosody.voiced.sum() * FRAME_SECONDS
        return judge(cues, voice, self._evidence(segments, language))

    def _evidence(self, segments: Sequence[Segment], language: str) -> Matrix:
        """What the words and the optional engine say, shape (segments, 6)."""
        evidence = np.zeros((len(segments), len(EMOTIONS)))
        if self._words and language in LANGUAGES:
            evidence += self._words.evidence([segment.text for segment in segments])
        if self._hearer:
            for row, segment in zip(evidence, segments, strict=True):
                row += self._hearer.evidence(segment.start, segment.end)
        return evidence


def _by_speaker(segments: Sequence[Segment]) -> list[list[int]]:
    """The indices of each speaker's segments; who is not known may be anybody, each time."""
    own: dict[str | int, list[int]] = {}
    for index, segment in enumerate(segments):
        own.setdefault(index if segment.speaker is None else segment.speaker, []).append(index)
    return list(own.values())


def certainty(phrases: int) -> float:
    """How likely a label must be for a speaker who said so many phrases."""
    return CERTAIN if phrases >= KNOWN_PHRASES else CERTAIN_OF_STRANGERS


def emotion_of(probabilities: Matrix, arousal: float, needed: float = CERTAIN) -> Emotion:
    """The likeliest emotion, or "uncertain" with the probability of the one it might be."""
    best = int(probabilities.argmax())
    probability = float(probabilities[best])
    return Emotion(
        label=EMOTIONS[best] if probability >= needed else UNCERTAIN,
        probability=round(probability, 3),
        arousal=round(arousal, 3),
        valence=round(float(probabilities @ AFFECT[:, 1]), 3),
    )


def arousals(judged: Judged) -> list[float]:
    """How much more excited than usual each phrase sounds, -1..1.

    The departures of the cues that tell it are taken as one grade times an arousal around 0 with a
    standard deviation of 1, plus scatter: the arousal that is then expected.
    """
    chosen = list(_AROUSING)
    strays = np.diag(LEVELS[0].scatter(1.0)[0])[chosen]
    grade = GRADE[chosen]
    away = judged.departures[:, chosen]
    known = ~np.isnan(away)
    weight = 1 + (known * grade**2 / strays).sum(axis=1)
    expected = np.nansum(away * grade / strays, axis=1) / weight
    return [float(np.tanh(_CLEARLY * each)) for each in expected]
