"""Items as cards, documents as sources, at any width and without colour."""

import io
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from voicecli.cli.cards import brief, card, compact, dates, item_json, quotation, source_lines
from voicecli.types import Passage, Record, as_json

pytestmark = pytest.mark.unit

RECORD = Record(
    "loom", "projects", "Loom\x1b[2J", "Ribbon Works", "Weaves.",
    ("Rust", "SQLite", "Raspberry Pi"),
    start="2021-02", end="2021-11", metrics=("40 ribbons a day", "one fault a week", "third"),
    link="https://loom.example/with/a/rather/long/path/to/it",
)  # fmt: skip
ITEM = Passage("loom", "projects", "Loom, Ribbon Works", "p.json", "loom", "Weaves.", 0.9,
               "p.json#loom")  # fmt: skip
PAGE = Passage("cv#1", "document", "CV", "cv.pdf", "page 2", "Born in Ghent.", 0.5, "cv.pdf p.2")


def shown(renderable: object, width: int) -> list[str]:
    file = io.StringIO()
    Console(file=file, width=width, no_color=True).print(renderable)
    return file.getvalue().splitlines()


@pytest.mark.parametrize("width", [40, 80, 140])
def test_a_card_is_as_wide_as_the_terminal(width: int) -> None:
    lines = shown(card(ITEM, RECORD), width)
    assert {cell_len(line) for line in lines} == {width}
    text = " ".join(" ".join(lines).replace("│", " ").split())
    for part in ("Loom", "Ribbon Works", "February – November 2021", "Rust · SQLite", "40 ribbons",
                 "https://loom", "p.json#loom", "project"):  # fmt: skip
        assert part in text
    assert "third" not in text
    assert "\x1b" not in text


def test_a_kind_of_item_steers_no_terminal() -> None:
    odd = replace(RECORD, type="looms\x1b[2J")
    assert "\x1b" not in "".join(shown(card(ITEM, odd), 80))


def test_a_brief_card_says_what_fits_into_a_line() -> None:
    (line,) = shown(brief(RECORD), 140)
    assert line.startswith("Loom")
    assert line.endswith("Ribbon Works · February – November 2021 · Rust, SQLite, Raspberry Pi")


@pytest.mark.parametrize(
    ("start", "end", "ongoing", "said"),
    [
        ("2021-02", "2021-11", False, "February – November 2021"),
        ("2021", "2023", False, "2021 – 2023"),
        ("2022-04", "", True, "April 2022 – now"),
        ("2024-05", "2024-05", False, "May 2024"),
        ("", "", False, ""),
    ],
)
def test_dates_are_words(start: str, end: str, ongoing: bool, said: str) -> None:
    assert dates(Record("a", "b", "c", start=start, end=end, ongoing=ongoing)) == said


def test_a_document_is_quoted_with_its_place() -> None:
    assert quotation(PAGE).plain == "“Born in Ghent.”  cv.pdf p.2"
    longer = replace(PAGE, text="Born in Ghent. Lives in Delft. Likes bells.")
    assert quotation(longer, "She: Lives in Delft.").plain == (
        "“… Lives in Delft. Likes bells.”  cv.pdf p.2"
    )


def test_sources_are_named_once_each() -> None:
    old = Passage("x", "document", "Old", "old.md", "line 3", "…", 0.5)
    lines = source_lines([as_json(passage) for passage in (PAGE, PAGE, old)])
    assert lines == ["source: cv.pdf p.2 · CV", "source: old.md, line 3 · Old"]


def test_below_a_spoken_answer_stand_its_items_and_one_line_of_sources() -> None:
    records = {f"r{n}": Record(f"r{n}", "projects", f"Item {n}", start="2021") for n in range(7)}
    passages = [as_json(Passage(key, "projects", key, "p.json", key, "", 0.5, f"p.json#{key}"))
                for key in records]  # fmt: skip
    lines = [line.plain for line in compact(passages, records.get)]
    assert lines[0] == "Item 0 · 2021"
    assert lines[5:] == [
        "… and 2 more",
        "sources: p.json#r0, #r1, #r2, #r3 and 3 more",
    ]
    assert [line.plain for line in compact([as_json(ITEM)], {"loom": RECORD}.get)] == [
        "source: p.json#loom"
    ]
    assert compact([], records.get) == []


def test_an_item_in_json_says_all_that_its_record_tells() -> None:
    told = item_json(ITEM, RECORD)
    assert list(told)[:3] == ["id", "title", "type"]
    assert told["technologies"] == ["Rust", "SQLite", "Raspberry Pi"]
    assert told["link"] == RECORD.link
    assert item_json(ITEM, None)["metrics"] == []
