"""The languages that people speak, and how well: levels of the Common European Framework."""

import re
from enum import IntEnum


class Level(IntEnum):
    """How well a language is known, by the framework's six levels; NATIVE stands above them."""

    A1 = 1
    A2 = 2
    B1 = 3
    B2 = 4
    C1 = 5
    C2 = 6
    NATIVE = 7


_TONGUES = frozenset(
    """
    afrikaans albanian amharic arabic armenian azerbaijani basque belarusian bengali bosnian
    bulgarian burmese cantonese catalan chinese croatian czech danish dari dutch english estonian
    farsi filipino finnish flemish french galician georgian german greek gujarati hausa hebrew hindi
    hungarian icelandic igbo indonesian irish italian japanese javanese kannada kazakh khmer korean
    kurdish lao latin latvian lithuanian luxembourgish macedonian malay malayalam maltese mandarin
    maori marathi mongolian nepali norwegian pashto persian polish portuguese punjabi romanian
    russian serbian sinhala slovak slovenian somali spanish sundanese swahili swedish tagalog tamil
    telugu thai tibetan tigrinya turkish ukrainian urdu uzbek vietnamese welsh xhosa yiddish yoruba
    zulu deutsch français español italiano português nederlands svenska asl bsl
    """.split()
)
_OTHERS = {
    "deutsch": "german",
    "français": "french",
    "español": "spanish",
    "castilian": "spanish",
    "italiano": "italian",
    "português": "portuguese",
    "nederlands": "dutch",
    "flemish": "dutch",
    "svenska": "swedish",
    "mandarin": "chinese",
    "farsi": "persian",
    "dari": "persian",
    "tagalog": "filipino",
}
_LEVELS: tuple[tuple[Level, re.Pattern[str]], ...] = tuple(
    (level, re.compile(pattern, re.IGNORECASE))
    for level, pattern in (
        (Level.C2, r"\bC2\b|\bproficient user\b|\bfull professional\b|\bnear[- ]native\b"),
        (Level.C1, r"\bC1\b|\badvanced\b|\bfluen(?:t|cy|tly)\b|\bexcellent\b|\bnegotiation\b"),
        (
            Level.B2,
            r"\bB2\b|\bupper[- ]intermediate\b|\b(?:professional|business|good|strong|very good)\b"
            r"|\bworking (?:proficiency|knowledge)\b|\bproficien(?:t|cy)\b",
        ),
        (Level.B1, r"\bB1\b|\b(?:inter)?mediate\b|\bconversation(?:al)?\b|\blimited working\b"),
        (Level.A2, r"\bA2\b|\bbasics?\b|\belementary\b|\bpre-intermediate\b|\bsome\b"),
        (Level.A1, r"\bA1\b|\bbeginner\b|\blearning\b"),
        (Level.NATIVE, r"\bnative\b|\bmother[- ]tongue\b|\bbilingual\b|\bfirst language\b"),
    )
)
"""In the order in which they are looked for: "limited working proficiency" names a lower one."""
_FIRST = re.compile(r"\blimited working\b|\bpre-intermediate\b|\bnear[- ]native\b", re.IGNORECASE)
_NATIVE = _LEVELS[-1][1]
_WORD = re.compile(r"[^\W\d_]+")


def tongues_in(text: str) -> tuple[str, ...]:
    """The languages that a text names with a capital, as it spells them."""
    return tuple(
        word for word in _WORD.findall(text) if word[:1].isupper() and word.lower() in _TONGUES
    )


def tongue(name: str) -> str:
    """A language's one name in small letters, by which two spellings can be compared."""
    plain = name.lower()
    return _OTHERS.get(plain, plain)


def level_in(text: str) -> Level | None:
    """The level that a text names; None where it tells none."""
    if exact := re.search(r"\b([ABC][12])\b", text):
        return Level[exact[1]]
    if first := _FIRST.search(text):
        return {"l": Level.B1, "p": Level.A2, "n": Level.C2}[first[0][0].lower()]
    if _NATIVE.search(text):
        return Level.NATIVE
    return next((level for level, pattern in _LEVELS if pattern.search(text)), None)


def levels_in(text: str) -> tuple[Level, ...]:
    """All levels that a text names: "native or fluent" names two."""
    exact = [Level[found] for found in re.findall(r"\b([ABC][12])\b", text)]
    return tuple(exact or [level for level, pattern in _LEVELS if pattern.search(text)])
