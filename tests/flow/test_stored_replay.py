"""The questions of a stored session asked again: what is compared, and what is not."""

from dataclasses import replace
from datetime import date

import pytest
from sqlite_utils import Database

from tests.flow import test_answer
from tests.flow.test_answer import mind
from tests.flow.test_memory_session import Talking
from voicecli.pipeline.comparing import Compared, compare, outcomes
from voicecli.pipeline.stored_replay import as_heard_then, ask_again, questions, stored_outcomes
from voicecli.storage.sessions import Sessions, StoredTurn

pytestmark = pytest.mark.flow
db = test_answer.db


@pytest.fixture
def turns(db: Database) -> list[StoredTurn]:
    talk = Talking(db)
    talk.say("Which projects use Python?")
    talk.say("Remember that the spare key is under the pot.")
    talk.say("Tell me about the first one.")
    return list(Sessions(db).turns(talk.conversation.session_id))


def again(db: Database, turns: list[StoredTurn]) -> list[Compared]:
    was = stored_outcomes(turns)
    return compare(was, as_heard_then(was, outcomes(ask_again(turns, mind(db)))))


def test_the_same_code_gives_the_same(db: Database, turns: list[StoredTurn]) -> None:
    pairs = again(db, turns)
    assert len(turns) == 3
    assert len(questions(turns)) == len(pairs) == 2
    assert all(pair.was and pair.was.answer for pair in pairs)
    assert not [pair.differences for pair in pairs if pair.differences]


def test_an_answer_that_was_cut_is_compared_up_to_there(
    db: Database, turns: list[StoredTurn]
) -> None:
    record = turns[0].record
    begun = " ".join(record.written.split()[:3])
    cut = replace(record, written=begun, heard=begun, ended="barge-in")
    turns[0] = replace(turns[0], record=cut)
    assert not again(db, turns)[0].differences
    turns[0] = replace(turns[0], record=replace(cut, written="Nothing is", heard="Nothing"))
    assert {one.aspect for one in again(db, turns)[0].differences} >= {"answer", "ended"}


def test_another_answer_is_told(db: Database, turns: list[StoredTurn]) -> None:
    turns[0] = replace(turns[0], record=replace(turns[0].record, written="None of them."))
    first, second = again(db, turns)
    assert [one.aspect for one in first.differences] == ["answer"]
    assert not second.differences


def test_each_question_is_asked_on_its_day(db: Database, turns: list[StoredTurn]) -> None:
    days: list[date] = []
    list(ask_again(turns, mind(db), on_day=days.append))
    assert days == [turn.at.astimezone().date() for turn in questions(turns)]
