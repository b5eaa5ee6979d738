import random
import threading
from collections.abc import Iterator

import pytest

from tests.fakes import Clock, FaultyLlm, ScriptedLlm
from voicecli.config import LlmConfig
from voicecli.errors import LlmError
from voicecli.pipeline import guarded_llm
from voicecli.pipeline.guarded_llm import GuardedLlm, TextCut, whole_sentences
from voicecli.prefetch import Prefetch
from voicecli.protocols import LanguageModel
from voicecli.turn import Turn, TurnCancelled

pytestmark = pytest.mark.flow

WAIT = FaultyLlm.WAIT
STORY = "The mill was built in 1910. It burned down twice. Nobody knows why."


@pytest.fixture
def hang(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """An engine that waits for this hangs until the test is over."""
    monkeypatch.setattr(guarded_llm, "STOP_SECONDS", 0.05)
    event = threading.Event()
    yield event
    event.set()
    engines = [thread for thread in threading.enumerate() if thread.name == "llm engine"]
    for thread in engines:
        thread.join()


def guarded(llm: LanguageModel, clock: Clock | None = None, **changes: float) -> GuardedLlm:
    config = LlmConfig(**changes)  # type: ignore[arg-type]
    return GuardedLlm(llm, config, clock=clock or Clock())


def failure(llm: GuardedLlm) -> str:
    with pytest.raises(LlmError) as caught:
        list(llm.generate([], Turn()))
    return caught.value.code


def test_a_text_passes_as_it_is() -> None:
    llm = guarded(ScriptedLlm(STORY))
    assert "".join(llm.generate([], Turn())).strip() == STORY
    assert list(whole_sentences(llm.generate([], Turn()))) == [
        "The mill was built in 1910.",
        "It burned down twice.",
        "Nobody knows why.",
    ]


@pytest.mark.parametrize(
    ("tokens", "sentences"), [(0, 0), (3, 0), (6, 1), (7, 1), (10, 2), (99, 3)]
)
def test_a_limit_of_tokens_leaves_whole_sentences(tokens: int, sentences: int) -> None:
    pieces = guarded(ScriptedLlm(STORY)).generate([], Turn(), tokens=tokens)
    assert len(list(whole_sentences(pieces))) == sentences


def test_a_text_without_a_last_full_stop_is_whole_unless_it_was_cut() -> None:
    llm = guarded(ScriptedLlm("It is Paris"))
    assert list(whole_sentences(llm.generate([], Turn()))) == ["It is Paris"]
    assert list(whole_sentences(llm.generate([], Turn(), tokens=2))) == []


def test_an_abbreviation_is_no_end_of_a_cut_text() -> None:
    pieces = guarded(FaultyLlm(["It rained. So said Dr.", WAIT])).generate([], Turn(), seconds=0.1)
    assert list(whole_sentences(pieces)) == ["It rained."]


def test_when_its_time_is_over_the_text_ends() -> None:
    llm = guarded(FaultyLlm(["It rained. ", "Then it ", WAIT], ["Again."]), failures=1)
    assert list(whole_sentences(llm.generate([], Turn(), seconds=0.1))) == ["It rained."]
    assert "".join(llm.generate([], Turn())) == "Again."


def test_a_model_that_never_writes_in_its_time_is_left_out() -> None:
    llm = guarded(FaultyLlm([WAIT]), failures=1)
    with pytest.raises(TextCut):
        list(llm.generate([], Turn(), seconds=0.05))
    assert not llm.available


def test_no_first_word_is_a_failure() -> None:
    llm = guarded(FaultyLlm([WAIT], ["Hello."]), first_token_seconds=0.05)
    assert failure(llm) == "llm-slow"
    assert "".join(llm.generate([], Turn())) == "Hello."


def test_no_further_word_is_a_failure() -> None:
    llm = guarded(FaultyLlm(["One. ", WAIT]), stall_seconds=0.05)
    pieces = llm.generate([], Turn())
    assert next(pieces) == "One. "
    with pytest.raises(LlmError) as caught:
        next(pieces)
    assert caught.value.code == "llm-slow"


def test_an_engine_that_hangs_is_left_alone_until_it_comes_back(hang: threading.Event) -> None:
    clock = Clock()
    llm = guarded(FaultyLlm([hang], ["Hello."]), clock, first_token_seconds=0.05, failures=1)
    assert failure(llm) == "llm-stuck"
    clock.now += 31
    assert not llm.available
    assert failure(llm) == "llm-resting"
    hang.set()
    while threading.active_count() > 1:
        clock.now += 1
    assert llm.available
    assert "".join(llm.generate([], Turn())) == "Hello."


def test_an_engine_that_hangs_does_not_hold_up_a_cancel(hang: threading.Event) -> None:
    llm = guarded(FaultyLlm(["One. ", hang]))
    turn = Turn()
    pieces = llm.generate([], turn)
    next(pieces)
    turn.cancel("barge-in")
    with pytest.raises(TurnCancelled):
        next(pieces)
    assert not llm.available


def test_an_engine_that_hangs_does_not_hold_up_the_end_of_the_time(hang: threading.Event) -> None:
    llm = guarded(FaultyLlm(["One. Two ", hang]))
    with pytest.raises(LlmError) as caught:
        list(whole_sentences(llm.generate([], Turn(), seconds=0.1)))
    assert caught.value.code == "llm-stuck"


@pytest.mark.parametrize("error", [OSError("access violation"), MemoryError(), KeyError("x")])
def test_a_crash_is_told_in_one_line(error: Exception) -> None:
    pieces = guarded(FaultyLlm(["One. ", error])).generate([], Turn())
    assert next(pieces) == "One. "
    with pytest.raises(LlmError) as caught:
        next(pieces)
    assert caught.value.code == "llm-crashed"
    assert "\n" not in str(caught.value)


def test_what_fails_again_and_again_is_tried_again_later() -> None:
    clock = Clock()
    broken = ["One. ", LlmError("decode-failed", "It stopped.")]
    llm = guarded(FaultyLlm(broken, broken, broken, ["Hello."], broken), clock)
    assert [failure(llm) for _ in range(3)] == ["decode-failed", "decode-failed", "llm-resting"]
    clock.now += 30
    assert [failure(llm) for _ in range(2)] == ["decode-failed", "llm-resting"]
    clock.now += 30
    assert not llm.available
    clock.now += 30
    assert "".join(llm.generate([], Turn())) == "Hello."
    assert failure(llm) == "decode-failed"
    assert llm.available


def test_a_model_that_does_not_load_is_a_failure() -> None:
    def load() -> None:
        raise LlmError("missing", "There is no model.")

    llm = GuardedLlm(ScriptedLlm(STORY), LlmConfig(), load=load, clock=Clock())
    assert [failure(llm) for _ in range(3)] == ["missing", "missing", "llm-resting"]


def test_a_cancel_ends_the_wait_and_the_engine() -> None:
    llm = guarded(FaultyLlm(["One. ", WAIT]))
    turn = Turn()
    pieces = llm.generate([], turn)
    next(pieces)
    timer = threading.Timer(0.05, turn.cancel, ["barge-in"])
    timer.start()
    with pytest.raises(TurnCancelled):
        next(pieces)
    timer.join()
    assert llm.available


def test_a_reader_that_leaves_stops_the_engine() -> None:
    engine = ScriptedLlm("word " * 1000, pause=0.01)
    with Prefetch(guarded(engine).generate([], Turn()), ahead=4, name="reader") as pieces:
        next(pieces)
    assert engine.steps < 100


def test_while_the_turn_rests_nothing_is_written_and_no_time_is_counted() -> None:
    engine = ScriptedLlm(STORY, pause=0.005)
    llm = guarded(engine, first_token_seconds=0.5, stall_seconds=0.5)
    turn = Turn()
    turn.hold()
    with Prefetch(llm.generate([], turn, seconds=0.7), ahead=4, name="reader") as pieces:
        assert not turn.wait(1.0)
        assert engine.steps == 0
        turn.resume()
        assert "".join(pieces).strip() == STORY


def test_holds_at_any_moment_lose_and_double_nothing() -> None:
    chance = random.Random(7)
    for _ in range(20):
        turn = Turn()
        llm = guarded(ScriptedLlm(STORY, pause=0.002))
        with Prefetch(llm.generate([], turn), ahead=64, name="reader") as pieces:
            for _ in range(4):
                turn.wait(chance.uniform(0, 0.008))
                turn.hold()
                turn.wait(chance.uniform(0, 0.002))
                turn.resume()
            assert "".join(pieces).strip() == STORY
