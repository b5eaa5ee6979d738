"""Labels in front of what a post or a degree is: "Position: …", a table's "Employer | …"."""

import re
from typing import Literal

Field = Literal["title", "organisation", "other", ""]

_PATTERNS: tuple[tuple[Field, str], ...] = (
    (
        "title",
        r"(?:job |occupation or |post or )?(?:position|designation|rank|title|role|post"
        r"|occupation|job)(?: held| title)?|title of (?:the )?qualification(?: awarded)?"
        r"|(?:degree|qualification|award|course|program(?:me)?|examination|exam)(?: awarded)?",
    ),
    (
        "organisation",
        r"(?:name (?:and \w+ )?of |current |previous |company )?(?:the )?(?:employer|company"
        r"|organi[sz]ation|firm|client|workplace|institution|school|university|college|board)"
        r"(?: name)?(?: */ *(?:university|school|college|board|institution))?"
        r"(?: providing education and training)?",
    ),
    (
        "other",
        r"periods?|dates?|from|to|years?|when|year of passing|location|place|city|country"
        r"|duration|sector|type of business or sector"
        r"|(?:main )?(?:activities|duties|responsibilities|tasks)(?: and responsibilities)?"
        r"|principal subjects.*|level in national classification|grade|percentage|result",
    ),
)
_TIME = re.compile(r"periods?|dates?|from|to|years?|when|year of passing|duration", re.IGNORECASE)
_FIELDS = tuple((field, re.compile(p, re.IGNORECASE)) for field, p in _PATTERNS)


def field_of(label: str) -> Field:
    """What a label announces; "" where it is none of a post or a degree."""
    plain = " ".join(label.split()).strip(" :")
    return next((field for field, pattern in _FIELDS if pattern.fullmatch(plain)), "")


def tells_no_time(label: str) -> bool:
    """Whether a label is neither of a post's name nor of its dates ("Main activities")."""
    return field_of(label) == "other" and _TIME.fullmatch(label.strip(" :")) is None


def is_label(text: str) -> bool:
    """Whether a cell is a label of a post or a degree."""
    return field_of(text) != ""
