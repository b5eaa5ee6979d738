"""The line that tells where an interview stands, in terminals of all widths."""

from types import SimpleNamespace
from typing import Any

import pytest
from rich.cells import cell_len

from voicecli.cli.interview_status_line import status_line

pytestmark = pytest.mark.unit


def session(title: str = "Leading a team on several building sites", **given: object) -> Any:
    told = {
        "state": "answer",
        "question": 3,
        "questions": 16,
        "title": title,
        "seconds_left": 2285.0,
    }
    return SimpleNamespace(standing=lambda: told | given)


def test_all_of_it_where_there_is_room() -> None:
    told = status_line(session("Leading a team"), 79)
    assert told == "question 3/16 · Leading a team · 38:05 left"
    assert status_line(session(""), 79) == "question 3/16 · 38:05 left"
    assert status_line(session("", question=0), 79) == "38:05 left"


@pytest.mark.parametrize("columns", [26, 34, 39, 60, 79, 119])
@pytest.mark.parametrize(
    "title", ["", "Teams", "Leading a team on several sites", "病院の現場で働く" * 4]
)
def test_only_the_topic_gives_way(columns: int, title: str) -> None:
    told = status_line(session(title), columns)
    assert cell_len(told) <= columns
    assert told.startswith("question 3/16")
    assert told.endswith("38:05 left")


def test_a_pause_and_what_is_marked_are_told() -> None:
    told = status_line(session(state="paused"), 60, "off the record", "")
    assert told.endswith("38:05 left · paused · off the record")


def test_control_codes_of_a_paper_do_not_reach_the_terminal() -> None:
    assert "\x1b" not in status_line(session("\x1b[31mred"), 79)
