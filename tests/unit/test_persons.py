"""What a person told is said back to them in the other person, or quoted."""

import pytest

from voicecli.dialogue.persons import errand, said_back
from voicecli.dialogue.telling import promised

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("my wife's birthday is May 3rd", "your wife's birthday is May 3rd"),
        ("I parked on level 4", "you parked on level 4"),
        ("i am allergic to nuts", "you are allergic to nuts"),
        ("I'm 42 and I’ve two kids", "you're 42 and you've two kids"),
        ("I always am late", "you always are late"),
        (
            "my wife and I were in Rome when I was ten",
            "your wife and you were in Rome when you were ten",
        ),
        ("we moved to Lisbon in 2019", "you moved to Lisbon in 2019"),
        ("On Friday I fly to Rome at 9 am", "On Friday you fly to Rome at 9 am"),
        ("My car is red. My bike is blue", "Your car is red. Your bike is blue"),
        ("it was I who did it", "it was you who did it"),
        ("the book My Fair Lady is mine", "the book My Fair Lady is yours"),
        ("my PIN isn’t 1234", "your PIN isn’t 1234"),
    ],
)
def test_the_first_person_is_addressed(told: str, said: str) -> None:
    assert said_back(told) == said


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("you are called Max", "I am called Max"),
        ("your name is Max", "my name is Max"),
        ("You are my pirate", "I am your pirate"),
    ],
)
def test_what_names_the_assistant_is_said_by_it(told: str, said: str) -> None:
    assert said_back(told) == said


@pytest.mark.parametrize(
    "told",
    [
        "Anna is allergic to nuts",
        "World War I ended in 1918",
        "the coal mine belongs to the US",
        "you need a code to get in",
        "the guests' names are on the list, i.e. upstairs",
        "",
        "4711",
        "门禁码是 4711",
    ],
)
def test_nothing_else_is_turned(told: str) -> None:
    assert said_back(told) == told


@pytest.mark.parametrize("told", ["I love you", 'Tom said "I am late" to me'])
def test_what_turning_would_change_is_quoted(told: str) -> None:
    assert said_back(told) == f"“{told}”"


def test_an_errand_is_said_as_one() -> None:
    assert errand("to call my mother tomorrow") == "call your mother tomorrow"
    assert errand("tomatoes") == errand("my flight") == ""
    assert promised("to call Bob") == "I will remember that you want to call Bob"
    assert promised("my key is red") == "I will remember: your key is red"
