"""How near the sound of what was heard is to that of a name, sound by sound.

Letters become coarse phonemes, and two sequences are aligned at the least cost: sounds that
recognisers mistake for each other (voiced and voiceless, nasals, any two vowels) cost little, and a
vowel counts half of a consonant. So "cue just" comes near to QGIS and "Onka" to Omeka, which share
few letters. The idea of phonetic alignment by features is G. Kondrak's ("A new algorithm for the
alignment of phonetic sequences", NAACL 2000); the few rules of English spelling are simplified from
H. S. Elovitz et al., "Letter-to-sound rules for automatic translation of English text to phonetics"
(IEEE Transactions on Acoustics, Speech, and Signal Processing 24(6), 1976).
"""

import re
from functools import lru_cache

_VOWELS = "aeiou"

_LETTERS = {
    "a": "e", "b": "bi", "c": "si", "d": "di", "e": "i", "f": "ef", "g": "ji", "h": "eC", "i": "ai",
    "j": "je", "k": "ke", "l": "el", "m": "em", "n": "en", "o": "o", "p": "pi", "q": "kyu",
    "r": "ar", "s": "es", "t": "ti", "u": "yu", "v": "vi", "w": "dablyu", "x": "eks", "y": "wai",
    "z": "zi",
}  # fmt: skip
"""The sounds of the letters' names."""
_FIGURES = ("ziro", "wan", "tu", "Tri", "for", "faiv", "siks", "seven", "et", "nain")

_SPELLINGS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"queue|cue", "kYu"),
        (r"iew|(?<![rlj])ue$", "Yu"),
        (r"^kn|^gn|^pn", "n"),
        (r"^wr", "r"),
        (r"^ps", "s"),
        (r"^x", "z"),
        (r"(?<=[aeiou][^aeiouwxy])e$", ""),
        (r"(?:ti|ssi|ci)on", "Son"),
        (r"tch|ch(?=[aeiouy]|$)", "C"),
        (r"ch", "k"),
        (r"sh|sch", "S"),
        (r"th", "T"),
        (r"ph", "f"),
        (r"igh", "i"),
        (r"gh", ""),
        (r"dge?(?=[eiy])|dge", "j"),
        (r"ck", "k"),
        (r"qu(?=[aeio])", "kw"),
        (r"q", "k"),
        (r"x", "ks"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"g(?=[eiy])", "j"),
        (r"wh", "w"),
        (r"^y(?=[aeiou])", "Y"),
        (r"ee|ea|ie|y", "i"),
        (r"oo|ou|ew|ue", "u"),
        (r"au|aw|oa|ow", "o"),
        (r"ai|ay|ei|ey", "e"),
        (r"Y", "y"),
        (r"(.)\1+", r"\1"),
    )
)
"""Rules of spelling, applied in order; capitals stand for single sounds: C ch, S sh, T th."""

_ONSETS = re.compile(
    r"[bcdfghjklmnpqrstvwxyz]?(?:[aeiouy]|$)"
    r"|(?:[bcfgkps]l|[bcdfgkptw]r|s[ckmnpqtw]|[dst]w|[cgkpstw]h|qu|kn|gn|ps|wr|sc[hr]|s[pt]r|spl|ch[lr]|ph[lr]"
    r"|th[rw]|sh[rl]|squ)[aeiouy]"
)  # fmt: skip
"""How an English word begins; what begins otherwise is said with the name of its first letter."""

_PARTS = re.compile(r"\d|[A-Z]+(?![a-z])|[A-Z]?[a-z]+")

_WEIGHT_OF_A_VOWEL = 0.5
_WEAK = {"h": 0.4, "w": 0.6, "y": 0.4, "r": 0.8}
"""Sounds that are often not heard at all."""
_OTHER_VOWEL = 0.15
_GROUPS = (
    ("pb", 0.3), ("td", 0.3), ("kg", 0.3), ("sz", 0.2), ("fv", 0.3), ("jCS", 0.3), ("mn", 0.35),
    ("lr", 0.6), ("wv", 0.5), ("fT", 0.4), ("tT", 0.4), ("sT", 0.5), ("gj", 0.4), ("bv", 0.5),
    ("sSC", 0.5), ("zj", 0.5), ("yj", 0.5), ("ptk", 0.7), ("bdg", 0.7), ("nl", 0.8), ("wr", 0.7),
)  # fmt: skip
_SUBSTITUTED: dict[tuple[str, str], float] = {}
for _sounds, _cost in _GROUPS:
    for _one in _sounds:
        for _other in _sounds:
            _SUBSTITUTED.setdefault((_one, _other), _cost)
_UNLIKE = 1.2
_UNLIKE_VOWEL = 0.9
"""A vowel for a consonant."""
_ADDED_T = 0.6
"""A stop that is added or lost at the end or behind another consonant: "just" for "jus"."""


@lru_cache(maxsize=20_000)
def pronunciations(name: str) -> frozenset[str]:
    """Return the sounds of a name as it is spelled, with its capitals: as a word, and spelled out.

    "QGIS" is "kyujis" and "kyujiaies"; "eXist-db" is "eksistdibi".
    """
    parts = _PARTS.findall(name)
    said = "".join(map(_part, parts))
    spelled = "".join(
        "".join(_LETTERS[letter] for letter in part.lower()) if part.isupper() else _part(part)
        for part in parts
    )
    whole = re.sub(r"[^a-z]", "", name.lower())
    return frozenset(filter(None, (said, spelled, _word(whole) if len(parts) > 1 else said)))


def likeness(heard: str, name: str) -> float:
    """Return how alike two sequences of sounds are, from 0 to 1."""
    if not heard or not name:
        return 0.0
    total = max(weight(heard), weight(name))
    return max(0.0, 1.0 - _distance(heard, name) / total)


def _part(part: str) -> str:
    if part.isdigit():
        return "".join(_FIGURES[int(figure)] for figure in part)
    word = part.lower()
    if not set(word) & set("aeiouy") or (part.isupper() and len(word) == 1):
        return "".join(_LETTERS[letter] for letter in word)
    return _word(word)


@lru_cache(maxsize=20_000)
def _word(word: str) -> str:
    """Return the sounds of a word in small letters."""
    spelled = ""
    while len(word) > 1 and not _ONSETS.match(word):
        spelled += _LETTERS[word[0]]
        word = word[1:]
    for pattern, sound in _SPELLINGS:
        word = pattern.sub(sound, word)
    return spelled + word


def weight(sounds: str) -> float:
    """Return how much there is to tell a sequence of sounds by: a consonant 1, a vowel 0.5."""
    return sum(map(_weight, sounds))


def _weight(sound: str) -> float:
    return _WEIGHT_OF_A_VOWEL if sound in _VOWELS else _WEAK.get(sound, 1.0)


def _distance(heard: str, name: str) -> float:
    """Return the least cost of turning one sequence into the other (Wagner and Fischer, 1974)."""
    above = [0.0]
    for index, sound in enumerate(name):
        above.append(above[-1] + _lost(name, index, sound))
    for row, one in enumerate(heard):
        added = _lost(heard, row, one)
        line = [above[0] + added]
        for column, other in enumerate(name):
            line.append(
                min(
                    above[column] + _substituted(one, other),
                    above[column + 1] + added,
                    line[column] + _lost(name, column, other),
                )
            )
        above = line
    return above[-1]


def _lost(sounds: str, index: int, sound: str) -> float:
    is_weak = index == len(sounds) - 1 or (index > 0 and sounds[index - 1] not in _VOWELS)
    return _ADDED_T if sound in "td" and is_weak else _weight(sound)


def _substituted(one: str, other: str) -> float:
    if one == other:
        return 0.0
    vowels = (one in _VOWELS) + (other in _VOWELS)
    if vowels == 2:
        return _OTHER_VOWEL
    return _UNLIKE_VOWEL if vowels else _SUBSTITUTED.get((one, other), _UNLIKE)
