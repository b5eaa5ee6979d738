import random
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from voicecli.config import LlmConfig
from voicecli.llm.llama import LlamaModel
from voicecli.pipeline.guarded_llm import GuardedLlm, TextCut, whole_sentences
from voicecli.prefetch import Prefetch
from voicecli.turn import Turn, TurnCancelled
from voicecli.types import Message

pytestmark = pytest.mark.engines

SYSTEM = Message("system", "You are a friendly assistant. Answer in two short sentences.")
NOTES = " ".join(f"Station {i} measured {i * 7 % 90} millimetres of rain." for i in range(44))
QUESTION = [SYSTEM, Message("user", f"Notes: {NOTES}\n\nTell me about station 12.")]


def file(models: Path) -> Path:
    return models / "smollm2-135m-instruct-q4_1" / "SmolLM2-135M-Instruct.Q4_1.gguf"


@pytest.fixture(scope="module")
def llm(models: Path) -> Iterator[LlamaModel]:
    with LlamaModel(file(models), LlmConfig(answer_tokens=16), threads=2) as model:
        yield model


@pytest.fixture(scope="module")
def plain(llm: LlamaModel) -> str:
    forget(llm)
    text = "".join(llm.generate(QUESTION, Turn()))
    assert text.strip()
    return text


def forget(llm: LlamaModel) -> None:
    """Let the next prompt be read from its beginning."""
    list(llm.generate([Message("system", "Forget it."), Message("user", "Yes")], Turn(), tokens=1))


def tokens_of(llm: LlamaModel, messages: list[Message]) -> int:
    before = llm.evaluated_tokens
    list(llm.generate(messages, Turn(), tokens=1))
    return llm.evaluated_tokens - before


@pytest.mark.parametrize("seed", range(2))
def test_holds_at_any_moment_change_no_word(llm: LlamaModel, plain: str, seed: int) -> None:
    chance = random.Random(seed)
    forget(llm)
    turn = Turn()
    pieces = GuardedLlm(llm, LlmConfig()).generate(QUESTION, turn)
    with Prefetch(pieces, ahead=64, name="reader") as written:
        for _ in range(4):
            turn.wait(chance.uniform(0, 0.4))
            turn.hold()
            turn.wait(0.02)
            turn.resume()
        text = ""
        with suppress(TextCut):
            for piece in written:
                text += piece
        assert text == plain


def test_a_held_model_computes_nothing(llm: LlamaModel, plain: str) -> None:
    forget(llm)
    turn = Turn()
    turn.hold()
    before = llm.evaluated_tokens
    with Prefetch(llm.generate(QUESTION, turn), ahead=64, name="reader") as written:
        turn.wait(0.3)
        assert llm.evaluated_tokens == before
        turn.resume()
        assert "".join(written) == plain


def test_a_hold_in_the_text_goes_on_with_the_next_word(llm: LlamaModel, plain: str) -> None:
    turn = Turn()
    stream = llm.generate(QUESTION, turn)
    text = next(stream) + next(stream)
    before = llm.evaluated_tokens
    turn.hold()
    turn.resume()
    text += next(stream)
    assert llm.evaluated_tokens - before <= 2
    assert text + "".join(stream) == plain


def test_what_was_read_before_a_hold_is_not_read_again(llm: LlamaModel, plain: str) -> None:
    whole = llm.count_tokens(NOTES)
    assert whole > 512, "two whole batches and a part"
    forget(llm)
    before = llm.evaluated_tokens
    turn = Turn()
    with Prefetch(llm.generate(QUESTION, turn), ahead=64, name="reader") as written:
        while llm.evaluated_tokens - before < 256:
            turn.wait(0.005)
        turn.hold()
        turn.resume()
        assert "".join(written) == plain
    # Each hold costs one batch at most; the first one stays.
    assert llm.evaluated_tokens - before < whole + 256 + 160


def test_a_cancel_while_held_keeps_what_was_read(llm: LlamaModel) -> None:
    forget(llm)
    before = llm.evaluated_tokens
    turn = Turn()
    with Prefetch(llm.generate(QUESTION, turn), ahead=64, name="reader") as written:
        while llm.evaluated_tokens - before < 256:
            turn.wait(0.005)
        turn.hold()
        turn.wait(0.05)
        turn.cancel("barge-in")
        with pytest.raises(TurnCancelled):
            list(written)
    again = [SYSTEM, Message("user", f"Notes: {NOTES}\n\nTell me about station 13.")]
    whole = sum(llm.count_tokens(message.text) for message in again)
    assert tokens_of(llm, again) <= whole - 256 + 64
    assert tokens_of(llm, again) < 8


def test_a_limit_for_one_text(llm: LlamaModel, plain: str) -> None:
    short = "".join(llm.generate(QUESTION, Turn(), tokens=5))
    assert plain.startswith(short)
    assert llm.count_tokens(short) <= 5


def test_no_limit_takes_more_than_half_of_the_context(models: Path) -> None:
    with LlamaModel(file(models), LlmConfig(context_tokens=512), threads=2) as llm:
        before = llm.evaluated_tokens
        next(llm.generate(QUESTION, Turn(), tokens=10_000))
        assert llm.evaluated_tokens - before <= 256


def test_a_limit_tells_that_it_cut(llm: LlamaModel) -> None:
    asked = [SYSTEM, Message("user", "What is the capital of France?")]
    guarded = GuardedLlm(llm, LlmConfig())
    assert list(whole_sentences(guarded.generate(asked, Turn(), tokens=3))) == []
    (sentence, *_) = whole_sentences(guarded.generate(asked, Turn()))
    assert "Paris" in sentence


def test_while_it_computes_its_memory_is_not_freed(models: Path) -> None:
    llm = LlamaModel(file(models), LlmConfig(answer_tokens=32), threads=2)
    before = llm.evaluated_tokens
    text: list[str] = []

    def write() -> None:
        text.extend(llm.generate(QUESTION, Turn(), tokens=1))

    thread = threading.Thread(target=write)
    thread.start()
    while llm.evaluated_tokens - before < 256:  # one batch of three is done
        thread.join(0.001)
    llm.close()
    thread.join()
    assert text
    llm.close()
