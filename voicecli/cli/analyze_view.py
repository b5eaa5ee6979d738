"""An analysis in the terminal: bars, a table, and what came out, each with its time."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from voicecli.analysis.findings import Analysis, Quote, SpeakerFigures
from voicecli.cli.analyze_rows import COLUMNS, UNTOLD, cells, pitch, seconds
from voicecli.cli.console import printable
from voicecli.cli.counted import counted
from voicecli.clock_time import clock_time

if TYPE_CHECKING:
    from rich.console import Console

WIDE = 132
"""Columns from which all figures of a speaker fit on one line."""
_COLOURS = ("blue", "yellow", "green", "magenta", "cyan", "red")
_LANE_LEAST = 20
_LEVELS = " ▁▂▃▄▅▆▇█"
MOST_LISTED = 12
"""Questions, interruptions and the like on a screen; `--json` has all."""


def show(analysis: Analysis, console: "Console") -> None:
    """Print an analysis, as wide as the terminal is."""
    width = max(40, min(console.width, 140))
    colours = {
        one.speaker: _COLOURS[number % len(_COLOURS)]
        for number, one in enumerate(analysis.speakers)
    }
    _head(analysis, console)
    if analysis.speakers:
        _lanes(analysis, console, width, colours)
        _figures(analysis.speakers, console, width, colours)
        _feelings(analysis, console)
    _summary(analysis, console)
    if len(analysis.topics) > 1:
        _title("Topics", console)
        for topic in analysis.topics[:MOST_LISTED]:
            _line(console, topic.start, printable(topic.title) or "…")
        _rest(len(analysis.topics), console)
    if analysis.keywords:
        _title("Keywords", console)
        _text(console, ", ".join(one.text for one in analysis.keywords))
    _outcome(analysis, console)
    _questions(analysis, console)
    _interruptions(analysis, console)
    if analysis.limits:
        _title("What cannot be told here", console)
        for limit in analysis.limits:
            _text(console, limit, "  ", style="dim")


def _head(analysis: Analysis, console: "Console") -> None:
    told = [clock_time(analysis.duration), counted(len(analysis.speakers), "speaker")]
    if analysis.language:
        told.append(printable(analysis.language))
    if analysis.overlap_seconds is not None:
        told.append(f"{seconds(analysis.overlap_seconds)} of overlap")
    told.append(f"{seconds(analysis.silence_seconds)} of silence")
    _text(console, analysis.source, style="bold")
    _text(console, " · ".join(told), style="dim")


def _lanes(analysis: Analysis, console: "Console", width: int, colours: dict[str, str]) -> None:
    """A line for each speaker: how much of each part of the recording they speak."""
    console.print()
    names = [_short(one.speaker) for one in analysis.speakers]
    label = max(len(name) for name in names)
    columns = max(_LANE_LEAST, width - label - 8)
    for name, one in zip(names, analysis.speakers, strict=True):
        lane = _lane(analysis, one.speaker, columns)
        line = Text(f"{name:<{label}} ")
        line.append(lane, style=colours[one.speaker])
        line.append(f" {one.share:>4.0%}")
        console.print(line)


def _lane(analysis: Analysis, speaker: str, columns: int) -> str:
    step = max(analysis.duration, 0.1) / columns
    filled = [0.0] * columns
    for turn in analysis.turns:
        if turn.speaker != speaker:
            continue
        first, last = int(turn.start / step), min(columns - 1, int(turn.end / step))
        for at in range(min(first, columns - 1), last + 1):
            filled[at] += max(0.0, min(turn.end, (at + 1) * step) - max(turn.start, at * step))
    top = len(_LEVELS) - 1
    return "".join(_LEVELS[min(top, round(top * part / step))] for part in filled)


def _figures(
    speakers: Sequence[SpeakerFigures], console: "Console", width: int, colours: dict[str, str]
) -> None:
    """A table with a line for each speaker where there is room, else a paragraph for each."""
    console.print()
    if width < WIDE:
        for one in speakers:
            console.print(Text(_short(one.speaker, 40), style=colours[one.speaker]))
            for text in _paragraph(one):
                _text(console, text, "  ")
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("")
    for heading in COLUMNS:
        table.add_column(heading, justify="right")
    for one in speakers:
        table.add_row(Text(_short(one.speaker), style=colours[one.speaker]), *cells(one))
    console.print(table, soft_wrap=False)


def _paragraph(one: SpeakerFigures) -> Iterable[str]:
    yield (
        f"{one.share:.0%} of the talk, {clock_time(one.seconds)} in {counted(one.turns, 'turn')}, "
        f"the longest {seconds(one.longest_turn_seconds)}"
    )
    if one.speaking_rate is not None and one.articulation_rate is not None:
        yield (
            f"{one.speaking_rate:.0f} words a minute, {one.articulation_rate:.1f} syllables a "
            f"second, {counted(one.pauses or 0, 'pause')}"
        )
    yield (
        f"asks {one.questions}, cuts in {one.interruptions}, is cut {one.interrupted}, "
        f"{counted(one.backchannels, 'sign')} of listening"
    )
    if one.fillers:
        yield "fillers: " + ", ".join(f"{item.text} {item.count}" for item in one.fillers[:5])
    if (told := pitch(one)) != UNTOLD:
        yield f"pitch {told}"


def _feelings(analysis: Analysis, console: "Console") -> None:
    told = [
        f"{_short(one.speaker)}: "
        + ", ".join(
            f"{label} {share:.0%}"
            for label, share in sorted(one.emotions.items(), key=lambda item: -item[1])
        )
        for one in analysis.speakers
        if one.emotions
    ]
    if told:
        _title("How it sounded, a guess", console)
        for line in told:
            _text(console, line)


def _summary(analysis: Analysis, console: "Console") -> None:
    summary = analysis.summary
    if summary.written:
        _title(f"Summary, written by {summary.model} and checked against the words", console)
        for one in summary.written:
            _line(console, one.support.start, printable(one.text))
    if summary.quotes:
        _title("Telling sentences, as they were said", console)
        for quote in summary.quotes:
            _quote(console, quote)
    if summary.model and summary.cut:
        words = "sentence" if summary.cut == 1 else "sentences"
        told = f"{summary.cut} written {words} cut: the recording does not say so."
        _text(console, told, style="dim")


def _outcome(analysis: Analysis, console: "Console") -> None:
    if analysis.actions:
        _title("Actions", console)
    for action in analysis.actions:
        who = printable(action.owner or "nobody named")
        when = f", {printable(action.due)}" if action.due else ""
        _quote(console, action.quote, f"{who}{when} ← ")
    if analysis.agreements:
        _title("Agreements", console)
    for agreement in analysis.agreements:
        _quote(console, agreement.quote)
        if agreement.accepted:
            _quote(console, agreement.accepted, "  → ")


def _questions(analysis: Analysis, console: "Console") -> None:
    if not analysis.questions:
        return
    unanswered = [one for one in analysis.questions if one.answered == "no"]
    _title(f"Questions: {len(analysis.questions)}, {len(unanswered)} open", console)
    for question in analysis.questions[:MOST_LISTED]:
        _quote(console, question.quote, "" if question.answered != "no" else "open: ")
    _rest(len(analysis.questions), console)


def _interruptions(analysis: Analysis, console: "Console") -> None:
    cuts = [one for one in analysis.overlaps if one.kind == "interruption"]
    if not cuts:
        return
    _title(f"Interruptions: {len(cuts)}", console)
    for cut in cuts[:MOST_LISTED]:
        line = f"{printable(cut.speaker)} takes the floor from {printable(cut.over)}"
        _line(console, cut.start, line)
    _rest(len(cuts), console)


def _rest(count: int, console: "Console") -> None:
    if count > MOST_LISTED:
        _text(console, f"… and {count - MOST_LISTED} more (`--json` has all)", style="dim")


def _title(text: str, console: "Console") -> None:
    console.print()
    _text(console, text, style="bold")


def _quote(console: "Console", quote: Quote, before: str = "") -> None:
    name = f"{printable(quote.speaker)}: " if quote.speaker else ""
    _line(console, quote.start, f"{before}{name}“{printable(quote.text)}”")


def _line(console: "Console", moment: float, text: str) -> None:
    """A time and what belongs to it, wrapped beside the time."""
    at = f"{clock_time(moment):>7}  "
    lines = Text(text).wrap(console, max(20, min(console.width, 120) - len(at)))
    for number, line in enumerate(lines):
        whole = Text(at if number == 0 else " " * len(at), style="cyan")
        line.rstrip()
        whole.append(line.plain, style="none")
        console.print(whole)


def _text(console: "Console", text: str, before: str = "", style: str = "") -> None:
    """A text in lines that fit, each behind `before`."""
    for line in Text(printable(text)).wrap(console, max(20, min(console.width, 120) - len(before))):
        console.print(Text(before + line.plain.rstrip(), style=style))


def _short(name: str, most: int = 18) -> str:
    plain = printable(name)
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"
