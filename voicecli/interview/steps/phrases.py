"""Parts of what the interviewer says: names, titles, times and numbers, as they are said."""

import re
from collections.abc import Sequence

from voicecli.interview.course import Progress

_LONGEST_TITLE = 7
"""Words of a topic's title, or a job's, that is said."""
_LONGEST_NAME = 40
MINUTE = 60.0
_NAME = re.compile(r"[^\W\d_][^\W\d_'’-]+")
_TITLES = frozenset({"dr", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "sir"})


def turned(said: Sequence[str], progress: Progress) -> str:
    """The wording whose turn it is."""
    return said[progress.turns % len(said)]


def first_name(name: str) -> str:
    """The first word of a name that can be one; "" for anything else a document puts there."""
    words = [word for word in name.split() if word.rstrip(".").casefold() not in _TITLES]
    first = words[0] if words else ""
    if len(name) > _LONGEST_NAME or not _NAME.fullmatch(first):
        return ""
    return first.title() if first.isupper() else first


def spoken(title: str) -> str:
    """A title that is short enough to be said before the question; "" for one that was cut."""
    words = " ".join(title.split()).rstrip(".,;:!?").split()
    whole = not title.rstrip().endswith(("…", "..."))
    return " ".join(words) if whole and len(words) <= _LONGEST_TITLE else ""


def listed(points: Sequence[str]) -> str:
    """Points in a row: "the task, your part and the result"."""
    points = [" ".join(point.split()).rstrip(".,;:!?") for point in points]
    return " and ".join([", ".join(points[:-1]), points[-1]] if len(points) > 1 else points)


def minutes(seconds: float) -> str:
    """A time in whole minutes."""
    whole = round(seconds / MINUTE)
    if whole < 1:
        return "less than a minute"
    return "about one minute" if whole == 1 else f"about {whole} minutes"


def count(questions: int, more: str = "") -> str:
    """So many questions."""
    return f"one {more}question" if questions == 1 else f"{questions} {more}questions"
