"""Web pages, tables, YAML, transcripts and declared types to documents."""

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.documents.dates import iso_date, iso_range
from voicecli.documents.json_records import read_json
from voicecli.documents.readers import read
from voicecli.documents.record_types import declared_types, singular, type_of
from voicecli.errors import DocumentError
from voicecli.types import Block, Document, Record, RecordType

pytestmark = pytest.mark.unit

RECIPES = RecordType(
    "recipes",
    "recipe",
    synonyms=("dish", "dishes"),
    fields={"name": "title", "method": "summary", "ingredients": "technologies", "cooked": "start"},
)

PAGE = """<!doctype html>
<html><head><title>Bakery | Home</title><script>var hidden = 1;</script></head>
<body><nav><ul><li>Home</li></ul></nav>
<h1>Hedda's bakery</h1>
<p>We bake <b>rye</b> bread<br>every morning.</p>
<h2>Prices</h2>
<table><tr><th>Bread</th><th>Price</th></tr>
<tr><td><p>Rye</p></td><td>4 euros</td></tr></table>
<h2>Hours</h2>
<table><tr><td>Monday</td><td>7-12</td></tr>
<tr><td>Sunday</td><td>closed</td></tr></table>
<dl><dt>Delivery</dt><dd>Within 5 km.</dd></dl>
<ul><li>Cakes<ul><li>Princess cake</li></ul></li></ul>
<pre>one
  two</pre>
<p hidden>secret</p>
<p><strong>Visit us</strong></p>
<div>Mill Street&nbsp;4</div>
</body></html>"""


def page(html: str, name: str = "page.html") -> list[tuple[str, int, tuple[str, ...], str]]:
    document = read(html.encode(), name)
    return [(b.text, b.line, b.headings[1:], b.kind) for b in document.blocks]


def blocks(text: str, name: str, **more: str) -> tuple[Block, ...]:
    return read(text.encode(), name, recording=more.get("recording", "")).blocks


def records(text: str, name: str, *types: RecordType) -> Mapping[str, Record]:
    return {r.id: r for r in read(text.encode(), name, types=types).records}


def test_a_web_page_is_read_without_what_surrounds_it() -> None:
    assert read(PAGE.encode(), "page.html").title == "Hedda's bakery"
    assert page(PAGE) == [
        ("We bake rye bread\nevery morning.", 5, (), "paragraph"),
        ("Bread: Rye; Price: 4 euros", 8, ("Prices",), "item"),
        ("Monday: 7-12", 10, ("Hours",), "item"),
        ("Sunday: closed", 11, ("Hours",), "item"),
        ("Delivery: Within 5 km.", 12, ("Hours",), "item"),
        ("Cakes", 13, ("Hours",), "item"),
        ("Princess cake", 13, ("Hours",), "item"),
        ("one\n  two", 14, ("Hours",), "paragraph"),
        ("Mill Street 4", 18, ("Hours", "Visit us"), "paragraph"),
    ]


def test_the_main_part_of_a_page_is_taken_where_it_says_which_that_is() -> None:
    html = "<body><header>Menu</header><main><p>Words</p></main><footer>Cookies</footer></body>"
    assert [text for text, *_ in page(html)] == ["Words"]


def test_a_table_that_only_places_things_is_no_table() -> None:
    html = "<table><tr><td><h2>News</h2><p>It rains.</p></td><td><p>Links</p></td></tr></table>"
    assert [text for text, *_ in page(html)] == ["It rains.", "Links"]


def test_two_columns_have_a_head_only_where_it_is_unlike_the_rest() -> None:
    def table(*rows: tuple[str, str]) -> list[str]:
        cells = (f"<tr><td>{one}</td><td>{two}</td></tr>" for one, two in rows)
        return [text for text, *_ in page(f"<table>{''.join(cells)}</table>")]

    assert table(("Name", "Anna"), ("Phone", "12 34")) == ["Name: Anna", "Phone: 12 34"]
    assert table(("Bread", "Price"), ("Rye", "4"), ("Spelt", "5")) == [
        "Bread: Rye; Price: 4",
        "Bread: Spelt; Price: 5",
    ]


def test_a_page_says_its_encoding_itself() -> None:
    raw = "<meta charset='iso-8859-2'><p>Dvořák</p>".encode("iso-8859-2")
    assert [b.text for b in read(raw, "a.htm").blocks] == ["Dvořák"]


@pytest.mark.parametrize("html", ["<script>1</script>", "<body></body>", "<div><nav>x</nav></div>"])
def test_a_page_without_text_says_so(html: str) -> None:
    with pytest.raises(DocumentError, match="no text"):
        read(html.encode(), "a.html")


def test_a_row_of_a_table_is_an_item_that_stands_alone() -> None:
    text = "Dish;Price;Day\nGoulash;12,50;Monday\n\nSoup;;Friday\n"
    assert [(b.text, b.line, b.kind) for b in blocks(text, "menu.csv")] == [
        ("Dish: Goulash; Price: 12,50; Day: Monday", 2, "item"),
        ("Dish: Soup; Day: Friday", 4, "item"),
    ]


def test_a_table_without_a_head_keeps_its_first_row() -> None:
    assert [b.text for b in blocks("Monday,9-17\nSunday,closed\n", "hours.csv")] == [
        "Monday: 9-17",
        "Sunday: closed",
    ]
    assert [b.text for b in blocks("just\na list\n", "a.csv")] == ["just", "a list"]


def test_a_cell_of_several_lines_is_one_cell() -> None:
    text = 'what,who,when\ntea,"Ann\nBay",May\ncake,Bo,June\n'
    assert [(b.text, b.line) for b in blocks(text, "a.csv")] == [
        ("what: tea; who: Ann Bay; when: May", 2),
        ("what: cake; who: Bo; when: June", 4),
    ]


def test_a_table_of_records_is_records() -> None:
    found = records("title,author,year,summary\nThe Sea,Ann,March 2019,A boat\n", "books.csv")
    book = found["book-the-sea"]
    assert (book.type, book.start, book.end, book.summary) == (
        "books",
        "2019-03",
        "2019-03",
        "A boat",
    )
    assert book.other == {"author": "Ann"}
    declared = records("Name,Ingredients,Price\nSoup,fish; salt,9\n", "dishes.csv", RECIPES)
    assert declared["recipe-soup"].technologies == ("fish", "salt")


YAML = """
defaults: &base
  name: Pancakes
  method: Whisk and fry.
  cooked: 2021-03-05
more:
  - <<: *base
    name: Waffles
    tested: no
    time: 12:30
    code: 010
"""


def test_yaml_keeps_words_as_they_are_written() -> None:
    waffles = records(YAML, "recipes.yaml", RECIPES)["recipe-waffles"]
    assert (waffles.title, waffles.summary, waffles.start) == (
        "Waffles",
        "Whisk and fry.",
        "2021-03-05",
    )
    assert waffles.other == {"tested": "no", "time": "12:30", "code": "010"}


def test_yaml_of_several_documents_is_one_list() -> None:
    assert set(records("title: A\n---\ntitle: B\n", "notes.yml")) == {"note-a", "note-b"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", 'line 3, column 1: the key "a" stands twice'),
        ("a: &a [*a]", "holds itself"),
        ("[" * 100_000, "nested too deeply"),
        ("a: [1\nb: 2", "line 2"),
        ("x: !!python/object/apply:os.system [ls]", "line 1"),
        ("\t- a", "cannot start any token"),
        ("# nothing", "no content records"),
    ],
)
def test_what_is_wrong_in_yaml_is_named(text: str, said: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(text.encode(), "a.yaml")
    assert said in str(caught.value)


def test_aliases_of_aliases_are_bounded() -> None:
    bomb = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    bomb += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 9)]
    with pytest.raises(DocumentError, match="too many values"):
        read("\n".join(bomb).encode(), "a.yaml")
    chain = ["a0: &a0 [x]", *(f"a{i}: &a{i} [*a{i - 1}]" for i in range(1, 2000))]
    with pytest.raises(DocumentError, match="too many values"):
        read("\n".join(chain).encode(), "a.yaml")


WHISPER = {
    "text": " a b",
    "segments": [
        {"start": 0.0, "end": 12.0, "text": " We start with the budget.", "speaker": "Anna"},
        {"start": 12.0, "end": 25.0, "text": " It is 4,000 euros.", "speaker": "Anna"},
        {"start": 25.0, "end": 31.0, "text": " Fine.", "speaker": "Ben"},
        {"start": 31.0, "end": 33.0, "text": "Next.", "speaker": "Anna"},
        {"start": 95.5, "end": 99.0, "text": " Boats.", "speaker": None},
    ],
    "language": "en",
}


def test_a_transcript_is_cut_where_one_can_listen() -> None:
    found = blocks(json.dumps(WHISPER), "meeting.json", recording="meeting.wav")
    assert [(b.text, b.seconds, b.recording) for b in found] == [
        ("Anna: We start with the budget. It is 4,000 euros.", 0.0, "meeting.wav"),
        ("Ben: Fine.\nAnna: Next.", 25.0, "meeting.wav"),
        ("Boats.", 95.5, "meeting.wav"),
    ]


SRT = """1
00:00:01,000 --> 00:00:04,000
Anna: Where
is it?

2
01:00:05,000 --> 01:00:09,000
Here.
"""
VTT = """WEBVTT

NOTE not said

id
00:01.5 --> 00:11.500 align:left
<v Ben>Hi <b>all</b>

00:12.000 --> 00:14.000
<v Ann>A &amp; B"""


def test_subtitles_of_both_formats_are_read() -> None:
    assert [(b.text, b.line, b.seconds) for b in blocks(SRT, "a.srt")] == [
        ("Anna: Where is it?", 2, 1.0),
        ("Here.", 7, 3605.0),
    ]
    assert [(b.text, b.seconds) for b in blocks(VTT, "a.vtt")] == [("Ben: Hi all\nAnn: A & B", 1.5)]
    tsv = "start\tend\ttext\n1500\t3000\tHello\n"
    assert [(b.text, b.seconds) for b in blocks(tsv, "a.tsv")] == [("Hello", 1.5)]


@pytest.mark.parametrize("start", ["NaN", "1e999", "-3", "1e300", "null"])
def test_what_is_no_time_is_the_beginning(start: str) -> None:
    text = f'{{"segments": [{{"start": {start}, "end": 1, "text": "Hello"}}]}}'
    assert [(b.text, b.seconds) for b in blocks(text, "a.json")] == [("Hello", 0.0)]


def test_what_transcribe_writes_is_read_again() -> None:
    from voicecli.stt.formats import FORMATS
    from voicecli.types import Segment, Transcript

    said = ("Good morning.", "The boat leaves at nine.", "From the old pier.")
    made = Transcript(
        tuple(Segment(15.0 * i, 15.0 * i + 14, f" {text}") for i, text in enumerate(said)), "en", 45
    )
    for kind in ("json", "srt", "vtt", "tsv"):
        found = blocks(FORMATS[kind](made), f"talk.{kind}")
        assert [b.text for b in found] == [f"{said[0]} {said[1]}", said[2]], kind
        assert [b.seconds for b in found] == [0.0, 30.0], kind


TYPES = b"""
[types.recipes]
singular = "recipe"
synonyms = ["dish", "dishes"]
questions = ["what can I cook *"]
[types.recipes.fields]
title = "name"
technologies = ["ingredients", "spices"]
"""


def test_declared_types_are_read() -> None:
    (recipes,) = read(TYPES, "types.toml").types
    assert (recipes.name, recipes.singular) == ("recipes", "recipe")
    assert recipes.questions == ("what can I cook *",)
    assert recipes.fields == {
        "name": "title",
        "ingredients": "technologies",
        "spices": "technologies",
    }
    assert type_of("Dishes", [recipes]) == "recipes"
    assert type_of("jobs", [recipes]) == "experience"
    assert singular("recipes", [recipes]) == "recipe"


def test_a_field_may_be_declared_by_any_name_that_it_is_known_by() -> None:
    text = b"[types.gardens.fields]\ndescription = 'about'\ntags = ['plants', 'beds']\nend = 'done'"
    (gardens,) = declared_types(text, "types.toml")
    assert gardens.fields == {
        "about": "summary",
        "plants": "keywords",
        "beds": "keywords",
        "done": "end",
    }


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[types.a]\nsingular = \n", 2, "Invalid value"),
        ("[types.a]\nsingular = 3\n", 2, "singular"),
        ('[types.a]\nsynonyms = "x"\n', 2, "synonyms"),
        ("[types.a]\n\n[types.b]\nplural = 'x'\n", 4, '"plural" is none of'),
        ("[types.a.fields]\ntitle = 'x'\ncolour = 'y'\n", 3, '"colour" is none of'),
        ("[types.a.fields]\ntitle = 2\n", 2, "title"),
        ("[recipes]\nsingular = 'x'\n", 1, "[types.recipes]"),
        ("[types.a]\n\n[types.document]\nsingular = 'x'\n", 3, "means something else"),
        ("[types.Overview]\n", 1, "choose another name"),
    ],
)
def test_a_wrong_declaration_is_named_with_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(DocumentError) as caught:
        declared_types(text.encode(), "types.toml")
    assert f"types.toml, line {line}:" in str(caught.value)
    assert said in str(caught.value)


def test_declared_fields_and_types_are_used() -> None:
    value = {
        "dishes": [{"name": "Soup", "method": "Boil.", "ingredients": ["fish"], "type": "starter"}]
    }
    soup = records(json.dumps(value), "kitchen.json", RECIPES)["recipe-soup"]
    assert (soup.type, soup.title, soup.summary) == ("recipes", "Soup", "Boil.")
    assert soup.technologies == ("fish",)
    assert soup.other == {"type": "starter"}
    (plain,) = records(json.dumps(value), "kitchen.json").values()
    assert (plain.type, plain.technologies) == ("dishes", ())


@pytest.mark.parametrize(
    ("value", "name", "expected"),
    [
        ({"projects": {"sun_dial": {"tech": "Rust"}}}, "x.json", {"Sun dial": "projects"}),
        ({"contact": {"email": "a@b.example"}}, "x.json", {"Contact": "contact"}),
        (
            {"name": "Ann", "jobs": [{"role": "Cook"}]},
            "x.json",
            {"Ann": "person", "Cook": "experience"},
        ),
        ([{"name": "Acme", "position": "Dev"}], "work.json", {"Dev": "experience"}),
        ([{"language": "Dutch", "fluency": "fair"}], "languages.json", {"Dutch": "languages"}),
        ([{"title": "Cup", "type": "award"}], "all.json", {"Cup": "awards"}),
        ([{"title": "Pie", "type": "dessert"}], "recipes.json", {"Pie": "recipes"}),
        ({"projects": [{"title": "P", "type": "work"}]}, "x.json", {"P": "projects"}),
        ({"email": "a@b.example", "town": "Umeå"}, "profile.json", {"Profile": "person"}),
        (
            {"name": "Ann", "kilns": [{"name": "Big"}], "fairs": [{"title": "Clay"}]},
            "data.json",
            {"Ann": "person", "Big": "kilns", "Clay": "fairs"},
        ),
        (
            {"title": "Dial", "parts": [{"name": "A"}], "steps": [{"name": "B"}]},
            "projects/dial.json",
            {"Dial": "projects"},
        ),
        ({"2021": [{"title": "Rome"}]}, "trips.json", {"Rome": "trips"}),
        ({"beds": {"south": {"plants": ["kale"]}}}, "garden.json", {"South": "beds"}),
    ],
)  # fmt: skip
def test_shapes_that_other_people_write(value: object, name: str, expected: dict[str, str]) -> None:
    found = read_json(json.dumps(value).encode(), name).records
    assert {record.title: record.type for record in found} == expected


def test_what_stands_above_a_record_is_told() -> None:
    (job,) = records("Acme:\n  role: Welder\n  years: 2015 to 2018\n", "experience.yaml").values()
    assert (job.title, job.organisation, job.start, job.end) == ("Welder", "Acme", "2015", "2018")
    (trip,) = records('{"2021": [{"title": "Rome"}]}', "trips.json").values()
    assert (trip.start, trip.end) == ("2021", "2021")


@pytest.mark.parametrize(
    ("plural", "expected"),
    [("movies", "movie"), ("studies", "study"), ("dishes", "dish"), ("recipes", "recipe"),
     ("classes", "class"), ("series", "series"), ("glass", "glass")],
)  # fmt: skip
def test_one_of_a_kind(plural: str, expected: str) -> None:
    assert singular(plural) == expected


def test_a_company_may_be_called_name() -> None:
    (job,) = records(
        '[{"name": "Acme", "position": "Dev", "startDate": "2019"}]', "work.json"
    ).values()
    assert (job.title, job.organisation, job.start, job.ongoing) == ("Dev", "Acme", "2019", True)
    (skill,) = records('[{"name": "Web", "keywords": ["CSS"]}]', "skills.json").values()
    assert skill.technologies == ("CSS",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("March 2021", "2021-03"),
        ("03/2021", "2021-03"),
        ("05.2021", "2021-05"),
        ("2021-3-5T10:00:00Z", "2021-03-05"),
        ("20210305", "2021-03-05"),
        ("2021/03/05", "2021-03-05"),
        ("1.3.2021", "2021-03-01"),
        ("3/4/2021", "2021"),
        ("13/4/2021", "2021-04-13"),
        ("5 March 2021", "2021-03-05"),
        ("Sept 2020", "2020-09"),
        ("May '21", "2021-05"),
        ("Spring 2020", "2020"),
        ("c. 2015", "2015"),
        ("März 2021", "2021"),
        ("2019/2020", "2019"),
        ("2019-20", "2019"),
        ("2021-02-30", "2021-02"),
        ("2021-13", "2021"),
        ("10:30", ""),
        ("May", ""),
        ("12", ""),
        ("99999", ""),
        ("0000", ""),
    ],
)
def test_dates_as_people_write_them(text: str, expected: str) -> None:
    assert iso_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("March 2019 – present", ("2019-03", "", True)),
        ("2015-2018", ("2015", "2018", False)),
        ("Jan 2019 to Feb 2020", ("2019-01", "2020-02", False)),
        ("March – May 2019", ("2019-03", "2019-05", False)),
        ("2020", ("2020", "2020", False)),
    ],
)
def test_periods(text: str, expected: tuple[str, str, bool]) -> None:
    assert iso_range(text) == expected


@given(st.text(max_size=30) | st.from_regex(r"[\d/.\- ]{1,14}", fullmatch=True))
def test_any_text_gives_a_date_or_none(text: str) -> None:
    found = iso_date(text)
    parts = found.split("-") if found else []
    assert len(parts) <= 3
    assert all(part.isdigit() for part in parts)
    assert [len(part) for part in parts] == [4, 2, 2][: len(parts)]


@given(
    st.text(max_size=400),
    st.sampled_from(["a.html", "a.csv", "a.yaml", "a.srt", "a.vtt", "types.toml"]),
)
def test_any_text_gives_a_document_or_its_error(text: str, name: str) -> None:
    try:
        document = read(text.encode("utf-8", "replace"), name)
    except DocumentError:
        return
    assert isinstance(document, Document)
    assert all(block.text.strip() for block in document.blocks)


def test_who_speaks_is_read_from_every_format() -> None:
    from voicecli.stt.formats import FORMATS
    from voicecli.types import Segment, Transcript

    said = (Segment(0.0, 4.0, " Where, or when?", (), "Anna"), Segment(4, 9, " Here.", (), "Ben"))
    made = Transcript(said, "en", 9.0)
    for kind in ("json", "srt", "vtt", "csv"):
        (block,) = blocks(FORMATS[kind](made), f"talk.{kind}")
        assert block.text == "Anna: Where, or when?\nBen: Here.", kind


def test_a_table_with_a_start_and_an_end_may_be_no_transcript() -> None:
    (block,) = blocks("start,end,place,text\n9,17,Hall,Fair\n", "fair.csv")
    assert block.text == "start: 9; end: 17; place: Hall; text: Fair"


def test_a_transcript_names_its_recording_itself() -> None:
    value = {**WHISPER, "recording": "boats.wav"}
    assert blocks(json.dumps(value), "a.json")[0].recording == "boats.wav"
    assert blocks(json.dumps(value), "a.json", recording="a.wav")[0].recording == "a.wav"
    assert read(json.dumps(value).encode(), "boats.wav.json").title == "Boats"


def test_subtitles_that_mark_each_word_are_read_once() -> None:
    from voicecli.stt.formats import FORMATS, SubtitleOptions
    from voicecli.types import Segment, Transcript, Word

    words = tuple(
        Word(n * 0.5, n * 0.5 + 0.4, text, 1.0) for n, text in enumerate((" No,", " no."))
    )
    again = (Word(2.0, 2.4, " No,", 1.0), Word(2.5, 2.9, " no.", 1.0))
    said = (Segment(0.0, 0.9, " No, no.", words), Segment(2.0, 2.9, " No, no.", again))
    text = FORMATS["srt"](Transcript(said, "en", 3.0), SubtitleOptions(highlight_words=True))
    assert text.count("-->") == 6
    assert [block.text for block in blocks(text, "a.srt")] == ["No, no. No, no."]
