from collections.abc import Iterator

import pytest

from tests.fakes import ScriptedLlm
from voicecli.assembly import _LateModel, thread_budget
from voicecli.errors import LlmError
from voicecli.turn import Turn

pytestmark = pytest.mark.unit


def test_a_late_model_is_loaded_once_and_when_it_is_needed() -> None:
    loads = []

    def load() -> ScriptedLlm:
        loads.append(1)
        return ScriptedLlm("All well.")

    model = _LateModel(load)  # type: ignore[arg-type]  # the fake stands in for llama.cpp
    assert loads == []
    for _ in range(2):
        assert "".join(model.generate([], Turn())) == "All well. "
    assert loads == [1]


def test_a_model_that_cannot_be_loaded_says_so_each_time() -> None:
    def loading() -> Iterator[ScriptedLlm]:
        raise LlmError("damaged", "The file is damaged.")
        yield

    once = loading()
    model = _LateModel(lambda: next(once))  # type: ignore[arg-type,return-value]
    for _ in range(2):
        with pytest.raises(LlmError, match="damaged"):
            list(model.generate([], Turn()))


def test_the_thread_budget_is_what_was_asked_for_or_every_core() -> None:
    assert thread_budget(3) == 3
    assert thread_budget() >= 1
