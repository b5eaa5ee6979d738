"""Every figure of a text with what it means: its unit, its bound, and the words behind it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from voicecli.dialogue.gate.numerals import read_number
from voicecli.dialogue.gate.times import Day, Minutes, read_day, read_time
from voicecli.dialogue.gate.tokens import Token, tokens
from voicecli.dialogue.gate.units import CURRENCY_SIGNS, LENGTHS_OF_TIME, unit_of
from voicecli.retrieval.words import STOP_WORDS, content_words, stem

Kind = Literal["number", "ordinal", "day", "time", "code"]
Bound = Literal["", "min", "max", "about"]

_WORDS_BEHIND = 3
"""So many content words behind a figure may be the thing that it counts."""

_MAX = re.compile(
    r"\b(?:to|at most|no more than|not more than|maximum(?: of)?|max|within|until|till|under|"
    r"below|less than|fewer than|before|by|not exceed(?:ing)?|no later than|at the latest|"
    r"(?:small|short|cheap|young|earli|fast|low)er than)(?: of| the| a| an| its| just)*$"
)
_MIN = re.compile(
    r"\b(?:at least|no less than|no fewer than|not less than|minimum(?: of)?|over|above|more than|"
    r"exceed(?:s|ing)?|from|since|after|starting(?: at| from| on| in)?|as of|as from|"
    r"no earlier than|between|\w{2,}er than)(?: of| the| a| an| its| just)*$"
)
_ABOUT = re.compile(
    r"\b(?:about|around|approximately|roughly|nearly|almost|circa|ca)(?: the| a| an)*$"
)
_MAX_BEHIND = re.compile(r"^(?:or (?:less|fewer|under|below)|at (?:the )?most|maximum|max)\b")
_MIN_BEHIND = re.compile(r"^(?:or (?:more|over|above|longer|older)|at least|minimum|and over|\+)")
_RATE = frozenset({"a", "an", "per", "each", "every", "/"})
_RANGE = frozenset({"to", "-", "–", "—", "and", "until", "till"})
_CODE = re.compile(r"\d[\d.,:/-]*")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at tokens `start` to `end`; `per` is the unit of a rate ("3 pounds an hour").

    `behind` are the stems of the next content words: what it counts, if `unit` is empty.
    """

    kind: Kind
    value: Fraction | Day | Minutes | str
    start: int
    end: int
    unit: str = ""
    per: str = ""
    bound: Bound = ""
    behind: tuple[str, ...] = ()


def figures(read: Sequence[Token]) -> list[Figure]:
    """The figures of a text in order; both ends of a range have the unit that its last one has."""
    found: list[Figure] = []
    at = 0
    while at < len(read):
        figure = _read(read, at)
        if figure is not None:
            found.append(figure)
        at = figure.end if figure else at + 1
    return _ranges(read, [_in_context(read, figure) for figure in found])


def words_beside_figures(text: str) -> set[str]:
    """The stems of a text's content words, without those of its figures and their units."""
    read = tokens(text)
    inside = (token.text for figure in figures(read) for token in read[figure.start : figure.end])
    return set(content_words(text)) - {root for word in inside for root in content_words(word)}


def says_no_more(claim: Figure, source: Figure) -> bool:
    """Whether a figure says nothing that the source's does not say."""
    if claim.kind != source.kind or (claim.bound != source.bound and not _began(claim, source)):
        return False
    if isinstance(claim.value, Day) and isinstance(source.value, Day):
        return source.value.holds(claim.value)
    if isinstance(claim.value, frozenset) and isinstance(source.value, frozenset):
        return claim.value >= source.value
    return (claim.value, claim.unit, claim.per) == (source.value, source.unit, source.per)


def _began(claim: Figure, source: Figure) -> bool:
    """A date that bounds a time is a date, too: "in 2021" of "from March 2021"."""
    return claim.kind == "day" and not claim.bound and source.bound == "min"


def _read(read: Sequence[Token], at: int) -> Figure | None:
    if code := _read_code(read, at):
        return code
    if time := read_time(read, at):
        return Figure("time", time[0], at, time[1])
    has_sign = at > 0 and read[at - 1].text in CURRENCY_SIGNS
    if (day := read_day(read, at)) and not has_sign and not _counts(read, day):
        return Figure("day", day[0], at, day[1])
    number = read_number(read, at)
    if number is None:
        return _one_unit(read, at)
    kind: Kind = "ordinal" if number.is_ordinal else "number"
    unit = "times" if number.is_times else CURRENCY_SIGNS[read[at - 1].text] if has_sign else ""
    return Figure(kind, number.value, at, number.end, unit)


def _read_code(read: Sequence[Token], at: int) -> Figure | None:
    """Groups of digits that are no number: a telephone number, a version, a date with slashes."""
    end = at
    while end < len(read) and read[end].raw.isdigit() and end - at < 8:
        end += 1
    groups = [token.raw for token in read[at:end]]
    if len(groups) > 1 or (groups and groups[0][0] == "0" and len(groups[0]) > 1):
        return Figure("code", "".join(groups), at, end)
    word = read[at].text
    if _CODE.fullmatch(word) and word.count(".") > 1:
        return Figure("code", word, at, at + 1)
    return None


def _counts(read: Sequence[Token], day: tuple[Day, int]) -> bool:
    """Whether what looks like a year has a unit and is a number."""
    value, end = day
    return not value.month and bool(unit_of(_at(read, end), after_figures=False))


def _one_unit(read: Sequence[Token], at: int) -> Figure | None:
    """One week, where "a week" stands behind "within", "for", "after"."""
    if read[at].text not in {"a", "an"} or unit_of(_at(read, at + 1)) not in LENGTHS_OF_TIME:
        return None
    if _at(read, at - 1) not in {"within", "for", "after", "in", "takes", "took", "about", "than"}:
        return None
    return Figure("number", Fraction(1), at, at + 1)


def _in_context(read: Sequence[Token], figure: Figure) -> Figure:
    end = figure.end
    unit = figure.unit
    per = ""
    if figure.kind == "number":
        at = end + 1 if _at(read, end) == "-" else end
        is_digits = read[end - 1].text[0].isdigit()
        if _at(read, at) == "per" and _at(read, at + 1) == "cent":
            unit, end = "percent", at + 2
        elif named := unit_of(_at(read, at), after_figures=is_digits):
            unit, end = unit or named, at + 1
        per = _rate(read, end)
    bound = _bound(read, figure.start, end)
    return replace(figure, end=end, unit=unit, per=per, bound=bound, behind=_behind(read, end))


def _rate(read: Sequence[Token], at: int) -> str:
    """The unit of a rate behind a figure: "a night", "per hour", "/h"."""
    word = _at(read, at)
    if word in _RATE and at + 1 < len(read):
        return unit_of(_at(read, at + 1)) or stem(_at(read, at + 1))
    return ""


def _bound(read: Sequence[Token], start: int, end: int) -> Bound:
    first = start - 1 if _at(read, start - 1) in CURRENCY_SIGNS else start
    before = " ".join(token.text for token in read[max(first - 5, 0) : first])
    behind = " ".join(token.text for token in read[end : end + 3])
    if _MAX.search(before) or _MAX_BEHIND.search(behind):
        return "max"
    if _MIN.search(before) or _MIN_BEHIND.search(behind):
        return "min"
    return "about" if _ABOUT.search(before) else ""


def _behind(read: Sequence[Token], end: int) -> tuple[str, ...]:
    words: list[str] = []
    for token in read[end:]:
        if (not token.is_word and token.text != "-") or len(words) == _WORDS_BEHIND:
            break
        if token.is_word and token.text not in STOP_WORDS:
            words.append(stem(token.text))
    return tuple(words)


def _ranges(read: Sequence[Token], found: list[Figure]) -> list[Figure]:
    """Join the ends of ranges: "60 to 180 pounds", "from 16:30 to 21:00", "2019-2021"."""
    for index in range(len(found) - 1):
        left, right = found[index], found[index + 1]
        between = [token.text for token in read[left.end : right.start]]
        between = [word for word in between if word not in CURRENCY_SIGNS]
        if len(between) != 1 or between[0] not in _RANGE or left.kind != right.kind:
            continue
        if between[0] == "and" and left.bound != "min":
            continue
        unit = left.unit or right.unit
        found[index] = replace(left, unit=unit, bound="min", behind=right.behind)
        found[index + 1] = replace(right, unit=right.unit or unit, bound="max")
    return found


def _at(read: Sequence[Token], at: int) -> str:
    return read[at].text if 0 <= at < len(read) else ""
