"""The interviews of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from voicecli.config import Config
from voicecli.errors import InterviewError, StorageError, VoicecliError

if TYPE_CHECKING:
    import sqlite_utils

    from voicecli.interview.reporting.progress import Held
    from voicecli.pipeline.interview_keeping import InterviewKeeper, StoredInterview
    from voicecli.storage.interviews import Interviews


@contextmanager
def open_interview_keeper(
    config: Config, db: "sqlite_utils.Database"
) -> "Iterator[InterviewKeeper]":
    """What keeps an interview in an open database; nothing, where the settings say so."""
    from voicecli.pipeline.interview_keeping import InterviewKeeper
    from voicecli.storage.interviews import Interviews

    with InterviewKeeper(Interviews(db) if config.sessions.keep else None) as keeper:
        yield keeper


@contextmanager
def open_interviews(config: Config) -> "Iterator[Interviews]":
    """The interviews, also while another process holds one.

    Raises StorageError("no-interview") where nothing was ever kept.
    """
    from voicecli.storage.database import is_there, open_database
    from voicecli.storage.interviews import Interviews, no_interviews_yet

    if not is_there(config.database_file):
        raise no_interviews_yet()
    with open_database(config.database_file) as db:
        yield Interviews(db)


def load_interview(config: Config, written: str) -> "StoredInterview":
    """The interview that is meant: an id, its beginning or its end, "latest".

    Raises StorageError (no-interview, not-an-interview, ambiguous-interview) and InterviewError
    (newer-interview, broken-interview).
    """
    from voicecli.pipeline.interview_keeping import read_kept

    with open_interviews(config) as interviews:
        return read_kept(interviews, interviews.load(interviews.find(written)))


def all_interviews(
    config: Config, limit: int = -1
) -> "tuple[list[StoredInterview], list[VoicecliError]]":
    """The interviews, the last held first, and why others cannot be read. Raises StorageError."""
    from voicecli.pipeline.interview_keeping import read_kept
    from voicecli.storage.database import is_there

    found: list[StoredInterview] = []
    unread: list[VoicecliError] = []
    if not is_there(config.database_file):
        return found, unread
    with open_interviews(config) as interviews:
        for session_id in interviews.ids(limit):
            try:
                found.append(read_kept(interviews, interviews.load(session_id)))
            except (InterviewError, StorageError) as error:
                unread.append(error)
    return found, unread


def held_interviews(config: Config) -> "tuple[tuple[Held, ...], list[VoicecliError]]":
    """The interviews as what compares them takes them, and why others cannot be read.

    Raises StorageError.
    """
    from voicecli.interview.reporting.progress import Held

    found, unread = all_interviews(config)
    held = (Held(one.id, one.parent, one.created, one.plan, one.progress) for one in found)
    return tuple(held), unread
