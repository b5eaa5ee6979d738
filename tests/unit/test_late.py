"""Late interaction: likeness of tokens, what each counts, and the basis they are kept in."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from voicecli.retrieval import token_basis
from voicecli.retrieval.late import max_similarities, token_weights
from voicecli.retrieval.token_basis import TokenBasis, basis_of, fitted, unit
from voicecli.retrieval.words import content_spans, content_words

pytestmark = pytest.mark.unit

bytes_ = st.integers(-127, 127)


def tokens(least: int = 0) -> st.SearchStrategy[np.ndarray]:
    return st.integers(least, 6).flatmap(lambda n: arrays.arrays(np.int8, (n, 3), elements=bytes_))


@given(asked=tokens(), groups=st.lists(tokens(1), max_size=5))
def test_the_highest_likeness_is_what_a_plain_loop_finds(
    asked: np.ndarray, groups: list[np.ndarray]
) -> None:
    found = max_similarities(asked, groups)
    assert found.shape == (len(groups), len(asked))
    for row, group in zip(found, groups, strict=True):
        for value, token in zip(row, asked, strict=True):
            plain = max(
                sum(int(a) * int(b) for a, b in zip(token, there, strict=True)) for there in group
            )
            assert value == pytest.approx(plain / 127**2, abs=1e-5)


@given(text=st.text(max_size=40), starts=st.sets(st.integers(0, 45)))
def test_what_tokens_count_sums_to_one(text: str, starts: set[int]) -> None:
    weights = token_weights(text, np.array(sorted(starts), np.uint16))
    assert len(weights) == len(starts)
    assert (weights > 0).all()
    assert weights.sum() == pytest.approx(1.0 if starts else 0.0, abs=1e-5)


def test_tokens_of_words_that_carry_meaning_count_more() -> None:
    weights = token_weights("Does the kettle sing?", np.array([0, 5, 9, 12, 16, 20], np.uint16))
    assert weights.tolist() == pytest.approx([1 / 12, 1 / 12, 1 / 4, 1 / 4, 1 / 4, 1 / 12])
    assert len(set(token_weights("Where was it?", np.array([0, 6, 10], np.uint16)).tolist())) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What doesn't Clara’s C++ cost?", ["Clara", "C++", "cost"]),
        ("In 7 days of the year", ["7", "days", "year"]),
        ("What is it?", []),
        ("", []),
    ],
)
def test_where_the_words_stand_that_carry_meaning(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in content_spans(text)] == expected


@given(st.text(max_size=60))
def test_spans_tell_the_content_words(text: str) -> None:
    if text.isascii():
        said = {text[a:b].lower() for a, b in content_spans(text)}
        assert set(content_words(text).values()) <= said


def test_a_basis_keeps_what_differs_most_and_the_likeness_in_it() -> None:
    random = np.random.default_rng(4)
    plane = np.linalg.qr(random.normal(size=(20, 3)))[0]
    states = (random.normal(size=(400, 3)) @ plane.T).astype(np.float32)
    matrix = fitted(states, 3)
    assert (matrix == fitted(states[::-1] * np.float32(2), 3)).all(), "of any order and length"
    assert matrix.T.astype(float) @ matrix.astype(float) == pytest.approx(np.eye(3), abs=0.01)
    packed = TokenBasis(matrix).packed(states).astype(np.float32) / 127
    lines = unit(states)
    assert np.abs(packed @ packed.T - lines @ lines.T).max() < 0.03


def test_states_of_zero_and_none_at_all_are_packed() -> None:
    basis = TokenBasis(np.eye(4, 2, dtype=np.float16))
    assert not basis.packed(np.zeros((2, 4), np.float32)).any()
    assert basis.packed(np.zeros((0, 4), np.float32)).shape == (0, 2)


def test_the_shipped_basis_belongs_to_one_model() -> None:
    quantised = basis_of("all-minilm-l6-v2-int8")
    assert quantised is not None
    assert quantised is basis_of("all-minilm-l6-v2-qint8")
    assert basis_of("words") is None
    matrix = np.load(Path(token_basis.__file__).with_name("token_basis.npy"))
    assert (matrix.shape, matrix.dtype) == ((384, 64), np.float16)
    assert matrix.T.astype(float) @ matrix.astype(float) == pytest.approx(np.eye(64), abs=0.01)
