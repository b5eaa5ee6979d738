"""Conditions on the figures of records: "cost more than 500", "rated 5", "the cheapest".

A condition is read from the question and looked up in what each record tells: its metrics, its
other fields and, for a count of something, its summary.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from voicecli.retrieval.quantities import FIGURE, NUMBER, figure, figures, is_money, months_of
from voicecli.retrieval.sentences import split_sentences
from voicecli.retrieval.words import STOP_WORDS, stem, words
from voicecli.types import Record

Relation = Literal["over", "under", "least", "most", "equal"]

_RELATIONS: dict[Relation, str] = {
    "least": r"at least|no less than|not less than|a minimum of",
    "most": r"at most|no more than|not more than|up to|a maximum of",
    "over": r"(?:more|greater|higher|bigger|larger|longer|better|dearer) than|over|above"
    r"|exceed(?:s|ed|ing)?",
    "under": r"(?:less|fewer|lower|smaller|cheaper|shorter|worse) than|under|below",
    "equal": r"exactly|equal to",
}
_HOLDS: dict[Relation, Callable[[float, float], bool]] = {
    "over": lambda told, asked: told > asked,
    "under": lambda told, asked: told < asked,
    "least": lambda told, asked: told >= asked,
    "most": lambda told, asked: told <= asked,
    "equal": lambda told, asked: told == asked,
}
_COMPARED = re.compile(
    "|".join(rf"(?P<{name}>\b(?:{pattern}))" for name, pattern in _RELATIONS.items()), re.IGNORECASE
)
_EQUAL = re.compile(
    rf"\b(?P<of>[a-z]{{4,}}) (?:it |them |of |is |was |as |at |with )*{NUMBER}", re.IGNORECASE
)
_GOING_ON = re.compile(
    r"\b(?:unfinished|uncompleted|incomplete|ongoing|in progress|under ?way|going on"
    r"|(?:not|n't) (?:yet )?(?:been )?(?:finished|complete|completed|done|over|ended)(?: yet)?"
    r"|still (?:going|running|open|active|unfinished|in progress|being \w+))\b",
    re.IGNORECASE,
)
_ONE = re.compile(r"\ban?(?= (?:year|month)\b)", re.IGNORECASE)
_MONTHS = {"year": 12.0, "month": 1.0}
_MONEY_WORDS = frozenset(
    "cost costs price prices priced budget budgets fee fees rent salary revenue turnover worth"
    " expensive cheap dear costly pricey money funding grant".split()
)
_RATED = frozenset({"rating", "rate", "score", "star", "stars", "grade", "mark", "marks", "rank"})
_BEST = re.compile(
    r"\b(?:(?P<best>best|top[- ]rated|favou?rite)|(?P<worst>worst))\b", re.IGNORECASE
)
_SUPERLATIVE = re.compile(
    r"\b(?P<word>most|least|fewest|[a-z]{3,}est)\b(?:[ -](?P<next>[a-z]+))?", re.IGNORECASE
)
_SHARED = 3
_REACH = 4
"""Words between a figure and the word that says what it counts."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure that records are compared with; `about` are words that say which of theirs.

    `asked` is the condition as it was put, `is_months` tells of a length of time.
    """

    relation: Relation
    figure: float
    about: tuple[str, ...]
    asked: str
    is_money: bool = False
    is_months: bool = False

    def holds(self, record: Record) -> bool | None:
        """Whether it is true of a record; None where the record does not tell."""
        told = months_of(record) if self.is_months else self._told(record)
        return None if told is None else _HOLDS[self.relation](told, self.figure)

    def _told(self, record: Record) -> float | None:
        return told_figure(record, self.about, money=self.is_money)


def comparisons(question: str, labels: Collection[str] = ()) -> list[Comparison]:
    """The comparisons of a question; `labels` are the names of fields that it may set equal."""
    found = list(_compared(question))
    if found:
        return found
    for match in _EQUAL.finditer(question):
        named = [label for label in labels if any(_share(match["of"], w) for w in words(label))]
        if named and not _is_year(match):
            told = figure(match)
            found.append(Comparison("equal", told, tuple(named), match[0].strip()))
    return found


def _compared(question: str) -> Iterator[Comparison]:
    question = _ONE.sub("one", question)
    for match in _COMPARED.finditer(question):
        number = FIGURE.match(question, match.end())
        if number is None or _is_year(number):
            continue
        before = words(question[: match.start()])[-1:]
        after = words(question[number.end() :])[:2]
        if {"ago", "old"} & {*after}:
            continue  # a time, which filters take care of
        unit = next((length for name, length in _MONTHS.items() if name in map(stem, after[:1])), 0)
        about = tuple(word for word in (*after, *before) if word not in STOP_WORDS)
        relation: Relation = match.lastgroup  # type: ignore[assignment]  # one of its names
        yield Comparison(
            relation,
            figure(number) * (unit or 1),
            about,
            question[match.start() : number.end()].strip() + "".join(f" {w}" for w in after[:1]),
            is_money=is_money(number) or bool(_MONEY_WORDS & {*before, *after}),
            is_months=bool(unit),
        )


def told_figure(record: Record, about: Sequence[str], *, money: bool = False) -> float | None:
    """The figure that a record tells about something; None where it tells none."""
    fields = [(name, str(value)) for name, value in record.other.items()]
    for name, value in fields:
        if any(_share(word, other) for word in about for other in words(name)):
            for told in figures(value):
                return told
    if money:
        told_of = [*record.metrics, *(value for _, value in fields)]
        prices = (price for text in told_of for price in figures(text, money=True))
        named = (
            price
            for name, value in fields
            if _MONEY_WORDS & set(words(name))
            for price in figures(value)
        )
        return next(prices, next(named, None))
    counted = (text for text in (*record.metrics, *split_sentences(record.summary)))
    return next((told for text in counted for told in _counting(text, about)), None)


def _counting(text: str, about: Sequence[str]) -> Iterator[float]:
    """The figures of a text behind which, or before which, one of the words stands."""
    for match in FIGURE.finditer(text):
        near = [*words(text[match.end() :])[:_REACH], *words(text[: match.start()])[-_REACH:]]
        if any(_share(word, other) for word in about for other in near):
            yield figure(match)


@dataclass(frozen=True, slots=True)
class Extreme:
    """What has the most or the least of a figure; `asked` as it was put."""

    about: tuple[str, ...]
    is_least: bool
    asked: str
    is_money: bool = False

    @property
    def told_by(self) -> tuple[str, ...]:
        """The words of the question that say so."""
        return (self.asked, *self.about)

    def of(self, record: Record) -> float | None:
        """The figure of a record; None where it tells none."""
        return told_figure(record, self.about, money=self.is_money)


def extreme(question: str, superlative: dict[str, str] | None) -> Extreme | None:
    """The extreme that a question asks for: by what its superlative is about, or by rating."""
    if superlative:
        of = superlative.get("of", "")
        match = next(
            (m for m in _SUPERLATIVE.finditer(question) if m["word"].lower() not in ("latest",)),
            None,
        )
        after = match["next"].lower() if match and match["next"] else ""
        about = tuple(word for word in (after, of) if word)
        money = bool(_MONEY_WORDS & set(about))
        is_adverb = match and match["word"].lower() in ("most", "least", "fewest")
        asked = (match[0] if is_adverb else match["word"]) if match else of
        return Extreme(about, superlative.get("direction") == "least", asked, money)
    if match := _BEST.search(question):
        return Extreme(tuple(_RATED), bool(match["worst"]), match[0])
    return None


def going_on(question: str) -> str:
    """The words with which a question asks for what has not ended; empty if it does not."""
    found = _GOING_ON.search(question)
    return found[0] if found else ""


def _is_year(match: re.Match[str]) -> bool:
    return bool(re.fullmatch(r"\s*(?:19|20)\d\d", match["number"]))


def _share(word: str, other: str) -> bool:
    """Whether two words are of one family: "rate", "rating"; "user", "users"."""
    if len(word) < _SHARED or len(other) < _SHARED:
        return False
    a, b = stem(word), stem(other)
    return a == b or (min(len(a), len(b)) > _SHARED and (a.startswith(b) or b.startswith(a)))
