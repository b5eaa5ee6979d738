"""What kind of thing a point of a question is, by its wording: a deed, the result, a reason, …

A point of a known kind is looked for by how such things are said, any other by its own words.
"""

# ruff: noqa: E501  # a pattern that is broken over lines is harder to read than a long one

import re
from enum import StrEnum

from voicecli.analysis.english import content_stems, stem
from voicecli.interview.judging.empty_words import EMPTY_STEMS


class PointKind(StrEnum):
    """What a point asks for."""

    OWN = "own"
    RESULT = "result"
    SITUATION = "situation"
    EXAMPLE = "example"
    REASON = "reason"
    LEARNING = "learning"
    FIGURE = "figure"
    TIME = "time"
    PEOPLE = "people"
    STEPS = "steps"
    CHECK = "check"
    DRAW = "draw"
    NOW = "now"
    SOURCE = "source"
    """How a figure came about."""
    SUBJECT = "subject"
    """The thing that the question is about, or a part of it."""


_KINDS: tuple[tuple[PointKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            PointKind.DRAW,
            (
                r"\bwhat (?:draws|attracts|motivates|interests|appeals)\b|\bwhat you (?:like|enjoy)\b"
                r"|\bmatters? to you\b"
            ),
        ),
        (PointKind.NOW, r"\bwhy now\b"),
        (
            PointKind.SOURCE,
            (
                r"\bhow (?:it|that|this) (?:was|is|were) (?:measured|counted|calculated)\b"
                r"|\bwhere the figures? comes? from\b"
            ),
        ),
        (
            PointKind.LEARNING,
            r"(?<!how you )\blearn|\blesson|do differently|differently today|take ?away|what you took from",
        ),
        (
            PointKind.CHECK,
            (
                r"\bhow (?:you|it|they|we) (?:\w+ ){0,2}(?:check|measure|notice|verif|test|make sure"
                r"|ensure)|\bmeasuring\b|\bchecks?\b"
            ),
        ),
        (
            PointKind.FIGURE,
            (
                r"\bhow many\b|\bhow much\b|\bhow large\b|\bhow big\b|\bfigures?\b"
                r"|\bnumbers?\b(?! of the)|\bpercent|\bsize\b|\btarget\b|\bper hour\b|\baccuracy\b"
                r"|\bbudget\b|\brevenue\b|\bmeasurable"
            ),
        ),
        (
            PointKind.TIME,
            (
                r"\bwhen\b|\bhow long\b|\byears?\b|\bdates?\b|\bduration\b|\bdeadline\b"
                r"|\bhow (?:often|soon)\b|\blast time\b|\bperiod\b|\bsince when\b"
            ),
        ),
        (
            PointKind.RESULT,
            (
                r"\bresults?\b|\boutcomes?\b|\beffects?\b|\bimpact\b"
                r"|\bhow it (?:ended|turned out|went|was resolved)\b|\bsuccess\b(?! criteria)"
                r"|what (?:came|became) of|\bachievements?\b|\bwhat it (?:brought|would bring)\b"
                r"|\bwhat changed\b|\bwas better\b|\bconsequences?\b"
            ),
        ),
        (
            PointKind.PEOPLE,
            r"\bwhom?\b|\bpersons?\b|\bpeople involved\b|\bwho else\b|\bcolleagues?\b",
        ),
        (PointKind.REASON, r"\bwhy\b|\breasons?\b|\bbecause\b|\bmotiv|\bbase it on\b|\bpriorit"),
        (PointKind.EXAMPLE, r"\bexamples?\b|\binstances?\b|\bcase in point\b"),
        (
            PointKind.STEPS,
            (
                r"\bsteps?\b|\border\b|\bhow you \w+|\bpreparation\b|\bmethods?\b|\bapproach\b"
                r"|\bwhat comes first\b|\bwhat you (?:would|check|do) (?:do|first|then|say)"
                r"|\bwhat you (?:check|begin with|look at first|say)\b"
            ),
        ),
        (
            PointKind.OWN,
            (
                r"\byourself\b|\byour (?:own )?(?:part|role|share|contribution|action|actions|decisions?"
                r"|position|tasks?)\b"
                r"|\bwhat you (?:personally |have )?(?:did|done|changed|do|said|contributed|decided"
                r"|deployed|built)\b|\bown (?:deed|part|role|contribution)"
            ),
        ),
        (
            PointKind.SITUATION,
            (
                r"\bsituation\b|\bcontext\b|\bbackground\b|\bproblem\b|\bwhat happened\b"
                r"|\bwhat (?:nearly )?went wrong\b"
                r"|\bthe (?:story|mistake|conflict|disagreement|difficulty|case|incident|task|experience"
                r"|crisis|challenge|event|misunderstanding)\b"
            ),
        ),
    )
)

WEIGHTS = {
    PointKind.OWN: 1.0,
    PointKind.RESULT: 1.0,
    PointKind.STEPS: 0.8,
    PointKind.LEARNING: 0.8,
    PointKind.FIGURE: 0.8,
    PointKind.REASON: 0.6,
    PointKind.TIME: 0.6,
    PointKind.CHECK: 0.6,
    PointKind.DRAW: 0.6,
    PointKind.NOW: 0.6,
    PointKind.SOURCE: 0.8,
    PointKind.SITUATION: 0.6,
    PointKind.EXAMPLE: 0.5,
    PointKind.PEOPLE: 0.5,
    PointKind.SUBJECT: 0.6,
}
"""What a point counts when it is judged whether the rest is enough."""


def kind_of(point: str) -> PointKind:
    """What a point asks for."""
    low = point.lower().replace("’", "'")
    return next((kind for kind, cue in _KINDS if cue.search(low)), PointKind.SUBJECT)


def names(point: str) -> frozenset[str]:
    """Stems of the words that name the subject of a point; none where it is "the signs"."""
    found = {one for one in content_stems(point) if one not in EMPTY_STEMS}
    marked = re.findall(r"\b[A-Z]{2}\w*|\b\w*\d\w*|\b[A-Z]\+*#?(?=\W|$)", point)
    return frozenset(found | {stem(word.lower()) for word in marked})
