"""The phrases that orders of a candidate are made of, read from `orders.toml` once."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from voicecli.understanding.spoken import phonetic_key

_PARTS = ("SOFT", "ASK", "YOU", "BOTH", "REQUEST", "QUESTION", "AGAIN", "WHILE", "END")
"""Each may use those before it."""
_SHORTEST_HEARD = 5


@dataclass(frozen=True, slots=True)
class OrderPhrases:
    """Expressions over plain words, by the name of the order; those `hinted` are only reasons."""

    said: Mapping[str, re.Pattern[str]]
    hinted: Mapping[str, re.Pattern[str]]
    at_end: Mapping[str, re.Pattern[str]]
    neutral: re.Pattern[str]
    manner: Mapping[str, re.Pattern[str]]
    """What tells how the interviewer is to speak from now on."""
    bare_politeness: frozenset[str]
    asking: frozenset[str]
    learners: tuple[tuple[re.Pattern[str], str], ...]
    """How learners of English say an order, and what that is in the words of the lists."""
    by_sound: Mapping[str, str]
    """Longer words of the orders by how they sound, where one alone sounds so."""


@cache
def order_phrases() -> OrderPhrases:
    """The phrases as expressions, compiled."""
    lists = tomllib.loads(Path(__file__).with_name("orders.toml").read_text(encoding="utf-8"))
    parts: dict[str, str] = {}
    for name in _PARTS:
        parts[name] = _filled(_any_of(lists["parts"][name]), parts)
    end = f"(?: {parts['END']})*"

    def whole(listed: str) -> re.Pattern[str]:
        return re.compile(_filled(_any_of(listed), parts) + end)

    return OrderPhrases(
        said={name: whole(listed) for name, listed in lists["said"].items()},
        hinted={name: whole(listed) for name, listed in lists["hinted"].items()},
        at_end={
            name: re.compile(rf"\b{_filled(_any_of(listed), parts)}{end}$")
            for name, listed in lists["at_end"].items()
        },
        neutral=whole(lists["neutral"]["phrases"]),
        manner={
            name: re.compile(rf"\b{_any_of(listed)}\b") for name, listed in lists["manner"].items()
        },
        bare_politeness=frozenset(lists["bare_politeness"]),
        asking=frozenset(lists["asking"]),
        learners=tuple((re.compile(said), plain) for said, plain in lists["learners"]),
        by_sound=_by_sound(" ".join(lists["said"].values())),
    )


def _by_sound(listed: str) -> dict[str, str]:
    words: dict[str, set[str]] = {}
    for word in set(re.findall(rf"[a-z]{{{_SHORTEST_HEARD},}}", listed)):
        words.setdefault(phonetic_key(word), set()).add(word)
    return {sound: found.pop() for sound, found in words.items() if len(found) == 1}


def _any_of(listed: str) -> str:
    return f"(?:{'|'.join(line for line in listed.splitlines() if line)})"


def _filled(expression: str, parts: Mapping[str, str]) -> str:
    """With the parts put in where their names stand."""
    for name, part in parts.items():
        expression = expression.replace(name, part)
    return expression
