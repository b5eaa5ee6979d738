"""A trade and who has it: a butcher has done butchery, a nurse nursing, a baker baking."""

import re
from functools import lru_cache

from voicecli.interview.fit.spellings import key, telling_words

_OF_PERSONS = ("ician", "ist", "ian", "ant", "er", "or", "man", "woman", "e")
_OF_TRADES = ("istry", "ancy", "ical", "ics", "ery", "ing", "ry", "ship", "al", "y")
_LEAST_ROOT = 3
_OR = re.compile(r"\bor\b|/", re.IGNORECASE)
_NO_PERSONS = frozenset("office service practice science finance care trade store".split())
"""Words of titles with such an end that are no persons'."""


@lru_cache(maxsize=4096)
def _root(word: str, ends: tuple[str, ...]) -> str:
    """What is left of a word without one of some ends; "" where it has none of them."""
    for end in ends:
        if word.endswith(end) and len(word) - len(end) >= _LEAST_ROOT:
            return re.sub(r"(.)\1$", r"\1", word.removesuffix(end))
    return ""


def has_trade(title: str, asked: str) -> bool:
    """Whether who has a title has done the work that is asked for, or one of several alternatives.

    All words that single it out have to be of the title or its trade: a software engineer has done
    engineering, and no civil engineering.
    """
    return any(_has_one(title, one) for one in _OR.split(asked))


def _has_one(title: str, asked: str) -> bool:
    words = telling_words(title)
    persons = {_root(word, _OF_PERSONS) for word in words if word not in _NO_PERSONS} - {""}
    own = {key(word) for word in words}
    wanted = telling_words(asked)
    trades = [_root(word, _OF_TRADES) in persons for word in wanted]
    return any(trades) and all(
        is_trade or key(word) in own for is_trade, word in zip(trades, wanted, strict=True)
    )
