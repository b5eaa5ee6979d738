"""Whether a reply is about what was asked: by MiniLM and common words. English.

It may be small talk, or an answer to another question, however much it tells.
"""

import re

from voicecli.analysis.english import content_stems
from voicecli.interview.judging.evidence import Reading
from voicecli.interview.judging.other_topics import NEARER as NEARER_ELSEWHERE
from voicecli.interview.judging.points import PointKind, kind_of
from voicecli.interview.judging.wants import Asked, asks_yes_no, names_something, wanted
from voicecli.interview.plan import QuestionKind

OFF_TOPIC = 0.24
FARTHER = 0.08
"""Likeness to the question below which a reply speaks of something else, unless it is so much
farther from private matters: then it is the words that are of their own."""
NEARER = 0.06
"""By how much a reply is nearer to the subject than to private matters, where it may be short or
has reasons of its own."""
HARDLY_PRIVATE = 0.15
ABOUT = 0.02
"""Likeness to private matters of what is no small talk, though it is so short that it is like
nothing much; and what is as much."""
ELSEWHERE: dict[QuestionKind, float] = {
    "behavioural": 0.24,
    "situational": 0.26,
    "technical": 0.17,
    "factual": 0.2,
    "motivation": 0.0,
}
"""Closeness below which a reply is about something else, whatever it tells: that of one in three of
the stories that answer another question of the same interview, and of hardly any that answers
this."""
AWAY = 0.05
"""By how much a reply that is not close to its question must be nearer to another topic, where the
others are known: words of its own alone take it to none."""
AT_WORK = 0.03
"""By how much a reply that is about work is nearer to work of any kind than to private matters."""
PRIVATE = 0.06
"""By how much small talk is nearer to private matters than to the subject."""
USUAL = 0.36
"""The likeness of an answer, where nothing measures it."""
_DIRECT = re.compile(
    r"^(?:(?:um|uh|er|well|so|oh|hm+|honestly|actually|to be honest)[, ]+)*(?:yes|yeah|yep|yup"
    r"|aye|no|nope|nah|not|never|none|nobody|because|for (?:instance|example))\b"
)


def is_off_topic(reading: Reading, asked: Asked) -> bool:
    """Whether a reply tells something, but not of what was asked. Without an embedder never."""
    if reading.likeness is None or len(reading.substance.specific) < 2 or says_as_asked(asked):
        return False
    alike = likeness_of(reading, asked)
    if not asked.planned or asked.kind == "motivation":
        apart = alike - reading.likeness.private < NEARER and not _begins_so(reading)
        return apart and (asked.planned or not _is_like_point(reading, asked))
    if len(reading.substance.specific) < 3 or _says_first(reading):
        return False
    return closeness(reading, asked) < OFF_TOPIC and alike - reading.likeness.private < FARTHER


def _is_like_point(reading: Reading, asked: Asked) -> bool:
    """Whether a reply to a follow-up, little like private matters, is as like one of its points."""
    like = reading.likeness
    points = range(1, 1 + len(asked.points))
    if like is None or like.private >= HARDLY_PRIVATE:
        return False
    return any(like.highest(point) > like.private - ABOUT for point in points)


def is_elsewhere(reading: Reading, asked: Asked) -> bool:
    """Whether a reply, however concrete, is about another subject than the one that was named."""
    if reading.likeness is None or len(reading.substance.specific) < 3 or says_as_asked(asked):
        return False
    if wanted(asked) != "account" or not names_something(asked.text):
        return False
    if reading.elsewhere is not None and reading.elsewhere < AWAY:
        return False
    return closeness(reading, asked) < ELSEWHERE[asked.kind]


def is_of_another_topic(reading: Reading, asked: Asked) -> bool:
    """Whether a reply to a ready question is about another topic of the interview.

    What draws somebody to a job may be anything that they did, and who says yes or no has answered.
    """
    if not asked.planned or asked.kind == "motivation" or len(reading.substance.specific) < 3:
        return False
    away = reading.elsewhere
    return away is not None and away >= NEARER_ELSEWHERE and not _begins_so(reading)


def is_private(reading: Reading, asked: Asked) -> bool:
    """Whether a reply is small talk: nearer to private matters than to what was asked."""
    if reading.likeness is None or len(reading.substance.specific) < 2 or says_as_asked(asked):
        return False
    if reading.likeness.work - reading.likeness.private > AT_WORK:
        return False
    apart = reading.likeness.private - likeness_of(reading, asked)
    return apart > PRIVATE and not shared_stems(reading, asked) and not _begins_so(reading)


def says_as_asked(asked: Asked) -> bool:
    """Whether a reply says what was asked with the words that such things alone are said with.

    Any story has a deed and an end; what is little like the question but compares, or tells what a
    figure was taken from, or what somebody likes about a job, answers it.
    """
    first = kind_of(asked.points[0]) if asked.points else None
    draws = asked.planned and first is PointKind.DRAW
    return bool(asked.said & (_REASONS if draws else _TELLING))


_TELLING = frozenset({PointKind.NEARNESS, PointKind.SOURCE, PointKind.DRAW, PointKind.LIMIT})
_REASONS = _TELLING | {PointKind.HAVE, PointKind.WISH}
"""What draws one to a job may be one's family, and is told beside what one has and wants."""


def closeness(reading: Reading, asked: Asked) -> float:
    """How near a reply comes to a ready question, by its whole, its best piece, its words."""
    best = reading.likeness.highest(0) if reading.likeness else USUAL
    near = max(likeness_of(reading, asked), best)
    return near + 0.04 * min(3, shared_stems(reading, asked)) + 0.06 * _begins_so(reading)


def likeness_of(reading: Reading, asked: Asked) -> float:
    """How like what was asked a reply is as a whole; what answers have without an embedder."""
    if reading.likeness is None:
        return USUAL
    others = range(1 + len(asked.points), reading.likeness.whole.shape[0])
    itself = (0,) if asked.planned or names_something(asked.text) else ()
    return max(float(reading.likeness.whole[text]) for text in (*itself, *others))


def shared_stems(reading: Reading, asked: Asked) -> int:
    """How many words a reply has in common with all that a question is about."""
    return len(asked.about & frozenset(content_stems(reading.text)))


def is_direct(reading: Reading) -> bool:
    """Whether a reply begins as an answer does: "yes", "no", "because", "for example"."""
    low = reading.text.lower().replace("’", "'")
    begun = _DIRECT.search(low)
    return begun is not None and (asks_yes_no(reading.question) or not _YES.search(begun[0]))


def _begins_so(reading: Reading) -> bool:
    """Whether a reply begins as one to this question does: with the first step, too."""
    return _says_first(reading) or is_direct(reading)


def _says_first(reading: Reading) -> bool:
    """Whether a reply begins with the first of the steps that were asked for."""
    low = reading.text.lower().replace("’", "'")
    return bool(_FIRST.search(low) and _ASKS_FIRST.search(reading.question))


_ASKS_FIRST = re.compile(
    r"\b(?:step by step|(?:do|check|look at|try|take|say) first|what next|how would you begin"
    r"|where would you (?:begin|start)|how (?:do|would) you go about)\b",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"^(?:(?:um|uh|er|well|so|oh|okay|right|hm+)[, ]+)*(?:the )?(?:first(?:ly| of all| off"
    r"| thing)?|to (?:begin|start) with|i(?:'d| would)? (?:always |usually )?(?:begin|start)"
    r"|step one)\b"
)
"""How one begins who was asked for steps."""
_YES = re.compile(r"\b(?:yes|yeah|yep|yup|aye)$")
"""To a question that wants more it is mere habit."""
