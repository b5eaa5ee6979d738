"""What a person can do in `talk`: its keys, and the orders that can be typed."""

from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len

_BETWEEN = " · "
_MODE = "m"
_TALKING = (("Space", "talk, and send what was said"), ("Enter", "the same"))
_KEYS = (
    ("Esc", "stop the answer, or drop the recording"),
    (_MODE, "the next mode: fast, balanced, detailed"),
    ("q", "leave (Ctrl-C twice, Ctrl-D)"),
)
_WRITING = (
    ("a letter", "begins a written line (m, q and other keys begin one with Shift, or behind /)"),
    ("in it", "Enter sends, Esc closes, ↑ ↓ earlier lines, Tab completes, → takes what is dim"),
    ("i", "figures of this conversation"),
    ("?", "this"),
)


def help_rows(
    slash: Mapping[str, str], hands_free: bool, *, has_modes: bool = True
) -> Iterator[tuple[str, str]]:
    """Each key and each order with what it does."""
    yield from () if hands_free else _TALKING
    yield from (row for row in _KEYS if has_modes or row[0] != _MODE)
    yield from _WRITING
    for name, meaning in sorted(slash.items()):
        yield f"/{name}", meaning.removeprefix(f"{name} ")


def keys_that_fit(keys: Sequence[str], room: int) -> str:
    """As many of the keys as there is room for, the last of them always.

    Where there is little room, "type or " is left out first.
    """
    if cell_len(_BETWEEN.join(keys[-2:])) > room:
        keys = [key.removeprefix("type or ") for key in keys]
    for first in range(len(keys)):
        shown = _BETWEEN.join(keys[first:])
        if cell_len(shown) <= room:
            return shown
    return keys[-1] if keys else ""
