import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecli.understanding.asking import asks_for_now, find_asked, find_superlative
from voicecli.understanding.normalise import normalise

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("kind", "questions"),
    [
        ("date", (
            "When did she start?", "do you know when the shed opens", "which year was that",
            "my bus is late, when do I have to leave", "until when can I pay",
            "how long ago was it",
            "what are the opening hours",
        )),
        ("duration", ("how long did she stay", "for how many weeks does it run", "How much time?")),
        ("money", (
            "what does a ticket cost", "How much is the fee?", "what is the rent of the plot",
            "how expensive was the greenhouse",
        )),
        ("number", (
            "how many hens are there", "how much flour do I need", "how accurate is it",
            "by how much did it reduce the cost", "What temperature is right?", "how old is Aino",
        )),
        ("place", ("Where was she born?", "which city is she from", "tell me where the key hangs")),
        ("person", ("Who keeps the key?", "whose idea was it", "which teacher helped her")),
        ("contact", ("what is her phone number", "how can I reach her", "her e-mail address")),
        ("reason", ("Why did he leave?", "how come it is closed", "what was the reason")),
        ("name", ("what is the name of the boat", "which university gave her the degree")),
        ("manner", ("how do I reset it", "How is the bread made?")),
        ("yes-no", (
            "Does she speak Danish?", "is there a lathe", "and can I bring a dog",
            "I do not like noise. Did she build something against it?",
        )),
        (None, ("her projects", "can you show me her papers", "tell me about the moss", "")),
    ],
)  # fmt: skip
def test_what_a_question_wants(kind: str | None, questions: tuple[str, ...]) -> None:
    found = {question: find_asked(normalise(question).text) for question in questions}
    assert found == dict.fromkeys(questions, kind)


@pytest.mark.parametrize(
    ("question", "now"),
    [
        ("where does she work", True),
        ("what is her job", True),
        ("her current employer", True),
        ("what is she working on right now", True),
        ("does he still live there", True),
        ("what does she do for a living", True),
        ("where did she work", False),
        ("where did she work before her current job", False),
        ("what was her job", False),
        ("what has she done so far", False),
        ("how does the presently known law go", True),
    ],
)
def test_what_goes_on_now(question: str, now: bool) -> None:
    assert asks_for_now(question) is now


@pytest.mark.parametrize(
    ("question", "direction", "of"),
    [
        ("which of her papers is cited most", "most", "cited"),
        ("her fastest project", "most", "fast"),
        ("the biggest", "most", "big"),
        ("which project has the most users", "most", "users"),
        ("the least expensive offer", "least", "expensive"),
        ("what was the cheapest", "least", "cheap"),
        ("which has the fewest bugs", "least", "bugs"),
        ("the fewest", "least", "few"),
        ("her most quoted article", "most", "cited"),
        ("which article is referenced most often", "most", "cited"),
        ("the heaviest box", "most", "heavy"),
        ("the largest town", "most", "large"),
        ("the newest one", None, None),
        ("the most recent paper", None, None),
        ("most of her projects", None, None),
        ("what interests her", None, None),
        ("does she like the forest", None, None),
        ("an honest request", None, None),
        ("she works most evenings", "most", "evenings"),
    ],
)
def test_superlatives_that_a_figure_decides(
    question: str, direction: str | None, of: str | None
) -> None:
    expected = {"direction": direction, "of": of} if direction else None
    assert find_superlative(question) == expected


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    folded = normalise(text).text
    find_asked(folded)
    asks_for_now(folded)
    found = find_superlative(folded)
    assert found is None or found["of"]
