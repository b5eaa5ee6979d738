"""Which days words mean on the day they are said: Saturday, 21 November 2026."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.understanding.days import find_days, written_out

pytestmark = pytest.mark.unit

SATURDAY = date(2026, 11, 21)


def meant(text: str, today: date = SATURDAY) -> str:
    return written_out(text, find_days(text, today))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("my flight is on Friday", "my flight is on Friday, 27 November 2026"),
        ("the exam is tomorrow at 9", "the exam is tomorrow (Sunday, 22 November 2026) at 9"),
        ("we move in two weeks", "we move in two weeks (Saturday, 5 December 2026)"),
        ("next month we paint", "next month (December 2026) we paint"),
        ("next week I am away", "next week (23 to 29 November 2026) I am away"),
        ("the party is this weekend", "the party is this weekend (21 to 22 November 2026)"),
        ("come a week from Friday", "come a week from Friday (Friday, 4 December 2026)"),
        ("the day after tomorrow", "the day after tomorrow (Monday, 23 November 2026)"),
        ("the rent is due on the 1st", "the rent is due on the 1st (Tuesday, 1 December 2026)"),
        ("the lease ends on 3 May", "the lease ends on 3 May 2027"),
        ("an exam on Monday, December 7th", "an exam on Monday, December 7th 2026"),
        ("my passport expires in March", "my passport expires in March 2027"),
        ("I paid on Friday", "I paid on Friday, 20 November 2026"),
        ("I lent it a couple of days ago", "I lent it a couple of days ago (Thursday, 19 November"
         " 2026)"),
        ("next year I learn Rust", "next year (2027) I learn Rust"),
        ("it is due at the end of the month", "it is due at the end of the month (Monday, 30"
         " November 2026)"),
    ],
)  # fmt: skip
def test_the_day_is_written_beside_the_words(text: str, written: str) -> None:
    assert meant(text) == written


@pytest.mark.parametrize(
    "text",
    [
        "the gym is closed every Friday",
        "we meet on Fridays",
        "Anna's birthday is on 3 May",
        "the contract ends on 3 May 2027",
        "I may march in June's parade",
        "the room is on the 2nd floor",
        "call 555 1234",
        "June is my sister",
    ],
)
def test_what_means_the_same_on_any_day_is_left_alone(text: str) -> None:
    assert meant(text) == text


@given(st.dates(date(2000, 1, 1), date(2099, 1, 1)))
def test_a_weekday_ahead_is_within_a_week_and_of_that_name(today: date) -> None:
    (one,) = find_days("the dentist is on Wednesday", today)
    assert one.first == one.last
    assert one.first.weekday() == 2
    assert timedelta(0) < one.first - today <= timedelta(7)


@given(st.text(max_size=120), st.dates(date(1990, 1, 1), date(2150, 1, 1)))
def test_any_text_is_read_and_keeps_its_words(text: str, today: date) -> None:
    found = find_days(f"{text} tomorrow", today)
    assert all(one.first <= one.last for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
