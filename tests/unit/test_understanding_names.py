"""Names that are ordinary words, and names as a recogniser writes them, each beside its traps."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecli.understanding import Title, Vocabulary, understand
from voicecli.understanding.spoken import letters_alike, phonetic_key, sounds

pytestmark = pytest.mark.unit

NAMES = ("Rust", "Unity", "Java", "Spark", "oak", "cello", "garlic", "Kotlin", "Go", "R", "Perl")
ACRONYMS = ("VHDL", "SPSS", "PHP", "NVivo", "Nginx", "PyTorch", "Kubernetes", "Django", "Prolog")
TITLES = (
    Title("Tidal Lantern", "projects", "tidal"),
    Title("Mosskeeper", "projects", "moss"),
    Title("Brannock Marine Institute", "experience", "brannock", organisation=True),
)
WORDS = {"projects": {"orchard": 2, "sepsi": 1}, "document": {"boat": 3}}
VOCABULARY = Vocabulary((*NAMES, *ACRONYMS), TITLES, ("projects", "experience"), words=WORDS)


def technologies(question: str) -> tuple[str, ...]:
    found = understand(question, VOCABULARY, date(2025, 10, 15))
    return found.slots.get("technologies", ())


@pytest.mark.parametrize("name", ["Rust", "Unity", "Java", "oak", "cello", "garlic"])
@pytest.mark.parametrize(
    "question",
    [
        "{} projects", "projects in {}", "which projects use {}?", "what did she do with {}",
        "has she used {}", "which jobs involved {}", "does she know {}", "is she good at {}",
        "papers that used {}", "is it written in {}", "and in {}?", "what about {}",
        "only the ones with {}", "made of {}", "built on {}", "{} experience", "{} please",
        "where did she learn {}", "which of them need {}", "{} or Kotlin projects",
        "has she taught {}", "does she play {}", "a {} course", "was {} used anywhere", "{}?",
        "projects without {}",
    ],
)  # fmt: skip
def test_an_ordinary_word_is_a_name_where_one_is_expected(question: str, name: str) -> None:
    for written in (name, name.lower()):
        found = understand(question.format(written), VOCABULARY, date(2025, 10, 15)).slots
        assert name in found.get("technologies", ()) + found.get("exclude_technologies", ())


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("projects in go", ("Go",)),
        ("has she used go since 2020", ("Go",)),
        ("papers with R from 2022", ("R",)),
        ("what did she do with r", ("R",)),
        ("R projects", ("R",)),
        # as a recogniser writes them
        ("does she know BHDL", ("VHDL",)),
        ("does she know SBSS?", ("SPSS",)),
        ("Show me the BHP projects.", ("PHP",)),
        ("which project used in vivo", ("NVivo",)),
        ("Show me the Engine X projects.", ("Nginx",)),
        ("Show me the Pearl projects.", ("Perl",)),
        ("Show me the Prologue projects.", ("Prolog",)),
        ("jango projects", ("Django",)),
        ("does she no pie torch", ("PyTorch",)),
        # traps
        ("does she go to work by bike", ()),
        ("my car is full of rust", ()),
        ("the rust on the door", ()),
        ("who is the oak of the family", ()),
        ("is there garlic in it", ()),
        ("did the spark start a fire", ()),
        ("does she want unity among people", ()),
        ("the sepsis projects", ()),
        ("show me the best projects", ()),
        ("does she know how to swim", ()),
        ("are there any other projects", ()),
        ("go on", ()),
        ("which road is the shortest", ()),
        ("does she know BBC", ()),
    ],
)
def test_technologies(question: str, names: tuple[str, ...]) -> None:
    assert technologies(question) == names


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("how does title lantern work", ("Tidal Lantern",)),
        ("what is moss keep her about", ("Mosskeeper",)),
        ("tell me about tide a lantern", ("Tidal Lantern",)),
        ("What was her job at Brannic Marine?", ("Brannock Marine Institute",)),
        ("what is the plan about", ()),
        ("how does the heating work", ()),
        ("tell me about her jobs", ()),
    ],
)
def test_titles_are_heard_in_their_slots(question: str, titles: tuple[str, ...]) -> None:
    found = understand(question, VOCABULARY, date(2025, 10, 15))
    assert found.slots.get("entities", ()) == titles


@pytest.mark.parametrize(
    ("heard", "name", "alike"),
    [
        ("bhdl", "vhdl", True),
        ("qdis", "qgis", True),
        ("spss", "spss", False),
        ("bbc", "abc", False),
        ("bcd", "pzt", False),
        ("bhd", "vhdl", False),
    ],
)
def test_letters_that_rhyme(heard: str, name: str, alike: bool) -> None:
    assert letters_alike(heard, name) is alike


def test_a_name_that_no_word_begins_like_is_said_with_its_letter() -> None:
    assert "enginx" in sounds("Nginx")
    assert "envivo" in sounds("NVivo")
    assert "eflask" not in sounds("Flask")
    assert "espark" not in sounds("Spark")


def test_which_vowel_begins_a_word_is_not_heard() -> None:
    assert phonetic_key("invivo") == phonetic_key("envivo")


@settings(deadline=None)
@given(st.lists(st.sampled_from("go r rust in with the PHP how does oak not what is".split())))
def test_names_never_overlap(words: list[str]) -> None:
    names = technologies(" ".join(words))
    assert len(names) == len(set(names))
