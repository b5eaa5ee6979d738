"""Figures over all conversations as tables and plots in the terminal."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from voicecli.cli.console import printable

if TYPE_CHECKING:
    from voicecli.log.reading import LoggedErrors
    from voicecli.storage.figures import Figures, Latency

STAGES = {
    "waited": "until the answer began",
    "stt": "recognise",
    "understand": "understand",
    "retrieve": "retrieve",
    "first_token": "first token",
    "llm": "model",
    "first_audio": "speech made",
    "first_sound": "first sound",
    "total": "all of the turn",
}
"""What a person reads for a stage, in the order of a turn."""

_COLUMNS = (
    (64, ("turns", "p50", "p95", "p99", "longest")),
    (50, ("turns", "p50", "p95")),
    (0, ("p50", "p95")),
)
"""What a terminal of at least so many columns shows of a stage."""

PLOT_HEIGHT = 12
_BESIDE_PLOT = 9
"""Columns of numbers and frame beside the bars."""
_NARROWEST_PLOT = 30
_WIDEST_PLOT = 110
_SHOWN = 12
"""Rows of a table of counts."""
_OUTLIERS = 99.0
"""The plot of waiting ends at this percentile: one long wait would press all others together."""


def print_figures(console: Console, figures: "Figures", *, plots: bool) -> None:
    """Print all figures: what there was, how fast, what was asked, what went wrong."""
    is_line = not console.is_terminal
    console.print(Text(_overview(figures)), soft_wrap=is_line)
    console.print(Text(_endings(figures)), style="dim", soft_wrap=is_line)
    console.print()
    console.print(_latencies(figures.latencies, console.width))
    for title, counts in (
        ("intents", figures.intents),
        ("voices", figures.voices),
        ("personas", figures.personas),
        *((f"models: {role}", used) for role, used in figures.models.items()),
    ):
        _print_counts(console, title, counts, figures.turns)
    _print_counts(
        console,
        "errors",
        {f"{one.component or 'unknown'}: {one.code}": one.turns for one in figures.errors},
        figures.turns,
    )
    if plots and console.width >= _NARROWEST_PLOT:
        _print_plots(console, figures)


def print_logged(console: Console, logged: "LoggedErrors") -> None:
    """Print the errors of the log: those that ended a turn, and those that left none."""
    total = sum(logged.counts.values())
    if logged.since and total:
        named = {
            f"{room or 'unknown'}: {code}": count for (room, code), count in logged.counts.items()
        }
        title = f"errors in the log since {logged.since.astimezone():%Y-%m-%d}"
        _print_counts(console, title, named, total, of="errors")


def _overview(figures: "Figures") -> str:
    first, last = figures.first, figures.last
    days = f", {first:%Y-%m-%d} to {last:%Y-%m-%d}" if first and last else ""
    typed = figures.turns - figures.spoken
    return (
        f"{_counted(figures.turns, 'turn')} in {_counted(figures.sessions, 'session')}{days}: "
        f"{figures.spoken:,} spoken, {typed:,} typed"
    )


def _endings(figures: "Figures") -> str:
    told = {
        "not in the content": figures.abstained,
        "interrupted": figures.interrupted,
        "answered as before": figures.cached,
        "failed": figures.failed,
    }
    return " · ".join(
        f"{name} {count:,} ({_share(count, figures.turns)})" for name, count in told.items()
    )


def _latencies(latencies: "Iterable[Latency]", width: int) -> Table:
    """A row for each stage, and one for each mode and way of asking in which it differs."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("seconds", no_wrap=True)
    shown = next((columns for least, columns in _COLUMNS if width >= least), _COLUMNS[-1][1])
    for name in shown:
        table.add_column(name, justify="right", no_wrap=True)
    ordered = sorted(latencies, key=lambda one: list(STAGES).index(one.stage))
    for stage, rows in groupby(ordered, key=lambda one: one.stage):
        for one in _telling(list(rows)):
            style = "dim" if one.mode or one.asked else ""
            cells = [_row_name(stage, one), *(_cell(one, name) for name in shown)]
            table.add_row(*(Text(cell, style=style) for cell in cells))
    return table


def _cell(one: "Latency", column: str) -> str:
    return f"{one.turns:,}" if column == "turns" else _seconds(getattr(one, column))


def _telling(rows: "list[Latency]") -> "list[Latency]":
    """The row of all turns, and the others where there is more than one group of turns."""
    finest = [one for one in rows if one.mode and one.asked]
    whole = [one for one in rows if not (one.mode or one.asked)]
    return whole + (finest if len(finest) > 1 else [])


def _row_name(stage: str, one: "Latency") -> str:
    inside = ", ".join(filter(None, (one.asked, printable(one.mode))))
    return f"  {inside}" if inside else STAGES[stage]


def _print_counts(
    console: Console, title: str, counts: Mapping[str, int], turns: int, of: str = "turns"
) -> None:
    if not counts:
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column(Text(printable(title)), overflow="fold")
    table.add_column(of, justify="right", no_wrap=True)
    table.add_column("", justify="right", no_wrap=True)
    for number, (name, count) in enumerate(counts.items()):
        if number == _SHOWN and len(counts) > _SHOWN + 1:
            rest = sum(list(counts.values())[_SHOWN:])
            others = f"{len(counts) - _SHOWN} others"
            table.add_row(others, f"{rest:,}", _share(rest, turns), style="dim")
            break
        table.add_row(Text(printable(name)), f"{count:,}", _share(count, turns))
    console.print()
    console.print(table)


def _print_plots(console: Console, figures: "Figures") -> None:
    width = min(console.width, _WIDEST_PLOT)
    days = _per_day(figures.days)
    if len(days) > 1:
        names, turns, span = _grouped(days, width)
        title = "turns a day" if span == 1 else f"turns in {span} days each"
        print_bars(console, title, names, turns, width)
    waits = [values for (stage, _), values in figures.times.items() if stage == "waited"]
    waited = np.concatenate(waits) if waits else np.zeros(0)
    if len(waited) > 1 and (limit := float(np.percentile(waited, _OUTLIERS))) > 0:
        bins = max(5, min(20, (width - _BESIDE_PLOT) // 6))
        counts, edges = np.histogram(waited, bins=bins, range=(0.0, limit))
        names = [f"{edge:.2g}" for edge in edges[:-1]]
        title = f"turns by seconds waited, up to p{_OUTLIERS:.0f}"
        print_bars(console, title, names, counts.tolist(), width)


def print_bars(
    console: Console,
    title: str,
    names: list[str],
    values: list[int],
    width: int,
    top: int | None = None,
) -> None:
    """Draw bars, each as wide as the others; the highest reaches the top, unless that is given.

    Colour is the console's affair, so that none is sent where none is wanted.
    """
    import plotext

    most = top or max(values)
    marks = [0, most // 2, most] if most > 1 else [0, 1]
    columns = max(1, (width - _BESIDE_PLOT) // len(names))
    figure = plotext.figure.clear()
    figure.draw(figure.bar(list(range(len(values))), values, width=1 - 1 / max(columns, 2)))
    step = -(-(max(map(len, names)) + 2) // columns)
    shown = list(range(0, len(names), step))
    figure.ruler("x").ticks(shown, [names[place] for place in shown])
    figure.ruler("x").lim(-0.5, len(names) - 0.5)
    if top is not None:
        figure.ruler("y").lim(0, top)
    figure.ruler("y").ticks(marks, [f"{mark:>{_BESIDE_PLOT - 2},}" for mark in marks])
    figure.plot_size(_BESIDE_PLOT + columns * len(names), PLOT_HEIGHT)
    console.print()
    console.print(Text(f"{'':{_BESIDE_PLOT}}{title}", style="bold"))
    for line in plotext.uncolorize(str(figure.build())).rstrip("\n").split("\n"):
        text = Text(line.rstrip(), no_wrap=True)
        text.highlight_regex("█+", "cyan")
        console.print(text, soft_wrap=True)


def _per_day(days: Mapping[date, int]) -> list[tuple[date, int]]:
    """Every day from the first to the last with its turns, none left out."""
    if not days:
        return []
    first, last = min(days), max(days)
    return [
        (day, days.get(day, 0))
        for day in (first + timedelta(days=number) for number in range((last - first).days + 1))
    ]


def _grouped(days: list[tuple[date, int]], width: int) -> tuple[list[str], list[int], int]:
    """The days, or spans of as many days as make the bars fit; named by their first day."""
    room = max(5, (width - _BESIDE_PLOT) // 2)
    span = -(-len(days) // room)
    groups = [days[start : start + span] for start in range(0, len(days), span)]
    is_long = days[0][0].year != days[-1][0].year
    names = [f"{group[0][0]:%Y-%m-%d}" if is_long else f"{group[0][0]:%m-%d}" for group in groups]
    return names, [sum(turns for _, turns in group) for group in groups], span


def _seconds(value: float) -> str:
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"


def _share(count: int, of: int) -> str:
    return f"{count / of:.1%}" if of else "–"


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
