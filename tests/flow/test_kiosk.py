"""A conversation in a public place: each visitor finds it as the first one did."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from sqlite_utils import Database

from tests.fakes import LoudnessVad, ScriptedMicrophone, ScriptedRecognizer, WordEmbedder
from tests.flow import test_answer
from tests.flow.test_answer import mind
from tests.flow.test_guestbook_orders import opener
from tests.flow.test_session import QUESTION, Voice
from tests.flow.test_talk import CONFIG, ONE_SENTENCE, devices, quick_answers
from tests.flow.test_turn_sounds import said
from voicecli import assembly, clock
from voicecli.config import load
from voicecli.dialogue.conversation import Conversation
from voicecli.dialogue.orders import Order
from voicecli.dialogue.persona import PLAIN, Persona
from voicecli.pipeline import talk as talk_module
from voicecli.pipeline.keeping import Keeper
from voicecli.pipeline.kiosk import Kiosk, RefusedOrders
from voicecli.pipeline.mind import Mind
from voicecli.pipeline.orders.guestbook import GuestbookOrders
from voicecli.pipeline.session import REFUSED, SpokenSession
from voicecli.pipeline.state import SessionState
from voicecli.pipeline.talk import NEXT_VISITOR, Talk, TalkOptions
from voicecli.storage.sessions import Sessions
from voicecli.turn import Turn
from voicecli.types import Event

pytestmark = pytest.mark.flow
db = test_answer.db


class Secrets:
    """Orders that must not be obeyed here."""

    slash: Mapping[str, str] = {"secret": "tell a secret"}

    def __init__(self) -> None:
        self.obeyed: list[Order] = []

    def understand(self, text: str, state: SessionState) -> Order | None:
        return Order("secret", text) if "secret" in text else None

    def carry_out(self, order: Order, state: SessionState, turn: Turn) -> Iterator[str]:
        self.obeyed.append(order)
        yield "The secret is out."


class Visits:
    def __init__(self, db: Database) -> None:
        @contextmanager
        def opened() -> Iterator[Mind]:
            yield mind(db)

        self.secrets = Secrets()
        self.voice = Voice()
        groups = (GuestbookOrders(opener(db), 0.01), RefusedOrders(self.secrets))
        self.session = SpokenSession(
            opened, self.voice, Keeper(Sessions(db)), Conversation(), groups=groups
        )
        self.session.state.persona = Persona("Captain")
        self.kiosk = Kiosk(self.session)

    def hear(self, *texts: str) -> str:
        events: list[Event] = []
        for text in texts:
            events = list(self.session.answers(iter([said(text, 0.1)])))
            self.session.finished(events)
        return " ".join(event.data["text"] for event in events if event.kind == "llm-text")


@pytest.fixture
def visits(db: Database) -> Visits:
    return Visits(db)


@pytest.mark.parametrize("order", ["New session.", "Switch to detailed.", "Be brief."])
def test_nobody_changes_how_it_answers(visits: Visits, order: str) -> None:
    visits.hear(QUESTION)
    before = visits.session.state.conversation
    assert visits.hear(order) == REFUSED
    assert visits.session.mode == "balanced"
    assert visits.session.state.conversation is before


def test_orders_of_a_group_are_refused_and_their_words_not_told_on(visits: Visits) -> None:
    events = list(visits.session.answers(iter([said("Tell me a secret", 0.1)])))
    commands = [event.data for event in events if event.kind == "command"]
    assert commands == [{"name": "secret"}]
    assert visits.secrets.obeyed == []


def test_a_slash_is_no_order_here(visits: Visits) -> None:
    asked = said("/secret", 0.0, typed=True)
    events = list(visits.session.answers(iter([asked])))
    assert not any("secret is out" in str(event.data) for event in events)
    assert visits.secrets.obeyed == []


def test_louder_and_slower_are_obeyed_until_the_next_visitor(visits: Visits) -> None:
    visits.hear("Louder.", "Slower.")
    assert (visits.voice.speed, visits.voice.volume) != (1.0, 1.0)
    visits.kiosk.next_visitor()
    assert (visits.voice.speed, visits.voice.volume) == (1.0, 1.0)


def test_the_next_visitor_finds_nothing_of_the_one_before(visits: Visits, db: Database) -> None:
    visits.hear(QUESTION)
    visits.session.state.persona = PLAIN
    visits.session.next_mode()
    visits.kiosk.next_visitor()
    assert visits.session.state.conversation.exchanges == []
    assert visits.session.state.persona.name == "Captain"
    assert visits.session.mode == "balanced"
    assert visits.hear("Repeat that.") == "I have not said anything yet."
    visits.hear(QUESTION)
    sessions = Sessions(db)
    kept = sorted(sessions.list(), key=lambda one: one.created)
    assert [one.totals.turns for one in kept] == [1, 1]
    assert [one.ended is not None for one in kept] == [True, False]


def test_a_message_that_was_begun_is_dropped_with_its_guest(visits: Visits) -> None:
    visits.hear("Leave a message", "Anna", "My secret is")
    visits.kiosk.next_visitor()
    assert visits.session.state.next_words is None
    assert visits.hear("Yes.") != ""
    assert visits.secrets.obeyed == []


class Idle:
    """A conversation with a scripted microphone on a clock that is moved by hand."""

    def __init__(self, picture: str, *texts: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(talk_module, "WATCH_SECONDS", 0.02)
        self.visitors = 0
        self.later = 0.0
        self.talk = Talk(
            devices(ScriptedMicrophone(picture, paced=True, hang=True)),
            LoudnessVad(),
            ScriptedRecognizer(*texts),
            quick_answers,
            lambda events: None,
            CONFIG,
            TalkOptions(hands_free=True, idle_seconds=60.0),
            next_visitor=self.next,
        )

    def next(self) -> None:
        self.visitors += 1

    def run(self, *, until: str, wait: float) -> list[Event]:
        """Events; `wait` seconds pass behind the first event of that kind, then it ends."""
        seen: list[Event] = []
        leaving: threading.Timer | None = None
        with clock.told_by(lambda: time.perf_counter() + self.later):
            for event in self.talk.run():
                seen.append(event)
                if event.kind == until and leaving is None:
                    self.later = wait
                    leaving = threading.Timer(0.6, self.talk.press, ["quit"])
                    leaving.start()
        if leaving:
            leaving.join()
        return seen


def test_after_a_silence_somebody_else_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    idle = Idle(ONE_SENTENCE, "Hello there", monkeypatch=monkeypatch)
    events = idle.run(until="run-end", wait=61.0)
    assert idle.visitors == 1
    assert [event.data for event in events if event.kind == "command"] == [{"name": NEXT_VISITOR}]


def test_before_that_it_is_the_same_visitor(monkeypatch: pytest.MonkeyPatch) -> None:
    idle = Idle(ONE_SENTENCE, "Hello there", monkeypatch=monkeypatch)
    idle.run(until="run-end", wait=30.0)
    assert idle.visitors == 0


def test_noise_keeps_nobody_and_greets_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    idle = Idle(ONE_SENTENCE, "", monkeypatch=monkeypatch)
    idle.run(until="run-end", wait=61.0)
    assert idle.visitors == 0


def test_every_group_but_the_guest_book_is_refused(db: Database) -> None:
    engines: Any = SimpleNamespace(embedder=WordEmbedder(), synthesizer=Voice(), models={})
    config = load().config
    usual = assembly.make_session(config, db, engines, Conversation())
    public = assembly.make_session(config, db, engines, Conversation(), kiosk=True)
    assert len(public.groups) == len(usual.groups)
    assert {type(group) for group in public.groups} == {GuestbookOrders, RefusedOrders}
    assert not any(isinstance(group, RefusedOrders) for group in usual.groups)
