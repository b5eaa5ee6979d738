"""What a question takes for granted: a past that no document tells, a present that is imagined.

A question about the past may presume only what the documents say ("How did you reduce turnover?"
says that there was some); one that imagines something must bring something new.
"""

import re
from functools import cache
from string import Formatter

from voicecli.analysis.english import content_stems
from voicecli.interview.planning.templates import templates
from voicecli.interview.planning.themes import themes

_DID = r"(?:\w+ed|did|had|were|have|made|led|ran|took|built|wrote|got|found|kept)"
_OF_THE_PAST = re.compile(
    r"\b(?:did|have|had|were|was) you\b|\byour time\b"
    rf"|\b(?:when|where|which|what|that|how) you (?!would|could|can){_DID}\b",
    re.IGNORECASE,
)
_IMAGINED = re.compile(
    r"\b(?:if|imagine|suppose|picture)\b(?: that)?(?P<what>[^?.]*)", re.IGNORECASE
)
_IN_A_ROLE = re.compile(
    r"\b(?:if|imagine|suppose)(?: that)? you (?:were|are|worked as|became|become|was)"
    r"(?: asked to be)? (?:an?|the|in the role)\b",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{4}\s*(?:[-–,]|to)\s*"
    r"|\b\d{4}\s*(?:[-–,]|to)\s*(?:\d{4}|present|now|today)\b",
    re.IGNORECASE,
)
SAME = 0.6
"""Share of an imagined clause's stems from which it is what the résumé tells."""


def imagines(question: str, told: str) -> bool:
    """Whether a question imagines what the résumé says is so, or reads out one of its date lines.

    Nor can anybody say much to "if you were a ward manager".
    """
    if _IN_A_ROLE.search(question) or _DATE_LINE.search(question):
        return True
    clause = _IMAGINED.search(question)
    if clause is None:
        return False
    stems = set(content_stems(clause["what"]))
    return bool(stems) and len(stems & set(content_stems(told))) >= SAME * len(stems)


def presumes(question: str, held: str, *, is_gap: bool = False) -> bool:
    """Whether a question about the past names what no document and no interviewer's phrase has.

    Of a gap there is no past.
    """
    if not _OF_THE_PAST.search(question):
        return False
    if is_gap:
        return True
    return bool(_telling(question) - set(content_stems(held)))


def says_again(question: str, about: str) -> bool:
    """Whether a question that is about no past brings nothing that its topic does not say."""
    if _OF_THE_PAST.search(question):
        return False
    return not _telling(question) - set(content_stems(about))


def _telling(text: str) -> set[str]:
    """The stems of a text that are of no interviewer's phrase."""
    return {one for one in content_stems(text) if one not in _phrases()}


@cache
def _phrases() -> frozenset[str]:
    """The stems of what interviewers say about anything, as the ready questions have it."""
    parts = [
        words
        for rows in templates().values()
        for one in rows
        for words, *_ in Formatter().parse(one.text)
    ]
    parts += [question.text for theme in themes().values() for question in theme.questions]
    return frozenset(content_stems(" ".join(parts)) + content_stems(_MORE))


_MORE = "strategy strategies challenge challenges approach approaches overcome handle manage ensure"
"""And as models like to have it."""
