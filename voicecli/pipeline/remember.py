"""Recordings into memory: a transcript becomes content, so that questions are answered from it.

What is remembered lies as JSON in a folder of its own, which is content as any other that a person
adds: it is listed, shown and removed by the same commands.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database

from voicecli.config import Config
from voicecli.errors import StorageError
from voicecli.pipeline.index import index_all
from voicecli.pipeline.sources import absolute, add, gather
from voicecli.protocols import Embedder
from voicecli.retrieval.index import IndexProgress
from voicecli.storage.failures import told_plainly
from voicecli.storage.indexing import indexing
from voicecli.storage.passphrases import is_encrypted
from voicecli.storage.private import make_folders
from voicecli.storage.whole_files import sweep, write_whole
from voicecli.stt.formats_json import as_whisper
from voicecli.stt.formats_text import one_line
from voicecli.types import Transcript

FOLDER = "recordings"
"""Folder in the data folder that remembered transcripts lie in."""
STDIN = "-"
_LONGEST_NAME = 120
"""Characters of a recording's name in that of its transcript, which file systems bound."""


def keep(db: Database, config: Config, recording: str, transcript: Transcript) -> Path | None:
    """Make a recording's transcript content; it is found once `bring_in` was run.

    `recording` is its path, or "-". What was kept of the same path before is replaced; what came
    from stdin is told apart by what is said in it. Returns the transcript's file, or None where
    nothing was said, and then nothing is kept. Raises StorageError when it cannot be written,
    DocumentError when the content folder cannot be read.
    """
    if is_encrypted(config.database_file):
        raise StorageError(
            "encrypted-database",
            "What is remembered of a recording would lie beside the encrypted database in plain.",
            "Write the transcript to a place of your own (`-o DIR`) and add that to the content.",
        )
    folder = config.data_folder / FOLDER
    path = _key(recording, transcript)
    target, label = _place(folder, path, recording)
    with told_plainly(target):
        if not transcript.text:
            target.unlink(missing_ok=True)
            return None
        make_folders(folder)
        item = {**as_whisper(transcript, words=False), "recording": label, "path": path}
        write_whole(target, json.dumps(item).encode(), is_private=True)
    add(db, config, folder)
    return target


def bring_in(db: Database, embedder: Embedder, config: Config) -> Iterator[IndexProgress]:
    """Bring the index in step with all content; yields once for each file as it is done.

    Waits while another process indexes. Raises StorageError, DocumentError.
    """
    sweep(config.data_folder / FOLDER)
    with indexing(db, wait=True):
        yield from index_all(db, embedder, gather(db, config))


def _key(recording: str, transcript: Transcript) -> str:
    """What tells one recording from others: its path, or for stdin what is said."""
    if recording == STDIN:
        return f"stdin {hashlib.sha256(transcript.text.encode('utf-8', 'replace')).hexdigest()[:8]}"
    return str(absolute(Path(recording)))


def _place(folder: Path, path: str, recording: str) -> tuple[Path, str]:
    """The file of a recording's transcript, and what the recording is called in answers.

    The second of two recordings of one name is called by its folder, too.
    """
    name = Path(path).name
    stem = name.lstrip(".")[:_LONGEST_NAME] or "recording"
    number = 1
    while True:
        target = folder / (f"{stem}.json" if number == 1 else f"{stem} {number}.json")
        if _path_in(target) in (None, path):
            break
        number += 1
    is_first = number == 1 or recording == STDIN
    label = name if is_first else f"{Path(path).parent.name}/{name}"
    return target, " ".join(one_line(label).split())


def _path_in(target: Path) -> str | None:
    """The path of the recording whose transcript a file is; None where there is no such file."""
    try:
        value = json.loads(target.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError):
        return ""
    path = value.get("path") if isinstance(value, dict) else None
    return path if isinstance(path, str) else ""
