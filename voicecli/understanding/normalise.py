"""A question made plain: one spelling for what people and recognisers write in many ways."""

import re
import unicodedata
from dataclasses import dataclass

ANALYSED_CHARACTERS = 2_000
"""A question is read this far; nobody asks for more, and pasted text must not cost seconds."""

_KEPT_FORMAT = "\u200c\u200d"  # they shape words of some scripts
_QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "´": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-"}
)
_TOKEN = re.compile(r"\.?[^\W_]+(?:[.'&][^\W_]+)*[+#]*")

_CONTRACTIONS = tuple(
    (re.compile(rf"\b{short}\b"), full)
    for short, full in {
        r"can'?t": "can not",
        r"cannot": "can not",
        r"won'?t": "will not",
        r"(do|does|did|is|are|was|were|has|have|had|would|could|should)n'?t": r"\1 not",
        r"let'?s": "let us",
        r"i'?m": "i am",
        r"(what|where|who|when|how|that|there|here)(?:'s|s)": r"\1 is",
        r"(she|he|it)'s": r"\1 is",
        r"(you|we|they|what|where|who)'re": r"\1 are",
        r"(i|you|we|they|she|he|it|who|what)'d": r"\1 would",
        r"(i|you|we|they|she|he|it|who|what|that)'ll": r"\1 will",
        r"(i|you|we|they|who|what)'ve": r"\1 have",
        r"gonna": "going to",
        r"wanna": "want to",
        r"gimme": "give me",
        r"(\w+)'s": r"\1",
    }.items()
)
"""Contractions, with and without the apostrophe that recognisers drop; last the possessive."""

_PLURAL_POSSESSIVE = re.compile(r"(s)'(?!\w)")


@dataclass(frozen=True, slots=True)
class Token:
    """A word: as it was written, and folded to lower case without accents."""

    written: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question ready for analysis.

    `written` is what was asked without control characters, `text` the same folded, with
    contractions written out and single spaces, `tokens` its words with their symbols ("c++").
    """

    written: str
    text: str
    tokens: tuple[Token, ...]


def normalise(question: str) -> Question:
    """Make a question plain. Only its first 2,000 characters are read."""
    written = clean(question)[:ANALYSED_CHARACTERS].translate(_QUOTES)
    return Question(written, expand(fold(written)), tokenise(written))


def expand(text: str) -> str:
    """Write out the contractions of a folded text and drop its possessives."""
    for pattern, full in _CONTRACTIONS:
        text = pattern.sub(full, text)
    return _PLURAL_POSSESSIVE.sub(r"\1", text)


def clean(text: str) -> str:
    """Compatibility forms composed, control and format characters gone, single spaces."""
    composed = unicodedata.normalize("NFKC", text[: 4 * ANALYSED_CHARACTERS])
    kept = "".join(
        character if character in _KEPT_FORMAT or unicodedata.category(character)[0] != "C" else " "
        for character in composed
    )
    return " ".join(kept.split())


def fold(text: str) -> str:
    """Lower case without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def tokenise(text: str) -> tuple[Token, ...]:
    """Cut a text into words; "Maren's" is "maren", "Node.js" and "C++" are one word each."""
    return tuple(
        Token(word, fold(word).removesuffix("'s"))
        for word in _TOKEN.findall(text.translate(_QUOTES))
    )
