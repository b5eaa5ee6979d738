"""A language model as the writer of a plan's questions: so many seconds for all of them."""

import time
from collections.abc import Callable, Iterator, Sequence

from voicecli.errors import LlmError
from voicecli.pipeline.guarded_llm import GuardedLlm, whole_sentences
from voicecli.turn import Turn
from voicecli.types import Message

PLAN_SECONDS = 18.0
"""For all questions of a plan, so that it is ready in 30 s with the documents' reading."""
QUESTION_TOKENS = 60
LEAST_BYTES = 800_000_000
"""Of the questions that Qwen2.5-Coder 0.5B (500 MB) wrote a quarter passed, most of them empty, of
its 1.5B (1.1 GB) 40 in a hundred: what takes less on disk is not asked."""
LEAST_SECONDS = 1.5
"""With less left nothing is begun."""


def questions_within(
    llm: GuardedLlm,
    seconds: float = PLAN_SECONDS,
    clock: Callable[[], float] = time.monotonic,
) -> Callable[[Sequence[Message]], Iterator[str]]:
    """What turns messages into sentences until `seconds` are over, the model's loading included.

    A model that fails writes nothing: the ready questions do without.
    """
    spent = 0.0

    def write(messages: Sequence[Message]) -> Iterator[str]:
        nonlocal spent
        left = seconds - spent
        if left < LEAST_SECONDS or not llm.available:
            return
        began = None
        try:
            pieces = llm.generate(messages, Turn(), tokens=QUESTION_TOKENS, seconds=left)
            began = clock()
            yield from whole_sentences(pieces)
        except LlmError:
            return
        finally:
            spent += clock() - began if began is not None else 0.0

    return write
