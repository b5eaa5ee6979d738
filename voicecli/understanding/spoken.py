"""How a name sounds, and how a recogniser may write what it heard.

Names are compared as one word without spaces or symbols ("Node.js" is "nodejs", "C++" is
"cplusplus"), by their letters and by a phonetic key.
"""

import re
from functools import lru_cache

import jellyfish

from voicecli.understanding.normalise import fold

_SYMBOLS = (("c++", "cplusplus"), ("++", "plusplus"), ("#", "sharp"), ("&", "and"), ("+", "plus"))
_LETTERS = {
    "a": "ay eh",
    "b": "bee be",
    "c": "see sea cee",
    "d": "dee",
    "f": "ef eff",
    "g": "gee",
    "h": "aitch",
    "i": "eye",
    "j": "jay",
    "k": "kay",
    "l": "el ell",
    "m": "em",
    "n": "en",
    "o": "oh",
    "p": "pee pea",
    "q": "queue cue kew",
    "r": "are ar",
    "s": "es ess",
    "t": "tee tea",
    "u": "you",
    "v": "vee",
    "w": "doubleyou",
    "x": "ex",
    "y": "why wye",
    "z": "zee zed",
}
LETTER_NAMES = {name: letter for letter, names in _LETTERS.items() for name in names.split()}
"""What a recogniser writes for a spelled letter, to that letter."""

_SAID = (("sql", "sequel"), ("gnu", "new"), ("wifi", "wifi"))
"""Letters that are said as a word."""

_SAID_WITH_E = tuple("flmnsx")
_ONSET = re.compile(r"[flmnsx][aeiouy]|f[lr]|s[chklmnpqtvw]|l[lh]|m[ch]|x[ae]")
"""A name that no English word begins like is said with its first letter's name: "en-ginx"."""

_TAILS = ("js", "sql", "db", "ql", "io")
"""Endings that people leave away: Node for Node.js, Mongo for MongoDB."""

_SHORTEST_HEAD = 4
_HUMPS = re.compile(r"[A-Z][a-z]+")
_SILENT = re.compile(r"^d(j)")
"""A letter at the start that is not heard and that Metaphone keeps."""

_VOWELS = tuple("AEIOU")
_VOICELESS = str.maketrans("BVGDJZ", "PFKTXS")
"""Pairs that differ only by the voice, which recognisers mistake for each other."""


def joined(text: str) -> str:
    """Fold a name, or several words, to one word of letters and digits."""
    folded = fold(text)
    if folded.startswith(".") and folded[1:].isalpha():
        folded = "dot" + folded[1:]
    for symbol, word in _SYMBOLS:
        folded = folded.replace(symbol, word)
    return re.sub(r"[\W_]+", "", folded)


def sounds(name: str) -> frozenset[str]:
    """Return the one-word forms in which a name may be said or written."""
    whole = joined(name)
    forms = {whole}
    for tail in _TAILS:
        head = whole.removesuffix(tail)
        if head != whole and len(head) >= _SHORTEST_HEAD:
            forms.add(head)
    for letters, word in _SAID:
        if letters in whole:
            forms.add(whole.replace(letters, word))
    if whole[:1] in _SAID_WITH_E and whole[1:2].isalpha() and not _ONSET.match(whole):
        forms.add(f"e{whole}")
    return frozenset(form for form in forms if form)


def short_forms(name: str) -> frozenset[str]:
    """Return the abbreviations that are usual for a name's shape; too short to be heard wrong.

    The first letters of two humps (JavaScript is js), a numeronym (12 letters, first and last kept:
    k10s), and the "-lang" by which short names are made findable (golang).
    """
    whole, humps = joined(name), _HUMPS.findall(name)
    forms = {f"{whole}lang"} if whole.isalpha() else set()
    if len(humps) == 2 and "".join(humps) == name:
        forms.add("".join(hump[0] for hump in humps).lower())
    if whole.isalpha() and len(whole) > 5:
        forms.add(f"{whole[0]}{len(whole) - 2}{whole[-1]}")
    return frozenset(forms)


def spelled(words: tuple[str, ...]) -> str:
    """Join words of which some are the names of letters: "open", "see", "vee" is "opencv"."""
    return "".join(map(_letter, words))


def _letter(word: str) -> str:
    """The letter of which a word is the name, also before symbols ("see++"); else the word."""
    name = word.rstrip("+#")
    return joined(LETTER_NAMES.get(name, name) + word[len(name) :])


@lru_cache(maxsize=50_000)
def phonetic_key(word: str) -> str:
    """Return the Metaphone key of a word with voiced consonants written as voiceless ones.

    Metaphone keeps a vowel only at the start; which one it is no recogniser knows for sure.

    L. Philips, "Hanging on the Metaphone", Computer Language 7(12), 1990.
    """
    key = jellyfish.metaphone(_SILENT.sub(r"\1", word)).replace(" ", "").translate(_VOICELESS)
    return f"A{key[1:]}" if key[:1] in _VOWELS else key


def letters_alike(heard: str, name: str) -> bool:
    """Whether two abbreviations may be the same, spelled out: "BHDL" is "VHDL", "SBSS" is "SPSS".

    Letters of one vowel are mistaken for each other ("b c d e g p t v z"
    are the E-set of the alphabet). Most of the letters must be the same.
    """
    if len(heard) != len(name) or not name.isalpha():
        return False
    unlike = [(one, other) for one, other in zip(heard, name, strict=True) if one != other]
    alike = all(any(one in rhyme and other in rhyme for rhyme in _RHYMES) for one, other in unlike)
    return bool(unlike) and alike and 3 * len(unlike) <= len(name)


_RHYMES = ("bcdegptvz", "ajkh", "flmnsx", "quw", "iy")
