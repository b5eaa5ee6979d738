"""How each emotion sounds, by what has been published about it; nothing here was trained.

The directions are those of three reviews: Juslin & Laukka 2003 (Communication of emotions in vocal
expression and music performance, the summary of cues over 104 studies), Scherer 2003 (Vocal
communication of emotion, table of effects) and Murray & Arnott 1993 (Toward the simulation of
emotion in synthetic speech, table of effects); for surprise Scherer & Oshinsky 1977 (Cue
utilization in emotion attribution from auditory stimuli). They speak in grades ("much higher",
"slightly slower"), which are read here as numbers: 0.5 is slightly, 1 clearly, 1.5 very much. Where
they disagree (fear) the grade is small.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voicecli.analysis.emotion_cues import Cue

EMOTIONS = ("neutral", "happy", "sad", "angry", "fearful", "surprised")
"""Every label but "uncertain"; the order of all arrays with a place for each emotion."""

Matrix = NDArray[np.float64]

GRADE = np.array([4.0, 2.0, 2.0, 6.0, 1.5, 5.0, 0.25, 0.5])
"""How much "clearly more" is of each cue, in its unit.

Williams & Stevens 1972 (Emotions and speech: some acoustical correlates) and Fairbanks & Pronovost
1939 (An experimental study of the pitch characteristics of the voice during the expression of
emotion) give about half an octave for pitch and a fifth for the rate, outside of extremes; loudness
and brightness follow each other, as both follow vocal effort.
"""

_GRADES = {
    #             pitch  range  rise  loud  loud range  bright  rate   speed
    "neutral":   (0.00,  0.00, 0.00, 0.00,  0.00,      0.00,   0.00,  0.00),
    "happy":     (1.25,  1.00, 0.50, 0.75,  0.50,      0.75,   0.50,  1.00),
    "sad":       (-0.50, -1.0, -0.5, -1.0,  -0.5,      -1.0,   -1.0,  -1.0),
    "angry":     (1.25,  0.75, 0.25, 1.50,  1.00,      1.50,   0.50,  0.75),
    "fearful":   (1.50,  0.00, 0.50, 0.25,  0.50,      0.25,   0.75,  0.00),
    "surprised": (1.25,  1.50, 1.50, 0.50,  0.50,      0.50,   0.25,  1.50),
}  # fmt: skip

PROFILES: Matrix = np.array([_GRADES[emotion] for emotion in EMOTIONS]) * GRADE
"""By how much the cues of each emotion differ from the speaker's own usual, shape (6, 8)."""

INTENSITY_SPREAD = 0.5
"""Emotions come weak and strong: the standard deviation of the factor on a profile."""
STYLE_SPREAD = 0.5 * GRADE
"""How far people, studies and kinds of one emotion (cold and hot anger) differ from the profile."""
EFFORT_SPREAD = np.array([1.2, 0.0, 0.0, 2.4, 0.0, 1.6, 0.0, 0.0])
"""How vocal effort moves the cues from phrase to phrase, together, whatever the emotion.

About half a semitone for each dB (Gramming 1988, Relationship between changes in voice pitch and
loudness), which is less in calm talk than between talking and shouting.
"""
PHRASE_SPREAD = np.array([1.5, 1.6, 3.3, 1.5, 1.5, 2.0, 0.2, 0.3])
"""How much the cues of one speaker's phrases stray by their words alone.

Rounded from phrases of 2 s of ordinary speech, read and spontaneous, of 44 speakers.
"""
PHRASE_SECONDS = 2.0

USUAL = np.array([8.0, 5.7, -3.2, -25.0, 8.6, -13.5, 2.25, 4.45])
USUAL_SPREAD = np.array([5.5, 2.0, 1.5, 20.0, 2.0, 5.0, 0.25, 0.5])
"""Mean and standard deviation of people's own usual, where the speaker is not known yet.

Pitch: men at 119 Hz, women at 207 Hz (Traunmüller & Eriksson 1995, The frequency range of the
voice fundamental in the speech of male and female adults); loudness is up to the recording; the
rest rounded from the ordinary speech of 44 speakers.
"""

PRIOR = np.array([0.30, 0.14, 0.14, 0.14, 0.14, 0.14])
"""How likely the emotions are before anything was heard.

Talk is neutral more often than anything else; the rest is left open on purpose.
"""

UNHEARD = 0.2
"""Share of emotional phrases whose voice is as in neutral ones.

Listeners miss more than a third of portrayed emotions and take many of these for neutral (Scherer
2003, table of recognition), so a neutral voice is no proof of a neutral mood.
"""

ODD = 0.1
"""Share of phrases whose voice follows no profile, so that even a clear one is not sure.

Irony, a cold, a quote: an allowance, not a measurement.
"""

AFFECT = np.array(
    [[0.0, 0.0], [0.51, 0.81], [-0.27, -0.63], [0.59, -0.51], [0.60, -0.64], [0.67, 0.40]]
)
"""Arousal and valence of each emotion, shape (6, 2).

Russell & Mehrabian 1977, Evidence for a three-factor theory of emotions
"""


@dataclass(frozen=True, slots=True)
class Level:
    """What loudness means in a recording: how much of a profile's it shows, and its scatter in dB.

    Where a microphone's gain stays as it is, loudness follows the speaker; where a level control
    evens it out (telephones, meetings, mastered recordings), it tells nothing. Timbre is the surer
    sign of effort then (Traunmüller & Eriksson 2000, Acoustic effects of variation in vocal effort
    by men, women, and children).
    """

    shown: float
    strays: float

    def profiles(self) -> Matrix:
        """By how much the cues of each emotion differ from the speaker's usual, shape (6, 8)."""
        seen = PROFILES.copy()
        seen[:, Cue.LOUDNESS] *= self.shown
        return seen

    def scatter(self, voice_seconds: float) -> Matrix:
        """Covariances of the cues around each profile in a phrase with so much voice, (6, 8, 8)."""
        profiles, effort = self.profiles(), EFFORT_SPREAD.copy()
        effort[Cue.LOUDNESS] *= self.shown
        phrase = PHRASE_SPREAD**2 * np.clip(PHRASE_SECONDS / max(voice_seconds, 0.1), 0.5, 4.0)
        phrase[Cue.LOUDNESS] += self.strays**2
        style = STYLE_SPREAD**2
        style[Cue.LOUDNESS] *= self.shown**2
        together = np.diag(phrase) + np.outer(effort, effort)
        strength = INTENSITY_SPREAD**2 * profiles[:, :, None] * profiles[:, None, :]
        felt = np.array([emotion != "neutral" for emotion in EMOTIONS])[:, None, None]
        return together + felt * (np.diag(style) + strength)


LEVELS = (Level(shown=1.0, strays=3.0), Level(shown=0.0, strays=3.0))
"""The gain stays, or a control evens the level out; which, the phrases of a speaker tell."""
