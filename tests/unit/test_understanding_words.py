from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecli.understanding.dates import Years, find_years, years_after, years_before
from voicecli.understanding.normalise import clean, normalise, tokenise
from voicecli.understanding.numerals import in_figures
from voicecli.understanding.spoken import joined, phonetic_key, short_forms, sounds, spelled

pytestmark = pytest.mark.unit

TODAY = date(2025, 10, 15)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("projects from 23", 2023, 2023),
        ("in 2021", 2021, 2021),
        ("in March 2021", 2021, 2021),
        ("in 2022-03", 2022, 2022),
        ("since 2021", 2021, None),
        ("since the beginning of 2021", 2021, None),
        ("from 2019 onwards", 2019, None),
        ("2020 or later", 2020, None),
        ("after 2020", 2021, None),
        ("before 2020", None, 2019),
        ("prior to '19", None, 2018),
        ("until 2018", None, 2018),
        ("2018 or earlier", None, 2018),
        ("between 2019 and 2021", 2019, 2021),
        ("between twenty nineteen and twenty twenty one", 2019, 2021),
        ("from 2019 to 2021", 2019, 2021),
        ("2019-21", 2019, 2021),
        ("2021-2019 backwards", None, None),
        ("in 2022 and 2023", 2022, 2023),
        ("in twenty nineteen", 2019, 2019),
        ("since nineteen ninety eight", 1998, None),
        ("in two thousand and five", 2005, 2005),
        ("in twenty oh five", 2005, 2005),
        ("since 99", 1999, None),
        ("in the nineties", 1990, 1999),
        ("the early 2010s", 2010, 2013),
        ("this year", 2025, 2025),
        ("last year's projects", 2024, 2024),
        ("the year before last", 2023, 2023),
        ("in the last two years", 2023, 2025),
        ("over the past few years", 2022, 2025),
        ("the last six months", 2025, 2025),
        ("the last eleven months", 2024, 2025),
        ("in the past year", 2024, 2025),
        ("three years ago", 2022, 2022),
        ("older than five years", None, 2020),
        ("more than a decade ago", None, 2015),
        ("what is she doing right now", 2025, None),
        ("what has she done recently", 2023, None),
    ],
)
def test_years(question: str, first: int | None, last: int | None) -> None:
    found = find_years(normalise(question).text, TODAY)
    expected = None if first is None and last is None else Years(first, last)
    if "backwards" in question:
        assert found is None or found.first == 2021
    else:
        assert found == expected


@pytest.mark.parametrize(
    "question",
    [
        "a student of 22",
        "in 22 minutes",
        "in ten days",
        "from 10:00 to 17:00",
        "before 17:00",
        "people under 26 and over 65",
        "up to 1990 kronor",
        "for 2000 users",
        "version 3.11",
        "call 2024567",
        "the most recent project",
        "what happened in 1066",
        "what is her current job",
        "the second one",
        "at 175 degrees",
    ],
)
def test_numbers_that_are_no_years(question: str) -> None:
    assert find_years(normalise(question).text, TODAY) is None


@settings(deadline=None)
@given(st.integers(1950, 2026))
def test_every_year_is_read_in_every_spelling(year: int) -> None:
    for question, expected in {
        f"in {year}": Years(year, year),
        f"since {year}": Years(year, None),
        f"before {year}": Years(None, year - 1),
        f"after {year}": Years(year + 1, None),
    }.items():
        assert find_years(question, TODAY) == expected


@settings(deadline=None)
@given(st.integers(1950, 2026), st.integers(1950, 2026))
def test_a_span_is_in_order(one: int, other: int) -> None:
    found = find_years(f"between {one} and {other}", TODAY)
    assert found == Years(min(one, other), max(one, other))


@settings(deadline=None)
@given(st.text(max_size=80), st.dates())
def test_no_text_and_no_day_breaks_the_years(text: str, today: date) -> None:
    found = find_years(normalise(text).text, today)
    assert found is None or found.first is None or found.last is None or found.first <= found.last


@settings(deadline=None)
@given(st.integers(1900, 2030), st.integers(0, 30))
def test_before_and_after_meet_the_years_between(first: int, length: int) -> None:
    years = Years(first, first + length)
    assert years_before(years) == Years(None, first - 1)
    assert years_after(years) == Years(first + length + 1, None)
    assert years_before(Years(None, first)) is None
    assert years_after(Years(first, None)) is None


@pytest.mark.parametrize(
    ("words", "figures"),
    [
        ("twenty three", "23"),
        ("twenty twenty three", "2023"),
        ("nineteen ninety nine", "1999"),
        ("two thousand", "2000"),
        ("two thousand and nineteen", "2019"),
        ("the second one", "the second one"),
        ("ten or eleven", "10 or 11"),
        ("someone often weighs", "someone often weighs"),
    ],
)
def test_numerals(words: str, figures: str) -> None:
    assert in_figures(words) == figures


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What’s she  built?", "what is she built?"),
        ("whats new", "what is new"),
        ("I don't know", "i do not know"),
        ("Ines's café", "ines cafe"),
        ("the boss' car", "the boss car"),
        ("ＦＵＬＬ width", "full width"),
        ("a\x00b\x1b[31mc\u202ed", "a b [31mc d"),
    ],
)
def test_a_question_is_made_plain(question: str, text: str) -> None:
    assert normalise(question).text == text


@settings(deadline=None)
@given(st.text(st.characters(), max_size=200))
def test_cleaning_is_done_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@settings(deadline=None)
@given(st.text(min_size=1, max_size=5000))
def test_only_so_much_is_read(text: str) -> None:
    assert len(normalise(text).written) <= 2000


def test_words_keep_their_symbols() -> None:
    words = [token.text for token in tokenise("C++, C#, Node.js and .NET; AT&T. Ines's e-mail.")]
    assert words == ["c++", "c#", "node.js", "and", ".net", "at&t", "ines", "e", "mail"]


@pytest.mark.parametrize(
    ("name", "form"),
    [("C++", "cplusplus"), ("C#", "csharp"), (".NET", "dotnet"), ("Node.js", "nodejs"),
     ("Raspberry Pi", "raspberrypi"), ("Émile", "emile"), ("R&D", "randd")],
)  # fmt: skip
def test_a_name_as_one_word(name: str, form: str) -> None:
    assert joined(name) == form


def test_what_a_name_may_sound_like() -> None:
    assert sounds("MongoDB") == {"mongodb", "mongo"}
    assert "sequelite" in sounds("SQLite")
    assert sounds("SQL") == {"sql", "sequel"}
    assert short_forms("JavaScript") >= {"js", "j8t"}
    assert "golang" in short_forms("Go")
    assert spelled(("open", "see", "vee")) == "opencv"


@pytest.mark.parametrize(
    ("heard", "meant"),
    [("pietorch", "pytorch"), ("coopernetties", "kubernetes"), ("voxlee", "voxly"),
     ("jango", "chango"), ("numbpie", "numbpy")],
)  # fmt: skip
def test_what_sounds_alike_has_one_key(heard: str, meant: str) -> None:
    assert phonetic_key(heard) == phonetic_key(meant)
