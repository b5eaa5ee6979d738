"""How much silence ends an answer in an interview: who is asked about their life thinks aloud.

Pure, as `turn_end`: time is counted in samples, and no engine is called.
"""

import math

from voicecli.types import SAMPLE_RATE
from voicecli.vad.turn_end import TurnEnd, weighed
from voicecli.vad.turn_words import Sign, reading

SURE_SECONDS = 0.3
"""Silence that ends an answer that surely is complete."""
CURVE = 0.8
"""The power of doubt: an answer that may well be complete is soon taken for it, since who goes on
is let go on, and joined to what they said before."""
WHOLE: frozenset[Sign] = frozenset(("closed", "whole", "question"))
"""Signs of words that need no others behind them, few as they are: "I don't know", and what asks
for the question again."""
BRIEF_SECONDS = 1.4
"""Silence behind the first few words: most answers have a second sentence, and people think before
it. It shrinks with each word up to MANY_WORDS."""
FEW_WORDS, MANY_WORDS = 5, 25


class AnswerEnd(TurnEnd):
    """The silence that ends an answer; one that sounds unfinished may pause for `think_seconds`."""

    def __init__(self, think_seconds: float) -> None:
        super().__init__(patience=0.5)
        self._think = think_seconds

    def wait(self, complete: float, text: str = "") -> int:
        """Samples of silence after which the answer is over, as `TurnEnd.wait`.

        `text` is all of the answer so far.
        """
        sign, words = reading(text), len(text.split())
        doubt = 1.0 - weighed(complete, sign, words)
        seconds = SURE_SECONDS + (self._think - SURE_SECONDS) * math.pow(doubt, CURVE)
        if text and sign not in WHOLE:
            share = (words - FEW_WORDS) / (MANY_WORDS - FEW_WORDS)
            seconds = max(seconds, BRIEF_SECONDS * (1.0 - min(max(share, 0.0), 1.0)))
        return round(min(seconds * self.habit, self._think) * SAMPLE_RATE)
