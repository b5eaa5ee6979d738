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
    PRIOR,
    UNHEARD,
    USUAL,
    USUAL_SPREAD,
    Level,
)

Matrix = NDArray[np.float64]
_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Usual:
    """A Gaussian belief about a speaker's usual cues.

    `precision` is of shape (7, 7), `pull` is the precision times the mean, shape (7,).
    """

    precision: Matrix
    pull: Matrix

    @property
    def mean(self) -> Matrix:
        """The likeliest usual, shape (7,)."""
        return np.linalg.solve(self.precision, self.pull)

    def without(self, precision: Matrix, pull: Matrix) -> "Usual":
        """The belief before one phrase was heard."""
        return Usual(self.precision - precision, self.pull - pull)


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a speaker's phrases: `probabilities` of shape (phrases, 6).

    `departures` are their cues less the speaker's usual by the other phrases, shape (phrases, 7),
    shrunk by how little that usual is known; NaN where a cue was not measured.
    """

    probabilities: Matrix
    departures: Matrix
    fit: float
    """Logarithm of how likely each phrase was by the others, added up."""


def judge(cues: Matrix, voice_seconds: Matrix, evidence: Matrix) -> Judged:
    """Judge the phrases of one speaker.

    `cues` is of shape (phrases, 7), NaN where unknown; `voice_seconds` of shape (phrases,);
    `evidence` holds logarithms of likelihoods from elsewhere (words), shape (phrases, 6).
    """
    judged = [_judge(cues, voice_seconds, evidence, level) for level in LEVELS]
    weights = _normalised(np.array([[each.fit for each in judged]]))[0]
    return Judged(
        sum(weight * each.probabilities for weight, each in zip(weights, judged, strict=True)),
        sum(weight * each.departures for weight, each in zip(weights, judged, strict=True)),
        max(each.fit for each in judged),
    )


def _judge(cues: Matrix, voice_seconds: Matrix, evidence: Matrix, level: Level) -> Judged:
    phrases = [
        _Phrase(row, float(length), level) for row, length in zip(cues, voice_seconds, strict=True)
    ]
    prior = np.log(PRIOR) + evidence
    shares = np.tile(PRIOR, (len(phrases), 1))
    usual = _refit(phrases, shares)
    for _ in range(_ROUNDS):
        rows = [item.likelihoods(usual, own) for item, own in zip(phrases, shares, strict=True)]
        heard = np.array(rows).reshape(evidence.shape)
        shares = _normalised(_by_voice(prior) + heard)
        usual = _refit(phrases, shares)
    logs = prior + _by_emotion(heard)
    away = [phrase.departure(usual, own) for phrase, own in zip(phrases, shares, strict=True)]
    fit = float(np.logaddexp.reduce(logs, axis=1).sum())
    return Judged(_normalised(logs), np.array(away).reshape(len(phrases), len(Cue)), fit)


def _by_voice(prior: Matrix) -> Matrix:
    """How likely each way of sounding is, as logarithms, if emotions are as likely as `prior`."""
    voices = prior + np.log1p(-UNHEARD)
    hidden = np.logaddexp.reduce(prior[:, 1:], axis=1) + np.log(UNHEARD)
    voices[:, 0] = np.logaddexp(prior[:, 0], hidden)
    return voices


def _by_emotion(heard: Matrix) -> Matrix:
    """The likelihood of each emotion, if it sounds as itself or, unheard, as neutral."""
    shown, hidden = heard + np.log1p(-UNHEARD), heard[:, :1] + np.log(UNHEARD)
    likelihoods: Matrix = np.logaddexp(shown, hidden)
    likelihoods[:, 0] = heard[:, 0]
    return likelihoods


class _Phrase:
    """The cues of a phrase that were measured, and how far they may scatter."""

    def __init__(self, cues: Matrix, voice_seconds: float, level: Level) -> None:
        self._known = np.flatnonzero(~np.isnan(cues))
        self._grid = np.ix_(self._known, self._known)
        self._cues = cues[self._known]
        covariances = level.scatter(voice_seconds)
        self._scatter = np.array([each[self._grid] for each in covariances])
        self._precisions = np.linalg.inv(self._scatter)
        self._profiles = level.profiles()[:, self._known]

    def message(self, shares: Matrix) -> tuple[Matrix, Matrix]:
        """What the phrase says about the usual, if its emotions have these probabilities."""
        precision, pull = np.zeros((len(Cue), len(Cue))), np.zeros(len(Cue))
        weighted = shares[:, None, None] * self._precisions
        precision[self._grid] = weighted.sum(axis=0)
        offsets = self._cues - self._profiles
        pull[self._known] = np.einsum("eij,ej->i", weighted, offsets)
        return precision, pull

    def likelihoods(self, usual: Usual, shares: Matrix) -> Matrix:
        """Logarithm of the likelihood of each emotion, by what the other phrases say is usual."""
        mean, spread = self._others(usual, shares)
        spreads = self._scatter + spread
        away = (self._cues - mean - self._profiles)[:, :, None]
        distance = (away * np.linalg.solve(spreads, away)).sum(axis=(1, 2))
        volume: Matrix = np.linalg.slogdet(spreads)[1]
        return -0.5 * (distance + volume)

    def departure(self, usual: Usual, shares: Matrix) -> Matrix:
        """The cues less the usual, times how much of the difference is not doubt about it."""
        mean, spread = self._others(usual, shares)
        own = np.diag(self._scatter[0])
        found = np.full(len(Cue), np.nan)
        found[self._known] = (self._cues - mean) * own / (own + np.diag(spread))
        return found

    def _others(self, usual: Usual, shares: Matrix) -> tuple[Matrix, Matrix]:
        """Mean and covariance of the usual without this phrase, for the cues it has."""
        cavity = usual.without(*self.message(shares))
        covariance = np.linalg.inv(cavity.precision)
        return (covariance @ cavity.pull)[self._known], covariance[self._grid]


def _refit(phrases: list[_Phrase], shares: Matrix) -> Usual:
    """The usual by the norms and all phrases."""
    precision = np.diag(USUAL_SPREAD**-2.0)
    pull = USUAL / USUAL_SPREAD**2
    for phrase, own in zip(phrases, shares, strict=True):
        more, drawn = phrase.message(own)
        precision += more
        pull += drawn
    return Usual(precision, pull)


def _normalised(logs: Matrix) -> Matrix:
    """Probabilities from logarithms of anything proportional to them, row by row."""
    raised = np.exp(logs - logs.max(axis=1, keepdims=True))
    shares: Matrix = raised / raised.sum(axis=1, keepdims=True)
    return shares
