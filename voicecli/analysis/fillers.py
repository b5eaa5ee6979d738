"""Hesitations, filler phrases and words said twice.

Recognisers leave many of them out, so these are the ones that were written down: at most as many
as there were.
"""

# a pattern that is broken over lines is harder to read than a long one

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

from voicecli.analysis.english import words
from voicecli.analysis.findings import Count
from voicecli.analysis.said import Said

_HESITATIONS: Mapping[str, str] = {
    "en": r"u+h+m*|u+m+|e+r+m*|h+m+|mm+|ehm?",
    "de": r"ä+h+m*|ö+h+m*|e+h+m+|h+m+|tja",
    "fr": r"e+uh+|h+e+u+|be+n|bah|h+m+",
    "es": r"e+h+|e+m+|este+|h+m+",
    "it": r"e+h+m*|u+hm+|cioè|h+m+",
    "pt": r"é+h*|ã+h*|h+m+|tipo",
    "nl": r"e+h+m*|u+h+m*|h+m+",
}
"""Sounds by language; every one of them is a hesitation wherever it stands."""

_ANYWHERE = re.compile(
    r"\b(?:you know what i mean|sort of like|kind of like|or something like that)\b"
)
_APART = re.compile(
    r"(?:^|[,.;–—]\s?)(you know|i mean|like|well|so|basically|actually|literally|right|okay so"
    r"|sort of|kind of|anyway)(?=,|\s?[–—])",
    re.IGNORECASE,
)
"""English phrases that are fillers where commas set them apart; elsewhere they are words."""

_TWICE = frozenset(
    "no yes yeah bye very really so had that okay ok hey ha much many more wait come go well "
    "never blah knock night there now long again far right".split()
)
"""Words that are said twice on purpose."""
LONGEST_REPEATED = 3
"""Words; nobody stumbles over more of them."""


def fillers(said: Iterable[Said], language: str) -> tuple[Count, ...]:
    """Each hesitation and filler phrase with how often it was said, the commonest first."""
    found: Counter[str] = Counter()
    pattern = hesitations(language)
    for one in said:
        found.update(_plain(match[0]) for match in pattern.finditer(one.text))
        if language == "en":
            found.update(match[1].lower() for match in _APART.finditer(one.text))
            found.update(match[0] for match in _ANYWHERE.finditer(one.text.lower()))
    return tuple(Count(text, count) for text, count in found.most_common())


@cache
def hesitations(language: str) -> re.Pattern[str]:
    """What finds the sounds of hesitation of a language."""
    return re.compile(rf"\b(?:{_HESITATIONS.get(language, 'h+m+|m+')})\b", re.IGNORECASE)


def repetitions(said: Iterable[Said]) -> int:
    """How often up to three words are said again at once ("I I", "we can we can")."""
    return sum(_repeated(words(one.text)) for one in said)


def _repeated(spoken: list[str]) -> int:
    count, at = 0, 0
    while at < len(spoken):
        for length in range(LONGEST_REPEATED, 0, -1):
            part = spoken[at : at + length]
            if len(part) == length and part == spoken[at + length : at + 2 * length]:
                count += not (length == 1 and part[0] in _TWICE) and not part[0].isdigit()
                at += length - 1
                break
        at += 1
    return count


def _plain(sound: str) -> str:
    """A sound with single letters: "ummm" is "um"."""
    return re.sub(r"(.)\1+", r"\1", sound.lower())
