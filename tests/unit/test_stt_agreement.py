import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.stt.agreement import PartialTranscript

pytestmark = pytest.mark.unit

words = st.lists(st.sampled_from(["a", "B", "b,", "c.", "d", "はい", "—", "2,5"]), max_size=8)
texts = words.map(" ".join)


def after(*hypotheses: str) -> PartialTranscript:
    partial = PartialTranscript()
    for hypothesis in hypotheses:
        partial = partial.heard(hypothesis)
    return partial


def test_a_word_is_committed_when_two_hypotheses_agree_on_it() -> None:
    partial = after("Which projects", "Which projects did")
    assert partial.committed_text == "Which projects"
    assert partial.tentative_text == " did"


def test_one_hypothesis_commits_nothing() -> None:
    assert after("Which projects").committed == ()
    assert after("Which projects").tentative_text == "Which projects"


def test_words_behind_a_disagreement_wait() -> None:
    partial = after("what is the time", "what was the time")
    assert partial.committed_text == "what"
    assert partial.tentative_text == " was the time"


def test_case_and_punctuation_are_no_disagreement() -> None:
    assert after("tell me.", "Tell me, about").committed_text == "Tell me,"


def test_the_full_stop_at_the_end_of_the_sound_is_not_committed() -> None:
    partial = after("I want.", "I want.")
    assert partial.committed_text == "I want"
    assert partial.finish("I want to go.").remaining == " to go."
    assert partial.finish("I want.").remaining == "."


def test_a_committed_word_stays_when_it_is_heard_otherwise() -> None:
    partial = after(
        "the rag time project", "the rag time project was", "the RagTime project was new"
    )
    assert partial.committed_text.startswith("the rag time project")
    assert partial.heard("the RagTime project was new work").committed_text == (
        "the rag time project was new"
    )


def test_a_hypothesis_of_the_last_seconds_goes_on_from_the_words_it_repeats() -> None:
    partial = after("one two three four five six", "one two three four five six")
    partial = partial.heard("for five six seven eight").heard("five six seven eight nine")
    assert partial.committed_text == "one two three four five six seven eight"
    assert partial.tentative_text == " nine"


def test_a_hypothesis_that_repeats_nothing_changes_nothing() -> None:
    partial = after("one two three", "one two three")
    assert partial.heard("nothing of that") == partial
    assert partial.heard("") == partial


def test_the_final_transcript_goes_on_behind_the_committed_words() -> None:
    partial = after("what is", "what is the whether", "what is the whether like")
    final = partial.finish("What is the weather like today?")
    assert partial.committed_text == "what is the whether"
    assert final.remaining == " like today?"
    assert final.text == "What is the weather like today?"


def test_without_committed_words_the_final_transcript_is_all_that_remains() -> None:
    assert after("Well").finish("Hello there.").remaining == "Hello there."
    assert after().finish("").remaining == ""


def test_writing_without_spaces_is_committed_by_characters() -> None:
    partial = after("今日は", "今日はいい")
    assert partial.committed_text == "今日は"
    assert partial.finish("今日はいい天気").remaining == "いい天気"


@given(st.lists(texts, max_size=8), texts)
def test_committed_words_only_ever_grow_by_appending(hypotheses: list[str], last: str) -> None:
    partial = PartialTranscript()
    for hypothesis in hypotheses:
        following = partial.heard(hypothesis)
        assert following.committed[: len(partial.committed)] == partial.committed
        assert following.committed_text.startswith(partial.committed_text)
        partial = following
    assert partial.finish(last).text == last


@given(words)
def test_what_is_heard_twice_and_then_at_the_end_is_shown_once(heard: list[str]) -> None:
    text = " ".join(heard)
    partial = after(text, text)
    shown = partial.committed_text + partial.finish(text).remaining
    assert [c for c in shown if c.isalnum()] == [c for c in text if c.isalnum()]
    assert not partial.tentative


@given(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8, unique=True), st.data())
def test_a_growing_hypothesis_never_repeats_or_loses_a_word(
    said: list[str], data: st.DataObject
) -> None:
    partial = PartialTranscript()
    for end in range(1, len(said) + 1):
        start = data.draw(st.integers(0, max(0, end - 3)))
        partial = partial.heard(" ".join(said[start:end] if end > 4 else said[:end]))
    assert partial.committed_text == " ".join(said[:-1])
    assert partial.committed_text + partial.finish(" ".join(said)).remaining == " ".join(said)
