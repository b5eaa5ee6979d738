"""Dates and times of day in the spellings that people and models use."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from voicecli.dialogue.gate.numerals import read_number
from voicecli.dialogue.gate.tokens import Token
from voicecli.retrieval.words import STOP_WORDS

FIRST_YEAR, LAST_YEAR = 1800, 2199
"""Four figures between these, without a unit, are a year."""

_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_VERBS = frozenset({"may", "march"})
_BEFORE_MONTH = frozenset(
    "in of since until till from to by before after during last next early late mid through this "
    "every each between and -".split()
)
_BEFORE_YEAR = frozenset(
    "in since until till from to by before after during through between and or year early late mid "
    "spring summer autumn winter the last next is was".split()
)
_NOON = {"noon": 720, "midday": 720, "midnight": 0}


@dataclass(frozen=True, slots=True)
class Day:
    """A date of which parts may be unknown (0)."""

    year: int = 0
    month: int = 0
    day: int = 0

    def holds(self, coarser: "Day") -> bool:
        """Whether everything that the other date says is said here, too."""
        mine, theirs = (self.year, self.month, self.day), (coarser.year, coarser.month, coarser.day)
        return all(part in (0, own) for own, part in zip(mine, theirs, strict=True))


Minutes = frozenset[int]
"""A time of day: the minutes since midnight that it may mean ("half past five": two of them)."""


def read_day(tokens: Sequence[Token], at: int) -> tuple[Day, int] | None:
    """The date that begins at a token, and the index behind it."""
    if match := _ISO.fullmatch(tokens[at].text):
        return Day(int(match[1]), int(match[2]), int(match[3] or 0)), at + 1
    if month := _month(tokens, at):
        return _from_month(tokens, at + 1, month)
    number = read_number(tokens, at)
    if number is None or number.value.denominator != 1:
        return None
    value, end = int(number.value), number.end
    month_at = end + 1 if _text(tokens, end) == "of" else end
    if 1 <= value <= 31 and (month := _month(tokens, month_at, follows_day=True)):
        day, end = _with_year(tokens, month_at + 1, Day(month=month, day=value))
        return day, end
    is_year = FIRST_YEAR <= value <= LAST_YEAR and not number.is_ordinal
    if is_year and "," not in tokens[at].text and _stands_as_year(tokens, at, end):
        return Day(value), end
    return None


def _stands_as_year(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether four figures are a year by what stands around them: "in 2019", "by 2019 people"."""
    before, behind = _text(tokens, at - 1), _text(tokens, end)
    counts = behind[:1].isalpha() and behind not in STOP_WORDS and tokens[end].raw.islower()
    if counts and before not in {"in", "since"}:
        return False
    return not before[:1].isalnum() or before in _BEFORE_YEAR


def read_time(tokens: Sequence[Token], at: int) -> tuple[Minutes, int] | None:
    """The time of day that begins at a token, and the index behind it."""
    word = tokens[at].text
    if word in _NOON:
        return frozenset({_NOON[word]}), at + 1
    if match := _CLOCK.fullmatch(word):
        hour, minute = int(match[1]), int(match[2])
        if hour > 24 or minute > 59:
            return None
        return _halves(tokens, hour, minute, at + 1, exact=True)
    offset = {"half": 30, "quarter": 15}.get(word)
    number = read_number(tokens, at)
    if offset is None and (number is None or number.value.denominator != 1 or number.is_ordinal):
        return None
    end = at + 1 if offset else number.end if number else at
    if (direction := _text(tokens, end)) in {"past", "to"} and (offset or direction == "past"):
        return _relative(tokens, offset or int(number.value if number else 0), end)
    if (
        number
        and 1 <= number.value <= 12
        and (_half_of_day(tokens, end) or _is_o_clock(tokens, end))
    ):
        end += _is_o_clock(tokens, end)
        return _halves(tokens, int(number.value), 0, end, exact=False)
    return None


def _relative(tokens: Sequence[Token], offset: int, at: int) -> tuple[Minutes, int] | None:
    hour = read_number(tokens, at + 1) if at + 1 < len(tokens) else None
    if hour is None or hour.value.denominator != 1 or not 1 <= hour.value <= 12:
        return None
    minutes = int(hour.value) * 60 + (offset if tokens[at].text == "past" else -offset)
    return _halves(tokens, minutes // 60, minutes % 60, hour.end, exact=False)


def _halves(
    tokens: Sequence[Token], hour: int, minute: int, at: int, *, exact: bool
) -> tuple[Minutes, int]:
    """The minutes of a clock time, with the half of the day that is written behind it, if any."""
    half = _half_of_day(tokens, at)
    if half:
        at += 1 if tokens[at].text in {"am", "pm"} else 4
        return frozenset({(hour % 12 + (12 if half == "pm" else 0)) * 60 + minute}), at
    first = hour % 24 * 60 + minute
    return frozenset(
        {first} if exact else {hour % 12 * 60 + minute, (hour % 12 + 12) * 60 + minute}
    ), at


def _half_of_day(tokens: Sequence[Token], at: int) -> str:
    """Whether "am" or "pm" stands at a token, also with dots; which, or nothing."""
    word = _text(tokens, at)
    if word in {"am", "pm"}:
        return word
    dotted = "".join(_text(tokens, at + n) for n in range(4))
    return dotted.replace(".", "") if dotted in {"a.m.", "p.m."} else ""


def _is_o_clock(tokens: Sequence[Token], at: int) -> bool:
    return _text(tokens, at) == "o'clock"


def _from_month(tokens: Sequence[Token], at: int, month: int) -> tuple[Day, int]:
    number = read_number(tokens, at) if at < len(tokens) else None
    if number and number.value.denominator == 1 and 1 <= number.value <= 31:
        return _with_year(tokens, number.end, Day(month=month, day=int(number.value)))
    return _with_year(tokens, at, Day(month=month))


def _with_year(tokens: Sequence[Token], at: int, day: Day) -> tuple[Day, int]:
    year_at = at + 1 if _text(tokens, at) in {",", "of", "."} else at
    number = read_number(tokens, year_at) if year_at < len(tokens) else None
    if number and number.value.denominator == 1 and FIRST_YEAR <= number.value <= LAST_YEAR:
        return Day(int(number.value), day.month, day.day), number.end
    return day, at


def _month(tokens: Sequence[Token], at: int, *, follows_day: bool = False) -> int:
    """The month that a capitalised token names; of the verbs only where a date can stand."""
    if at >= len(tokens) or tokens[at].raw[0].islower():
        return 0
    word = tokens[at].text
    month = _months().get(word, 0)
    if month and word in _VERBS and not follows_day:
        figure_follows = _text(tokens, at + 1)[:1].isdigit()
        if not figure_follows and _text(tokens, at - 1) not in _BEFORE_MONTH:
            return 0
    return month


@cache
def _months() -> Mapping[str, int]:
    import calendar

    names = {calendar.month_name[number].lower(): number for number in range(1, 13)}
    short = {calendar.month_abbr[number].lower(): number for number in range(1, 13)}
    return names | short | {"sept": 9}


def _text(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""
