"""A run of `voicecli transcribe`: outcomes to files, stdout, bars and report as they come."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, Literal

from rich.text import Text

from voicecli.audio.files import Source
from voicecli.cli import transcribe_view as view
from voicecli.cli.console import err, note, out, print_json, printable
from voicecli.cli.transcribe_inputs import Input
from voicecli.cli.transcribe_report import Entry, Lines, entry_of, report
from voicecli.cli.transcripts import Target
from voicecli.errors import ExitCode, VoicecliError
from voicecli.pipeline import transcribe as pipeline
from voicecli.stt.formats_text import format_time
from voicecli.turn import Turn
from voicecli.types import Segment, Transcript

Spoken = Literal["", "lines", "colours"]
"""Whether each segment is printed with its times as it comes, and its words in colours."""

Remember = Callable[[str, Transcript], object]
"""Keeps the transcript of a source."""
_COLOURS = ("red", "yellow", "green")


@dataclass(frozen=True, slots=True)
class Told:
    """What a run tells besides the transcripts."""

    report: bool = False
    """A report at the end, on stdout."""
    lines: Lines | None = None
    """A JSON object on stdout for each segment and each file."""
    spoken: Spoken = ""
    quiet: bool = False
    """No bars and no summary."""


@dataclass(slots=True)
class Run:
    """Takes the outcomes of a transcription; `entries` say what became of each recording."""

    target: Target
    told: Told
    sizes: Mapping[str, int]
    dead_ends: Mapping[str, VoicecliError] = field(default_factory=dict)
    """What is known beforehand of arguments that lead to no recording."""
    remember: Remember | None = None
    entries: list[Entry] = field(default_factory=list)
    in_hand: str = ""
    """The recording whose outcomes come now; empty when none is in work."""
    _heard_of: int = 0
    """How many segments of the recording in hand came."""
    _begun: float = field(default_factory=time.monotonic)

    def follow(
        self, sources: Iterable[str | None], how: pipeline.Transcription, turn: Turn
    ) -> None:
        """Transcribe the sources. Raises TurnCancelled after a cancel."""
        with ExitStack() as stack:
            outcomes: Any = pipeline.transcribe(sources, how, turn)
            stack.enter_context(closing(outcomes))
            bars = stack.enter_context(view.Bars(err, self.sizes, turn, shown=not self.told.quiet))
            for outcome in outcomes:
                bars.show(outcome)
                self._take(outcome)

    def end(self, *, interrupted: bool = False) -> int:
        """Tell what became of the recordings; returns the exit code."""
        order = {source: number for number, source in enumerate(self.sizes)}
        self.entries.sort(key=lambda entry: order.get(entry.source, len(order)))
        elapsed = time.monotonic() - self._begun
        if self.told.report:
            print_json(report(self.entries, elapsed, interrupted=interrupted))
        elif not self.told.quiet:
            self._sum_up(elapsed)
        failed = sum(entry.status == "failed" for entry in self.entries)
        if interrupted:
            return ExitCode.INTERRUPTED
        if not failed:
            return ExitCode.OK
        return ExitCode.ERROR if failed == len(self.entries) else ExitCode.PARTIAL

    def _take(self, outcome: pipeline.Outcome) -> None:
        if isinstance(outcome, pipeline.Started):
            self.in_hand = _name(outcome.source)
        elif isinstance(outcome, pipeline.Progress):
            self._heard(_name(outcome.source), outcome.segments)
        elif isinstance(outcome, pipeline.Transcribed):
            try:
                self._done(_name(outcome.source), outcome)
            except VoicecliError as error:
                self._failed(_name(outcome.source), error)
        elif isinstance(outcome, pipeline.Failed):
            self._failed(_name(outcome.source), outcome.error)
        elif isinstance(outcome, pipeline.Unremembered):
            note(f"voicecli: {outcome.error}")

    def _heard(self, name: str, segments: tuple[Segment, ...]) -> None:
        if self.told.lines:
            self.told.lines.add(name, segments, self._heard_of)
        elif self.told.spoken:
            for segment in segments:
                _speak(segment, coloured=self.told.spoken == "colours")
        else:
            self.target.add(segments)
        self._heard_of += len(segments)

    def _done(self, name: str, outcome: pipeline.Transcribed) -> None:
        transcript = outcome.transcript
        if not outcome.fresh and (self.told.lines or self.told.spoken):
            self._heard(name, transcript.segments)  # they did not come piece by piece
        written = self.target.finish(name, transcript, fresh=outcome.fresh)
        entry = entry_of(name, transcript, written, fresh=outcome.fresh)
        if self.remember:
            self.remember(name, transcript)
        self._add(entry, transcript)
        if outcome.fresh and not transcript.segments and not self.told.quiet:
            note(f"{entry.shown}: nothing heard")

    def _failed(self, name: str, error: VoicecliError) -> None:
        entry = Entry(name, "failed", error=self.dead_ends.get(name, error))
        self._add(entry)
        note(f"voicecli: {entry.shown}: {entry.reason}")

    def _add(self, entry: Entry, transcript: Transcript | None = None) -> None:
        if self.told.lines:
            self.told.lines.finish(entry, transcript)
        self.in_hand = ""
        self._heard_of = 0
        self.entries.append(entry)

    def _sum_up(self, elapsed: float) -> None:
        if len(self.entries) > 1:
            view.print_summary(self.entries, elapsed, err)
        elif err.is_terminal and self.entries and self.entries[0].segments:
            note(view.one_line(self.entries[0]))


@contextmanager
def stopping(turn: Turn) -> Iterator[None]:
    """Let Ctrl-C, or a request to end, cancel the turn; the second leaves at once.

    What was recognised before is kept; the passages that are being recognised are not.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        if turn.cancelled:  # whatever it waits for may never come; nothing that is done is lost
            err.show_cursor()
            os._exit(ExitCode.INTERRUPTED)
        turn.cancel("interrupted")

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in signals}
    for number, handler in before.items():
        if handler != signal.SIG_IGN:  # `nohup` has it ignored
            signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def sizes_of(inputs: Iterable[Input]) -> dict[str, int]:
    """The bytes of each input, in order; 0 where nobody knows."""
    sizes: dict[str, int] = {}
    for item in inputs:
        sizes[item.source] = 0
        if item.path and item.error is None:
            with suppress(OSError, ValueError):
                sizes[item.source] = item.path.stat().st_size
    return sizes


def _speak(segment: Segment, *, coloured: bool) -> None:
    """Print a segment with its times, as openai-whisper's command does."""
    times = [
        format_time(at, decimal=".", always_hours=False) for at in (segment.start, segment.end)
    ]
    line = Text(f"[{times[0]} --> {times[1]}] ")
    if coloured and segment.words:
        for word in segment.words:
            shade = _COLOURS[min(int(word.probability * len(_COLOURS)), len(_COLOURS) - 1)]
            line.append(printable(word.text), shade)
    else:
        line.append(f" {printable(segment.text.strip())}")
    out.print(line)
    sys.stdout.flush()


def _name(source: Source) -> str:
    return str(source) if isinstance(source, str | Path) else "-"
