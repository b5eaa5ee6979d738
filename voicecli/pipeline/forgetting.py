"""Forgetting: what stems from turns, times or words goes from everywhere, and that is proved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from voicecli.config import Config
from voicecli.pipeline.forgotten_files import Files, choose_files, scrub
from voicecli.pipeline.proof import Proof, prove
from voicecli.retrieval.index import take_out
from voicecli.retrieval.memory_names import memory_name
from voicecli.storage import forgetting
from voicecli.storage.database import file_of
from voicecli.storage.failures import told_plainly
from voicecli.storage.forgetting import Chosen, Unfinished, Wanted
from voicecli.storage.private import tighten
from voicecli.storage.purging import empty_log, merge_words, write_anew
from voicecli.storage.roots import named_files
from voicecli.storage.sayings import documents_saying
from voicecli.understanding.vocabulary import stems_of


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be forgotten: rows of the database and files beside it."""

    wanted: Wanted
    chosen: Chosen
    files: Files

    @property
    def counts(self) -> Mapping[str, int]:
        """How many things of each kind."""
        return {**self.chosen.counts, **self.files.counts}


def plan(db: Database, config: Config, wanted: Wanted) -> Plan:
    """Find what is to be forgotten, changing nothing. Raises StorageError."""
    chosen = forgetting.choose(db, wanted)
    return Plan(wanted, chosen, choose_files(config, wanted, chosen))


def forget(db: Database, config: Config, planned: Plan) -> Proof:
    """Forget what was planned, then look for it everywhere. Raises StorageError."""
    return _complete(db, config, forgetting.delete(db, planned.wanted, planned.chosen), planned)


def go_on(db: Database, config: Config) -> list[Proof]:
    """Finish what a process was forgetting when it was killed. Raises StorageError."""
    return [
        _complete(db, config, one, plan(db, config, one.wanted))
        for one in forgetting.unfinished(db)
    ]


def _complete(db: Database, config: Config, done: Unfinished, planned: Plan) -> Proof:
    wanted = done.wanted
    with told_plainly(config.data_folder):
        for path in planned.files.paths:
            path.unlink(missing_ok=True)
        scrub(config, wanted, done.pieces)
    for name in _documents(db, config, done, planned):
        take_out(db, name, stems=stems_of)
    merge_words(db)
    forgetting.finish(db, done)
    is_empty = empty_log(db)
    found = prove(db, config, done)
    if found.is_in_gaps:  # of before `secure_delete`, or left when pages were written anew
        write_anew(db)
        is_empty = empty_log(db)
        found = prove(db, config, done)
    tighten([Path(file_of(db))])
    return found if is_empty else found.with_busy_log()


def _documents(db: Database, config: Config, done: Unfinished, planned: Plan) -> Iterator[str]:
    """The documents of the index that go: of memories, of transcripts, of files that are gone."""
    yield from (memory_name(one) for one in done.memories)
    gone = {path for path in planned.files.paths if not path.exists()}
    known = named_files(db)
    yield from (name for path, (name, _) in known.items() if path in gone)
    if done.wanted.matching:
        own = {name for path, (name, _) in known.items() if path.exists()}
        yield from (name for name in documents_saying(db, done.wanted.says) if name not in own)
