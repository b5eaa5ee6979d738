"""Dates as people write them, to ISO dates that stop where the writer stopped."""

import re
from calendar import monthrange
from datetime import datetime
from functools import lru_cache

_ISO = re.compile(r"([12]\d{3})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?(?=$|[\sT,;)])")
_COMPACT = re.compile(r"([12]\d{3})(\d\d)(\d\d)$")
_MONTH_FIRST = re.compile(r"(\d{1,2})[./-]([12]\d{3})$")
_SHORT_YEAR = re.compile(r"['’](\d\d)\b")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20|21)\d\d(?!\d)")
_NUMBERS = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2,4}\b")
_RANGE = re.compile(r"\s*[–—]\s*|\s+-+\s+|\s+(?:to|until|till|through)\s+|(?<=\d{4})-(?=\d{4}\b)")
_LONGEST = 40
"""Characters; what is longer is a sentence and not a date."""
_CENTURY = 70
"""From '70 on a year of two digits is of the last century."""

PRESENT = frozenset({"present", "now", "today", "current", "currently", "ongoing", "to date"})
"""Words for an end that has not come."""

_ONE, _OTHER = datetime(2001, 1, 1), datetime(2004, 2, 2)
"""Two days without a part in common: what differs between them was not in the text."""


@lru_cache(maxsize=4096)
def iso_date(text: str) -> str:
    """The date in a text as "2021", "2021-03" or "2021-03-09"; empty when there is none.

    Where the order of day and month cannot be known ("3/4/2021"), and for what is no month
    ("spring 2020"), the year alone is given.
    """
    text = _SHORT_YEAR.sub(_whole_year, text.strip())
    if match := _ISO.match(text):
        return _checked(match[1], match[3], match[4])
    if match := _COMPACT.match(text):
        return _checked(*match.groups())
    if match := _MONTH_FIRST.match(text):
        return _checked(match[2], match[1], None)
    year = _YEAR.search(text)
    if len(text) <= _LONGEST and (year or _NUMBERS.search(text)):
        return _parsed(text) or (year[0] if year else "")
    return year[0] if year else ""


def iso_range(text: str) -> tuple[str, str, bool]:
    """The ISO dates at both ends of "March 2019 – present", and whether it is going on.

    A text with one date gives that date twice.
    """
    first, *rest = _RANGE.split(text.strip(), maxsplit=1)
    start = iso_date(first)
    if not rest:
        return start, start, False
    if is_present(rest[0]):
        return start, "", bool(start)
    end = iso_date(rest[0])
    if not start and end and _YEAR.search(first) is None:  # "March – May 2019"
        start = iso_date(f"{first} {end[:4]}")
    return start, end, False


def is_present(text: str) -> bool:
    """Whether a text stands for an end that has not come."""
    return text.strip().strip(".").lower() in PRESENT


def _whole_year(match: re.Match[str]) -> str:
    return f"{19 if int(match[1]) >= _CENTURY else 20}{match[1]}"


def _checked(year: str, month: str | None, day: str | None) -> str:
    """The ISO date of its parts, without those that the calendar does not have."""
    if not month or not 1 <= int(month) <= 12:
        return year
    if not day or not 1 <= int(day) <= monthrange(int(year), int(month))[1]:
        return f"{year}-{int(month):02}"
    return f"{year}-{int(month):02}-{int(day):02}"


def _parsed(text: str) -> str:
    """What dateutil finds, as far as it does not depend on the order of day and month."""
    match = _NUMBERS.search(text)
    if match and match[1] == ".":  # written so where the day comes first
        return _parts(text, day_first=True)
    one, other = (_parts(text, day_first=first) for first in (False, True))
    return one if one == other else one[:4]


def _parts(text: str, *, day_first: bool) -> str:
    """The ISO date of the parts that a text names, the year at least; empty without it."""
    from dateutil.parser import parse

    try:
        one, other = (
            parse(text, default=default, dayfirst=day_first, ignoretz=True)
            for default in (_ONE, _OTHER)
        )
    except (ValueError, OverflowError):
        return ""
    if one.year != other.year:
        return ""
    if one.month != other.month:
        return f"{one.year:04}"
    if one.day != other.day:
        return f"{one.year:04}-{one.month:02}"
    return f"{one.year:04}-{one.month:02}-{one.day:02}"
