"""What a person tells the assistant to do, said or typed, as it is understood."""

from dataclasses import dataclass


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
    name, _, value = text[1:].strip().partition(" ")
    return Order(name.lower(), " ".join(value.split()))
