"""Plans of one's own from files, and changes typed at a plan."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.errors import InterviewError
from voicecli.interview.plan import Job, Plan, Resume
from voicecli.interview.planning.editing import (
    Change,
    added,
    edited,
    moved_up,
    question_of,
    read_change,
    removed,
)
from voicecli.interview.planning.own_plan import plan_as_toml, read_topics

pytestmark = pytest.mark.unit

MARKDOWN = """# My practice

Some words before it.

## Night shifts
Why: I fear them.
- How do you **stay awake**?
  - seeks: sleep, breaks
- Tell me about your worst night.

## Wound care
"""
TOML = """
[[topics]]
title = "Night shifts"
why = "I fear them."
questions = [{ text = "How do you stay awake?", seeks = ["sleep", "breaks"] },
             "Tell me about your worst night."]
[[topics]]
title = "Wound care"
"""
YAML = """
topics:
  - title: Night shifts
    why: I fear them.
    questions:
      - text: How do you stay awake?
        seeks: [sleep, breaks]
      - Tell me about your worst night.
  - Wound care
"""
PLAIN = """Night shifts
  How do you stay awake?
- Tell me about your worst night.

Wound care
"""


@pytest.mark.parametrize(
    ("name", "text"), [("p.md", MARKDOWN), ("p.toml", TOML), ("p.yaml", YAML), ("p.txt", PLAIN)]
)
def test_every_format_says_the_same(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text)
    first, second = read_topics(file)
    assert (first.id, first.title, first.kind) == ("t1", "Night shifts", "own")
    assert [question.text for question in first.questions] == [
        "How do you stay awake?",
        "Tell me about your worst night.",
    ]
    assert {question.by for question in first.questions} == {"person"}
    if name != "p.txt":
        assert first.why == "I fear them."
        assert first.questions[0].seeks == ("sleep", "breaks")
    assert second.title == "Wound care"
    assert len(second.questions) >= 2
    assert {question.by for question in second.questions} == {"template"}
    assert all("wound care" in question.text for question in second.questions)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("p.toml", '[[topics]]\ntitle = "A"\n[[topics]]\nname = "B"\n', "line 3: topic 2 has no"),
        ("p.toml", 'topics = [\n "a",\n x', "line 3"),
        ("p.toml", 'title = "A"\n', "no list of topics"),
        ("p.toml", '[[topics]]\ntitle = "A"\nquestions = [3]\n', "line 1: a question of “A”"),
        ("p.toml", '[[topics]]\ntitle = "A"\nkind = "odd"\n', "no kind of topic"),
        ("p.yaml", "topics:\n  - title: A\n    questions: 3\n", "line 2: the questions of “A”"),
        ("p.yml", "a: [b\nc: d", "line 2"),
        ("p.md", "- What is it?\n", "line 1: a question stands before"),
        ("p.md", "Only words.\n", "no headings"),
        ("p.txt", "\n\nWhat is it?\n", "line 3: a question stands before"),
        ("p.txt", "", "empty"),
        ("p.txt", "\0\0", "binary"),
        ("p.txt", "".join(f"topic {number}\n" for number in range(41)), "more than 40 topics"),
    ],
)
def test_errors_name_the_line(tmp_path: Path, name: str, text: str, told: str) -> None:
    file = tmp_path / name
    file.write_text(text)
    with pytest.raises(InterviewError) as error:
        read_topics(file)
    assert error.value.code == "bad-topics"
    assert told in error.value.message
    assert "\n" not in error.value.message


@pytest.mark.parametrize(
    "typed",
    [
        "1. How do you close?",
        "**QUESTION:** How do you close?",
        "- Q2: How do you close?",
        "How do you close",
    ],
)
def test_questions_are_said_without_marks_and_numbers(tmp_path: Path, typed: str) -> None:
    file = tmp_path / "plan.json"
    file.write_text(json.dumps({"topics": [{"title": "Sales", "questions": [typed]}]}))
    asked = read_topics(file)[0].questions
    assert asked[0].text == "How do you close?"
    assert len(asked) >= 2


def test_a_title_that_cannot_be_said_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text('{"x": [1]}')
    with pytest.raises(InterviewError, match="cannot be said"):
        read_topics(file)


def test_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(InterviewError, match="no such file"):
        read_topics(tmp_path / "none.toml")
    with pytest.raises(InterviewError, match="directory"):
        read_topics(tmp_path)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "p.md"
    file.write_text(MARKDOWN)
    topics = read_topics(file)
    saved = tmp_path / "saved.toml"
    saved.write_text(plan_as_toml(Plan(Job("", "", ()), Resume("", ()), (), topics)))
    assert read_topics(saved) == topics


@given(st.lists(st.text(max_size=60), max_size=6).map("\n".join), st.sampled_from(["md", "txt"]))
def test_any_text_is_a_plan_or_a_clear_error(
    tmp_path_factory: pytest.TempPathFactory, text: str, ending: str
) -> None:
    file = tmp_path_factory.getbasetemp() / f"any.{ending}"
    file.write_text(text, encoding="utf-8", errors="replace")
    try:
        topics = read_topics(file)
    except InterviewError as error:
        assert error.code == "bad-topics"  # noqa: PT017  # either may come
    else:
        assert all(len(topic.questions) >= 2 and topic.title for topic in topics)


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    file = tmp_path / "p.txt"
    file.write_text("Night shifts\nWound care\nFamilies\n")
    return Plan(Job("", "", ()), Resume("", ()), (), read_topics(file))


def titles(plan: Plan) -> list[str]:
    return [topic.title for topic in plan.topics]


@pytest.mark.parametrize(
    ("typed", "change"),
    [
        ("", Change("start")),
        ("yes", Change("start")),
        ("N", Change("leave")),
        ("r2", Change("remove", 2)),
        ("remove 2.1", Change("remove", 2, 1)),
        ("e 2.1", Change("edit", 2, 1)),
        ("e 2 1 Why nights?", Change("edit", 2, 1, "Why nights?")),
        ("m 3", Change("up", 3)),
        ("+ 2 How do you rest?", Change("add", 2, None, "How do you rest?")),
        ("+2", Change("add", 2)),
        ("+ 2 5 years ago, who led?", Change("add", 2, None, "5 years ago, who led?")),
        ("+ 2 1. Why nights?", Change("add", 2, None, "1. Why nights?")),
        ("?", Change("keys")),
    ],
)
def test_what_is_typed_is_a_change(typed: str, change: Change) -> None:
    assert read_change(typed) == change


@pytest.mark.parametrize("typed", ["x", "start 3", "hello there", "yes please", "3"])
def test_what_is_no_change_is_said(typed: str) -> None:
    with pytest.raises(InterviewError, match="none of the keys"):
        read_change(typed)


@pytest.mark.parametrize("typed", ["r 1-3", "r 1 and 2", "r 1 2", "r 1, 2", "m 2 to the top"])
def test_more_than_one_change_is_none(typed: str) -> None:
    with pytest.raises(InterviewError, match="more than one change"):
        read_change(typed)


def changed(plan: Plan, typed: str) -> Plan:
    change = read_change(typed)
    return edited(plan, change, "Why?") if change.verb == "edit" else removed(plan, change)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("m 2.1", "questions stay in their order"),
        ("e 2 7", "which question|no topic|has"),
        ("r 1234", "no topic 1234"),
    ],
)
def test_odd_lines_get_one_clear_answer(plan: Plan, typed: str, told: str) -> None:
    with pytest.raises(InterviewError, match=rf"(?i){told}"):
        changed(plan, typed)


def test_topics_go_and_move(plan: Plan) -> None:
    assert titles(removed(plan, Change("remove", 2))) == ["Night shifts", "Families"]
    assert titles(moved_up(plan, Change("up", 3))) == ["Night shifts", "Families", "Wound care"]
    with pytest.raises(InterviewError, match="the first already"):
        moved_up(plan, Change("up", 1))
    one = removed(removed(plan, Change("remove", 1)), Change("remove", 1))
    with pytest.raises(InterviewError, match="needs a topic"):
        removed(one, Change("remove", 1))


def test_questions_are_edited_and_added(plan: Plan) -> None:
    change = Change("edit", 2, 1)
    after = edited(plan, change, "Why nights?")
    assert question_of(after, change) == "Why nights?"
    assert after.topics[1].questions[0].by == "person"
    assert edited(plan, change, " ") is plan
    more = added(plan, Change("add", 2), "Who helped you?")
    assert [q.text for q in more.topics[1].questions].index("Who helped you?") == 1
    with pytest.raises(InterviewError, match="there already"):
        added(more, Change("add", 2), "Who helped you?")
    fewer = removed(plan, Change("remove", 2, 1))
    assert len(fewer.topics[1].questions) == len(plan.topics[1].questions) - 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (Change("remove"), "which topic"),
        (Change("remove", 9), "no topic 9"),
        (Change("edit", 1), "e 1.1"),
        (Change("edit", 1, 9), "has 3 questions"),
    ],
)
def test_numbers_that_are_not_there(plan: Plan, change: Change, told: str) -> None:
    with pytest.raises(InterviewError, match=r"(?i)" + told):
        (removed(plan, change) if change.verb == "remove" else edited(plan, change, "Why?"))


def test_few_words_under_a_topic_are_put_as_a_question(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text("# Money\n- budgets\n- Tell me about a loss\n- Why is it hard?\n")
    (topic,) = read_topics(path)
    assert [question.text for question in topic.questions] == [
        "What can you tell me about budgets?",
        "Tell me about a loss",
        "Why is it hard?",
    ]


def test_what_happened_to_somebody_is_asked_about_as_that(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("Why I left Dell\nGap year in 2019\n")
    why, gap = read_topics(path)
    assert (
        why.questions[0].text == "Please tell me about why you left Dell. What should I know first?"
    )
    assert all("your gap year in 2019" in question.text for question in gap.questions)


def test_a_page_with_a_head_and_a_saved_plan_under_another_name(tmp_path: Path) -> None:
    front = tmp_path / "front.md"
    front.write_text("---\ntitle: my plan\n---\n# SQL\n- What is a CTE?\n- Why joins?\n")
    assert [topic.title for topic in read_topics(front)] == ["SQL"]
    other = tmp_path / "plan"
    other.write_text('[[topics]]\ntitle = "SQL"\nquestions = ["What is a CTE?", "Why?"]\n')
    assert [topic.title for topic in read_topics(other)] == ["SQL"]


def test_a_table_is_no_plan(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("topic,question\nSQL,What is a CTE?\n")
    with pytest.raises(InterviewError) as raised:
        read_topics(path)
    assert raised.value.code == "bad-topics"
    assert "one topic a line" in raised.value.message
