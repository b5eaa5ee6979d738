"""Numbers with their nouns."""


def counted(number: int, noun: str) -> str:
    """A number and its noun, with the "s" that most nouns take: "1 turn", "2 turns"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
