"""Orders by voice, and what is stored of a spoken session."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from sqlite_utils import Database

from tests.fakes import InstantSpeaker, ToneSynthesizer
from tests.flow import test_answer
from tests.flow.test_answer import mind, spoken
from voicecli.dialogue.conversation import Conversation
from voicecli.pipeline.keeping import Keeper
from voicecli.pipeline.mind import Mind
from voicecli.pipeline.running import Asked
from voicecli.pipeline.session import SPEED_STEP, VOLUME_STEP, SpokenSession
from voicecli.storage.sessions import Sessions
from voicecli.turn import Turn
from voicecli.types import Event

pytestmark = pytest.mark.flow
db = test_answer.db

QUESTION = "What did the kettle cost?"


class Voice(ToneSynthesizer):
    def __init__(self) -> None:
        super().__init__()
        self.speed = self.volume = 1.0


class Spoken:
    """A session that is asked one thing after the other, as Talk does it."""

    def __init__(self, db: Database, now: Callable[[], datetime] | None = None) -> None:
        @contextmanager
        def opened() -> Iterator[Mind]:
            yield mind(db)

        self.voice = Voice()
        self.sessions = Sessions(db)
        keeper = Keeper(self.sessions, now=now) if now else Keeper(self.sessions)
        self.session = SpokenSession(opened, self.voice, keeper, Conversation())

    def ask(self, *questions: str, cut: bool = False) -> list[Event]:
        """The events of the last question; `cut` stops every answer in its first sentence."""
        events: list[Event] = []
        for question in questions:
            speaker = InstantSpeaker(cancel_at=0 if cut else None)
            one = spoken(question, Turn())
            asked = Asked(one.words, one.text, one.turn, speaker)
            events = list(self.session.answers(iter([asked])))
            self.session.finished(events)
        return events

    def said(self, *questions: str, cut: bool = False) -> list[str]:
        events = self.ask(*questions, cut=cut)
        return [event.data["text"] for event in events if event.kind == "llm-text"]


@pytest.fixture
def talk(db: Database) -> Spoken:
    return Spoken(db)


def test_the_last_answer_is_repeated(talk: Spoken) -> None:
    answer = talk.said(QUESTION)
    assert answer
    assert talk.said("Repeat that, please.") == answer
    assert talk.said("Say that again.") == answer


def test_an_answer_that_was_cut_goes_on_with_the_sentence_in_which_it_was(talk: Spoken) -> None:
    talk.ask(QUESTION, cut=True)
    (cut, *_) = talk.voice.said
    assert talk.said("Go on.")[0] == cut


def test_go_on_after_a_whole_answer_asks_for_more(talk: Spoken) -> None:
    events = talk.ask("Show me her projects", "Go on.")
    assert any(event.kind == "retrieval-end" for event in events)
    assert not any(event.kind == "command" for event in events)


@pytest.mark.parametrize(
    ("order", "speed", "volume"),
    [
        ("Slower.", 1 / SPEED_STEP, 1.0),
        ("Faster, please.", SPEED_STEP, 1.0),
        ("Louder!", 1.0, VOLUME_STEP),
        ("A bit quieter.", 1.0, 1 / VOLUME_STEP),
    ],
)
def test_the_voice_obeys_and_the_cut_answer_goes_on(
    talk: Spoken, order: str, speed: float, volume: float
) -> None:
    assert talk.said(QUESTION, cut=True)
    rest = talk.said(order)
    assert rest[0] == talk.voice.said[0]
    assert (talk.voice.speed, talk.voice.volume) == pytest.approx((speed, volume))


def test_stop_says_nothing(talk: Spoken) -> None:
    events = talk.ask(QUESTION, "Stop.")
    assert [event.kind for event in events] == [
        *("run-start", "stt-start", "stt-end", "command", "run-end"),
    ]


def test_a_mode_is_switched_to(talk: Spoken) -> None:
    assert talk.said("Switch to detailed.") == ["Now detailed."]
    assert talk.session.mode == "detailed"
    assert talk.session.next_mode() == "fast"


def test_a_new_session_remembers_nothing_of_the_old_one(talk: Spoken) -> None:
    assert talk.said(QUESTION, "New session.") == ["A new session."]
    assert talk.said("Repeat that.") == ["I have not said anything yet."]
    talk.ask(QUESTION)
    assert len(talk.sessions.list()) == 2


def test_what_an_order_tells_of_a_cut_answer_is_remembered_as_heard(talk: Spoken) -> None:
    talk.ask(QUESTION, cut=True)
    (before,) = talk.sessions.turns(talk.sessions.list()[0].id)
    talk.ask("Repeat that.")
    (after,) = talk.sessions.turns(talk.sessions.list()[0].id)
    assert len(before.record.heard) < len(after.record.heard)
    assert after.record.heard == after.record.written
    (past,) = talk.session._conversation.exchanges
    assert past.heard == after.record.heard
    assert not past.cut


def test_orders_are_not_stored_as_questions(talk: Spoken) -> None:
    talk.ask(QUESTION, "Stop.", "Repeat that.", "Louder.")
    (session,) = talk.sessions.list()
    assert session.turns == 1


def test_an_order_is_not_obeyed_before_it_is_sure(talk: Spoken) -> None:
    turn = Turn(draft=True)
    one = spoken("Louder.", turn)
    events = talk.session.answers(iter([one]))
    kinds = [next(events).kind for _ in range(3)]
    assert kinds == ["run-start", "stt-start", "stt-end"]
    turn.cancel("went-on")
    assert [event.kind for event in events] == ["cancelled", "run-end"]
    assert talk.voice.volume == 1.0


def test_a_database_is_not_touched_by_orders_alone(talk: Spoken) -> None:
    talk.ask("Stop.", "Slower.")
    assert talk.sessions.list() == ()
