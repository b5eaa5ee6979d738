import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from sqlite_utils import Database

from tests.fakes import (
    InstantSpeaker,
    ScriptedLlm,
    ToneSynthesizer,
    WordEmbedder,
)
from voicecli.assembly import read_vocabulary
from voicecli.config import DialogueConfig, LlmConfig, RetrievalConfig
from voicecli.dialogue.conversation import Conversation
from voicecli.errors import LlmError, SttError
from voicecli.pipeline.answer import Voice, take_turn
from voicecli.pipeline.cached import keep_answer
from voicecli.pipeline.guarded_llm import GuardedLlm
from voicecli.pipeline.index import index_content
from voicecli.pipeline.mind import Mind
from voicecli.pipeline.record import turn_record, understood
from voicecli.pipeline.running import Asked
from voicecli.pipeline.scribe import Transcribed
from voicecli.protocols import LanguageModel
from voicecli.retrieval.schema import prepare
from voicecli.retrieval.search import Searcher
from voicecli.storage.answers import AnswerCache
from voicecli.storage.database import open_database
from voicecli.turn import Turn
from voicecli.types import Event, Segment, Transcript, Utterance

pytestmark = pytest.mark.flow

RECORDS = {
    "projects": [
        {
            "id": "kettle",
            "title": "Kettle",
            "description": "Boils water when the wind blows. It was built in a shed.",
            "technologies": ["Rust"],
            "metrics": "The kettle cost 40 pounds",
            "start": "2021",
        },
        {
            "id": "abacus",
            "title": "Abacus",
            "description": "Counts sheep at night.",
            "technologies": ["Python"],
            "start": "2019",
        },
    ]
}
FACT = "What did the kettle cost?"
WHY = "Why does the kettle boil water?"
"""A question with more than one sentence to say to it."""
ADDED = "The kettle was built in a shed with Rust."
DETAILED = DialogueConfig(mode="detailed")
"""The mode in which the language model may add to a fact, too."""
SPEECH = Utterance(np.zeros(16_000, np.float32), 0, 16_000, "silence")


def spoken(text: str, turn: Turn, *, own_voice: str = "") -> Asked:
    transcript = Transcript((Segment(0.0, 1.0, text),) if text else (), "en", 1.0)
    words = Transcribed(SPEECH, transcript, 0.3)
    return Asked(words, text, turn, InstantSpeaker(), own_voice=own_voice)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "records.json").write_text(json.dumps(RECORDS), encoding="utf-8")
    database = open_database(tmp_path / "voicecli.db")
    prepare(database)
    list(index_content(database, WordEmbedder(), folder))
    yield database
    database.close()


def mind(
    db: Database,
    llm: LanguageModel | None = None,
    dialogue: DialogueConfig = DETAILED,
    cache: AnswerCache | None = None,
) -> Mind:
    return Mind(
        Searcher(db, WordEmbedder()),
        read_vocabulary(db),
        GuardedLlm(llm, LlmConfig()) if llm else None,
        {"llm": "scripted"},
        RetrievalConfig(),
        dialogue,
        today=lambda: date(2026, 6, 1),
        cache=cache,
        read_again=lambda: read_vocabulary(db),
    )


def said(events: list[Event], source: str = "") -> list[str]:
    return [
        event.data["text"]
        for event in events
        if event.kind == "llm-text" and source in ("", event.data["source"])
    ]


def test_a_written_question_goes_through_every_stage_in_order(db: Database) -> None:
    llm = ScriptedLlm(ADDED)
    events = list(take_turn(WHY, mind(db, llm), Conversation(), Turn()))
    kinds = [event.kind for event in events]
    assert list(dict.fromkeys(kinds)) == [
        "run-start",
        "understanding-end",
        "retrieval-end",
        "llm-text",
        "llm-start",
        "run-end",
    ]
    assert said(events)[0] == "Kettle: Boils water when the wind blows."


def test_a_list_needs_no_model(db: Database) -> None:
    llm = ScriptedLlm("The kettle was built in a shed in 2021.")
    events = list(take_turn("Which projects used Rust?", mind(db, llm), Conversation(), Turn()))
    assert said(events)[0] == "One Rust project: Kettle."
    assert llm.prompts == []


def test_what_the_model_adds_is_said_only_when_the_content_holds_it(db: Database) -> None:
    events = list(take_turn(WHY, mind(db, ScriptedLlm(ADDED)), Conversation(), Turn()))
    assert said(events, "llm") == [ADDED]
    invented = ScriptedLlm("It was sold 99 times. It does so since 1999.")
    events = list(take_turn(WHY, mind(db, invented), Conversation(), Turn()))
    assert said(events, "llm") == []
    assert len(invented.prompts) == 1


def test_what_was_said_is_not_said_again(db: Database) -> None:
    again = ScriptedLlm("The kettle boils water when the wind blows.")
    events = list(take_turn(WHY, mind(db, again), Conversation(), Turn()))
    assert said(events, "llm") == []
    assert len(again.prompts) == 1


def test_a_fact_that_was_said_needs_no_model(db: Database) -> None:
    llm = ScriptedLlm(ADDED)
    events = list(take_turn(FACT, mind(db, llm, DialogueConfig()), Conversation(), Turn()))
    assert said(events) == ["The kettle cost 40 pounds."]
    assert llm.prompts == []


def test_the_model_is_not_asked_when_nothing_fits(db: Database) -> None:
    llm = ScriptedLlm("Paris is the capital of France.")
    for question in ("What is the capital of France?", "hello"):
        events = list(take_turn(question, mind(db, llm), Conversation(), Turn()))
        record = turn_record(events, {}, spoken=False)
        assert record is not None
        assert record.abstained == (question != "hello")
    assert llm.prompts == []
    events = list(take_turn("What is zyzzyva?", mind(db), Conversation(), Turn()))
    assert said(events)[0].startswith("I find nothing about ")


def test_a_spoken_answer_is_recognised_spoken_and_remembered_as_heard(db: Database) -> None:
    speaker, synthesizer, turn = InstantSpeaker(), ToneSynthesizer(), Turn()
    turn.note("stt", 0.3)
    events = list(
        take_turn(
            spoken("Which projects used Rust?", turn),
            mind(db),
            Conversation(),
            turn,
            Voice(synthesizer, speaker),
        )
    )
    assert synthesizer.said[0] == "One Rust project: Kettle."
    record = turn_record(events, {"llm": "x"}, spoken=True)
    assert record is not None
    assert record.question == "Which projects used Rust?"
    assert record.heard == record.written
    assert record.ended == "done"
    assert set(record.timings) >= {"stt", "understand", "retrieve", "first_audio", "total"}


def test_a_cancelled_answer_is_remembered_up_to_the_cut(db: Database) -> None:
    speaker, turn = InstantSpeaker(cancel_at=1), Turn()
    llm = ScriptedLlm("The kettle cost 40 pounds.")
    events = list(
        take_turn(
            spoken("Which projects used Rust?", turn),
            mind(db, llm),
            Conversation(),
            turn,
            Voice(ToneSynthesizer(), speaker),
        )
    )
    record = turn_record(events, {}, spoken=True)
    assert record is not None
    assert record.ended == "stopped"
    assert record.written.startswith(record.heard)
    assert 0 < len(record.heard) < len(record.written)
    assert llm.steps == 0
    assert [event.kind for event in events][-2:] == ["cancelled", "run-end"]


def test_silence_is_no_question(db: Database) -> None:
    turn = Turn()
    events = list(take_turn(spoken("", turn), mind(db), Conversation(), turn))
    assert [event.kind for event in events] == ["run-start", "stt-start", "stt-end", "run-end"]
    assert turn_record(events, {}, spoken=True) is None


def test_a_failing_model_leaves_the_opening_and_an_error_event(db: Database) -> None:
    class Broken(ScriptedLlm):
        def generate(self, messages, turn, *, tokens=None):  # type: ignore[no-untyped-def]
            raise LlmError("bad-model", "The model file is damaged.", "Verify it.")
            yield

    events = list(take_turn(WHY, mind(db, Broken("")), Conversation(), Turn()))
    assert said(events, "extract")
    error = next(event for event in events if event.kind == "error")
    assert error.data["hint"] == "Verify it."
    assert events[-1].kind == "run-end"


def test_a_failing_model_lets_the_opening_be_heard_out(db: Database) -> None:
    class Broken(ScriptedLlm):
        def generate(self, messages, turn, *, tokens=None):  # type: ignore[no-untyped-def]
            raise LlmError("bad-model", "The model file is damaged.", "Verify it.")
            yield

    voice = Voice(ToneSynthesizer(), InstantSpeaker())
    turn = Turn()
    asked = spoken(WHY, turn)
    events = list(take_turn(asked, mind(db, Broken("")), Conversation(), turn, voice))
    record = turn_record(events, {}, spoken=True)
    assert record is not None
    assert record.heard == record.written != ""
    assert record.ended == "error: bad-model"


def test_a_failure_is_said_aloud_and_is_no_part_of_the_answer(db: Database) -> None:
    turn, synthesizer = Turn(), ToneSynthesizer()
    nothing = Transcript((), "", 0.0)
    words = Transcribed(SPEECH, nothing, 0.3, SttError("broken", "Whisper has failed."))
    asked = Asked(words, "", turn, InstantSpeaker())
    voice = Voice(synthesizer, InstantSpeaker())
    events = list(take_turn(asked, mind(db), Conversation(), turn, voice))
    assert synthesizer.said == ["Whisper has failed."]
    assert said(events) == []
    assert [event.data["code"] for event in events if event.kind == "error"] == ["broken"]


def test_the_model_stops_at_its_next_word_when_the_gate_closes(db: Database) -> None:
    llm = ScriptedLlm("It was sold 99 times. " + "And more and more " * 200, pause=0.01)
    list(take_turn(WHY, mind(db, llm, DialogueConfig()), Conversation(), Turn()))
    assert llm.steps < 30


def test_a_follow_up_leans_on_the_question_before(db: Database) -> None:
    conversation, thinking = Conversation(), mind(db)
    answers = []
    for question in ("Tell me about her projects", "and in Python?"):
        events = list(take_turn(question, thinking, conversation, Turn()))
        record = turn_record(events, {}, spoken=False)
        assert record is not None
        conversation.remember(record, understood(events))
        answers.append(record.written)
    assert "Kettle" in answers[0]
    assert answers[1].startswith("One Python project: Abacus.")


def test_an_event_is_plain_json(db: Database) -> None:
    from voicecli.cli.talk_view import json_line

    for event in take_turn("Which projects used Rust?", mind(db), Conversation(), Turn()):
        assert json.loads(json_line(event))["kind"] == event.kind


def answers(db: Database, *questions: str) -> list[str]:
    conversation, thinking = Conversation(), mind(db)
    written = []
    for question in questions:
        events = list(take_turn(question, thinking, conversation, Turn()))
        record = turn_record(events, {}, spoken=False)
        assert record is not None
        conversation.remember(record, understood(events))
        written.append(record.written)
    return written


@pytest.mark.parametrize(
    ("question", "title"),
    [("What is her latest project?", "Kettle"), ("What was her very first project?", "Abacus")],
)
def test_the_newest_and_the_oldest_are_one(db: Database, question: str, title: str) -> None:
    (answer,) = answers(db, question)
    assert f" project is {title}" in answer


def test_the_second_one_is_the_second_of_the_list(db: Database) -> None:
    listed, second = answers(db, "Show me her projects", "tell me more about the second one")
    names = listed.removeprefix("Two projects: ").split(".")[0].split(" and ")
    told = {"Kettle": "Boils water", "Abacus": "Counts sheep"}
    assert told[names[1]] in second
    assert told[names[0]] not in second


def test_when_everything_was_shown_there_is_no_more(db: Database) -> None:
    assert answers(db, "Show me her projects", "show me more")[1] == "That is all I find."


def test_two_questions_in_one_are_both_answered(db: Database) -> None:
    question = "Which projects used Rust? What did the kettle cost?"
    events = list(take_turn(question, mind(db), Conversation(), Turn()))
    assert said(events)[0] == "One Rust project: Kettle."
    assert "The kettle cost 40 pounds." in said(events)
    understanding = understood(events)
    assert understanding is not None
    assert understanding.intent == "projects"
    assert [part["question"] for part in understanding.slots["parts"]] == [
        "What did the kettle cost?"
    ]


def test_a_greeting_before_a_question_is_not_answered(db: Database) -> None:
    events = list(take_turn("Hello! Which projects used Rust?", mind(db), Conversation(), Turn()))
    assert said(events)[0] == "One Rust project: Kettle."


def test_the_same_question_is_answered_from_the_cache(db: Database) -> None:
    llm, cache = ScriptedLlm(ADDED), AnswerCache(db)
    first = list(take_turn(WHY, mind(db, llm, cache=cache), Conversation(), Turn()))
    keep_answer(cache, first)
    again = list(take_turn(f"  {WHY.lower()} ", mind(db, llm, cache=cache), Conversation(), Turn()))
    assert said(again) == said(first)
    assert said(again, "llm") == [ADDED]
    assert len(llm.prompts) == 1
    assert [event.data["cached"] for event in again if event.kind == "retrieval-end"] == [True]
    before, after = (turn_record(events, {}, spoken=False) for events in (first, again))
    assert before is not None
    assert after is not None
    assert (after.passages, after.mode) == (before.passages, before.mode)


def test_another_mode_or_other_content_is_another_answer(db: Database, tmp_path: Path) -> None:
    cache = AnswerCache(db)
    keep_answer(cache, list(take_turn(FACT, mind(db, cache=cache), Conversation(), Turn())))
    for other in (DialogueConfig(mode="fast"), DETAILED):
        if other is DETAILED:
            (tmp_path / "content" / "more.txt").write_text("A sheet of paper.", encoding="utf-8")
            list(index_content(db, WordEmbedder(), tmp_path / "content"))
        events = take_turn(FACT, mind(db, dialogue=other, cache=cache), Conversation(), Turn())
        assert [e.data["cached"] for e in events if e.kind == "retrieval-end"] == [False]


def test_what_is_added_during_a_conversation_is_known_by_its_name(
    db: Database, tmp_path: Path
) -> None:
    thinking = mind(db)
    list(take_turn(FACT, thinking, Conversation(), Turn()))
    more = {"projects": [{"title": "Zither", "description": "Plucks.", "technologies": ["Zig"]}]}
    (tmp_path / "content" / "more.json").write_text(json.dumps(more), encoding="utf-8")
    list(index_content(db, WordEmbedder(), tmp_path / "content"))
    events = list(take_turn("Which projects use Zig?", thinking, Conversation(), Turn()))
    assert said(events)[0] == "One Zig project: Zither."


def test_a_model_that_rests_leaves_no_answer_in_its_name(db: Database) -> None:
    class Broken(ScriptedLlm):
        def generate(self, messages, turn, *, tokens=None):  # type: ignore[no-untyped-def]
            raise LlmError("bad-model", "The model file is damaged.", "Verify it.")
            yield

    cache, resting = AnswerCache(db), LlmConfig(failures=1, rest_seconds=600.0)
    thinking = mind(db, Broken(""), cache=cache)
    thinking.llm = GuardedLlm(Broken(""), resting)
    for _ in range(2):  # the first fails, and the model is left alone
        keep_answer(cache, list(take_turn(WHY, thinking, Conversation(), Turn())))
    well = ScriptedLlm(ADDED)
    events = list(take_turn(WHY, mind(db, well, cache=cache), Conversation(), Turn()))
    assert said(events, "llm") == [ADDED]


def test_a_cut_answer_is_not_kept(db: Database) -> None:
    cache, turn = AnswerCache(db), Turn()
    voice = Voice(ToneSynthesizer(), InstantSpeaker(cancel_at=1))
    thinking = mind(db, cache=cache)
    events = list(
        take_turn(spoken("Tell me about the kettle", turn), thinking, Conversation(), turn, voice)
    )
    keep_answer(cache, events)
    assert db.execute("SELECT count(*) FROM answers").fetchone()[0] == 0


GENERAL = DialogueConfig(general=True)


def test_general_knowledge_is_labelled_and_stands_on_nothing(db: Database) -> None:
    llm = ScriptedLlm("Paris is the capital of France. It lies on the Seine.")
    question = "What is the capital of France?"
    events = list(take_turn(question, mind(db, llm, GENERAL), Conversation(), Turn()))
    assert said(events, "general")[0] == "Not from your content: Paris is the capital of France."
    assert said(events, "extract") == []
    record = turn_record(events, {}, spoken=False)
    assert record is not None
    assert (record.passages, record.abstained, record.mode) == ((), False, "full")


def test_a_model_that_says_nothing_leaves_the_refusal(db: Database) -> None:
    question = "What is the capital of France?"
    events = list(take_turn(question, mind(db, ScriptedLlm(""), GENERAL), Conversation(), Turn()))
    record = turn_record(events, {}, spoken=False)
    assert record is not None
    assert record.abstained
    assert said(events, "extract") == [record.written]
