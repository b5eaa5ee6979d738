"""What a person sees while recordings are transcribed, and at the end of it."""

import os
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn
from rich.table import Column
from rich.text import Text

from voicecli.audio.files import Source, duration
from voicecli.cli.aligned import print_aligned
from voicecli.cli.console import printable
from voicecli.cli.counted import counted
from voicecli.cli.language_names import language_name
from voicecli.cli.transcribe_report import Entry
from voicecli.clock_time import clock_time
from voicecli.errors import VoicecliError
from voicecli.pipeline import transcribe as pipeline
from voicecli.turn import Turn

_BARS = 6
"""Recordings that have a bar of their own at one time."""
_ROWS = 40
"""Recordings that a summary lists; of more, those that are not as they should be."""


_FIGURES = 56
"""Columns that a summary needs beside the recordings' names."""
_SHORTEST_NAME = 20


class _Told(ProgressColumn):
    """What is told behind a bar; that work is stopping, as soon as somebody asked for it."""

    def __init__(self, turn: Turn) -> None:
        super().__init__(Column(no_wrap=True))
        self._turn = turn

    def render(self, task: Task) -> Text:
        """The column's text; called some ten times a second."""
        return Text("stopping" if self._turn.cancelled else task.fields["told"])


class Bars:
    """One bar for the whole and one for each running file, on a terminal; nothing elsewhere.

    `sizes` are the bytes of all sources that are known before, by which the whole is measured:
    to look into ten thousand files for their lengths would take minutes. A context manager.
    """

    def __init__(
        self, console: Console, sizes: Mapping[str, int], turn: Turn, *, shown: bool
    ) -> None:
        self._progress = Progress(
            TextColumn(
                "{task.description}",
                markup=False,
                table_column=Column(no_wrap=True, overflow="ellipsis", max_width=36),
            ),
            BarColumn(bar_width=24),
            _Told(turn),
            console=console,
            transient=True,
            disable=not (shown and console.is_terminal),
            redirect_stdout=sys.stdout.isatty(),
        )
        self._sizes = sizes
        self._begun = time.monotonic()
        self._files: dict[Source, TaskID] = {}
        self._heard: dict[Source, float] = {}
        self._bytes = 0
        self._work_bytes = 0
        self._seconds = 0.0
        self._resumed = 0.0
        self._finished = 0
        self._whole = self._progress.add_task(
            self._count(), total=sum(sizes.values()) or None, told="", visible=len(sizes) != 1
        )

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def show(self, outcome: pipeline.Outcome) -> None:
        """Move the bars to where the outcome is."""
        if self._progress.disable or isinstance(outcome, pipeline.Unremembered):
            return
        source = outcome.source
        if isinstance(outcome, pipeline.Started):
            self._resumed += outcome.resumed
            self._move(source, outcome.resumed)
        elif isinstance(outcome, pipeline.Progress | pipeline.Ahead):
            self._move(source, outcome.seconds)
        elif isinstance(outcome, pipeline.Transcribed | pipeline.Failed):
            fresh = isinstance(outcome, pipeline.Transcribed) and outcome.fresh
            self._end(source, fresh=fresh)
        self._tell()

    def _move(self, source: Source, seconds: float) -> None:
        if source not in self._files and len(self._files) < _BARS:
            name = printable(os.path.basename(_name(source)))
            self._files[source] = self._progress.add_task(name, total=_length(source), told="")
        self._heard[source] = max(seconds, self._heard.get(source, 0.0))
        if (task := self._files.get(source)) is not None:
            total = self._progress.tasks[self._progress.task_ids.index(task)].total
            told = f"{_clock(seconds)} of {_clock(total)}" if total else _clock(seconds)
            self._progress.update(task, completed=seconds, told=told)

    def _end(self, source: Source, *, fresh: bool) -> None:
        if (task := self._files.pop(source, None)) is not None:
            self._progress.remove_task(task)
        size = self._sizes.get(_name(source), 0)
        self._finished += 1
        self._bytes += size
        self._work_bytes += size if fresh else 0
        self._seconds += self._heard.pop(source, 0.0) if fresh else 0.0

    def _tell(self) -> None:
        """Say how much sound is done, how fast, and how long the rest will take."""
        elapsed = time.monotonic() - self._begun
        seconds = self._seconds + sum(self._heard.values())
        part = sum(self._part(source) for source in self._heard)
        told = [f"{_clock(seconds)} of sound"]
        if elapsed > 1.0 and seconds > self._resumed:
            told.append(f"{(seconds - self._resumed) / elapsed:.1f}×")
            if (work := self._work_bytes + part) and (total := sum(self._sizes.values())):
                rest = max(total - self._bytes - part, 0.0) * elapsed / work
                told.append(f"{_clock(rest)} left")
        self._progress.update(
            self._whole,
            completed=self._bytes + part,
            description=self._count(),
            told=" · ".join(told),
        )

    def _part(self, source: Source) -> float:
        """The bytes of a running file that are done, as far as its length is known."""
        task = self._files.get(source)
        if task is None:
            return 0.0
        total = self._progress.tasks[self._progress.task_ids.index(task)].total
        share = min(self._heard[source] / total, 1.0) if total else 0.0
        return share * self._sizes.get(_name(source), 0)

    def _count(self) -> str:
        return f"{self._finished} of {len(self._sizes)}" if self._sizes else f"{self._finished}"


def print_summary(entries: Sequence[Entry], elapsed: float, console: Console) -> None:
    """Print what became of several recordings; of very many, of those that went wrong.

    `elapsed` are the seconds that the run took.
    """
    rows = entries
    if len(entries) > _ROWS:
        rows = [entry for entry in entries if entry.error][:_ROWS]
    longest = max(console.width - _FIGURES, _SHORTEST_NAME) if console.is_terminal else 0
    heads = ["RECORDING", "LENGTH", "LANGUAGE", "SPEAKERS", "RESULT"]
    table = [heads, *([_shortened(entry.shown, longest), *_figures(entry)] for entry in rows)]
    if not any(entry.speakers for entry in rows):
        table = [row[:3] + row[4:] for row in table]
    if rows:
        print_aligned(table, console)
    console.print(_closing(entries, elapsed), markup=False)


def _shortened(name: str, longest: int) -> str:
    """A name with its end kept, which tells files apart; as it is where `longest` is 0."""
    name = printable(name)
    return f"…{name[-longest + 1 :]}" if longest and len(name) > longest else name


def _closing(entries: Sequence[Entry], elapsed: float) -> str:
    """The whole run in one line: "8 done, 1 failed; 10:36 of sound in 3:05 (3.4×)."."""
    counts = {
        "done": sum(entry.status == "done" for entry in entries),
        "finished before": sum(entry.status == "skipped" for entry in entries),
        "failed": sum(entry.status == "failed" for entry in entries),
    }
    said = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    heard = sum(entry.seconds for entry in entries if entry.status == "done")
    if not heard or not elapsed:
        return f"{said}."
    return f"{said}; {_clock(heard)} of sound in {_clock(elapsed)} ({heard / elapsed:.1f}×)."


def one_line(entry: Entry) -> str:
    """What became of a single recording: its language with its probability, and its files."""
    said = [spoken(entry), _clock(entry.seconds)]
    if entry.speakers:
        said.append(counted(len(entry.speakers), "speaker"))
    if entry.status == "skipped":
        said.append("finished before")
    files = " ".join(entry.outputs)
    return f"{entry.shown}: {', '.join(part for part in said if part)}" + (
        f" → {files}" if files else ""
    )


def spoken(entry: Entry) -> str:
    """The language and how sure that is: "German (98 %)"; without it where it was given."""
    if not entry.language or not entry.segments:
        return ""
    name = language_name(entry.language)
    sure = entry.language_probability
    return name if sure is None or sure >= 1.0 else f"{name} ({min(round(100 * sure), 99)} %)"


def _clock(seconds: float) -> str:
    """A length, to the nearest second."""
    return clock_time(round(seconds))


def _figures(entry: Entry) -> list[str]:
    """Length, language, number of speakers and result."""
    if entry.error:
        why = entry.reason.removesuffix(entry.error.hint).rstrip(" .")
        return ["", "", "", f"failed: {why}"]
    said = {"done": "done", "skipped": "finished before"}[entry.status]
    if not entry.segments:
        said += ", nobody speaks"
    speakers = str(len(entry.speakers)) if entry.speakers else ""
    return [_clock(entry.seconds), spoken(entry), speakers, said]


def _length(source: Source) -> float | None:
    """The seconds of a recording, as its header tells; None where it does not."""
    if not isinstance(source, str) or source == "-":
        return None
    with suppress(VoicecliError):
        return duration(source) or None
    return None


def _name(source: Source) -> str:
    return str(source)
