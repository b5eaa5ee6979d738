"""Numbers written as words, written as figures: "twenty nineteen" is 2019, "two" is 2."""

import re

_SMALL_NUMBERS = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen
"""
_ROUND_NUMBERS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ONES = {word: number for number, word in enumerate(_SMALL_NUMBERS.split())}
_TENS = {word: 10 * number for number, word in enumerate(_ROUND_NUMBERS.split(), start=2)}
_CENTURIES = {"nineteen": 1900, "twenty": 2000}

_SMALL = "|".join(_ONES)
_TEN = "|".join(_TENS)
_UNDER_100 = rf"(?:(?:{_TEN})(?:[ -](?:{_SMALL}))?|{_SMALL})"

_YEAR = re.compile(rf"\b(nineteen|twenty)[ -](?:(oh|o)[ -]({_SMALL})|({_UNDER_100}))\b")
_THOUSAND = re.compile(rf"\b(?:two|2) thousand(?:(?: and)? ({_UNDER_100}))?\b")
_NUMBER = re.compile(rf"\b{_UNDER_100}\b")
_ALONE = frozenset({"one", "zero"})
"""Left as they stand: "the second one", "tell me about one"."""


def in_figures(text: str) -> str:
    """Write the numbers below a hundred and the years of a folded text in figures."""
    text = _YEAR.sub(_year, text)
    text = _THOUSAND.sub(lambda match: str(2000 + _value(match[1] or "")), text)
    return _NUMBER.sub(_number, text)


def is_number(word: str) -> bool:
    """Whether a folded word is a number, in figures or as a word."""
    return word.isdigit() or word in _ONES or word in _TENS


def _year(match: re.Match[str]) -> str:
    century, oh, ones, rest = match.groups()
    number = _value(ones) if oh else _value(rest)
    if century == "twenty" and not oh and number < 10:  # "twenty three" is a number
        return str(20 + number)
    return str(_CENTURIES[century] + number)


def _number(match: re.Match[str]) -> str:
    return match[0] if match[0] in _ALONE else str(_value(match[0]))


def _value(words: str) -> int:
    return sum(_TENS.get(word, _ONES.get(word, 0)) for word in re.split(r"[ -]", words))
