"""Files to documents: every shape that people write, and every way a file is broken."""

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voicecli.documents.dates import iso_date
from voicecli.documents.folder import SourceFile, find_ignored, find_sources
from voicecli.documents.json_records import read_json
from voicecli.documents.markdown import read_markdown
from voicecli.documents.readers import LARGEST_BYTES
from voicecli.documents.record_types import type_of
from voicecli.documents.text import decode, read_text, title_from
from voicecli.errors import DocumentError
from voicecli.types import Document, Record

pytestmark = pytest.mark.unit


def records(value: object, name: str = "content.json") -> dict[str, Record]:
    return {r.id: r for r in read_json(json.dumps(value).encode(), name).records}


def test_a_record_keeps_every_field() -> None:
    document = read_json(
        json.dumps(
            [
                {
                    "id": "a",
                    "title": "Alpha",
                    "description": "First.",
                    "technologies": ["Rust"],
                    "keywords": "one, two",
                    "metrics": {"users_total": 12},
                    "start": "2021-3",
                    "end": None,
                    "link": "https://a.example",
                    "colour": "green",
                }
            ]
        ).encode(),
        "projects.json",
    )
    (record,) = document.records
    assert (record.type, record.title, record.summary) == ("projects", "Alpha", "First.")
    assert record.technologies == ("Rust",)
    assert record.keywords == ("one", "two")
    assert record.metrics == ("users total: 12",)
    assert (record.start, record.end, record.ongoing) == ("2021-03", "", True)
    assert record.other == {"colour": "green"}


@pytest.mark.parametrize(
    ("value", "name", "expected"),
    [
        ({"projects": [{"title": "A b"}]}, "x.json", {"project-a-b": "projects"}),
        ({"jobs": [{"id": "j", "role": "Cook"}]}, "x.json", {"j": "experience"}),
        ([{"id": "p", "title": "P", "type": "paper"}], "all.json", {"p": "publications"}),
        ({"id": "one", "name": "One"}, "awards.json", {"one": "awards"}),
        ({"skills": {"tools": ["saw"]}}, "x.json", {"skill-tools": "skills"}),
        ({"basics": {"name": "Ann"}}, "x.json", {"person-ann": "person"}),
        ({"projects": {"k1": {"id": "k", "title": "K"}}}, "x.json", {"k": "projects"}),
        ({"interests": ["rowing"], "": []}, "x.json", {"interests": "interests"}),
        (
            {"code": ["Rust"], "web": ["CSS"]},
            "skills.json",
            {"skill-code": "skills", "skill-web": "skills"},
        ),
        ({"awards": [{"title": "Cup"}]}, "profile.json", {"award-cup": "awards"}),
        ([{"company": "Acme", "position": "Cook"}], "work.json", {"experience-cook": "experience"}),
    ],
)
def test_shapes_of_json(value: object, name: str, expected: dict[str, str]) -> None:
    assert {id_: r.type for id_, r in records(value, name).items()} == expected


def test_spoken_languages_are_no_technologies() -> None:
    found = records({"skills": {"spoken_languages": ["Dutch"], "code": ["Rust"]}})
    assert found["skill-spoken_languages"].technologies == ()
    assert found["skill-spoken_languages"].keywords == ("Dutch",)
    assert found["skill-code"].technologies == ("Rust",)


def test_a_date_is_a_moment_and_not_an_open_beginning() -> None:
    (record,) = records([{"title": "P", "date": "2024-05"}], "papers.json").values()
    assert (record.start, record.end, record.ongoing) == ("2024-05", "2024-05", False)


def test_broken_json_names_file_line_and_column() -> None:
    with pytest.raises(DocumentError, match=r"projects\.json, line 2, column 8"):
        read_json(b'[\n  {"a" 1}\n]', "projects.json")


@pytest.mark.parametrize("raw", [b"{}", b"[]", b"3", b'"text"', b'{"note": "no record"}', b"null"])
def test_json_without_records_says_so(raw: bytes) -> None:
    with pytest.raises(DocumentError, match="holds no content records"):
        read_json(raw, "x.json")


def test_json_nested_beyond_reason_is_an_error_of_its_own() -> None:
    for depth in (200, 100_000):
        value = "[" * depth + "]" * depth
        with pytest.raises(DocumentError, match="too deeply"):
            read_json(f'[{{"title": "T", "more": {value}}}]'.encode(), "x.json")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "title", "type", "start", "technologies", "metrics", "skills"])
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(json_values)
def test_any_json_gives_records_or_a_document_error(value: object) -> None:
    try:
        document = read_json(json.dumps(value).encode(), "any.json")
    except DocumentError:
        return
    assert all(record.id and record.title and record.type for record in document.records)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2021", "2021"), ("2021-3", "2021-03"), ("2021-03-09", "2021-03-09"), ("soon", "")],
)
def test_dates(text: str, expected: str) -> None:
    assert iso_date(text) == expected


def test_type_names() -> None:
    assert [type_of(word) for word in ("Project", "work", "degrees", "Case Studies")] == [
        "projects",
        "experience",
        "education",
        "case_studies",
    ]


MARKDOWN = b"""---
draft: true
---
# Rules

Be **kind** to [others](https://x.example).

## Prices

| What | Cost |
| --- | --- |
| Tea | 2 pounds |

- first
  - inner
1. counted

```
make tea
```
"""


def test_markdown_keeps_headings_lines_and_items() -> None:
    document = read_markdown(MARKDOWN, "rules.md")
    assert document.title == "Rules"
    found = [(b.text, b.line, b.headings[1:], b.kind) for b in document.blocks]
    assert found == [
        ("Be kind to others.", 6, (), "paragraph"),
        ("What: Tea; Cost: 2 pounds", 12, ("Prices",), "item"),
        ("first", 14, ("Prices",), "item"),
        ("inner", 15, ("Prices",), "item"),
        ("counted", 16, ("Prices",), "item"),
        ("make tea", 18, ("Prices",), "paragraph"),
    ]


def test_markdown_of_headings_alone_is_still_found() -> None:
    assert [b.text for b in read_markdown(b"# Only\n## This\n", "a.md").blocks] == ["Only", "This"]


TEXT = b"""House rules

1. Kitchen
Wash up. The stove is hot
until nine.

Shoes stay at the door, because the
floor is soft.

GARDEN

- roses
- herbs that
  smell
"""


def test_text_finds_headings_items_and_lines() -> None:
    document = read_text(TEXT, "house-rules.txt")
    assert document.title == "House rules"
    found = [(b.text.replace("\n", " "), b.line, b.headings[1:], b.kind) for b in document.blocks]
    assert found == [
        ("Wash up. The stove is hot until nine.", 4, ("1. Kitchen",), "paragraph"),
        ("Shoes stay at the door, because the floor is soft.", 7, ("1. Kitchen",), "paragraph"),
        ("roses", 12, ("GARDEN",), "item"),
        ("herbs that smell", 13, ("GARDEN",), "item"),
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("12 January 2025", "3 March 2025"),
        ("Sunday, 12th of January 2025:", "Monday, 3rd of March 2025:"),
        ("Jan 12, 2025", "March 3, 2025"),
        ("2025-01-12", "2025-03-03"),
        ("12.1.2025", "3.3.25"),
    ],
)
def test_the_days_of_a_diary_are_headings_and_none_is_its_title(first: str, second: str) -> None:
    raw = f"{first}\nWalked to the lake and back.\n\n{second}\nSwam in it.\n".encode()
    document = read_text(raw, "lake-diary.txt")
    assert document.title == "Lake diary"
    assert [(block.text, block.headings) for block in document.blocks] == [
        ("Walked to the lake and back.", (first.rstrip(":"),)),
        ("Swam in it.", (second.rstrip(":"),)),
    ]


@pytest.mark.parametrize("reader", [read_text, read_markdown])
@given(text=st.text(min_size=1, max_size=300))
@example(text="#")
@example(text="# \n\nwords")
def test_any_text_gives_blocks_in_order_or_an_error(reader: object, text: str) -> None:
    try:
        document: Document = reader(text.encode("utf-8", "replace"), "any.txt")  # type: ignore[operator]
    except DocumentError:
        return
    lines = [block.line for block in document.blocks]
    assert lines == sorted(lines)
    assert all(block.text.strip() and all(block.headings) for block in document.blocks)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty-document"),
        (b" \n\t\n", "empty-document"),
        (b"a\0b", "binary-document"),
        (bytes(range(128, 256)), "wrong-encoding"),
    ],
)
def test_what_is_no_text_is_named(raw: bytes, code: str) -> None:
    with pytest.raises(DocumentError) as caught:
        decode(raw, "x.txt")
    assert caught.value.code == code
    assert "x.txt" in str(caught.value)


def test_the_line_of_a_wrong_byte_is_named() -> None:
    with pytest.raises(DocumentError, match="line 3, byte 0x80"):
        decode(b"one\ntwo\n" + bytes(range(128, 160)), "x.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_with_a_mark_are_read(encoding: str) -> None:
    assert decode("grün\r\nrot".encode(encoding), "x.txt") == "grün\nrot"


def test_titles_from_names() -> None:
    assert title_from("notes/travel-policy.v2.md") == "Travel policy.v2"


def test_a_folder_is_walked_in_order_without_hidden_and_foreign_files(tmp_path: Path) -> None:
    for name in ("b.md", "a/c.TXT", ".hidden.md", ".git/x.md", "photo.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("# hello")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert [source.name for source in find_sources(tmp_path)] == ["b.md", "a/c.TXT"]
    assert find_ignored(tmp_path) == ["photo.png"]


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    source = SourceFile(tmp_path / "never-opened.txt", "never-opened.txt", LARGEST_BYTES + 1, 0)
    with pytest.raises(DocumentError, match="the limit is 34 MB"):
        source.load()


def test_a_file_that_vanished_is_an_error_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot be read"):
        SourceFile(tmp_path / "gone.txt", "gone.txt", 1, 0).load()


def test_a_folder_that_cannot_be_read_is_not_an_empty_one(tmp_path: Path) -> None:
    for find in (find_sources, find_ignored):
        with pytest.raises(DocumentError) as caught:
            find(tmp_path / "nowhere")
        assert caught.value.code == "unreadable-document"
