"""What was heard over an answer: its echo, or a person."""

import pytest

from voicecli.dialogue.own_voice import is_own_voice

pytestmark = pytest.mark.unit

ANSWER = [
    "The project started in March and took about eight months.",
    "It reads data from forty stations, until the last stop.",
]


@pytest.mark.parametrize(
    "heard",
    [
        "The project started in March and took about eight months.",
        "started in march, and took about",
        "It reads data from 40 stations until the last stop",
        "the project starred in March and took about eight month",
    ],
)
def test_the_answer_itself_is_an_echo(heard: str) -> None:
    assert is_own_voice(heard, ANSWER)


@pytest.mark.parametrize(
    "heard",
    [
        "",
        "stop",
        "last stop",
        "How long did it take?",
        "Which stations does it read from and what does it store?",
        "What did you do before the project?",
        "Tell me about the other project, please.",
    ],
)
def test_a_person_is_not(heard: str) -> None:
    assert not is_own_voice(heard, ANSWER)


def test_nothing_is_an_echo_of_silence() -> None:
    assert not is_own_voice("the project started in March", [])
