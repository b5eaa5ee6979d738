"""A language model words follow-ups while the interview goes on: good, late, broken, cancelled."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.fakes import FaultyLlm, InstantSpeaker, ScriptedLlm
from tests.flow.test_interviewing import PLAN, Voice, aloud, heard, session, spoken, texts
from voicecli.config import LlmConfig
from voicecli.errors import CatalogError, LlmError
from voicecli.interview.judging.written_follow_ups import WordingGrounds
from voicecli.pipeline.follow_up_writing import AS_LONG_AS, FollowUpWriter, Pace
from voicecli.pipeline.guarded_llm import GuardedLlm
from voicecli.pipeline.interviewing import InterviewSession
from voicecli.pipeline.running import Asked
from voicecli.pipeline.written_turns import take_written, unasked, written
from voicecli.protocols import LanguageModel
from voicecli.turn import Turn
from voicecli.types import Event

pytestmark = pytest.mark.flow

REPLY = "It was the narrow seam under the bridge."
WORDED = "After the narrow seam under the bridge, what was the result?"
READY = "What came of it, number 1?"
WAIT = FaultyLlm.WAIT
READ = ("What",)
"""A call of the model for what it reads ahead."""


class CountingLlm(FaultyLlm):
    """Can tell that it is loaded, as the real one does."""

    def count_tokens(self, text: str) -> int:
        return len(text.split())


@contextmanager
def writer(llm: LanguageModel, seconds: float = 20.0) -> Iterator[FollowUpWriter]:
    guarded = GuardedLlm(llm, LlmConfig(first_token_seconds=30.0))
    with FollowUpWriter(guarded, "scripted", WordingGrounds(PLAN, None), seconds) as one:
        assert one.wait(10.0)
        yield one


def answered(one: InterviewSession, by: FollowUpWriter, reply: str = REPLY) -> list[Event]:
    """The turn behind a typed reply to the first question."""
    take_written(one, unasked("begin"))
    assert by.rest(10.0)
    return take_written(one, written(reply))


def test_a_worded_question_is_asked_and_is_what_was_asked() -> None:
    with writer(ScriptedLlm(f"QUESTION: {WORDED}")) as by:
        one = session(writer=by)
        events = answered(one, by)
    plain = session()
    take_written(plain, unasked("begin"))
    usual = texts(take_written(plain, written(REPLY)))
    assert usual[-1] == READY
    assert texts(events) == [*usual[:-1], WORDED]
    assert one.progress.question == one.progress.asked[-1] == WORDED
    assert one.progress.seeks == plain.progress.seeks
    kinds = [event.kind for event in events]
    assert kinds.index("llm-text") < kinds.index("llm-start")
    assert events[-1].data["timings"]["llm"] > 0.0
    written_by = [event.data.get("model", "") for event in events if event.kind == "llm-text"]
    assert written_by == [*("" for _ in usual[:-1]), "scripted"]


def test_the_model_reads_the_last_messages_as_quotes() -> None:
    llm = ScriptedLlm(WORDED)
    with writer(llm) as by:
        answered(session(writer=by), by)
    system, *_, notes = llm.prompts[-1]
    assert system.role == "system"
    assert "seam" not in system.text
    assert notes.text.splitlines() == [
        "Topic: welding",
        "Interviewer: “Which seam was the hardest?”",
        f"Candidate: “{REPLY}”",
        f"Plain question: {READY}",
    ]


def test_what_it_will_need_is_read_while_the_question_sounds() -> None:
    llm = ScriptedLlm(WORDED)
    with writer(llm) as by:
        take_written(session(writer=by), unasked("begin"))
        assert by.rest(10.0)
    opening, ahead = (prompt[-1].text for prompt in llm.prompts)
    assert "Which seam" not in opening
    assert ahead.endswith("Interviewer: “Which seam was the hardest?”\nCandidate: “")


def test_who_begins_to_speak_ends_what_is_read_ahead() -> None:
    with writer(FaultyLlm(READ, (WAIT,))) as by:
        one = session(writer=by)
        take_written(one, unasked("begin"))
        assert not by.rest(0.1)
        one.watched()()
        assert by.rest(10.0)


@pytest.mark.parametrize(
    "text",
    [
        "Banana.",
        "Say banana, will you?",
        "Which seam was the hardest?",
        "How did Mr Schmidt of Siemens like the narrow seam in the end?",
        "Under the bridge, why did you choose it?",
    ],
)
def test_a_question_that_does_not_pass_is_not_asked(text: str) -> None:
    with writer(ScriptedLlm(text)) as by:
        assert texts(answered(session(writer=by), by))[-1] == READY
        assert len(by.dropped) == 1


def test_a_fault_while_it_reads_ahead_ends_that_alone() -> None:
    with writer(FaultyLlm(READ, (ValueError("a bug"),), (WORDED,))) as by:
        assert texts(answered(session(writer=by), by))[-1] == WORDED


def test_a_model_that_breaks_asks_nothing() -> None:
    broken = FaultyLlm(READ, READ, (LlmError("decode-failed", "It stopped."),))
    with writer(broken) as by:
        events = answered(session(writer=by), by)
    assert texts(events)[-1] == READY
    assert "error" not in [event.kind for event in events]


def test_a_late_model_asks_nothing_and_is_not_asked_again() -> None:
    with writer(FaultyLlm(READ, READ, (WAIT,)), seconds=0.2) as by:
        one = session(writer=by)
        assert texts(answered(one, by))[-1] == READY
        more = take_written(one, written("The one at the pier was narrow."))
        assert "llm-start" not in [event.kind for event in more]
        assert by.dropped[-1] == "too slow"


def test_a_model_that_is_still_loading_is_not_waited_for() -> None:
    loaded = threading.Event()
    slow = GuardedLlm(ScriptedLlm(WORDED), LlmConfig(), load=lambda: loaded.wait(30.0))
    with FollowUpWriter(slow, "scripted", WordingGrounds(PLAN, None), 20.0) as by:
        assert texts(answered(session(writer=by), by))[-1] == READY
        loaded.set()
        assert by.wait(10.0)


@pytest.mark.parametrize("error", [CatalogError("missing", "It is gone."), RuntimeError("broken")])
def test_a_model_that_cannot_be_loaded_words_nothing(error: Exception) -> None:
    def load() -> None:
        raise error

    gone = GuardedLlm(ScriptedLlm(WORDED), LlmConfig(), load=load)
    with FollowUpWriter(gone, "scripted", WordingGrounds(PLAN, None), 20.0) as by:
        assert not by.wait(0.3)
        assert texts(answered(session(writer=by), by))[-1] == READY


def test_who_speaks_while_the_opening_is_read_ends_that_and_it_is_read_later() -> None:
    llm = CountingLlm((WAIT,), READ, (WORDED,), READ)
    guarded = GuardedLlm(llm, LlmConfig(first_token_seconds=30.0))
    with FollowUpWriter(guarded, "scripted", WordingGrounds(PLAN, None), 20.0) as by:
        one = session(writer=by)
        assert not by.wait(0.2)
        one.watched()()
        assert by.wait(10.0)
        assert texts(answered(one, by))[-1] == WORDED


def test_its_pace_is_measured_where_there_was_something_to_read() -> None:
    pace = Pace()
    pace.read(3, 0.5)
    assert pace.expected(1000) is None
    pace.read(500, 1.0)
    assert pace.expected(500) == pytest.approx(1.0 + AS_LONG_AS * 0.002)
    pace.wrote(0.4)
    assert pace.expected(500) == pytest.approx(1.4)
    pace.read(500, 3.0)
    assert pace.expected(500) == pytest.approx(2.4)


def test_its_words_follow_the_sound_of_those_before() -> None:
    with writer(ScriptedLlm(WORDED)) as by:
        one = begun(by)
        events = aloud(one, spoken(REPLY, 5.0, 6.0))
    kinds = [event.kind for event in events]
    assert kinds.index("speech-start") < kinds.index("llm-start")
    assert kinds.index("llm-start") < len(kinds) - kinds[::-1].index("speech-start")
    assert one.progress.question == texts(events)[-1] == WORDED


def test_a_draft_that_is_given_up_stops_the_model_and_leaves_no_trace() -> None:
    with writer(FaultyLlm(READ, READ, (WAIT,), READ, (WORDED,))) as by:
        one = begun(by)
        before = one.progress
        draft = spoken(REPLY, 5.0, 6.0, draft=True)
        cancel = threading.Timer(0.2, draft.turn.cancel, ["went-on"])
        cancel.start()
        events = list(one.turn(draft))
        cancel.join()
        assert [event.kind for event in events[-2:]] == ["cancelled", "run-end"]
        assert one.progress is before
        aloud(one, spoken(f"{REPLY} It was cold.", 5.0, 7.0))
        assert one.progress.number == 2


def test_who_interrupts_before_it_is_worded_is_asked_the_ready_question() -> None:
    with writer(FaultyLlm(READ, READ, (WAIT,), READ)) as by:
        one = begun(by)
        cut = spoken(REPLY, 5.0, 6.0)
        cancel = threading.Timer(0.2, cut.turn.cancel, ["barge-in"])
        cancel.start()
        one.finished(list(one.turn(cut)))
        cancel.join()
        assert one.progress.question == READY
        aloud(one, spoken("Because it was narrow.", 8.0, 9.0))
    (exchange,) = one.progress.exchanges
    assert exchange.reply is not None
    assert exchange.reply.text == f"{REPLY} Because it was narrow."


def begun(by: FollowUpWriter) -> InterviewSession:
    one = session(voice=Voice(), writer=by)
    aloud(one, Asked(heard("", 0.0, 0.0), "", Turn(0.0), InstantSpeaker(), unasked="begin"))
    assert by.rest(10.0)
    return one
