"""What was said and lies in files beside the database, and how it goes."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from voicecli.config import Config
from voicecli.pipeline.caches import SOUND
from voicecli.pipeline.remember import FOLDER
from voicecli.storage.failures import told_plainly
from voicecli.storage.forgetting import Chosen, Wanted
from voicecli.storage.traces import Traces
from voicecli.storage.whole_files import write_whole

HISTORY = "typed_history"
"""The file in the state folder that the lines which were typed lie in."""
_LOGS = "*.log*"


@dataclass(frozen=True, slots=True)
class Files:
    """Files that go, by kind; `lines` are how many lines go of those that stay, by kind."""

    paths_by_kind: dict[str, list[Path]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def paths(self) -> list[Path]:
        """All files that go."""
        return [path for paths in self.paths_by_kind.values() for path in paths]

    @property
    def counts(self) -> dict[str, int]:
        """How many there are of each kind."""
        found = {kind: len(paths) for kind, paths in self.paths_by_kind.items()} | self.lines
        return {kind: count for kind, count in found.items() if count}


def choose_files(config: Config, wanted: Wanted, chosen: Chosen) -> Files:
    """Find the files that hold what is to be forgotten, changing nothing. Raises StorageError."""
    with told_plainly(config.data_folder):
        found = {
            "remembered recordings": [
                path
                for path in sorted((config.data_folder / FOLDER).glob("*.json"))
                if _is_meant(path, wanted, _says_recording)
            ],
            "sound of videos": list(_sounds(config, wanted, chosen)),
            "logs": _logs(config) if wanted.everything else [],
            "typed lines": list(_typed(config, wanted)),
        }
        lines = {}
        if wanted.matching and not wanted.everything:
            lines["lines of logs and typed lines"] = sum(
                sum(_says(line, wanted) for line in _pieces_of_file(path))
                for path in line_files(config)
            )
    return Files(found, lines)


def scrub(config: Config, wanted: Wanted, pieces: Iterable[bytes]) -> None:
    """Take the lines out of logs and histories that say what was forgotten. Raises OSError."""
    traces = Traces(pieces)
    for path in line_files(config):
        whole = _pieces_of_file(path)
        kept = [
            line
            for line in whole
            if not traces.found_in(line.encode("utf-8", "surrogateescape"))
            and not (wanted.matching and _says(line, wanted))
            and not _is_of(line, wanted)
        ]
        if len(kept) < len(whole):
            told = "".join(kept).encode("utf-8", "surrogateescape")
            write_whole(path, told, is_private=True)


def _says(line: str, wanted: Wanted) -> bool:
    """Whether a line says the phrase, plainly or as JSON writes it."""
    if line.startswith("{"):
        with suppress(ValueError, RecursionError):
            return wanted.says(json.dumps(json.loads(line), ensure_ascii=False))
    return wanted.says(line)


def _is_of(line: str, wanted: Wanted) -> bool:
    """Whether a line of a log holds words of a session or a time that is meant as a whole."""
    if wanted.matching or not line.startswith("{"):
        return False
    with suppress(ValueError, RecursionError, AttributeError):
        told = json.loads(line)
        is_in = not wanted.sessions or told.get("session") in wanted.sessions
        is_then = not wanted.has_times or _may_be_at(told.get("at"), wanted)
        return bool(told.get("words")) and is_in and is_then
    return False


def _may_be_at(written: object, wanted: Wanted) -> bool:
    """Whether a line was written at a time that is meant; one that does not tell may have been."""
    try:
        return wanted.is_at(datetime.fromisoformat(str(written)))
    except (ValueError, OverflowError):
        return True


def _is_meant(path: Path, wanted: Wanted, says: Callable[[Path, Wanted], bool]) -> bool:
    if wanted.sessions:  # a recording is of no session
        return False
    if wanted.has_times and not wanted.is_at(_modified(path)):
        return False
    return says(path, wanted)


def _says_recording(path: Path, wanted: Wanted) -> bool:
    """Whether the transcript of a recording says it; what cannot be read is not known to."""
    if not wanted.matching:
        return True
    try:
        told = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return wanted.says(path.read_text("utf-8", "replace"))
    return wanted.says(json.dumps(told, ensure_ascii=False)) or wanted.says(path.stem)


def _sounds(config: Config, wanted: Wanted, chosen: Chosen) -> Iterator[Path]:
    """The kept sound of videos: that of the time that is meant, and all if a transcript goes.

    A file is called by the hash of its video, which no transcript knows; it can be made again.
    """
    is_transcribed = bool(chosen.rows.get("jobs"))
    for path in sorted((config.cache_folder / SOUND).glob("*.flac")):
        if is_transcribed or (not wanted.matching and _is_meant(path, wanted, lambda *_: True)):
            yield path


def _logs(config: Config) -> list[Path]:
    return sorted(path for path in config.state_folder.glob(_LOGS) if path.is_file())


def _history(config: Config) -> list[Path]:
    path = config.state_folder / HISTORY
    return [path] if path.is_file() else []


def _typed(config: Config, wanted: Wanted) -> Iterator[Path]:
    """The typed lines where a session or a time is meant as a whole.

    Which of them are its own is not known, and they are typed again as easily as a cache is filled.
    """
    if wanted.matching:
        return
    for path in _history(config):
        is_later = not wanted.since or _modified(path) >= wanted.since
        if is_later:
            yield path


def line_files(config: Config) -> list[Path]:
    """The logs and the typed lines."""
    return [*_logs(config), *_history(config)]


def _pieces_of_file(path: Path) -> list[str]:
    """The lines of a log; of a history the entries, each of which may have several lines."""
    lines = path.read_text("utf-8", "surrogateescape").splitlines(keepends=True)
    if path.name != HISTORY:
        return lines
    entries: list[str] = []
    for line in lines:
        if line.startswith("+") and entries:  # prompt_toolkit: "# time", then "+" before each line
            entries[-1] += line
        else:
            entries.append(line)
    return entries


def _modified(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
