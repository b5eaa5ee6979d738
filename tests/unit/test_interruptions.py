"""What is said over an answer: the answer goes on after an "uh-huh", and ends with words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.dialogue.interruptions import judge

pytestmark = pytest.mark.unit

ANSWER = [
    "The project started in March.",
    "It reads data from forty stations. I see you keep going.",
]

NOTHING = [
    "",
    " ",
    "...",
    "*coughs*",
    "(coughing)",
    "[BLANK_AUDIO]",
    "[Music]",
    "(laughs)",
    "♪♪",
    "Ahem.",
    "you",
    "Thanks for watching!",
    "<noise>",
    "*sighs* (clears throat)",
]
BACKCHANNELS = [
    "Mm-hmm.",
    "Uh-huh, uh-huh.",
    "Hmm.",
    "Mhm.",
    "mm hmm",
    "Yeah.",
    "Yeah, yeah.",
    "Okay.",
    "OK",
    "Right.",
    "I see.",
    "Oh, I see.",
    "Wow.",
    "Ha ha.",
    "Hahaha",
    "Ah.",
    "Aha",
    "Sure.",
    "Got it.",
    "Okay, got it.",
    "Interesting.",
    "That's right.",
    "Of course.",
    "Really?",
    "Uh-huh. (coughs)",
    "Yes.",
    "Oh wow, nice.",
    "Makes sense.",
    "Thank you.",
    "Cool.",
    "Very interesting.",
    "That's interesting.",
]
WORDS = [
    "No.",
    "What?",
    "Why?",
    "Uh-uh.",
    "no no no",
    "Okay, but why?",
    "Yeah, and in Rust?",
    "Which station?",
    "I see, so who built it?",
    "Right, the next one.",
    "Hey.",
    "Hello?",
    "Really, when?",
    "Rust.",
    "What does it cost?",
    "Yes but no",
    "Thanks, bye.",
    "Not that one.",
    "right right right right right right right",
]


@pytest.mark.parametrize("text", NOTHING)
def test_noise(text: str) -> None:
    assert judge(text, ANSWER) == judge(text, ANSWER, asked=True) == "nothing"


@pytest.mark.parametrize("text", BACKCHANNELS)
def test_somebody_listens(text: str) -> None:
    assert judge(text, ANSWER) == "backchannel"


@pytest.mark.parametrize("text", WORDS)
def test_somebody_speaks(text: str) -> None:
    assert judge(text, ANSWER) == "words"


@pytest.mark.parametrize(
    "text", ["Stop.", "Wait.", "Hold on.", "Slower please", "keep going", "Say that again."]
)
def test_an_order(text: str) -> None:
    assert judge(text, ANSWER) == "command"


@pytest.mark.parametrize("text", ["the project started in march", "it reads data from 40 stations"])
def test_the_answer_itself(text: str) -> None:
    assert judge(text, ANSWER) == "echo"
    assert judge(text, []) == "words"


@pytest.mark.parametrize("text", ["Yes.", "Okay.", "Yeah, sure.", "That's right.", "Yeah", "Right"])
def test_after_a_question_agreement_is_an_answer(text: str) -> None:
    assert judge(text, ["Shall I go on?"], asked=True) == "words"
    assert judge(text, ["Shall I go on?"]) == "backchannel"


@pytest.mark.parametrize("text", ["Hmm.", "Mm-hmm.", "Ha ha."])
def test_a_sound_is_no_answer(text: str) -> None:
    assert judge(text, ["Shall I go on?"], asked=True) == "backchannel"


@given(st.text(max_size=100), st.lists(st.text(max_size=60), max_size=3), st.booleans())
def test_it_never_fails(text: str, sounded: list[str], asked: bool) -> None:
    assert judge(text, sounded, asked=asked) in {
        "nothing",
        "echo",
        "backchannel",
        "command",
        "words",
    }
