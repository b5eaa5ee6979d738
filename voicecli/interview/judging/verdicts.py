"""What a reply is worth as an answer: good, partial, vague, off the topic. English.

Four things are weighed: whether it speaks of what was asked (likeness, common words), how much of
it is concrete, which points it touches, and what kind of answer the question wants: a figure needs
one word, a story many.
"""

import re

from voicecli.interview.course import Verdict
from voicecli.interview.judging.coverage import is_honest_no, tells_when
from voicecli.interview.judging.coverage_cues import YES
from voicecli.interview.judging.evidence import Reading
from voicecli.interview.judging.off_topic import (
    is_direct,
    is_elsewhere,
    is_of_another_topic,
    is_off_topic,
    is_private,
    likeness_of,
    shared_stems,
)
from voicecli.interview.judging.points import WEIGHTS, PointKind, kind_of
from voicecli.interview.judging.wants import (
    Asked,
    Wanted,
    asking_sentence,
    asks_if_not,
    things_asked,
    wanted,
)
from voicecli.interview.plan import QuestionKind

_BRIEFLY = re.compile(
    r"^(?:i (?:have|haven'?t|do|did|don'?t|am|was|use|used|hold|speak)\b|i'?ve"
    r"|a (?:bit|little)|about|around|roughly|almost|over|since|by)\b"
)
_NO = re.compile(
    r"^(?:(?:um|uh|er|well|so|oh|honestly|actually|unfortunately|to be honest)[, ]+)*(?:no"
    r"|nope|nah|not (?:yet|at the moment|so far)"
    r"|i (?:don't|haven't|do not"
    r"|have not)(?! (?:know|remember|recall|have (?:a|any) (?:idea|clue))))\b"
    r"(?!.*\b(?:idea|clue|comment|know|remember|rather not)\b)"
)
_NO_FIGURE = re.compile(r"\b(?:nobody|none|zero)\b|^(?:(?:just|only|maybe|um|uh) )*(?:never|one)\b")
_NO_BUT = re.compile(
    r"\b(?:no|not|never|haven'?t|hasn'?t|nothing|none|nobody|didn'?t|don'?t|isn'?t"
    r"|wasn'?t)\b.{0,60}?\b(?:but|however|though|instead|only|just)\b"
)


def says_no(reply: str) -> bool:
    """Whether a reply says no of oneself, not that one does not know."""
    return bool(_NO.search(reply.lower().replace("’", "'")))


def says_yes(reply: str) -> bool:
    """Whether a reply says of oneself that one has what was asked for."""
    return bool(YES.search(reply.replace("’", "'")))


def verdict(reading: Reading, asked: Asked) -> Verdict:
    """What a reply that says something is worth."""
    if is_of_another_topic(reading, asked):
        near_gap = asked.of_a_gap and asked.kind == "behavioural"
        return "partial" if near_gap or is_whole_but_beside(reading, asked) else "off-topic"
    wants = wanted(asked)
    if wants != "account":
        brief = _brief(wants, reading, asked)
        if brief is not None:
            return brief
    if not asked.planned:
        return _more(reading, asked)
    worth = worth_of(reading, asked)
    if is_private(reading, asked):
        return "off-topic"
    if is_elsewhere(reading, asked):
        near_gap = asked.of_a_gap and asked.kind == "behavioural" and worth >= GOOD_ANYHOW
        nowhere_else = reading.elsewhere is not None and worth >= GOOD
        is_told = near_gap or nowhere_else or is_whole_but_beside(reading, asked)
        return "partial" if is_told else "off-topic"
    if is_off_topic(reading, asked) and worth < _makes_up(reading, asked):
        return "off-topic" if worth < LITTLE or _is_talk(reading) else "partial"
    if is_hollow(reading):
        return "vague"
    least = GOOD_NO if is_honest_no(reading.text) else GOOD
    if worth >= (GOOD_WHOLE if is_whole(reading, asked) else least):
        return "partial" if leaves_out_most(asked) else "good"
    return "partial" if worth >= VAGUE or _is_plain(reading) else "vague"


def _is_talk(reading: Reading) -> bool:
    return reading.likeness is not None and reading.likeness.private >= MUCH_PRIVATE


def is_whole(reading: Reading, asked: Asked) -> bool:
    """Whether a reply, however short, plainly tells each part of a story or of one's reasons."""
    there = reading.substance
    if reading.likeness is None or there.empty or there.general:
        return False
    if asked.kind == "behavioural":
        told = not asked.missing and bool(there.deeds)
    elif asked.kind == "motivation":
        told = not set(asked.points[:_CHIEF_REASONS]) & set(asked.missing)
    else:
        return False
    alike = likeness_of(reading, asked)
    enough = len(there.specific) >= LEAST_OF_IT and alike >= LEAST_ALIKE
    return told and enough and alike > reading.likeness.private


def is_whole_but_beside(reading: Reading, asked: Asked) -> bool:
    """Whether a reply tells all that an answer has, though it sounds like another subject.

    Likeness alone takes one in seventy answers to their question for such. So what they have to do
    with the question is asked, where they are not much nearer to another topic.
    """
    if not (is_of_another_topic(reading, asked) or is_elsewhere(reading, asked)):
        return False
    far = reading.elsewhere is not None and reading.elsewhere >= FAR
    return not far and worth_of(reading, asked) >= GOOD and not leaves_out_most(asked)


LITTLE = -1.2
MUCH_PRIVATE = 0.22
"""A reply that tells less, or is so much like private matters, is off the topic where it is unlike
its question; one that tells more may be unlike it for its words alone."""
FAR = 0.2
"""So much nearer to another topic an answer that tells all is about that one."""
GOOD = 0.0
GOOD_WHOLE = -1.3
LEAST_OF_IT = 5
LEAST_ALIKE = 0.15
"""Enough for an answer that leaves out nothing, how many words of its own it has, and how like the
question it is."""
_CHIEF_REASONS = 2
"""So many points of a question for reasons are what it asks for: "what draws you, why now"."""
GOOD_NO = -1.5
"""Enough for a no with what comes near."""
GOOD_ANYHOW = 0.9
"""So much makes up for words that are little like the question's, where they may be private."""
NO_PRIVATE = 0.12
"""By how much a reply is nearer to the subject than to private matters when it is none of these."""
VAGUE = -1.9
MORE: dict[QuestionKind, float] = {
    "behavioural": 0.0,
    "technical": 0.0,
    "situational": 0.8,
    "motivation": 1.2,
    "factual": 2.5,
}
"""What an answer that is no story is worth beside: it needs fewer words."""
_ALIKE = 0.45
"""Likeness above which a reply is no more about the question."""
_USUALLY_PRIVATE = 0.12
_WORDS = 60
"""How many words a whole answer has; more of them are no more worth."""


def leaves_out_most(asked: Asked) -> bool:
    """Whether what was chiefly asked for is missing, however much else is told.

    That is the deed and what came of it of a story, what draws one to a job, and more than
    one of three facts, or one of two. The points begin with what was asked in so many words.
    """
    if asked.kind == "factual":
        things = things_asked(asking_sentence(asked.text))
        first = [point for point in asked.points[:things] if kind_of(point) in _FIRM]
        left = sum(point in asked.missing for point in first)
        return things > 1 and left > max(0, things - 2)
    chief = {PointKind.OWN, PointKind.RESULT}
    if asked.kind == "motivation":
        chief = {PointKind.DRAW}
    elif asked.kind != "behavioural":
        return False
    sought = [point for point in asked.points if kind_of(point) in chief]
    return bool(sought) and all(point in asked.missing for point in sought)


_FIRM = frozenset(
    {PointKind.HAVE, PointKind.OWN, PointKind.SOURCE, PointKind.FIGURE, PointKind.TIME}
)
"""Points that cannot be touched without words that show it."""


def worth_of(reading: Reading, asked: Asked) -> float:
    """How much a reply is worth as an account: above 0 it is more likely good than not.

    The weights are those of a logistic regression (L2, C = 0.1) on the answers of
    benchmarks/interview_answers.py but for the part "kept", rounded. Where questions are left out
    in turn (12 folds), 97 % of the good ones, and of those that are not, are told apart.
    """
    there = reading.substance
    private = reading.likeness.private if reading.likeness else _USUALLY_PRIVATE
    return (
        0.42 * min(4, len(there.figures))
        + 0.17 * min(4, len(there.names))
        + 0.27 * min(4, len(there.acts))
        + 0.11 * min(25, len(there.specific))
        + 0.045 * min(_WORDS, there.words)
        + 1.17 * coverage(asked)
        + 2.3 * min(_ALIKE, likeness_of(reading, asked))
        - 2.2 * private
        + 0.33 * min(3, shared_stems(reading, asked))
        + 2.0 * is_direct(reading)
        - 0.41 * len(there.empty)
        - 0.46 * there.general
        - 3.1 * there.empty_words / max(1, there.words)
        + MORE[asked.kind]
        - 5.16
    )


def _makes_up(reading: Reading, asked: Asked) -> float:
    """The worth from which a reply with words of its own is no more taken for one off the topic."""
    private = reading.likeness.private if reading.likeness else 0.0
    return GOOD if likeness_of(reading, asked) - private >= NO_PRIVATE else GOOD_ANYHOW


def is_hollow(reading: Reading) -> bool:
    """Whether most of what is said are empty words, and no deed or figure is among them."""
    there = reading.substance
    told = len(there.specific) + 2 * len(there.figures) + 2 * len(there.deeds)
    return told < there.empty_words + 2 * there.general


def _more(reading: Reading, asked: Asked) -> Verdict:
    """What a reply to a follow-up is worth: it may be short, since it adds to what was said."""
    there = reading.substance
    plain = there.words >= _WORDS_MORE and not there.empty and not there.general
    tells = len(there.specific) + 2 * len(there.figures) + len(there.names) + 2 * plain
    tells += len(there.deeds)
    if is_off_topic(reading, asked) and (worth_of(reading, asked) < GOOD or _is_talk(reading)):
        return "off-topic"
    if is_hollow(reading) or tells < LEAST_MORE or len(there.empty) + there.general > tells / 3:
        return "vague"
    answers = not asked.points or asked.points[0] not in asked.missing
    return "good" if answers else "partial"


LEAST_MORE = 2
"""Words that tell something in a reply to a follow-up."""
_WORDS_MORE = 8
"""In so many plain words something is told, too."""


def _is_plain(reading: Reading) -> bool:
    """Whether the little that is said is said plainly."""
    there = reading.substance
    return len(there.specific) >= 2 and not there.empty and not there.general


def coverage(asked: Asked) -> float:
    """The share of the points that are touched, by weight; 1 without points."""
    weights = {point: WEIGHTS[kind_of(point)] for point in asked.points}
    total = sum(weights.values())
    return 1 - sum(weights[point] for point in asked.missing) / total if total else 1.0


def _says_not_whether(asked: Asked) -> bool:
    """Whether a reply leaves out if somebody has what was asked for first."""
    first = asked.points[0] if asked.points else ""
    return kind_of(first) is PointKind.HAVE and first in asked.missing


def _brief(wants: Wanted, reading: Reading, asked: Asked) -> Verdict | None:
    """The verdict on a reply to a question that one word answers; None: judge it as any other."""
    low = reading.text.lower().replace("’", "'")
    there = reading.substance
    tells = len(there.specific) + len(there.figures) + len(there.names)
    if wants in ("figure", "time"):
        more = tells >= 2 * things_asked(asking_sentence(asked.text)) - 2
        said = there.figures or _NO_FIGURE.search(low) or (wants == "time" and tells_when(low))
        return "good" if more and said else None
    if wants == "name":
        return "good" if there.names else None
    direct = is_direct(reading) or (_BRIEFLY.search(low) and not _says_not_whether(asked))
    if direct and (tells >= 2 or _NO_BUT.search(low)) and not is_hollow(reading):
        return "good"
    if direct and low.startswith(("no", "never", "nah")) and there.words <= 6:
        return "partial" if asks_if_not(asked.text) else "good"
    if direct and not asked.missing and not is_hollow(reading):
        return "good"
    return "partial" if direct and there.words <= 12 and not is_hollow(reading) else None
