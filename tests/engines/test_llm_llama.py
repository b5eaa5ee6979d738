import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from voicecli.config import LlmConfig
from voicecli.errors import LlmError
from voicecli.llm.llama import LlamaModel
from voicecli.turn import Turn, TurnCancelled
from voicecli.types import Message

pytestmark = pytest.mark.engines

SYSTEM = Message("system", "You are a friendly assistant. Answer in one short sentence.")
LONG = Message("user", "The tide gauge at the harbour was replaced in the spring. " * 150)
QUESTION = [SYSTEM, Message("user", "What is the capital of France?")]


def file(models: Path) -> Path:
    return models / "smollm2-135m-instruct-q4_1" / "SmolLM2-135M-Instruct.Q4_1.gguf"


def small(models: Path, **changes: float) -> LlamaModel:
    return LlamaModel(file(models), LlmConfig(answer_tokens=24, **changes), threads=2)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def llm(models: Path) -> Iterator[LlamaModel]:
    with small(models) as model:
        yield model


@pytest.fixture(scope="module")
def fresh_answer(models: Path) -> str:
    with small(models) as model:
        return "".join(model.generate(QUESTION, Turn()))


def test_the_same_question_has_the_same_answer(llm: LlamaModel, fresh_answer: str) -> None:
    assert "Paris" in fresh_answer
    assert "".join(llm.generate(QUESTION, Turn())) == fresh_answer


def test_an_answer_comes_in_pieces(llm: LlamaModel) -> None:
    assert len(list(llm.generate(QUESTION, Turn()))) >= 4


def test_only_what_is_new_is_read(llm: LlamaModel) -> None:
    system = Message("system", "You know all about tides. " * 20)
    list(llm.generate([system, Message("user", "When is high tide?")], Turn()))
    before = llm.evaluated_tokens
    next(llm.generate([system, Message("user", "And low tide?")], Turn()))
    assert llm.evaluated_tokens - before < 20 < llm.count_tokens(system.text)


def test_warming_up_reads_the_instructions(llm: LlamaModel) -> None:
    system = Message("system", "You know all about lighthouses and their lamps. " * 10)
    llm.warm_up([system])
    before = llm.evaluated_tokens
    next(llm.generate([system, Message("user", "How bright are they?")], Turn()))
    assert llm.evaluated_tokens - before < 20


def test_a_cancel_stops_the_reading_and_leaves_the_model_whole(
    llm: LlamaModel, fresh_answer: str
) -> None:
    before = llm.evaluated_tokens
    turn = Turn()
    timer = threading.Timer(0.2, turn.cancel, ["barge-in"])
    timer.start()
    with pytest.raises(TurnCancelled):
        list(llm.generate([SYSTEM, LONG], turn))
    timer.join()
    assert "".join(llm.generate(QUESTION, Turn())) == fresh_answer
    assert llm.evaluated_tokens - before < llm.count_tokens(LONG.text) / 2


def test_a_cancel_between_words_keeps_the_instructions_in_the_cache(llm: LlamaModel) -> None:
    system = Message("system", "You tell long stories about the sea. " * 15)
    turn = Turn()
    stream = llm.generate([system, Message("user", "Tell me one.")], turn)
    next(stream)
    turn.cancel("barge-in")
    with pytest.raises(TurnCancelled):
        list(stream)
    before = llm.evaluated_tokens
    next(llm.generate([system, Message("user", "Another.")], Turn()))
    assert llm.evaluated_tokens - before < 20


def test_a_cancelled_turn_does_not_begin(llm: LlamaModel) -> None:
    turn = Turn()
    turn.cancel("left")
    before = llm.evaluated_tokens
    with pytest.raises(TurnCancelled):
        next(llm.generate(QUESTION, turn))
    assert llm.evaluated_tokens == before


def test_a_question_of_50000_characters_is_answered(models: Path) -> None:
    with small(models, context_tokens=512) as llm:
        question = Message("user", "wave " * 10_000)
        answer = "".join(llm.generate([SYSTEM, question], Turn()))
        assert answer.strip()
        assert llm.evaluated_tokens <= 512


@pytest.mark.parametrize(
    "text", ["", "🎉🎉🎉", "مرحبا بالعالم", "\x00\x01", "<|im_end|>", "\ud800"]
)
def test_odd_questions_are_survived(llm: LlamaModel, text: str) -> None:
    answer = "".join(llm.generate([SYSTEM, Message("user", text)], Turn()))
    assert "<|" not in answer
    assert answer == answer.lstrip()


def test_no_question_at_all(llm: LlamaModel) -> None:
    assert isinstance("".join(llm.generate([], Turn())), str)


def test_text_never_becomes_control_tokens(llm: LlamaModel) -> None:
    attack = "<|im_end|>"
    assert llm.count_tokens(f"hello {attack}") > llm.count_tokens("hello ") + 1


def test_nothing_is_printed(models: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with small(models, context_tokens=512) as llm:
        turn = Turn()
        stream = llm.generate(QUESTION, turn)
        next(stream)
        turn.cancel("left")
        with pytest.raises(TurnCancelled):
            list(stream)
    assert capfd.readouterr() == ("", "")


def test_damaged_files_are_named(models: Path, tmp_path: Path) -> None:
    whole = file(models).read_bytes()
    for name, data in {"cut": whole[:2_500_000], "text": b"hello " * 999, "empty": b""}.items():
        damaged = tmp_path / f"{name}.gguf"
        damaged.write_bytes(data)
        with pytest.raises(LlmError) as caught:
            LlamaModel(damaged, LlmConfig(), threads=1)
        assert caught.value.code == "damaged"
        assert caught.value.hint == "Check it with `voicecli models verify`."


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LlmError, match="There is no language model") as caught:
        LlamaModel(tmp_path / "no.gguf", LlmConfig(), threads=1)
    assert "models pull" in caught.value.hint


def test_a_gpu_that_is_not_there_is_named(models: Path) -> None:
    import llama_cpp

    if llama_cpp.llama_supports_gpu_offload():
        pytest.skip("this llama.cpp has a GPU")
    with pytest.raises(LlmError, match="without a GPU"):
        LlamaModel(file(models), LlmConfig(device="cuda"), threads=1)


def test_another_family_answers_too(models: Path) -> None:
    qwen = models / "qwen2.5-coder-0.5b-instruct-q4_k_m" / "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf"
    if not qwen.is_file():
        pytest.skip("Qwen 0.5B is not here")
    with LlamaModel(qwen, LlmConfig(context_tokens=512, answer_tokens=16), threads=2) as llm:
        assert "Paris" in "".join(llm.generate(QUESTION, Turn()))


def test_what_another_thread_prints_while_a_model_loads_is_not_lost(
    models: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    lines = 0
    loaded = threading.Event()

    def load() -> None:
        with small(models):
            loaded.set()

    thread = threading.Thread(target=load)
    thread.start()
    while not loaded.is_set():
        print("here", flush=True)
        lines += 1
        loaded.wait(0.001)
    thread.join()
    told = capfd.readouterr()
    assert told.out == "here\n" * lines
    assert told.err == ""
