"""Kinds of record beyond the built-in ones: their names and question patterns become cues."""

import re
from collections.abc import Iterable, Iterator

from voicecli.types import RecordType
from voicecli.understanding.cues import WHO, WHOSE, Cue
from voicecli.understanding.normalise import expand, fold
from voicecli.understanding.words import listed, stem

DECLARED_NOUN = 3.2
"""A declared noun counts a little more than a built-in one: the person chose the word."""
_RELATED = 2.7
"""What somebody did to make one: "patented", "performed"."""
_SHORTEST_STEM = 4
_PATTERN = 4.5
"""A question pattern that fits says plainly what is asked."""

_SOMEONE = listed("she he they you i we")
_SOMEONES = listed("her his their your my our")
_SIBILANT = ("s", "x", "z", "ch", "sh")


def declared_cues(types: Iterable[RecordType]) -> tuple[Cue, ...]:
    """Return the cues of declared types, for questions whose names are masked (see `cues`)."""
    return tuple(cue for type_ in types for cue in _cues(type_))


def nouns(type_: RecordType) -> tuple[str, ...]:
    """Return the words for a type, folded, each in the singular and in the plural."""
    given = (type_.name.replace("_", " ").replace("-", " "), type_.singular, *type_.synonyms)
    plain = [fold(word).strip() for word in given]
    forms = (form for word in plain if word for form in (word, plural(word)))
    return tuple(dict.fromkeys(forms))


def plural(noun: str) -> str:
    """Return the regular plural of a folded English noun; one that ends in s stays as it is."""
    if noun.endswith("s"):
        return noun
    if noun.endswith("y") and noun[-2:-1] not in tuple("aeiou"):
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(_SIBILANT) else "s")


def undeclared(types: Iterable[str], known: Iterable[str]) -> Iterator[RecordType]:
    """Describe the types that records name without anybody having declared them."""
    for name in sorted(set(types) - set(known)):
        yield RecordType(name, singular=_singular(name))


def _singular(noun: str) -> str:
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    if noun.endswith("es") and noun[:-2].endswith(_SIBILANT):
        return noun[:-2]
    return noun.removesuffix("s") if not noun.endswith("ss") else noun


def _cues(type_: RecordType) -> Iterator[Cue]:
    words = sorted(nouns(type_), key=len, reverse=True)
    if words:
        either = "|".join(r"[\s-]?".join(map(re.escape, word.split())) for word in words)
        yield Cue(type_.name, DECLARED_NOUN, re.compile(rf"\b(?:{either})\b"))
    stems = {stem(word) for word in words if word.isalpha()}
    if related := [one for one in sorted(stems) if len(one) >= _SHORTEST_STEM]:
        endings = r"(?:e|es|ed|s|ing|ion|ions|er|ers|ment|ments|ance|ances)?"
        other = rf"\b(?!(?:{either})\b)(?:{'|'.join(related)}){endings}\b"
        yield Cue(type_.name, _RELATED, re.compile(other))
    for pattern in type_.questions:
        if read := _pattern(pattern):
            yield Cue(type_.name, _PATTERN, re.compile(read))


def _pattern(written: str) -> str:
    """Read a question pattern: `*` is any words, "she" and "her" are anybody.

    A pattern begins where the question does, and ends there, but for a `*` at that end.
    """
    folded = expand(re.sub(r"[^\w\s*']+", " ", fold(written)))
    words = folded.split()
    if not set(words) - {"*"}:
        return ""
    end = "" if words[-1] == "*" else r"\W*$"
    return r"^\W*" + r"\W*".join(map(_word, words)) + end


def _word(word: str) -> str:
    if word == "*":
        return ".*"
    either = WHO if word in _SOMEONE else WHOSE if word in _SOMEONES else re.escape(word)
    return rf"\b{either}\b"
