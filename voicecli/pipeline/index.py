"""Documents → chunks → vectors → index: the content becomes searchable."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlite_utils import Database

from voicecli.documents.folder import find_sources
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
    yield from update(db, embedder, find_sources(folder), force=force, stems=stems_of)


def index_all(
    db: Database, embedder: Embedder, gathered: Gathered, *, force: bool = False
) -> Iterator[IndexProgress]:
    """Bring the index in step with all content; yields once for each file as it is done.

    Raises StorageError when the database cannot be written.
    """
    remember_names(db, gathered)
    yield from update(db, embedder, gathered.sources, force=force, stems=stems_of)


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
