"""The index kept in step with the content while files change."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlite_utils import Database

from voicecli.config import Config
from voicecli.pipeline.changes import moments
from voicecli.pipeline.index import index_all, status_of
from voicecli.pipeline.sources import gather
from voicecli.protocols import Embedder
from voicecli.retrieval.index import IndexProgress
from voicecli.storage.indexing import indexing

DEBOUNCE_SECONDS = 1.6
"""A file that is still being written is left alone; nothing waits longer than this."""
QUIET_SECONDS = 0.3
"""Changes are taken together until so long nothing changes."""
LOOK_SECONDS = 5.0
"""How often to look even so: network folders tell of nothing, nor do files that are replaced."""


def watch_content(db: Database, embedder: Embedder, config: Config) -> Iterator[IndexProgress]:
    """Bring the index in step now and after each change, for ever; yields what was not as it was.

    One process indexes at a time: while another does, this one waits. A file that fails is told of
    once, until it fails differently. Raises KeyboardInterrupt at
    Ctrl-C, DocumentError and StorageError as indexing does.
    """
    told: dict[str, str] = {}
    while True:
        roots = tuple(root.path for root in gather(db, config).roots if not root.error)
        for _ in _changes(roots):
            gathered = gather(db, config)
            if not status_of(db, embedder.name, gathered.sources).is_current:
                with indexing(db, wait=True):
                    gathered = gather(db, config)
                    yield from _news(index_all(db, embedder, gathered), told)
            if tuple(root.path for root in gathered.roots if not root.error) != roots:
                break


def _news(progress: Iterator[IndexProgress], told: dict[str, str]) -> Iterator[IndexProgress]:
    for one in progress:
        if one.action == "unchanged" or told.get(one.document, "") == one.error != "":
            continue
        told[one.document] = one.error
        yield one


def _changes(roots: Sequence[Path]) -> Iterator[None]:
    """A moment to look: at once, after changes below the roots, and every LOOK_SECONDS."""
    yield
    for _ in moments(*roots, debounce=DEBOUNCE_SECONDS, step=QUIET_SECONDS, timeout=LOOK_SECONDS):
        yield
