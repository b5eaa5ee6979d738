"""The ways to speak of years, each a pattern and what it means; the first that fits decides."""

# ruff: noqa: E501  # a pattern that is broken over lines is harder to read than a long one

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

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
_MONTHS = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_SEASONS = "spring|summer|autumn|fall|winter"
_MONTH = rf"(?:{_MONTHS}|{_SEASONS}|q[1-4]|(?:1st|2nd|3rd|4th|first|second|third|fourth) (?:quarter|half))"
_NOT_A_YEAR = (
    r"(?![\d:%.,/]*\d|\s*(?:am\b|pm\b|o'?clock|percent|per cent|degrees?|hours?|hrs?|minutes?"
    r"|mins?|seconds?|days?|weeks?|months?|years?|times?|people|persons?|users?|members?|items?"
    r"|guests?|kids?|children|men|women|euros?|dollars?|pounds?|kronor|crowns?|cents?|francs?|yen"
    r"|gram\w*|kilo\w*|kg|g|mg|lit\w+|l|ml|met\w+|cm|mm|m|km|miles?|inch\w*|feet|watts?|volts?|kw"
    r"|gb|mb|tb|bytes?|pages?|words?|lines?|points?|steps?|pieces?|cups?|spoons?|eggs?|or (?:older"
    r"|younger)|and (?:older|under|over)|" + _MONTHS + r")\b|\s*[%°])"
)
"""What must not follow a number that is to be a year."""

_SPAN = r"(\d+|a|one|couple of|few|several|some)"
_UNIT = r"(years?|months?|weeks?|days?|decades?|quarters?|springs?|summers?|autumns?|winters?|christmases)"
_PART = (
    rf"(?:(?:the )?(?:beginning|start|middle|end) of |early (?:in )?|mid[- ]|late (?:in )?"
    rf"|(?:(?:the )?(?:early|mid|late)[- ])?(?:the )?{_MONTH},? (?:of )?)?"
)
_THE_FIRST = re.compile(r"beginning|start|early|jan|q1|1st|first q")
_THE_LAST = re.compile(r"end|late|dec|q4|4th|fourth")


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


def _beyond(match: re.Match[str], today: date) -> Years | None:
    """Read "after March 2021": the year itself counts when some of it is left."""
    year = _year(match[2], today)
    if year is None:
        return None
    within = match[1].strip() and not _THE_LAST.search(match[1])
    return Years(year if within else year + 1, None)


def _short_of(match: re.Match[str], today: date) -> Years | None:
    """Read "before March 2021": the year itself counts when some of it has passed."""
    year = _year(match[2], today)
    if year is None:
        return None
    within = match[1].strip() and not _THE_FIRST.search(match[1])
    return Years(None, year if within else year - 1)


def _last_season(match: re.Match[str], today: date) -> Years:
    """Read "last March", "last summer": the one that ended last."""
    named = match[1]
    if named in _SEASON_ENDS:
        ended = _SEASON_ENDS[named]
    else:
        ended = 1 + _MONTHS.split("|").index(
            next(m for m in _MONTHS.split("|") if re.fullmatch(m, named))
        )
    year = today.year if ended < today.month else today.year - 1
    return Years(year, year)


_SEASON_ENDS = {"spring": 5, "summer": 8, "autumn": 11, "fall": 11, "winter": 2}


def _this_decade(_: re.Match[str], today: date) -> Years:
    return Years(today.year // 10 * 10, today.year)


def _half_a_year(_: re.Match[str], today: date) -> Years:
    year = (today - timedelta(days=183)).year
    return Years(year, year)


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
    if unit.startswith(("year", "decade", *_SEASON_ENDS, "christmas")):
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
    "noughties",
    "tens",
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
    tens = f"{10 * _TENS.index(match[2]):02d}"
    return _decade(re.match(r"(.*?)()(\d\d)$", f"{match[1] or ''}{tens}"), today)  # type: ignore[arg-type]


_PATTERNS: tuple[tuple[str, Callable[..., Years | None]], ...] = (
    (rf"\bbetween {_PART}{_Y} (?:and|to) {_PART}{_Y}{_NOT_A_YEAR}", _between),
    (rf"\bfrom {_PART}{_Y} (?:to|till|until|through|up to|and) {_PART}{_Y}{_NOT_A_YEAR}", _between),
    (rf"\b{_Y4} ?(?:-|to|till|until|through) ?{_Y}{_NOT_A_YEAR}", _in_order),
    (rf"\b(?:from|in|of|during|around)? ?{_PART}{_Y4} (?:and|or) (?:in )?{_Y4}\b", _between),
    (rf"\b(?:since|starting (?:in|from)|as of|beginning(?: in)?(?! of)) {_PART}{_Y}{_NOT_A_YEAR}", _on(0, None)),
    (rf"\b(?:since {_PART}|from (?:the )?(?:beginning|start) of )(?:this|the) year\b(?! \d)", _now(0, None)),
    (rf"\b(?:(?:not|nothing|none|never) after|(?:not|no) later than) {_PART}{_Y}{_NOT_A_YEAR}", _on(None, 0)),
    (rf"\b(?:not|no earlier|nothing) before {_PART}{_Y}{_NOT_A_YEAR}", _on(0, None)),
    (rf"\b(?:from )?{_Y4} (?:on|onwards?|and (?:later|after|newer|since)|or (?:later|newer))\b",
     _on(0, None)),
    (rf"\bfrom {_PART}{_Y} (?:on|onwards?|to (?:now|today|the present)|until (?:now|today))\b",
     _on(0, None)),
    (rf"\b(?:after|later than|newer than|more recent than|past|post-?) ?({_PART}){_Y}{_NOT_A_YEAR}", _beyond),
    (rf"\b(?:before|prior to|earlier than|older than|preceding|pre-?) ?({_PART}){_Y}{_NOT_A_YEAR}", _short_of),
    (rf"\b(?:until|till|up to|through|by|no later than) {_PART}{_Y4}{_NOT_A_YEAR}", _on(None, 0)),
    (rf"\b{_Y4} (?:or|and) (?:earlier|before|older)\b", _on(None, 0)),
    (r"\b(early |mid[- ]?|late )?(19|20)?'?(\d0)'?s\b", _decade),
    (rf"\b(?:the |in the )(early |mid[- ]?|late )?(?:20 )?({'|'.join(_TENS)})\b", _named_decade),
    (rf"\b(?:not|no) (?:older|longer ago|earlier|more) than {_SPAN} {_UNIT}\b(?: ago| old| back)?", _past),
    (rf"\b(?:older|longer ago|earlier) than {_SPAN} {_UNIT}\b(?: ago| old| back)?", _longer_ago),
    (rf"\b(?:over|at least|more than|longer than) {_SPAN} {_UNIT} (?:ago|old|back)\b", _longer_ago),
    (rf"\b(?:less than|under|no more than) {_SPAN} {_UNIT} (?:ago|old|back)\b", _past),
    (rf"\b(?:last|past|previous|recent|these|within|newer than|younger than)(?: the)?(?: last| past)?"
     rf" {_SPAN} {_UNIT}\b", _past),
    (r"\bhalf a year ago\b", _half_a_year),
    (rf"\b{_SPAN} {_UNIT} (?:ago|back|earlier)\b", _then),
    (r"\byear before last\b", _now(-2, -2)),
    (r"\b(?:in|over|during|within) the (?:last|past) (?:year|12 months)\b", _now(-1, 0)),
    (r"\bpast year\b", _now(-1, 0)),
    (r"\b(?:last|past|previous) decade\b", _now(-10, 0)),
    (r"\blast year\b", _now(-1, -1)),
    (rf"\blast ({_MONTHS}|{_SEASONS})\b", _last_season),
    (r"\bthis decade\b", _this_decade),
    (r"\bthis (?:year|month|week|quarter|spring|summer|autumn|fall|winter)\b", _now(0, 0)),
    (r"\bnext year\b", _now(1, 1)),
    (rf"\b(?:in|from|during|of|around|about|circa|for|for the year|the year|back in) {_PART}{_Y4}"
     rf"{_NOT_A_YEAR}", _on(0, 0)),
    (rf"\b(?:in|from|during|around|back in) {_PART}('?\d\d)\b(?! ?-){_NOT_A_YEAR}", _on(0, 0)),
    (rf"\b(?:projects?|jobs?|papers?|articles?|works?|ones|those|things|years?|class|{_SEASONS}) of"
     rf" ('?\d\d)\b{_NOT_A_YEAR}", _on(0, 0)),
    (rf"(?:^|(?<=\s))('\d\d)\b{_NOT_A_YEAR}", _on(0, 0)),
    (rf"(?<![\d.,:-]){_Y4}(?![\d-]){_NOT_A_YEAR}", _on(0, 0)),
    (r"\b(?:right now|currently|at the moment|at present|presently"
     r"|still (?:doing|working|active|running)|ongoing|in progress|current(?!ly) (?!job|role"
     r"|position|employer|company|work))\b", _now(0, None)),
    (r"(?<!until )(?<!till )(?<!most )\b(?:recently|lately|in recent (?:years|times)|of late)\b"
     r"|\brecent (?!thing|one\b|of\b)(?<!most recent )", _now(-_RECENT_YEARS, None)),
)  # fmt: skip
RULES: tuple[Rule, ...] = tuple((re.compile(pattern), read) for pattern, read in _PATTERNS)
