"""Lines that may be titles: in plain letters, in capitals, or rather sentences."""

import re

_MOST_TITLE_WORDS = 16
"""What is longer is a sentence, however it is set."""
_MOST_CAPITALS = 8
"""Words of a heading in capitals."""
_NUMBER = re.compile(r"^\s*(?:(?:\d{1,2}|[ivx]{1,4}|[a-h])[.)]\s*)+", re.IGNORECASE)


def plain_title(text: str) -> str:
    """A heading in small letters, without its number, its colon and its ornaments."""
    text = _NUMBER.sub("", text.replace("’", "'")).lower()
    kept = "".join(c if c.isalnum() or c in "'&/+-#" else " " for c in text)
    return " ".join(kept.strip("-/ ").split())


def is_sentence(text: str) -> bool:
    """Whether what looks like a heading by its style is rather a sentence."""
    return text.rstrip().endswith((".", "!", ";")) or len(text.split()) > _MOST_TITLE_WORDS


def is_capitals(text: str) -> bool:
    """Whether a line in capitals is a heading by them."""
    words = text.split()
    letters = sum(map(str.isalpha, text))
    return (
        text.isupper()
        and letters >= 4
        and letters > sum(map(str.isdigit, text))
        and len(words) <= _MOST_CAPITALS
        and text[-1] not in ".,;"
    )
