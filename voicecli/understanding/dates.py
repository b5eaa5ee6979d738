"""The years that a question speaks of, relative to a given today.

"In 2021" is {"from": 2021, "to": 2021}, "since 2021" has no "to", "before 2021" no "from" and ends
with 2020. Rules are tried in the order of `_RULES`; the first that fits decides.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from voicecli.understanding.numerals import in_figures

_FIRST_YEAR = 1900
_FUTURE_YEARS = 10
_RECENT_YEARS = 2
_FEW, _COUPLE = 3, 2


@dataclass(frozen=True, slots=True)
class Years:
    """First and last year, both inclusive; None is open."""

    first: int | None
    last: int | None


Rule = tuple[re.Pattern[str], Callable[[re.Match[str], date], Years | None]]

_Y = r"((?:19|20)\d\d|'\d\d|\d\d)"
_Y4 = r"((?:19|20)\d\d)"
_NOT_A_YEAR = (
    r"(?![\d:%.,]*\d|\s*(?:%|°|am\b|pm\b|o'?clock|percent|per cent|degrees?|hours?|hrs?|minutes?"
    r"|mins?|seconds?|days?|weeks?|months?|years?|times?|people|persons?|users?|members?|items?"
    r"|guests?|kids?|children|men|women|euros?|dollars?|pounds?|kronor|crowns?|cents?|francs?|yen"
    r"|gram\w*|kilo\w*|kg|g|mg|lit\w+|l|ml|met\w+|cm|mm|m|km|miles?|inch\w*|feet|watts?|volts?|kw"
    r"|gb|mb|tb|bytes?|pages?|words?|lines?|points?|steps?|pieces?|cups?|spoons?|eggs?|or (?:older"
    r"|younger)|and (?:older|under|over)))"
)
"""What must not follow a number that is to be a year."""

_SPAN = r"(\d+|a|one|couple of|few|several|some)"
_UNIT = r"(years?|months?|weeks?|days?|decades?|quarters?)"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:"
    r"ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|spring|summer|autumn|fall|winter|q[1-4])"
)
_PART = (
    rf"(?:(?:the )?(?:beginning|start|middle|end) of |early |mid[- ]|late |{_MONTH},? (?:of )?)?"
)


def find_years(text: str, today: date) -> Years | None:
    """Find the years in a normalised question; None when it names none."""
    text = in_figures(text)
    for pattern, read in _RULES:
        for match in pattern.finditer(text):
            if years := read(match, today):
                return years
    return None


def years_before(years: Years) -> Years | None:
    """Return the time before years, as "and before that?" asks for; None before everything."""
    return Years(None, years.first - 1) if years.first is not None else None


def years_after(years: Years) -> Years | None:
    """Return the time after years; None after an open end."""
    return Years(years.last + 1, None) if years.last is not None else None


def _year(written: str, today: date) -> int | None:
    """Read a year of four figures or two; two are of the century that makes it no far future."""
    figures = written.lstrip("'")
    if len(figures) == 4:
        year = int(figures)
        return year if _FIRST_YEAR <= year <= today.year + _FUTURE_YEARS else None
    year = today.year // 100 * 100 + int(figures)
    return year if year <= today.year + 1 else year - 100


def _between(match: re.Match[str], today: date) -> Years | None:
    first, last = _year(match[1], today), _year(match[2], today)
    if first is None or last is None:
        return None
    return Years(min(first, last), max(first, last))


def _in_order(match: re.Match[str], today: date) -> Years | None:
    """Read "2019-21"; "2022-03" is a month, not a span."""
    years = _between(match, today)
    return years if years and years.first == _year(match[1], today) else None


def _on(shift_first: int | None, shift_last: int | None) -> Callable[..., Years | None]:
    """Make the reader of a rule about one year: its ends relative to it, None for open."""

    def read(match: re.Match[str], today: date) -> Years | None:
        year = _year(match[1], today)
        if year is None:
            return None
        first = None if shift_first is None else year + shift_first
        last = None if shift_last is None else year + shift_last
        return Years(first, last)

    return read


def _now(shift_first: int | None, shift_last: int | None) -> Callable[..., Years | None]:
    """Make the reader of a rule about today's year."""

    def read(_: re.Match[str], today: date) -> Years:
        first = None if shift_first is None else today.year + shift_first
        last = None if shift_last is None else today.year + shift_last
        return Years(first, last)

    return read


def _past(match: re.Match[str], today: date) -> Years:
    return Years(_ago(match[1], match[2], today), today.year)


def _longer_ago(match: re.Match[str], today: date) -> Years:
    return Years(None, _ago(match[1], match[2], today))


def _then(match: re.Match[str], today: date) -> Years:
    year = _ago(match[1], match[2], today)
    return Years(year, year)


def _ago(amount: str, unit: str, today: date) -> int:
    """Return the year so long before today."""
    words = {"a": 1, "one": 1, "couple of": _COUPLE, "few": _FEW, "several": _FEW, "some": _FEW}
    number = min(words.get(amount) or int(amount), today.year)
    if unit.startswith(("year", "decade")):
        return max(today.year - number * (10 if unit.startswith("decade") else 1), 1)
    days = {"m": 30.4, "w": 7.0, "d": 1.0, "q": 91.3}[unit[0]]
    return (today - timedelta(days=min(days * number, 365.0 * (today.year - 1)))).year


def _decade(match: re.Match[str], today: date) -> Years:
    part, century, tens = match[1] or "", match[2], int(match[3])
    base = int(century) * 100 if century else (today.year // 100) * 100
    if base + tens > today.year:
        base -= 100
    first = base + tens
    inside = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(part.strip(" -"), (0, 9))
    return Years(first + inside[0], first + inside[1])


_TENS = (
    "twenties",
    "thirties",
    "forties",
    "fifties",
    "sixties",
    "seventies",
    "eighties",
    "nineties",
)


def _named_decade(match: re.Match[str], today: date) -> Years:
    tens = 20 + 10 * _TENS.index(match[2])
    return _decade(re.match(r"(.*?)()(\d\d)$", f"{match[1] or ''}{tens}"), today)  # type: ignore[arg-type]


_PATTERNS: tuple[tuple[str, Callable[..., Years | None]], ...] = (
    (rf"\bbetween {_PART}{_Y} (?:and|to) {_PART}{_Y}{_NOT_A_YEAR}", _between),
    (rf"\bfrom {_PART}{_Y} (?:to|till|until|through|up to|and) {_PART}{_Y}{_NOT_A_YEAR}", _between),
    (rf"\b{_Y4} ?(?:-|to|till|until|through) ?{_Y}{_NOT_A_YEAR}", _in_order),
    (rf"\b(?:from|in|of|during|around)? ?{_PART}{_Y4} (?:and|or) (?:in )?{_Y4}\b", _between),
    (rf"\b(?:since|starting (?:in|from)|as of|beginning in) {_PART}{_Y}{_NOT_A_YEAR}",
     _on(0, None)),
    (rf"\b(?:not|no earlier|nothing) before {_PART}{_Y}{_NOT_A_YEAR}", _on(0, None)),
    (rf"\b(?:from )?{_Y4} (?:on|onwards?|and (?:later|after|newer|since)|or (?:later|newer))\b",
     _on(0, None)),
    (rf"\bfrom {_PART}{_Y} (?:on|onwards?|to (?:now|today|the present)|until (?:now|today))\b",
     _on(0, None)),
    (rf"\b(?:after|later than|newer than|more recent than|past) {_PART}{_Y}{_NOT_A_YEAR}",
     _on(1, None)),
    (rf"\b(?:before|prior to|earlier than|older than|preceding|pre-?) ?{_PART}{_Y}{_NOT_A_YEAR}",
     _on(None, -1)),
    (rf"\b(?:until|till|up to|through|by|not after|no later than) {_PART}{_Y}{_NOT_A_YEAR}",
     _on(None, 0)),
    (rf"\b{_Y4} (?:or|and) (?:earlier|before|older)\b", _on(None, 0)),
    (r"\b(early |mid[- ]?|late )?(19|20)?'?(\d0)'?s\b", _decade),
    (rf"\b(early |mid[- ]?|late )?({'|'.join(_TENS)})\b", _named_decade),
    (rf"\b(?:older|longer|earlier|more) than {_SPAN} {_UNIT}\b(?: ago| old| back)?", _longer_ago),
    (rf"\b(?:over|at least) {_SPAN} {_UNIT} (?:ago|old)\b", _longer_ago),
    (rf"\b(?:last|past|previous|recent|these|within|less than|under|newer than|younger than"
     rf"|no more than)(?: the)?(?: last| past)? {_SPAN} {_UNIT}\b", _past),
    (rf"\b{_SPAN} {_UNIT} (?:ago|back|earlier)\b", _then),
    (r"\byear before last\b", _now(-2, -2)),
    (r"\b(?:in|over|during|within) the (?:last|past) (?:year|12 months)\b", _now(-1, 0)),
    (r"\bpast year\b", _now(-1, 0)),
    (r"\b(?:last|past|previous) decade\b", _now(-10, 0)),
    (rf"\blast (?:year|{_MONTH})\b", _now(-1, -1)),
    (r"\bthis (?:year|month|week|quarter|spring|summer|autumn|fall|winter)\b", _now(0, 0)),
    (r"\bnext year\b", _now(1, 1)),
    (rf"\b(?:in|from|during|of|around|about|circa|for|for the year|the year|back in) {_PART}{_Y4}"
     rf"{_NOT_A_YEAR}", _on(0, 0)),
    (rf"\b(?:in|from|during|around|back in) {_PART}('?\d\d)\b(?! ?-){_NOT_A_YEAR}", _on(0, 0)),
    (rf"(?:^|(?<=\s))('\d\d)\b{_NOT_A_YEAR}", _on(0, 0)),
    (rf"(?<![\d.,:-]){_Y4}(?![\d-]){_NOT_A_YEAR}", _on(0, 0)),
    (r"\b(?:right now|currently|at the moment|at present|nowadays|these days|presently"
     r"|still (?:doing|working|active|running)|ongoing|in progress|current(?!ly) (?!job|role"
     r"|position|employer|company|work))\b", _now(0, None)),
    (r"\b(?:recently|lately|in recent (?:years|times)|of late)\b"
     r"|\brecent (?!thing|one\b|of\b)(?<!most recent )", _now(-_RECENT_YEARS, None)),
)  # fmt: skip
_RULES: tuple[Rule, ...] = tuple((re.compile(pattern), read) for pattern, read in _PATTERNS)
