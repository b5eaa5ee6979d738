"""The report of an interview in the terminal, readable from 60 columns on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from voicecli.cli import interview_report_rows as rows
from voicecli.cli.console import printable
from voicecli.cli.counted import counted
from voicecli.clock_time import clock_time
from voicecli.interview.reporting.findings import Judgement, Question, Quote, Report, Topic

if TYPE_CHECKING:
    from rich.console import Console

WIDEST = 110
_COLOURS = {1: "red", 2: "red", 3: "yellow", 4: "green", 5: "green"}


def show(report: Report, console: "Console") -> None:
    """Print a report, as wide as the terminal is."""
    page = _Page(console)
    page.line(report.title, style="bold")
    page.line(rows.head(report), style="dim")
    if note := rows.partial(report):
        page.line(note, style="yellow")
    _scores(report, page)
    _judgements("Strengths", report.strengths, rows.no_strengths(report), page)
    _judgements("Gaps", report.gaps, rows.no_gaps(report), page)
    _resume(report, page)
    _exercises(report, page)
    for number, topic in enumerate(report.topics, start=1):
        _topic(report, number, topic, page)
    _delivery(report, page)
    if report.not_judged:
        page.title("Not judged")
        for one in report.not_judged:
            page.line(f"{one.what}: {one.why}", "  ", style="dim")


class _Page:
    """Lines wrapped to the console's width."""

    def __init__(self, console: "Console") -> None:
        self._console = console
        self._width = max(40, min(console.width, WIDEST))

    def title(self, text: str) -> None:
        self._console.print()
        self.line(text, style="bold")

    def gap(self) -> None:
        self._console.print()

    def line(self, text: str, before: str = "", after: str = "", style: str = "") -> None:
        """A text behind `before`, its further lines behind `after` (as wide, where empty)."""
        after = after or " " * len(before)
        wrapped = Text(printable(text)).wrap(self._console, self._width - len(before))
        for number, line in enumerate(wrapped):
            start = before if number == 0 else after
            self._console.print(Text(start + line.plain.rstrip(), style=style))

    def quote(self, quote: Quote, before: str = "    ") -> None:
        """Words with their time."""
        time = f"{clock_time(quote.at):>6}  "
        wrapped = Text(f"“{printable(quote.text)}”").wrap(
            self._console, self._width - len(before + time)
        )
        for number, line in enumerate(wrapped):
            shown = Text(before)
            shown.append(time if number == 0 else " " * len(time), style="cyan")
            shown.append(line.plain.rstrip(), style="italic")
            self._console.print(shown)


def _scores(report: Report, page: _Page) -> None:
    page.title(f"Scores: {rows.total(report)}")
    for one in rows.scored(report):
        colour = _COLOURS.get(one.score or 0, "dim")
        page.line(f"{one.name}: {rows.score(one)} (weight {one.weight:.7g})", "  ", style=colour)
        if text := rows.grounds(one):
            page.line(text, "    ", style="dim")
        for quote in one.quotes[:2]:
            page.quote(quote)
    for names, why in rows.unscored(report):
        page.line(names, "  ", style="dim")
        page.line(why, "    ", style="dim")


def _judgements(title: str, found: Sequence[Judgement], none: str, page: _Page) -> None:
    page.title(title)
    if not found:
        page.line(none, "  ", style="dim")
    for one in found:
        page.line(one.text, "• ", "  ")
        for quote in one.quotes[:3]:
            page.quote(quote, "  ")


def _resume(report: Report, page: _Page) -> None:
    if not report.resume_gaps:
        return
    page.title("What the résumé does not show")
    page.line(rows.NOT_A_GAP, style="dim")
    for one in report.resume_gaps:
        page.line(rows.resume_gap(one), "• ", "  ")
        for quote in one.quotes:
            page.quote(quote, "  ")


def _exercises(report: Report, page: _Page) -> None:
    if not report.exercises:
        return
    page.title("To practise")
    for number, one in enumerate(report.exercises, start=1):
        page.line(one.text, f"{number}. ")
        page.line(f"Why: {one.why}", "   ", style="dim")
        for quote in one.quotes[:1]:
            page.quote(quote, "   ")
        page.line(f"Question: {one.question}", "   ")
        page.line(one.command, "   ", style="green")


def _topic(report: Report, number: int, topic: Topic, page: _Page) -> None:
    told, sought = rows.coverage(topic)
    points = f" · {told} of {counted(sought, 'point')}" if sought else ""
    page.title(f"Topic {number}: {topic.title}{points}")
    about = [rows.KINDS.get(topic.kind or "", ""), topic.why]
    if text := " · ".join(one for one in about if one):
        page.line(text, style="dim")
    for one in topic.questions:
        page.gap()
        asked = "follow-up" if one.asking == "follow-up" else "question"
        page.line(f"{one.number}. {one.question}", style="bold")
        page.line(f"{asked} at {clock_time(one.at)} · {rows.state(one)}", "   ", style="dim")
        _answer(report, one, page)


def _answer(report: Report, one: Question, page: _Page) -> None:
    if one.withdrawn:
        page.line("Said before, not counted:", "   ", style="dim")
    for quote in one.withdrawn:
        page.quote(quote, "   ")
    if one.withdrawn and one.said:
        page.line("What counts:", "   ", style="dim")
    for quote in one.said:
        page.quote(quote, "   ")
    for points, quote in rows.touched(one):
        page.line(f"touches {points}:", "   + ", style="green")
        page.quote(quote, "     ")
    if one.missing:
        page.line("no words on: " + ", ".join(one.missing), "   - ", style="yellow")
    for part, quotes in rows.story(one):
        page.line(
            f"{part}{':' if quotes else ' not heard'}", "   * ", style="" if quotes else "dim"
        )
        for quote in quotes[:2]:
            page.quote(quote, "     ")
    if text := rows.helped(one):
        page.line(text, "   ")
    shown = [f"{name} {value}" for name, value in rows.figures(one.figures, of_one=True)]
    if shown:
        page.line(" · ".join(shown), "   ", style="dim")
    for text in rows.tones(one):
        page.line(text, "   ", style="dim")
    for why in rows.reasons(report, one):
        page.line(f"not judged: {why}", "   ", style="dim")


def _delivery(report: Report, page: _Page) -> None:
    listed = rows.delivery(report)
    if not listed:
        return
    page.title("How it was said")
    for name, value in listed:
        page.line(value, f"  {name:<11}")
    if rows.has_tones(report):
        page.line(rows.TONE, "  ", style="dim")
