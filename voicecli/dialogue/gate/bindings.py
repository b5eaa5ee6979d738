"""Which words of a text belong to which of its figures and names: no value changes its subject."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from voicecli.dialogue.gate.tokens import Token
from voicecli.retrieval.words import STOP_WORDS, stem

_SEPARATORS = frozenset(
    "and but or , ; . | ( ) : while whereas because when if which that who so although "
    "unless".split()
)


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
