"""What is done when a person orders something: a group of orders to a module."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from rapidfuzz import fuzz, process

from voicecli.dialogue.orders import IN_WORDS, Order, read_slash
from voicecli.pipeline.state import SessionState
from voicecli.turn import Turn


@dataclass(frozen=True, slots=True)
class Notice:
    """A line about the conversation; one that is not `spoken` is only shown."""

    text: str
    spoken: bool = True


@dataclass(frozen=True, slots=True)
class GoOn:
    """What is left of the answer that the order cut short is said now."""


GO_ON = GoOn()
Told = str | Notice | GoOn
"""What an order yields; a plain string is shown and said."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that an order takes, as completion offers it, with a word on what it is."""

    value: str
    meaning: str = ""


class OrderGroup(Protocol):
    """Orders of one kind: how they are told from questions, and what is done."""

    slash: Mapping[str, str]
    """The names that a typed line may begin with ("/voice"), each with one line of help."""

    def understand(self, text: str, state: SessionState) -> Order | None:
        """The order that a whole utterance is; None when it is anything else."""
        ...

    def carry_out(self, order: Order, state: SessionState, turn: Turn) -> Iterator[Told]:
        """Do it, and yield what tells so. Runs in the answers' thread.

        Raises VoicecliError when it cannot be done.
        """
        ...


@runtime_checkable
class Choosing(Protocol):
    """A group whose orders take values that can be listed."""

    def choices(self, name: str) -> Iterable[Choice]:
        """What may follow that slash name. Called in the thread of the keys."""
        ...


def slash_names(
    groups: Iterable[OrderGroup], in_words: Mapping[str, str] = IN_WORDS
) -> dict[str, str]:
    """Every slash name with its line of help; of those `in_words`, what is said instead."""
    names = {name: f"the same as saying “{words}”" for name, words in in_words.items()}
    for group in groups:
        names |= group.slash
    return names


def choices_of(groups: Iterable[OrderGroup], name: str) -> list[Choice]:
    """What may follow a slash name, as far as that can be listed."""
    return [
        choice
        for group in groups
        if name in group.slash and isinstance(group, Choosing)
        for choice in group.choices(name)
    ]


NEAR = 60.0
"""Percent of its letters that a name shares with the one that was meant."""


class UnknownSlash:
    """What is done with a slash name that nobody knows: it is said, and nothing is asked."""

    def __init__(self, names: Iterable[str]) -> None:
        self.slash: Mapping[str, str] = {}
        self._names = list(names)

    def understand(self, text: str, state: SessionState) -> Order | None:
        """Nothing."""
        return None

    def carry_out(self, order: Order, state: SessionState, turn: Turn) -> Iterator[Told]:
        """Name what is near."""
        near = process.extract(
            order.name, self._names, scorer=fuzz.ratio, score_cutoff=NEAR, limit=2
        )
        meant = " or ".join(f"/{name}" for name, _, _ in near)
        there = f"There is no /{order.name}." if order.name else "A slash begins an order."
        asked = f" Did you mean {meant}?" if meant else ""
        yield Notice(f"{there}{asked} /help lists all there are.", spoken=False)
        yield GO_ON


def find_order(
    text: str, groups: Iterable[OrderGroup], state: SessionState, *, typed: bool
) -> tuple[Order, OrderGroup] | None:
    """The order that these words are, and the group that carries it out; None for a question.

    A slash means an order where a person typed it, and nothing where a recogniser wrote it.
    """
    if typed and (order := read_slash(text)):
        groups = list(groups)
        unknown = UnknownSlash(slash_names(groups))
        return order, next((group for group in groups if order.name in group.slash), unknown)
    for group in groups:
        if found := group.understand(text, state):
            return found, group
    return None
