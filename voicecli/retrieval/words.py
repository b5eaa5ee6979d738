"""Words as search sees them: folded, stemmed, without the ones that say nothing."""

import re
import unicodedata
from collections.abc import Iterable, Set
from functools import cache, lru_cache

WORD = re.compile(r"\d+(?:[.,:]\d+)+|\w+(?:\+\+|#)?")
"""A word, a figure with its inner marks ("1,450", "17:30"), or a name such as C++ or C#."""

_CONTRACTION = re.compile(r"(n['’]t|['’](?:s|re|ve|ll|d|m))\b", re.IGNORECASE)

_MARKED = re.compile(r"[^\x00-\x7f]+")
_COMPOUND_FROM = 5

_STOPPED = """
    a about after again all also am an and any anyone anything are as at be because been before
    being between both but by can cannot could did do does doing done during each either else
    ever every everything few for from further get gets give go goes going got had happen
    happened happens has have having he help helps her here hers him his how i if in into is it
    its itself just let like look made make makes many may maybe me might mine more most much
    must my myself need no nor not nothing of off ok okay on once one only onto or other others
    our ours out over own per please quite rather really same say says shall she should show so
    some somebody someone something stuff such take tell than thanks that the their theirs them
    then there these they thing things this those through to too under until up upon us use used
    uses using very want was way we well were what when where whether which while who whole whom
    whose why will with within without would yes yet you your yours
"""
STOP_WORDS = frozenset(_STOPPED.split())
"""Function words, and the verbs and fillers with which English questions are put."""


def fold(text: str) -> str:
    """Lower case without accents, as FTS5's tokenizer folds what it indexes.

    That takes accents from Latin letters alone: "ё" and "が" are letters of their own, and "ß"
    stays one.
    """
    if text.isascii():
        return text.lower()
    return _MARKED.sub(_unmarked, unicodedata.normalize("NFC", text.lower().replace("ς", "σ")))


def _unmarked(letters: re.Match[str]) -> str:
    plain = ((letter, unicodedata.normalize("NFD", letter)[0]) for letter in letters[0])
    return "".join(
        base if base.isascii() else letter
        for letter, base in plain
        if not unicodedata.combining(letter)
    )


def words(text: str) -> list[str]:
    """Every word of a text, folded, in order; "doesn't" is "does", "Clara's" is "clara"."""
    return WORD.findall(fold(_CONTRACTION.sub("", text)))


def content_words(text: str) -> dict[str, str]:
    """The words of a text that carry its meaning, in order: stem to the word as it first stands."""
    found: dict[str, str] = {}
    for word in words(text):
        if _is_told(word):
            found.setdefault(stem(word), word)
    return found


def content_spans(text: str) -> list[tuple[int, int]]:
    """Where in a text the words stand that carry its meaning: first character and the one after."""
    uncontracted = _CONTRACTION.sub(lambda match: " " * len(match[0]), text)
    spans = [(match.span(), fold(match[0])) for match in WORD.finditer(uncontracted)]
    return [span for span, word in spans if _is_told(word)]


def _is_told(word: str) -> bool:
    return word not in STOP_WORDS and (len(word) > 1 or word.isdigit())


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a folded English word (Snowball's English stemmer, Porter 2).

    https://snowballstem.org/algorithms/english/stemmer.html
    """
    return str(_stemmer().stemWord(word))


class Stems(frozenset[str]):
    """Stems that can be asked at once whether one of them begins in some way."""

    __slots__ = ("_lines",)

    def __init__(self, stems: Iterable[str]) -> None:
        super().__init__()
        self._lines = "\n".join(["", *self])

    def begin(self, beginning: str) -> bool:
        """Whether a stem begins so: one search in C instead of one for each stem."""
        return f"\n{beginning}" in self._lines


@lru_cache(maxsize=4096)
def stems(text: str) -> Stems:
    """The stems of all words of a text; kept, since the same passages are found again and again."""
    return Stems(stem(word) for word in words(text))


@cache
def _stemmer():  # type: ignore[no-untyped-def]  # the library has no types
    import snowballstemmer

    return snowballstemmer.stemmer("english")


def occurs(word: str, there: Set[str]) -> bool:
    """Whether a folded word is among stems, or begins a longer one of them ("print", "printer")."""
    root = stem(word)
    if root in there:
        return True
    if len(root) < _COMPOUND_FROM:
        return False
    if isinstance(there, Stems):
        return there.begin(root)
    return any(other.startswith(root) for other in there)
