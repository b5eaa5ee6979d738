"""What a person, or the next program, sees of captions."""

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol, Self

from rich.console import Console, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from voicecli.audio.level import SILENCE_DBFS
from voicecli.cli.console import last_lines, note, printable
from voicecli.cli.talk_view import json_line, level_bar
from voicecli.clock_time import clock_time
from voicecli.types import Event

if TYPE_CHECKING:
    from voicecli.protocols import Microphone

_REFRESHES_PER_SECOND = 10


class View(Protocol):
    """Shows the events of captions, inside its `with` block."""

    def show(self, event: Event) -> None:
        """Show what the event means, if anything."""
        ...

    def __enter__(self) -> Self:
        """Begin to show."""
        ...

    def __exit__(self, *_: object) -> None:
        """End what is shown live."""
        ...


def open_view(console: Console, microphone: "Microphone", *, as_json: bool) -> View:
    """The view that fits: events for programs, lines for pipes, live captions for a terminal."""
    if as_json:
        return JsonLines()
    return Screen(console, microphone) if sys.stdout.isatty() else Lines()


class JsonLines:
    """One event a line."""

    def show(self, event: Event) -> None:
        """Print it at once."""
        print(json_line(event), flush=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return


class Lines(JsonLines):
    """One utterance a line, when it is over."""

    def show(self, event: Event) -> None:
        """Print words; failures go to stderr."""
        if event.kind == "stt-end" and event.data["text"]:
            print(printable(_named(event.data, event.data["text"])), flush=True)
        elif event.kind == "error":
            note(f"voicecli: {event.data['message']} {event.data['hint']}".rstrip())


class Screen:
    """Utterances with the time of their beginning; below them what is being said.

    Words that were shown as sure stay as they are, also when the whole utterance, recognised once
    more, reads differently. Words behind them are dim, and may change.
    """

    def __init__(self, console: Console, microphone: "Microphone") -> None:
        self._console = console
        self._microphone = microphone
        self._unfinished = 0
        """Utterances that began and are not written down yet."""
        self._committed = ""
        self._tentative = ""
        self._live = Live(
            get_renderable=self._render,
            console=console,
            refresh_per_second=_REFRESHES_PER_SECOND,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    def show(self, event: Event) -> None:
        """Draw what the event means to a person."""
        data = event.data
        match event.kind:
            case "vad-start":
                self._unfinished += 1
            case "stt-partial":
                self._committed, self._tentative = data["committed"], data["tentative"]
            case "stt-end":
                line = self._committed + data["remaining"]
                self._finish()
                if line:
                    self._print(data["start"], Text(printable(_named(data, line))))
            case "error":
                self._finish()
                self._print(event.at, Text(printable(data["message"]), style="red"))

    def _finish(self) -> None:
        self._unfinished -= 1
        self._committed = self._tentative = ""

    def _print(self, at: float, text: Text) -> None:
        self._console.print(_row(Text(clock_time(at), style="cyan"), text), soft_wrap=False)

    def _render(self) -> RenderableType:
        if not self._unfinished:
            level = level_bar(getattr(self._microphone, "level", SILENCE_DBFS))
            status = Text.assemble(("○ listening ", "dim"), (level, "green"))
            return _cropped(status)
        words = Text(printable(self._committed))
        words.append(printable(self._tentative), style="dim")
        tail = last_lines(words, self._console, _TIME_WIDTH + 2, self._console.height)
        return _row(Text("●", style="bold red"), tail)


_TIME_WIDTH = 6


def _named(data: Mapping[str, Any], words: str) -> str:
    """Words behind the name of who said them, if that is known."""
    return f"{data['speaker']}: {words}" if data.get("speaker") else words


def _row(time: Text, words: Text) -> Table:
    row = Table.grid(padding=(0, 2))
    row.add_column(width=_TIME_WIDTH, justify="right")
    row.add_column(overflow="fold")
    row.add_row(time, words)
    return row


def _cropped(line: Text) -> Text:
    line.no_wrap, line.overflow = True, "crop"
    return line
