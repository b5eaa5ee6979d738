"""Numbers with their surroundings as English words: dates, years, money, units, ranges.

espeak says plain numbers, decimals and ordinals well by itself; what it says wrongly ("nineteen
hundred ninety-nine", "dollar five", "k m") is written out here.
"""

import re
from collections.abc import Callable

from num2words import num2words

MONTHS = (
    "January February March April May June July August September October November December"
).split()
_SHORT = "|".join(month[:3] for month in MONTHS)
_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_SCALES = {"k": "thousand", "K": "thousand", "M": "million", "m": "million", "B": "billion"} | {
    "bn": "billion",
    "mn": "million",
    "T": "trillion",
}
_CURRENCIES = {"$": ("dollar", "cent"), "€": ("euro", "cent"), "£": ("pound", "penny")} | {
    "¥": ("yen", ""),
    "₹": ("rupee", "paisa"),
}
_PLURALS = {"penny": "pence", "yen": "yen", "paisa": "paise"}
_UNITS = {
    "km": "kilometer", "m": "meter", "cm": "centimeter", "mm": "millimeter", "µm": "micrometer",
    "kg": "kilogram", "g": "gram", "mg": "milligram", "µg": "microgram",
    "lbs": "pound", "lb": "pound", "oz": "ounce",
    "h": "hour", "hr": "hour", "hrs": "hour", "min": "minute", "s": "second", "sec": "second",
    "ms": "millisecond", "µs": "microsecond", "ns": "nanosecond",
    "l": "liter", "L": "liter", "ml": "milliliter", "mL": "milliliter",
    "B": "byte", "kB": "kilobyte", "KB": "kilobyte", "MB": "megabyte", "GB": "gigabyte",
    "TB": "terabyte", "KiB": "kibibyte", "MiB": "mebibyte", "GiB": "gibibyte",
    "kbit": "kilobit", "Mbit": "megabit", "Gbit": "gigabit",
    "W": "watt", "kW": "kilowatt", "MW": "megawatt", "Wh": "watt hour", "kWh": "kilowatt hour",
    "V": "volt", "mV": "millivolt", "kV": "kilovolt", "mA": "milliamp", "mAh": "milliamp hour",
    "px": "pixel", "Ω": "ohm", "kΩ": "kiloohm", "MΩ": "megaohm",
    "°": "degree", "mi": "mile", "yr": "year", "yrs": "year",
}  # fmt: skip
_SAME_FOR_MANY = {
    "Hz": "hertz", "kHz": "kilohertz", "MHz": "megahertz", "GHz": "gigahertz", "dB": "decibels",
    "°C": "degrees Celsius", "℃": "degrees Celsius", "°F": "degrees Fahrenheit", "ft": "feet",
    "mph": "miles per hour", "rpm": "turns per minute", "fps": "frames per second",
    "ppm": "parts per million", "kbps": "kilobits per second", "Mbps": "megabits per second",
    "Gbps": "gigabits per second",
}  # fmt: skip
_POWERS = {"²": "square ", "³": "cubic "}
_UNIT = "|".join(re.escape(unit) for unit in sorted({**_UNITS, **_SAME_FOR_MANY}, key=len)[::-1])
_ONE_DAY = re.compile(r"\b(\d{4})[-/](\d{2})[-/](\d{2})\b")


def numbers_in_words(text: str) -> str:
    """`text` with dates, years, money, units, ranges and the like as they are said in English."""
    for pattern, words in _RULES:
        text = pattern.sub(words, text)
    return text


def year(value: str) -> str:
    """A year in words ("nineteen ninety nine") where its digits would not be said so."""
    if value.startswith("200"):
        return value
    return str(num2words(int(value), to="year")).replace("-", " ")


def _date(year_: str, month: str, day: str, found: str) -> str:
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return found
    return f"{MONTHS[int(month) - 1]} {_ordinal(day)}, {year(year_)}"


def _ordinal(day: str) -> str:
    return str(num2words(int(day), to="ordinal")).replace("-", " ")


def _slashed_date(found: re.Match[str]) -> str:
    """12/25/2021 as in America, but 25/12/2021 cannot be that."""
    month, day = found[1], found[2]
    if int(month) > 12:
        month, day = day, month
    return _date(found[3], month, day, found[0])


def _month(found: re.Match[str]) -> str:
    month = int(found[2])
    return f"{MONTHS[month - 1]} {year(found[1])}" if 1 <= month <= 12 else found[0]


def _money(found: re.Match[str]) -> str:
    unit, part = _CURRENCIES[found["sign"]]
    amount, scale = found["amount"], found["scale"]
    if scale:
        return f"{amount} {_SCALES.get(scale, scale)} {_many(unit)}"
    whole, _, cents = amount.partition(".")
    if len(cents) != 2 or not part:
        return f"{amount} {unit if amount == '1' else _many(unit)}"
    said = [f"{whole} {unit if whole == '1' else _many(unit)}"] if whole != "0" else []
    if int(cents):
        said.append(f"{int(cents)} {part if int(cents) == 1 else _many(part)}")
    return " and ".join(said) or f"0 {_many(unit)}"


def _many(word: str) -> str:
    return _PLURALS.get(word, word + "s")


def _measure(found: re.Match[str]) -> str:
    number, unit, per = found["number"], found["unit"], found["per"]
    if unit in _SAME_FOR_MANY:
        said = _SAME_FOR_MANY[unit]
    else:
        said = _POWERS.get(found["power"] or "", "") + _UNITS[unit]
        said = said if number == "1" else said + "s"
    return f"{number} {said}" + (f" per {_UNITS[per]}" if per else "")


def _decade(found: re.Match[str]) -> str:
    if found["decade"] == "2000":
        return "two thousands"
    words = year(found["decade"]) if len(found["decade"]) == 4 else _tens(found["decade"])
    return re.sub(r"y$", "ies", words) if words.endswith("y") else words + "s"


def _tens(number: str) -> str:
    return str(num2words(int(number)))


def _fraction(found: re.Match[str]) -> str:
    return _part(int(found[1]), int(found[2]), found[0])


def _part(top: int, bottom: int, written: str) -> str:
    if not 0 < top < bottom <= 10:
        return f"{top} {bottom}" if (top, bottom) == (24, 7) else written
    name = {2: "half", 4: "quarter"}.get(bottom) or str(num2words(bottom, to="ordinal"))
    plural = "halves" if name == "half" else name + "s"
    return f"{num2words(top)} {name if top == 1 else plural}"


def _short_year(found: re.Match[str]) -> str:
    return year(f"{20 if int(found[1]) < 50 else 19}{found[1]}")


def _moment(found: re.Match[str]) -> str:
    return f"{found[1]}, {found[2]}" + (" UTC" if found["zone"] == "Z" else "")


def _spaced_digits(found: re.Match[str]) -> str:
    return "plus " + " ".join(character for character in found[0] if character.isdigit())


_YEAR = r"(?:1[1-9]|20)\d\d"
_NOT_INSIDE = r"(?<![\w.,$€£¥₹/:-])"
_Replacement = str | Callable[[re.Match[str]], str]

_CODES = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹"}
_CODE = "|".join(_CODES)
_SIGNS = "".join(_CURRENCIES)
_PARTS = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3", "⅕": "1/5", "⅛": "1/8"}

_RULES: list[tuple[re.Pattern[str], _Replacement]] = [
    (re.compile(r"[−‑](?=\d)"), "-"),
    (re.compile("μ"), "µ"),
    (re.compile(f"(?<=\\d) ?([{''.join(_PARTS)}])"), lambda found: " " + _PARTS[found[1]]),
    (re.compile(f"[{''.join(_PARTS)}]"), lambda found: _PARTS[found[0]]),
    (
        re.compile(
            r"\b(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(?P<zone>Z|[+-]\d{2}:?\d{2})?\b"
        ),
        _moment,
    ),
    (
        re.compile(rf"\b({_CODE}) ?(?=\d)"),
        lambda found: _CODES[found[1]],
    ),
    (
        re.compile(rf"(?<![\w.,])({_NUMBER}) ?({_CODE})\b"),
        lambda found: _CODES[found[2]] + found[1],
    ),
    (re.compile(rf"([{_SIGNS}]) ?({_NUMBER}) ?[-–—] ?\1?(?={_NUMBER})"), r"\2 to \1"),
    (re.compile(r"(?<=\bsince )['’](\d\d)\b"), _short_year),
    (
        re.compile(r"(?<![\w.,])(\d+(?:\.\d+)?)[eE]\+?(-?\d+)(?!\w)"),
        r"\1 times 10 to the power of \2",
    ),
    (re.compile(r"(?<=\w)\^2(?!\w)"), " squared"),
    (re.compile(r"(?<=\w)\^3(?!\w)"), " cubed"),
    (
        re.compile(r"(?<![\w/.,])(\d+) (1/[2-9]|[23]/[3-5]|[57]/8)(?![\w/])"),
        lambda found: f"{found[1]} and {_part(int(found[2][0]), int(found[2][2]), found[2])}",
    ),
    (_ONE_DAY, lambda found: _date(found[1], found[2], found[3], found[0])),
    (re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b"), _slashed_date),
    (
        re.compile(r"\b(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)\b"),
        lambda found: _date(found[3], found[2], found[1], found[0]),
    ),
    (re.compile(r"\b((?:19|20)\d\d)-(\d{2})\b(?![-\w])"), _month),
    (
        re.compile(rf"\b({_SHORT})(?:t)?\.(?= \d)"),
        lambda found: next(month for month in MONTHS if month.startswith(found[1])),
    ),
    (re.compile(r"(?<![\w+])\+\d[\d ()-]{6,}\d"), _spaced_digits),
    (re.compile(r"\b(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\b"), r"\1 dot \2 dot \3 dot \4"),
    (
        re.compile(
            rf"(?P<sign>[{''.join(_CURRENCIES)}]) ?(?P<amount>{_NUMBER})"
            r"(?: ?(?P<scale>thousand|million|billion|trillion|bn|mn|[kKmMBT])\b)?"
        ),
        _money,
    ),
    (re.compile(rf"({_NUMBER}) ?€"), r"\1 euros"),
    (re.compile(rf"({_NUMBER}%?) ?[–—] ?(?=[$€£¥₹]?\d)"), r"\1 to "),
    (re.compile(rf"\b({_YEAR}) ?- ?(?={_YEAR}\b)"), r"\1 to "),
    (re.compile(r"(?<![\w.-])(\d{1,3}(?:\.\d+)?)-(?=\d{1,3}(?:\.\d+)?(?![\w-]))"), r"\1 to "),
    (
        re.compile(
            r"(?i:\b(?P<before>the|his|her|their|my|early|mid|late) '?|')(?P<decade>\d0)s\b"
        ),
        lambda found: f"{found['before'] or 'the'} {_decade(found)}",
    ),
    (re.compile(r"\b(?P<decade>(?:1[1-9]|20)\d0)s\b"), _decade),
    (
        re.compile(
            rf"(?<![\w.,])(?P<number>-?{_NUMBER}) ?(?P<unit>{_UNIT})(?P<power>[²³])?"
            r"(?:/(?P<per>s|h|min|m|km|kg|l))?(?![\w/°²³])"
        ),
        _measure,
    ),
    (re.compile(rf"(?<![\w.,])({_NUMBER})[xX×](?!\w)"), r"\1 times"),
    (
        re.compile(rf"(?<![\w.,])({_NUMBER})([kM])(?!\w)"),
        lambda found: f"{found[1]} {_SCALES[found[2]]}",
    ),
    (re.compile(r"(\d)²"), r"\1 squared"),
    (re.compile(r"(\d)³"), r"\1 cubed"),
    (re.compile(r"(\d)\^(?=-?\d)"), r"\1 to the power of "),
    (re.compile(r"(?<![\w/.])(\d{1,2})/(\d{1,2})(?![\w/])"), _fraction),
    (
        re.compile(
            rf"\b(?P<before>in|since|from|until|by|to|year|of|before|after|around|about|and"
            rf"|{'|'.join(MONTHS)}|{_SHORT}) (?P<year>{_YEAR})\b(?![.,]?\d|[\w%-]| [a-z]+s\b)",
            re.IGNORECASE,
        ),
        lambda found: f"{found['before']} {year(found['year'])}",
    ),
    (
        re.compile(rf"{_NOT_INSIDE}((?:19|20)\d\d)(?![.,]?\d|[\w%:/-]| [a-z]+s\b)"),
        lambda found: year(found[1]),
    ),
    (re.compile(r"(?<![\w.,])([1-9]\d*)x([1-9]\d*)(?!\w)"), r"\1 by \2"),
]
