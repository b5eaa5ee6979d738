"""What a person tells the assistant to do, said or typed, as it is understood."""

from collections.abc import Mapping
from dataclasses import dataclass

IN_WORDS: Mapping[str, str] = {
    "more": "go on",
    "new": "new session",
    "repeat": "repeat that",
    "stop": "stop",
    "slower": "slower",
    "faster": "faster",
    "louder": "louder",
    "quieter": "quieter",
}
"""Slash names that stand for what can be said as well."""


@dataclass(frozen=True, slots=True)
class Order:
    """Something to do instead of a question to answer; `value` is what it is about.

    "remember that my flight is on Friday" is Order("remember", "my flight is on Friday"), and
    `/speed 1.2` is Order("speed", "1.2").
    """

    name: str
    value: str = ""


def read_slash(text: str) -> Order | None:
    """What a typed line orders: its first word and the rest of it; None for a line without "/"."""
    if not text.startswith("/"):
        return None
    name, *value = text[1:].split() or [""]
    return Order(name.lower(), " ".join(value))


def in_words(text: str) -> str:
    """A typed line, with a slash that stands for spoken words written out as these."""
    order = read_slash(text)
    return IN_WORDS.get(order.name, text) if order and not order.value else text
