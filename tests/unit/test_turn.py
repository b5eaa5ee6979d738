import threading
from collections.abc import Iterator

import pytest

from voicecli.turn import Turn, TurnCancelled

pytestmark = pytest.mark.unit


def count_to(last: int, made: list[int]) -> Iterator[int]:
    for number in range(last):
        made.append(number)
        yield number


def test_every_turn_has_its_own_number() -> None:
    first, second = Turn(), Turn()
    assert second.id > first.id


def test_a_fresh_turn_runs() -> None:
    turn = Turn()
    turn.check()
    assert not turn.cancelled
    assert turn.reason is None
    assert turn.seconds_since_cancel == 0
    assert list(turn.guard(range(3))) == [0, 1, 2]


def test_the_first_reason_stays() -> None:
    turn = Turn()
    turn.cancel("user")
    turn.cancel("barge-in")
    assert turn.reason == "user"
    with pytest.raises(TurnCancelled, match="user"):
        turn.check()


def read_until_cancelled(turn: Turn, items: Iterator[int], got: list[int]) -> None:
    for number in turn.guard(items):
        got.append(number)
        if number == 4:
            turn.cancel("user")


def test_a_guarded_stage_takes_no_step_after_the_next() -> None:
    turn, made, got = Turn(), [], []
    with pytest.raises(TurnCancelled):
        read_until_cancelled(turn, count_to(100, made), got)
    assert got == [0, 1, 2, 3, 4]
    assert len(made) <= len(got) + 1


def test_a_cancel_of_one_turn_is_unseen_by_another() -> None:
    first, second = Turn(), Turn()
    first.cancel("user")
    assert not second.cancelled
    assert list(second.guard([1])) == [1]


def test_a_cancel_calls_every_open_stop_once_and_no_closed_one() -> None:
    turn, calls = Turn(), []
    with turn.stopping(lambda: calls.append("closed")):
        pass
    with turn.stopping(lambda: calls.append("llm")), turn.stopping(lambda: calls.append("tts")):
        turn.cancel("user")
        turn.cancel("again")
    assert sorted(calls) == ["llm", "tts"]


def test_nothing_starts_in_a_cancelled_turn() -> None:
    turn, calls = Turn(), []
    turn.cancel("user")
    with pytest.raises(TurnCancelled), turn.stopping(lambda: calls.append(1)):
        calls.append(2)
    assert calls == []


def stop_inside(turn: Turn, *, cancelled: bool) -> None:
    with turn.stopping(lambda: None):
        if cancelled:
            turn.cancel("user")
        raise RuntimeError("aborted")


def test_the_error_of_a_stopped_engine_is_the_cancel() -> None:
    with pytest.raises(TurnCancelled):
        stop_inside(Turn(), cancelled=True)
    with pytest.raises(RuntimeError, match="aborted"):
        stop_inside(Turn(), cancelled=False)


def test_cancels_from_many_threads_agree_on_one_reason() -> None:
    turn, calls = Turn(), []
    start = threading.Barrier(8)

    def cancel(name: str) -> None:
        start.wait()
        turn.cancel(name)

    threads = [threading.Thread(target=cancel, args=(f"t{n}",)) for n in range(8)]
    with turn.stopping(lambda: calls.append(turn.reason)):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert calls == [turn.reason]


def test_waiting_ends_with_the_cancel() -> None:
    turn = Turn()
    assert turn.wait(0.0) is False
    waiter = threading.Thread(target=turn.wait, args=(600.0,))
    waiter.start()
    turn.cancel("user")
    waiter.join(timeout=30)
    assert not waiter.is_alive()
    assert turn.wait(600.0) is True


def test_marks_keep_the_first_time_and_stages_the_last() -> None:
    turn = Turn(at=100.0)
    turn.mark("first-token")
    before = turn.marks
    turn.mark("first-token")
    assert turn.marks == before
    with pytest.raises(ZeroDivisionError), turn.measure("llm"):
        _ = 1 / 0
    assert set(turn.timings) == {"llm"}
    assert turn.timings["llm"] >= 0
    assert turn.now() >= 100.0


def test_a_cancel_is_marked() -> None:
    turn = Turn()
    turn.cancel("user")
    assert set(turn.marks) == {"cancelled"}
    assert turn.seconds_since_cancel >= 0


def test_a_draft_is_not_heard_before_it_is_confirmed() -> None:
    turn = Turn(draft=True)
    assert turn.draft
    assert not turn.audible
    turn.confirm()
    assert not turn.draft
    assert turn.audible
    turn.until_sure()


def test_a_confirmed_draft_counts_from_the_end_of_the_speech() -> None:
    turn = Turn(at=3.0, draft=True)
    turn.mark("ahead")
    turn.confirm(at=5.0, ago=-10.0)
    assert turn.marks["ahead"] < 0
    assert turn.now() < 5.0


def test_a_draft_that_is_given_up_is_never_heard() -> None:
    turn = Turn(draft=True)
    turn.cancel("went-on")
    assert not turn.audible
    with pytest.raises(TurnCancelled, match="went-on"):
        turn.until_sure()


def test_a_held_turn_rests_until_it_is_resumed() -> None:
    turn, got = Turn(), []

    def read() -> None:
        got.extend(turn.guard(range(3)))

    turn.hold()
    assert turn.held
    assert not turn.audible
    reader = threading.Thread(target=read)
    reader.start()
    reader.join(0.05)
    assert got == []
    turn.resume()
    reader.join()
    assert got == [0, 1, 2]
    assert turn.audible


def test_a_cancel_ends_a_rest() -> None:
    turn = Turn()
    turn.hold()
    turn.cancel("barge-in")
    assert not turn.held
    with pytest.raises(TurnCancelled):
        turn.rest()


def test_a_hold_stops_only_engines_that_can_begin_again() -> None:
    turn, stopped = Turn(), []
    with (
        turn.stopping(lambda: stopped.append("once")),
        turn.stopping(lambda: stopped.append("again"), on_hold=True),
    ):
        turn.hold()
        turn.hold()
    assert stopped == ["again"]


def test_an_engine_that_begins_while_the_turn_is_held_is_stopped_at_once() -> None:
    turn, stopped = Turn(), []
    turn.hold()
    with turn.stopping(lambda: stopped.append(1), on_hold=True):
        assert stopped == [1]
