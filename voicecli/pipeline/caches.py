"""What is kept to save work, how much room it takes, and how it goes.

The sound of videos lies in the cache's folder, finished transcriptions in the database.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlite_utils import Database

from voicecli.audio.files import Source, decode
from voicecli.config import Config
from voicecli.pipeline.sound_cache import SoundCache
from voicecli.storage.cache import FileCache
from voicecli.storage.database import open_database
from voicecli.storage.passphrases import is_encrypted
from voicecli.storage.results import clear_results, results_size, trim_results
from voicecli.types import Samples

SOUND, RESULTS = "sound", "results"
MEGABYTE = 1_000_000
_NO_LIMIT = 1 << 62


@dataclass(frozen=True, slots=True)
class Kept:
    """What one cache holds: `count` things of `bytes` bytes in all; `limit` is its room."""

    count: int
    bytes: int
    limit: int
    place: Path


def sound_files(config: Config) -> FileCache:
    """The decoded sound of videos."""
    return FileCache(config.cache_folder / SOUND, ".flac")


def decoder(config: Config) -> Callable[[Source], Iterator[Samples]]:
    """What decodes recordings: videos only once, where there is room to keep their sound."""
    if not config.cache.sound_megabytes or is_encrypted(config.database_file):
        return decode  # sound would lie beside the encrypted database in plain
    return SoundCache(sound_files(config)).decode


def kept(config: Config) -> dict[str, Kept]:
    """What each cache holds, by name. Raises StorageError."""
    sound = sound_files(config).size()
    place = config.cache_folder / SOUND
    limit = config.cache.sound_megabytes * MEGABYTE
    found = {SOUND: Kept(sound.count, sound.bytes, limit, place)}
    count = size = 0
    for db in _database(config):
        results = results_size(db)
        count, size = results.count, results.bytes
    limit = config.cache.results_megabytes * MEGABYTE
    return {**found, RESULTS: Kept(count, size, limit, config.database_file)}


def clear(config: Config, older_than: timedelta | None = None) -> dict[str, int]:
    """Let go what nobody used for so long, or everything; returns how many by cache.

    What is in use stays. Raises StorageError.
    """
    files = sound_files(config)
    gone = {
        SOUND: files.clear() if older_than is None else files.trim(_NO_LIMIT, older_than),
        RESULTS: 0,
    }
    for db in _database(config):
        gone[RESULTS] = (
            clear_results(db) if older_than is None else trim_results(db, _NO_LIMIT, older_than)
        )
    return gone


def tidy(config: Config) -> None:
    """Keep both caches within their room and age, and remove what killed processes left.

    Raises StorageError.
    """
    age = timedelta(days=config.cache.age_days)
    sound_files(config).trim(config.cache.sound_megabytes * MEGABYTE, age)
    for db in _database(config):
        trim_results(db, config.cache.results_megabytes * MEGABYTE, age)


def _database(config: Config) -> Iterator[Database]:
    """The database, if there is one: looking makes none."""
    if config.database_file.exists():
        db = open_database(config.database_file)
        try:
            yield db
        finally:
            db.close()
