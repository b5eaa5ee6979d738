"""Speech cut into clauses, each a literal piece of it. The joints are those of English."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_SENTENCE = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|\n+")
_ABBREVIATED = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|st|no|vs|etc|approx|e\.g|i\.e|u\.s|a\.m|p\.m)|\b[a-z])$",
    re.IGNORECASE,
)
_SUBJECT = r"(?:i|we|he|she|they|it|you|there|my|our|this|that|the|nobody|everyone|everybody)\b"
_JOINT = re.compile(
    rf"""
    [;:—–](?=\s)
    | ,\s+(?=(?:and|so|but|then|which|where|who)\b)
    | ,\s+(?={_SUBJECT})
    | ,\s+(?=\w+ed\b|(?:took|made|gave|told|spoke|wrote|built|rebuilt|put|sent|drew|ran|led|set)\b)
    | \s(?=(?:and|so|but)\s(?:then\s|so\s|later\s)?{_SUBJECT})
    | \s(?=and\s(?:then\s)?(?:\w+ed\b|(?:took|made|gave|told|spoke|wrote|built|rebuilt|put|sent
        |drew|ran|led|set|went|found|kept|got|cut|held|left|began|brought|bought|sat|rang)\b))
    | \s(?=(?:and\s)?(?:as\sa\sresult|in\sthe\send|eventually|which\s(?:meant|led|saved|made|brought
        |helped|reduced|increased|resulted))\b)
    """,
    re.IGNORECASE | re.VERBOSE,
)
LEAST_WORDS = 2
"""What is shorter belongs to the clause behind it ("So," "Well,")."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a text from `start` on; `text` stands there literally, without space around."""

    start: int
    text: str
    begins_sentence: bool

    @property
    def end(self) -> int:
        """The index behind it."""
        return self.start + len(self.text)


def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a text, in order."""
    found: list[Clause] = []
    for start, end in sentence_spans(text):
        cuts = [start, *_cuts(text, start, end), end]
        for number, (first, last) in enumerate(pairwise(cuts)):
            piece = text[first:last]
            bare = piece.strip().rstrip(",;:—– ")
            if bare:
                at = first + len(piece) - len(piece.lstrip())
                found.append(Clause(at, bare, begins_sentence=number == 0))
    return tuple(found)


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a text begins and ends."""
    start = 0
    for mark in _SENTENCE.finditer(text):
        if _ABBREVIATED.search(text[start : mark.start()]) and mark[0] == ".":
            continue
        if text[start : mark.end()].strip():
            yield start, mark.end()
        start = mark.end()
    if text[start:].strip():
        yield start, len(text)


def _cuts(text: str, start: int, end: int) -> Iterator[int]:
    last = start
    for joint in _JOINT.finditer(text, start, end):
        if joint.end() > last and len(text[last : joint.start()].split()) >= LEAST_WORDS:
            last = joint.end()
            yield last
