"""Numbers in figures and in words: "1,450", "fourteen hundred and fifty", "two and a half".

Written here and not taken from text2num, which reads "twenty twenty-one" as two numbers, "three
point five million" as two and "a second" as an ordinal; the words themselves are num2words'.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from voicecli.dialogue.gate.tokens import Token

_MAGNITUDES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "dozen": 12}
_MAGNITUDES |= {"thousands": 1000, "millions": 10**6, "billions": 10**9, "k": 1000}
_PARTS = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4, "thirds": 3, "fifths": 5}
_TIMES = {"once": 1, "twice": 2, "thrice": 3, "double": 2, "doubled": 2, "triple": 3, "tripled": 3}
_FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_BEFORE_PRONOUN_ONE = frozenset(
    "this that the which each every no any another last next first second third some only other "
    "big small good new old whose".split()
)
_AFTER_PRONOUN_ONE = frozenset(
    "of is was who that which can could may might must should will would has had and or in on at "
    "for to another by as with".split()
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number read from tokens; `end` is the index behind its last token."""

    value: Fraction
    end: int
    is_ordinal: bool = False
    is_times: bool = False


def read_number(tokens: Sequence[Token], at: int) -> Number | None:
    """The number that begins at a token, if one does; "one" as a pronoun is none."""
    word = tokens[at].text
    if word in _TIMES:
        return Number(Fraction(_TIMES[word]), at + 1, is_times=True)
    if match := _ORDINAL.fullmatch(word):
        return Number(Fraction(match[1]), at + 1, is_ordinal=True)
    if word == "one" and _is_pronoun(tokens, at):
        return None
    if word in _PARTS:
        return Number(Fraction(1, _PARTS[word]), _behind_article(tokens, at + 1))
    if word == "a" and _at(tokens, at + 1) in {"hundred", "thousand", "million", "dozen"}:
        return _scaled(tokens, Fraction(1), at + 1)
    if _FIGURE.fullmatch(word):
        return _scaled(tokens, Fraction(word.replace(",", "")), at + 1)
    return _in_words(tokens, at)


def _in_words(tokens: Sequence[Token], at: int) -> Number | None:
    word = tokens[at].text
    if word in _ordinals() and not (word == "second" and _is_unit(tokens, at)):
        return Number(Fraction(_ordinals()[word]), at + 1, is_ordinal=True)
    small = _under_hundred(tokens, at)
    if small is None or small.is_ordinal:
        return small
    if 11 <= small.value <= 20 and (rest := _rest_of_year(tokens, _skip_hyphen(tokens, small.end))):
        return Number(small.value * 100 + rest.value, rest.end)
    if _at(tokens, small.end) == "point" and (digits := _digits(tokens, small.end + 1)):
        decimal = Fraction(f"{small.value}.{digits}")
        return _scaled(tokens, decimal, small.end + 1 + len(digits))
    return _scaled(tokens, small.value, small.end)


def _under_hundred(tokens: Sequence[Token], at: int) -> Number | None:
    """Read a number such as "twenty-six", "seven" or "twenty-sixth"."""
    value = _cardinals().get(_at(tokens, at))
    if value is None:
        return None
    following = _skip_hyphen(tokens, at + 1)
    next_word = _at(tokens, following)
    if value >= 20 and (ones := _ordinals().get(next_word, 10)) < 10:
        return Number(Fraction(value + ones), following + 1, is_ordinal=True)
    if value >= 20 and 0 < (ones := _cardinals().get(next_word, 0)) < 10:
        return Number(Fraction(value + ones), following + 1)
    return Number(Fraction(value), at + 1)


def _rest_of_year(tokens: Sequence[Token], at: int) -> Number | None:
    """The second half of a year in words: "ninety nine", "twenty one", "oh five"."""
    if _at(tokens, at) == "oh":
        ones = _cardinals().get(_at(tokens, _skip_hyphen(tokens, at + 1)), 0)
        return Number(Fraction(ones), at + 2) if 0 < ones < 10 else None
    rest = _under_hundred(tokens, at)
    return rest if rest and not rest.is_ordinal and rest.value >= 10 else None


def _scaled(tokens: Sequence[Token], value: Fraction, at: int) -> Number:
    """Multiply by what follows ("hundred", "million", "dozen") and add what belongs to it."""
    at_word = _skip_hyphen(tokens, at)
    word = _at(tokens, at_word)
    if word in _MAGNITUDES:
        scaled = value * _MAGNITUDES[word]
        end = at_word + 1
        joins = _at(tokens, end) == "and" or (
            _at(tokens, end) == "," and _at(tokens, end + 2) == "hundred"
        )
        after = end + 1 if joins else end
        read = _under_hundred if word == "hundred" else _in_words
        more = read(tokens, after) if after < len(tokens) else None
        if more and not more.is_ordinal and more.value < _MAGNITUDES[word]:
            return _scaled(tokens, scaled + more.value, more.end)
        return _scaled(tokens, scaled, end)
    if [_at(tokens, at + n) for n in range(3)] == ["and", "a", "half"]:
        return Number(value + Fraction(1, 2), at + 3)
    if word in {"halves", "quarters", "thirds", "fifths"}:
        return Number(value / _PARTS[word], _behind_of(tokens, at_word + 1))
    return Number(value, at)


def _digits(tokens: Sequence[Token], at: int) -> str:
    found = ""
    while (value := _cardinals().get(_at(tokens, at + len(found)), 10)) < 10:
        found += str(value)
    return found


def _is_pronoun(tokens: Sequence[Token], at: int) -> bool:
    following = _at(tokens, at + 1)
    if not following[:1].isalpha() and following != "-":
        return True
    return _at(tokens, at - 1) in _BEFORE_PRONOUN_ONE or following in _AFTER_PRONOUN_ONE


def _is_unit(tokens: Sequence[Token], at: int) -> bool:
    """Whether "second" is the unit of time: "a second", "per second", "one second"."""
    before = _at(tokens, at - 1)
    return before in {"a", "per", "each", "every", "/", "half"} or before in _cardinals()


def _behind_article(tokens: Sequence[Token], at: int) -> int:
    return at + 1 if _at(tokens, at) in {"a", "an", "the"} else _behind_of(tokens, at)


def _behind_of(tokens: Sequence[Token], at: int) -> int:
    if _at(tokens, at) != "of":
        return at
    return at + 2 if _at(tokens, at + 1) in {"a", "an", "the"} else at + 1


def _skip_hyphen(tokens: Sequence[Token], at: int) -> int:
    return at + 1 if _at(tokens, at) == "-" else at


def _at(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""


@cache
def _cardinals() -> Mapping[str, int]:
    from num2words import num2words

    return {str(num2words(number)): number for number in (*range(20), *range(20, 100, 10))}


@cache
def _ordinals() -> Mapping[str, int]:
    from num2words import num2words

    numbers = (*range(1, 20), *range(20, 100, 10))
    return {str(num2words(number, to="ordinal")): number for number in numbers}
