"""A question whose names are replaced by what they are, so that only its shape is left."""

from collections.abc import Collection

from voicecli.understanding.lexicon import Mention
from voicecli.understanding.normalise import Question, expand, fold


def masked(asked: Question, mentions: tuple[Mention, ...], end: int | None = None) -> str:
    """Write a question folded, without punctuation, its names replaced by what they are.

    A person is "she" or "her", a technology "xtech", a title "x" and its type ("xprojects").
    `end` stops before the token of that index.
    """
    words: list[str] = []
    starts = {mention.start: mention for mention in reversed(mentions)}
    skip = 0
    for index, token in enumerate(asked.tokens[:end]):
        if mention := starts.get(index):
            words.append(_mask(mention, asked.tokens[mention.end - 1].written))
            skip = mention.end
        elif index >= skip:
            words.append(fold(token.written))
    return expand(" ".join(words))


_PLAIN = {"he": "she", "him": "her", "his": "her", "himself": "herself", "xtech": "a technology"}
_PLAIN |= {"xskills": "a skill", "xexperience": "the company", "xeducation": "the university"}


def neutral(shape: str, types: Collection[str]) -> str:
    """Write a masked question in plain words about a woman, as the examples of meaning are.

    The title of a record of one of `types` becomes what it is: "xrecipes" is "the recipe".
    """
    plain = {f"x{type_}": f"the {type_.removesuffix('s')}" for type_ in types} | _PLAIN
    return " ".join(plain.get(word, word) for word in shape.split())


def respelled(asked: Question, mentions: tuple[Mention, ...]) -> str:
    """Write the question with its names as the content spells them."""
    words: list[str] = []
    starts = {mention.start: mention for mention in reversed(mentions)}
    skip = 0
    for index, token in enumerate(asked.tokens):
        if mention := starts.get(index):
            exact = mention.likeness == 1 and mention.end - mention.start == 1
            words.append(token.written if exact else mention.name.text)
            skip = mention.end
        elif index >= skip:
            words.append(token.written)
    return " ".join(words)


def _mask(mention: Mention, written: str) -> str:
    if mention.name.kind == "person":
        return "her" if written.endswith("'s") else "she"
    return "xtech" if mention.name.kind == "technology" else f"x{mention.name.type}"
