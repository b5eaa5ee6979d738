"""Documents to passages: pieces that each answer something and fit the embedding model."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from voicecli.clock_time import clock_time
from voicecli.retrieval.rows import is_row
from voicecli.retrieval.sentences import split_sentences
from voicecli.types import Block, Document, Record

VERSION = 4
"""Raised when the same document gives other chunks, so that every index is built anew."""

LONGEST_TOKENS = 256
"""The window of all-MiniLM-L6-v2 in word pieces; the rest of a text is not read."""
LONGEST_CHARACTERS = 8 * LONGEST_TOKENS
"""No text of this window is longer, but one of made-up words that the model does not know."""
LONGEST_TITLE = 200
"""Characters of a title; a heading that is a paragraph would leave the text no room."""
ITEMS_WORDS = 90
"""List items are joined up to here: alone they are too short to be found by meaning."""
SHORT_WORDS = 25
"""A paragraph shorter than this is joined with its neighbour."""
LATER_SECONDS = 30.0
"""What is said this much later in a recording is no part of a passage, which is cited by its start.
"""

_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\s{_UNSPACED}]+")
"""A word, or a letter of a script that puts no spaces between words."""

_MARKS = 2
"""Tokens that stand around every text: its beginning and its end."""

TokenCount = Callable[[str], int]
"""Counts the tokens of a text as the embedding model reads it, with those around it."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage before it is indexed; `key` stays the same while its text does.

    `title` is the record's name or the heading; `source` is how the chunk is cited; `record` is
    set when it is made of one.
    """

    key: str
    type: str
    title: str
    locator: str
    text: str
    source: str
    record: Record | None = None

    @property
    def embedded(self) -> str:
        """What the embedding model reads: the text with its title as context."""
        return f"{self.title}. {self.text}"


def chunk(document: Document, count: TokenCount) -> list[Chunk]:
    """Cut a document: one chunk (rarely more) for each record and row, paragraphs as they lie.

    Every chunk with its title fits the model's window, by `count` tokens; what does not is cut
    between lines, sentences, words or letters, in this order.
    """
    chunks = [
        part for record in document.records for part in _record_chunks(document, record, count)
    ]
    chunks += _block_chunks(document, count)
    return list(_with_unique_keys(chunks))


def fits(text: str, count: TokenCount) -> bool:
    """Whether the model reads a text whole; counted only where it may not.

    A token covers a byte at least.
    """
    if len(text) > LONGEST_CHARACTERS:
        return False
    return len(text.encode()) + _MARKS <= LONGEST_TOKENS or count(text) <= LONGEST_TOKENS


def describe(record: Record) -> str:
    """A record field by field, as sentences and lines that can be read aloud."""
    lines = [
        record.summary,
        *(f"{_stopped(metric)}" for metric in record.metrics),
        _labelled("Technologies", record.technologies),
        _labelled("Keywords", record.keywords),
        _period(record),
        *(_labelled(_label(name), _values(value)) for name, value in record.other.items()),
        f"Link: {record.link}" if record.link else "",
    ]
    return "\n".join(line for line in lines if line)


def record_title(record: Record) -> str:
    """The record's title with its company, school or venue."""
    return ", ".join(part for part in (record.title, record.organisation) if part)


def source_of(path: str, block: Block) -> str:
    """How a block is cited: by recording and time, page, line, or heading, whichever it has."""
    if block.cited:
        return block.cited
    if block.seconds is not None:
        return f"{block.recording or path} {clock_time(block.seconds)}"
    if block.page is not None:
        return f"{path} p.{block.page}"
    if block.line > 0:
        return f"{path}:{block.line}"
    return f'{path} "{block.headings[-1]}"' if block.headings else path


def _record_chunks(document: Document, record: Record, count: TokenCount) -> Iterator[Chunk]:
    title = _shortened(record_title(record))
    source = f"{document.path}#{record.id}"
    for number, text in enumerate(_pieces(title, describe(record) or title, count)):
        key = record.id if not number else f"{record.id}#{number + 1}"
        yield Chunk(key, record.type, title, record.id, text, source, record)


def _block_chunks(document: Document, count: TokenCount) -> Iterator[Chunk]:
    for blocks in _packed(document.blocks):
        first = blocks[0]
        path = [part for part in first.headings if part != document.title]
        title = _shortened(" › ".join([document.title, *path]))
        locator = ", ".join(filter(None, [*path[-1:], _place(first)]))
        source = source_of(document.path, first)
        for text in _pieces(title, "\n".join(block.text for block in blocks), count):
            digest = hashlib.sha256(f"{title}\0{text}".encode()).hexdigest()[:12]
            yield Chunk(f"{document.path}#{digest}", "document", title, locator, text, source)


def _place(block: Block) -> str:
    if block.seconds is not None:
        return clock_time(block.seconds)
    if block.page is not None:
        return f"page {block.page}"
    return f"line {block.line}" if block.line > 0 else ""


def _shortened(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"


def _packed(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Blocks of one section that belong together: list items, and what is too short alone.

    A row of a table stands alone: it is cited by its own line.
    """
    group: list[Block] = []
    for block in blocks:
        if group and not _joins(group, block):
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _joins(group: list[Block], block: Block) -> bool:
    last = group[-1]
    if (last.headings, last.page, last.recording) != (block.headings, block.page, block.recording):
        return False
    if is_row(last.text) or is_row(block.text):
        return False
    if (block.seconds or 0.0) - (group[0].seconds or 0.0) > LATER_SECONDS:
        return False
    size = sum(_count(member.text) for member in group)
    if block.kind == "item":
        return size + _count(block.text) <= ITEMS_WORDS
    return size < SHORT_WORDS and last.kind != "item"


def _pieces(title: str, text: str, count: TokenCount) -> Iterator[str]:
    """A text in pieces that fit the window with their title, cut between sentences if possible."""

    def is_short(piece: str) -> bool:
        return fits(f"{title}. {piece}", count)

    if is_short(text):
        yield text
        return
    piece = ""
    for sentence in split_sentences(text):
        for part in _halved(sentence, is_short):
            longer = f"{piece} {part}" if piece else part
            if piece and not is_short(longer):
                yield piece
                longer = part
            piece = longer
    if piece:
        yield piece


def _halved(text: str, is_short: Callable[[str], bool]) -> Iterator[str]:
    """A sentence in parts that are short enough, cut at the space that is nearest its middle."""
    if len(text) <= 1 or is_short(text):
        yield text
        return
    middle = len(text) // 2
    cut = max(text.rfind(" ", 1, middle + 1), 0)
    after = text.find(" ", middle)
    if after > 0 and (not cut or after - middle < middle - cut):
        cut = after
    cut = cut or middle
    for part in (text[:cut], text[cut:]):
        if part := part.strip():
            yield from _halved(part, is_short)


def _with_unique_keys(chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    """Number the second and later chunks of one key."""
    seen: dict[str, int] = {}
    for part in chunks:
        seen[part.key] = count = seen.get(part.key, 0) + 1
        if count > 1:
            part = replace(part, key=f"{part.key}~{count}")
        yield part


def _count(text: str) -> int:
    return len(_WORD.findall(text))


def _stopped(text: str) -> str:
    return text if text[-1] in ".!?" else f"{text}."


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _labelled(label: str, values: Iterable[str]) -> str:
    joined = ", ".join(values)
    return f"{label}: {joined}." if joined else ""


def _values(value: object) -> list[str]:
    if isinstance(value, list | tuple):
        return [text for entry in value for text in _values(entry)]
    if isinstance(value, dict):
        return [f"{key} {' '.join(_values(entry))}" for key, entry in value.items()]
    return [str(value)]


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def date_in_words(iso: str) -> str:
    """An ISO date as it is said: "2023-10" is "October 2023", "2023-10-05" "5 October 2023"."""
    year, *rest = iso.split("-")
    month = int(rest[0]) if rest and rest[0].isdigit() else 0
    if not 1 <= month <= len(_MONTHS):
        return year
    day = f"{int(rest[1])} " if len(rest) > 1 and rest[1].isdigit() else ""
    return f"{day}{_MONTHS[month - 1]} {year}"


def _period(record: Record) -> str:
    start, end = record.start, record.end
    if start and start == end:
        return f"Date: {date_in_words(start)}."
    if start and end:
        return f"From {date_in_words(start)} to {date_in_words(end)}."
    if start:
        return f"Since {date_in_words(start)}{', still going on' if record.ongoing else ''}."
    return f"Until {date_in_words(end)}." if end else ""
