"""What a person sees of `voicecli transcribe`: its transcripts, and a bar while they are made."""

import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from voicecli.audio.files import Source, duration
from voicecli.errors import UsageError, VoicecliError
from voicecli.pipeline import transcribe as pipeline
from voicecli.stt.formats import FORMATS
from voicecli.types import Segment, Transcript

Format = Literal["txt", "srt", "vtt", "tsv", "json", "all"]

_SHARING = ("txt", "json")
"""Formats of which several transcripts may follow each other on stdout."""


class Transcripts:
    """Writes transcripts in one format, or in all.

    With a folder, each becomes STEM.FORMAT there, whole or not at all. Without one they go to
    stdout: text as it is recognised, JSON as one object a line. Raises UsageError when the inputs
    cannot be told apart there, VoicecliError when the folder cannot be written.
    """

    def __init__(self, inputs: Sequence[str], output: Format, folder: Path | None) -> None:
        self._formats = list(FORMATS) if output == "all" else [output]
        self._folder = folder
        if folder is None:
            self._check_stdout(inputs, output)
        else:
            self._check_stems(inputs, folder)
            _check_folder(folder)

    def add(self, segments: Sequence[Segment]) -> None:
        """Take what was recognised so far."""
        if self._folder is None and self._formats == ["txt"]:
            for segment in segments:
                print(segment.text.strip(), flush=True)

    def finish(self, name: str, transcript: Transcript) -> None:
        """Write the whole transcript of one input."""
        if self._folder is None:
            self._print(transcript)
            return
        for kind in self._formats:
            _write(self._folder / f"{_stem(name)}.{kind}", FORMATS[kind](transcript))

    def _print(self, transcript: Transcript) -> None:
        (kind,) = self._formats
        if kind == "json":
            print(FORMATS[kind](transcript), flush=True)
        elif kind != "txt":
            sys.stdout.write(FORMATS[kind](transcript))
            sys.stdout.flush()

    def _check_stdout(self, inputs: Sequence[str], output: Format) -> None:
        if output == "all" or (len(inputs) > 1 and output not in _SHARING):
            what = "All formats" if output == "all" else f"Several {output} transcripts"
            raise UsageError(
                "needs-folder", f"{what} do not fit on stdout.", "Name a folder with `-o DIR`."
            )

    def _check_stems(self, inputs: Sequence[str], folder: Path) -> None:
        taken: dict[str, str] = {}
        for name in inputs:
            other = taken.setdefault(_stem(name), name)
            if other is not name:
                target = folder / f"{_stem(name)}.{self._formats[0]}"
                raise UsageError(
                    "same-name",
                    f"{other} and {name} would both become {target}.",
                    "Transcribe them into different folders.",
                )


class ProgressBar:
    """How many seconds of sound are done, on a terminal; nothing elsewhere. A context manager."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TextColumn("{task.completed:.0f} of {task.fields[length]} s"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
            redirect_stdout=sys.stdout.isatty(),
        )
        self._source: Source | None = None
        self._task = self._progress.add_task("", total=None, visible=False, length="?")

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def show(self, outcome: pipeline.Outcome) -> None:
        """Move the bar to where the outcome is."""
        if self._progress.disable:
            return
        if outcome.source != self._source:
            self._begin(outcome.source)
        if isinstance(outcome, pipeline.Progress):
            self._progress.update(self._task, completed=outcome.seconds)

    def _begin(self, source: Source) -> None:
        self._source = source
        seconds = None
        if isinstance(source, (str, Path)) and str(source) != "-":  # stdin is read only once
            with suppress(VoicecliError):
                seconds = duration(source)
        self._progress.reset(
            self._task,
            total=seconds,
            visible=True,
            description=Path(str(source)).name,
            length=f"{seconds:.0f}" if seconds else "?",
        )


def _stem(name: str) -> str:
    return "stdin" if name == "-" else Path(name).stem


def _check_folder(folder: Path) -> None:
    """Make the folder and try to write there, before hours of work are lost on it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _cannot_write(folder, error) from error


def _write(target: Path, text: str) -> None:
    """Write a file that is whole or not there; what stood there before stays until it is whole."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="")
        part.replace(target)
    except OSError as error:
        raise _cannot_write(target, error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _cannot_write(path: Path, error: OSError) -> VoicecliError:
    reason = (error.strerror or str(error)).lower()
    return VoicecliError(
        "cannot-write", f"{path} cannot be written: {reason}.", "Choose another folder with `-o`."
    )
