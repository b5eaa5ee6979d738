"""What a typed line orders, and how its values are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.dialogue.conversation_orders import conversation_order, named_voices, read_level
from voicecli.dialogue.orders import IN_WORDS, Order, in_words, read_slash

pytestmark = pytest.mark.unit

NAMES = st.text(st.characters(categories=["L", "Nd"]), min_size=1).map(str.lower)
WORDS = st.lists(st.text(st.characters(categories=["L", "P", "S", "Nd"]), min_size=1))
BLANKS = st.text(" \t", min_size=1)
VOICES = ("piper-en_US-joe-medium", "piper-de_DE-eva-low", "slow-joe")


@given(NAMES, WORDS, BLANKS, st.text(" \t"))
def test_a_slash_is_a_name_and_a_value_however_they_are_spaced(
    name: str, words: list[str], blanks: str, around: str
) -> None:
    order = read_slash("/" + around + name + "".join(blanks + word for word in words) + around)
    assert order is not None
    assert order.name == name.lower()
    assert order.value.split() == " ".join(words).split()
    assert order.value == order.value.strip()


@given(st.text())
def test_only_a_line_that_begins_with_a_slash_is_an_order(text: str) -> None:
    assert (read_slash(text) is None) == (not text.startswith("/"))


@given(st.text())
def test_what_is_no_slash_of_words_stays_as_it_was_typed(text: str) -> None:
    expected = text if text.removeprefix("/").strip().lower() not in IN_WORDS else None
    if expected is not None or not text.startswith("/"):
        assert in_words(text) == text


def test_a_slash_stands_for_the_words() -> None:
    assert in_words("/More ") == "go on"
    assert in_words("/more projects") == "/more projects"


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("1.2", 1.2),
        ("1,2", 1.2),
        ("x1.5", 1.5),
        ("1.5x", 1.5),
        ("120%", 1.2),
        ("120", 1.2),
        ("50 percent", 0.5),
        (" 2 ", 2.0),
        ("0", 0.0),
        *[(bad, None) for bad in ("", "nan", "inf", "-1", "1e3", "fast", "1.2.3", "1 2")],
        ("١", 1.0),
    ],
)
def test_a_level_is_read_as_people_write_it(written: str, level: float | None) -> None:
    assert read_level(written, 4.0) == (pytest.approx(level) if level is not None else None)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("piper-en_US-joe-medium", ["piper-en_US-joe-medium"]),
        ("PIPER en us joe medium", ["piper-en_US-joe-medium"]),
        ("eva", ["piper-de_DE-eva-low"]),
        ("joe", ["piper-en_US-joe-medium", "slow-joe"]),
        ("jo", []),
        ("", []),
    ],
)
def test_a_voice_is_named_by_its_words(name: str, found: list[str]) -> None:
    assert list(named_voices(name, VOICES)) == found


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ("Switch to the voice Eva.", Order("voice", "piper-de_DE-eva-low")),
        ("Please use the voice of Eva", Order("voice", "piper-de_DE-eva-low")),
        ("Switch to the voice Joe.", None),  # there are two
        ("Switch to the voice of reason.", None),
        ("Set the speed to 1.5.", Order("speed", "1.5")),
        ("Set the volume to 50 percent", Order("volume", "50%")),
        ("Set the volume to eleven", None),
        ("Save this conversation.", Order("save")),
        ("Write this session to a file", Order("save")),
        ("End the conversation, please.", Order("quit")),
        ("When did the conversation end?", None),
        ("What is the voice of the customer?", None),
        ("How do I save the session?", None),
        ("Quit.", None),  # too near to "quiet"
    ],
)
def test_only_a_whole_and_exact_utterance_is_an_order(said: str, order: Order | None) -> None:
    assert conversation_order(said, VOICES) == order


@given(st.text())
def test_whatever_is_said_is_an_order_or_none(text: str) -> None:
    conversation_order(text, VOICES)
    read_level(text, 4.0)


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ("Show me the commands.", Order("help")),
        ("What commands are there?", Order("help")),
        ("Save our conversation, please.", Order("save")),
        ("Export this session.", Order("save")),
        ("Change the voice to Amy.", Order("voice", "en_US-amy-low")),
    ],
)
def test_orders_are_said_in_many_ways(said: str, order: Order) -> None:
    assert conversation_order(said, ["en_US-amy-low"]) == order
