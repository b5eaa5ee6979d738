"""What is typed, and what an order shows, as a person sees it."""

import io
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from voicecli.cli.talk_view import TalkView
from voicecli.cli.typing_view import Written
from voicecli.pipeline.talk import State
from voicecli.types import Event

pytestmark = pytest.mark.cli


def view_of(
    shown: io.StringIO, state: State = "ready", *, width: int = 80, hands_free: bool = False
) -> TalkView:
    talk: Any = SimpleNamespace(state=state, microphone=None, leaves_next=False)
    console = Console(file=shown, width=width, height=30)
    return TalkView(
        console, talk, hands_free=hands_free, mode=lambda: "balanced · guide", slash=dict
    )


def live(view: TalkView, shown: io.StringIO) -> list[str]:
    """The live lines as they would be drawn now."""
    shown.truncate(0)
    view._console.print(view._status())
    return shown.getvalue().lstrip("\x00").splitlines()


def test_a_typed_line_is_shown_as_it_was_typed_whatever_is_being_said() -> None:
    shown = io.StringIO()
    view = view_of(shown)
    view.show(Event("vad-start", 1.0))
    view.show(Event("stt-partial", 1.2, {"committed": "What was", "tentative": ""}))
    view.show(Event("stt-end", 2.0, {"text": "/mode fast", "typed": True}))
    view.show(Event("command", 2.0, {"name": "mode", "value": "fast"}))
    told = {"index": 0, "text": "Now fast.", "source": "notice", "spoken": False}
    view.show(Event("llm-text", 2.1, told))
    view.show(Event("run-end", 2.2, {"timings": {}}))
    assert shown.getvalue().split() == ["you", "/mode", "fast", "voicecli", "Now", "fast."]


def test_what_is_only_shown_is_nothing_that_could_be_interrupted() -> None:
    shown = io.StringIO()
    view = view_of(shown)
    view.show(Event("stt-end", 2.0, {"text": "/help", "typed": True}))
    told = {"index": 0, "text": "/mode", "source": "notice", "spoken": False}
    view.show(Event("llm-text", 2.1, told))
    view.show(Event("cancelled", 2.2, {"reason": "interrupted"}))
    assert "(interrupted)" not in shown.getvalue()


@pytest.mark.parametrize("width", [24, 30, 40, 60, 80, 120])
@pytest.mark.parametrize("state", ["ready", "recording", "speaking", "waiting"])
@pytest.mark.parametrize("hands_free", [False, True])
def test_the_live_lines_fit_and_tell_how_to_leave(
    width: int, state: State, hands_free: bool
) -> None:
    shown = io.StringIO()
    view = view_of(shown, state, width=width, hands_free=hands_free)
    (line,) = live(view, shown)
    assert len(line) < width
    assert "q leave" in line
    assert ("guide" in line) == (width >= 60)


@pytest.mark.parametrize("width", [24, 40, 80])
def test_where_an_interview_stands_has_a_row_of_its_own(width: int) -> None:
    shown = io.StringIO()
    talk: Any = SimpleNamespace(state="ready", microphone=None, leaves_next=False)
    console = Console(file=shown, width=width, height=30)
    view = TalkView(
        console,
        talk,
        hands_free=True,
        mode=None,
        slash=dict,
        standing=lambda columns: "question 3/16 · safety · 38:05 left"[:columns],
    )
    standing, status = live(view, shown)
    assert standing.startswith("question 3/16")
    assert "q leave" in status
    assert "mode" not in status
    assert len(standing) < width
    assert len(status) < width


@pytest.mark.parametrize("width", [24, 40, 80])
def test_the_line_that_is_typed_stands_above_the_status(width: int) -> None:
    shown = io.StringIO()
    view = view_of(shown, width=width)
    view.typing(Written("What is all of this about?" * 3, 4))
    *typed, status = live(view, shown)
    assert "›" in typed[0]
    assert 1 <= len(typed) <= 4
    assert "Enter send" in status or width < 30
    view.typing(None)
    assert len(live(view, shown)) == 1
