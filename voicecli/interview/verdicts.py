"""What a reply is worth as an answer: good, partial, vague, off the topic. English.

Four things are weighed: whether it speaks of what was asked (likeness, common words), how much of
it is concrete, which points it touches, and what kind of answer the question wants: a figure needs
one word, a story many.
"""

# ruff: noqa: E501  # a pattern that is broken over lines is harder to read than a long one

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from voicecli.analysis.english import content_stems
from voicecli.interview.course import Verdict
from voicecli.interview.coverage import Reading, is_honest_no
from voicecli.interview.empty_words import EMPTY_STEMS
from voicecli.interview.plan import QuestionKind
from voicecli.interview.points import WEIGHTS, kind_of

Wanted = Literal["figure", "time", "yes-no", "name", "account"]
"""What a question wants: a figure, a time, yes or no and a little more, a name, or an account."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is judged by: its words and kind, its points, and those that are missing.

    `about` are stems of all that it is about: its own, those of its points and of its topic.
    """

    text: str
    kind: QuestionKind
    points: Sequence[str]
    missing: Sequence[str]
    about: frozenset[str]
    planned: bool
    """Whether it is a ready question of its topic; else it follows up what was said before."""


_HOW_MANY = re.compile(r"\b(?:how (?:many|much|large|big|high)|what (?:percentage|number|size))\b")
_HOW_LONG = re.compile(
    r"\b(?:how (?:long|often|many years)|when (?:did|was|were|do|will|is)|since when|what year)\b"
)
_YES_NO = re.compile(
    r"^(?:(?:and|so|but|well),? )?(?:do|did|does|have|has|are|were|is|was|can|could|would|will) (?:you|your|there|it|that)\b"
)
_WHICH = re.compile(
    r"\b(?:which|what (?:kind|sort|type|tools?|systems?|software|languages?|certificates?|is your|was your))\b"
)
_IMAGINE = re.compile(
    r"\b(?:imagine|suppose|what would you|how would you|if you (?:had|were)|what if|would you do)\b"
)
_WHY = re.compile(
    r"\b(?:why (?:do|did|are|would|this|us|have)|what (?:draws|attracts|motivates|interests) you|where do you (?:see|want))\b"
)
_TELL = re.compile(
    r"\b(?:tell me|describe|a time when|give me an example|when did you|have you ever|what did you|how did you|can you (?:describe|give|recall|think))\b"
)
_DIRECT = re.compile(
    r"^(?:(?:um|uh|er|well|so|oh|hm+|honestly|actually|to be honest)[, ]+)*(?:yes|yeah|yep|no|nope|not|never|none|nobody|i (?:have|haven'?t|do|did|am|was|use|used|know|hold|speak)\b|i'?ve|about|around|roughly|almost|over|since|because|by)\b"
)
_NO_BUT = re.compile(
    r"\b(?:no|not|never|haven'?t|hasn'?t|nothing|none|nobody|didn'?t|don'?t|isn'?t|wasn'?t)\b.{0,60}?\b(?:but|however|though|instead|only|just)\b"
)


def kind_of_question(text: str) -> QuestionKind:
    """What kind of question this is, by its words."""
    low = text.lower()
    if _IMAGINE.search(low):
        return "situational"
    if _WHY.search(low):
        return "motivation"
    if (
        _HOW_MANY.search(low)
        or _HOW_LONG.search(low)
        or (_YES_NO.search(low) and not _TELL.search(low))
    ):
        return "factual"
    return "behavioural" if _TELL.search(low) else "technical"


def wanted(asked: Asked) -> Wanted:
    """What a question wants to hear."""
    low = asked.text.lower().replace("’", "'")
    if asked.kind in ("behavioural", "situational"):
        return "yes-no" if re.match(r"^have you ever\b", low) else "account"
    last = re.split(r"(?<=[.!])\s+", low)[-1]
    if _HOW_MANY.search(last):
        return "figure"
    if _HOW_LONG.search(last):
        return "time"
    if _YES_NO.search(last) and not re.match(r"^(?:can|could|would) you\b", last):
        return "yes-no"
    if _WHICH.search(last) and asked.kind == "factual":
        return "name"
    return "account"


def verdict(reading: Reading, asked: Asked) -> Verdict:
    """What a reply that says something is worth."""
    wants = wanted(asked)
    if wants != "account":
        brief = _brief(wants, reading)
        if brief is not None:
            return brief
    if is_off_topic(reading, asked):
        return "off-topic"
    weight = substance_of(reading)
    if is_hollow(reading) or (weight < LEAST and not _is_plain(reading)):
        return "vague"
    if is_honest_no(reading.text) and weight >= ENOUGH_MORE:
        return "good"
    share = coverage(asked)
    enough = ENOUGH[asked.kind] if asked.planned else ENOUGH_MORE
    if weight >= enough and share >= COVERED:
        return "good"
    return "good" if weight >= PLENTY and share >= COVERED / 2 else "partial"


LEAST = 2.0
ENOUGH: dict[QuestionKind, float] = {
    "behavioural": 5.5,
    "technical": 4.5,
    "situational": 4.0,
    "motivation": 2.2,
    "factual": 2.5,
}
ENOUGH_MORE = 2.5
"""To a follow-up: it asks for less, and what was said before counts."""
PLENTY = 10.0
COVERED = 0.6
OFF_TOPIC = 0.24
"""Likeness to the question below which a reply speaks of something else."""


def substance_of(reading: Reading) -> float:
    """How much there is in a reply: figures, names, deeds, and words that tell something."""
    there = reading.substance
    marks = min(4, len(there.figures)) + min(4, len(there.names)) * 0.75
    return (
        0.75 * marks
        + 0.8 * min(4, len(there.acts))
        + len(there.specific) / 5
        - 0.6 * len(there.empty)
        - 0.5 * there.general
    )


def is_hollow(reading: Reading) -> bool:
    """Whether most of what is said are empty words, and no deed or figure is among them."""
    there = reading.substance
    told = len(there.specific) + 2 * len(there.figures) + 2 * len(there.deeds)
    return told < there.empty_words + 2 * there.general


def _is_plain(reading: Reading) -> bool:
    """Whether the little that is said is said plainly."""
    there = reading.substance
    return len(there.specific) >= 2 and not there.empty and not there.general


def coverage(asked: Asked) -> float:
    """The share of the points that are touched, by weight; 1 without points."""
    weights = {point: WEIGHTS[kind_of(point)] for point in asked.points}
    total = sum(weights.values())
    return 1 - sum(weights[point] for point in asked.missing) / total if total else 1.0


def is_off_topic(reading: Reading, asked: Asked) -> bool:
    """Whether a reply tells something, but not of what was asked. Without an embedder never."""
    if reading.likeness is None or len(reading.substance.specific) < 3:
        return False
    others = range(1 + len(asked.points), reading.likeness.whole.shape[0])
    alike = max(reading.likeness.highest(text) for text in (0, *others))
    common = len(asked.about & frozenset(content_stems(reading.text)))
    direct = bool(_DIRECT.search(reading.text.lower()))
    return alike + 0.04 * min(common, 3) + 0.06 * direct < OFF_TOPIC


def _brief(wants: Wanted, reading: Reading) -> Verdict | None:
    """The verdict on a reply to a question that one word may answer; None: judge it as any other."""
    low = reading.text.lower().replace("’", "'")
    there = reading.substance
    if wants in ("figure", "time"):
        if there.figures or re.search(r"\b(?:nobody|none|zero|never|one)\b", low):
            return "good"
        return None
    if wants == "name":
        return "good" if there.names else None
    direct = _DIRECT.search(low)
    tells = len(there.specific) + len(there.figures) + len(there.names)
    if direct and (tells >= 2 or _NO_BUT.search(low)) and not is_hollow(reading):
        return "good"
    if direct and low.startswith(("no", "never", "not")) and there.words <= 6:
        return "good"
    return "partial" if direct and there.words <= 12 and not is_hollow(reading) else None


def subject_stems(texts: Sequence[str]) -> frozenset[str]:
    """Stems of the words that say what texts are about, without those that fit any."""
    return frozenset(one for text in texts for one in content_stems(text) if one not in EMPTY_STEMS)
