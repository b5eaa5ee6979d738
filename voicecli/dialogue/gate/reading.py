"""A text read for the gate: its tokens, its figures, its stems."""

from dataclasses import dataclass
from functools import lru_cache

from voicecli.dialogue.gate.figures import Figure, figures
from voicecli.dialogue.gate.tokens import Token, tokens
from voicecli.retrieval.words import stem

_BLANK = Token("0", "0")


@dataclass(frozen=True, slots=True)
class Read:
    """A text with its tokens and figures; `words` are the tokens with blanks for the figures."""

    text: str
    tokens: tuple[Token, ...]
    words: tuple[Token, ...]
    figures: tuple[Figure, ...]


@lru_cache(maxsize=1024)
def read_text(text: str) -> Read:
    """Read a text; the last ones are kept, since each is compared many times."""
    read = tuple(tokens(text))
    found = tuple(figures(read))
    inside = {at for figure in found for at in range(figure.start, figure.end)}
    words = tuple(_BLANK if at in inside else token for at, token in enumerate(read))
    return Read(text, read, words, found)


@lru_cache(maxsize=1024)
def stems_of(text: str) -> frozenset[str]:
    """The stems of all words of a text."""
    return frozenset(stem(token.text) for token in tokens(text) if token.is_word)
