"""Units that change what a figure means; any other noun behind a figure is only a word."""

from collections.abc import Mapping
from functools import cache

_UNITS = """
    second: seconds sec secs s
    minute: minutes min mins
    hour: hours hr hrs h hourly
    day: days daily
    night: nights nightly
    weekend: weekends
    week: weeks weekly
    fortnight: fortnights
    month: months monthly
    quarter-year: quarterly
    year: years yr yrs yearly annually annual annum
    decade: decades
    century: centuries
    millisecond: milliseconds ms
    percent: % percents per-cent pct
    pound: £ pounds gbp quid
    penny: pence p pennies
    euro: € euros eur
    dollar: $ dollars usd bucks
    cent: cents
    yen: ¥ jpy
    franc: francs chf
    krona: kronor kronas sek
    krone: kroner nok dkk
    rupee: rupees inr
    millimetre: millimetres millimeter millimeters mm
    centimetre: centimetres centimeter centimeters cm
    metre: metres meter meters
    kilometre: kilometres kilometer kilometers km
    inch: inches
    foot: feet ft
    yard: yards
    mile: miles mi
    hectare: hectares ha
    acre: acres
    milligram: milligrams mg
    gram: grams gramme grammes g
    kilogram: kilograms kilo kilos kg
    tonne: tonnes ton tons
    ounce: ounces oz
    millilitre: millilitres milliliter milliliters ml
    litre: litres liter liters l
    degree: degrees ° celsius fahrenheit c
    byte: bytes
    kilobyte: kilobytes kb
    megabyte: megabytes mb
    gigabyte: gigabytes gb
    terabyte: terabytes tb
    watt: watts w
    kilowatt: kilowatts kw
    kilowatt-hour: kwh
    volt: volts v
    hertz: hz
    kilohertz: khz
    times: x
    person: persons people
"""
_AFTER_FIGURES_ONLY = frozenset({"s", "h", "p", "g", "l", "c", "w", "v", "x", "ha", "mi", "min"})
CURRENCY_SIGNS: Mapping[str, str] = {"£": "pound", "€": "euro", "$": "dollar", "¥": "yen"}
CURRENCIES = frozenset("pound penny euro dollar cent yen franc krona krone rupee".split())
LENGTHS_OF_TIME = frozenset(
    "second minute hour day night weekend week fortnight month year decade century".split()
)


def unit_of(word: str, *, after_figures: bool = True) -> str:
    """The unit that a folded word names, in one spelling; empty for any other word.

    Letters such as "s" and "g" are units only where `after_figures` says that digits stand before.
    """
    if word in _AFTER_FIGURES_ONLY and not after_figures:
        return ""
    return _spellings().get(word, "")


@cache
def _spellings() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for line in _UNITS.strip().splitlines():
        name, _, others = line.strip().partition(":")
        found |= dict.fromkeys([name, *others.split()], name)
    return found
