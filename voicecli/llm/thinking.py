"""Takes a reasoning model's thoughts out of its answer while it is being written."""

from collections.abc import Iterable, Iterator

_OPEN = "<think>"
_CLOSE = "</think>"


def without_thinking(pieces: Iterable[str], *, inside: bool = False) -> Iterator[str]:
    """Yield the pieces without `<think>…</think>` and without white space before the first word.

    A tag may be cut anywhere between two pieces; what could still become one is held back.
    `inside` says that the prompt ended with an open tag. Thoughts that never end yield nothing.
    """
    held = ""
    begun = False
    for piece in pieces:
        held += piece
        text, held, inside = _visible(held, inside)
        if text := text if begun else text.lstrip():
            begun = True
            yield text
    if held and not inside:
        yield held if begun else held.lstrip()


def _visible(text: str, inside: bool) -> tuple[str, str, bool]:
    """Split off what is surely outside thoughts; also what must wait, and where it stands."""
    visible = ""
    while True:
        tag = _CLOSE if inside else _OPEN
        before, found, after = text.partition(tag)
        if not found:
            keep = _overlap(text, tag)
            visible += "" if inside else text[: len(text) - keep]
            return visible, text[len(text) - keep :], inside
        visible += "" if inside else before
        text, inside = after, not inside


def _overlap(text: str, tag: str) -> int:
    """How many characters at the end of `text` begin `tag`."""
    longest = min(len(text), len(tag) - 1)
    return next((n for n in range(longest, 0, -1) if text.endswith(tag[:n])), 0)
