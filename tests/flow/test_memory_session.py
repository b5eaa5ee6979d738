"""Orders to the memory in a spoken session: what is said, stored and linked."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import pytest
from sqlite_utils import Database

from tests.fakes import InstantSpeaker, ScriptedLlm, WordEmbedder
from tests.flow import test_answer
from tests.flow.test_answer import mind, spoken
from tests.flow.test_session import Voice
from voicecli.clock import told_by
from voicecli.config import LlmConfig
from voicecli.dialogue.conversation import Conversation, Exchange
from voicecli.errors import StorageError
from voicecli.pipeline import session
from voicecli.pipeline.guarded_llm import GuardedLlm
from voicecli.pipeline.keeping import Keeper
from voicecli.pipeline.mind import Mind
from voicecli.pipeline.orders.memory import MemoryOrders
from voicecli.pipeline.resting import Rest
from voicecli.pipeline.running import Asked
from voicecli.pipeline.session import WORDS_SECONDS, SpokenSession
from voicecli.pipeline.summing_up import SummedUp
from voicecli.storage.memories import Memories
from voicecli.storage.sessions import Sessions
from voicecli.turn import Turn
from voicecli.types import Event

pytestmark = pytest.mark.flow
db = test_answer.db


class Talking:
    def __init__(self, db: Database) -> None:
        @contextmanager
        def opened() -> Iterator[Mind]:
            yield mind(db)

        self.conversation = Conversation()
        self.session = SpokenSession(
            opened,
            Voice(),
            Keeper(Sessions(db), memories=Memories(db)),
            self.conversation,
            groups=(MemoryOrders(lambda: nullcontext(db), WordEmbedder(), pause_seconds=0.0),),
        )

    def say(self, text: str, *, typed: bool = False) -> list[str]:
        one = spoken(text, Turn())
        asked = Asked(one.words, one.text, one.turn, InstantSpeaker(), typed=typed)
        events: list[Event] = list(self.session.answers(iter([asked])))
        self.session.finished(events)
        return [event.data["text"] for event in events if event.kind == "llm-text"]


@pytest.fixture
def talk(db: Database) -> Talking:
    return Talking(db)


def test_the_turn_in_which_it_was_told_is_kept_and_linked(talk: Talking, db: Database) -> None:
    told = talk.say("Remember that the spare key is under the pot.")
    assert told == ["I will remember: the spare key is under the pot."]
    (memory,) = Memories(db).list()
    session = talk.conversation.session_id
    assert (memory.session, memory.turn) == (session, 1)
    (turn,) = Sessions(db).turns(session)
    assert turn.record.question == "Remember that the spare key is under the pot."
    assert turn.record.intent == "remember"
    assert turn.record.heard == told[0]
    assert talk.conversation.exchanges[-1].heard == told[0]


def test_what_was_dictated_is_linked_to_the_turn_of_its_words(talk: Talking, db: Database) -> None:
    assert talk.say("Take a note.") == ["I am listening."]
    assert not Sessions(db).list()
    assert talk.say("What is left to do: paint the door.") == [
        "Noted: What is left to do: paint the door."
    ]
    (memory,) = Memories(db).list()
    assert (memory.kind, memory.turn) == ("note", 1)


def test_orders_that_keep_nothing_are_no_turns(talk: Talking, db: Database) -> None:
    talk.say("Remember that the spare key is under the pot.")
    talk.say("What do you remember?")
    assert talk.say("Forget about the spare key.") == ["Forgotten: the spare key is under the pot."]
    assert not Memories(db).list()
    assert len(Sessions(db).turns(talk.conversation.session_id)) == 1


def test_slashes_order_what_is_typed_alone(talk: Talking, db: Database) -> None:
    talk.say("/remember the code is 5", typed=True)
    assert [one.text for one in Memories(db).list()] == ["the code is 5"]
    talk.say("/remember the code is 6")
    assert len(Memories(db).list()) == 1


def test_a_draft_that_is_given_up_keeps_nothing(talk: Talking, db: Database) -> None:
    one = spoken("Remember that the code is 5.", Turn(draft=True))
    one.turn.cancel("went-on")
    asked = Asked(one.words, one.text, one.turn, InstantSpeaker())
    list(talk.session.answers(iter([asked])))
    assert not Memories(db).list()


def test_a_rest_begins_when_a_turn_is_stored_and_ends_when_somebody_is_there() -> None:
    rest = Rest()
    rest.over()
    turn = rest.begin()
    assert turn is not None
    rest.wake()
    assert turn.cancelled
    assert rest.begin() is None
    rest.end()
    rest.over()
    assert rest.begin() is not None


def test_no_rest_begins_while_somebody_waits() -> None:
    rest = Rest()
    rest.over()
    rest.wake()
    assert rest.begin() is None


def test_a_slash_is_no_part_of_what_is_dictated(talk: Talking, db: Database) -> None:
    talk.say("Take a note.")
    assert talk.say("/louder", typed=True) == ["Like this?"]
    assert talk.say("paint the door") == ["Noted: paint the door."]
    talk.say("Take a note.")
    talk.say("/new", typed=True)
    assert talk.session.state.next_words is None
    assert [one.text for one in Memories(db).list()] == ["paint the door"]


def test_remember_alone_takes_the_next_words(talk: Talking, db: Database) -> None:
    assert talk.say("Please remember that.") == ["What shall I remember?"]
    assert talk.say("my bike is red") == ["I will remember: your bike is red."]
    assert [one.text for one in Memories(db).list()] == ["my bike is red"]


def test_forget_alone_takes_the_next_words(talk: Talking, db: Database) -> None:
    talk.say("Remember that my bike is red.")
    assert talk.say("/forget", typed=True) == ["What shall I forget?"]
    assert talk.say("Never mind.") == ["All right, nothing was removed."]
    talk.say("/forget", typed=True)
    assert talk.say("My bike is red.") == ["Forgotten: your bike is red."]
    assert talk.session.state.next_words is None
    assert not Memories(db).list()


def test_words_that_come_much_later_are_not_dictated(talk: Talking, db: Database) -> None:
    at = 0.0
    with told_by(lambda: at):
        talk.say("Take a note.")
        at += WORDS_SECONDS + 1
        talk.say("Which projects use Python?")
    assert not Memories(db).list()


def test_a_line_that_cannot_be_kept_ends_no_conversation(
    talk: Talking, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(session: str, number: int, line: str) -> None:
        raise StorageError("database-busy", "The database is locked.")

    past = Exchange("What is it?", "It is a compiler.", number=1)
    talk.conversation.exchanges = [past] * 9
    talk.session._keep_line = locked
    monkeypatch.setattr(session, "sum_up", lambda *_: iter([SummedUp(past, "A compiler.")]))
    wake = talk.session.watched()
    with talk.session._open_mind() as answering:
        answering.llm = GuardedLlm(ScriptedLlm(""), LlmConfig())
        talk.session._rest.over()
        talk.session._sum_up(answering)
    wake()
    assert talk.conversation.exchanges[0].line == "A compiler."


def test_who_goes_on_after_a_pause_has_told_one_thing(talk: Talking, db: Database) -> None:
    talk.say("Remember that my flight is on level two")
    talk.say("Remember that my flight is on level two at gate nine")
    talk.say("Remember that my flights are cheap")
    told = [one.text for one in Memories(db).list()]
    assert told == ["my flight is on level two at gate nine", "my flights are cheap"]


def test_who_goes_on_while_dictating_is_heard_out(talk: Talking, db: Database) -> None:
    talk.say("Take a note.")
    one = spoken("paint the door", Turn())
    one.turn.cancel("barge-in")
    list(talk.session.answers(iter([Asked(one.words, one.text, one.turn, InstantSpeaker())])))
    assert not Memories(db).list()
    assert talk.say("paint the door and the fence") == ["Noted: paint the door and the fence."]
