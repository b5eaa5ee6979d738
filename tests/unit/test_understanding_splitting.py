import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecli.understanding import split_questions
from voicecli.understanding.normalise import clean
from voicecli.understanding.splitting import MOST_QUESTIONS

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("said", "questions"),
    [
        ("Where did she study and what did she do in 2023?",
         ("Where did she study", "what did she do in 2023?")),
        ("Who are you? What can you do?", ("Who are you?", "What can you do?")),
        ("What are her projects, where does she work and is she married?",
         ("What are her projects", "where does she work", "is she married?")),
        ("tell me what she built and where she works",
         ("tell me what she built", "tell me where she works")),
        ("how accurate is it and who uses it", ("how accurate is it", "who uses it")),
        ("Show me her projects. Which of them use Rust?",
         ("Show me her projects.", "Which of them use Rust?")),
        ("list her jobs and then show me the papers", ("list her jobs", "show me the papers")),
        ("Which projects used Rust? What did the kettle cost?",
         ("Which projects used Rust?", "What did the kettle cost?")),
        ("which projects used Rust and what did the kettle cost",
         ("which projects used Rust", "what did the kettle cost")),
        ("Is it open today? And on Sunday?", ("Is it open today?", "And on Sunday?")),
    ],
)  # fmt: skip
def test_several_questions(said: str, questions: tuple[str, ...]) -> None:
    assert split_questions(said) == questions


@pytest.mark.parametrize(
    "said",
    [
        "projects with Python and Rust",
        "what did she build and ship in 2021",
        "Which firm did the museum choose, and why?",
        "my print takes ten hours, when do I have to begin",
        "what should I cook tonight, did she solve that one",
        "I like my data at home. Did she build something for that?",
        "When and where did she study?",
        "Hello! What has she built?",
        "When the lamp flashes, what do I do?",
        "I lost a receipt. Now what?",
        "did she study in Tartu and work in Riga",
        "what did she do at the library and when",
        "which projects use both Go and Rust?",
        "what does she know about how bread is baked and why it rises",
        "between 2019 and 2021 what did she do",
        "Dr. Varga knows Node.js. and C. elegans",
        "Bonnie and what she did",
        "Did she build anything for musicians? Like a tuner?",
        "what she likes most and what she does about it",
    ],
)
def test_one_question_stays_whole(said: str) -> None:
    assert split_questions(said) == (said,)


def test_an_empty_utterance_has_no_question() -> None:
    assert split_questions("  \n ") == ()


def test_what_is_too_much_stays_with_the_last() -> None:
    said = " and ".join(["where does she work"] * (MOST_QUESTIONS + 3))
    questions = split_questions(said)
    assert len(questions) == MOST_QUESTIONS
    assert questions[-1] == " and ".join(["where does she work"] * 4)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from("what did she is and who where, ? . tell me he Rust the it why".split()),
        max_size=25,
    )
)
def test_no_word_is_lost(words: list[str]) -> None:
    said = " ".join(words)
    kept = " ".join(split_questions(said)).split()
    glue = {"and", ",", "but", "then", "also", "plus", "tell", "me"}
    missing = [word for word in clean(said).split() if word not in kept]
    assert {word.strip(",") for word in missing} <= glue


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_split(text: str) -> None:
    questions = split_questions(text)
    assert len(questions) <= MOST_QUESTIONS
    assert all(question.strip() for question in questions)
