"""Ways to reach somebody, where a question asks for one and names nobody else."""

import re
from collections.abc import Mapping

from voicecli.retrieval.evidence import Query
from voicecli.retrieval.words import words

_CHANNELS: Mapping[str, re.Pattern[str]] = {
    "phone telephone mobile call ring": re.compile(r"(?:\+|\b0)\d[\d ()/.-]{5,}\d\b"),
    "email mail write": re.compile(r"\S@\S+\.\w"),
    "website homepage site web": re.compile(r"\bhttps?://|\bwww\.|\b[\w-]+(?:\.[\w-]+)+\b"),
    "contact reach": re.compile(r"\S@\S+\.\w|(?:\+|\b0)\d[\d ()/.-]{5,}\d\b"),
}
"""Words that ask for a way, and what it looks like."""
_BESIDE = frozenset({"number", "address", "details", "info", "information"})


def channel(query: Query) -> re.Pattern[str] | None:
    """What the way looks like that a question asks for; None if it asks for something else, too."""
    asked = set(words(query.text))
    for named, pattern in _CHANNELS.items():
        ways = set(named.split())
        if ways & asked:
            return pattern if set(query.topic.words) <= ways | _BESIDE else None
    return None
