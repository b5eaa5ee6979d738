"""What a question asks for, by its own words: its kind, and the points of a whole answer."""

import re

from voicecli.interview.plan import Question, QuestionKind, WrittenBy

_SIGNS: tuple[tuple[QuestionKind, str], ...] = (
    (
        "situational",
        r"\b(?:suppose|imagine|picture|what would you|how would you|what if"
        r"|if (?:you|a|an|the|i|we)\b.*\bwould|would you)\b",
    ),
    (
        "motivation",
        r"\bwhy (?:do|did|are) you (?:want|apply|interested|looking|leav|choose)"
        r"|\b(?:attracts?|draws?|motivates?|interests?|excites?) you\b"
        r"|\b(?:five|ten|three) years\b|\bwhy should we\b",
    ),
    (
        "behavioural",
        r"\b(?:a time|an? (?:situation|occasion|example|instance|case|project|day|moment)"
        r"|last time|have you ever|tell (?:me|us) about|describe|when did you|when have you"
        r"|did you|have you (?:had|done|led|handled|dealt)|walk (?:me|us) through)\b",
    ),
    (
        "factual",
        r"^(?:how (?:many|much|long|often|large)|when|where|who|which|do you (?:have|hold))\b",
    ),
)
_KINDS = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _SIGNS]
_POINTS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), points)
    for pattern, points in (
        (r"\bwhy\b|\breasons?\b|\bwhat made you\b", ("the reason",)),
        (r"\bhow (?:many|much|large|big)\b|\bmeasur|\bfigures?\b|\bnumbers?\b", ("the figures",)),
        (r"\bhow long\b|\bhow often\b|\bsince when\b", ("how long or how often",)),
        (r"\blearn|\blesson|\btaught\b", ("what you learned",)),
        (r"\bteam\b|\bcolleague|\bstakeholder|\bothers\b", ("who else was involved",)),
        (r"\bmistake|\bwent wrong|\bfail", ("what went wrong",)),
    )
)
_WHOLE: dict[QuestionKind, tuple[str, ...]] = {
    "behavioural": ("the situation", "what you did yourself", "the result"),
    "situational": ("the first steps", "the reasons", "how you check the result"),
    "technical": ("how you go about it", "the reasons", "an example"),
    "factual": ("a concrete answer", "an example"),
    "motivation": ("the reason", "what you bring", "an example"),
}
_NAME = re.compile(
    r"(?<![.?!:“\"] )(?<!^)\b(?!I\b|I'|You\b)[A-Z][\w+#&.-]*[\w+#](?: [A-Z][\w+#&.-]*[\w+#])*"
)
MOST_POINTS = 5


def kind_of(text: str) -> QuestionKind:
    """Which kind of question a text is; what gives no sign asks how something is done."""
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), "technical")


def points_of(text: str, kind: QuestionKind) -> tuple[str, ...]:
    """What a whole answer touches: what its kind wants, what it asks for, and whom it names."""
    points = list(_WHOLE[kind])
    for pattern, more in _POINTS:
        if pattern.search(text):
            points += more
    points += _NAME.findall(text)[:1]
    return tuple(dict.fromkeys(points))[:MOST_POINTS]


def as_question(text: str, by: WrittenBy) -> Question:
    """A text that somebody wrote as a question of a plan."""
    kind = kind_of(text)
    return Question(text, kind, points_of(text, kind), by)
