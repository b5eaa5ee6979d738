"""A cancel while the language model is still being loaded."""

import threading
from contextlib import suppress

import pytest

from tests.fakes import ScriptedLlm
from voicecli.config import LlmConfig
from voicecli.pipeline.guarded_llm import GuardedLlm
from voicecli.prefetch import Prefetch
from voicecli.turn import Turn, TurnCancelled
from voicecli.types import Message

pytestmark = pytest.mark.flow


def test_a_cancelled_turn_does_not_wait_for_a_model_that_loads() -> None:
    loading, loaded = threading.Event(), threading.Event()

    def load() -> None:
        loading.set()
        loaded.wait(20)

    llm = GuardedLlm(ScriptedLlm("All well."), LlmConfig(), load=load)
    turn = Turn()
    ended = threading.Event()

    def answer() -> None:
        pieces = llm.generate([Message("user", "Hello")], turn)
        with suppress(TurnCancelled), Prefetch(pieces, ahead=8, name="llm") as written:
            list(written)
        ended.set()

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        assert loading.wait(5)
        turn.cancel("stopped")
        assert ended.wait(3), "the turn waits until the model is loaded"
    finally:
        loaded.set()
        thread.join()
    assert "".join(llm.generate([], Turn())) == "All well. "  # the next one takes the loading over
