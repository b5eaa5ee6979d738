"""Documents → chunks → vectors → index: the content becomes searchable."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from sqlite_utils import Database

from voicecli.documents.folder import find_sources
from voicecli.pipeline.remembered import index_memories
from voicecli.pipeline.sources import Gathered, remember_names
from voicecli.protocols import Embedder
from voicecli.retrieval.index import (
    IndexProgress,
    Source,
    StoredDocument,
    is_stale,
    stored_documents,
    update,
)
from voicecli.retrieval.memory_names import is_memory
from voicecli.understanding.vocabulary import stems_of

State = Literal["indexed", "new", "stale", "failed", "removed"]


@dataclass(frozen=True, slots=True)
class DocumentStatus:
    """One file, as it stands between the content and the index; `error` is the index's."""

    document: str
    state: State
    passages: int
    error: str = ""


@dataclass(frozen=True, slots=True)
class ContentStatus:
    """The content beside its index; `ignored` are files that no reader is made for."""

    documents: tuple[DocumentStatus, ...]
    ignored: tuple[str, ...]

    @property
    def passages(self) -> int:
        """How many passages can be found."""
        return sum(document.passages for document in self.documents)

    @property
    def is_current(self) -> bool:
        """Whether indexing would change nothing (files that failed stay failed)."""
        return all(document.state in ("indexed", "failed") for document in self.documents)


def index_content(
    db: Database, embedder: Embedder, folder: Path, *, force: bool = False
) -> Iterator[IndexProgress]:
    """Bring the index in step with one folder; yields once for each file as it is done.

    Raises StorageError when the database cannot be written.
    """
    sources = find_sources(folder)
    yield from update(db, embedder, sources, force=force, stems=stems_of, leave=is_memory)


def index_all(
    db: Database, embedder: Embedder, gathered: Gathered, *, force: bool = False
) -> Iterator[IndexProgress]:
    """Bring the index in step with all content; yields once for each file as it is done.

    Memories are read now, not as they were gathered: one that was forgotten meanwhile stays so.
    Raises StorageError when the database cannot be written.
    """
    remember_names(db, gathered)
    memories = sum(is_memory(source.name) for source in gathered.sources)
    done, total = 0, len(gathered.sources)
    for one in update(db, embedder, gathered.files, force=force, stems=stems_of, leave=is_memory):
        done, total = one.number, one.total + memories
        yield replace(one, total=total)
    for number, one in enumerate(index_memories(db, embedder, force=force), start=done + 1):
        yield replace(one, number=number, total=max(number, total))


def status_of(
    db: Database, model: str, sources: Sequence[Source], ignored: Iterable[str] = ()
) -> ContentStatus:
    """Compare sources with the index made by the embedding model, reading none."""
    stored = stored_documents(db, model)
    documents = []
    for source in sources:
        known = stored.pop(source.name, None)
        passages, error = (known.passages, known.error) if known else (0, "")
        documents.append(DocumentStatus(source.name, _state(known, source), passages, error))
    documents += [DocumentStatus(name, "removed", known.passages) for name, known in stored.items()]
    return ContentStatus(tuple(documents), tuple(ignored))


def _state(known: StoredDocument | None, source: Source) -> State:
    if known is None:
        return "new"
    same = (known.size, known.modified) == (source.size, source.modified)
    if known.error:
        return "failed" if same else "stale"
    return "stale" if is_stale(known, source) else "indexed"
