"""Reads recorded conversations, which may come from anybody and be damaged or hostile.

Parts are read into memory one at a time, by their exact names, and within bounds; nothing in the
file chooses a place on the disk. Of a file whose writer was killed all whole parts are read.
"""

import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import takewhile
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, get_args

from voicecli.audio.encoded import decode_sound
from voicecli.errors import AudioError, ReplayError
from voicecli.pipeline.recording import FORMAT, MOST_BYTES, VERSION, Manifest
from voicecli.pipeline.talk import Key, Typed
from voicecli.types import SAMPLE_RATE, Event, EventKind, Passage, Samples, TurnRecord

MOST_PARTS = 50_000
MOST_CONTENT_BYTES = 256 * 2**20
"""Bytes of all content."""
MOST_LINES = 2_000_000
LONGEST_PART_SECONDS = 60.0
DEEPEST = 16
"""Folders inside of the content."""

_PART = re.compile(r"(?:manifest|before|end)\.json|audio/\d{6}\.flac|events/\d{6}\.jsonl")
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
"""A local header of a zip archive (PKWARE APPNOTE, 4.3.7)."""
_LOCAL_MAGIC = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened when the microphone had come to sample index `position`.

    Exactly one of the others is there: an event, a key or line, the key of a sound whose words
    were known then (`recording.sound_key`), or whether the devices that were opened can hear and
    speak at once.
    """

    position: int
    event: Event | None = None
    pressed: Key | Typed | None = None
    recognized: str | None = None
    full_duplex: bool | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """Where a part lies; `offset` is that of its data."""

    name: str
    method: int
    offset: int
    packed: int
    size: int
    checksum: int


class Recorded:
    """A recorded conversation.

    Raises ReplayError: no-recording, not-a-recording, newer-recording, damaged-recording.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as file:
                self._parts = _find_parts(file)
        except FileNotFoundError as error:
            raise ReplayError("no-recording", f"There is no {path}.") from error
        except OSError as error:
            told = (error.strerror or str(error)).lower()
            raise ReplayError("no-recording", f"{path} cannot be read: {told}.") from error
        self.manifest = _manifest(self._json("manifest.json"), path)
        self.is_whole = "end.json" in self._parts
        """Whether it was written to its end."""
        self.before = tuple(_turn(told, path) for told in _list(self._json("before.json", [])))
        """The turns before it in its session."""
        self.moments = tuple(self._read_moments())
        """All that happened, in order."""

    @property
    def events(self) -> tuple[Event, ...]:
        """The events alone."""
        return tuple(moment.event for moment in self.moments if moment.event)

    @property
    def options(self) -> dict[str, bool]:
        """How it listened."""
        told = {name: value for name, value in self.manifest.options.items() if value is not None}
        opened = (one.full_duplex for one in self.moments if one.full_duplex is not None)
        known = {name: bool(value) for name, value in told.items()}
        return {**known, "full_duplex": next(opened, False)}

    def sound(self) -> Iterator[Samples]:
        """What the microphone heard, part for part; float32 mono at 16 kHz."""
        for name in self._named("audio/"):
            try:
                samples = decode_sound(self._read(name))
            except AudioError as error:
                raise self._damaged(name) from error
            if samples.size > LONGEST_PART_SECONDS * SAMPLE_RATE:
                raise self._damaged(name)
            yield samples

    def unpack_content(self, folder: Path) -> int:
        """Write the content that came with it below an empty folder; how many files."""
        names = [name for name in self._parts if name.startswith("content/")]
        if sum(self._parts[name].size for name in names) > MOST_CONTENT_BYTES:
            raise self._damaged("content")
        for name in names:
            file = folder / _content_path(name, self.path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(self._read(name))
        return len(names)

    def _read_moments(self) -> Iterator[Moment]:
        count = 0
        for name in self._named("events/"):
            for line in self._read(name).decode("utf-8", "replace").split("\n"):
                if line:
                    count += 1
                    if count > MOST_LINES:
                        raise self._damaged(name)
                    yield self._moment(line, name)

    def _moment(self, line: str, name: str) -> Moment:
        try:
            told = json.loads(line)
            position = told["position"]
            if not isinstance(position, int) or position < 0:
                raise ValueError(position)
            if "event" in told:
                return Moment(position, event=_event(told["event"]))
            if "full_duplex" in told:
                return Moment(position, full_duplex=bool(told["full_duplex"]))
            if "recognized" in told:
                return Moment(position, recognized=str(told["recognized"]))
            pressed = Typed(str(told["typed"])) if "typed" in told else _key(told["key"])
            return Moment(position, pressed=pressed)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise self._damaged(name) from error

    def _named(self, kind: str) -> list[str]:
        """The parts of a kind in their order, up to the first that is missing."""
        names = sorted(name for name in self._parts if name.startswith(kind))
        ordered = enumerate(names)
        return [name for _, name in takewhile(lambda it: f"/{it[0]:06}." in it[1], ordered)]

    def _json(self, name: str, missing: Any = None) -> Any:
        if name not in self._parts:
            if missing is None:
                raise ReplayError(
                    "not-a-recording",
                    f"{self.path} is not a recorded conversation.",
                    "`voicecli talk --record FILE.vcast` makes one.",
                )
            return missing
        try:
            return json.loads(self._read(name))
        except (ValueError, RecursionError) as error:
            raise self._damaged(name) from error

    def _read(self, name: str) -> bytes:
        part = self._parts[name]
        try:
            with self.path.open("rb") as file:
                file.seek(part.offset)
                data = _unpacked(file.read(part.packed), part)
        except (OSError, zlib.error) as error:
            raise self._damaged(name) from error
        if len(data) != part.size or zlib.crc32(data) != part.checksum:
            raise self._damaged(name)
        return data

    def _damaged(self, name: str) -> ReplayError:
        return _damaged(self.path, name)


def _find_parts(file: BinaryIO) -> dict[str, _Part]:
    """The parts by name: those in the archive's list, or all there are where it has none.

    Names that the format does not have are left alone, and so is what comes twice.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            listed = archive.infolist()[:MOST_PARTS]
            found = [_listed(file, info) for info in listed]
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        ValueError,
        struct.error,
        NotImplementedError,
    ):
        file.seek(0)
        found = list(_walked(file))
    parts: dict[str, _Part] = {}
    for part in found:
        if part is None or not (_PART.fullmatch(part.name) or part.name.startswith("content/")):
            continue
        is_fit = part.method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        if is_fit and part.size <= MOST_BYTES and part.packed <= MOST_BYTES:
            parts.setdefault(part.name, part)
    return parts


def _listed(file: BinaryIO, info: zipfile.ZipInfo) -> _Part | None:
    """A part of the archive's list; None for a folder, a link, or one that is encrypted."""
    is_link = (info.external_attr >> 16) & 0o170000 == 0o120000
    if info.is_dir() or is_link or info.flag_bits & 1:
        return None
    file.seek(info.header_offset)
    head = file.read(_LOCAL.size)
    if len(head) < _LOCAL.size or head[:4] != _LOCAL_MAGIC:
        return None
    *_, name_length, extra_length = _LOCAL.unpack(head)
    offset = info.header_offset + _LOCAL.size + name_length + extra_length
    return _Part(
        info.filename, info.compress_type, offset, info.compress_size, info.file_size, info.CRC
    )


def _walked(file: BinaryIO) -> Iterator[_Part]:
    """The parts of an archive without a list, from its start up to the first that is not whole."""
    end = file.seek(0, 2)
    at = 0
    for _ in range(MOST_PARTS):
        file.seek(at)
        head = file.read(_LOCAL.size)
        if len(head) < _LOCAL.size or head[:4] != _LOCAL_MAGIC:
            return
        _, _, _, method, _, _, checksum, packed, size, name_length, extra_length = _LOCAL.unpack(
            head
        )
        name = file.read(name_length).decode("utf-8", "replace")
        offset = at + _LOCAL.size + name_length + extra_length
        at = offset + packed
        if at > end or (packed == 0 and size == 0 and checksum == 0):
            return
        yield _Part(name, method, offset, packed, size, checksum)


def _unpacked(data: bytes, part: _Part) -> bytes:
    if part.method == zipfile.ZIP_STORED:
        return data
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    return engine.decompress(data, part.size + 1)


def _content_path(name: str, file: Path) -> Path:
    """The place of a content file below its folder. Raises ReplayError for any other place."""
    path = PurePosixPath(name.removeprefix("content/"))
    parts = path.parts
    is_below = bool(parts) and not path.is_absolute() and len(parts) <= DEEPEST
    if not is_below or any(part in ("..", "") or set(part) & set("\\:\0") for part in parts):
        raise _damaged(file, name)
    return Path(*parts)


def _manifest(told: Any, path: Path) -> Manifest:
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise _damaged(path, "manifest.json")
    if told.get("version") != VERSION:
        raise ReplayError(
            "newer-recording",
            f"{path} was made by another version of voicecli ({str(told.get('voicecli'))[:40]}).",
            "Replay it with that version.",
        )
    known = {one.name for one in fields(Manifest)}
    try:
        manifest = Manifest(**{name: value for name, value in told.items() if name in known})
    except TypeError as error:
        raise _damaged(path, "manifest.json") from error
    tables = (manifest.settings, manifest.models, manifest.options, manifest.content)
    inner = [*manifest.settings.values()] if isinstance(manifest.settings, Mapping) else [None]
    if not all(isinstance(table, Mapping) for table in (*tables, *inner)):
        raise _damaged(path, "manifest.json")
    if not all(isinstance(text, str) for text in (manifest.voicecli, manifest.day)):
        raise _damaged(path, "manifest.json")
    return manifest


def _event(told: Mapping[str, Any]) -> Event:
    if told["kind"] not in get_args(EventKind) or not isinstance(told["data"], dict):
        raise ValueError(told["kind"])
    return Event(told["kind"], float(told["at"]), told["data"])


def _key(told: Any) -> Key:
    if told not in get_args(Key):
        raise ValueError(told)
    return told  # type: ignore[no-any-return]


def _list(told: Any) -> list[Any]:
    return told if isinstance(told, list) else []


def _turn(told: Any, path: Path) -> TurnRecord:
    try:
        passages = tuple(Passage(**passage) for passage in told["passages"])
        return TurnRecord(**{**told, "passages": passages})
    except (TypeError, KeyError) as error:
        raise _damaged(path, "before.json") from error


def _damaged(path: Path, part: str) -> ReplayError:
    return ReplayError("damaged-recording", f"{path} is damaged: {part[:60]} cannot be used.")
