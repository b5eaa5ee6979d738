import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.stt.hotwords import as_prompt, choose_hotwords, is_odd

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "name", ["TideWatch", "PyTorch", "SQLite3", "C++", "Node.js", "ONNX", "Okafor", "AWS Lambda"]
)
def test_a_name_that_is_spelled_oddly_is_worth_its_room(name: str) -> None:
    assert is_odd(name)


@pytest.mark.parametrize(
    "name", ["", "time series", "Senior machine learning engineer", "sailing", "A plain title"]
)
def test_plain_words_need_no_room(name: str) -> None:
    assert not is_odd(name)


def test_each_name_is_chosen_once_in_the_order_given() -> None:
    assert choose_hotwords(["PyTorch", "TideWatch", "sailing", "pytorch"]) == (
        "PyTorch",
        "TideWatch",
    )


def test_the_prompt_is_a_list() -> None:
    assert as_prompt(["PyTorch", "TideWatch"]) == "PyTorch, TideWatch"
    assert as_prompt([]) == ""


@given(st.lists(st.text(max_size=12)), st.integers(0, 5), st.integers(0, 40))
def test_the_choice_is_bounded(names: list[str], most: int, most_characters: int) -> None:
    chosen = choose_hotwords(names, most=most, most_characters=most_characters)
    assert len(chosen) <= most
    assert len(as_prompt(chosen)) <= most_characters
    assert all(is_odd(name) for name in chosen)
