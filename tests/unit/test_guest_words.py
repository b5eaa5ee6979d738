"""What a guest says who leaves a message, told from everything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.dialogue.guestbook import (
    MessageRequest,
    guest_name,
    introduction,
    is_cancel,
    message_request,
    verdict,
    without_ending,
)

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "text",
    [
        "Leave a message.",
        "leave a message",
        "I'd like to leave a message, please.",
        "I would like to leave a message.",
        "Can I leave a message?",
        "Could you take a message, please?",
        "Please take a message.",
        "Hello, I want to leave a message.",
        "I would love to sign the guest book.",
        "Sign the guestbook.",
        "May I sign your visitors' book?",
        "I want to leave a note in the guest book.",
        "write something in your guestbook",
        "leave a voice message",
        "Record a message please",
        "Guest book.",
        "Sign the guess book.",
        "I'd like to leave a massage.",
        "Um, so I wanna leave a short message",
        "Let me leave a message now",
    ],
)
def test_a_wish_to_leave_a_message(text: str) -> None:
    assert message_request(text) == MessageRequest()


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("Take a message for Anna.", MessageRequest(recipient="Anna")),
        ("take a message for anna smith", MessageRequest(recipient="Anna Smith")),
        ("Leave a message for Anna from Bob", MessageRequest("Bob", "Anna")),
        ("Sign the guest book as Tom.", MessageRequest("Tom")),
        ("I'm Maria and I'd like to leave a message.", MessageRequest("Maria")),
        (
            "Hi, this is Jean-Luc, I want to leave a message for the boss.",
            MessageRequest("Jean-Luc", "the boss"),
        ),
        (
            "Leave a message for Anna saying that I will be late.",
            MessageRequest("", "Anna", "I will be late"),
        ),
        (
            "I have a message for Peter: call me back!",
            MessageRequest("", "Peter", "call me back"),
        ),
        ("Leave a message for you", MessageRequest()),
    ],
)
def test_who_and_whom_and_what_may_be_told_with_it(text: str, request_: MessageRequest) -> None:
    assert message_request(text) == request_


@pytest.mark.parametrize(
    "text",
    [
        "",
        "How do I leave a message?",
        "What is a guest book?",
        "Who signed the guest book?",
        "What message did she leave?",
        "Did anyone leave a message for Anna?",
        "Read me the guest book.",
        "Show me the messages.",
        "I want to leave.",
        "Leave me alone.",
        "Leave it.",
        "Take a note.",
        "Tell me about the message queue.",
        "Which projects used message queues?",
        "Did she leave a message broker behind?",
        "Do not leave a message.",
        "When did she leave?",
        "Take a message queue and put it into the cloud " * 20,
    ],
)
def test_what_is_no_such_wish(text: str) -> None:
    assert message_request(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Anna", "Anna"),
        ("anna.", "Anna"),
        ("My name is Anna Smith.", "Anna Smith"),
        ("It's Bob!", "Bob"),
        ("I'm Dr. Jones", "Dr. Jones"),
        ("Yes, I'm Mia.", "Mia"),
        ("um, Tom", "Tom"),
        ("call me Ishmael, please", "Ishmael"),
        ("This is Jean-Luc Picard speaking", "Jean-Luc Picard"),
        ("O'Brien", "O'Brien"),
        ("Łukasz Żółć", "Łukasz Żółć"),
        ("I'd rather not say.", ""),
        ("No name.", ""),
        ("anonymous", ""),
        ("No.", ""),
        ("Anna and Tom", "Anna and Tom"),
        ("maria de la cruz", "Maria de la Cruz"),
        ("Will", "Will"),
        ("And the cake was wonderful. Thank you.", None),
        ("It was lovely", None),
        ("Well I was just wondering what this thing is", None),
        ("42", None),
        ("", None),
        ("...", None),
    ],
)
def test_a_name_is_found_in_what_is_said(text: str, name: str | None) -> None:
    assert guest_name(text) == name


@pytest.mark.parametrize(
    ("text", "both"),
    [
        (
            "Hello this is Clara. We had a lovely evening.",
            ("Clara", "We had a lovely evening."),
        ),
        ("I'm Tom, and we loved it", ("Tom", "and we loved it")),
        ("It's Dr. Smith here. Thanks!", ("Dr. Smith", "Thanks!")),
        ("This is Clara.", None),
        ("This is great. We loved it.", None),
        ("It is so nice here. We like it.", None),
    ],
)
def test_a_name_and_a_message_may_come_in_one_breath(
    text: str, both: tuple[str, str] | None
) -> None:
    assert introduction(text) == both


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We loved the garden. That's all.", "We loved the garden"),
        ("We loved the garden, that's it, thank you.", "We loved the garden"),
        ("It was nice. I'm done.", "It was nice"),
        ("That's all", ""),
        ("Okay, that's all from me.", ""),
        ("Done.", ""),
        ("I am finished", ""),
        ("End of message.", ""),
        ("We loved it. That's all. Yes, keep it.", "We loved it"),
        ("Stop.", ""),
    ],
)
def test_a_message_ends_with_words(text: str, words: str) -> None:
    assert without_ending(text) == (words, True)


@pytest.mark.parametrize(
    "text",
    [
        "It was all good",
        "The show is over",
        "I finished my degree here",
        "The job is done",
        "I have done this for years",
        "That's all I ever wanted to see",
        "Please stop the music at night",
        "Was it good? Yes.",
        "They said yes. Okay.",
        "That is it what I mean",
    ],
)
def test_these_words_do_not_end_it(text: str) -> None:
    assert without_ending(text) == (text, False)


@pytest.mark.parametrize(
    ("text", "decided"),
    [
        ("Yes.", "yes"),
        ("Yes, keep it.", "yes"),
        ("yes please", "yes"),
        ("Okay.", "yes"),
        ("That's right.", "yes"),
        ("Perfect, thank you!", "yes"),
        ("Sure, save it.", "yes"),
        ("No.", "no"),
        ("No, again.", "no"),
        ("No, that's wrong.", "no"),
        ("That is not right", "no"),
        ("Start over, please", "no"),
        ("Once more", "no"),
        ("Cancel.", "cancel"),
        ("Cancel it, please.", "cancel"),
        ("Never mind.", "cancel"),
        ("Forget it", "cancel"),
        ("No, delete it.", "cancel"),
        ("Don't keep it", "cancel"),
        ("Read it again", "repeat"),
        ("Repeat that, please.", "repeat"),
        ("Yes and no", None),
        ("Do not cancel", None),
        ("Yes, but we also loved the cake.", None),
        ("We had a great time", None),
        ("Thank you very much for everything", None),
        ("", None),
    ],
)
def test_yes_no_and_cancel(text: str, decided: str | None) -> None:
    assert verdict(text) == decided


def test_only_a_whole_utterance_cancels() -> None:
    assert is_cancel("Cancel that, please.")
    assert not is_cancel("They had to cancel the show, which was a pity")


@given(st.text(max_size=400))
def test_no_text_breaks_any_of_it(text: str) -> None:
    message_request(text)
    guest_name(text)
    verdict(text)
    words, _ = without_ending(text)
    assert len(words) <= len(text)


def test_the_end_of_a_long_message_is_found_at_its_end() -> None:
    long = "we were here and " * 500
    assert without_ending(f"{long}it was good. That's all, thank you.") == (
        f"{long}it was good",
        True,
    )
    assert without_ending("so and well " * 2000)[1] is False
    assert without_ending("word" * 1000 + " " * 20_000 + "b") == ("word" * 1000 + " b", False)
