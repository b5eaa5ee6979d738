"""What a person asked to remember, as content: a document for each memory, in and out at once."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlite_utils import Database

from voicecli.protocols import Embedder
from voicecli.retrieval.index import IndexProgress, bring_in, stored_documents, take_out
from voicecli.retrieval.memory_names import cited_memory, is_memory, memory_name
from voicecli.storage.database import writing
from voicecli.storage.memories import Memories, Memory, MemoryKind
from voicecli.types import Block, Document
from voicecli.understanding.days import day_in_words, find_days, written_out
from voicecli.understanding.vocabulary import stems_of

TITLE = "What you told me"


@dataclass(frozen=True, slots=True)
class MemorySource:
    """A memory that can become a document; it lies in no folder."""

    memory: Memory

    @property
    def name(self) -> str:
        """The name of its document: "memory 0QK2M4T7ZX"."""
        return memory_name(self.memory.id)

    @property
    def size(self) -> int:
        """Length of its text in bytes."""
        return len(self.load())

    @property
    def modified(self) -> int:
        """A checksum of its text and of how it is cited."""
        return zlib.crc32(self.load() + self._cited.encode())

    @property
    def read_with(self) -> bytes:
        """How it is cited: the day depends on the computer's time zone."""
        return self._cited.encode()

    def load(self) -> bytes:
        """Its text, with the days that were meant beside the words that meant them."""
        return meaning_of(self.memory).encode()

    def parse(self, raw: bytes) -> Document:
        """A document with a block for each line of the text."""
        lines = raw.decode().splitlines()
        blocks = (Block(line, 0, kind="item", cited=self._cited) for line in lines if line.strip())
        return Document(self.name, TITLE, tuple(blocks))

    @property
    def _cited(self) -> str:
        told = day_in_words(self.memory.at.astimezone().date())
        return cited_memory(self.memory.id, is_note=self.memory.kind == "note", day=told)


def remember(
    db: Database, embedder: Embedder | None, text: str, kind: MemoryKind, today: date
) -> Memory:
    """Keep something that was told `today`, and make it be found at once, given an embedder.

    Without one it is found when the content is indexed next. Raises StorageError.
    """
    text = "\n".join(" ".join(line.split()) for line in text.strip().splitlines())
    at = datetime.combine(today, datetime.now().time()).astimezone(UTC)
    memory = Memories(db, lambda: at).add(text, kind, find_days(text, today))
    if embedder is not None:
        index_memory(db, embedder, memory)
    return memory


def meaning_of(memory: Memory) -> str:
    """The words of a memory, with the days that they meant: "on Friday, 27 November 2026"."""
    return written_out(memory.text, memory.dates)


def memory_sources(db: Database) -> tuple[MemorySource, ...]:
    """All memories, oldest first. Raises StorageError."""
    return tuple(MemorySource(memory) for memory in Memories(db).list())


def index_memory(
    db: Database, embedder: Embedder, memory: Memory, *, force: bool = False
) -> IndexProgress:
    """Make a memory be found, unless it was removed meanwhile. Raises StorageError."""
    memories = Memories(db)
    return bring_in(
        db,
        embedder,
        MemorySource(memory),
        force=force,
        stems=stems_of,
        wanted=lambda: memories.get(memory.id) is not None,
    )


def remove_memory(db: Database, memory_id: str) -> bool:
    """Delete a memory, and all that the index and kept answers have of it; False if it was gone.

    Raises StorageError.
    """
    is_removed = Memories(db).remove(memory_id)
    take_out(db, memory_name(memory_id), stems=stems_of)
    with writing(db):
        db.execute("DELETE FROM answers")
    return is_removed


def index_memories(
    db: Database, embedder: Embedder, *, force: bool = False
) -> Iterator[IndexProgress]:
    """Bring the index in step with all memories; yields once for each. Raises StorageError."""
    sources = memory_sources(db)
    for source in sources:
        yield index_memory(db, embedder, source.memory, force=force)
    kept = {source.name for source in sources}
    for name in stored_documents(db, embedder.name):
        if is_memory(name) and name not in kept:
            take_out(db, name, stems=stems_of)
            yield IndexProgress(1, 1, name, "removed")
