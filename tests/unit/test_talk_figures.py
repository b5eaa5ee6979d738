"""Figures of a running conversation, and the panel that shows them."""

import io
from collections.abc import Iterable
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from rich.console import Console, Group

from tests.fakes import Clock
from voicecli.cli.talk_figures import MOST_TURNS, WAITED, TalkFigures, parting_line
from voicecli.cli.talk_panel import REFRESH_SECONDS, Panel, Process
from voicecli.types import Event

pytestmark = pytest.mark.unit

MODELS = {"stt": "whisper-tiny.en", "llm": "smollm2-360m", "tts": "joe\x1b[31m", "vad": "silero"}


def turn(
    *, typed: bool = False, cached: bool = False, ended: str = "", **seconds: float
) -> list[Event]:
    events = [
        Event("run-start", 0.0, {"turn": 1}),
        Event("stt-end", 0.1, {"text": "x", **({"typed": True} if typed else {})}),
        Event("retrieval-end", 0.2, {"passages": [], "abstained": False, "cached": cached}),
    ]
    events += [Event("cancelled", 0.3, {"reason": ended})] if ended else []
    return [*events, Event("run-end", 0.4, {"timings": seconds})]


def figures_of(*turns: Iterable[Event]) -> TalkFigures:
    figures = TalkFigures()
    for events in turns:
        for event in events:
            figures.take(event)
    return figures


def panel(figures: TalkFigures, lost: int = 0) -> Panel:
    made = Panel(figures, Process(Clock()), lambda: MODELS, lambda: lost)
    made.toggle()
    return made


def shown(made: Panel, width: int, height: int) -> list[str]:
    file = io.StringIO()
    console = Console(file=file, width=width, height=height, force_terminal=False)
    console.print(Group(*made.rows(console)))
    return [line for line in file.getvalue().split("\n") if line.strip()]


def test_percentiles_are_of_all_turns_and_the_last_stands_beside_them() -> None:
    values = [0.9, 0.1, 0.5, 0.3]
    figures = figures_of(*(turn(stt=value, first_sound=2 * value) for value in values))
    stt, waited = figures.stage("stt"), figures.stage(WAITED)
    assert stt
    assert waited
    assert (stt.last, stt.turns) == (0.3, 4)
    assert (stt.p50, stt.p95) == pytest.approx(np.percentile(values, [50, 95]))
    assert waited.p50 == pytest.approx(0.8)
    assert figures.stage("llm") is None


def test_a_stage_that_the_last_turn_had_not_keeps_its_percentiles() -> None:
    figures = figures_of(turn(llm=2.0, first_sound=0.5), turn(first_sound=0.4))
    llm = figures.stage("llm")
    assert llm
    assert (llm.last, llm.p50) == (None, 2.0)


def test_what_was_typed_waits_for_its_text() -> None:
    waited = figures_of(turn(typed=True, total=0.25)).stage(WAITED)
    assert waited
    assert waited.last == 0.25
    assert figures_of(turn(total=0.25)).stage(WAITED) is None, "nothing of it was heard"


def test_orders_are_no_turns() -> None:
    order = [
        Event("run-start", 0.0, {"turn": 1}),
        Event("stt-end", 0.0, {"text": "louder"}),
        Event("command", 0.0, {"name": "louder"}),
        Event("run-end", 0.1, {"timings": {"total": 0.1}}),
    ]
    figures = figures_of(turn(total=1.0), order)
    assert figures.turns == 1
    assert figures.last == {"total": 1.0}


@pytest.mark.parametrize(
    ("ended", "counts"), [("barge-in", 1), ("stopped", 1), ("left", 0), ("went-on", 0)]
)
def test_interruptions_are_what_the_person_cut(ended: str, counts: int) -> None:
    assert figures_of(turn(ended=ended)).interrupted == counts


def test_a_kiosk_that_talks_for_months_remembers_its_last_turns() -> None:
    figures = figures_of(*(turn(stt=float(number)) for number in range(MOST_TURNS + 50)))
    stt = figures.stage("stt")
    assert stt
    assert (figures.turns, stt.turns) == (MOST_TURNS + 50, MOST_TURNS)
    assert stt.p50 == pytest.approx(49.5 + MOST_TURNS / 2)


def test_the_parting_line() -> None:
    assert parting_line(TalkFigures()) == ""
    one = figures_of(turn(first_sound=0.82))
    assert parting_line(one) == "1 turn, median wait 0.82 s"
    two = figures_of(turn(first_sound=1.0), turn(first_sound=2.0, ended="barge-in"))
    assert parting_line(two) == "2 turns, median wait 1.50 s, 1 interruption"


def test_the_panel_is_closed_until_it_is_asked_for() -> None:
    made = panel(figures_of(turn(stt=0.2)))
    assert shown(made, 80, 24)
    made.toggle()
    assert shown(made, 80, 24) == []


def test_the_panel_tells_stages_models_and_needs() -> None:
    figures = figures_of(
        turn(cached=True, stt=0.4, retrieve=0.01, first_sound=0.8, total=4.0),
        turn(ended="barge-in", stt=0.2, retrieve=0.02, first_sound=0.6, total=2.0),
    )
    told = "\n".join(shown(panel(figures, lost=8_000), 100, 40))
    for piece in ("waited", "recognise", "in all", "p50", "p95", "2 turns", "1 interrupted"):
        assert piece in told
    for piece in ("1 from the cache", "0.5 s of sound lost", "up 0:00", "memory", "CPU"):
        assert piece in told
    assert "stt whisper-tiny.en · llm smollm2-360m · tts joe[31m" in told
    assert "\x1b" not in told
    rows = {line.split()[0]: line for line in told.split("\n")}
    assert rows["in"].count("█") > 5 * max(1, rows["recognise"].count("█"))
    assert "0.020" in rows["retrieve"]


@pytest.mark.parametrize("turns", [0, 1, 30])
@pytest.mark.parametrize(("width", "height"), [(120, 40), (80, 24), (40, 12), (20, 10), (10, 5)])
def test_the_panel_leaves_room_for_what_is_said(width: int, height: int, turns: int) -> None:
    stages: dict[str, Any] = dict.fromkeys(
        "stt understand retrieve first_audio first_token llm first_sound total".split(), 1.5
    )
    lines = shown(panel(figures_of(*(turn(**stages) for _ in range(turns)))), width, height)
    assert lines
    assert len(lines) <= max(3, height - 8)
    assert max(map(len, lines)) <= width
    if turns and height >= 12:
        assert any(line.startswith("waited") for line in lines)


class Counted:
    """A process that counts how often it is looked at."""

    def __init__(self) -> None:
        self.looks = 0

    def oneshot(self) -> nullcontext[None]:
        return nullcontext()

    def memory_info(self) -> SimpleNamespace:
        self.looks += 1
        return SimpleNamespace(rss=123_000_000)

    def cpu_percent(self, interval: None) -> float:
        return 45.0


def test_the_process_is_looked_at_once_a_second() -> None:
    clock, counted = Clock(), Counted()
    process = Process(clock)
    assert process.needs()[0] > 10, "this very process needs more"
    clock.now += REFRESH_SECONDS
    process._process = counted  # type: ignore[assignment]
    for _ in range(50):
        assert process.needs() == (123.0, 45.0)
        clock.now += REFRESH_SECONDS / 8
    assert counted.looks == 7
    assert process.uptime == pytest.approx(1 + 50 / 8)
