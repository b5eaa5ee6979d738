"""How much silence ends a turn: from how complete it sounds, what was said, and who says it.

Pure: time is counted in samples, and no engine is called.
"""

import math
import re
from collections.abc import Mapping
from typing import Literal

from voicecli.types import SAMPLE_RATE

ASK_SAMPLES = round(0.2 * SAMPLE_RATE)
"""Silence after which Smart Turn is asked, once: it is meant to hear about as much behind the
speech. The longer a silence lasts, the more complete any turn sounds to it, so that asking again
parts ends from pauses no better."""

SURE_SECONDS = 0.2, 0.25, 1.0
"""Silence that ends a turn that surely is complete, at patience 0, 0.5 and 1. The figures up to
USUAL_PAUSE_SECONDS were fitted with benchmarks/turns.py to one half of recordings of orders,
commands, conversation and readings; its other half measures them."""
UNSURE_SECONDS = 1.2, 1.9, 2.0
"""Silence that would end a turn that surely is not complete, at the same patience."""
LONGEST_SECONDS = 0.7, 1.25, 1.5
"""Silence that ends any turn, at the same patience: few pauses inside turns are longer, and who is
done waits for nothing."""
CURVE = 0.35
"""The power of doubt: below 1, so that a small doubt already makes the rule wait."""
MAXIMUM_SECONDS = 2.5
"""Silence that ends any turn of any speaker."""

OPEN_ODDS: Mapping["Sign", float] = {
    "breaks off": 10.0,
    "open word": 6.0,
    "no mark": 4.0,
    "figures": 2.5,
    "question": 0.7,
    "sentence": 0.8,
}
"""How many times likelier each sign is in front of a pause than at the end of a turn."""
CLOSED_COMPLETE = 0.99
"""The least probability that "yes" or "stop" is complete."""

USUAL_PAUSE_SECONDS = 0.7
"""What nine in ten pauses inside a turn stay under, before a speaker is known."""
QUANTILE = 0.9
STEP = 0.1
"""How far one pause moves what is known of the speaker, as a part of it."""
LEAST_HABIT, MOST_HABIT = 0.9, 1.3
"""How far a speaker's habit shortens and lengthens the wait."""

Sign = Literal[
    "none", "closed", "breaks off", "open word", "no mark", "figures", "question", "sentence"
]
"""What the words show: nothing, that nothing more will come, or one of the signs weighed above."""

_NEVER_LAST = frozenset(
    "a an and as because but by cuz if into like my or our so than the their uh uhm um umm er erm"
    " hmm well what's when whether which while whose without your i'd i'll i'm we'll we're you're"
    " he's she's it's they're".split()
)
"""English hardly ever ends with one of these, a question no more than a sentence."""

_LAST_IN_QUESTIONS = frozenset(
    "about at for from in of on to where who with is are was were am be been being has had can"
    " could should would will shall may might must not very quite".split()
)
"""Words that end a question ("Who is it for?"), but hardly ever a sentence."""

_OPEN_PHRASES = re.compile(
    r"(?:my|the|his|her|our) (?:name|number|address|question|password|code|e ?mail)(?: address)? is"
    r"|(?:i want|i would like|i need|let me|tell me|give me|show me|can you|could you) ?(?:to|see)?"
    r"|you know|i mean|kind of|sort of|as well as|such as|for example|a (?:little )?bit of|lots? of"
)

_CLOSED = frozenset(
    "yes|no|yeah|yep|nope|ok|okay|stop|cancel|quit|go on|repeat that|thank you|thanks"
    "|thank you very much|thanks a lot|yes please|no thanks|no thank you|that's all|that is all"
    "|goodbye|bye|hello|show me more|louder|slower|faster|quieter|new session|exactly|right"
    "|of course|never mind|i don't know|what time is it".split("|")
)
"""What is whole when it is all that was said."""

_MARKS = re.compile(r"[^\w' ]+")
_FIGURES = re.compile(r"[\d ,.\-]+")
_NUMBER_WORDS = frozenset("zero oh one two three four five six seven eight nine double".split())


def reading(text: str) -> Sign:
    """What an English transcript so far shows about the end of its turn.

    A recogniser writes a full stop behind almost anything, and a comma behind whole clauses; but it
    writes "..." only where it hears a sentence break off, and no mark hardly ever at an end.
    """
    said = " ".join(_MARKS.sub(" ", text.lower().replace("’", "'")).split())
    if not said:
        return "none"
    if said in _CLOSED:
        return "closed"
    words = said.split()
    mark = text.rstrip()[-1]
    if text.rstrip().endswith(("...", "…", "-", "–")):
        return "breaks off"
    if _FIGURES.fullmatch(text.strip()) or all(word in _NUMBER_WORDS for word in words):
        return "figures"
    if _is_open(said, words, mark):
        return "open word"
    if mark == "?":
        return "question"
    if mark in ".!":
        return "sentence"
    return "none" if mark == "," else "no mark"


def _is_open(said: str, words: list[str], mark: str) -> bool:
    """Whether English hardly ever stops behind these words."""
    if words[-1] in _NEVER_LAST:
        return True
    if words[-1] in _LAST_IN_QUESTIONS:
        return mark != "?" or len(words) <= 2
    return re.search(rf"(?:^| )(?:{_OPEN_PHRASES.pattern})$", said) is not None


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
        likely = _weighed(complete, reading(text))
        seconds = self._sure + (self._unsure - self._sure) * math.pow(1.0 - likely, CURVE)
        seconds = min(seconds, self._longest) * self._habit()
        return round(min(seconds, MAXIMUM_SECONDS) * SAMPLE_RATE)

    def learn(self, pause: int) -> None:
        """Take in a pause of the speaker, in samples, behind which they went on.

        A running quantile that takes a step up for each longer pause and a ninth of it down for
        each shorter one, so that a single long thought moves it little (stochastic approximation
        of a quantile, Robbins and Monro, 1951).
        """
        is_longer = pause / SAMPLE_RATE > self._pause
        self._pause *= 1.0 + STEP * (QUANTILE if is_longer else QUANTILE - 1.0)

    def _habit(self) -> float:
        """How much longer than usual this speaker's pauses are."""
        return min(max(self._pause / USUAL_PAUSE_SECONDS, LEAST_HABIT), MOST_HABIT)


def _weighed(complete: float, sign: Sign) -> float:
    """The probability that a turn is complete, when its words are known too (Bayes' rule)."""
    if sign == "closed":
        return max(complete, CLOSED_COMPLETE)
    return complete / (complete + (1.0 - complete) * OPEN_ODDS.get(sign, 1.0))


def _at(patience: float, values: tuple[float, float, float]) -> float:
    """The value at patience 0, 0.5 or 1, and on straight lines between them."""
    low, middle, high = values
    if patience < 0.5:
        return low + (middle - low) * 2.0 * patience
    return middle + (high - middle) * (2.0 * patience - 1.0)
