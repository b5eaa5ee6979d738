"""A spoken session that was silent for long: the next question finds nothing of before."""

from datetime import timedelta

import pytest
from sqlite_utils import Database

from tests.fakes import Calendar
from tests.flow import test_answer
from tests.flow.test_session import QUESTION, Spoken

pytestmark = pytest.mark.flow
db = test_answer.db


@pytest.fixture
def clock() -> Calendar:
    return Calendar()


@pytest.fixture
def talk(db: Database, clock: Calendar) -> Spoken:
    return Spoken(db, clock)


def test_after_a_long_silence_a_new_session_begins(talk: Spoken, clock: Calendar) -> None:
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


def test_nothing_of_before_is_repeated(talk: Spoken, clock: Calendar) -> None:
    assert talk.said(QUESTION)
    clock.at += timedelta(hours=2)
    assert talk.said("Repeat that, please.") == ["I have not said anything yet."]
    assert talk.session.state.conversation.session_id == ""


def test_orders_are_no_silence(talk: Spoken, clock: Calendar) -> None:
    talk.ask(QUESTION)
    for _ in range(3):
        clock.at += timedelta(minutes=40)
        assert talk.said("Louder!") == ["Like this?"]
    assert talk.said("Repeat that, please.")[0] != "I have not said anything yet."
