"""Figures in texts and records: "1,450", "£1.1 million", how many months something took."""

import re
from collections.abc import Iterator

from voicecli.types import Record

_SCALES = {"k": 1e3, "thousand": 1e3, "million": 1e6, "m": 1e6, "bn": 1e9, "billion": 1e9}
_SPELLED = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
} | {"twenty": 20, "fifty": 50, "hundred": 100, "thousand": 1000}

_CURRENCY = r"[$€£¥]|\b(?:USD|EUR|GBP|CHF|SEK|NOK|DKK)\b"
_MONEY_BEHIND = re.compile(
    r"\s?(?:[$€£¥]|(?:dollars?|euros?|pounds?|francs?|kron(?:or|er)|yen|USD|EUR|GBP|CHF)\b)",
    re.IGNORECASE,
)
NUMBER = (
    rf"(?P<sign>(?:{_CURRENCY})\s?)?"
    rf"(?P<number>\d+(?:[.,]\d+)*|\b(?:{'|'.join(_SPELLED)})\b)"
    r"(?:\s?(?P<scale>thousand|million|billion|bn)\b|(?P<short>[km])\b)?"
)
FIGURE = re.compile(rf"\s*{NUMBER}", re.IGNORECASE)
"""A figure with its currency and scale, if it has them."""


def figure(match: re.Match[str]) -> float:
    """The value of a match of FIGURE; a short "m" is a million only of money."""
    number = match["number"].lower()
    value = float(_SPELLED[number]) if number in _SPELLED else _plain(number)
    scale = (match["scale"] or match["short"] or "").lower()
    return value if scale == "m" and not match["sign"] else value * _SCALES.get(scale, 1.0)


def figures(text: str, *, money: bool = False) -> Iterator[float]:
    """The figures of a text; with `money` only those that have a currency."""
    for match in FIGURE.finditer(text):
        if not money or is_money(match):
            yield figure(match)


def is_money(match: re.Match[str]) -> bool:
    """Whether a match of FIGURE has a currency before it or behind it."""
    return bool(match["sign"] or _MONEY_BEHIND.match(match.string, match.end()))


def months_of(record: Record) -> float | None:
    """How many months a record took; None where it does not tell, or goes on."""
    begun, ended = _months(record.start), _months(record.end)
    return None if begun is None or ended is None else ended - begun + 1


def _months(iso: str) -> int | None:
    year, *rest = iso.split("-")
    if not year.isdigit():
        return None
    return 12 * int(year) + (int(rest[0]) if rest and rest[0].isdigit() else 6)


def _plain(number: str) -> float:
    """A number as it is written: "1,450", "1.5" and "1.450.000"."""
    if number.count(".") > 1 or number.count(",") > 1:
        return float(re.sub(r"[.,]", "", number))
    return float(re.sub(r",(?=\d{3}$)", "", number).replace(",", "."))
