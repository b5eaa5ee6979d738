"""The live lines at the foot of a terminal, in a window that changes."""

import io
import re
import threading

import pytest
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from voicecli.cli.live_region import LiveRegion
from voicecli.cli.talk_help import help_rows

pytestmark = pytest.mark.unit

UP = "\x1b[1A"


def ups(region: LiveRegion, written: io.StringIO) -> int:
    """How many rows are taken back when it is drawn anew."""
    before = len(written.getvalue())
    region.refresh()
    return written.getvalue()[before:].count(UP)


@pytest.mark.parametrize(
    ("width", "taken_back"),
    [(60, 1), (100, 1), (50, 1), (30, 2), (20, 3), (7, 9)],
)
def test_rows_into_which_lines_were_folded_are_taken_back(width: int, taken_back: int) -> None:
    """Lines of 50 and 10 columns: above the last row there are so many others."""
    written = io.StringIO()
    console = Console(file=written, force_terminal=True, width=60, height=20, legacy_windows=False)
    lines = Text("x" * 50 + "\n" + "y" * 10)
    with LiveRegion(lines, console=console, auto_refresh=False, transient=True) as region:
        assert ups(region, written) == 1
        console.width = width
        assert ups(region, written) == taken_back
        # What is on the screen now was drawn for this width.
        drawn = sum(-(-length // width) for length in (50, 10))
        assert ups(region, written) == drawn - 1


class Growing:
    """Lines the drawing of which by the main thread gives another one the time to draw, too."""

    def __init__(self) -> None:
        self.drawing, self.drawn = threading.Event(), threading.Event()
        self.rows = 1

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if self.rows > 1 and threading.current_thread() is threading.main_thread():
            self.drawing.set()
            self.drawn.wait(0.3)
        yield Text("\n".join(f"row {number}" for number in range(self.rows)))


def screen(written: str) -> list[str]:
    """What stands on a terminal behind these lines, cursor moves and erasures."""
    rows, at = [""], 0
    for part in re.findall(r"\x1b\[[0-9;?]*[A-Za-z]|[\r\n]|[^\x1b\r\n]+", written):
        if part == "\n":
            at += 1
            rows += [""] * (at == len(rows))
        elif part == UP:
            at = max(0, at - 1)
        elif part == "\x1b[2K":
            rows[at] = ""
        elif not part.startswith("\x1b") and part != "\r":
            rows[at] += part
    return [row for row in rows if row]


def test_what_is_printed_while_another_thread_draws_leaves_no_row_behind() -> None:
    written = io.StringIO()
    console = Console(file=written, force_terminal=True, width=60, height=20, legacy_windows=False)
    lines = Growing()

    def draw() -> None:
        lines.drawing.wait(5)
        region.refresh()
        lines.drawn.set()

    other = threading.Thread(target=draw)
    with LiveRegion(lines, console=console, auto_refresh=False, transient=True) as region:
        region.refresh()
        lines.rows = 3
        other.start()
        with region.alone():
            console.print("said")
        other.join(5)
        assert screen(written.getvalue()) == ["said", "row 0", "row 1", "row 2"]


def test_help_names_each_order_once() -> None:
    rows = dict(help_rows({"mode": "mode NAME: fast or slow", "quit": "leave"}, hands_free=True))
    assert rows["/mode"] == "NAME: fast or slow"
    assert rows["/quit"] == "leave"
    assert "Space" not in rows
    assert "m" in rows
    assert "m" not in dict(help_rows({}, hands_free=True, has_modes=False))
