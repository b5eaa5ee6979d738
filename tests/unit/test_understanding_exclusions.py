"""What a question asks to be left out, beside questions that only hold the same words."""

import pytest

from tests.unit.understanding_world import TODAY, VOCABULARY
from voicecli.types import Understanding
from voicecli.understanding import understand

pytestmark = pytest.mark.unit


def ask(question: str, previous: Understanding | None = None) -> Understanding:
    return understand(question, VOCABULARY, TODAY, previous)


@pytest.mark.parametrize(
    ("question", "wanted", "unwanted"),
    [
        ("projects without Rust or C++", (), ("Rust", "C++")),
        ("projects that don't use PyTorch", (), ("PyTorch",)),
        ("projects in Rust, not Go", ("Rust",), ("Go",)),
        ("Rust but not Go", ("Rust",), ("Go",)),
        ("anything but Rust", (), ("Rust",)),
        ("other than PyTorch, what did she use", (), ("PyTorch",)),
        ("neither Rust nor Go projects", (), ("Rust", "Go")),
        ("Rust instead of PyTorch", ("Rust",), ("PyTorch",)),
        ("projects except those with Rust", (), ("Rust",)),
        ("Rust-free projects", (), ("Rust",)),
        ("not Rust", (), ("Rust",)),
        # traps
        ("why didn't she use Rust?", ("Rust",), ()),
        ("doesn't she know Rust", ("Rust",), ()),
        ("no, in Rust", ("Rust",), ()),
        ("does she no Rust", ("Rust",), ()),
        ("not only Rust projects", ("Rust",), ()),
        ("she does not go to school", (), ()),
    ],
)
def test_technologies(question: str, wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> None:
    slots = ask(question).slots
    assert slots.get("technologies", ()) == wanted
    assert slots.get("exclude_technologies", ()) == unwanted


@pytest.mark.parametrize(
    ("question", "excluded"),
    [
        ("show me everything but no publications", ("publications",)),
        ("everything except her education", ("education",)),
        ("all her work, without jobs", ("experience",)),
        ("has she no degree?", ()),
        ("why has she no publications", ()),
        ("her projects", ()),
    ],
)
def test_kinds_of_record(question: str, excluded: tuple[str, ...]) -> None:
    assert ask(question).slots.get("exclude_types", ()) == excluded


def test_a_kind_that_is_left_out_is_not_what_is_asked_for() -> None:
    assert ask("has she no degree?").intent == "education"
    assert ask("everything except her education").intent != "education"


def test_a_topic_is_left_out_of_a_list() -> None:
    assert ask("projects but nothing about frost").slots["exclude_words"] == ("frost",)
    listed = ask("her projects")
    assert ask("not the ones about moss", listed).slots["exclude_words"] == ("moss",)
    assert "exclude_words" not in ask("may I draw water without a key").slots


def test_what_was_left_out_stays_out() -> None:
    first = ask("Rust projects")
    second = ask("without Go", first)
    third = ask("show me more", second)
    for found in (second, third):
        assert found.slots["technologies"] == ("Rust",)
        assert found.slots["exclude_technologies"] == ("Go",)
