"""The panel of figures in `talk`: how long the last turn took, and what the program needs."""

import time
from collections.abc import Callable, Iterator, Mapping

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from voicecli.cli.console import printable
from voicecli.cli.counted import counted
from voicecli.cli.talk_figures import WAITED, StageFigures, TalkFigures
from voicecli.clock_time import clock_time
from voicecli.types import SAMPLE_RATE

REFRESH_SECONDS = 1.0
"""How often the process is looked at."""

_STAGES = {
    WAITED: "waited",
    "stt": "recognise",
    "understand": "understand",
    "retrieve": "retrieve",
    "first_audio": "speech made",
    "first_token": "first token",
    "llm": "model",
    "total": "in all",
}
"""The stages in the order of a turn; the first are those that remain on a low terminal."""

_LEFT_FREE = 9
"""Rows of a terminal that the panel leaves for what is said, and for the live line."""
_NARROW = 56
"""Columns under which there is no room for bars."""
_LONGEST_BAR = 40
_ROLES = ("stt", "llm", "tts", "embedding")


class Process:
    """What this process needs, looked at no more often than REFRESH_SECONDS."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        import psutil

        self._process = psutil.Process()
        self._clock = clock
        self._began = clock()
        self._looked = float("-inf")
        self._megabytes = self._percent = 0.0

    @property
    def uptime(self) -> float:
        """Seconds since the conversation began."""
        return self._clock() - self._began

    def needs(self) -> tuple[float, float]:
        """Megabytes of memory, and how much of one core it had since the last look, in percent."""
        now = self._clock()
        if now - self._looked >= REFRESH_SECONDS:
            self._looked = now
            with self._process.oneshot():
                self._megabytes = self._process.memory_info().rss / 1e6
                self._percent = self._process.cpu_percent(None)
        return self._megabytes, self._percent


class Panel:
    """Rows of figures above the live line, shown when a person asks for them with a key.

    `models` tells the name of the model by role, `dropped` how many samples were lost.
    """

    def __init__(
        self,
        figures: TalkFigures,
        process: Process,
        models: Callable[[], Mapping[str, str]],
        dropped: Callable[[], int],
    ) -> None:
        self.is_open = False
        self._figures = figures
        self._process = process
        self._models = models
        self._dropped = dropped

    def toggle(self) -> None:
        """Open it, or close it."""
        self.is_open = not self.is_open

    def rows(self, console: Console) -> Iterator[RenderableType]:
        """What is shown now: nothing while it is closed, and less on a small terminal."""
        if not self.is_open:
            return
        width, room = console.width - 1, console.height - _LEFT_FREE
        about = [self._counts(), self._resources(), *self._models_in_use()]
        shown = about if room >= len(about) + 3 else about[: max(1, room - 2)]
        stages = [
            (name, stage) for key, name in _STAGES.items() if (stage := self._figures.stage(key))
        ]
        if stages:
            most = max(1, room - len(shown) - 1)
            yield _bars(stages if len(stages) <= most else _chief(stages, most), width)
        for line in shown:
            yield Text(_cut(line, width), style="dim", no_wrap=True)

    def _counts(self) -> str:
        figures = self._figures
        told = [counted(figures.turns, "turn")]
        for count, name in (
            (figures.interrupted, "interrupted"),
            (figures.cached, "from the cache"),
            (figures.abstained, "not in the content"),
            (figures.failed, "failed"),
        ):
            told += [f"{count} {name}"] if count else []
        return " · ".join(told)

    def _resources(self) -> str:
        megabytes, percent = self._process.needs()
        told = [f"up {clock_time(self._process.uptime)}", f"memory {megabytes:,.0f} MB"]
        told += [f"CPU {percent:.0f} %"]
        if lost := self._dropped():
            told += [f"{lost / SAMPLE_RATE:.1f} s of sound lost"]
        return " · ".join(told)

    def _models_in_use(self) -> list[str]:
        models = self._models()
        named = [f"{role} {models[role]}" for role in _ROLES if models.get(role)]
        return [printable(" · ".join(named))] if named else []


def _chief(stages: list[tuple[str, StageFigures]], most: int) -> list[tuple[str, StageFigures]]:
    """So many stages: what was waited, all of the turn, and of the others the longest."""
    ends = [one for one in stages if one[0] in ("waited", "in all")][:most]
    others = [one for one in stages if one not in ends]
    others.sort(key=lambda one: one[1].p50, reverse=True)
    kept = [*ends, *others[: most - len(ends)]]
    return [one for one in stages if one in kept]


def _bars(stages: list[tuple[str, StageFigures]], width: int) -> Table:
    """A row for each stage: the last turn with a bar, and the percentiles of the conversation."""
    table = Table(box=None, pad_edge=False, padding=(0, 1), header_style="dim")
    table.add_column("seconds", no_wrap=True)
    table.add_column("last", justify="right", no_wrap=True)
    bar = min(_LONGEST_BAR, width - 42) if width >= _NARROW else 0
    if bar:
        table.add_column("", width=bar, no_wrap=True)
    table.add_column("p50", justify="right", no_wrap=True)
    table.add_column("p95", justify="right", no_wrap=True)
    longest = max([stage.last or 0.0 for _, stage in stages])
    for name, stage in stages:
        cells = [Text(name, style="cyan"), Text(_seconds(stage.last))]
        if bar:
            cells.append(Text(_bar(stage.last or 0.0, longest, bar), style="green"))
        table.add_row(*cells, Text(_seconds(stage.p50)), Text(_seconds(stage.p95)))
    return table


_EIGHTHS = " ▏▎▍▌▋▊▉"


def _bar(value: float, longest: float, width: int) -> str:
    """A bar of eighths of a cell."""
    eighths = round(max(0.0, value) / longest * width * 8) if longest > 0 else 0
    return ("█" * (eighths // 8) + _EIGHTHS[eighths % 8]).rstrip()


def _seconds(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.2f}" if abs(value) >= 0.0995 else f"{value:.3f}"


def _cut(line: str, width: int) -> str:
    return line if len(line) <= width else line[: max(0, width - 1)] + "…"
