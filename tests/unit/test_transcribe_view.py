"""What a person sees while recordings are transcribed, and at the end."""

import io

import pytest
from rich.console import Console

from voicecli.cli import transcribe_view as view
from voicecli.cli.transcribe_report import Entry
from voicecli.errors import AudioError
from voicecli.pipeline.transcribe import Ahead, Progress, Started, Transcribed
from voicecli.turn import Turn
from voicecli.types import Transcript

pytestmark = pytest.mark.unit

OUTCOMES = (
    Started("x/one.wav", 30.0),
    Progress("x/one.wav", 61.0, ()),
    Ahead("x/\x1b[31mtwo.wav", 5.0),
)


def screen(width: int = 100, *, terminal: bool = True) -> Console:
    return Console(file=io.StringIO(), force_terminal=terminal, width=width, color_system=None)


def printed(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_bars_for_the_whole_and_for_each_running_file() -> None:
    console, turn = screen(), Turn()
    sizes = {"x/one.wav": 100, "x/\x1b[31mtwo.wav": 300}
    with view.Bars(console, sizes, turn, shown=True) as bars:
        for outcome in OUTCOMES:
            bars.show(outcome)
        bars._progress.refresh()
        assert "0 of 2" in printed(console)
        assert "1:06 of sound" in printed(console)
        assert "one.wav" in printed(console)
        assert "[31mtwo.wav" in printed(console)
        assert "\x1b[31mtwo" not in printed(console)
        bars.show(Transcribed("x/one.wav", Transcript((), "en", 70.0)))
        turn.cancel("interrupted")
        bars._progress.refresh()
    assert "1 of 2" in printed(console)
    assert "stopping" in printed(console)


@pytest.mark.parametrize(("terminal", "shown"), [(False, True), (True, False)])
def test_no_bars_where_nobody_looks(terminal: bool, shown: bool) -> None:
    console = screen(terminal=terminal)
    with view.Bars(console, {"a.wav": 1}, Turn(), shown=shown) as bars:
        for outcome in OUTCOMES:
            bars.show(outcome)
    assert printed(console).strip() == ""


ENTRIES = [
    Entry("deep/" * 12 + "a.wav", "done", ("a.srt",), 754.0, "de", 0.976, ("Anna", "Speaker 1"), 9),
    Entry("b.wav", "skipped", (), 3725.0, "en", 1.0, (), 4),
    Entry("c.wav", "failed", error=AudioError("x", "c.wav is empty.", "Choose another.")),
]


def test_the_summary_is_a_table_and_a_line() -> None:
    console = screen(80)
    view.print_summary(ENTRIES, 377.0, console)
    head, first, second, third, total = printed(console).splitlines()
    assert head.split() == ["RECORDING", "LENGTH", "LANGUAGE", "SPEAKERS", "RESULT"]
    assert first.startswith("…")
    assert first.split()[1:] == ["12:34", "German", "(98", "%)", "2", "done"]
    assert second.split() == ["b.wav", "1:02:05", "English", "finished", "before"]
    assert third.split(None, 1) == ["c.wav", "failed: is empty"]
    assert total == "1 done, 1 finished before, 1 failed; 12:34 of sound in 6:17 (2.0×)."


def test_of_very_many_those_are_listed_that_went_wrong() -> None:
    console = screen(80)
    done = [Entry(f"{number}.wav", "done", (), 1.0, "en", 0.9, (), 1) for number in range(500)]
    view.print_summary([*done, ENTRIES[2]], 10.0, console)
    lines = printed(console).splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("c.wav")


def test_one_recording_is_one_line() -> None:
    assert view.one_line(ENTRIES[0]).endswith("a.wav: German (98 %), 12:34, 2 speakers → a.srt")
    assert view.one_line(ENTRIES[1]) == "b.wav: English, 1:02:05, finished before"
