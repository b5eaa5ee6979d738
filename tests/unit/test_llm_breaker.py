import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import Clock
from voicecli.pipeline.breaker import LONGEST_REST_SECONDS, Breaker

pytestmark = pytest.mark.unit


def test_it_opens_after_failures_in_a_row_only() -> None:
    breaker = Breaker(2, 30.0, Clock())
    breaker.failed()
    breaker.succeeded()
    breaker.failed()
    assert breaker.rest_left == 0
    breaker.failed()
    assert breaker.rest_left == 30.0


def test_after_the_rest_one_try_decides() -> None:
    clock = Clock()
    breaker = Breaker(2, 30.0, clock)
    breaker.failed()
    breaker.failed()
    clock.now += 30.0
    assert breaker.rest_left == 0
    breaker.failed()
    assert breaker.rest_left == 60.0
    clock.now += 60.0
    breaker.succeeded()
    breaker.failed()
    assert breaker.rest_left == 0


def test_the_rest_grows_up_to_ten_minutes() -> None:
    clock = Clock()
    breaker = Breaker(1, 30.0, clock)
    rests = []
    for _ in range(7):
        breaker.failed()
        rests.append(breaker.rest_left)
        clock.now += breaker.rest_left
    assert rests == [30, 60, 120, 240, 480, 600, 600]


@given(st.integers(1, 5), st.lists(st.one_of(st.booleans(), st.floats(0, 1000)), max_size=40))
def test_it_never_rests_before_enough_failures_and_never_too_long(
    failures: int, steps: list[bool | float]
) -> None:
    clock = Clock()
    breaker = Breaker(failures, 30.0, clock)
    in_a_row = 0
    for step in steps:
        if isinstance(step, bool):
            (breaker.succeeded if step else breaker.failed)()
            in_a_row = 0 if step else in_a_row + 1
        else:
            clock.now += step
        assert 0 <= breaker.rest_left <= LONGEST_REST_SECONDS
        if in_a_row < failures:
            assert breaker.rest_left == 0
