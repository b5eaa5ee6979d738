"""What an encrypted database does not cover: files beside it in which words stand plainly."""

import os
from pathlib import Path

from voicecli.config import Config
from voicecli.pipeline.caches import SOUND
from voicecli.pipeline.forgotten_files import line_files
from voicecli.pipeline.remember import FOLDER
from voicecli.storage.failures import told_plainly


def passing_files(config: Config) -> list[Path]:
    """Logs, typed lines and the sound of videos: they are not missed. Raises StorageError."""
    with told_plainly(config.data_folder):
        sounds = sorted((config.cache_folder / SOUND).glob("*.flac"))
        return [*line_files(config), *sounds]


def lasting_files(config: Config) -> list[Path]:
    """Transcripts that are content, and copies of the database. Raises StorageError."""
    with told_plainly(config.data_folder):
        recordings = sorted((config.data_folder / FOLDER).glob("*.json"))
        file = config.database_file
        copies = [*file.parent.glob("*/*.db"), *file.parent.glob(f"{file.stem}-before-*")]
        return [*recordings, *sorted(path for path in copies if _is_plain(path))]


def destroy(paths: list[Path]) -> None:
    """Write zeros over files and remove them. Raises StorageError."""
    for path in paths:
        with told_plainly(path):
            size = path.stat().st_size
            with path.open("r+b") as file:
                file.write(bytes(size))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()


def _is_plain(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(15) == b"SQLite format 3"
