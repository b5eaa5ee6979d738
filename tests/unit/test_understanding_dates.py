"""Years in questions, beside the traps: each a number that is no year."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecli.understanding.dates import Years, find_years
from voicecli.understanding.normalise import normalise

pytestmark = pytest.mark.unit

TODAY = date(2025, 10, 15)


def years(question: str) -> Years | None:
    return find_years(normalise(question).text, TODAY)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("projects of 21", 2021, 2021),
        ("papers after 22", 2023, None),
        ("on 12/03/2021", 2021, 2021),
        ("since 3.5.2021", 2021, None),
        ("on the 3rd of May 2021", 2021, 2021),
        ("May 3, 2021", 2021, 2021),
        ("2021-05-03", 2021, 2021),
        ("in 05/2021", 2021, 2021),
        ("in Q3 2022", 2022, 2022),
        ("in the third quarter of 2021", 2021, 2021),
        ("March '22", 2022, 2022),
        ("before March 2021", None, 2021),
        ("before January 2021", None, 2020),
        ("after March 2021", 2021, None),
        ("after the end of 2021", 2022, None),
        ("post 2020", 2021, None),
        ("pre-2020", None, 2019),
        ("nothing after 2019", None, 2019),
        ("nothing before 2019", 2019, None),
        ("after 2015 but before 2020", 2016, 2019),
        ("since 2015 but not after 2018", 2015, 2018),
        ("2019/20", 2019, 2020),
        ("two summers ago", 2023, 2023),
        ("last March", 2025, 2025),
        ("last December", 2024, 2024),
        ("since last summer", 2025, None),
        ("before last summer", None, 2024),
        ("since the start of the year", 2025, None),
        ("half a year ago", 2025, 2025),
        ("the noughties", 2000, 2009),
        ("the twenty tens", 2010, 2019),
        ("the seventies", 1970, 1979),
        ("this decade", 2020, 2025),
        ("what was 2023 like", 2023, 2023),
        ("how did 2021 go", 2021, 2021),
        ("not older than 3 years", 2022, 2025),
        ("for how many users in 2020", 2020, 2020),
    ],
)
def test_years(question: str, first: int | None, last: int | None) -> None:
    assert years(question) == Years(first, last)


@pytest.mark.parametrize(
    "question",
    [
        "in her twenties",
        "in his early thirties",
        "when she was 20",
        "aged 22",
        "a student of 22",
        "during the pandemic",
        "it costs 2000",
        "2000 euros",
        "a deposit of $2020",
        "room 2020",
        "windows 2019",
        "version 2020",
        "over 2000 users",
        "at 20:15",
        "open from 10 to 17",
        "is it closed after 22 on sundays",
        "from 22 November",
        "between 20 and 30 people",
        "the 20th anniversary",
        "more than 10 years of experience",
        "less than 2 years",
        "for 2 years",
        "over the years",
        "before that job",
        "in March",
        "24/7",
        "what is 12 times 9",
        "except 2021",
        "not in 2021",
        "until recently",
        "can i use the drill after 22",
        "is music allowed after 22",
        "may we enter before 10",
        "must there be quiet from 22",
        "do i have to be in before 23",
        "when does the last bus leave after 22",
        "what did she start most recently",
        "where does she work these days",
        "a group of 21",
    ],
)
def test_numbers_that_are_no_years(question: str) -> None:
    assert years(question) is None


@settings(deadline=None)
@given(st.dates(date(1960, 1, 1), date(2025, 10, 1)), st.sampled_from(["%Y-%m-%d", "%d %B %Y"]))
def test_a_date_is_of_its_year(day: date, style: str) -> None:
    assert years(f"what happened on {day.strftime(style)}") == Years(day.year, day.year)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "in since before after between and 2019 2021 '22 19 last two years 31/2/2020 march q3 "
            "the early not but ago summer of 0/0/00 1999-20".split()
        ),
        max_size=9,
    )
)
def test_no_words_break_it(words: list[str]) -> None:
    found = years(" ".join(words))
    if found and found.first is not None and found.last is not None:
        assert found.first <= found.last
