"""Which files of a folder are content, and under which names."""

import os
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from voicecli.documents.readers import READABLE, largest_bytes, read
from voicecli.documents.record_types import TYPES_FILE, declared_types
from voicecli.documents.transcripts import RECORDINGS, SUBTITLES, TRANSCRIPTS
from voicecli.errors import DocumentError
from voicecli.types import Document, RecordType

RECORDS = frozenset({".json", ".yaml", ".yml", ".csv", ".tsv"})
"""Suffixes of files whose documents depend on the declared types."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that can become a document; `name` has slashes and is unique among its like.

    `modified` is when it was last written, in nanoseconds, moved a little by what it is read with:
    another number means that it must be looked at. `root` is the file or folder that a person
    named; `types` are the declared types, `recording` is the sound file that a transcript is of.
    """

    path: Path
    name: str
    size: int
    modified: int
    root: Path = Path()
    types: tuple[RecordType, ...] = ()
    recording: str = ""

    @property
    def read_with(self) -> bytes:
        """What its document depends on besides its own bytes; empty for most."""
        return _read_with(self.types, self.recording)

    def load(self) -> bytes:
        """The file's bytes. Raises DocumentError when it is too large or cannot be read."""
        largest = largest_bytes(self.name)
        if self.size > largest:
            raise DocumentError(
                "huge-document",
                f"{self.name} has {self.size / 1e6:.0f} MB; the limit is {largest / 1e6:.0f} MB.",
                "Split it, or move it out of the content folder.",
            )
        try:
            with self.path.open("rb") as file:
                raw = file.read(largest + 1)
        except OSError as error:
            raise unreadable(self.name, error) from error
        if len(raw) > largest:  # it grew, or never had a size, as a device
            raise DocumentError("huge-document", f"{self.name} is larger than its folder says.")
        return raw

    def parse(self, raw: bytes) -> Document:
        """The document in those bytes. Raises DocumentError."""
        return read(raw, self.name, types=self.types, recording=self.recording)


def find_sources(folder: Path) -> list[SourceFile]:
    """Every readable kind of file below a folder, in the order of their names.

    Raises DocumentError when the folder cannot be read, or one in it: an index that is made of the
    rest would silently lose what is in there.
    """
    return find_sources_of([folder])


def find_sources_of(
    paths: Sequence[Path],
    known: Mapping[Path, str] | None = None,
    refused: dict[Path, DocumentError] | None = None,
) -> list[SourceFile]:
    """Every readable kind of file among files and below folders, in their order.

    A document is named by its path below the folder it was found in, a single file by its own
    name; where another has that name already, the folder's name is put in front. `known` are names
    that files had before, which they keep. A file is content once, however many of the folders
    hold it. The types that a `types.toml` at the top of a folder declares are those of all.
    Raises DocumentError when a path is not there or cannot be read; with `refused` given, the path
    is left out and its error stored there.
    """
    known = known or {}
    types = _types(paths)
    taken = set(known.values())
    owners: dict[tuple[int, int], Path] = {}
    sources = []
    for root in paths:
        for path, beside in _tried(root, refused):
            try:
                stat = path.stat()
            except OSError:  # it has gone since it was found
                continue
            if owners.setdefault((stat.st_dev, stat.st_ino), root) != root:
                continue
            source = _source(root, path, stat, types, beside)
            name = known.get(path) or _free(source.name, root, taken)
            taken.add(name)
            sources.append(replace(source, name=name))
    return sources


def find_ignored(folder: Path) -> list[str]:
    """Names of the files below a folder that are not read. Raises DocumentError."""
    read = {path for path, _ in _readable(folder)}
    return [_name(folder, path) for path, _ in _files(folder) if path not in read]


def is_readable(path: Path) -> bool:
    """Whether a reader is made for files of this name."""
    return path.name == TYPES_FILE or _suffix(path.name) in READABLE


def unreadable(name: str, error: OSError) -> DocumentError:
    """What the file system refused, as this room's error."""
    return DocumentError(
        "unreadable-document",
        f"{name} cannot be read: {str(error.strerror).lower()}.",
        "See `ls -l` on it and its folder.",
    )


def _types(roots: Sequence[Path]) -> tuple[RecordType, ...]:
    """The kinds of record that the roots declare; the first declaration of a name counts.

    A declaration that cannot be read declares nothing here, and fails as a document.
    """
    found: dict[str, RecordType] = {}
    for root in roots:
        path = root if root.name == TYPES_FILE else root / TYPES_FILE
        try:
            declared = declared_types(path.read_bytes(), TYPES_FILE) if path.is_file() else ()
        except (OSError, DocumentError):
            declared = ()
        for type_ in declared:
            found.setdefault(type_.name, type_)
    return tuple(found.values())


def _readable(root: Path) -> Iterator[tuple[Path, Collection[str]]]:
    """The content among the files of a root, each with the names of the files beside it."""
    for path, beside in _files(root):
        is_declaration = path.name == TYPES_FILE and path.parent in (root, root.parent)
        if is_declaration or (
            _suffix(path.name) in READABLE and not _is_told_better(path.name, beside)
        ):
            yield path, beside


def _tried(
    root: Path, refused: dict[Path, DocumentError] | None
) -> Sequence[tuple[Path, Collection[str]]]:
    """The content of a root as a whole, or nothing of it and its error among the `refused`."""
    try:
        return list(_readable(root))
    except DocumentError as error:
        if refused is None:
            raise
        refused[root] = error
        return []


def _is_told_better(name: str, beside: Collection[str]) -> bool:
    """Whether a transcript is there in a format that says more: `transcribe` can write five."""
    stem, suffix = os.path.splitext(name)
    if suffix not in TRANSCRIPTS or not any(f"{stem}{timed}" in beside for timed in SUBTITLES):
        return False
    better = TRANSCRIPTS[: TRANSCRIPTS.index(suffix)]
    return any(f"{stem}{other}" in beside for other in better)


def _files(root: Path) -> Iterator[tuple[Path, Collection[str]]]:
    """A file itself, or the files below a folder, without hidden ones.

    Links to folders are not followed. Each comes with the names of the files beside it.
    """
    if root.is_file():
        try:
            yield root, frozenset(os.listdir(root.parent))
        except OSError:  # a file may be read in a folder that may not
            yield root, frozenset({root.name})
        return
    for place, folders, names in os.walk(root, onerror=_raise_unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        beside = frozenset(names)
        for name in sorted(names):
            path = Path(place, name)
            if not name.startswith(".") and path.is_file():
                yield path, beside


def _raise_unreadable(error: OSError) -> None:
    raise unreadable(f"{error.filename}", error) from error


def _source(
    root: Path,
    path: Path,
    stat: os.stat_result,
    types: tuple[RecordType, ...],
    beside: Collection[str],
) -> SourceFile:
    """A file under its own name."""
    suffix = _suffix(path.name)
    types = types if suffix in RECORDS else ()
    recording = _recording(path.name, beside) if suffix in TRANSCRIPTS else ""
    modified = stat.st_mtime_ns + zlib.crc32(_read_with(types, recording))
    name = _name(root, path)
    return SourceFile(path, name, stat.st_size, modified, root, types, recording)


def _read_with(types: tuple[RecordType, ...], recording: str) -> bytes:
    return repr((types, recording)).encode() if types or recording else b""


def _recording(name: str, beside: Collection[str]) -> str:
    """The sound file beside a transcript that it is of: "a.json" or "a.wav.json" of "a.wav"."""
    stem = os.path.splitext(name)[0]
    if _suffix(stem) in RECORDINGS and stem in beside:
        return stem
    return next((f"{stem}{end}" for end in RECORDINGS if f"{stem}{end}" in beside), "")


def _name(root: Path, path: Path) -> str:
    """A file's name in its root; bytes of it that are no text are written as escapes."""
    name = path.name if path == root else path.relative_to(root).as_posix()
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _free(name: str, root: Path, taken: Collection[str]) -> str:
    """The name, or one with the names of the folders above it that nobody has."""
    above = root.parent if root.is_file() else root
    while name in taken and above.name:
        name, above = f"{above.name}/{name}", above.parent
    number = 2
    free = name
    while free in taken:
        free, number = f"{number}/{name}", number + 1
    return free


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
