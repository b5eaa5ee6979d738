"""The figures of a labelled set."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from voicecli.bench.labels import Gold, Query, read_queries
from voicecli.bench.scores import Prediction, score
from voicecli.errors import UsageError

pytestmark = pytest.mark.unit

NOTHING = Prediction("q", "off_topic", (), (), None, None, "", refused=False)


def figures(query: Query, given: Prediction) -> dict[str, float]:
    found = score([query], {query.id: given}).figures
    return {name: one.mean for name, one in found.items()}


def test_items_that_are_acceptable_neither_help_nor_hurt() -> None:
    query = Query("q", "c", "?", relevant=frozenset("ab"), acceptable=frozenset("x"))
    found = figures(query, replace(NOTHING, items=("x", "a", "z")))
    assert found["item recall"] == 0.5
    assert found["item precision"] == 0.5
    assert found["item first"] == 1.0
    assert found["item recall@3"] == 0.5


def test_shown_items_must_not_come_again() -> None:
    first = Query("1", "c", "?", relevant=frozenset("ab"))
    second = Query("2", "c", "more", relevant=frozenset("abc"), exclude_shown=True)
    given = {
        "1": replace(NOTHING, id="1", items=("a", "b")),
        "2": replace(NOTHING, id="2", items=("a", "c")),
    }
    found = score([first, second], given).figures
    assert found["item precision"].mean == 0.75  # "a" counts as wrong the second time
    assert found["item recall"].mean == 1.0


@pytest.mark.parametrize(
    ("passage", "right"),
    [
        ("The oven is at 180 degrees.", True),
        ("First, THE oven – is at 180 degrees. Then wait.", True),
        ("Then wait.", False),
        ("the oven is at 180 degrees " + "and more " * 60, False),
    ],
)
def test_a_passage_holds_the_labelled_piece(passage: str, right: bool) -> None:
    query = Query("q", "c", "?", document=Gold("cake.md", ("the oven is at 180 degrees",)))
    found = figures(query, replace(NOTHING, file="cake.md", passage=passage))
    assert found["document passage"] == right
    other = figures(query, replace(NOTHING, file="tea.md", passage=passage))
    assert other["document passage"] == other["document file"] == 0


def test_filters_are_right_whole_or_spurious() -> None:
    query = Query("q", "c", "?", technologies=frozenset({"go"}), years=({"from": 1, "to": None},))
    given = replace(NOTHING, technologies=("Go",), years={"from": 1, "to": None})
    found = figures(query, given)
    assert (found["technology filter"], found["year filter"]) == (1, 1)
    plain = figures(Query("q", "c", "?"), given)
    assert (plain["spurious technologies"], plain["spurious years"]) == (1, 1)


def test_refusals() -> None:
    refused = replace(NOTHING, refused=True)
    assert figures(Query("q", "c", "?", answerable=False), refused) == {
        "refused when unanswerable": 1,
        "spurious technologies": 0,
        "spurious years": 0,
    }
    assert figures(Query("q", "c", "?"), refused)["false refusal"] == 1


def test_figures_by_tag() -> None:
    queries = [
        Query("1", "1", "?", intent="projects", tags=("a",)),
        Query("2", "2", "?", intent="skills", tags=("a", "b")),
    ]
    given = {one.id: replace(NOTHING, id=one.id, intent="skills") for one in queries}
    found = score(queries, given)
    assert found.tags["a"]["intent"].mean == 0.5
    assert found.tags["b"]["intent"].mean == 1.0


def test_a_line_needs_no_more_than_a_question(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text('{"id": 7, "query": "Why?"}\n\n', encoding="utf-8")
    assert read_queries(file) == [Query("7", "7", "Why?")]


def test_a_document_may_be_named_with_its_folders(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    document = {"file": "docs/cake.md", "passages": ["warm"]}
    file.write_text(json.dumps({"id": "1", "query": "?", "document": document}), encoding="utf-8")
    assert read_queries(file)[0].document == Gold("cake.md", ("warm",))


@pytest.mark.parametrize("line", ["no json", '{"id": "1"}', "[]", '{"id":1,"query":2,"tags":3}'])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text(json.dumps({"id": "1", "query": "Why?"}) + "\n" + line, encoding="utf-8")
    with pytest.raises(UsageError, match="line 2"):
        read_queries(file)
