"""How much silence ends a turn: from how complete it sounds, what was said, and who says it.

Pure: time is counted in samples, and no engine is called.
"""

import math
from collections.abc import Mapping

from voicecli.types import SAMPLE_RATE
from voicecli.vad.turn_words import Sign, reading

ASK_SAMPLES = round(0.2 * SAMPLE_RATE)
"""Silence after which Smart Turn is asked, once: it is meant to hear about as much behind the
speech. The longer a silence lasts, the more complete any turn sounds to it, so that asking again
parts ends from pauses no better."""

SURE_SECONDS = 0.2, 0.2, 0.9
"""Silence that ends a turn that surely is complete, at patience 0, 0.5 and 1. The figures up to
USUAL_PAUSE_SECONDS were fitted with benchmarks/turns.py to one half of recordings of orders,
commands, conversation and readings; its other half measures them, but the working point at
patience 0.5 was moved a little in sight of both. The less patience, the more the three cues decide;
the more patience, the more the silence alone."""
UNSURE_SECONDS = 1.25, 1.85, 2.05
"""Silence that would end a turn that surely is not complete, at the same patience."""
LONGEST_SECONDS = 0.7, 1.25, 1.4
"""Silence that ends any turn, at the same patience: few pauses inside turns are longer, and who is
done waits for nothing."""
CURVE = 0.35
"""The power of doubt: below 1, so that a small doubt already makes the rule wait."""
MAXIMUM_SECONDS = 2.5
"""Silence that ends any turn of any speaker."""

EVIDENCE: Mapping[Sign, tuple[float, float]] = {
    "closed": (4.6, 0.1),
    "whole": (4.4, 0.25),
    "short": (2.6, 0.25),
    "sentence": (-0.2, 1.0),
    "beginning": (-0.4, 1.0),
    "figures": (-0.4, 1.0),
    "question": (-0.5, 1.0),
    "no mark": (-1.3, 1.0),
    "open word": (-1.8, 1.0),
    "breaks off": (-2.3, 1.0),
}
"""How much each sign says by itself, in logits, and what part of Smart Turn's logit counts beside
it: a question ends on many melodies, but its grammar is always the same, so that whole words
outweigh the sound. The recordings hold few questions; "whole" and "short" were chosen on invented
ones, spoken by a synthetic voice with and without a pause inside."""
OF_LENGTH: frozenset[Sign] = frozenset(("sentence", "question", "beginning", "no mark"))
"""Signs that are the likelier at an end, the more words were said before."""
PER_WORD = 0.25
"""How much more one word says, in logits."""
FEW_AND_MANY = 4, 12
"""Words; fewer and more make no difference."""
LEAST_DOUBT = 0.001
"""Smart Turn is never believed more than this."""

USUAL_PAUSE_SECONDS = 0.7
"""What nine in ten pauses inside a turn stay under, before a speaker is known."""
QUANTILE = 0.9
STEP = 0.1
"""How far one pause moves what is known of the speaker, as a part of it."""
LEAST_HABIT, MOST_HABIT = 0.9, 1.3
"""How far a speaker's habit shortens and lengthens the wait."""


class TurnEnd:
    """The silence that ends a turn, for one speaker in one session.

    `patience` 0 answers as soon as it may, 1 lets the speaker think; 0.5 is for conversation.
    """

    def __init__(self, patience: float) -> None:
        self._sure = _at(patience, SURE_SECONDS)
        self._unsure = _at(patience, UNSURE_SECONDS)
        self._longest = _at(patience, LONGEST_SECONDS)
        self._pause = USUAL_PAUSE_SECONDS

    def wait(self, complete: float, text: str = "") -> int:
        """Samples of silence after which the turn is over.

        `complete` is what Smart Turn answered in this silence; `text` is the English transcript
        so far, "" if there is none yet.
        """
        likely = weighed(complete, reading(text), len(text.split()))
        seconds = self._sure + (self._unsure - self._sure) * math.pow(1.0 - likely, CURVE)
        seconds = min(seconds, self._longest) * self.habit
        return round(min(seconds, MAXIMUM_SECONDS) * SAMPLE_RATE)

    def learn(self, pause: int) -> None:
        """Take in a pause of the speaker, in samples, behind which they went on.

        A running quantile that takes a step up for each longer pause and a ninth of it down for
        each shorter one, so that a single long thought moves it little (stochastic approximation
        of a quantile, Robbins and Monro, 1951).
        """
        is_longer = pause / SAMPLE_RATE > self._pause
        self._pause *= 1.0 + STEP * (QUANTILE if is_longer else QUANTILE - 1.0)

    def over(self) -> None:
        """Take in that the turn was taken for over."""

    def cut_off(self, pause: int) -> None:
        """Take in that it was not: they had only paused, for so many samples.

        Here nothing follows from it but what `learn` takes in.
        """

    @property
    def habit(self) -> float:
        """How much longer than usual this speaker's pauses are."""
        return min(max(self._pause / USUAL_PAUSE_SECONDS, LEAST_HABIT), MOST_HABIT)


def weighed(complete: float, sign: Sign, words: int) -> float:
    """The probability that a turn is complete, when its words are known too (logistic)."""
    bias, weight = EVIDENCE.get(sign, (0.0, 1.0))
    if sign in OF_LENGTH:
        few, many = FEW_AND_MANY
        bias += PER_WORD * (min(max(words, few), many) - (few + many) / 2.0)
    sure = min(max(complete, LEAST_DOUBT), 1.0 - LEAST_DOUBT)
    return 1.0 / (1.0 + math.exp(-bias - weight * math.log(sure / (1.0 - sure))))


def _at(patience: float, values: tuple[float, float, float]) -> float:
    """The value at patience 0, 0.5 or 1, and on straight lines between them."""
    low, middle, high = values
    if patience < 0.5:
        return low + (middle - low) * 2.0 * patience
    return middle + (high - middle) * (2.0 * patience - 1.0)
