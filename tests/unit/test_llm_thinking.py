import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.llm.thinking import without_thinking

pytestmark = pytest.mark.unit


def said(*pieces: str, inside: bool = False) -> str:
    return "".join(without_thinking(pieces, inside=inside))


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("Paris.", "Paris."),
        ("<think>\nFrance, so\n</think>\n\nParis.", "Paris."),
        ("<think></think>Paris.", "Paris."),
        ("Paris. <think>hm</think>Really.", "Paris. Really."),
        ("<think>one</think><think>two</think>Paris.", "Paris."),
        ("<think>never ends", ""),
        ("a <b and <think", "a <b and <think"),
        ("x</think>y", "x</think>y"),
        ("", ""),
    ],
)
def test_thoughts_are_left_out(written: str, answer: str) -> None:
    assert said(written) == answer
    assert said(*written) == answer


def test_a_prompt_may_end_inside_a_thought() -> None:
    assert said("France,", " so</th", "ink>\nParis.", inside=True) == "Paris."


def test_words_come_out_as_they_are_written() -> None:
    stream = without_thinking(iter(["Par", "is ", "<th", "ere?"]))
    assert [next(stream) for _ in range(3)] == ["Par", "is ", "<there?"]


@given(
    st.lists(st.sampled_from(["<", "think>", "</", "<think>", "</think>", "a ", " b"])).map(
        "".join
    ),
    st.lists(st.integers(0, 60)),
)
def test_where_the_text_is_cut_changes_nothing(text: str, cuts: list[int]) -> None:
    points = sorted({cut for cut in cuts if cut < len(text)} | {0, len(text)})
    pieces = [text[a:b] for a, b in itertools.pairwise(points)]
    assert said(*pieces) == said(text)
