"""The one database, and what is read from it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from voicecli.config import Config

if TYPE_CHECKING:
    from pathlib import Path

    import sqlite_utils

    from voicecli.assembly.engines import Engines
    from voicecli.dialogue.conversation import Conversation
    from voicecli.pipeline.keeping import Keeper
    from voicecli.pipeline.session import KeepLine
    from voicecli.pipeline.turn_sounds import TurnSounds
    from voicecli.storage.guestbook import GuestBook
    from voicecli.storage.sessions import Sessions
    from voicecli.storage.sounds import Sounds
    from voicecli.understanding import Vocabulary

_RESUMED = 30
"""Turns of a stored session that are read when it goes on; the model's prompt has room for less."""
_UNDERSTOOD = 3
"""So many of them are understood again, as what comes next may go on from them."""


@contextmanager
def open_store(config: Config) -> "Iterator[sqlite_utils.Database]":
    """The one database, with the tables of sessions and of the index.

    What an older version left open to others is closed to them, and a forgetting that was
    interrupted is finished.
    """
    from voicecli.retrieval.schema import prepare
    from voicecli.storage.copies import sweep_copies
    from voicecli.storage.database import open_database
    from voicecli.storage.encryption import sweep
    from voicecli.storage.forgetting import unfinished
    from voicecli.storage.private import tighten

    db = open_database(config.database_file)
    try:
        sweep(config.database_file)
        sweep_copies(config.database_file)
        tighten((config.data_folder, config.state_folder, config.cache_folder))
        prepare(db)
        if unfinished(db):
            from voicecli.pipeline.forgetting import go_on

            go_on(db, config)
        yield db
    finally:
        db.close()


@contextmanager
def open_conversation_store(config: Config) -> "Iterator[sqlite_utils.Database]":
    """What a conversation reads from and is kept in: the database, or off the record a copy of it.

    The copy is in memory, and so is what is indexed into it.
    """
    if config.sessions.keep:
        with open_store(config) as db:
            yield db
        return
    from voicecli.retrieval.schema import prepare
    from voicecli.storage.unrecorded import open_copy

    db = open_copy(config.database_file)
    try:
        prepare(db)
        yield db
    finally:
        db.close()


@contextmanager
def open_reading(config: Config) -> "Iterator[sqlite_utils.Database]":
    """A connection that only reads, for a thread of its own while a conversation is held."""
    from voicecli.storage.database import open_database
    from voicecli.storage.unrecorded import open_copy

    path = config.database_file
    db = open_database(path, read_only=True) if config.sessions.keep else open_copy(path)
    try:
        yield db
    finally:
        db.close()


def restore_copy(config: Config, source: "Path", now: datetime) -> "Path | None":
    """Put a copy in the place of the database; where the one before lies now.

    Raises StorageError as `storage.copies.restore` does.
    """
    from voicecli.retrieval import schema as index
    from voicecli.storage import roots, schema, speakers
    from voicecli.storage.copies import restore

    rooms = (schema, index, roots, speakers)
    return restore(config.database_file, source, now, [room.migrations for room in rooms])


def open_sessions(config: Config, db: "sqlite_utils.Database") -> "Sessions":
    """The sessions of an open database."""
    from voicecli.storage.sessions import Sessions

    return Sessions(db, idle=timedelta(minutes=config.sessions.idle_minutes))


def open_keeper(config: Config, db: "sqlite_utils.Database") -> "Keeper":
    """What writes finished turns into an open database; nothing, where the settings say so."""
    from voicecli.pipeline.keeping import Keeper
    from voicecli.storage.answers import AnswerCache
    from voicecli.storage.memories import Memories

    if not config.sessions.keep:
        return Keeper(None)
    cache = AnswerCache(db) if config.dialogue.cache else None
    return Keeper(open_sessions(config, db), cache, memories=Memories(db))


@contextmanager
def open_turn_sounds(config: Config) -> "Iterator[TurnSounds | None]":
    """What keeps the sound of turns, if the settings say so, and trims what was kept before.

    None where nothing is kept at all.
    """
    from voicecli.pipeline.turn_sounds import TurnSounds

    told = config.sessions
    if not told.keep:
        yield None
        return
    most_bytes = told.audio_megabytes * 1_000_000
    with TurnSounds(
        lambda: _own_sounds(config), told.audio_days, most_bytes, keeps=told.keep_audio
    ) as sounds:
        yield sounds


@contextmanager
def _own_sounds(config: Config) -> "Iterator[Sounds]":
    """The kept sound, through a connection of the thread that opens it."""
    from voicecli.storage.database import open_database
    from voicecli.storage.sounds import Sounds

    with open_database(config.database_file) as db:
        yield Sounds(db)


@contextmanager
def open_guestbook(config: Config) -> "Iterator[GuestBook]":
    """The guest book, through a connection of the thread that opens it."""
    from voicecli.storage.database import open_database
    from voicecli.storage.guestbook import GuestBook

    with open_database(config.database_file) as db:
        yield GuestBook(db)


def read_vocabulary(db: "sqlite_utils.Database") -> "Vocabulary":
    """The names that the index knows, for understanding questions."""
    from voicecli.retrieval.vocabulary import indexed_documents
    from voicecli.retrieval.word_counts import word_counts
    from voicecli.understanding import vocabulary_of

    return vocabulary_of(indexed_documents(db), word_counts(db))


def keeps_lines(config: Config, engines: "Engines") -> "KeepLine":
    """What stores the sentences that the language model writes about earlier turns."""
    from voicecli.storage.summaries import Summaries

    def keep(session_id: str, number: int, line: str) -> None:
        with open_store(config) as db:
            Summaries(db).keep(session_id, number, line, engines.models.get("llm", ""))

    return keep


def resume(db: "sqlite_utils.Database", sessions: "Sessions", session_id: str) -> "Conversation":
    """The conversation of a stored session, as its last turns left it; a new one for an empty id.

    What was presented long before is known all the same, so that "others" are others.
    """
    from voicecli.dialogue.conversation import Conversation
    from voicecli.storage.summaries import Summaries
    from voicecli.understanding import understand

    conversation = Conversation(session_id)
    if not session_id:
        return conversation
    vocabulary = read_vocabulary(db)
    lines = Summaries(db).of(session_id)
    turns = sessions.turns(session_id, last=_RESUMED)
    with_sources = [turn for turn in turns if turn.record.passages][-_UNDERSTOOD:]
    for turn in turns:
        understanding = None
        if turn in with_sources:
            asked, before = turn.record.question, conversation.previous
            understanding = understand(asked, vocabulary, date.today(), before)
        conversation.remember(turn.record, understanding)
        conversation.stored_as(turn.number, lines.get(turn.number, ""))
    conversation.shown = list(dict.fromkeys([*conversation.shown, *sessions.presented(session_id)]))
    return conversation
