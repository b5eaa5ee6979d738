"""Which points of a question a reply touches, and by which of its words. English.

Somebody who reads the words that a point is said to be touched by must hear the point in them. So
a clause stands for the points that it fits best: for one, or for two where it says both.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from voicecli.interview.course import Covered
from voicecli.interview.judging import coverage_cues as cues
from voicecli.interview.judging.clauses import Clause, shortened
from voicecli.interview.judging.concreteness import FIGURE, is_specific
from voicecli.interview.judging.evidence import (
    FIRM,
    Evidence,
    Reading,
)
from voicecli.interview.judging.point_evidence import evidence
from voicecli.interview.judging.points import PointKind, kind_of
from voicecli.interview.judging.star import Part, label
from voicecli.interview.judging.wants import asks_if_not

MOST_OF_A_CLAUSE = 2
"""Points that one clause stands for. A figure in it stands for itself."""
_NO_BUT = re.compile(
    r"^(?:\W*(?:um|uh|er|well|so|honestly|to be honest|actually|oh)\b)*\W*(?:no|not|never"
    r"|nothing|none|nobody|i(?:'?ve| have)? only"
    r"|i (?:haven'?t|have not|have never|never|don'?t|do not|didn'?t)"
    r"|i'?ve never|we (?:never|don'?t|didn'?t))\b.{0,120}?\b(?:but|however|though|instead"
    r"|only|apart from|we had|i did|i had|i used)\b",
    re.IGNORECASE | re.DOTALL,
)
"""An honest no with what comes near: it answers whether one has done something."""
_COUNTED = frozenset({PointKind.FIGURE, PointKind.TIME})
_DONE = frozenset(
    {PointKind.OWN, PointKind.STEPS, PointKind.CHECK, PointKind.REASON, PointKind.LEARNING}
)
"""What a figure alone does not tell."""


def read_story(reply: str) -> tuple[tuple[Clause, frozenset[Part]], ...]:
    """The clauses of a reply with the parts of a story that each tells."""
    return tuple(label(reply))


def cover(
    points: Sequence[str], reading: Reading, *, aimed: bool = False
) -> tuple[tuple[Covered, ...], tuple[str, ...]]:
    """The points that a reply touches with words of it, and those that it does not.

    Where the question was `aimed` at its first point alone, whatever tells something touches it.
    What a yes makes needless ("…, and if not, how soon") is neither.
    """
    quotes = _fitted(points, reading)
    if aimed and points and points[0] not in quotes:
        quotes |= {
            point: quote for point in points[:1] if (quote := _tells(kind_of(point), reading))
        }
    covered = tuple(Covered(point, quotes[point]) for point in points if point in quotes)
    missing = (point for point in points if point not in quotes)
    is_there = asks_if_not(reading.question) and cues.YES.search(reading.text)
    return covered, tuple(one for one in missing if not (is_there and cues.IF_NOT.search(one)))


def is_honest_no(reply: str) -> bool:
    """Whether a reply says no and then what comes near."""
    return bool(_NO_BUT.search(reply.replace("’", "'")))


def tells_when(reply: str) -> bool:
    """Whether a reply says when, if in no figure: "next spring", not "soon"."""
    return bool(cues.WHEN.search(_SOON.sub(" ", reply)))


_SOON = re.compile(r"\bsoon\b", re.IGNORECASE)


def _fitted(points: Sequence[str], reading: Reading) -> dict[str, str]:
    """The words for each point that finds some: the firmest choose first.

    What is weak stands for a point only where the clause stands for no other.
    """
    quotes: dict[str, str] = {}
    taken = Counter[int]()
    for point, found in sorted(_all(points, reading), key=lambda one: -one[1].firmness):
        most = MOST_OF_A_CLAUSE if found.firmness >= FIRM - _ALMOST else 1
        counted = kind_of(point) in _COUNTED
        if point in quotes or (taken[found.clause] >= most and not counted):
            continue
        quotes[point] = found.quote
        taken[found.clause] += not counted
    return quotes


_ALMOST = 0.7
"""A deed of "we", or one that is also the result, is a deed all the same."""


def _all(points: Sequence[str], reading: Reading) -> Iterator[tuple[str, Evidence]]:
    for number, point in enumerate(points, start=1):
        yield from ((point, found) for found in evidence(point, number, reading))


def _tells(kind: PointKind, reading: Reading) -> str:
    """Words that answer a question for one thing: figures for figures, else what tells anything."""
    if kind in _COUNTED:
        return next((one.text for one in reading.substance.figures), "")
    cue = cues.FIRST_PERSON if kind is PointKind.OWN else None
    for clause in reading.parts:
        said = FIGURE.sub(" ", clause.text) if kind in _DONE else clause.text
        if (cue is None or cue.search(clause.text)) and is_specific(said):
            return shortened(clause.text)
    return ""
