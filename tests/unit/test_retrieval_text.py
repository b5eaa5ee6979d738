"""Words, sentences and chunks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.retrieval.chunking import (
    LONGEST_CHARACTERS,
    LONGEST_WORDS,
    chunk,
    describe,
    spoken_date,
)
from voicecli.retrieval.sentences import split_sentences
from voicecli.retrieval.words import content_words, occurs, stems, words
from voicecli.types import Block, Document, Record

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Which projects used C++ or C#?", ["which", "projects", "used", "c++", "or", "c#"]),
        ("It doesn't cost 1,450!", ["it", "does", "cost", "1,450"]),
        ("Clara’s Café, at 17:30.", ["clara", "cafe", "at", "17:30"]),
        ("🙂 שלום", ["שלום"]),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_content_words_are_unique_by_stem_and_in_order() -> None:
    found = content_words("What did the battery cost, and what do batteries cost?")
    assert list(found.values()) == ["battery", "cost"]


def test_a_word_occurs_as_its_forms_and_in_compounds() -> None:
    there = stems("The printers were costly; studies")
    assert occurs("printing", there)
    assert occurs("study", there)
    assert not occurs("cat", stems("category"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Dr. Amara lives at no. 4. Ring twice.", ["Dr. Amara lives at no. 4.", "Ring twice."]),
        ("It is 4.1 cm e.g. here.", ["It is 4.1 cm e.g. here."]),
        ("a line\nanother", ["a line", "another"]),
        ('He said "stop." Then left.', ['He said "stop."', "Then left."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert split_sentences(text) == expected


@given(st.text(max_size=400))
def test_no_letter_is_lost_between_sentences(text: str) -> None:
    joined = "".join("".join(split_sentences(text)).split())
    assert joined == "".join(text.split())


def blocks(*texts: str, kind: str = "paragraph", headings: tuple[str, ...] = ()) -> Document:
    lines = enumerate(texts, start=1)
    made = (Block(text, line, headings, kind) for line, text in lines)  # type: ignore[arg-type]
    return Document("d.md", "D", tuple(made))


LONG = "This paragraph has easily enough words to stand alone " * 4


def test_paragraphs_stand_alone_and_items_together() -> None:
    assert len(chunk(blocks(LONG, LONG + "again"))) == 2
    (together,) = chunk(blocks("eggs", "milk", "flour", kind="item"))
    assert together.text == "eggs\nmilk\nflour"


def test_a_heading_is_a_border_and_part_of_title_and_locator() -> None:
    document = Document(
        "d.md", "Manual", (Block("a", 3, ("Manual", "Start")), Block("b", 7, ("Manual", "End")))
    )
    assert [(c.title, c.locator) for c in chunk(document)] == [
        ("Manual › Start", "Start, line 3"),
        ("Manual › End", "End, line 7"),
    ]


def test_keys_survive_changes_elsewhere_and_are_unique() -> None:
    before = [c.key for c in chunk(blocks(LONG, LONG + "x"))]
    after = [c.key for c in chunk(blocks("New. " + LONG, LONG, LONG + "x"))]
    assert after[1:] == before
    twice = chunk(blocks(LONG, LONG))
    assert len({c.key for c in twice}) == 2


@given(st.lists(st.text(max_size=2000), max_size=6))
def test_no_chunk_is_too_long_and_no_word_is_lost(texts: list[str]) -> None:
    document = blocks(*(text for text in texts if text.strip()))
    chunks = chunk(document)
    assert all(len(c.text.split()) <= LONGEST_WORDS for c in chunks)
    told = [word for c in chunks for word in c.text.split()]
    assert told == [word for block in document.blocks for word in block.text.split()]


RECORD = Record(
    id="r1",
    type="projects",
    title="Kettle",
    organisation="Acme",
    summary="It boils.",
    technologies=("Rust", "C"),
    start="2021-02",
    end="2022",
    metrics=("Used by 4 people",),
    link="https://k.example",
    other={"team_size": 3, "cities": ["Bath"]},
)


def test_what_has_no_spaces_is_cut_too() -> None:
    text = "x" * (3 * LONGEST_CHARACTERS + 1)
    chunks = chunk(Document("a.txt", "A", (Block(text, 1),)))
    assert [len(part.text) for part in chunks] == [LONGEST_CHARACTERS] * 3 + [1]
    assert len({part.key for part in chunks}) == 4


def test_a_record_is_one_passage_field_by_field() -> None:
    (part,) = chunk(Document("p.json", "P", records=(RECORD,)))
    assert (part.key, part.type, part.title) == ("r1", "projects", "Kettle, Acme")
    assert part.text.split("\n") == [
        "It boils.",
        "Used by 4 people.",
        "Technologies: Rust, C.",
        "From February 2021 to 2022.",
        "Team size: 3.",
        "Cities: Bath.",
        "Link: https://k.example",
    ]


def test_a_bare_record_is_found_by_its_title() -> None:
    (part,) = chunk(Document("p.json", "P", records=(Record("x", "projects", "Only"),)))
    assert part.text == "Only"


def test_what_goes_on_is_said() -> None:
    going = Record("x", "experience", "Cook", start="2020-05", ongoing=True)
    assert describe(going) == "Since May 2020, still going on."


@pytest.mark.parametrize(
    ("iso", "expected"),
    [("2021", "2021"), ("2021-12", "December 2021"), ("2021-12-24", "24 December 2021"),
     ("2021-13", "2021")],
)  # fmt: skip
def test_dates_are_said(iso: str, expected: str) -> None:
    assert spoken_date(iso) == expected
