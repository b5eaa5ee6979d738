"""The dates in lines of résumés, and the years that they come to."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voicecli.interview.papers.periods import months_of, read_period, years_of
from voicecli.interview.plan import Claim, Place

pytestmark = pytest.mark.unit

TODAY = date(2025, 6, 15)

READ = [
    ("Mar 2019 to present", "2019-03", "", True),
    ("Staff Nurse, St Mary's (2019–2022)", "2019", "2022", False),
    ("2019-21 Chef", "2019", "2021", False),
    ("05/2019 - 08/2021", "2019-05", "2021-08", False),
    ("March – May 2019", "2019-03", "2019-05", False),
    ("Since 2018", "2018", "", True),
    ("2015 – to date", "2015", "", True),
    ("2019 –", "2019", "", True),
    ("09/15 – 11/18", "2015-09", "2018-11", False),
    ("Sept '15 — Oct '18", "2015-09", "2018-10", False),
    ("1 June 2020 - 31 December 2021", "2020-06-01", "2021-12-31", False),
    ("2019/05–2020/06", "2019-05", "2020-06", False),
    ("from 2001 until 2005", "2001", "2005", False),
    ("Manager 2019-03 - 2021-04", "2019-03", "2021-04", False),
    ("Fall 2016 – Spring 2018", "2016", "2018", False),
    ("(2008-2010)", "2008", "2010", False),
    ("1998–05", "1998", "2005", False),
    ("Graduated June 2014", "2014-06", "2014-06", False),
    ("valid until 09/2027", "", "2027-09", False),
]
NO_PERIOD = [
    "Led a team of 12",
    "phone 555-2019",
    "$2000 to 2500",
    "2,000 users",
    "ISO 9001",
    "",
    "grew by 1950%",
]


@pytest.mark.parametrize(("text", "start", "end", "ongoing"), READ)
def test_a_period_is_read(text: str, start: str, end: str, ongoing: bool) -> None:
    period = read_period(text)
    assert period is not None
    assert (period.start, period.end, period.ongoing) == (start, end, ongoing)


@pytest.mark.parametrize("text", NO_PERIOD)
def test_other_figures_are_no_period(text: str) -> None:
    assert read_period(text) is None


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    period = read_period(text)
    if period is not None:
        assert 0 <= period.span[0] < period.span[1] <= len(text)
        assert period.start or period.end


def role(start: str, end: str = "", *, ongoing: bool = False) -> Claim:
    place = Place("cv.txt", "role", 1)
    return Claim("role", "role", place, start=start, end=end, ongoing=ongoing)


YEARS = [
    ([role("2019", "2022")], 3.0),
    ([role("2019-01", "2021-12")], 3.0),
    ([role("2019-01", "2021-12"), role("2020-01", "2020-12")], 3.0),
    ([role("2019", "2021"), role("2021", "2022")], 3.0),
    ([role("2020-06", ongoing=True)], 5.0),
    ([role("2019", "2019")], 0.5),
    ([role("2030", "2031")], 0.0),
    ([role("")], 0.0),
    ([], 0.0),
]


@pytest.mark.parametrize(("claims", "years"), YEARS)
def test_years_are_counted_once(claims: list[Claim], years: float) -> None:
    assert years_of(claims, TODAY) == pytest.approx(years, abs=0.1)


DATES = st.builds(
    lambda year, month: f"{year}-{month:02}" if month else str(year),
    st.integers(1970, 2030),
    st.integers(0, 12),
)
ROLES = st.builds(
    lambda start, end, ongoing: role(start, "" if ongoing else end, ongoing=ongoing),
    DATES,
    DATES,
    st.booleans(),
)


@given(st.lists(ROLES, max_size=6), ROLES)
def test_another_role_takes_no_years(roles: list[Claim], another: Claim) -> None:
    assert years_of([*roles, another], TODAY) >= years_of(roles, TODAY) >= 0.0


@given(ROLES, st.integers(0, 5))
@example(role("2025", "2025", ongoing=False), 1)
def test_a_later_end_takes_no_years(one: Claim, more: int) -> None:
    if one.ongoing:
        return
    later = replace(one, end=f"{int(one.end[:4]) + more}{one.end[4:]}")
    assert years_of([later], TODAY) >= years_of([one], TODAY)


@given(ROLES)
def test_the_widest_holds_the_usual(one: Claim) -> None:
    usual, widest = months_of(one, TODAY), months_of(one, TODAY, widest=True)
    if usual is not None:
        assert widest is not None
        assert widest[0] <= usual[0] < usual[1] <= widest[1]
