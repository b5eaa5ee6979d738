"""Conditions on figures, codes as names, and rows of tables."""

import pytest

from voicecli.retrieval.chunking import chunk
from voicecli.retrieval.codes import codes
from voicecli.retrieval.conditions import comparisons, extreme, going_on, told_figure
from voicecli.retrieval.items import Item
from voicecli.retrieval.picking import Conditions, picked, untold_extreme, without_excluded
from voicecli.retrieval.quantities import figures
from voicecli.retrieval.rows import is_row
from voicecli.retrieval.search import Candidate, Fit
from voicecli.types import Block, Document, Passage, Record

pytestmark = pytest.mark.unit

PIER = Record(
    "pier",
    "works",
    "Pier",
    summary="A pier that twelve schools use.",
    start="2019-01",
    end="2021-06",
    metrics=("£1.1 million", "1,200 visitors a day"),
    other={"rating": 5},
)
SHED = Record(
    "shed",
    "works",
    "Shed",
    start="2024-01",
    ongoing=True,
    metrics=("£58,500",),
    other={"rating": 3},
)
PLAIN = Record("plain", "works", "Plain")


def item(record: Record) -> Item:
    passage = Passage(record.id, record.type, record.title, "w.json", record.id, record.summary, 0)
    return Item(Candidate(1, passage, Fit(0.5, 0.5, 0.0, 0.0)), record)


def kept(question: str) -> tuple[list[str], str]:
    items = [item(record) for record in (PIER, SHED, PLAIN)]
    found, untold = Conditions.of(question, items, None).kept(items)
    return [one.id for one in found], untold


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,450 users, 4.5 stars and 3", [1450, 4.5, 3]),
        ("£1.1 million", [1_100_000]),
        ("£2m, but 2m long", [2_000_000, 2]),
        ("30k steps in twelve schools", [30_000, 12]),
        ("1.450.000 and no year", [1_450_000]),
    ],
)
def test_figures_are_read_with_marks_and_scales(text: str, found: list[float]) -> None:
    assert list(figures(text)) == pytest.approx(found)


def test_money_is_what_has_a_currency() -> None:
    assert list(figures("12 walls for 900 pounds and £30", money=True)) == [900, 30]


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("Which works cost more than £500,000?", ["pier"]),
        ("works under 100,000 pounds", ["shed"]),
        ("Which works have at least 1000 visitors?", ["pier"]),
        ("works that more than ten schools use", ["pier"]),
        ("Which works took longer than two years?", ["pier"]),
        ("Which works took more than a year?", ["pier"]),
        ("Which works are rated 5?", ["pier"]),
        ("Which works did I rate 3?", ["shed"]),
        ("Which works are not finished yet?", ["shed"]),
        ("unfinished works", ["shed"]),
    ],
)
def test_records_are_kept_of_which_a_condition_is_true(question: str, ids: list[str]) -> None:
    assert kept(question) == (ids, "")


def test_a_condition_of_which_nothing_is_told_narrows_nothing_and_is_named() -> None:
    assert kept("works with more than 100 doors") == (
        ["pier", "shed", "plain"],
        "more than 100 doors",
    )


@pytest.mark.parametrize(
    "question",
    [
        "What has she built?",
        "projects after 2020",
        "more than 2019",
        "more than three years ago",
        "papers more than five years old",
        "the work from 2019",
    ],
)
def test_times_and_other_questions_compare_nothing(question: str) -> None:
    assert comparisons(question, ["rating"]) == []


@pytest.mark.parametrize(
    ("question", "superlative", "ids"),
    [
        ("What was the cheapest work?", {"direction": "least", "of": "cheap"}, ["shed"]),
        ("the most expensive work", {"direction": "most", "of": "expensive"}, ["pier"]),
        ("Which has the biggest budget?", {"direction": "most", "of": "big"}, ["pier"]),
        ("Which has the most visitors?", {"direction": "most", "of": "visitors"}, ["pier"]),
        ("What is the best work?", None, ["pier"]),
        ("What is the worst work?", None, ["shed"]),
    ],
)
def test_the_extreme_is_looked_up_in_figures(
    question: str, superlative: dict[str, str] | None, ids: list[str]
) -> None:
    items = [item(record) for record in (PIER, SHED, PLAIN)]
    wanted = extreme(question, superlative)
    slots = {"superlative": superlative} if superlative else {}
    assert [one.id for one in picked(items, slots, wanted)] == ids
    assert untold_extreme(items, slots, wanted) == ""


def test_a_superlative_without_figures_is_named() -> None:
    items = [item(PLAIN)]
    slots = {"superlative": {"direction": "most", "of": "tall"}}
    wanted = extreme("Which is the tallest?", slots["superlative"])
    assert untold_extreme(items, slots, wanted) == "tallest"
    assert picked(items, slots, wanted) == items


def test_those_with_the_same_figure_are_the_best_together() -> None:
    twin = Record("twin", "works", "Twin", other={"rating": "5 of 5"})
    items = [item(record) for record in (PIER, SHED, twin)]
    assert [one.id for one in picked(items, {}, extreme("the best", None))] == ["pier", "twin"]


def test_a_figure_is_told_by_its_field_or_beside_its_word() -> None:
    assert told_figure(PIER, ("rated",)) == 5
    assert told_figure(PIER, ("visitor",)) == 1200
    assert told_figure(PIER, ("doors",)) is None
    assert told_figure(PLAIN, (), money=True) is None


def test_not_finished_leaves_out_no_word() -> None:
    assert going_on("works that are not yet finished") == "not yet finished"
    assert going_on("finished works") == ""
    done = item(Record("done", "works", "Done", summary="Never finished."))
    slots = {"exclude_words": ("finished",)}
    assert without_excluded([done], slots, "works that are not finished") == [done]
    assert without_excluded([done], slots, "works without finished") == []


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What does number 140-2 cost?", ("140-2",)),
        ("What does error E-47 mean?", ("E-47",)),
        ("who paid invoice 1043", ("1043",)),
        ("what is in room 4?", ("4",)),
        ("What was done in 2021-05?", ()),
        ("projects from 2019/20", ()),
        ("more than £500,000 for a 12-volt battery at 17:30", ()),
        ("the top 5 projects", ()),
    ],
)
def test_codes_are_names_and_counts_are_not(question: str, found: tuple[str, ...]) -> None:
    assert codes(question) == found


def test_what_a_filter_explains_is_no_code() -> None:
    assert codes("What uses H2-DB?", "h2-db") == ()


def test_each_row_of_a_table_is_a_passage_with_its_own_line() -> None:
    rows = ["Tool: Chipper; Price: £3,150", "Tool: Rammer; Price: £38; Lent to: Owen"]
    blocks = tuple(Block(row, line, (), "item") for line, row in enumerate(rows, start=2))
    chunks = chunk(Document("tools.csv", "Tools", blocks), len)
    assert [(one.text, one.source) for one in chunks] == [
        (rows[0], "tools.csv:2"),
        (rows[1], "tools.csv:3"),
    ]
    assert not is_row("Note: this is one sentence.")
    assert not is_row("We met; Otto: late.")
