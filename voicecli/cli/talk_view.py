"""What a person sees of a conversation: the lines that were said, and one live line of status."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from voicecli.audio.level import SILENCE_DBFS, meter
from voicecli.cli.cards import Records, compact
from voicecli.cli.console import err, escaped, last_lines, note, printable
from voicecli.cli.live_region import LiveRegion
from voicecli.cli.talk_help import help_rows, keys_that_fit
from voicecli.cli.talk_panel import Panel
from voicecli.cli.typing_view import MOST_ROWS, Written, choices_row, typed_rows
from voicecli.pipeline.talk import State, Talk
from voicecli.types import SAMPLE_RATE, Event, as_json

LEVEL_BARS = 8
WHO_WIDTH = 8
NOTHING_SAID = -1
LONG = 120
"""Letters of a question that is printed once, also where it was gone on with."""
LEAST_KEYS = 26
"""Columns that the most important keys take: "Esc close · Enter send"."""

_STATES: Mapping[State, tuple[str, str]] = {
    "ready": ("○ ready", "dim"),
    "recording": ("● listening", "bold red"),
    "thinking": ("◐ thinking", "yellow"),
    "speaking": ("◆ speaking", "green"),
    "held": ("● listening", "bold red"),
    "waiting": ("… no device", "red"),
}
_CANCELLED = {
    "barge-in": "interrupted",
    "superseded": "interrupted",
    "device-lost": "the device is gone",
}
_STAGES = {
    "stt": "recognise",
    "understand": "understand",
    "retrieve": "retrieve",
    "first_sound": "first sound",
    "llm": "model",
}


class TalkView:
    """Shows the events of a conversation on a console; a context manager around the live line."""

    def __init__(
        self,
        console: Console,
        talk: Talk,
        *,
        hands_free: bool,
        mode: Callable[[], str] | None,
        quiet: bool = False,
        has_keys: bool = True,
        record_of: Records = lambda passage_id: None,
        slash: Callable[[], Mapping[str, str]] | None = None,
        standing: Callable[[int], str] | None = None,
    ) -> None:
        """`slash` tells the orders that can be typed; None where nothing can.

        `standing` tells in so many columns where a conversation with a course of its own stands.
        """
        self._standing = standing
        self._console = console
        self._talk = talk
        self._hands_free = hands_free
        self._has_keys = has_keys
        self._live_line = sys.stdout.isatty() and not quiet
        self._mode = mode
        self._slash = slash
        self._written: Written | None = None
        """The line that is being typed."""
        self._typed = False
        """Whether the turn that is shown was typed."""
        self._speech = False
        self._committed = ""
        self._tentative = ""
        self._carried = ""
        """The pieces before them of a long utterance."""
        self._told = ""
        """What was said before."""
        self._goes_on = False
        """Whether the next piece of it begins."""
        self._unheard = NOTHING_SAID
        """Sentences of the answer that were not heard to their end."""
        self._dropped = 0
        self._record_of = record_of
        self.panel: Panel | None = None
        """Figures above the live line."""
        self._below: list[Text] = []
        """What stands below the answer: its items and where it comes from."""
        self._live = LiveRegion(
            get_renderable=self._status,
            console=console,
            refresh_per_second=10,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )

    def __enter__(self) -> "TalkView":
        if self._live_line:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    def show(self, event: Event) -> None:
        """Print what the event means to a person; most mean nothing."""
        with self._live.alone():
            self._show(event)

    def _show(self, event: Event) -> None:
        data = event.data
        match event.kind:
            case "vad-start":
                self._speech = True
                if not self._goes_on:
                    self._committed = self._tentative = self._carried = ""
                self._goes_on = False
            case "speech-resumed":
                self._committed = self._tentative = self._carried = ""
            case "speech-end":
                self._unheard -= data["fraction"] >= 1.0
            case "vad-end":
                self._speech = False
                self._goes_on = data["ended"] == "pause"
                if self._goes_on:  # the piece is known as one that went before
                    self._carried = f"{self._carried} {self._committed}{self._tentative}".strip()
                    self._committed = self._tentative = ""
                if data["ended"] == "limit":
                    self._print("", "(that was the longest that can be said at once)", "dim")
            case "stt-partial":
                self._committed, self._tentative = data["committed"], data["tentative"]
                self._carried = data.get("carried", "")
            case "stt-end":
                self._show_words(data)
            case "command" if data["name"] == "clear":
                self._console.clear()
            case "command" if data["name"] == "words":
                self._unheard = 0  # they go on with what they were asked for
            case "command" if not self._typed:
                self._print(
                    "", f"({data['name']}{': ' * ('value' in data)}{data.get('value', '')})", "dim"
                )
            case "retrieval-end":
                self._below = compact(data["passages"], self._record_of)
            case "llm-text":
                self._unheard = max(self._unheard, 0) + data.get("spoken", True)
                self._print("" if data["index"] else "voicecli", data["text"], "")
            case "cancelled" if data["reason"] == "dropped":
                self._committed = self._tentative = self._carried = ""
                self._print("", "(dropped)", "dim")
            case "cancelled" if data["reason"] != "left" and self._unheard != 0:
                self._print("", f"({_CANCELLED.get(data['reason'], data['reason'])})", "dim")
            case "error":
                self._complain(f"{data['message']} {data['hint']}".strip())
            case "run-start" if "reopened" in data:
                self._print("", "The audio devices are back.", "green")
            case "run-end":
                self._show_end(data["timings"])

    def _show_words(self, data: Mapping[str, Any]) -> None:
        """Print what was said. Words that stood on the screen as certain stay as they were.

        Of what goes on with many words that were printed already only the rest is.
        """
        shown = data["text"]
        self._typed = data.get("typed", False)
        if self._committed and not self._typed:
            shown = f"{data.get('carried', '')} {self._committed}{data['remaining']}".strip()
        self._committed = self._tentative = self._carried = ""
        before, self._told = self._told, data["text"]
        if len(before) >= LONG and shown.startswith(f"{before} "):
            shown = f"… {shown[len(before) :].strip()}"
        if data["text"]:
            self._print(data.get("speaker", "you"), shown, "bold")
        else:
            self._print("", "Nothing heard.", "dim")

    def _show_end(self, timings: Mapping[str, float]) -> None:
        for line in self._below:
            self._print("", line, "")
        if not getattr(self._talk.microphone, "paced", True) and "first_audio" in timings:
            # Nothing sounds where files take no time: what was made first is what there is.
            timings = {**timings, "first_sound": timings["first_audio"]}
        if "retrieve" in timings:
            self._print("", timing_line(timings), "dim")
        self._below = []
        self._typed = False
        self._unheard = NOTHING_SAID
        self._show_dropped()
        self._console.print()

    def _show_dropped(self) -> None:
        dropped = getattr(self._talk.microphone, "dropped", 0)
        if lost := dropped - self._dropped:
            seconds = lost / SAMPLE_RATE
            self._print("", f"({seconds:.1f} s of sound was lost: this computer is busy)", "red")
        self._dropped = dropped

    def _print(self, who: str, text: str | Text, style: str) -> None:
        words = text if isinstance(text, Text) else Text(printable(text), style=style)
        if not sys.stdout.isatty():
            self._console.print(Text.assemble((f"{who:>8}  ", "cyan"), words))
            return
        row = said_row()
        row.add_row(Text(printable(who)), words)
        self._console.print(row, soft_wrap=False)

    def typing(self, written: Written | None) -> None:
        """Show the line that is being typed as it is now; None when it was closed.

        Any thread may. Where there is no live line, what is written comes below what was shown.
        """
        before, self._written = self._written, written
        if self._live_line and not self._console.is_dumb_terminal:
            self._live.refresh()
        elif sys.stderr.isatty():
            err.print(_echo(before, written), end="", markup=False, highlight=False)

    @property
    def is_typing(self) -> bool:
        """Whether a line is being typed."""
        return self._written is not None

    def show_help(self) -> None:
        """Tell the keys and the orders that can be typed."""
        rows = Table.grid(padding=(0, 2))
        rows.add_column(justify="right", style="cyan", no_wrap=True)
        rows.add_column(overflow="fold", style="dim")
        slash = self._slash() if self._slash else {}
        for key, meaning in help_rows(slash, self._hands_free, has_modes=self._mode is not None):
            rows.add_row(printable(key), Text(printable(meaning)))
        with self._live.alone():
            self._console.print(rows, soft_wrap=False)
            self._console.print()

    def announce(self, text: str) -> None:
        """Tell about the program: above the live line, or on stderr where there is none."""
        if self._live_line:
            with self._live.alone():
                self._console.print(Text(text))
        else:
            note(text)

    def _complain(self, text: str) -> None:
        """Say what failed: above the live line, or on stderr where there is none."""
        if self._live_line:
            self._print("", text, "red")
        else:
            note(f"voicecli: {text}")

    def _status(self) -> RenderableType:
        state = self._talk.state
        name, style = _STATES[state]
        if self._hands_free and state == "ready":
            name, style = ("● heard", "bold red") if self._speech else ("○ listening", "dim")
        line = Text(f"{name:<13}", style=style, no_wrap=True, overflow="crop")
        meter = level_bar(getattr(self._talk.microphone, "level", SILENCE_DBFS))
        room = self._console.width - 1 - line.cell_len
        manner = f"  {self._mode()} ·" if self._mode else ""
        # What does not fit is left out; how to leave is what a person needs.
        beside = cell_len(manner) if cell_len(manner) + LEAST_KEYS <= room else 0
        keys = f"  {keys_that_fit(self._keys(state), room - beside - 2)}"
        if beside:
            line.append(manner, style="dim")
        if bool(beside) == bool(manner) and beside + cell_len(meter + keys) <= room:
            line.append(meter, style="green")
        line.append(keys.rstrip(), style="dim")
        rows = (*self._figures(), *self._words(), *self._line(), *self._course())
        return Group(*rows, line)

    def _figures(self) -> Iterator[RenderableType]:
        if self.panel:
            yield from self.panel.rows(self._console)

    def show_figures(self) -> None:
        """Open or close the panel of figures. Any thread may."""
        if self.panel:
            self.panel.toggle()
            if self._live_line:
                self._live.refresh()

    def _course(self) -> Iterator[RenderableType]:
        """Where it stands, in a row of its own."""
        if self._standing:
            told = self._standing(self._console.width - 1)
            yield Text(told, style="dim", no_wrap=True, overflow="crop")

    def _words(self) -> Iterator[RenderableType]:
        """What is being said."""
        if self._carried or self._committed or self._tentative:
            words = Text(printable(f"{self._carried} {self._committed}".lstrip()), style="bold")
            words.append(printable(self._tentative), style="dim")
            row = said_row()
            row.add_row(Text("you"), last_lines(words, self._console, WHO_WIDTH + 2, 3))
            yield row

    def _line(self) -> Iterator[RenderableType]:
        """What is being typed."""
        if written := self._written:
            width = self._console.width - WHO_WIDTH - 3
            most = max(1, min(MOST_ROWS, self._console.height - 6))
            row = said_row()
            row.add_row(Text("›"), typed_rows(written, width, most))
            if written.choices:
                row.add_row(Text(""), choices_row(written, width))
            yield row

    def _keys(self, state: State) -> list[str]:
        """What the keys do now, the most important last."""
        if self._written is not None:
            return ["Tab complete", "↑ earlier lines", "Esc close", "Enter send"]
        if not self._has_keys:
            return ["just speak"] if state != "waiting" else ["waiting for the microphone"]
        writes, how = (["? keys"], "type or ") if self._slash else ([], "")
        if state == "waiting":
            return [*writes, "waiting for it to return", "q leave"]
        if self._talk.leaves_next:
            return ["Ctrl-C again leaves"]
        idle = ["m mode"] if self._mode else []
        stop = idle if state == "ready" else ["Esc stop"]
        if self._hands_free:
            return [*writes, *stop, f"{how}just speak", "q leave"]
        space = "Space send" if state == "recording" else f"{how}Space talk"
        return [*writes, *stop, space, "q leave"]


def _echo(before: Written | None, now: Written | None) -> str:
    """What a terminal without a live line is sent: the new end of a line, or all of it again."""
    if now is None:
        return "\n" if before else ""
    old, new = before.text if before else "", now.text
    if new.startswith(old):
        return new[len(old) :] if before else f"› {new}"
    return f"\n› {new}"


def said_row() -> Table:
    """Who speaks, and beside it what is said."""
    row = Table.grid(padding=(0, 2))
    row.add_column(width=WHO_WIDTH, justify="right", style="cyan")
    row.add_column(overflow="fold")
    return row


def json_line(event: Event) -> str:
    """One event as the documented JSON line."""
    return escaped(json.dumps(as_json(event), ensure_ascii=False))


def level_bar(dbfs: float) -> str:
    """A meter of fixed width for a level in dB below full scale."""
    full = round(meter(dbfs) * LEVEL_BARS)
    return "▮" * full + "▯" * (LEVEL_BARS - full)


def timing_line(timings: Mapping[str, float]) -> str:
    """The stages' times for a person: "recognise 0.41 s · retrieve 0.01 s · …"."""
    shown = [f"{name} {timings[key]:.2f} s" for key, name in _STAGES.items() if key in timings]
    return " · ".join(shown)
