"""How much silence ends an answer in an interview: who is asked about their life thinks aloud.

Pure, as `turn_end`: time is counted in samples, and no engine is called. Who was cut off once is
waited for longer in the rest of that answer, and in the next ones less and less.
"""

import math
import re
from collections.abc import Mapping

from voicecli.types import SAMPLE_RATE
from voicecli.vad.turn_end import TurnEnd, weighed
from voicecli.vad.turn_words import Sign, reading

SURE_SECONDS = 0.5
"""Silence that ends an answer that surely is complete: longer than most pauses between sentences,
and short enough that the next question sounds 0.9 s behind the answer."""
WHOLE_SECONDS = 0.3
"""The same behind words that nothing follows."""
DOUBTED_SECONDS = 1.6
"""Silence that ends what its words make a whole sentence, whatever its melody: a voice stays up at
the end of many a sentence. Only words that must go on are waited for longer."""
CURVE = 0.8
"""The power of doubt: an answer that may well be complete is soon taken for it, since who goes on
is let go on, and joined to what they said before."""
OPEN: Mapping[Sign, float] = {"no mark": 1.0, "breaks off": 1.0, "open word": 0.5}
"""Signs of words that must go on, and what part of the time to think they are given: a recogniser
that hears a full stop behind "well" or "from" is often right in a long answer."""
LEAST_DOUBT_OPEN = 0.6
"""Doubt that an answer is complete whose last words break off, however low the voice went."""
WHOLE: frozenset[Sign] = frozenset(("closed", "whole", "question"))
"""Signs of words that need no others behind them, few as they are: "I don't know", and what asks
for the question again."""
BRIEF_SECONDS = 1.2
"""Silence behind the first few words: most answers have a second sentence, and people think before
it. It shrinks with each word up to MANY_WORDS."""
FEW_WORDS, MANY_WORDS = 5, 25
PATIENCE = 1.4
"""So many times the pause in which somebody was cut off is waited for them from then on: they think
from sentence to sentence, and to be cut off again is worse than a slow question."""
MOST_PATIENCE_SECONDS = 3.0
"""The same at most."""
FORGETS = 0.5
"""What is left of it behind an answer in which it was of no use."""

_BREAKS_OFF = re.compile(
    r"\b(?:and|but|so|because|then|that|when|if|while|or|as|where|which) (?:then |also )?"
    r"(?:i|we|you|he|she|they|it)\W*$"
    r"|\b(?:and|but|so|because|then|that|when|if|while|or|as|where|which) (?:then |also )?"
    r"(?:i|we|you|he|she|they|it) (?:would|will|had|was|were|have|could|should|did|am|are|is)\W*$"
)
"""A clause that has only begun: "… and then I", "… because we had"."""


class AnswerEnd(TurnEnd):
    """The silence that ends an answer; one that breaks off may pause for `think_seconds`."""

    def __init__(self, think_seconds: float) -> None:
        super().__init__(patience=0.5)
        self._think = think_seconds
        self._patience = 0.0
        """Seconds that are waited at least, since somebody was cut off."""
        self._impatient = 0
        """Samples of silence that would have ended this answer without it."""
        self._was_needed = False
        """Whether somebody went on behind a longer one."""

    def wait(self, complete: float, text: str = "") -> int:
        """Samples of silence after which the answer is over, as `TurnEnd.wait`.

        `text` is all of the answer so far.
        """
        words = len(text.split())
        sign: Sign = "breaks off" if _BREAKS_OFF.search(text.lower()) else reading(text)
        doubt = 1.0 - weighed(complete, sign, words)
        if sign == "breaks off":
            doubt = max(doubt, LEAST_DOUBT_OPEN)
        sure = WHOLE_SECONDS if sign in WHOLE else SURE_SECONDS
        unsure = max(self._think * OPEN.get(sign, 0.0), DOUBTED_SECONDS)
        seconds = sure + (unsure - sure) * math.pow(doubt, CURVE)
        if text and sign not in WHOLE:
            share = (words - FEW_WORDS) / (MANY_WORDS - FEW_WORDS)
            seconds = max(seconds, BRIEF_SECONDS * (1.0 - min(max(share, 0.0), 1.0)))
        self._impatient = round(min(seconds * self.habit, self._think) * SAMPLE_RATE)
        patience = 0.0 if sign in WHOLE else min(self._patience, self._think)
        return max(self._impatient, round(patience * SAMPLE_RATE))

    def learn(self, pause: int) -> None:
        """Take in a pause, as `TurnEnd.learn`."""
        super().learn(pause)
        self._was_needed = self._was_needed or pause > self._impatient

    def over(self) -> None:
        """Take in that the answer was taken for over: patience that was not needed wears off."""
        if not self._was_needed:
            self._patience *= FORGETS
        self._was_needed = False

    def cut_off(self, pause: int) -> None:
        """Take in that it was not: from now on they are waited for longer."""
        patience = min(PATIENCE * pause / SAMPLE_RATE, MOST_PATIENCE_SECONDS)
        self._patience = max(self._patience, patience)
