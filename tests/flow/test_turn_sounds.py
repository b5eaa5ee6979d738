"""The sound of turns: what is kept of it, and what never waits for it."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import numpy as np
import pytest
from sqlite_utils import Database

from tests.fakes import InstantSpeaker
from tests.flow import test_answer
from tests.flow.test_answer import mind, spoken
from tests.flow.test_session import QUESTION, Voice
from voicecli.audio.encoded import decode_sound
from voicecli.dialogue.conversation import Conversation
from voicecli.dialogue.orders import Order
from voicecli.errors import StorageError
from voicecli.pipeline.heard_speaker import HeardSpeaker
from voicecli.pipeline.keeping import Keeper
from voicecli.pipeline.mind import Mind
from voicecli.pipeline.running import Asked
from voicecli.pipeline.scribe import Transcribed
from voicecli.pipeline.session import SpokenSession
from voicecli.pipeline.state import SessionState
from voicecli.pipeline.turn_sounds import WAITING_TURNS, TurnSounds
from voicecli.storage.database import file_of, open_database, writing
from voicecli.storage.sessions import Sessions
from voicecli.storage.sounds import Sounds
from voicecli.turn import Turn
from voicecli.types import SAMPLE_RATE, Heard, Sentence, SpeechChunk, Utterance

pytestmark = pytest.mark.flow
db = test_answer.db


def opener(
    db: Database, stop: threading.Event | None
) -> Callable[[], AbstractContextManager[Sounds]]:
    path = Path(file_of(db))

    @contextmanager
    def opened() -> Iterator[Sounds]:
        own = open_database(path)
        try:
            if stop:
                stop.wait(20)
            yield Sounds(own)
        finally:
            own.close()

    return opened


def sounds_of(
    db: Database, *, keeps: bool = True, stop: threading.Event | None = None
) -> TurnSounds:
    return TurnSounds(opener(db, stop), 30, 10**8, keeps=keeps)


def said(
    text: str, seconds: float, start: int = 0, carried: str = "", typed: bool = False
) -> Asked:
    """A question of so many seconds."""
    one = spoken(text, Turn())
    samples = np.full(round(seconds * SAMPLE_RATE), 0.1, np.float32)
    what = Utterance(samples, start, start + samples.size, "silence")
    words = Transcribed(what, one.words.transcript, 0.0)
    return Asked(words, one.text, one.turn, InstantSpeaker(), carried=carried, typed=typed)


class Conversing:
    """A session with kept sound that is asked one thing after the other."""

    def __init__(self, db: Database, sounds: TurnSounds | None) -> None:
        @contextmanager
        def opened() -> Iterator[Mind]:
            yield mind(db)

        self.voice = Voice()
        self.session = SpokenSession(
            opened, self.voice, Keeper(Sessions(db)), Conversation(), sounds=sounds
        )

    def ask(self, *questions: Asked) -> None:
        for asked in questions:
            self.session.finished(list(self.session.answers(iter([asked]))))


class Remembering:
    """Takes something to remember, as the memory's orders do."""

    slash: Mapping[str, str] = {}

    def understand(self, text: str, state: SessionState) -> Order | None:
        return Order("remember", text)

    def carry_out(self, order: Order, state: SessionState, turn: Turn) -> Iterator[str]:
        state.told_memories[turn.id] = "0QK2M4T7ZX"
        yield "I will remember it."


def kept(db: Database) -> list[tuple[int, str, float]]:
    (session,) = Sessions(db).list()
    return [(one.number, one.part, one.seconds) for one in Sounds(db).kept(session.id)]


def test_question_and_answer_are_kept_as_they_were_heard(db: Database) -> None:
    with sounds_of(db) as sounds:
        talk = Conversing(db, sounds)
        talk.ask(said(QUESTION, 1.5))
    (session,) = Sessions(db).list()
    (turn,) = Sessions(db).turns(session.id)
    expected = 100 * len("".join(talk.voice.said)) / SAMPLE_RATE
    assert kept(db) == [(1, "question", 1.5), (1, "answer", pytest.approx(expected))]
    question = Sounds(db).read(session.id, 1, "question")
    assert question
    assert decode_sound(question.data).size == 1.5 * SAMPLE_RATE
    assert turn.record.heard


def test_of_an_answer_that_was_cut_only_what_was_heard(db: Database) -> None:
    speaker = HeardSpeaker(InstantSpeaker(cancel_at=1))
    turn = Turn()
    for index in range(2):
        chunk = SpeechChunk(Sentence(index, "x"), np.ones(22_050, np.float32), 22_050)
        speaker.play(chunk, turn)
    list(speaker.finish(turn))
    assert turn.cancelled
    assert sum(part.size for part in speaker.sound()) == 1.5 * SAMPLE_RATE


@pytest.mark.parametrize("share", [1.0, 0.4])
@pytest.mark.parametrize("fraction", [0.0, 0.25, 0.9])
def test_the_part_that_was_played_is_what_is_kept(share: float, fraction: float) -> None:
    class Cutting(InstantSpeaker):
        def finish(self, turn: Turn) -> Iterator[Heard]:
            yield Heard(Sentence(0, "x"), fraction * share)

    speaker, turn = HeardSpeaker(Cutting()), Turn()
    for number in range(4):
        samples = np.full(1_000, number, np.float32)
        speaker.play(SpeechChunk(Sentence(0, "x"), samples, SAMPLE_RATE, share / 4), turn)
    list(speaker.finish(turn))
    played = np.concatenate(list(speaker.sound()))
    assert played.size == pytest.approx(4_000 * fraction, abs=4)
    assert np.array_equal(played, np.repeat([0, 1, 2, 3], 1_000)[: played.size])


def test_a_question_in_two_parts_is_kept_whole(db: Database) -> None:
    with sounds_of(db) as sounds:
        talk = Conversing(db, sounds)
        first = said("What did the", 1.0)
        list(talk.session.answers(iter([first])))  # given up: they went on
        talk.ask(said(QUESTION, 2.0, start=40_000, carried="What did the"))
        talk.ask(said(QUESTION, 0.5, start=90_000))
    assert [(number, length) for number, part, length in kept(db) if part == "question"] == [
        (1, 3.0),
        (2, 0.5),
    ]


def test_a_longer_draft_of_the_same_words_takes_the_place_of_the_first(db: Database) -> None:
    with sounds_of(db) as sounds:
        talk = Conversing(db, sounds)
        list(talk.session.answers(iter([said("What did the", 1.0)])))
        talk.ask(said(QUESTION, 2.0, carried="What did the"))
    assert kept(db)[0] == (1, "question", 2.0)


def test_a_typed_question_has_no_sound(db: Database) -> None:
    with sounds_of(db) as sounds:
        Conversing(db, sounds).ask(said(QUESTION, 0.0, typed=True))
    assert [part for _, part, _ in kept(db)] == ["answer"]


def test_unless_it_is_asked_for_nothing_is_kept_and_the_old_is_trimmed(db: Database) -> None:
    with sounds_of(db) as sounds:
        Conversing(db, sounds).ask(said(QUESTION, 1.0))
    with open_database(Path(file_of(db))) as other:
        other.execute("UPDATE sounds SET at = '2020-01-01T00:00:00.000000+00:00'")
        other.conn.commit()
    with sounds_of(db, keeps=False) as sounds:
        Conversing(db, sounds).ask(said(QUESTION, 1.0))
    assert Sounds(db).total().count == 0
    assert [session.turns for session in Sessions(db).list()] == [1, 1]


def test_what_was_to_be_remembered_is_kept_with_its_sound(db: Database) -> None:
    with sounds_of(db) as sounds:
        talk = Conversing(db, sounds)
        turn = said("Remember that the key is blue.", 1.0)
        talk.session.groups = (Remembering(),)
        talk.ask(turn)
    assert [part for _, part, _ in kept(db)] == ["question", "answer"]


def test_orders_leave_no_sound(db: Database) -> None:
    with sounds_of(db) as sounds:
        Conversing(db, sounds).ask(said(QUESTION, 1.0), said("Louder.", 1.0))
    assert {number for number, _, _ in kept(db)} == {1}


def test_nobody_waits_for_a_store_that_does_not_answer(db: Database) -> None:
    stop = threading.Event()
    with sounds_of(db, stop=stop) as sounds:
        talk = Conversing(db, sounds)
        talk.ask(*(said(QUESTION, 0.1) for _ in range(WAITING_TURNS + 3)))
        assert sounds.dropped == 3
        stop.set()
    assert Sessions(db).list()[0].turns == WAITING_TURNS + 3
    assert {number for number, _, _ in kept(db)} == set(range(1, WAITING_TURNS + 1))


def test_a_store_that_cannot_be_opened_ends_no_conversation(
    db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    @contextmanager
    def broken() -> Iterator[Sounds]:
        if db:
            raise StorageError("disk-full", "There is no room.", "Free some space.")
        yield Sounds(db)

    with TurnSounds(broken, 30, 10**8, keeps=True) as sounds:
        Conversing(db, sounds).ask(*(said(QUESTION, 0.1) for _ in range(3)))
    assert "no room" in caplog.text
    assert Sessions(db).list()[0].turns == 3


def test_a_turn_that_was_deleted_meanwhile_gets_no_sound(db: Database) -> None:
    stop = threading.Event()
    with sounds_of(db, stop=stop) as sounds:
        talk = Conversing(db, sounds)
        talk.ask(said(QUESTION, 0.1))
        with writing(db):
            db.execute("DELETE FROM turns")
        stop.set()
    assert Sounds(db).total().count == 0
