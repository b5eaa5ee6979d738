"""Figures, dates and times in all their spellings."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from voicecli.dialogue.gate.figures import Figure, figures, says_no_more
from voicecli.dialogue.gate.times import Day
from voicecli.dialogue.gate.tokens import tokens

pytestmark = pytest.mark.unit


def read(text: str) -> list[Figure]:
    return figures(tokens(text))


def only(text: str) -> Figure:
    (figure,) = read(text)
    return figure


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,450 kronor", 1450),
        ("fourteen hundred and fifty kronor", 1450),
        ("twenty-six boxes", 26),
        ("a hundred and one people", 101),
        ("three hundred and twenty thousand and one stars", 320_001),
        ("three point five million users", 3_500_000),
        ("1.5k stars", 1500),
        ("two and a half hours", Fraction(5, 2)),
        ("half a millimetre", Fraction(1, 2)),
        ("two dozen eggs", 24),
        ("4.1 cm", Fraction(41, 10)),
        ("within a week", 1),
    ],
)
def test_a_number_has_one_value_in_every_spelling(text: str, value: Fraction) -> None:
    assert only(text).value == value


@pytest.mark.parametrize(
    ("text", "unit", "per", "bound"),
    [
        ("£135 a night", "pound", "night", ""),
        ("135 pounds per night", "pound", "night", ""),
        ("41 %", "percent", "", ""),
        ("41 per cent", "percent", "", ""),
        ("12kg", "kilogram", "", ""),
        ("at least 10 days", "day", "", "min"),
        ("up to 60 euros", "euro", "", "max"),
        ("no more than 60 euros", "euro", "", "max"),
        ("ten days or more", "day", "", "min"),
        ("about 50 minutes", "minute", "", "about"),
        ("twice a year", "times", "year", ""),
    ],
)
def test_what_a_number_means_is_read_with_it(text: str, unit: str, per: str, bound: str) -> None:
    figure = only(text)
    assert (figure.unit, figure.per, figure.bound) == (unit, per, bound)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on 3 May 2021", Day(2021, 5, 3)),
        ("on May 3rd, 2021", Day(2021, 5, 3)),
        ("on the third of May 2021", Day(2021, 5, 3)),
        ("in May 2021", Day(2021, 5)),
        ("2021-05", Day(2021, 5)),
        ("2021-05-03", Day(2021, 5, 3)),
        ("in twenty twenty-one", Day(2021)),
        ("in March", Day(month=3)),
    ],
)
def test_a_date_is_one_thing(text: str, day: Day) -> None:
    assert only(text).value == day


@pytest.mark.parametrize("text", ["You may go.", "March on!", "one of them", "this one"])
def test_words_that_only_look_like_figures_are_none(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("text", ["by 2019 volunteers", "with 2019 of them", "2019 copies"])
def test_four_figures_that_count_something_are_no_year(text: str) -> None:
    assert only(text).kind == "number"


@pytest.mark.parametrize(
    ("claim", "source", "holds"),
    [
        ("at half past five", "at 17:30", True),
        ("at 5:30 pm", "at 17:30", True),
        ("at 5 am", "at 17:00", False),
        ("at five o'clock pm", "at 17:00", True),
        ("at noon", "at 12:00", True),
        ("6 hours", "6 days", False),
        ("in May", "in May 2021", True),
        ("in May 2021", "in May", False),
        ("in 2021", "since March 2021", True),
        ("until 2021", "since March 2021", False),
        ("10 days", "at least 10 days", False),
        ("call 0117 555 0164", "on 0117 555 0164", True),
        ("call 0117 555 0146", "on 0117 555 0164", False),
        ("the 1st", "the first", True),
        ("60 pounds", "60 euros", False),
        ("3 pounds", "3 pounds an hour", False),
    ],
)
def test_a_claim_says_no_more_than_its_source(claim: str, source: str, holds: bool) -> None:
    assert says_no_more(only(claim), only(source)) == holds


def test_both_ends_of_a_range_have_its_unit() -> None:
    low, high = read("between 60 and 180 pounds")
    assert [low.unit, low.bound, high.unit, high.bound] == ["pound", "min", "pound", "max"]


@given(st.integers(0, 999_999))
def test_every_number_in_words_is_read(number: int) -> None:
    figure = read(f"{num2words(number)} boxes")[0]
    assert (figure.value, figure.behind) == (number, ("box",))


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text: str) -> None:
    for figure in read(text):
        assert 0 <= figure.start < figure.end <= len(tokens(text))
