"""English words: which say nothing, which are common, and which stem they share."""

from functools import cache, lru_cache
from pathlib import Path


def listed(words: str) -> frozenset[str]:
    """Return the words of a text as a set: the plainest way to write a list of words."""
    return frozenset(words.split())


STOP_WORDS = listed(
    """
    a about above after again against all also am an and any anybody anyone anything are as at be
    because been before being below between both but by can could did do does doing done down
    during each either else ever every everything few for from further get give go got had has have
    having he her here hers herself him himself his how i if in into is it its itself just let like
    made make many may me might mine more most much must my myself neither no nobody nor not nothing
    now of off ok okay on once one only or other our ours out over own per please quite rather
    really same she should show so some somebody someone something still stuff such take tell than
    thanks
    that the their theirs them themselves then there these they thing things this those through to
    too under until up us use used uses using very want was we well were what when where whether
    which while who whom whose why will with within without would yes yet you your yours yourself
    """
)
"""Function words, and the verbs with which questions are put."""


@cache
def common_words() -> frozenset[str]:
    """Return the common English words that ship with the program."""
    lines = Path(__file__).with_name("common_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the stem of a folded word (Snowball's English stemmer, snowballstem.org)."""
    return str(_stemmer().stemWord(word))


@cache
def _stemmer():  # type: ignore[no-untyped-def]  # the library has no types
    import snowballstemmer

    return snowballstemmer.stemmer("english")
