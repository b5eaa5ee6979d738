"""What in a reply speaks of a point: words of a clause, and how firmly they say it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from voicecli.interview.judging.clauses import Clause, shortened
from voicecli.interview.judging.concreteness import Substance, is_specific
from voicecli.interview.judging.likeness import Likeness
from voicecli.interview.judging.star import Part

SAID = 3.0
FIRM = 2.0
WEAK = 1.0
"""How firmly a clause speaks of a point: in so many words, as such things are said, perhaps."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A reply to a question that was read: its clauses, their part in a story, what is in them.

    `likeness`, when there is an embedder, compares its pieces with the question (text 0), with
    each point in order, and with other texts that tell what the question is about.
    """

    question: str
    text: str
    parts: tuple[Clause, ...]
    story: tuple[tuple[Clause, frozenset[Part]], ...]
    substance: Substance
    likeness: Likeness | None
    elsewhere: float | None = None
    """By how much it is nearer to another topic of the interview than to its own, if there are."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that speak of a point, and the clause (its number) that they stand in."""

    clause: int
    firmness: float
    quote: str


Finder = Callable[[str, Reading], Iterator[Evidence]]
"""Finds what may speak of a point of one kind."""


def clauses_with(
    reading: Reading, *by_firmness: tuple[re.Pattern[str] | None, float]
) -> Iterator[Evidence]:
    """Clauses with something to them that a cue is found in, each by its firmest cue."""
    for at, clause in enumerate(reading.parts):
        found = (firm for cue, firm in by_firmness if cue is None or cue.search(clause.text))
        firmness = max(found, default=0.0)
        if firmness and is_specific(clause.text):
            yield Evidence(at, firmness, shortened(clause.text))


def clause_at(start: int, reading: Reading) -> int:
    """The number of the clause that a place of the reply is in."""
    return max((at for at, one in enumerate(reading.parts) if one.start <= start), default=0)
