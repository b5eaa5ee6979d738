"""Calendar dates in a question, each written as its year: "since 3.5.2021" is "since 2021"."""

import re
from datetime import date, datetime, time

_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_ORDINAL = r"(?:st|nd|rd|th)?"
_DATE = re.compile(
    r"\b(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})"
    rf"|(?:the )?\d{{1,2}}{_ORDINAL} (?:of )?{_MONTHS},? (?:of )?\d{{4}}"
    rf"|{_MONTHS} \d{{1,2}}{_ORDINAL},? \d{{4}})\b"
)
_MONTH_OF_YEAR = re.compile(
    r"\b(?:0?[1-9]|1[0-2])[./]((?:19|20)\d\d)\b|\b((?:19|20)\d\d)-(?:0[1-9]|1[0-2])\b(?!-)"
)
_SCHOOL_YEAR = re.compile(r"\b((?:19|20)\d\d) ?/ ?((?:19|20)?\d\d)\b")


def dates_as_years(text: str, today: date) -> str:
    """Write every whole date of a folded text as its year (read by python-dateutil).

    "2019/20" becomes the span it is, "05/2021" its year. What looks like a date and is none stays.
    """
    text = _SCHOOL_YEAR.sub(_span, text)
    text = _DATE.sub(lambda match: _year(match[0], today), text)
    return _MONTH_OF_YEAR.sub(lambda match: match[1] or match[2], text)


def _year(written: str, today: date) -> str:
    from dateutil import parser

    plain = re.sub(r"\b(?:the|of)\b", " ", written)
    try:
        found = parser.parse(plain, dayfirst="." in written, default=_midnight(today))
    except (ValueError, OverflowError):
        return written
    return str(found.year)


def _midnight(today: date) -> datetime:
    return datetime.combine(today, time())


def _span(match: re.Match[str]) -> str:
    first, last = int(match[1]), int(match[2][-2:])
    return f"{match[1]}-{match[2]}" if last == (first + 1) % 100 else match[0]
