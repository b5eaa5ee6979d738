"""Words, sentences and chunks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.clock_time import clock_time
from voicecli.retrieval import chunking
from voicecli.retrieval.chunking import (
    LONGEST_CHARACTERS,
    LONGEST_TITLE,
    LONGEST_TOKENS,
    Chunk,
    date_in_words,
    describe,
)
from voicecli.retrieval.citations import Citation, read_citation
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


def count_tokens(text: str) -> int:
    """As a model that knows no word: every letter is a token."""
    return len("".join(text.split())) + 2


def chunk(document: Document) -> list[Chunk]:
    return chunking.chunk(document, count_tokens)


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


TEXTS = (
    st.text(max_size=2000) | st.text("日本語の。 ", max_size=900) | st.text("ab. ", max_size=900)
)


@given(st.lists(TEXTS, max_size=6), st.text(max_size=300))
def test_every_chunk_is_read_whole_and_nothing_is_lost(texts: list[str], heading: str) -> None:
    headings = (heading,) if heading.strip() else ()
    document = blocks(*(text for text in texts if text.strip()), headings=headings)
    chunks = chunk(document)
    assert all(count_tokens(c.embedded) <= LONGEST_TOKENS for c in chunks)
    assert all(len(c.embedded) <= LONGEST_CHARACTERS for c in chunks)
    told = "".join(c.text for c in chunks)
    assert "".join(told.split()) == "".join("".join(b.text.split()) for b in document.blocks)


@given(st.lists(st.sampled_from(["a few words", "more of them.", "日本語" * 40]), max_size=30))
def test_words_are_cut_nowhere(parts: list[str]) -> None:
    text = " ".join(parts) or "none"
    told = [word for c in chunk(blocks(text)) for word in c.text.split()]
    assert "".join(told) == "".join(text.split())
    assert set(told) <= set(text.split()) | {w for w in told if "日" in w or "語" in w or "本" in w}


def test_a_heading_as_long_as_a_page_leaves_the_text_room() -> None:
    (part,) = chunk(blocks("Short text.", headings=("word " * 200,)))
    assert LONGEST_TITLE - 1 <= len(part.title) <= LONGEST_TITLE
    assert part.title.endswith("…")
    assert part.text == "Short text."


@pytest.mark.parametrize(
    ("block", "source", "locator"),
    [
        (Block("t", 14), "a/faq.md:14", "line 14"),
        (Block("t", 14, ("H", "Rent")), "a/faq.md:14", "Rent, line 14"),
        (Block("t", 1, page=2), "a/faq.md p.2", "page 2"),
        (Block("t", 1, seconds=754.9, recording="meeting.wav"), "meeting.wav 12:34", "12:34"),
        (Block("t", 1, seconds=3723.0), "a/faq.md 1:02:03", "1:02:03"),
        (Block("t", 0, ("Report", "Costs")), 'a/faq.md "Costs"', "Costs"),
        (Block("t", 0), "a/faq.md", ""),
    ],
)
def test_a_passage_says_where_it_stands(block: Block, source: str, locator: str) -> None:
    (part,) = chunk(Document("a/faq.md", "H", (block,)))
    assert (part.source, part.locator.removeprefix("Report, ")) == (source, locator)


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "0:00"), (59.99, "0:59"), (3599, "59:59"), (3600, "1:00:00")]
)
def test_times_are_said_with_hours_from_an_hour(seconds: float, said: str) -> None:
    assert clock_time(seconds) == said


def test_pages_and_recordings_are_borders() -> None:
    made = (Block("a", 1, page=1), Block("b", 1, page=2), Block("c", 1, page=2))
    assert [c.text for c in chunk(Document("d.pdf", "D", made))] == ["a", "b\nc"]


def test_letters_of_a_script_without_spaces_are_words() -> None:
    japanese = "電池は高いです" * 5
    assert len(chunk(blocks(japanese, japanese))) == 2, "no paragraph of these is short"


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
    assert "".join(part.text for part in chunks) == text
    assert all(100 < len(part.text) <= LONGEST_TOKENS for part in chunks)
    assert len({part.key for part in chunks}) == len(chunks)


def test_a_record_is_one_passage_field_by_field() -> None:
    (part,) = chunk(Document("p.json", "P", records=(RECORD,)))
    assert (part.key, part.type, part.title) == ("r1", "projects", "Kettle, Acme")
    assert (part.source, part.locator) == ("p.json#r1", "r1")
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
    assert date_in_words(iso) == expected


@pytest.mark.parametrize(
    ("written", "cited"),
    [
        ("faq.md:14", Citation("faq.md", line=14)),
        ("cv.pdf p.2", Citation("cv.pdf", page=2)),
        ("C# notes.md:14", Citation("C# notes.md", line=14)),
        ("take #3.wav 1:02:03", Citation("take #3.wav", seconds=3723)),
        ("jobs.json#a:1", Citation("jobs.json", item="a:1")),
        ('trip.docx "Day 2"', Citation("trip.docx", heading="Day 2")),
        ("C#", Citation("C#")),
    ],
)
def test_how_things_are_cited_is_read_back(written: str, cited: Citation) -> None:
    assert read_citation(written) == cited
