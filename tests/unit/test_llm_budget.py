import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.llm.budget import CUT_MARK, fit_messages, fit_passages, shorten
from voicecli.types import Message, Passage

pytestmark = pytest.mark.unit


def words(text: str) -> int:
    return len(text.split())


def total(messages: list[Message]) -> int:
    return sum(words(message.text) for message in messages)


def conversation(turns: int) -> list[Message]:
    messages = [Message("system", "answer briefly")]
    for number in range(turns):
        messages += [Message("user", f"question {number}"), Message("assistant", f"so {number}")]
    return [*messages, Message("user", "and now")]


def passage(name: str, text: str) -> Passage:
    return Passage(name, "document", name, name, "1", text, 0.5)


def test_what_fits_is_left_alone() -> None:
    assert fit_messages(conversation(3), 1000, words) == conversation(3)


def test_the_newest_history_stays() -> None:
    kept = fit_messages(conversation(50), 12, words)
    assert kept[0].role == "system"
    assert [m.text for m in kept[1:]] == ["question 48", "so 48", "question 49", "so 49", "and now"]


def test_history_begins_with_the_users_words() -> None:
    kept = fit_messages(conversation(50), 10, words)
    assert [m.text for m in kept[1:]] == ["question 49", "so 49", "and now"]


def test_a_question_of_50000_characters_is_cut_with_a_mark() -> None:
    question = "begin " + "word " * 10_000 + "finish"
    kept = fit_messages([Message("system", "be brief"), Message("user", question)], 100, words)
    assert kept[0].text == "be brief"
    assert CUT_MARK in kept[1].text
    assert kept[1].text.startswith("begin")
    assert kept[1].text.endswith("finish")
    assert 80 < total(kept) <= 100


def test_instructions_leave_half_of_the_room_for_the_question() -> None:
    kept = fit_messages(
        [Message("system", "rule " * 500), Message("user", "why " * 500)], 100, words
    )
    assert CUT_MARK in kept[0].text
    assert words(kept[0].text) <= 50
    assert words(kept[1].text) >= 40
    assert total(kept) <= 100


def test_nothing_fits_into_no_room() -> None:
    assert fit_messages([Message("user", "hello")], 0, words) == [Message("user", "")]
    assert fit_messages([], 10, words) == []


def test_a_passage_that_is_too_long_leaves_room_for_the_next() -> None:
    passages = [passage("a", "one two"), passage("b", "word " * 50), passage("c", "three four")]
    assert [p.id for p in fit_passages(passages, 5, words)] == ["a", "c"]


roles = st.sampled_from(["system", "user", "assistant"])
messages = st.lists(st.builds(Message, roles, st.text(max_size=300)), max_size=12)


@given(messages, st.integers(0, 200))
def test_the_result_always_fits_and_keeps_the_order(given_: list[Message], room: int) -> None:
    kept = fit_messages(given_, room, len)
    assert sum(len(message.text) for message in kept) <= room
    assert bool(kept) == bool(given_)
    if given_:
        assert kept[-1].role == given_[-1].role
    history = [m for m in given_[:-1] if m.role != "system"]
    kept_history = [m for m in kept[:-1] if m.role != "system"]
    assert kept_history == history[len(history) - len(kept_history) :]


@given(st.text(max_size=2000), st.integers(0, 300))
def test_shortened_text_fits(text: str, room: int) -> None:
    short = shorten(text, room, len)
    assert len(short) <= room
    assert short == text or short == "" or CUT_MARK in short
