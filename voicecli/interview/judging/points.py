"""What kind of thing a point of a question is, by its wording: a deed, the result, a reason, …

A point of a known kind is looked for by how such things are said, any other by its own words.
"""

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
    HAVE = "have"
    """Whether, or what, somebody has, knows or can."""
    LIMIT = "limit"
    """Where that ends, or what somebody would not do."""
    NEARNESS = "nearness"
    """How one thing compares with another."""
    HARDSHIP = "hardship"
    """What is hard, or goes wrong."""
    POSITION = "position"
    """What somebody thinks or says in a disagreement."""
    WISH = "wish"
    """What somebody wants, or what is needed."""
    SUBJECT = "subject"
    """The thing that the question is about, or a part of it."""


_KINDS: tuple[tuple[PointKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            PointKind.DRAW,
            (
                r"\bwhat (?:draws|attracts|motivates|interests|appeals)\b"
                r"|\bwhat you (?:like|enjoy)\b"
                r"|\bmatters? to you\b"
            ),
        ),
        (PointKind.NOW, r"\bwhy now\b"),
        (
            PointKind.LIMIT,
            (
                r"\bwhat you (?:do not|don't|would not|wouldn't"
                r"|(?:would )?(?:avoid|give up|let go))\b"
                r"|\bthe limits?\b"
            ),
        ),
        (
            PointKind.NEARNESS,
            (
                r"\bhow (?:near|close|similar)\b"
                r"|\bhow (?:it|that|this|yours) (?:compares|helps|differs)"
                r"|\bwhat (?:would be different|makes up for|it covers|comes closest)\b"
            ),
        ),
        (
            PointKind.WISH,
            (
                r"\bwhat (?:it|your next job) must offer\b"
                r"|\bwhat you (?:need to know|are looking for"
                r"|want to find out|would (?:learn|arrange|look at|have liked))\b"
                r"|\bwhere you want\b"
                r"|\bwhat would have to happen\b"
                r"|\bhow you (?:would )?(?:improve|close|get there|keep (?:it )?up)\b"
            ),
        ),
        (
            PointKind.HARDSHIP,
            (
                r"\bwhat (?:made|makes|was|is) (?:it |that )?(?:hard|tough|difficult|demanding)"
                r"|\bhardest\b|\bobstacles?\b|\bin the (?:way|way of it)\b"
                r"|\bwhat (?:goes|could go|can go) wrong\b|\bcommon mistake"
            ),
        ),
        (
            PointKind.HAVE,
            (
                r"\bwhether you\b|\bwhat you (?:already |also |still )?(?:bring|hold|know|have"
                r"(?! (?:done|learn)))\b|\byour (?:own )?(?:training|level|qualifications?)\b"
                r"|\bthe other qualification\b"
            ),
        ),
        (
            PointKind.SOURCE,
            (
                r"\bhow (?:it|that|this) (?:was|is|were) (?:measured|counted|calculated)\b"
                r"|\bwhere the figures? comes? from\b"
            ),
        ),
        (
            PointKind.POSITION,
            r"\byour (?:own )?(?:position|view|opinion)\b|\bwhat you (?:would )?say\b",
        ),
        (
            PointKind.LEARNING,
            (
                r"(?<!how you )\blearn|\blesson|do differently|differently today|take ?away"
                r"|what you took from"
            ),
        ),
        (
            PointKind.CHECK,
            (
                r"\bhow (?:you|it|they|we) (?:\w+ ){0,2}(?:check|measure|notice|verif|test"
                r"|make sure"
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
                r"|what (?:came|became) of|\bwhat it (?:brought|would bring)\b"
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
                r"\byourself\b|\byour (?:own )?(?:part|role|share|contribution|action|actions"
                r"|decisions?"
                r"|tasks?)\b"
                r"|\bwhat you (?:personally |have )?(?:did|done|changed|do|said|contributed|decided"
                r"|deployed|built)\b|\bown (?:deed|part|role|contribution)"
            ),
        ),
        (
            PointKind.SITUATION,
            (
                r"\bsituation\b|\bcontext\b|\bbackground\b|\bproblem\b|\bwhat happened\b"
                r"|\bwhat (?:nearly )?went wrong\b"
                r"|\bthe (?:story|mistake|conflict|disagreement|difficulty|case|incident|task"
                r"|experience"
                r"|crisis|challenge|event|misunderstanding|achievement)\b"
            ),
        ),
    )
)

BEARING = "how that bears on the question"
"""What is asked of an answer that may be about something else."""
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
    PointKind.HAVE: 0.6,
    PointKind.LIMIT: 0.6,
    PointKind.NEARNESS: 0.6,
    PointKind.HARDSHIP: 0.6,
    PointKind.POSITION: 0.6,
    PointKind.WISH: 0.6,
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
