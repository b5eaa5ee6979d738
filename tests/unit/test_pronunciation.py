"""Names by their sound: what recognisers make of them is nearer than any other word."""

from datetime import date

import pytest

from voicecli.understanding import Vocabulary, understand
from voicecli.understanding.pronunciation import likeness, pronunciations, weight

pytestmark = pytest.mark.unit

NAMES = (
    "OpenSCAD", "Wwise", "Pixhawk", "KNIME", "Drupal", "exiftool-db", "QEMU", "Vue", "Grasshopper",
    "Ossec", "MySQL", "XGears", "rice", "Solr",
)  # fmt: skip
VOCABULARY = Vocabulary(NAMES, words={"projects": {"race": 2, "gold": 1}, "document": {"view": 1}})


def nearest(heard: str, name: str) -> float:
    return max(
        likeness(one, other) for one in pronunciations(heard) for other in pronunciations(name)
    )


def technologies(question: str) -> tuple[str, ...]:
    return understand(question, VOCABULARY, date(2025, 1, 1)).slots.get("technologies", ())


@pytest.mark.parametrize(
    ("name", "sounds"),
    [
        ("QGIS", "kyujis"),
        ("Neo4j", "neoforje"),
        ("Vue", "vyu"),
        ("JavaScript", "javaskript"),
        ("XSLT", "ekseselti"),
        ("PHP", "pieCpi"),
        ("knight", "nit"),
        ("phase", "fas"),
    ],
)
def test_letters_become_sounds(name: str, sounds: str) -> None:
    assert sounds in pronunciations(name)


@pytest.mark.parametrize(
    ("heard", "name", "other"),
    [
        ("jeff I", "Gephi", "Git"),
        ("cue just", "QGIS", "Git"),
        ("on car", "Omeka", "Kraken"),
        ("blew pole", "Drupal", "Prolog"),
        ("may be three", "Maven", "Three.js"),
    ],
)
def test_what_was_heard_is_nearer_to_the_name(heard: str, name: str, other: str) -> None:
    assert nearest(heard, name) > nearest(heard, other)


def test_likeness_is_one_of_the_same_and_nothing_of_silence() -> None:
    assert likeness("redis", "redis") == 1.0
    assert likeness("", "redis") == likeness("redis", "") == 0.0
    assert likeness("pita", "bida") > likeness("pita", "pina") > likeness("pita", "lura")
    assert weight("bada") == 3.0


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("does she know open's cad", ("OpenSCAD",)),
        ("Which projects use Pics Hawk?", ("Pixhawk",)),
        ("Where did she use Pick Sock at work?", ("Pixhawk",)),
        ("anything made with Dru Paul", ("Drupal",)),
        ("projects that need naim", ("KNIME",)),
        ("Show me the grass hopper projects", ("Grasshopper",)),
        ("did she use Drupel and view together", ("Drupal", "Vue")),
        ("what did she do with egsif tool DB", ("exiftool-db",)),
        ("does she know my seek well", ("MySQL",)),
        # traps: other names, rightly heard
        ("does she know Prolog", ()),
        ("projects with Vuex", ()),
        ("does she know Rust", ()),
        ("does she know MySpace", ()),
        # traps: ordinary words where a name may stand
        ("show me the race projects", ()),
        ("how many people were in the race experiment", ()),
        ("does she know the rules", ()),
        ("is she good with horses", ()),
        ("does she know anybody in paris", ()),
        ("what did she use in the kitchen", ()),
        ("does she work with children and animals", ()),
        ("is it in the gold project", ()),
    ],
)
def test_names_are_heard_where_they_are_expected(question: str, names: tuple[str, ...]) -> None:
    assert technologies(question) == names
