"""How a line that is being typed looks: its text with the cursor, and what completion offers."""

from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from voicecli.cli.console import printable

MOST_ROWS = 4
_WIDEST_CHOICE = 32


@dataclass(frozen=True, slots=True)
class Written:
    """A line as it stands: its text, the place of the cursor, and what is offered.

    `suggestion` is how an earlier line went on; `choices` are what completion offers, as a person
    reads them, and `chosen` the one that stands in the text now.
    """

    text: str
    cursor: int
    suggestion: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    chosen: int | None = None


def typed_rows(written: Written, width: int, most: int = MOST_ROWS) -> Text:
    """The line in rows of `width` columns: at most `most` of them, around the cursor."""
    width = max(2, width)
    text = Text()
    cells = [(character if printable(character) else "·", "") for character in written.text]
    cells += [(character, "dim") for character in printable(written.suggestion)] or [(" ", "")]
    if written.cursor == len(written.text) and not written.suggestion:
        cells[-1] = (" ", "")
    rows: list[list[tuple[str, str]]] = [[]]
    used = at_row = 0
    for index, (character, style) in enumerate(cells):
        size = cell_len(character)
        if used + size > width:
            rows.append([])
            used = 0
        used += size
        is_cursor = index == written.cursor
        at_row = len(rows) - 1 if is_cursor else at_row
        rows[-1].append((character, f"{style} reverse".strip() if is_cursor else style))
    first = min(max(0, at_row - most + 1), max(0, len(rows) - most))
    for number, row in enumerate(rows[first : first + most]):
        text.append("\n" if number else "")
        for character, style in row:
            text.append(character, style)
    return text


def choices_row(written: Written, width: int) -> Text:
    """What completion offers, in one row, with the chosen one in sight; then what it is."""
    row = Text(style="dim")
    chosen = written.chosen or 0
    meaning = written.choices[chosen][1] if written.choices else ""
    for number in range(max(0, chosen - 2), len(written.choices)):
        name = written.choices[number][0]
        name = name if cell_len(name) <= _WIDEST_CHOICE else f"{set_cell_size(name, 31)}…"
        if row.cell_len + cell_len(name) + 2 > width:
            break
        row.append(name, "reverse" if number == written.chosen else "")
        row.append("  ")
    if meaning:
        row.append(f"· {meaning}")
    row.truncate(width, overflow="ellipsis")
    return row
