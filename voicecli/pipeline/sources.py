"""The content of a person: their content folder, and the files and folders that they added."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from voicecli.config import Config
from voicecli.documents.folder import SourceFile, find_ignored, find_sources_of, is_readable
from voicecli.documents.readers import READABLE
from voicecli.errors import DocumentError
from voicecli.pipeline.remembered import MemorySource, memory_sources
from voicecli.retrieval.index import LOST, stored_documents
from voicecli.shipped import shipped
from voicecli.storage.roots import (
    add_root,
    added_roots,
    name_files,
    named_files,
    remove_root,
)
from voicecli.types import Document


@dataclass(frozen=True, slots=True)
class ContentFolder:
    """Where answers come from; `is_sample` when it is the content that ships with the program."""

    path: Path
    is_sample: bool


@dataclass(frozen=True, slots=True)
class Root:
    """A file or folder that content comes from; `error` says why it cannot be read now.

    Added roots can be removed; the content folder and the sample are there by the settings.
    """

    path: Path
    is_added: bool
    is_sample: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class LostFile:
    """A file of a root that is not there now; it is as the index has it."""

    path: Path
    name: str
    size: int
    modified: int
    root: Path
    read_with: bytes = b""

    def load(self) -> bytes:
        """Nothing: raises DocumentError."""
        raise DocumentError(
            LOST,
            f"{self.name} was in {self.root}, which is not there now.",
            "Bring it back, or let go of it with `voicecli content remove`.",
        )

    def parse(self, raw: bytes) -> Document:
        """Not asked for, since nothing is loaded. Raises DocumentError."""
        raise DocumentError(LOST, f"{self.name} is not there now.")


@dataclass(frozen=True, slots=True)
class Gathered:
    """All content there is: the roots and the files in them, and what was to be remembered.

    The files of a root that cannot be read are those that it had: the index keeps them.
    """

    roots: tuple[Root, ...]
    files: tuple[SourceFile | LostFile, ...]
    memories: tuple[MemorySource, ...] = ()

    @property
    def sources(self) -> tuple[SourceFile | LostFile | MemorySource, ...]:
        """The files, then the memories."""
        return (*self.files, *self.memories)

    @property
    def is_sample(self) -> bool:
        """Whether there is nothing but the content that ships with the program."""
        return all(root.is_sample for root in self.roots)

    @property
    def ignored(self) -> list[str]:
        """Names of the files in folders that no reader is made for."""
        readable = [root.path for root in self.roots if not root.error and root.path.is_dir()]
        return [name for path in readable for name in find_ignored(path)]


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


def gather(db: Database, config: Config) -> Gathered:
    """Everything that is content now, without reading the files.

    Raises DocumentError when the content folder cannot be read, StorageError for the database.
    """
    own, added = content_folder(config), added_roots(db)
    if own.is_sample and added:
        paths = added
    else:
        paths = [own.path, *(path for path in added if path != own.path)]
    known = named_files(db)
    refused: dict[Path, DocumentError] = {}
    names = {path: name for path, (name, _) in known.items()}
    sources = find_sources_of(paths, names, refused)
    if own.path in refused:
        raise refused[own.path]
    roots = tuple(
        Root(path, path in added, own.is_sample and path == own.path, _told(refused.get(path)))
        for path in paths
    )
    return Gathered(roots, (*sources, *_lost(db, refused, known)), memory_sources(db))


def remember_names(db: Database, gathered: Gathered) -> None:
    """Keep what each file is called, so that it is called the same tomorrow."""
    name_files(db, {source.path: (source.name, source.root) for source in gathered.files})


def file_of(db: Database, config: Config, document: str) -> Path | None:
    """Where a document's file is, if it is there. Raises as `gather`."""
    for source in gather(db, config).files:
        if source.name == document and isinstance(source, SourceFile):
            return source.path
    return None


def add(db: Database, config: Config, path: Path) -> bool:
    """Add a file or folder to the content; False when it is part of it already.

    Raises DocumentError when it is not there or no reader is made for it.
    """
    path = absolute(path)
    if not path.exists():
        raise DocumentError("no-such-file", f"{path} is not there.", "See `ls` on its folder.")
    if path.is_file() and not is_readable(path):
        raise DocumentError(
            "unknown-format",
            f"{path.name} is of no kind that can be read.",
            f"Those are: {' '.join(sorted(READABLE))}.",
        )
    own = content_folder(config)
    roots = [*added_roots(db), *([] if own.is_sample else [own.path])]
    if any(path == root or root in path.parents for root in roots):
        return False
    add_root(db, path)
    return True


def remove(db: Database, config: Config, written: str) -> Path:
    """Let go of an added root, named by its path or by its last part; what it was.

    Raises DocumentError when that is no added root, or several.
    """
    roots = added_roots(db)
    wanted = absolute(Path(written))
    found = [root for root in roots if root == wanted] or [
        root for root in roots if root.name == written.rstrip("/")
    ]
    if len(found) == 1:
        remove_root(db, found[0])
        return found[0]
    if found:
        paths = ", ".join(str(root) for root in found)
        raise DocumentError("unclear-root", f"{written} may be {paths}.", "Write the whole path.")
    raise DocumentError("unknown-root", *_why_not(db, config, roots, wanted, written))


def absolute(path: Path) -> Path:
    """A path from the top of the file system, without ".." in it; links stay as they are."""
    import os.path

    return Path(os.path.abspath(path.expanduser()))


def _why_not(
    db: Database, config: Config, roots: Sequence[Path], wanted: Path, written: str
) -> tuple[str, str]:
    """Why something cannot be removed, and what to do."""
    own = content_folder(config).path
    if wanted == own:
        return f"{written} is the content folder.", "See `voicecli config set paths.content`."
    files = dict(named_files(db).values())
    holder = files.get(written) or next((r for r in (own, *roots) if r in wanted.parents), None)
    if holder:
        return (
            f"{written} was not added itself: it is in {holder}.",
            "Move the file out of there, or remove the folder.",
        )
    from rapidfuzz import process

    names = {root: root.name for root in roots}
    near = process.extractOne(Path(written).name, names, score_cutoff=60)
    hint = f"Did you mean {near[2]}?" if near else "See `voicecli content list`."
    return f"{written} was not added.", hint


def _told(error: DocumentError | None) -> str:
    return error.message if error else ""


def _lost(
    db: Database, refused: dict[Path, DocumentError], known: dict[Path, tuple[str, Path]]
) -> list[LostFile]:
    """The files that roots had which cannot be read now."""
    if not refused:
        return []
    stored = stored_documents(db, "")
    return [
        LostFile(path, name, stored[name].size, stored[name].modified, root)
        for path, (name, root) in known.items()
        if root in refused and name in stored
    ]
