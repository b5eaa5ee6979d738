"""Documents to passages: pieces that each answer something and fit the embedding model."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from voicecli.retrieval.sentences import split_sentences
from voicecli.types import Block, Document, Record

VERSION = 1
"""Raised when the same document gives other chunks, so that every index is built anew."""

LONGEST_WORDS = 200
"""What MiniLM's window of 256 word pieces surely holds."""
LONGEST_CHARACTERS = 20 * LONGEST_WORDS
"""A piece without spaces, such as an embedded picture, is cut here."""
ITEMS_WORDS = 90
"""List items are joined up to here: alone they are too short to be found by meaning."""
SHORT_WORDS = 25
"""A paragraph shorter than this is joined with its neighbour."""


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


def chunk(document: Document) -> list[Chunk]:
    """Cut a document: one chunk (rarely more) for each record, paragraphs and lists as they lie."""
    chunks = [part for record in document.records for part in _record_chunks(document, record)]
    chunks += _block_chunks(document)
    return list(_with_unique_keys(chunks))


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
    if block.seconds is not None:
        return f"{block.recording or path} {clock(block.seconds)}"
    if block.page is not None:
        return f"{path} p.{block.page}"
    if block.line > 0:
        return f"{path}:{block.line}"
    return f'{path} "{block.headings[-1]}"' if block.headings else path


def clock(seconds: float) -> str:
    """A time in a recording: "12:34", or "1:02:03" from an hour."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def _record_chunks(document: Document, record: Record) -> Iterator[Chunk]:
    title = record_title(record)
    source = f"{document.path}#{record.id}"
    for number, text in enumerate(_pieces(describe(record) or title)):
        key = record.id if not number else f"{record.id}#{number + 1}"
        yield Chunk(key, record.type, title, record.id, text, source, record)


def _block_chunks(document: Document) -> Iterator[Chunk]:
    for blocks in _packed(document.blocks):
        first = blocks[0]
        path = [part for part in first.headings if part != document.title]
        title = " › ".join([document.title, *path])
        locator = ", ".join([*path[-1:], f"line {first.line}"])
        for text in _pieces("\n".join(block.text for block in blocks)):
            digest = hashlib.sha256(f"{title}\0{text}".encode()).hexdigest()[:12]
            source = source_of(document.path, first)
            yield Chunk(f"{document.path}#{digest}", "document", title, locator, text, source)


def _packed(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Blocks of one section that belong together: list items, and what is too short alone."""
    group: list[Block] = []
    for block in blocks:
        if group and not _joins(group, block):
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _joins(group: list[Block], block: Block) -> bool:
    if group[-1].headings != block.headings:
        return False
    size = sum(_count(member.text) for member in group)
    if block.kind == "item":
        return size + _count(block.text) <= ITEMS_WORDS
    return size < SHORT_WORDS and group[-1].kind != "item"


def _pieces(text: str) -> list[str]:
    """A text in pieces of at most LONGEST_WORDS words, cut between sentences where possible."""
    if _count(text) <= LONGEST_WORDS and len(text) <= LONGEST_CHARACTERS:
        return [text]
    pieces: list[str] = [""]
    for sentence in split_sentences(text):
        for part in _cut(sentence):
            if pieces[-1] and _count(pieces[-1]) + _count(part) > LONGEST_WORDS:
                pieces.append("")
            pieces[-1] = f"{pieces[-1]} {part}".strip()
    return [part for piece in pieces for part in _sliced(piece)]


def _sliced(piece: str) -> list[str]:
    starts = range(0, len(piece), LONGEST_CHARACTERS)
    return [piece[start : start + LONGEST_CHARACTERS] for start in starts]


def _cut(sentence: str) -> list[str]:
    parts = sentence.split()
    starts = range(0, len(parts), LONGEST_WORDS)
    return [" ".join(parts[start : start + LONGEST_WORDS]) for start in starts]


def _with_unique_keys(chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    """Number the second and later chunks of one key."""
    seen: dict[str, int] = {}
    for part in chunks:
        seen[part.key] = count = seen.get(part.key, 0) + 1
        if count > 1:
            part = replace(part, key=f"{part.key}~{count}")
        yield part


def _count(text: str) -> int:
    return len(text.split())


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


def spoken_date(iso: str) -> str:
    """An ISO date as it is said: "2023-10" is "October 2023"."""
    year, *rest = iso.split("-")
    month = int(rest[0]) if rest else 0
    if not 1 <= month <= len(_MONTHS):
        return year
    day = f"{int(rest[1])} " if len(rest) > 1 else ""
    return f"{day}{_MONTHS[month - 1]} {year}"


def _period(record: Record) -> str:
    start, end = record.start, record.end
    if start and start == end:
        return f"Date: {spoken_date(start)}."
    if start and end:
        return f"From {spoken_date(start)} to {spoken_date(end)}."
    if start:
        return f"Since {spoken_date(start)}{', still going on' if record.ongoing else ''}."
    return f"Until {spoken_date(end)}." if end else ""
