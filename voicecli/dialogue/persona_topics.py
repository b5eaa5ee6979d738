"""Topics that a persona refuses, found by their words in whatever form they stand."""

import re
from collections.abc import Sequence

from voicecli.understanding.normalise import fold

BETWEEN = 2
"""Other words that may stand among those of a topic: "advice on medical things"."""

_UNINFLECTED = re.compile(r"(?:ss|us|is|ics|ews|ens|ies of)$")
_SHORT = re.compile(r"^[^aeiou]*[aeiou][^aeiouwxy]$")
"""Such a word doubles its last letter: "caring" is no form of "car"."""
_DOUBLED = re.compile(r"([bdfgklmnprtvz])\1$")
_FAMILIES = (
    ("ics", "ic", "ical", "ically", "ician", "icians", "icize", "icized"),
    ("y", "ies", "ist", "ists", "ical", "ically"),
    ("ion", "ions", "ious", "iously"),
    ("ance", "ances", "ancial", "ancially", "anced", "ancing"),
    ("ence", "ent", "ently"),
)
"""Endings of one word family: "politics", "political"; "polite" is of another."""
_STEM = 4
"""Letters that a family shares at least before those endings."""
_SKIPPED = frozenset(
    "a an the any all of on for about in to and or my your our their his her with".split()
)


def refused(question: str, topics: Sequence[str]) -> str | None:
    """The first topic that a question is about, None where it is about none of them.

    Every word of the topic stands in the question, inflected or not, in any order and close to the
    others.
    """
    words = _words(question)
    return next((topic for topic in topics if _stands(_words(topic), words)), None)


def _stands(topic: Sequence[str], words: Sequence[str]) -> bool:
    if not topic:
        return False
    places = [
        [place for place, word in enumerate(words) if same_word(wanted, word)] for wanted in topic
    ]
    reach = len(topic) + BETWEEN
    return all(places) and any(
        all(any(first <= place < first + reach for place in found) for found in places)
        for found in places
        for first in found
    )


def same_word(one: str, other: str) -> bool:
    """Whether two folded words are forms of one: "gamble", "gambling"; not "plan", "plane"."""
    return one == other or bool(_bases(one) & _bases(other)) or _of_one_family(one, other)


def _of_one_family(one: str, other: str) -> bool:
    return any(bool(_stems(one, endings) & _stems(other, endings)) for endings in _FAMILIES)


def _stems(word: str, endings: Sequence[str]) -> set[str]:
    cut = (word.removesuffix(ending) for ending in endings if word.endswith(ending))
    return {stem for stem in cut if len(stem) >= _STEM}


def _bases(word: str) -> set[str]:
    """The words that this one may be a regular form of."""
    found = {word}
    if word.endswith("ies") and len(word) > 4:
        found.add(word[:-3] + "y")
    elif word.endswith("s") and len(word) > 3 and not _UNINFLECTED.search(word):
        found.add(word[:-1])
        if re.search(r"(?:s|x|z|ch|sh|o)es$", word):
            found.add(word[:-2])
    for ending in ("ed", "ing"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2:
            found |= _unended(stem)
    if word.endswith("ied") and len(word) > 4:
        found.add(word[:-3] + "y")
    return found


def _unended(stem: str) -> set[str]:
    bases = {stem + "e"}
    if _DOUBLED.search(stem):
        bases |= {stem[:-1], stem}
    elif not _SHORT.match(stem):
        bases.add(stem)
    return bases


def _words(text: str) -> list[str]:
    plain = re.sub(r"['’]s?\b", "", fold(text))
    return [word for word in re.findall(r"[^\W_]+", plain) if word not in _SKIPPED]
