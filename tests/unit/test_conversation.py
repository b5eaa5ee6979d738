"""The history keeps what was heard, and knows what is left to say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.dialogue.conversation import Conversation, Exchange, exchange
from voicecli.dialogue.prompts import INTERRUPTED, UNANSWERED, compose_prompt
from voicecli.types import TurnRecord

pytestmark = pytest.mark.unit

WRITTEN = "It began in March. It took Dr. Smith eight months. Then it ended."


def record(heard: str, ended: str = "barge-in", written: str = WRITTEN) -> TurnRecord:
    return TurnRecord("When?", "document", (), written, heard, ended, False, "instant", {}, {})


@pytest.mark.parametrize(
    ("heard", "unheard"),
    [
        ("", ("It began in March.", "It took Dr. Smith eight months.", "Then it ended.")),
        ("It began", ("It began in March.", "It took Dr. Smith eight months.", "Then it ended.")),
        ("It began in March.", ("It took Dr. Smith eight months.", "Then it ended.")),
        ("It began in March. It took", ("It took Dr. Smith eight months.", "Then it ended.")),
        ("It began in March. It took Dr. Smith eight months.", ("Then it ended.",)),
    ],
)
def test_what_is_left_begins_with_the_sentence_that_was_cut(
    heard: str, unheard: tuple[str, ...]
) -> None:
    assert exchange(record(heard)) == Exchange("When?", heard, unheard, cut=True)


@pytest.mark.parametrize("ended", ["done", "barge-in"])
def test_an_answer_heard_out_was_not_cut(ended: str) -> None:
    assert exchange(record(WRITTEN, ended)) == Exchange("When?", WRITTEN)


def test_a_failure_is_no_interruption() -> None:
    past = exchange(record("It began in March.", "error: device-lost"))
    assert past.unheard
    assert not past.cut


def answers(conversation: Conversation) -> list[str]:
    prompt = compose_prompt("And then?", (), conversation, 4)
    return [message.text for message in prompt if message.role == "assistant"]


def test_the_prompt_says_that_the_answer_was_cut() -> None:
    conversation = Conversation()
    conversation.remember(record("It began in March. It took"))
    conversation.remember(record(WRITTEN, "done"))
    conversation.remember(record("", "error: stuck"))
    conversation.remember(record(""))
    cut, whole, failed, silent = answers(conversation)
    assert cut == "It began in March. It took" + INTERRUPTED
    assert (whole, failed, silent) == (WRITTEN, UNANSWERED, INTERRUPTED)


@given(
    st.lists(st.sampled_from("It began. Then 3.5 km, e.g. on".split()), max_size=30),
    st.integers(0, 30),
)
def test_nothing_is_lost_between_heard_and_unheard(words: list[str], said: int) -> None:
    past = exchange(record(" ".join(words[:said]), written=" ".join(words)))
    rest = " ".join(past.unheard).split()
    assert words[len(words) - len(rest) :] == rest
    assert len(rest) >= len(words) - said
    assert bool(rest) == (said < len(words))
