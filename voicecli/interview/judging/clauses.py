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
_LONGEST_ABBREVIATION = 8
"""Characters in front of a stop that tell whether it ends an abbreviation."""
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
_UNMARKED_JOINT = re.compile(
    r"""
    \s(?=(?:(?:and|so|but|then)\s)?(?:i|we|he|she|they|it)\s(?:then\s|also\s|never\s)?
        (?:was|were|had|has|have|did|could|would|is|are|am|\w+ed|took|made|gave|told|spoke|wrote|built
        |put|sent|drew|ran|led|set|went|found|kept|got|cut|held|left|began|brought|bought|sat|rang
        |said|knew|came|met|drove|let|won|lost|taught)\b)
    | \s(?=(?:in\sthe\send|since\sthen|as\sa\sresult|after\sthat|eventually|afterwards|then)\s)
    | \s(?=(?:the|my|our|his|her|their|nobody|one\sof|not)\s(?:[^\W\d_]+\s){1,3}?
        (?:was|were|went|got|stopped|came|fell|rose|dropped|has|had)\b)
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""More joints, for speech that was written down without marks: a new subject with its verb."""
UNMARKED_WORDS = 30
"""A sentence of more words without a comma was written down without marks."""
LEAST_WORDS = 2
"""What is shorter belongs to the clause behind it ("So," "Well,")."""
LONGEST_QUOTE = 14
"""Words of a clause that are quoted as evidence."""


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
        behind = max(start, mark.start() - _LONGEST_ABBREVIATION)
        if mark[0] == "." and _ABBREVIATED.search(text, behind, mark.start()):
            continue
        if text[start : mark.end()].strip():
            yield start, mark.end()
        start = mark.end()
    if text[start:].strip():
        yield start, len(text)


def shortened(text: str, most: int = LONGEST_QUOTE) -> str:
    """The first words of a text, literally."""
    found = list(re.finditer(r"\S+", text))
    return text if len(found) <= most else text[: found[most - 1].end()]


def _cuts(text: str, start: int, end: int) -> Iterator[int]:
    last = start
    joints = list(_JOINT.finditer(text, start, end))
    words = text[start:end].split()
    if len(words) > UNMARKED_WORDS and "," not in text[start:end]:
        joints += _UNMARKED_JOINT.finditer(text, start, end)
    for joint in sorted(joints, key=lambda one: one.end()):
        if joint.end() > last and len(text[last : joint.start()].split()) >= LEAST_WORDS:
            last = joint.end()
            yield last
