"""The years that a question speaks of, relative to a given today.

"In 2021" is {"from": 2021, "to": 2021}, "since 2021" has no "to", "before 2021" no "from" and ends
with 2020.
"""

import re
from datetime import date

from voicecli.understanding.calendar_dates import dates_as_years
from voicecli.understanding.date_rules import RULES, Years
from voicecli.understanding.numerals import in_figures

__all__ = ["Years", "find_years", "years_after", "years_before"]

_NO_YEAR = re.compile(
    r"\b(?:room|version|release|windows|office|iso|din|rfc|model|number|code|call|dial|ring|flight"
    r"|bus|line|page|chapter|section|article \w+|paragraph|costs?|paid|pays?|earns?|worth"
    r"|euros?|dollars?|pounds?) [$€£]?\d{4}\b"
    r"|[$€£] ?\d+"
)
"""Numbers of four figures that count or name something else."""

_SHORT = re.compile(r"(?<!')\b\d\d\b(?!\d)")
_OF_THE_CLOCK = re.compile(
    r"\b(?:open\w*|clos\w+|hours?|o'?clock|noon|midnight|mornings?|evenings?|nights?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekends?|appointment|shift"
    r"|(?:can|may|must|should|could) (?:i|we|one|guests?|visitors?)|(?:am|are|is|be) (?:\w+ ){0,3}?"
    r"(?:allowed|permitted|forbidden|possible)|do (?:i|we) (?:have to|need)|quiet|noise|noisy|loud"
    r"|breakfast|lunch|dinner|supper|check ?in|check ?out|curfew|arriv\w+|bus|train|ferry|doors?)\b"
)
"""Words beside which a number of two figures is an hour or a day."""

_OF_AN_AGE = re.compile(
    r"\b(?:her|his|their|my|your) (?:early |mid[- ]?|late )?(?:twenties|thirties|forties|fifties"
    r"|sixties|seventies|eighties|nineties|[2-9]0'?s)\b"
    r"|\b(?:aged?|age of|turned|was|is|were) \d\d\b(?! (?:years? ago|onwards?))"
)
_LEFT_OUT = re.compile(
    r"\b(?:not in|except(?: for| in)?|other than(?: in)?|excluding|apart from(?: in)?"
    r"|besides(?: in)?|but not in) (?:the year )?(?:19|20)\d\d\b"
)


def find_years(text: str, today: date) -> Years | None:
    """Find the years in a normalised question; None when it names none.

    Two half-open spans make one: "since 2015 but not after 2018".
    """
    text = _LEFT_OUT.sub(" ", in_figures(dates_as_years(text, today)))
    text = _NO_YEAR.sub(" ", _OF_AN_AGE.sub(" ", text))
    if _OF_THE_CLOCK.search(text):
        text = _SHORT.sub(" ", text)
    found: Years | None = None
    for pattern, read in RULES:
        for match in pattern.finditer(text):
            years = _opened(read(match, today), text[: match.start()])
            if years and found is None:
                found = years
                if None not in (years.first, years.last):
                    return years
            elif years and found and (both := _both(found, years)):
                return both
    return found


def years_before(years: Years) -> Years | None:
    """Return the time before years, as "and before that?" asks for; None before everything."""
    return Years(None, years.first - 1) if years.first is not None else None


def years_after(years: Years) -> Years | None:
    """Return the time after years; None after an open end."""
    return Years(years.last + 1, None) if years.last is not None else None


def _opened(years: Years | None, before: str) -> Years | None:
    """Open a span that a word before it makes one end: "since last summer"."""
    if years is None or years.first is None:
        return years
    if _SINCE.search(before):
        return Years(years.first, None)
    return Years(None, years.first - 1) if _BEFORE.search(before) else years


_SINCE = re.compile(r"\bsince (?:the )?$")
_BEFORE = re.compile(r"\b(?:before|prior to) (?:the )?$")


def _both(one: Years, other: Years) -> Years | None:
    """Return what two half-open spans share, one open at each end."""
    first = one.first if one.first is not None else other.first
    last = one.last if one.last is not None else other.last
    open_ends = {one.first is None, other.first is None}, {one.last is None, other.last is None}
    if open_ends != ({True, False}, {True, False}) or first is None or last is None:
        return None
    return Years(first, last) if first <= last else None
