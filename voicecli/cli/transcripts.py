"""Where transcripts go: files below a folder, or stdout."""

import json
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Protocol

from voicecli.errors import UsageError, VoicecliError
from voicecli.storage.whole_files import sweep, write_whole
from voicecli.stt.formats import FORMATS, WHISPER_FORMATS, SubtitleOptions
from voicecli.types import Segment, Transcript

ALL = "all"
_SHARING = ("txt", "json", "rttm")
"""Formats of which several transcripts may follow each other on stdout."""


@dataclass(frozen=True, slots=True)
class Style:
    """In which formats transcripts are written, and how."""

    kinds: tuple[str, ...]
    options: SubtitleOptions = field(default_factory=SubtitleOptions)
    pretty: bool = False
    words_in_json: bool = False
    """Whether JSON shows the words even where nobody asked for their times, as WhisperX does."""

    def text(self, kind: str, transcript: Transcript, name: str) -> str:
        """The transcript of the recording called `name` in one format."""
        options = self.options
        if kind == "json" and self.words_in_json:
            options = replace(options, word_timestamps=True)
        text = FORMATS[kind](transcript, options, name=name)
        if kind == "json" and self.pretty:
            return json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"
        return text


def formats_named(asked: Sequence[str] | None) -> tuple[str, ...]:
    """The formats of `-f`, each once: given several times, with commas, or `all`; none: empty.

    Raises UsageError for one that does not exist.
    """
    named = [kind.strip().lower() for text in asked or () for kind in text.split(",")]
    kinds: list[str] = []
    for kind in named:
        if kind != ALL and kind not in FORMATS:
            known = ", ".join([*FORMATS, ALL])
            raise UsageError("unknown-format", f"There is no format {kind!r}.", f"Use {known}.")
        kinds += WHISPER_FORMATS if kind == ALL else [kind]
    return tuple(dict.fromkeys(kinds))


@dataclass(frozen=True, slots=True)
class Written:
    """The files of one transcript; `changed` are those that did not say the same before."""

    paths: tuple[Path, ...] = ()
    changed: tuple[Path, ...] = ()


class Target(Protocol):
    """Takes the transcripts of recordings, which come one after the other."""

    def add(self, segments: Sequence[Segment]) -> None:
        """Take what was recognised since, of the recording that is in hand."""
        ...

    def finish(self, source: str, transcript: Transcript, *, fresh: bool) -> Written:
        """Take the whole transcript of a recording; a `fresh` one was added piece by piece."""
        ...


class Folder:
    """Files below a folder, whole or not at all.

    `places` say where each source's files lie below it, without their extension; more may be added
    while it is in use. A file that says the same already is left alone. Raises VoicecliError when
    the folder cannot be written.
    """

    def __init__(self, folder: Path, style: Style, places: Mapping[str, PurePath]) -> None:
        self._folder = folder
        self._style = style
        self._places = places
        self._inputs = {os.path.abspath(source) for source in places}
        self._swept: set[Path] = set()
        _check_folder(folder)

    def paths(self, source: str) -> tuple[Path, ...]:
        """The files of a source's transcript."""
        place = self._folder / self._places[source]
        return tuple(place.with_name(f"{place.name}.{kind}") for kind in self._style.kinds)

    def add(self, segments: Sequence[Segment]) -> None:
        """Files are written when a transcript is whole."""

    def finish(self, source: str, transcript: Transcript, *, fresh: bool) -> Written:
        """Write the files of a transcript. Raises VoicecliError when one cannot be written."""
        paths = self.paths(source)
        self._check_target(source, paths)
        changed = [
            path
            for kind, path in zip(self._style.kinds, paths, strict=True)
            if self._write(path, self._style.text(kind, transcript, self._places[source].name))
        ]
        return Written(paths, tuple(changed))

    def _write(self, path: Path, text: str) -> bool:
        folder = path.parent
        try:
            if folder not in self._swept:
                folder.mkdir(parents=True, exist_ok=True)
                sweep(folder)
                self._swept.add(folder)
            return write_whole(path, text.encode("utf-8", "replace"))
        except OSError as error:
            raise _cannot_write(path, error) from error

    def _check_target(self, source: str, paths: Iterable[Path]) -> None:
        """Raise VoicecliError before a recording is overwritten by a transcript."""
        for path in paths:
            is_own = False
            with suppress(OSError):
                is_own = not path.is_symlink() and path.samefile(source)
            if is_own or os.path.abspath(path) in self._inputs:
                raise VoicecliError(
                    "overwrites-input",
                    f"{path} is a recording, and a transcript would overwrite it.",
                    "Choose another folder with `-o`.",
                )


class Stdout:
    """Transcripts on stdout, one after the other.

    Text comes `streamed`, segment by segment; anything else when its recording is over. Raises
    UsageError for formats that cannot follow each other.
    """

    def __init__(self, style: Style, *, several: bool, streamed: bool) -> None:
        (self._kind,) = style.kinds if len(style.kinds) == 1 else ("",)
        if not self._kind or (several and self._kind not in _SHARING):
            what = f"Several {self._kind} transcripts" if self._kind else "Several formats"
            raise UsageError(
                "needs-folder", f"{what} do not fit on stdout.", "Name a folder with `-o DIR`."
            )
        self._style = style
        self._streamed = streamed and self._kind == "txt"

    def add(self, segments: Sequence[Segment]) -> None:
        """Print what is new."""
        if self._streamed:
            self._print("stdin", Transcript(tuple(segments), "", 0.0))

    def finish(self, source: str, transcript: Transcript, *, fresh: bool) -> Written:
        """Print what was not printed yet."""
        if not (self._streamed and fresh):
            self._print(source, transcript)
        return Written()

    def _print(self, source: str, transcript: Transcript) -> None:
        name = os.path.splitext(os.path.basename(source))[0] if source != "-" else "stdin"
        text = self._style.text(self._kind, transcript, name)
        sys.stdout.write(text + "\n" if text and not text.endswith("\n") else text)
        sys.stdout.flush()


class Nowhere:
    """Transcripts that are read from the report alone."""

    def add(self, segments: Sequence[Segment]) -> None:
        """Nothing to do."""

    def finish(self, source: str, transcript: Transcript, *, fresh: bool) -> Written:
        """Nothing to do."""
        return Written()


def _check_folder(folder: Path) -> None:
    """Make the folder and try to write there, before hours of work are lost on it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _cannot_write(folder, error) from error


def _cannot_write(path: Path, error: OSError) -> VoicecliError:
    reason = (error.strerror or str(error)).lower()
    return VoicecliError(
        "cannot-write", f"{path} cannot be written: {reason}.", "Choose another folder with `-o`."
    )
