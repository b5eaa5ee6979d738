"""Days that words mean on the day they are said: "tomorrow", "on Friday", "in two weeks".

Only what depends on the day of saying is found: "3 May 2027" means the same for ever, and "every
Friday" means no day at all.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from dateutil.relativedelta import MO, relativedelta

from voicecli.types import NamedDays

Days = tuple[date, date]
_Read = Callable[[re.Match[str], date, bool], Days | None]
"""Reads a match on a day; the last argument tells whether the sentence speaks of the past."""

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WEEKDAY = r"(?P<weekday>mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_NO_YEAR = r"(?!,? ?(?:of )?(?:19|20)\d\d)(?![\w/'’])"
_NUMBERS = {
    name: number
    for number, name in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
} | {"a": 1, "an": 1, "a couple of": 2}
_COUNT = (
    r"(?P<count>\d{1,3}|an?|a couple of|one|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve)"
)
_UNIT = r"(?P<unit>day|week|fortnight|month|year)s?"
_PAST = re.compile(
    r"\b(?:was|were|did|had|went|met|saw|gave|lent|left|put|bought|paid|took|told|said|sent|came"
    r"|got|made|ate|ran|began|broke|lost|found|saw|sold|spent|wrote|flew|drove|ago|ha(?:s|ve) been"
    r"|[a-z]{2,}(?<!ne)(?<!fe)(?<!nee)(?<!spe)(?<!be)ed)\b"
)
_AHEAD = re.compile(
    r"\b(?:is|are|am|will|'ll|shall|must|should|going to|has to|have to|need|needs|due|can|starts?"
    r"|begins?|leaves?|arrives?|comes?|takes place)\b"
)
_YEARLY = re.compile(
    r"\b(?:birthdays?|anniversar(?:y|ies)|born|name day|(?:every|each) year|yearly)\b"
)
_EVERY = re.compile(r"\b(?:every|each|all|most|per)(?: (?:other|second|single))? $")


def find_days(text: str, today: date) -> tuple[NamedDays, ...]:
    """The words of a text that mean other days on another day, in their order."""
    folded = text.lower()
    if len(folded) != len(text):  # a letter whose small form is two: places would differ
        folded = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    found: list[NamedDays] = []
    for pattern, read in _RULES:
        for match in pattern.finditer(folded):
            start, end = match.start("words"), match.end("words")
            if any(start < other.end and other.start < end for other in found):
                continue
            if _EVERY.search(folded[:start]):
                continue
            try:
                days = read(match, today, _is_past(folded, match))
            except (ValueError, OverflowError):  # the 31st of a short month, a year too far
                continue
            if days:
                found.append(NamedDays(start, end, *days))
    return tuple(sorted(found, key=lambda one: one.start))


def written_out(text: str, days: Sequence[NamedDays]) -> str:
    """A text with the days beside the words that meant them: "on Friday, 27 November 2026"."""
    for one in sorted(days, key=lambda one: -one.start):
        meant = _beside(text[one.start : one.end], one.first, one.last)
        text = text[: one.end] + meant + text[one.end :]
    return text


def _beside(words: str, first: date, last: date) -> str:
    """What is put behind words to say which days they meant."""
    plain = words.lower()
    has_month = re.search(_MONTH, plain) is not None
    if has_month and not plain.startswith(("next ", "last ")):
        return f" {first.year}"
    if first == last and re.fullmatch(rf"(?:\w+ )?{_WEEKDAY}", plain):
        return f", {day_in_words(first)}"
    return f" ({days_in_words(first, last)})"


def days_in_words(first: date, last: date) -> str:
    """Days as they are said: "Friday, 27 November 2026", "December 2026", "23 to 29 November"."""
    if first == last:
        return f"{first:%A}, {day_in_words(first)}"
    if first.day == 1 and last == first + relativedelta(day=31):
        return f"{first:%B %Y}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return f"{first.year}"
    begin = f"{first.day}" if first.month == last.month else f"{first.day} {first:%B}"
    begin = day_in_words(first) if first.year != last.year else begin
    return f"{begin} to {day_in_words(last)}"


def day_in_words(day: date) -> str:
    """Like "27 November 2026"."""
    return f"{day.day} {day:%B %Y}"


def _is_past(text: str, match: re.Match[str]) -> bool:
    """Whether the clause around a match tells of something that is over."""
    begin = max(text.rfind(mark, 0, match.start()) for mark in ".;!?\n") + 1
    ends = [at for mark in ".;!?\n" if (at := text.find(mark, match.end())) >= 0]
    clause = text[begin : min(ends, default=len(text))]
    return bool(_PAST.search(clause)) and not _AHEAD.search(clause)


def _count(written: str) -> int:
    return int(written) if written.isdigit() else _NUMBERS[written]


def _span(match: re.Match[str]) -> relativedelta:
    count, unit = _count(match["count"]), match["unit"]
    match unit:
        case "day":
            return relativedelta(days=count)
        case "week":
            return relativedelta(weeks=count)
        case "fortnight":
            return relativedelta(weeks=2 * count)
        case "month":
            return relativedelta(months=count)
        case _:
            return relativedelta(years=count)


def _one(day: date) -> Days:
    return day, day


def _in_span(match: re.Match[str], today: date, past: bool) -> Days:
    return _one(today + _span(match))


def _ago(match: re.Match[str], today: date, past: bool) -> Days:
    return _one(today - _span(match))


def _weekday(match: re.Match[str], today: date, past: bool) -> Days:
    wanted = next(n for n, name in enumerate(_WEEKDAYS) if match["weekday"].startswith(name))
    ahead = (wanted - today.weekday()) % 7
    which = (match["which"] or "").strip()
    if which == "last" or (past and which != "next"):
        return _one(today - timedelta(days=(today.weekday() - wanted) % 7 or 7))
    if which == "next":  # of the next week, as it begins on Monday
        return _one(today + relativedelta(days=1, weekday=MO) + timedelta(days=wanted))
    if which == "this":
        return _one(today + timedelta(days=ahead))
    return _one(today + timedelta(days=ahead or 7))


def _after_weekday(match: re.Match[str], today: date, past: bool) -> Days:
    """Days counted from another day: "a week on Friday"."""
    base = match["base"]
    if base in ("today", "now"):
        return _one(today + _span(match))
    if base == "tomorrow":
        return _one(today + timedelta(days=1) + _span(match))
    wanted = next(n for n, name in enumerate(_WEEKDAYS) if base.startswith(name))
    return _one(today + timedelta(days=(wanted - today.weekday()) % 7 or 7) + _span(match))


def _period(match: re.Match[str], today: date, past: bool) -> Days:
    step = {"next": 1, "coming": 1, "following": 1, "last": -1, "previous": -1}.get(
        match["which"], 0
    )
    match match["unit"]:
        case "week":
            first = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
            return first, first + timedelta(days=6)
        case "weekend":
            saturday = today - timedelta(days=today.weekday()) + timedelta(days=5, weeks=step)
            return saturday, saturday + timedelta(days=1)
        case "month":
            first = today + relativedelta(months=step, day=1)
            return first, first + relativedelta(day=31)
        case _:
            return date(today.year + step, 1, 1), date(today.year + step, 12, 31)


def _end_of_month(match: re.Match[str], today: date, past: bool) -> Days:
    months = 1 if match["which"] == "next" else 0
    return _one(today + relativedelta(months=months, day=31))


def _day_of_month(match: re.Match[str], today: date, past: bool) -> Days | None:
    number = int(match["day"])
    if not 1 <= number <= 31:
        return None
    step = -1 if past else 1
    for months in range(12):
        first = today + relativedelta(months=step * months, day=1)
        try:
            day = first.replace(day=number)
        except ValueError:  # that month is shorter
            continue
        if (day < today) if past else (day >= today):
            return _one(day)
    return None


def _month_and_day(match: re.Match[str], today: date, past: bool) -> Days | None:
    if _YEARLY.search(match.string):
        return None
    month = _MONTHS.index(match["month"][:3]) + 1
    for year in range(today.year, today.year + (-5 if past else 5), -1 if past else 1):
        try:
            day = date(year, month, int(match["day"]))
        except ValueError:  # 29 February
            continue
        if (day <= today) if past else (day >= today):
            return _one(day)
    return None


def _month(match: re.Match[str], today: date, past: bool) -> Days | None:
    if _YEARLY.search(match.string):
        return None
    number = _MONTHS.index(match["month"][:3]) + 1
    year = today.year
    which = (match["which"] or "").strip()
    if which == "last" or (past and which != "next"):
        year -= number >= today.month
    else:
        year += number < today.month or (which == "next" and number == today.month)
    first = date(year, number, 1)
    return first, first + relativedelta(day=31)


def _shifted(days: int) -> _Read:
    return lambda match, today, past: _one(today + timedelta(days=days))


def _rules() -> Iterator[tuple[str, _Read]]:
    ordinal = r"(?P<day>\d{1,2})(?:st|nd|rd|th)"
    either = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    weekday = rf"(?:{_WEEKDAY},? )?"
    base = rf"(?P<base>today|now|tomorrow|{_WEEKDAY})"
    yield rf"\b(?P<words>{weekday}(?:the )?{either}(?: of)? {_MONTH}){_NO_YEAR}", _month_and_day
    yield rf"\b(?P<words>{weekday}{_MONTH} (?:the )?{either})(?!\d){_NO_YEAR}", _month_and_day
    yield rf"(?P<words>{_COUNT} {_UNIT} (?:from|on) {base})\b", _after_weekday
    yield r"(?P<words>(?:the )?day after tomorrow)\b", _shifted(2)
    yield r"(?P<words>(?:the )?day before yesterday)\b", _shifted(-2)
    yield r"(?P<words>tomorrow(?: (?:morning|afternoon|evening|night))?)\b", _shifted(1)
    yield r"(?P<words>yesterday(?: (?:morning|afternoon|evening))?|last night)\b", _shifted(-1)
    yield (
        r"(?P<words>today|tonight|this (?:morning|afternoon|evening)|later today)\b",
        _shifted(0),
    )
    yield rf"\b(?P<words>in {_COUNT} {_UNIT}(?:' time)?)\b", _in_span
    yield rf"\b(?P<words>{_COUNT} {_UNIT} ago)\b", _ago
    yield rf"\b(?P<words>(?P<which>this |next |last |coming )?{_WEEKDAY})\b(?!s)", _weekday
    yield (
        r"\b(?P<words>(?:the )?end of (?P<which>the|this|next) month)\b",
        _end_of_month,
    )
    yield (
        r"\b(?P<words>(?:the )?(?P<which>this|next|last|coming|following|previous)"
        r" (?P<unit>weekend|week|month|year))\b",
        _period,
    )
    yield r"\b(?:at|on|over) (?P<words>(?P<which>the) (?P<unit>weekend))\b", _period
    yield (
        r"\b(?:in|until|till|by|since|from) (?P<words>(?P<which>next |last )?"
        rf"{_MONTH}){_NO_YEAR}(?! \d)",
        _month,
    )
    yield rf"\b(?P<words>(?P<which>next |last ){_MONTH}){_NO_YEAR}(?! \d)", _month
    yield (
        rf"\b(?:on|until|till|by|from|for|is|before|after|since) (?P<words>the {ordinal})\b"
        r"(?! (?:of|floor|street|avenue|time|row|century|edition|place|door|grade|year|chapter))",
        _day_of_month,
    )


_RULES: tuple[tuple[re.Pattern[str], _Read], ...] = tuple(
    (re.compile(pattern), read) for pattern, read in _rules()
)
