"""From when to when: the dates in a line of a résumé, and the years that they come to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from voicecli.documents.dates import PRESENT, iso_date
from voicecli.interview.plan import Claim

_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_MONTH = rf"\b{_MONTHS}\b\.?"
_SEASON = r"\b(?:spring|summer|autumn|fall|winter|early|mid|late|end of|q[1-4])\b-?"
_YEAR = r"(?<![\d.,$£€/-])(?:19[5-9]\d|20[0-9]\d)(?![\d%]|[.,]\d{3}\b)"
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?{_MONTH}(?:\s+\d{{1,2}}(?:st|nd|rd|th)?,)?,?\s*"
    rf"(?:of\s+)?(?:(?:19[5-9]\d|20[0-9]\d)(?!\d)|['’]\d\d\b)"
    rf"|(?<![\d/.-])\d{{1,2}}[./-]\d{{1,2}}[./-](?:19[5-9]\d|20\d\d)(?!\d)"
    rf"|(?<![\d/.-])(?:0?[1-9]|1[0-2])[./-](?:19[5-9]\d|20\d\d)(?!\d)"
    rf"|(?<![\d/.-])(?:19[5-9]\d|20\d\d)[./-](?:0[1-9]|1[0-2])(?:[./-]\d\d)?(?!\d)"
    rf"|(?:{_SEASON}\s*)?{_YEAR}"
)
_NOW = rf"\b(?:{'|'.join(sorted(PRESENT, key=len, reverse=True))}|date|this day)\b"
_TO = r"\s*(?:[–—‒−―~→]+|-+>?|\b(?:to\s+till|to|until|till|through|thru)\b)\s*"
_RANGE = re.compile(
    rf"(?:\b(?:from|(?P<between>between))\s+)?(?P<start>{_DATE}|{_MONTH}"
    rf"|(?<![\d/])(?:0?[1-9]|1[0-2])/\d\d(?![\d/]))"
    rf"(?:{_TO}|(?(between)\s+and\s+|(?!)))"
    rf"(?P<end>{_DATE}|(?:19[5-9]\d|20\d\d)(?![\d%/])|{_NOW}|(?<=[–—‒−-])\s*['’]?\d\d(?![\d%/.,])"
    rf"|(?<![\d/])(?:0?[1-9]|1[0-2])/\d\d(?![\d/]))",
    re.IGNORECASE,
)
_SINCE = re.compile(
    rf"\b(?:since|from|starting)\s+(?P<start>{_DATE})"
    rf"|(?P<open>{_DATE})\s*(?:[–—‒−]|-)\s*(?=$|[|)\]·•;,])"
    rf"|\b(?:{'|'.join(sorted(PRESENT, key=len, reverse=True))})\s*(?:[–—‒−]|-)\s*(?P<now>{_DATE})",
    re.IGNORECASE,
)
_UNTIL = re.compile(rf"\b(?:until|till)\s+(?P<end>{_DATE})", re.IGNORECASE)
_ONE = re.compile(_DATE, re.IGNORECASE)
_SHORT = re.compile(r"(\d{1,2})/(\d\d)")
_NINETIES = 70
"""From 70 on a year of two digits is of the last century."""
_LONGEST_LINE = 400
_LONGEST_YEARS = 60
_SINGLE_YEAR_MONTHS = 6
"""What "2019" alone is counted as: nobody knows more than that it was within that year."""


@dataclass(frozen=True, slots=True)
class Period:
    """A period with where its words stand in their line; dates as in `plan.Claim`.

    A `single` one is one date: the day of an exam, or the year of a summer job.
    """

    start: str
    end: str
    ongoing: bool
    span: tuple[int, int]
    single: bool = False


def read_period(text: str) -> Period | None:
    """The first period in a line, else its first date; None where it has none.

    Of a longer line than any that has dates its beginning is read.
    """
    text = text[:_LONGEST_LINE]
    for match in _RANGE.finditer(text):
        if found := _range(match):
            return found
    if since := _SINCE.search(text):
        start = _iso(since["start"] or since["open"] or since["now"])
        if start:
            return Period(start, "", True, since.span())
    if until := _UNTIL.search(text):
        return Period("", _iso(until["end"]), False, until.span())
    if (one := _ONE.search(text)) and (day := _iso(one[0])):
        return Period(day, day, False, one.span(), single=True)
    return None


def _range(match: re.Match[str]) -> Period | None:
    start, end = match["start"], match["end"].strip()
    ongoing = bool(re.fullmatch(_NOW, end, re.IGNORECASE))
    if re.fullmatch(r"['’]?\d\d", end):  # "2019–21"
        if not (year := re.search(r"(?:19|20)\d\d$", start)):
            return None
        end = f"{year[0][:2]}{end[-2:]}"
        if end < year[0]:
            end = f"{int(end) + 100}"
        if int(end) - int(year[0]) > _LONGEST_YEARS:  # "2008-05" is a month
            return None
    last = "" if ongoing else _iso(end)
    first = _iso(start)
    if not first and last:  # "March – May 2019"
        first = iso_date(f"{start} {last[:4]}")
    if not first or (not last and not ongoing) or (last and last[:4] < first[:4]):
        return None
    return Period(first, last, ongoing, match.span())


def _iso(text: str) -> str:
    text = text.strip()
    if short := _SHORT.fullmatch(text):
        century = 19 if int(short[2]) >= _NINETIES else 20
        return f"{century}{short[2]}-{int(short[1]):02}"
    return iso_date(text)


def years_of(claims: Sequence[Claim], today: date) -> float:
    """The years that claims with dates cover; what overlaps is counted once.

    Months are counted whole. A year without a month stands for its middle, so that "2019–2022" are
    three years; what lies after `today` is not counted.
    """
    spans = sorted(span for claim in claims if (span := months_of(claim, today)))
    total, reached = 0, 0
    for first, after in spans:
        total += max(0, after - max(first, reached))
        reached = max(reached, after)
    return total / 12


def months_of(claim: Claim, today: date, *, widest: bool = False) -> tuple[int, int] | None:
    """The first month of a claim and the one after its last, counted from year 0.

    With `widest` a year without a month is taken whole: from the earliest to the latest that it
    can mean. None without dates, or when it begins after `today`.
    """
    now = today.year * 12 + today.month
    last = "" if claim.ongoing else claim.end
    if not claim.start or not (last or claim.ongoing):
        return None
    first = _month(claim.start, 0 if widest else 6)
    after = now if claim.ongoing else _month(last, 12 if widest else 6, after=1)
    if not widest and len(claim.start) == 4:
        is_single, is_this = claim.start == last, claim.start == str(today.year)
        first -= _SINGLE_YEAR_MONTHS // 2 if is_single or is_this else 0
        after += _SINGLE_YEAR_MONTHS // 2 if is_single else 0
    after = min(after, now)
    return (first, after) if first < after else None


def _month(day: str, of_year: int, after: int = 0) -> int:
    """The number of an ISO date's month; `of_year` is what is added to a year without one."""
    year, month = int(day[:4]), day[5:7]
    return year * 12 + (int(month) - 1 + after if month else of_year)
