"""What single sentences commit to, and what conversations settle; questions, fillers, syllables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.test_turn_taking import conversation
from voicecli.analysis.actions import accepts, settled
from voicecli.analysis.commitments import due, read
from voicecli.analysis.fillers import fillers, repetitions
from voicecli.analysis.questions import is_question, questions
from voicecli.analysis.said import sentences
from voicecli.analysis.syllables import syllables

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "kind", "who"),
    [
        ("I'll send you the slides tonight.", "promise", "i"),
        ("Okay, and I’ll call the bank.", "promise", "i"),
        ("Tom, can you book the room?", "request", "Tom"),
        ("Could you please check the numbers?", "request", "you"),
        ("Maria will update the wiki by Friday.", "duty", "Maria"),
        ("Somebody needs to order paper.", "duty", "somebody"),
        ("I can bring a cake.", "offer", "i"),
        ("Let's postpone the launch.", "proposal", "we"),
        ("So we'll go with the second design.", "decision", "we"),
        ("Don't forget to lock the door.", "request", "you"),
    ],
)
def test_kinds_of_commitment(text: str, kind: str, who: str) -> None:
    found = read(text)
    assert found is not None
    assert (found.kind, found.who) == (kind, who)


@pytest.mark.parametrize(
    "text",
    [
        "I'll be honest with you.",
        "I'll never forget that day.",
        "Let's see.",
        "Let's move on to the next point.",
        "He said he would call.",
        "My boss said, you will fix this by Monday.",
        "What will you cook tonight?",
        "I think that is fine.",
        "They decided to close the shop.",
        "We should be careful.",
        "",
    ],
)
def test_what_only_sounds_like_one(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("I'll do it by next Friday.", "by next Friday"),
        ("We meet at the end of the month.", "at the end of the month"),
        ("within fourteen days", "within fourteen days"),
        ("I'll come by tomorrow.", "tomorrow"),
        ("in about ten days", "in about ten days"),
        ("We talked about it.", None),
    ],
)
def test_when_something_is_due(text: str, when: str | None) -> None:
    assert due(text) == when


@pytest.mark.parametrize(
    ("text", "much"),
    [
        ("Sounds good.", 2),
        ("Deal.", 2),
        ("Okay.", 1),
        ("Sure, no problem.", 1),
        ("Okay, but not before May.", 0),
        ("Yes?", 0),
        ("We agreed on that in Paris years ago.", 0),
        ("The deal was bad.", 0),
    ],
)
def test_acceptances(text: str, much: int) -> None:
    assert accepts(text) == much


def test_a_request_and_the_promise_that_answers_it_are_one_action() -> None:
    said = sentences(
        conversation(
            (0.0, "Ann", "Could you send the report?"), (3.0, "Bob", "Yes, I'll do that by Friday.")
        )
    )
    (action,) = settled(said, ["Ann", "Bob"]).actions
    assert (action.owner, action.due) == ("Bob", "by Friday")
    assert action.accepted is not None


def test_a_proposal_that_is_refused_is_no_agreement() -> None:
    said = sentences(
        conversation((0.0, "A", "Let's cancel the party."), (3.0, "B", "No, I like parties."))
    )
    assert settled(said, ["A", "B"]).agreements == ()


def test_a_proposal_that_nobody_answers_is_no_agreement() -> None:
    said = sentences(
        conversation((0.0, "A", "Let's cancel the party."), (60.0, "B", "Sounds good."))
    )
    assert settled(said, ["A", "B"]).agreements == ()


def test_a_recap_says_the_same_action_again() -> None:
    said = sentences(
        conversation(
            (0.0, "A", "I'll order the red chairs."),
            (3.0, "B", "The weather is nice."),
            (6.0, "A", "I'll order the red chairs by Monday."),
        )
    )
    (action,) = settled(said, ["A", "B"]).actions
    assert action.due == "by Monday"


@given(st.lists(st.tuples(st.sampled_from("AB"), st.text(max_size=60)), max_size=8))
def test_any_text_can_be_read(parts: list[tuple[str, str]]) -> None:
    spoken = [(5.0 * n, who, text) for n, (who, text) in enumerate(parts) if text.split()]
    if spoken:
        said = sentences(conversation(*spoken))
        settled(said, ["A", "B"])
        questions(said, "en")
        fillers(said, "en")


@pytest.mark.parametrize(
    "text",
    ["Where is it?", "how much does it cost", "Do you know him?", "哪里？", "could we stop here"],
)
def test_questions(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize(
    "text",
    ["Right?", "You know?", "What a day!", "When I was young, we walked.", "What we need is time."],
)
def test_no_questions(text: str) -> None:
    assert not is_question(text)


def test_answers_open_questions_and_one_speaker() -> None:
    said = sentences(
        conversation(
            (0.0, "A", "Where do you live?"),
            (2.0, "B", "In Rome."),
            (4.0, "A", "What is the rent?"),
            (6.0, "B", "I have no idea."),
            (8.0, "A", "Who is that?"),
            (30.0, "B", "Good morning everybody."),
        )
    )
    assert [one.answered for one in questions(said, "en")] == ["yes", "no", "no"]
    alone = sentences(conversation((0.0, None, "Where was I?"), (2.0, None, "At home.")))
    assert [one.answered for one in questions(alone, "en")] == ["unknown"]


def test_a_sign_of_listening_answers_no_question_with_a_question_word() -> None:
    said = sentences(
        conversation((0.0, "A", "Where do you live?"), (2.0, "B", "Mm-hm."), (3.0, "B", "In Rome."))
    )
    (question,) = questions(said, "en")
    assert question.answer is not None
    assert question.answer.text == "In Rome."


def test_fillers_are_words_elsewhere() -> None:
    said = sentences(
        conversation(
            (0.0, "A", "Well, ummm, I like it, you know, and you know it. The hum is loud.")
        )
    )
    assert {one.text: one.count for one in fillers(said, "en")} == {
        "um": 1,
        "well": 1,
        "you know": 1,
    }
    german = sentences(conversation((0.0, "A", "Das ist ähm gut, like, so.")))
    assert [one.text for one in fillers(german, "de")] == ["ähm"]


def test_repetitions() -> None:
    said = sentences(
        conversation(
            (0.0, "A", "I I went and we can we can go, no no, that that is very very good")
        )
    )
    assert repetitions(said) == 2


@pytest.mark.parametrize(
    ("word", "count"),
    [("cat", 1), ("called", 1), ("wanted", 2), ("table", 2), ("idea", 3), ("created", 3),
     ("something", 2), ("hundred", 2), ("12", 2), ("rhythm", 2), ("the", 1), ("", 1)],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_syllables_of_other_languages_are_groups_of_vowels() -> None:
    assert syllables("Straße", "de") == 2
    assert syllables("東京", "ja") == 2
