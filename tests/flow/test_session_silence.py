"""A spoken session that was silent for long: the next question finds nothing of before."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlite_utils import Database

from tests.flow import test_answer
from tests.flow.test_session import QUESTION, Spoken

pytestmark = pytest.mark.flow
db = test_answer.db


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2025, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def talk(db: Database, clock: Clock) -> Spoken:
    return Spoken(db, clock)


def test_after_a_long_silence_a_new_session_begins(talk: Spoken, clock: Clock) -> None:
    talk.ask(QUESTION)
    first = talk.session.state.conversation
    clock.at += timedelta(minutes=59)
    talk.ask(QUESTION)
    assert talk.session.state.conversation is first
    clock.at += timedelta(minutes=61)
    talk.ask(QUESTION)
    second = talk.session.state.conversation
    assert second is not first
    assert second.session_id != first.session_id
    assert len(second.exchanges) == 1
    assert [one.turns for one in talk.sessions.list()] == [1, 2]


def test_nothing_of_before_is_repeated(talk: Spoken, clock: Clock) -> None:
    assert talk.said(QUESTION)
    clock.at += timedelta(hours=2)
    assert talk.said("Repeat that, please.") == ["I have not said anything yet."]
    assert talk.session.state.conversation.session_id == ""


def test_orders_are_no_silence(talk: Spoken, clock: Clock) -> None:
    talk.ask(QUESTION)
    for _ in range(3):
        clock.at += timedelta(minutes=40)
        assert talk.said("Louder!") == ["Like this?"]
    assert talk.said("Repeat that, please.")[0] != "I have not said anything yet."
