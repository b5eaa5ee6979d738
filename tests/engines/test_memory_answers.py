"""Answers from what the person told, with the real embedding model beside the sample content."""

import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from tests.flow.test_answer import spoken
from voicecli.config import DialogueConfig, RetrievalConfig
from voicecli.dialogue.conversation import Conversation
from voicecli.dialogue.orders import Order
from voicecli.pipeline.answer import take_turn
from voicecli.pipeline.index import index_content
from voicecli.pipeline.mind import Mind
from voicecli.pipeline.orders.memory import NOTHING_TOLD, MemoryOrders
from voicecli.pipeline.record import turn_record
from voicecli.pipeline.remembered import index_memories, index_memory, remember, remove_memory
from voicecli.pipeline.state import SessionState
from voicecli.retrieval.embedder import MiniLmEmbedder
from voicecli.retrieval.index import stored_documents
from voicecli.retrieval.memory_names import is_memory, source_type
from voicecli.retrieval.schema import prepare
from voicecli.retrieval.search import Searcher
from voicecli.retrieval.vocabulary import indexed_documents
from voicecli.retrieval.word_counts import word_counts
from voicecli.shipped import shipped
from voicecli.storage.database import open_database
from voicecli.storage.memories import Memories
from voicecli.turn import Turn
from voicecli.types import TurnRecord
from voicecli.understanding import vocabulary_of
from voicecli.understanding.days import find_days

pytestmark = pytest.mark.engines

TOLD = date(2026, 11, 21)
LATER = date(2026, 11, 24)
FACTS = (
    "my flight is on Friday",
    "the dentist is tomorrow at 9",
    "my locker number is 4417",
    "the wifi password of the office is blue-heron-42",
    "I parked the car on level 3",
    "my sister Julia is allergic to peanuts",
    "Tom owes me 20 euros",
    "I want to learn Rust next year",
    "my favourite tea is Assam",
)


@pytest.fixture(scope="module")
def embedder(models: Path) -> MiniLmEmbedder:
    return MiniLmEmbedder(models / "all-minilm-l6-v2-int8", 1)


@pytest.fixture(scope="module")
def told(embedder: MiniLmEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the sample content and what was told."""
    path = tmp_path_factory.mktemp("told") / "index.db"
    with open_database(path) as db:
        prepare(db)
        list(index_content(db, embedder, shipped("content")))
        memories = Memories(db, now=lambda: datetime(2026, 11, 21, 12, tzinfo=UTC))
        for fact in FACTS:
            index_memory(db, embedder, memories.add(fact, "fact", find_days(fact, TOLD)))
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def db(told: Path, tmp_path: Path) -> Iterator[Database]:
    shutil.copy(told, tmp_path / "index.db")
    with open_database(tmp_path / "index.db") as db:
        yield db


def ask(
    db: Database,
    embedder: MiniLmEmbedder,
    question: str,
    conversation: Conversation | None = None,
    *,
    memories: bool = True,
) -> TurnRecord:
    mind = Mind(
        Searcher(db, embedder, memories=memories),
        vocabulary_of(indexed_documents(db), word_counts(db)),
        None,
        {},
        RetrievalConfig(),
        DialogueConfig(mode="fast"),
        today=lambda: LATER,
    )
    conversation = conversation or Conversation()
    record = turn_record(take_turn(question, mind, conversation, Turn()), {}, spoken=False)
    assert record is not None
    conversation.remember(record, mind.understand(question, conversation))
    return record


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("When is my flight?", "your flight is on Friday, 27 November 2026."),
        ("what did I tell you about the dentist?", "tomorrow (Sunday, 22 November 2026) at 9."),
        ("do you remember my locker number?", "your locker number is 4417."),
        ("What's my locker number?", "your locker number is 4417."),
        ("what is the wifi password?", "blue-heron-42."),
        ("where did I park?", "you parked the car on level 3."),
        ("remind me who owes me money", "Tom owes you 20 euros."),
        ("is Julia allergic to anything?", "your sister Julia is allergic to peanuts."),
        ("what is my favourite tea?", "your favourite tea is Assam."),
    ],
)
def test_a_question_is_answered_in_the_words_that_were_told(
    db: Database, embedder: MiniLmEmbedder, question: str, answer: str
) -> None:
    record = ask(db, embedder, question)
    assert record.written.startswith("You told me on 21 November: ")
    assert record.written.endswith(answer)
    assert [source_type(passage) for passage in record.passages] == ["memory"]
    assert record.passages[0].source.endswith(" · told on 21 November 2026")


@pytest.mark.parametrize(
    "question",
    [
        "What projects used Rust?",
        "what are my projects?",
        "do you know Rust?",
        "what are the opening hours of the workshop?",
        "who is the president of France?",
        "what is my email?",
        "can I borrow a bike?",
        "hello",
    ],
)
def test_other_questions_are_answered_as_without_memories(
    db: Database, embedder: MiniLmEmbedder, question: str
) -> None:
    with_memories = ask(db, embedder, question).written
    for memory in Memories(db).list():
        remove_memory(db, memory.id)
    assert not any(map(is_memory, stored_documents(db, embedder.name)))
    assert ask(db, embedder, question).written == with_memories


def test_nothing_told_is_said_so(db: Database, embedder: MiniLmEmbedder) -> None:
    record = ask(db, embedder, "what did I say about my boss?")
    assert record.written == "I remember nothing about your boss."
    assert record.abstained


def test_a_follow_up_stays_with_the_memory(db: Database, embedder: MiniLmEmbedder) -> None:
    conversation = Conversation()
    ask(db, embedder, "when is the dentist?", conversation)
    assert "at 9" in ask(db, embedder, "and at what time?", conversation).written


def test_what_was_told_later_goes_first(db: Database, embedder: MiniLmEmbedder) -> None:
    remember(db, embedder, "my locker number is 52", "fact", LATER)
    told = ask(db, embedder, "what is my locker number?").written
    assert told == (
        "You told me today: your locker number is 52."
        " Before that, you told me on 21 November: your locker number is 4417."
    )


def test_a_kiosk_finds_no_memory(db: Database, embedder: MiniLmEmbedder) -> None:
    record = ask(db, embedder, "what is my locker number?", memories=False)
    assert "4417" not in record.written
    assert not record.passages


def test_reindexing_keeps_memories_and_brings_in_those_that_came_from_elsewhere(
    db: Database, embedder: MiniLmEmbedder
) -> None:
    memory = Memories(db).add("the alarm code is 8080")
    assert "8080" not in ask(db, embedder, "what is the alarm code?").written
    list(index_content(db, embedder, shipped("content")))
    actions = [one.action for one in index_memories(db, embedder)]
    assert actions.count("added") == 1
    assert actions.count("unchanged") == len(FACTS)
    assert "8080" in ask(db, embedder, "what is the alarm code?").written
    Memories(db).remove(memory.id)
    assert [one.action for one in index_memories(db, embedder)].count("removed") == 1
    assert "8080" not in ask(db, embedder, "what is the alarm code?").written


def test_a_memory_that_is_forgotten_while_it_is_embedded_is_not_stored(
    db: Database, embedder: MiniLmEmbedder
) -> None:
    memory = Memories(db).add("the safe is behind the mirror")
    Memories(db).remove(memory.id)
    index_memory(db, embedder, memory)
    assert "mirror" not in ask(db, embedder, "where is the safe?").written


def test_nothing_of_a_forgotten_memory_is_left_in_the_index(
    db: Database, embedder: MiniLmEmbedder
) -> None:
    before = count(db)
    memory = remember(db, embedder, "the safe is behind the mirror. The code is 7.", "note", TOLD)
    assert count(db) != before
    remove_memory(db, memory.id)
    assert count(db) == before


def count(db: Database) -> list[int]:
    tables = ("memories", "documents", "passages", "vectors", "sentences", "tokens", "answers")
    return [db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables]


class Ordered:
    """Orders given one after the other, as a session hands them over."""

    def __init__(self, db: Database, embedder: MiniLmEmbedder) -> None:
        self.state = SessionState()
        self.group = MemoryOrders(lambda: nullcontext(db), embedder, today=lambda: TOLD)

    def say(self, text: str) -> list[str]:
        turn = Turn()
        if take := self.state.next_words:
            return list(take(spoken(text, turn), turn))
        order = self.group.understand(text, self.state)
        assert order is not None
        return [str(one) for one in self.group.carry_out(order, self.state, turn)]


@pytest.fixture
def orders(db: Database, embedder: MiniLmEmbedder) -> Ordered:
    return Ordered(db, embedder)


def test_what_was_kept_is_quoted(orders: Ordered, db: Database) -> None:
    assert orders.say("Remember that the plumber comes on Monday.") == [
        "I will remember: the plumber comes on Monday, 23 November 2026."
    ]
    assert orders.say("remember that the plumber comes on Monday") == [
        "I know that already: the plumber comes on Monday."
    ]
    assert "the plumber comes on Monday" in [one.text for one in Memories(db).list()]


def test_the_next_words_are_the_note(orders: Ordered, db: Database) -> None:
    assert orders.say("take a note") == ["I am listening."]
    assert orders.say("Remember the milk, and call Anna.") == [
        "Noted: Remember the milk, and call Anna."
    ]
    assert [one.kind for one in Memories(db).list() if one.text.startswith("Remember")] == ["note"]
    orders.say("take a note")
    assert orders.say("Never mind.") == ["All right, nothing was noted."]


def test_the_memory_that_is_meant_is_forgotten(orders: Ordered, db: Database) -> None:
    assert orders.say("forget about my flight") == [
        "Forgotten: your flight is on Friday, 27 November 2026."
    ]
    assert len(Memories(db).list()) == len(FACTS) - 1
    (told,) = orders.say("forget about the unicorn")
    assert told.endswith("Nothing was removed.")
    assert len(Memories(db).list()) == len(FACTS) - 1


def test_of_several_it_asks_which(orders: Ordered, db: Database) -> None:
    orders.say("remember that Tom has my ladder")
    told = orders.say("forget about Tom")
    assert told[0] == "2 memories fit. Nothing was removed yet. Which one do you mean?"
    assert len(Memories(db).list()) == len(FACTS) + 1
    assert orders.say("the one about the ladder") == ["Forgotten: Tom has your ladder."]
    assert len(Memories(db).list()) == len(FACTS)


def test_everything_goes_only_when_it_is_confirmed(orders: Ordered, db: Database) -> None:
    assert orders.say("forget everything")[0].startswith(f"Shall I forget all {len(FACTS)}")
    assert orders.say("hm, what?") == ["All right, nothing was removed."]
    assert len(Memories(db).list()) == len(FACTS)
    orders.say("forget everything")
    orders.say("Yes, please.")
    assert not Memories(db).list()
    assert orders.say("what do you remember?") == [NOTHING_TOLD]


def test_off_the_record_nothing_is_kept(db: Database, embedder: MiniLmEmbedder) -> None:
    group = MemoryOrders(None, embedder)
    (told,) = group.carry_out(Order("remember", "my flight is on Friday"), SessionState(), Turn())
    assert told == "Nothing is kept now, so I will not remember that."
    assert len(Memories(db).list()) == len(FACTS)
