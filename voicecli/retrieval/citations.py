"""How a passage is cited ("faq.md:14", "cv.pdf p.2", "meeting.wav 12:34"), read back."""

import re
from dataclasses import dataclass

_CITED = re.compile(
    r"""(?P<document>.+?)
    (?: :(?P<line>\d+)
      | \s+p\.\s?(?P<page>\d+)
      | \s+(?P<clock>\d+:\d{2}(?::\d{2})?)
      | \s+"(?P<heading>[^"]+)"
      | (?:(?<=\.csv|\.tsv|\.yml)|(?<=\.json|\.yaml))\#(?P<item>.+)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
"""An item stands behind the kind of file that holds records: a "#" may be in any file's name."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A document and the place in it; all places are None or empty where the whole is meant.

    `line` and `page` count from 1, `seconds` is a time in a recording, `item` the id of a record.
    """

    document: str
    line: int | None = None
    page: int | None = None
    seconds: int | None = None
    heading: str = ""
    item: str = ""


def read_citation(text: str) -> Citation:
    """Read how something is cited; what has no place in it is the name of a document."""
    text = text.strip()
    found = _CITED.fullmatch(text)
    if not found:
        return Citation(text)
    return Citation(
        found["document"],
        line=int(found["line"]) if found["line"] else None,
        page=int(found["page"]) if found["page"] else None,
        seconds=_seconds(found["clock"]) if found["clock"] else None,
        heading=found["heading"] or "",
        item=found["item"] or "",
    )


def _seconds(clock: str) -> int:
    """Like "12:34" and "1:02:03" in seconds."""
    seconds = 0
    for part in clock.split(":"):
        seconds = 60 * seconds + int(part)
    return seconds
