"""A conversation that is written down while it is held: what was heard, pressed and said, and when.

A `.vcast` file is a zip archive of parts, in this order:

- `manifest.json`: the format, the program, settings, models, options and content (`Manifest`);
- `before.json`: the turns before it, where a stored session was continued;
- `audio/000000.flac`, …: what the microphone heard, 16 kHz mono, 16 bits, without gaps;
- `events/000000.jsonl`, …: a line for each event, key, typed line and recognition;
- `content/…`: the files that answers come from, if they were asked for;
- `end.json`: that nothing is missing.

Each part is written whole and then flushed, some seconds of the conversation at a time, so that a
program that is killed leaves all parts but the one it was writing.
"""

import json
import os
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import numpy as np

from voicecli.audio.encoded import encode
from voicecli.errors import DocumentError, ReplayError
from voicecli.pipeline.talk import Key, Typed
from voicecli.protocols import Recognizer, VoiceActivity
from voicecli.turn import Turn
from voicecli.types import (
    SAMPLE_RATE,
    AudioBlock,
    Event,
    Samples,
    Transcript,
    TurnRecord,
    Utterance,
    as_json,
)

FORMAT = "voicecli-conversation"
VERSION = 1
MOST_BYTES = 16 * 2**20
"""Bytes of one part, unpacked; the parts of a conversation are below a megabyte."""
PART_SECONDS = 5.0
"""So much of the conversation is in one part: what a killed program loses at most."""
OLDEST = (1980, 1, 1, 0, 0, 0)
"""The date of every part: the archive's own dates tell nothing."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a conversation was held with.

    `settings` are the sections of the configuration that decide what is heard and answered, without
    any path. `models` names by role the model and the checksums of its files; `options` are
    `hands_free`, `barge_in`, `full_duplex` and `cues`: whether a model hears the end of a turn.
    `content` holds the `documents` and their common `fingerprint`. `day` is the date that "today"
    meant, `seeds` what chance began with. `began` is the moment, in UTC and as in ISO 8601: what
    was remembered later was not known then.
    """

    voicecli: str
    day: str
    settings: Mapping[str, Mapping[str, Any]]
    models: Mapping[str, Mapping[str, Any]]
    options: Mapping[str, bool]
    content: Mapping[str, Any]
    seeds: Mapping[str, int] = field(default_factory=dict)
    has_content: bool = False
    began: str = ""
    format: str = FORMAT
    version: int = VERSION


class ContentSource(Protocol):
    """A file that answers come from, by the name that they cite it with."""

    @property
    def name(self) -> str: ...  # noqa: D102

    def load(self) -> bytes:
        """What is in it. Raises DocumentError."""
        ...


def sound_key(samples: Samples) -> str:
    """A name for a stretch of sound: its length and a checksum of its 16-bit samples."""
    levels = np.round(np.clip(samples, -1.0, 1.0) * 32_767.0).astype(np.int16)
    return f"{samples.size}-{zlib.crc32(levels.tobytes()):08x}"


class Recording:
    """An open `.vcast` file; a context manager. Any thread may write to it.

    The file is made with mode 0600 and must not be there yet. Raises ReplayError("file-exists"),
    and ReplayError("cannot-record") when it cannot be begun. A disk that is full later ends the
    recording and not the conversation: then `failed` tells why, and what was written stays.
    """

    def __init__(self, path: Path, manifest: Manifest) -> None:
        self._path = path
        self.failed: ReplayError | None = None
        """Why nothing is written any more."""
        self.on_failed: Callable[[ReplayError], None] = lambda error: None
        """Called once with that, in any thread."""
        self._lock = threading.Lock()
        self._sound: list[Samples] = []
        self._waiting = 0
        """Samples in `_sound`."""
        self._lines: list[str] = []
        self._parts = {"audio": 0, "events": 0}
        self.position = 0
        """The sample index behind the newest block whose sound was judged."""
        self._begins = 0
        """The index at which the running stream of the microphone began."""
        self._open(path)
        self._begin(manifest)

    def _begin(self, manifest: Manifest) -> None:
        self._put("manifest.json", _json(asdict(manifest)).encode())
        if self.failed:
            self._close()
            raise self.failed

    def _open(self, path: Path) -> None:
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as error:
            raise ReplayError(
                "file-exists", f"{path} is there already.", "Choose another name for the recording."
            ) from error
        except OSError as error:
            raise _unwritable(path, error) from error
        self._file = os.fdopen(descriptor, "w+b")
        self._zip = zipfile.ZipFile(self._file, "w")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with self._lock:
            self._flush()
            self._put("end.json", _json({"samples": self.position}).encode())
            self._close()

    def before(self, turns: Sequence[TurnRecord]) -> None:
        """Note what had been said in the session that goes on."""
        if turns:
            with self._lock:
                self._put("before.json", _json([as_json(turn) for turn in turns]).encode())

    def add_content(self, name: str, data: bytes) -> None:
        """Take in a file of the content; `name` has slashes and begins with none."""
        with self._lock:
            self._put(f"content/{name}", data, zipfile.ZIP_DEFLATED)

    def opened(self, *, full_duplex: bool) -> None:
        """Note whether the microphone stays open while the speaker sounds."""
        with self._lock:
            self._note(full_duplex=full_duplex)

    def see(self, event: Event) -> None:
        """Note an event; the end of a turn is kept on the disk at once."""
        with self._lock:
            self._note(event={"kind": event.kind, "at": event.at, "data": dict(event.data)})
            if event.kind == "run-end":
                self._flush()

    def press(self, key: Key | Typed) -> None:
        """Note a key or a typed line."""
        with self._lock:
            self._note(**({"typed": key.text} if isinstance(key, Typed) else {"key": key}))

    def listening(
        self, vad: VoiceActivity, recognizer: Recognizer
    ) -> "tuple[RecordedVad, RecordedRecognizer]":
        """What listens, written down: the sound as it is judged, and when its words are known."""
        return RecordedVad(vad, self), RecordedRecognizer(recognizer, self)

    def hear(self, block: AudioBlock) -> AudioBlock:
        """Take in what the microphone heard; it is to be listened to as it is written, in 16 bits.

        A stream that begins anew, behind a device that vanished, goes on behind the one before.
        """
        levels = np.clip(np.round(block.samples * 32_768.0), -32_768, 32_767)
        samples = (levels / 32_768.0).astype(np.float32)
        with self._lock:
            if block.start == 0:
                self._begins = self.position
            if self.failed is None:
                self._sound.append(samples)
                self._waiting += samples.size
            if self._waiting >= PART_SECONDS * SAMPLE_RATE:
                self._flush()
        return replace(block, samples=samples)

    def judged(self, block: AudioBlock) -> None:
        """It is known whether there is speech in that block: what follows comes behind it."""
        self.position = self._begins + block.start + block.samples.size

    def recognized(self, samples: Samples) -> None:
        """The words of that sound are known now."""
        with self._lock:
            self._note(recognized=sound_key(samples))

    def _close(self) -> None:
        """Write the archive's list, unless the disk has no room for it."""
        try:
            try:
                self._zip.close()
            finally:
                self._file.close()
        except OSError as error:
            self._fail(error)

    def _note(self, **told: Any) -> None:
        if self.failed:
            return
        self._lines.append(_json({"position": self.position, **told}))

    def _flush(self) -> None:
        """Write what waits as parts of their own."""
        if self._sound:
            sound = encode(self._sound, "flac")
            self._part("audio", "flac", sound.data)
            self._sound, self._waiting = [], 0
        if self._lines:
            text = "".join(line + "\n" for line in self._lines)
            self._part("events", "jsonl", text.encode(), zipfile.ZIP_DEFLATED)
            self._lines = []

    def _part(self, kind: str, ending: str, data: bytes, method: int = zipfile.ZIP_STORED) -> None:
        self._put(f"{kind}/{self._parts[kind]:06}.{ending}", data, method)
        self._parts[kind] += 1

    def _put(self, name: str, data: bytes, method: int = zipfile.ZIP_STORED) -> None:
        if self.failed:
            return
        part = zipfile.ZipInfo(name, OLDEST)
        part.external_attr = 0o600 << 16
        part.compress_type = method
        try:
            self._zip.writestr(part, data)
            self._file.flush()
        except OSError as error:
            self._lines = []
            self._fail(error)

    def _fail(self, error: OSError) -> None:
        if self.failed is None:
            self.failed = _unwritable(self._path, error)
            self.on_failed(self.failed)


class RecordedVad:
    """Voice activity whose sound is written down as it is judged."""

    def __init__(self, vad: VoiceActivity, recording: Recording) -> None:
        self._vad = vad
        self._recording = recording

    def detect(self, blocks: Iterable[AudioBlock]) -> Iterator[tuple[AudioBlock, float]]:
        """As VoiceActivity."""
        for block, probability in self._vad.detect(map(self._recording.hear, blocks)):
            self._recording.judged(block)
            yield block, probability


class RecordedRecognizer:
    """A recogniser of which it is written down when its words were known."""

    def __init__(self, recognizer: Recognizer, recording: Recording) -> None:
        self._recognizer = recognizer
        self._recording = recording

    def transcribe(self, utterance: Utterance, turn: Turn) -> Transcript:
        """As Recognizer."""
        words = self._recognizer.transcribe(utterance, turn)
        self._recording.recognized(utterance.samples)
        return words

    def draft(self, samples: Samples, turn: Turn) -> Transcript:
        """As Recognizer."""
        words = self._recognizer.draft(samples, turn)
        self._recording.recognized(samples)
        return words


def record_content(recording: Recording, sources: Iterable[ContentSource]) -> int:
    """Put the files that answers come from into a recording; how many there were.

    What cannot be read, and what is larger than a reader would take, is left out.
    """
    count = 0
    for source in sources:
        try:
            data = source.load()
        except DocumentError:
            continue
        if 0 < len(data) <= MOST_BYTES:
            recording.add_content(source.name.lstrip("/"), data)
            count += 1
    return count


def _json(value: Any) -> str:
    return json.dumps(value, default=_plain)


def _plain(value: Any) -> Any:
    """What JSON has no form for: numbers of numpy, dates, sets."""
    if isinstance(value, set | frozenset | tuple):
        return sorted(value, key=str)
    return value.item() if hasattr(value, "item") else str(value)


def _unwritable(path: Path, error: OSError) -> ReplayError:
    told = (error.strerror or str(error)).lower()
    return ReplayError("cannot-record", f"{path} cannot be written: {told}.", "Choose another.")
