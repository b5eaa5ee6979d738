"""Documents → chunks → vectors → index: the content folder becomes searchable."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlite_utils import Database

from voicecli.config import Config
from voicecli.documents.folder import SourceFile, find_ignored, find_sources
from voicecli.errors import DocumentError
from voicecli.protocols import Embedder
from voicecli.retrieval.index import (
    IndexProgress,
    StoredDocument,
    is_stale,
    stored_documents,
    update,
)
from voicecli.shipped import shipped
from voicecli.understanding.vocabulary import stems_of

State = Literal["indexed", "new", "stale", "failed", "removed"]


@dataclass(frozen=True, slots=True)
class ContentFolder:
    """Where answers come from; `is_sample` when it is the content that ships with the program."""

    path: Path
    is_sample: bool


@dataclass(frozen=True, slots=True)
class DocumentStatus:
    """One file, as it stands between the folder and the index; `error` is the index's."""

    document: str
    state: State
    passages: int
    error: str = ""


@dataclass(frozen=True, slots=True)
class ContentStatus:
    """The folder beside its index; `ignored` are files that no reader is made for."""

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


def content_folder(config: Config) -> ContentFolder:
    """The person's content folder, or the sample where they have none.

    Raises DocumentError when a folder was named in the settings and is not there.
    """
    path = config.content_folder
    try:
        is_own = path.is_dir()
    except OSError as error:
        raise DocumentError(
            "unreadable-document",
            f"The content folder {path} cannot be read: {str(error.strerror).lower()}.",
            "Name another with `voicecli config set paths.content FOLDER`.",
        ) from error
    if is_own:
        return ContentFolder(path, is_sample=False)
    if config.paths.content:
        raise DocumentError(
            "no-content-folder",
            f"The content folder {path} is not {'a folder' if path.exists() else 'there'}.",
            "Make it, or `voicecli config set paths.content FOLDER`.",
        )
    return ContentFolder(shipped("content"), is_sample=True)


def index_content(
    db: Database, embedder: Embedder, folder: Path, *, force: bool = False
) -> Iterator[IndexProgress]:
    """Bring the index in step with a folder; yields once for each file as it is done.

    Raises StorageError when the database cannot be written.
    """
    yield from update(db, embedder, find_sources(folder), force=force, stems=stems_of)


def content_status(db: Database, model: str, folder: Path) -> ContentStatus:
    """Compare a folder with the index made by the embedding model, without reading the files."""
    stored = stored_documents(db, model)
    documents = []
    for source in find_sources(folder):
        known = stored.pop(source.name, None)
        passages, error = (known.passages, known.error) if known else (0, "")
        documents.append(DocumentStatus(source.name, _state(known, source), passages, error))
    documents += [DocumentStatus(name, "removed", known.passages) for name, known in stored.items()]
    return ContentStatus(tuple(documents), tuple(find_ignored(folder)))


def _state(known: StoredDocument | None, source: SourceFile) -> State:
    if known is None:
        return "new"
    same = (known.size, known.modified) == (source.size, source.modified)
    if known.error:
        return "failed" if same else "stale"
    return "stale" if is_stale(known, source) else "indexed"
