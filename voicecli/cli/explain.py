"""`voicecli ask --explain`: what a question was understood as, and why passages stand in order."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from voicecli.cli.console import err, note, printable
from voicecli.types import Event

FIGURE_WIDTH = len("0.00")
NARROW = 76
"""Columns of a terminal that a table of all scores needs."""

_COLUMNS = (
    ("keyword", "keyword"),
    ("technology", "tech"),
    ("recency", "recent"),
    ("impact", "impact"),
    ("bm25_rank", "bm25"),
    ("vector_rank", "vec"),
    ("cosine", "cos"),
    ("support", "supp"),
    ("fused", "fused"),
)
"""Parts of a score, and what stands above their column; ranks count from 1."""


def explanation(events: Sequence[Event]) -> dict[str, Any]:
    """What is known of a turn: its understanding, and the scores of the passages by their ids."""
    told: dict[str, Any] = {"understanding": {}, "scores": {}}
    for event in events:
        if event.kind == "understanding-end":
            told["understanding"] = dict(event.data)
        elif event.kind == "retrieval-end":
            told["scores"] = dict(event.data.get("scores") or {})
    return told


def print_explanation(told: Mapping[str, Any]) -> None:
    """Print it on stderr: a line for each thing understood, then the table of scores."""
    understanding = told["understanding"]
    sure = f"{understanding.get('intent', '?')} ({understanding.get('confidence', 0.0):.2f})"
    _line("intent", sure)
    if guard := understanding.get("guard"):
        _line("declined", str(guard))
    for name, value in (understanding.get("slots") or {}).items():
        _line(name, _said(value))
    if not told["scores"]:
        note("No passage was scored.")
    elif err.width < NARROW:
        _print_listed(told["scores"])
    else:
        err.print(_table(told["scores"]), soft_wrap=False)


def _line(name: str, value: str) -> None:
    err.print(Text.assemble((f"{name.replace('_', ' '):>20}  ", "cyan"), printable(value)))


def _said(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_said(one)}" for key, one in value.items() if one is not None)
    if isinstance(value, list | tuple):
        return ", ".join(map(_said, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _table(scores: Mapping[str, Mapping[str, Any]]) -> Table:
    """A row for each passage, the best first."""
    used = _used(scores)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    widths = [max(len(name), FIGURE_WIDTH) for _, name in used]
    room = err.width - sum(width + 2 for width in widths) - 3
    table.add_column("passage", overflow="ellipsis", no_wrap=True, max_width=max(room, 8))
    for (_, name), width in zip(used, widths, strict=True):
        table.add_column(name, justify="right", no_wrap=True, width=width)
    for passage, parts in _best(scores):
        table.add_row(printable(passage), *(_figure(parts.get(key)) for key, _ in used))
    return table


def _print_listed(scores: Mapping[str, Mapping[str, Any]]) -> None:
    """What a narrow terminal has no columns for."""
    used = _used(scores)
    for passage, parts in _best(scores):
        told = " · ".join(f"{name} {_figure(parts.get(key))}" for key, name in used)
        err.print(Text.assemble((printable(passage), "bold"), f"\n  {told}"), soft_wrap=False)


def _used(scores: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The parts that some passage has."""
    return [(key, name) for key, name in _COLUMNS if any(one.get(key) for one in scores.values())]


def _best(scores: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, Mapping[str, Any]]]:
    return sorted(scores.items(), key=lambda entry: -float(entry[1].get("fused") or 0.0))


def _figure(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:.2f}" if isinstance(value, float) else str(value)
