import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.interview.planning.cleaning import MOST_WORDS, clean_question

pytestmark = pytest.mark.unit

BARE = "What did you change on your ward?"


@pytest.mark.parametrize(
    "written",
    [
        BARE,
        f"QUESTION: {BARE}",
        f"Q1. {BARE}",
        f"1) **{BARE}**",
        f"- *Question 2 (technical):* {BARE}",
        f'Sure! Here is a question:\n\n"{BARE}"',
        f"Certainly, I can help with that! {BARE}",
        f"### Follow-up question\n{BARE}",
        f"Interviewer: {BARE} This question tests initiative.",
        f"<|im_start|>assistant\n{BARE}<|im_end|>",
        f"{BARE} And why? And who helped you?",
        f"As an interviewer, I would ask: “{BARE}”",
        f"1. {BARE}\n2. How did the others like that?",
        "What did you change\non your ward?",
        f"```text\n{BARE}\n```",
    ],
)
def test_what_surrounds_a_question_goes(written: str) -> None:
    assert clean_question(written) == BARE


@pytest.mark.parametrize(
    "written",
    [
        "",
        "Why?",
        "What did you change on",
        "Tell me about your ward.",
        "What did you do at [Company Name]?",
        "How do you like working with {tool} here?",
        "Sure! Here is a question:",
        "Question 1:",
        "word " * (MOST_WORDS + 1) + "?",
    ],
)
def test_what_is_no_whole_question_is_none(written: str) -> None:
    assert clean_question(written) == ""


def test_the_sentence_that_leads_to_it_stays() -> None:
    told = "Hello. You led the night shift at St. Mary's Hospital. What was hardest about it?"
    assert clean_question(told) == (
        "You led the night shift at St. Mary's Hospital. What was hardest about it?"
    )


def test_names_with_marks_stay() -> None:
    told = "How did you test node_modules and C++ code in C#?"
    assert clean_question(told) == told


_PIECES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "Question:",
            "Q1.",
            "**",
            "\n",
            "“",
            '"',
            "Interviewer:",
            "- ",
            "1. ",
            "Sure! ",
            "?",
            ". ",
            BARE,
            "```",
            "[x](y)",
            "<b>",
            "Here is ",
            "How do you weld steel",
            "what",
            " ",
        ]
    ),
)


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_any_text_gives_a_clean_question_or_none(written: str) -> None:
    cleaned = clean_question(written)
    assert clean_question(cleaned) == cleaned
    if cleaned:
        assert cleaned.endswith("?")
        assert "\n" not in cleaned
        assert "**" not in cleaned
        assert "```" not in cleaned
        assert 4 <= len(cleaned.split()) <= MOST_WORDS
        assert not cleaned.lower().startswith(("question:", "interviewer:", "q1."))


@given(st.lists(_PIECES, max_size=4).map("".join))
def test_a_question_on_its_own_line_is_found_below_a_heading(noise: str) -> None:
    if "?" in noise:
        return
    assert clean_question(f"{noise}\n\nQuestion: {BARE}").endswith(BARE)
