"""One thing under its several names: abbreviations, spellings, word forms, slips of the pen."""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from voicecli.understanding.words import STOP_WORDS, stem

_MARKS = re.compile(r"[^\w+#./&'’-]+")
_WORD = re.compile(r"[^\W_]+(?:[.+#/&'’-]*[^\W_]+)*[+#]*", re.UNICODE)
_CAPITALS = re.compile(r"\b(?:[A-Z]{3,6}|[A-Z]{2,5}\d)\b")
_UNTOLD = frozenset(("and", "of", "the", "in", "for"))
"""Words without a letter in an abbreviation."""
_MOST_IN_NAME = 8
_FEW_LETTERS = 3
_LEAST_TYPO = 6
_TYPO = 88.0
"""rapidfuzz's ratio of two words that are one with a letter wrong or missing."""
_OFTEN = frozenset(
    """
    experience experienced knowledge skill skills ability able strong good excellent proven
    solid understanding familiarity familiar proficiency proficient expertise background working
    demonstrated demonstrable record track years year yrs yr min minimum least plus preferred
    required category active
    essential desirable ideally relevant related similar equivalent level current valid holder
    hold held field area areas environment role roles position candidate willing willingness
    commitment using including etc e.g advanced fluent fluently professional
    practical hands-on deep sound spoken written work responsible responsibility high highly
    busy fully post registration registered post-registration post-qualification
    qualification qualified certified certificate certification licence license card
    ticket training trained degree team entitlement
    """.split()
)
"""Words that stand in any requirement and single out none."""


def plain(text: str) -> str:
    """A text in small letters with single spaces, without marks that are in no name."""
    return " ".join(_MARKS.sub(" ", text.lower().replace("’", "'")).split())


def _lines(file: str) -> list[str]:
    """The lines of a list that ships with the program, without its comments."""
    text = Path(__file__).with_name(file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=1)
def _groups() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for group in _lines("same_names.txt"):
        names = tuple(name.strip() for name in group.split(",") if name.strip())
        for name in names:
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), *names)))
    return found


@lru_cache(maxsize=4096)
def variants(name: str) -> tuple[str, ...]:
    """The ways in which a name is written, itself first, in small letters."""
    own = plain(name).strip(".,")
    words = own.split()
    parts = [
        (words[:begin], " ".join(words[begin:end]), words[end:])
        for begin in range(len(words))
        for end in range(begin + 1, len(words) + 1)
    ]
    # "MS Excel skills": a part may have other names.
    others = [
        " ".join([*before, other, *behind])
        for before, part, behind in parts
        for other in _groups().get(part, ())
    ]
    return tuple(dict.fromkeys([own, *others]))


def is_named(name: str, text: str) -> bool:
    """Whether a text has a name in one of its spellings, or as the initials of its words."""
    told = plain(text)
    found = any(_has(one, told, text) for one in variants(name) if one)
    return found or _by_initials(name, text) or _by_initials(text, name)


def _has(name: str, told: str, text: str) -> bool:
    """Whether a plain text has a name; one of few letters needs a capital: "Go", "IT", "R"."""
    pattern = rf"(?<![\w+#]){re.escape(name)}(?:'?s)?(?![\w+#])"
    if not re.search(pattern, told):
        return False
    if len(name) > _FEW_LETTERS:
        return True
    return any(match[0][0].isupper() for match in re.finditer(pattern, text, re.IGNORECASE))


def _by_initials(short: str, long: str) -> bool:
    """Whether `short` has in capitals the initials of a run of words of `long`, a name."""
    words = [word for word in plain(long).replace("-", " ").split() if word not in _UNTOLD]
    if len(words) > _MOST_IN_NAME:
        return False
    initials = "".join(word[0] for word in words)
    return any(one.lower() in initials for one in _CAPITALS.findall(short))


@lru_cache(maxsize=8192)
def keys(text: str) -> frozenset[str]:
    """The stems of the words of a text that single something out.

    "Driver" and "driving", "welder" and "welding" share one.
    """
    return frozenset(map(key, telling_words(text)))


@lru_cache(maxsize=8192)
def telling_words(text: str) -> tuple[str, ...]:
    """The words of a text that single something out, in small letters and as it has them."""
    words = [word.lower().strip("'’.") for word in _WORD.findall(text)]
    parts = [part for word in words for part in (_split(word) or [word])]
    return tuple(word for word in parts if word not in STOP_WORDS and word not in _OFTEN)


def _split(word: str) -> list[str]:
    return (
        [part for part in re.split(r"[-/]", word) if part] if re.search(r"\w[-/]\w", word) else []
    )


_PASTS = dict(
    pair.split("-")
    for pair in (
        "sold-sell led-lead ran-run built-build taught-teach wrote-write bought-buy drove-drive"
        " grew-grow held-hold kept-keep made-make oversaw-oversee took-take began-begin won-win"
        " spoke-speak sought-seek brought-bring fed-feed flew-fly sewn-sew sang-sing dealt-deal"
        " rebuilt-rebuild upsold-upsell rewrote-rewrite"
    ).split()
)


@lru_cache(maxsize=8192)
def key(word: str) -> str:
    """What the forms of a word share: its stem without the ending of who does it."""
    short = stem(_PASTS.get(word, word))
    for end in ("er", "or", "ist", "ant", "ation", "e"):
        if short.endswith(end) and len(short) - len(end) >= 4:
            return short[: -len(end)]
    return short


def covered(wanted: Iterable[str], found: frozenset[str]) -> float:
    """The share of keys that are among others, also with a letter wrong."""
    keys_wanted = list(wanted)
    if not keys_wanted:
        return 0.0
    return sum(one in found or _is_typo(one, found) for one in keys_wanted) / len(keys_wanted)


def kindred(wanted: Iterable[str], found: frozenset[str]) -> float:
    """The share of keys that tell of the same kind of work as one of the others."""
    keys_wanted = list(wanted)
    if not keys_wanted:
        return 0.0
    kinds = frozenset(kind for one in found for kind in _kinds().get(one, ()))
    shared = (
        one in found or bool(kinds.intersection(_kinds().get(one, ()))) for one in keys_wanted
    )
    return sum(shared) / len(keys_wanted)


@lru_cache(maxsize=1)
def _kinds() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, group in enumerate(_lines("kindred_words.txt")):
        for word in group.split():
            found.setdefault(key(word), set()).add(number)
            found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def _is_typo(one: str, found: frozenset[str]) -> bool:
    if len(one) < _LEAST_TYPO:
        return False
    from rapidfuzz.fuzz import ratio

    near = (other for other in found if len(other) >= _LEAST_TYPO and other[0] == one[0])
    return any(ratio(one, other) >= _TYPO for other in near)


@lru_cache(maxsize=4096)
def specific_keys(name: str) -> frozenset[str]:
    """The keys of those words of a name that are of one thing only.

    Abbreviations, products, what has a figure in it: words that are no common ones.
    """
    words = [word for word in _WORD.findall(name) if word.lower() not in _OFTEN | STOP_WORDS]
    return frozenset(
        one for word in words if _is_specific(word) for one in keys(word) | {word.lower()}
    )


@lru_cache(maxsize=4096)
def marked_keys(name: str) -> frozenset[str]:
    """The keys of the words of a name that look like no word: "TIG", "V300", "SaaS"."""
    return frozenset(key(word.lower()) for word in _WORD.findall(name) if _is_marked(word))


def _is_marked(word: str) -> bool:
    """Whether a word has figures or capitals within; a small number alone marks nothing."""
    if word.isdigit():
        return len(word) > 2
    return any(map(str.isdigit, word)) or sum(map(str.isupper, word)) > 1


def _is_specific(word: str) -> bool:
    from voicecli.understanding.words import common_words

    plain_word = word.lower().strip("'’.")
    return _is_marked(word) or (
        plain_word not in common_words() and stem(plain_word) not in _common_stems()
    )


@lru_cache(maxsize=1)
def _common_stems() -> frozenset[str]:
    from voicecli.understanding.words import common_words

    return frozenset(map(stem, common_words()))
