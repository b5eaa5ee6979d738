"""The names in a sentence: words that a capital marks, together as they stand together."""

from collections.abc import Sequence
from dataclasses import dataclass

from voicecli.dialogue.gate.tokens import Token
from voicecli.retrieval.words import STOP_WORDS


@dataclass(frozen=True, slots=True)
class Name:
    """A name's words, folded, at the tokens from `start` to before `end`."""

    words: tuple[str, ...]
    start: int
    end: int


def names(read: Sequence[Token], *, first_too: bool = False) -> list[Name]:
    """The names of a sentence: runs of words with capitals or with digits in them.

    A capital at the beginning of the sentence says nothing, unless the run goes on or `first_too`
    takes every word there that could be one.
    """
    found: list[Name] = []
    run: list[int] = []
    read = [*read, Token(".", ".")]  # ends the last run
    for at, token in enumerate(read):
        is_plain = not run and _is_plain_start(read, at)
        if _is_marked(token) and (not is_plain or (first_too and token.text not in STOP_WORDS)):
            run.append(at)
        elif run:
            found.append(_name(read, run))
            run = []
    return [name for name in found if name.words]


def stands_in(name: Name, read: Sequence[Token]) -> bool:
    """Whether the words of a name follow each other in a text."""
    texts = [token.text for token in read if token.text not in {"-", "."}]
    width = len(name.words)
    return any(tuple(texts[at : at + width]) == name.words for at in range(len(texts) - width + 1))


def first_word(read: Sequence[Token]) -> str:
    """The word with which a sentence begins, if a capital could make it a name; else nothing."""
    first = next((token for token in read if token.is_word), None)
    if first is None or first.raw[0].islower() or first.text in STOP_WORDS:
        return ""
    return first.text


def _is_marked(token: Token) -> bool:
    if not token.is_word:
        return False
    return token.raw != token.raw.lower() or any(letter.isdigit() for letter in token.raw)


def _is_plain_start(read: Sequence[Token], at: int) -> bool:
    """Whether the capital of a token is only that of a sentence's first word."""
    if any(token.is_word or token.text[0].isdigit() for token in read[:at]):
        return False
    inner = read[at].raw[1:]
    if inner != inner.lower() or any(letter.isdigit() for letter in inner):
        return False
    goes_on = at + 1 < len(read) and _is_marked(read[at + 1])
    return not goes_on or read[at].text in STOP_WORDS


def _name(read: Sequence[Token], run: Sequence[int]) -> Name:
    words = [read[at].text for at in run]
    while words and words[0] in STOP_WORDS:
        words.pop(0)
    return Name(tuple(words) if words != ["i"] else (), run[0], run[-1] + 1)
