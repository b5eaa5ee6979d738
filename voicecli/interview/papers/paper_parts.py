"""The parts of a paper: sections under headings, and the entries that stand in them."""

from dataclasses import dataclass
from typing import Literal

from voicecli.interview.plan import Place
from voicecli.types import Document

EntryKind = Literal["item", "row", "paragraph"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A bullet, a table's row, or a line of text (a paragraph, where the paper is set in such).

    `cells` are those of a row, each with the name of its column ("" without). `line` and `page`
    are those of Place.
    """

    text: str
    kind: EntryKind
    line: int
    page: int | None = None
    cells: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under a heading; `title` is "" before the first one.

    `above` are the headings over it, the nearest last. `under` is the title of the last known
    heading up to here, its own if it is known: what belongs to it where styles tell no levels.
    """

    title: str
    above: tuple[str, ...]
    under: str
    entries: tuple[Entry, ...]
    line: int
    page: int | None = None


def place(document: Document, entry: Entry | Section, quote: str = "") -> Place:
    """Where an entry or a title stands, quoted whole if no part of its words is given."""
    text = entry.text if isinstance(entry, Entry) else entry.title
    return Place(document.path, quote or " ".join(text.split()), entry.line, entry.page)
