"""Which words of a text belong to which of its figures and names: no value changes its subject."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from voicecli.dialogue.gate.tokens import Token
from voicecli.retrieval.words import STOP_WORDS, stem

_SEPARATORS = frozenset(
    "and but or , ; . | ( ) : while whereas because when if which that who so although "
    "unless".split()
)

NEIGHBOURS = 4
"""By so many tokens two words may stand further from each other than they do in the claim."""


class Anchor(Protocol):
    """What words belong to: it takes the tokens from `start` to before `end`."""

    @property
    def start(self) -> int:
        """The index of its first token."""
        ...

    @property
    def end(self) -> int:
        """The index behind its last token."""
        ...


@dataclass(frozen=True, slots=True)
class Bound:
    """Anchors of a claim and of its source that are of one kind, and how they go together.

    `pairs` are the indices of each anchor of the claim and of the source's that supports it.
    """

    claimed: Sequence[Anchor]
    sourced: Sequence[Anchor]
    pairs: Sequence[tuple[int, int]]


def crossed(claim: Sequence[Token], source: Sequence[Token], bound: Bound) -> bool:
    """Whether an anchor of the claim stands by words that belong to another one of its kind.

    Of the words of the right one the claim must have some, if it has any of its own; words of
    another one are excused by more of the right one.
    """
    owned = list(_belonging(source, bound.sourced, first_is_for_all=True))
    local = list(_belonging(claim, bound.claimed))
    all_words = content(claim)
    for mine, theirs in bound.pairs:
        words = local[mine] if len(bound.claimed) > 1 else all_words
        for rival in range(len(bound.sourced)):
            own, strange = owned[theirs] - owned[rival], owned[rival] - owned[theirs]
            if rival != theirs and own and not words & own:
                return True
            if words & strange and len(words & strange) >= len(words & own):
                return True
    return False


def together(claim: Sequence[Token], source: Sequence[Token], free: Set[str]) -> float:
    """The share of neighbouring content words of a claim that are neighbours in the source, too.

    Stems in `free` may stand anywhere. It is 1 where there are no two words to compare.
    """
    mine, theirs = _places(claim), _places(source)
    order = sorted((at, word) for word, places in mine.items() if word not in free for at in places)
    pairs = [
        (one, other, at_other - at_one)
        for (at_one, one), (at_other, other) in pairwise(order)
        if one in theirs and other in theirs
    ]
    if not pairs:
        return 1.0
    near = sum(
        any(abs(i - j) <= distance + NEIGHBOURS for i in theirs[one] for j in theirs[other])
        for one, other, distance in pairs
    )
    return near / len(pairs)


def _places(read: Sequence[Token]) -> dict[str, list[int]]:
    """Where each content word stands, by its stem."""
    places: dict[str, list[int]] = {}
    for at, token in enumerate(read):
        if token.is_word and token.text not in STOP_WORDS:
            places.setdefault(stem(token.text), []).append(at)
    return places


def content(read: Sequence[Token]) -> frozenset[str]:
    """The stems of the words that carry meaning."""
    found = {token.text for token in read if token.is_word and token.text not in STOP_WORDS}
    return frozenset(stem(word) for word in found if len(word) > 1)


def _belonging(
    read: Sequence[Token], anchors: Sequence[Anchor], *, first_is_for_all: bool = False
) -> Iterator[frozenset[str]]:
    """For each anchor the stems around it, up to a separator or the next anchor.

    What stands before the first of several may be said of all: "open on Monday and on Sunday".
    """
    for index, anchor in enumerate(anchors):
        least = anchors[index - 1].end if index else 0
        most = anchors[index + 1].start if index + 1 < len(anchors) else len(read)
        start, end = anchor.start, anchor.end
        is_shared = first_is_for_all and index == 0 and len(anchors) > 1
        while not is_shared and start > least and read[start - 1].text not in _SEPARATORS:
            start -= 1
        while end < most and read[end].text not in _SEPARATORS:
            end += 1
        yield content([*read[start : anchor.start], *read[anchor.end : end]])
