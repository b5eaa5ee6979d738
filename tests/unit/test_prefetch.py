import threading
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecli.prefetch import Prefetch

pytestmark = pytest.mark.unit


class Source:
    """Counts its steps and says when it was closed; `step` lets a test wait for one."""

    def __init__(self, last: int, fail_at: int = -1) -> None:
        self.made = 0
        self.closed = False
        self.step = threading.Semaphore(0)
        self._last, self._fail_at = last, fail_at

    def __iter__(self) -> Iterator[int]:
        return self.items()

    def items(self) -> Iterator[int]:
        try:
            for number in range(self._last):
                if number == self._fail_at:
                    raise ValueError(f"at {number}")
                self.made += 1
                self.step.release()
                yield number
        finally:
            self.closed = True


def threads_named(name: str) -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == name]


@settings(deadline=None)
@given(st.lists(st.integers() | st.none(), max_size=30), st.integers(1, 5))
def test_order_and_items_are_kept(items: list[int | None], ahead: int) -> None:
    with Prefetch(items, ahead=ahead, name="test") as read:
        assert list(read) == items


def test_work_begins_before_anything_is_read() -> None:
    source = Source(10)
    with Prefetch(source.items(), ahead=2, name="test"):
        assert source.step.acquire(timeout=30)


@pytest.mark.parametrize("ahead", [1, 2, 5])
def test_work_runs_no_further_ahead_than_it_may(ahead: int) -> None:
    source = Source(1000)
    with Prefetch(source.items(), ahead=ahead, name="test") as read:
        for taken, _ in enumerate(read, start=1):
            # what was taken, what waits in the box, and the one that waits to enter it
            assert source.made <= taken + ahead + 1
            if taken == 50:
                break
    assert source.made <= 50 + ahead + 1


def test_leaving_stops_the_work_at_its_next_step() -> None:
    source = Source(1_000_000)
    with Prefetch(source.items(), ahead=2, name="prefetch-test") as read:
        assert next(read) == 0
        assert threads_named("prefetch-test")
    assert threads_named("prefetch-test") == []
    assert source.closed
    assert source.made <= 1 + 2 + 1


def test_leaving_at_once_leaves_nothing_behind() -> None:
    source = Source(1_000_000)
    with Prefetch(source.items(), ahead=1, name="prefetch-test"):
        pass
    assert threads_named("prefetch-test") == []
    assert source.made <= 2


def test_an_error_reaches_the_reader_in_its_place() -> None:
    source, got = Source(10, fail_at=3), []
    with Prefetch(source.items(), ahead=2, name="test") as read:
        with pytest.raises(ValueError, match="at 3"):
            got.extend(read)
        assert list(read) == []
    assert source.made == 3
    assert source.closed


def test_an_error_of_the_reader_ends_the_work() -> None:
    source = Source(1_000_000)
    with (
        pytest.raises(ZeroDivisionError),
        Prefetch(source.items(), ahead=2, name="prefetch-test") as read,
    ):
        _ = next(read) / 0
    assert threads_named("prefetch-test") == []
    assert source.closed


def test_the_work_has_its_own_thread() -> None:
    def names() -> Iterator[str]:
        yield threading.current_thread().name

    with Prefetch(names(), ahead=1, name="llm") as read:
        assert list(read) == ["llm"]
    assert threading.current_thread().name != "llm"


def test_nothing_to_do_is_fine() -> None:
    with Prefetch([], ahead=2, name="test") as read:
        assert list(read) == []
