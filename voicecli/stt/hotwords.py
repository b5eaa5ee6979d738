"""Which names of a person's content a general recogniser should be told of. Pure."""

import re
from collections.abc import Iterable, Sequence

MOST_NAMES = 12
"""More of them cost decoder time with every call and draw other words to themselves."""
MOST_CHARACTERS = 120
"""About 40 of Whisper's tokens: names are spelled in pieces of three letters."""


def choose_hotwords(
    names: Iterable[str],
    *,
    most: int = MOST_NAMES,
    most_characters: int = MOST_CHARACTERS,
) -> tuple[str, ...]:
    """The names that are worth the room, in the order they were given, each once.

    `names` are titles, technologies and people, the most asked for first. Chosen are those with a
    word that is written as no common word is: with a capital or a figure within ("TideWatch",
    "SQLite3"), and single capitalised words ("Okafor"). Titles of several plain words are made of
    words that every recogniser knows.
    """
    chosen: dict[str, str] = {}
    room = most_characters
    for name in names:
        name = " ".join(name.split())
        key = name.casefold()
        if key in chosen or not is_odd(name) or len(name) > room or len(chosen) == most:
            continue
        chosen[key] = name
        room -= len(name) + len(_BETWEEN)
    return tuple(chosen.values())


def as_prompt(hotwords: Sequence[str]) -> str:
    """The names as Whisper's prompt: a list, as it stands in the texts it was trained on."""
    return _BETWEEN.join(hotwords)


def is_odd(name: str) -> bool:
    """Whether a name is spelled as no common word is."""
    words = name.split()
    if not 1 <= len(words) <= 3:
        return False
    return (len(words) == 1 and name[:1].isupper()) or any(_ODD.search(word) for word in words)


_BETWEEN = ", "
_ODD = re.compile(r"[^\W\d_][A-Z]|[^\W\d_]\d|\d[^\W\d_]|[a-z][.+#]")
"""A capital or a figure behind a letter, or the signs of "C++", "C#" and "Node.js"."""
