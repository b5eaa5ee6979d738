"""Whether the figures, dates and names of a sentence stand literally in the passages given.

A second opinion on what the gate let through, by another method and without its code: both texts
are spelled alike by Whisper's English normaliser, then compared word by word. What counts as a
violation: a word with a digit that no passage has; a figure before a unit of time, money, length
or weight that no passage has before that unit; a month that no passage has beside the same day or
year; a word or run of words with capitals that no passage has in that order. All of a sentence
must stand in one passage.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

UNITS = (
    "seconds minutes hours days nights weeks months years decades percent pounds pence euros "
    "dollars cents kronor francs metres meters kilometres kilometers miles centimetres millimetres "
    "feet inches gallons decibels grams kilograms tonnes litres liters degrees bytes "
    "megabytes gigabytes watts volts"
).split()
MONTHS = (
    "january february march april may june july august september october november december"
).split()
PLAIN_STARTS = frozenset(
    "the a an it its this that these those they their he she his her we our you your i in on at by "
    "for from with without to of and or but if when while as after before since until during there "
    "here no not yes only all each every both most some many one two three what who which how why "
    "where also additionally however according based overall".split()
)


def violations(sentence: str, passages: Sequence[str]) -> list[str]:
    """What of a sentence stands in no passage; empty if one passage has all of it."""
    if not passages:
        return ["no passage"]
    return min((list(missing(sentence, passage)) for passage in passages), key=len)


def missing(sentence: str, passage: str) -> Iterator[str]:
    there = spelled(passage)
    words = there.split()
    mine = spelled(sentence).split()
    for at, word in enumerate(mine):
        following = mine[at + 1] if at + 1 < len(mine) else ""
        counted = unit(following) if word in {"a", "an", "per", "one"} else ""
        if counted and counted not in map(unit, words):
            yield f"rate {word} {following}"
        if re.search(r"\d", word):
            if word not in words:
                yield f"figure {word}"
            elif unit(following) and not any(
                word == one and unit(following) == unit(other) for one, other in pairwise(words)
            ):
                yield f"unit {word} {following}"
    yield from missing_dates(sentence, passage)
    for name in names(sentence):
        pattern = r"\W+".join(map(re.escape, name.split()))
        if not re.search(rf"(?<!\w){pattern}(?!\w)", passage, re.IGNORECASE):
            yield f"name {name}"


def missing_dates(sentence: str, passage: str) -> Iterator[str]:
    """Months with the day before or behind them, or the year, that a passage does not have so."""
    for month in MONTHS:
        name = month.capitalize()
        for pattern in (rf"\d{{1,2}} {name}\b", rf"{name} \d{{1,2}}\b(?!\d)", rf"{name} \d{{4}}"):
            for date in re.findall(pattern, sentence):
                day = re.sub(r"\D", "", date)
                held = re.search(rf"\b{day} {name}|{name} {day}\b|\b{day} of {name}", passage)
                if not held and date not in passage:
                    yield f"date {date}"
        alone = re.search(rf"(?<!^)\b{name}\b", sentence)
        if alone and name not in passage:
            yield f"month {name}"


def names(sentence: str) -> Iterator[str]:
    """Runs of words with capitals; the first word of a sentence only if it is no common one."""
    for match in re.finditer(r"(?:\b[A-Z][\w+#]*)(?:[ -](?:[A-Z][\w+#]*))*", sentence):
        words = match[0].split()
        if match.start() == 0 and words[0].lower() in PLAIN_STARTS:
            words = words[1:]
        words = [word for word in words if word.lower() not in {*MONTHS, "i"}]
        if words:
            yield " ".join(words)


def unit(word: str) -> str:
    """A unit in the plural, or nothing."""
    return next((name for name in UNITS if word in (name, name.removesuffix("s"))), "")


def spelled(text: str) -> str:
    """Numbers as figures, money with its sign, in small letters, without marks."""
    parts = re.split(r"[,;:()|](?=\s)|\n|(?<=[.!?])\s", text)
    return " ".join(normaliser()(part) for part in parts)


@cache
def normaliser() -> Any:
    from whisper_normalizer.english import EnglishTextNormalizer

    return EnglishTextNormalizer()
