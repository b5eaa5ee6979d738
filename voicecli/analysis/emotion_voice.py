"""Tells a speaker's emotions from the cues of all their phrases at once.

A phrase's cues are the speaker's own usual, plus the profile of the emotion, plus scatter. Neither
the usual nor the emotions are known, so both are found together: emotions by where a phrase lies
from what the *other* phrases say is usual, the usual by what the phrases say less their emotions
(expectation propagation with one pass a round; Minka 2001, Expectation propagation for approximate
Bayesian inference). With one phrase this is Bayes' rule over the norms of `emotion_profiles`, with
many the speaker's own voice is the measure. The probabilities carry every doubt that went in:
about the usual, about how strong and of which style an emotion is, about short phrases.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voicecli.analysis.emotion_cues import Cue
from voicecli.analysis.emotion_profiles import (
    LEVELS,
    ODD,
    PRIOR,
    UNHEARD,
    USUAL,
    USUAL_SPREAD,
    Level,
)

Matrix = NDArray[np.float64]
_ROUNDS = 8
_UNKNOWN = 1e8
"""Variance of a cue that was not measured: it says nothing."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a speaker's phrases: `probabilities` of shape (phrases, 6).

    `departures` are their cues less the speaker's usual by the other phrases, shape (phrases, 8),
    shrunk by how little that usual is known; NaN where a cue was not measured.
    """

    probabilities: Matrix
    departures: Matrix
    fit: float
    """Logarithm of how likely each phrase was by the others, added up."""


def judge(cues: Matrix, voice_seconds: Matrix, evidence: Matrix) -> Judged:
    """Judge the phrases of one speaker, weighing what loudness may mean in the recording.

    `cues` is of shape (phrases, 8), NaN where unknown; `voice_seconds` of shape (phrases,);
    `evidence` holds logarithms of likelihoods from elsewhere (words), shape (phrases, 6).
    """
    judged = [_judge(_Phrases(cues, voice_seconds, level), evidence) for level in LEVELS]
    first, second = judged
    share = float(_normalised(np.array([[first.fit, second.fit]]))[0, 0])
    return Judged(
        share * first.probabilities + (1 - share) * second.probabilities,
        share * first.departures + (1 - share) * second.departures,
        max(first.fit, second.fit),
    )


def _judge(phrases: "_Phrases", evidence: Matrix) -> Judged:
    prior = np.log(PRIOR) + evidence
    shares = _normalised(_by_voice(prior))
    for _ in range(_ROUNDS):
        mean, spread = phrases.usual_by_others(shares)
        heard = phrases.likelihoods(mean, spread)
        shares = _normalised(_by_voice(prior) + heard)
    logs = prior + _by_emotion(heard)
    fit = float(np.logaddexp.reduce(logs, axis=1).sum())
    found = (1 - ODD) * _normalised(logs) + ODD * _normalised(prior)
    return Judged(found, phrases.departures(mean, spread), fit)


def _by_voice(prior: Matrix) -> Matrix:
    """How likely each way of sounding is, as logarithms, if emotions are as likely as `prior`."""
    voices: Matrix = prior + np.log1p(-UNHEARD)
    hidden = np.logaddexp.reduce(prior[:, 1:], axis=1) + np.log(UNHEARD)
    voices[:, 0] = np.logaddexp(prior[:, 0], hidden)
    return voices


def _by_emotion(heard: Matrix) -> Matrix:
    """The likelihood of each emotion, if it sounds as itself or, unheard, as neutral."""
    shown, hidden = heard + np.log1p(-UNHEARD), heard[:, :1] + np.log(UNHEARD)
    likelihoods: Matrix = np.asarray(np.logaddexp(shown, hidden), np.float64)
    likelihoods[:, 0] = heard[:, 0]
    return likelihoods


class _Phrases:
    """The cues of a speaker's phrases, and how far they scatter around each profile."""

    def __init__(self, cues: Matrix, voice_seconds: Matrix, level: Level) -> None:
        self._known = ~np.isnan(cues)
        self._cues = np.where(self._known, cues, USUAL)
        self._profiles = level.profiles()
        scatter = [level.scatter(float(seconds)) for seconds in voice_seconds]
        both = self._known[:, None, :, None] & self._known[:, None, None, :]
        unknown = _UNKNOWN * np.eye(len(Cue)) * ~self._known[:, None, None, :]
        shape = (len(cues), len(PRIOR), len(Cue), len(Cue))
        self._scatter = np.where(both, np.array(scatter).reshape(shape), 0.0) + unknown
        self._precisions = np.linalg.inv(self._scatter)

    def usual_by_others(self, shares: Matrix) -> tuple[Matrix, Matrix]:
        """What the norms and the other phrases say is usual, if they sound like `shares`.

        Means of shape (phrases, 8) and covariances of shape (phrases, 8, 8).
        """
        weighted = shares[:, :, None, None] * self._precisions
        offsets = self._cues[:, None, :] - self._profiles
        precisions = weighted.sum(axis=1)
        pulls = np.einsum("peij,pej->pi", weighted, offsets)
        others = np.diag(USUAL_SPREAD**-2.0) + (precisions.sum(axis=0) - precisions)
        spread = np.linalg.inv(others)
        pull = USUAL / USUAL_SPREAD**2 + (pulls.sum(axis=0) - pulls)
        return np.einsum("pij,pj->pi", spread, pull), spread

    def likelihoods(self, mean: Matrix, spread: Matrix) -> Matrix:
        """Logarithm of the likelihood of each way of sounding, shape (phrases, 6)."""
        spreads = self._scatter + spread[:, None]
        away = (self._cues - mean)[:, None, :] - self._profiles
        distance = np.einsum("pei,pei->pe", away, _solved(spreads, away))
        likely: Matrix = -0.5 * (distance + np.linalg.slogdet(spreads)[1])
        return likely

    def departures(self, mean: Matrix, spread: Matrix) -> Matrix:
        """The cues less the usual, times how much of the difference is not doubt about it."""
        own = np.diagonal(self._scatter[:, 0], axis1=1, axis2=2)
        doubt = np.diagonal(spread, axis1=1, axis2=2)
        shrunk: Matrix = np.where(self._known, (self._cues - mean) * own / (own + doubt), np.nan)
        return shrunk


def _solved(matrices: Matrix, vectors: Matrix) -> Matrix:
    solved: Matrix = np.asarray(np.linalg.solve(matrices, vectors[..., None])[..., 0], np.float64)
    return solved


def _normalised(logs: Matrix) -> Matrix:
    """Probabilities from logarithms of anything proportional to them, row by row."""
    raised = np.exp(logs - logs.max(axis=1, keepdims=True))
    shares: Matrix = raised / raised.sum(axis=1, keepdims=True)
    return shares
