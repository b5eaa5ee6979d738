"""Questions that ask for a field of a record: where someone lives, when it began, what it uses."""

import re
from collections.abc import Collection, Mapping

from voicecli.retrieval.sentences import split_sentences
from voicecli.retrieval.words import stem, words
from voicecli.types import Passage

_PERIOD = "period"
_TIMES = frozenset({"date", "duration"})
"""Kinds of value that only the dates of a record give."""

_ASKED_BY: Mapping[str, str] = {
    "location": "live lives living lived based city town country located reside resides",
    "address": "live lives living reside resides",
    "email": "mail contact reach",
    "phone": "telephone mobile call contact",
    "interests": "hobby hobbies interest spare free leisure fun pastime pastimes",
    "hobbies": "interest interests spare free leisure fun pastime pastimes",
    "website": "homepage site web blog",
    "link": "url website homepage site repository repo web",
    "technologies": "technology stack framework frameworks language languages tool tools library"
    " libraries built written programmed coded database databases platform platforms engine"
    " hardware",
    _PERIOD: "when start started begin began begun join joined finish finished end ended leave left"
    " since until stay stayed",
}
"""General English words that ask for a field, by its usual name."""

_LABELLED = re.compile(r"(\w[\w ]{0,30}): ")
_DATED = re.compile(r"(?:From|Since|Until|Date)\b")


def field_line(question: str, passage: Passage, asks: str | None = None) -> str | None:
    """The line of a record's passage that is the field asked for; None where it has no such field.

    `asks` is the kind of value that the question wants, if that is known.
    """
    asked = words(question)
    for line in split_sentences(passage.text):
        label = _label(line)
        if label is None:
            continue
        if asks in _TIMES:
            if label == _PERIOD and _is_period_asked(asked, asks):
                return line
            continue
        if label != _PERIOD and _is_asked(label, asked):
            return line
    return None


def fields_asked(wanted: Collection[str]) -> set[str]:
    """The usual names of the fields that all these folded words ask for; empty for none."""
    asked = [
        {name for name, meant in _ASKED_BY.items() if word == name or word in meant.split()}
        for word in wanted
    ]
    return set.intersection(*asked) if asked else set()


def _label(line: str) -> str | None:
    """The name of the field that a line tells, folded; None for an ordinary sentence."""
    if _DATED.match(line):
        return _PERIOD
    match = _LABELLED.match(line)
    return match[1].lower() if match else None


def _is_period_asked(asked: Collection[str], asks: str | None) -> bool:
    meant = _ASKED_BY[_PERIOD].split()
    return asks == "date" or any(word in meant for word in asked)


def _is_asked(label: str, asked: Collection[str]) -> bool:
    named = {stem(word) for word in words(label)}
    meant = {word for name in words(label) for word in _ASKED_BY.get(name, "").split()}
    return any(stem(word) in named or word in meant for word in asked)
