"""What a question is about, which records are meant, and how far a list of them reaches."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.retrieval.choice import Shown, explained, is_listing, own_text
from voicecli.retrieval.cuts import CUT, HELD_CUT, is_untold, narrows, preferred, reach, stays
from voicecli.retrieval.evidence import Evidence, Fit, Query, less_sure
from voicecli.retrieval.fields import field_line
from voicecli.retrieval.filters import Filters
from voicecli.retrieval.items import (
    Item,
    figure_of,
    group_technologies,
    impact,
    rank_items,
    recency,
)
from voicecli.retrieval.picking import at_time, mixed, picked, same, without_excluded
from voicecli.retrieval.scores import Scores, Weights
from voicecli.retrieval.search import Candidate
from voicecli.retrieval.topic import find_topic
from voicecli.retrieval.windows import holds_value, value_asked
from voicecli.types import Passage, Record, Understanding

pytestmark = pytest.mark.unit

TODAY = date(2025, 6, 1)


def passage(key: str, text: str = "", type_: str = "projects") -> Passage:
    return Passage(key, type_, key.title(), "records.json", key, text, 0.0)


def item(
    key: str,
    value: float = 0.5,
    exact: float = 0.0,
    type_: str = "projects",
    text: str = "",
    **told: object,
) -> Item:
    fit = Fit(value, value, exact, 0.0, weakest=0.0)
    record = Record(key, type_, key.title(), **told)  # type: ignore[arg-type]  # its own fields
    return Item(Candidate(1, passage(key, text, type_), fit), record)


def ids(items: list[Item]) -> list[str]:
    return [one.id for one in items]


@pytest.mark.parametrize(
    ("question", "types", "phrase", "words"),
    [
        ("What has she built?", ("projects",), "", ()),
        (
            "Did he ever make something for beekeepers?",
            ("projects",),
            "beekeepers",
            ("beekeepers",),
        ),
        ("projects between 2019 and 2021", ("projects",), "", ()),
        ("the latest paper", ("publications",), "", ()),
        ("projects about education", ("projects",), "education", ("education",)),
        ("where did she study", ("education",), "", ()),
        ("anything to do with boats or the sea", (), "boats or the sea", ("boats", "sea")),
        (
            "and in winter? (Who mends the nets?)",
            (),
            "winter mends the nets",
            ("winter", "mends", "nets"),
        ),
        ("?", (), "", ()),
    ],
)
def test_the_topic_is_what_is_left_of_a_question(
    question: str, types: tuple[str, ...], phrase: str, words: tuple[str, ...]
) -> None:
    topic = find_topic(question, (), types)
    assert (topic.phrase, topic.words) == (phrase, words)


def test_what_filters_explain_is_no_topic() -> None:
    assert not find_topic("Which jobs involved Ada Lovelace and COBOL?", ["Ada Lovelace", "COBOL"])


@given(st.text(max_size=80))
def test_every_word_of_a_topic_stands_in_the_question(question: str) -> None:
    topic = find_topic(question)
    assert bool(topic.phrase) == bool(topic) or topic.phrase
    assert all(topic.phrase for _ in topic.words)


def test_names_have_no_relatives() -> None:
    assert Query.of("Has she worked at Globex in the winter?").names == {"globex"}


def test_recency_halves_every_three_years_and_now_is_one() -> None:
    assert recency(Record("a", "projects", "A", start="2010", ongoing=True), TODAY) == 1.0
    old = recency(Record("a", "projects", "A", start="2019-06", end="2019-06"), TODAY)
    assert old == pytest.approx(0.25, abs=0.01)
    assert recency(Record("a", "projects", "A"), TODAY) == 0.0


def test_impact_is_told_by_figures() -> None:
    none, words, small, large = (
        impact(Record("a", "projects", "A", metrics=told))
        for told in ((), ("Praised",), ("12 users",), ("1,200,000 users",))
    )
    assert (none, words, large) == (0.0, 0.5, 1.0)
    assert words < small < large


def test_a_figure_is_found_by_a_word_of_its_family() -> None:
    record = Record("a", "publications", "A", metrics=("12 pages", "34 citations"))
    assert figure_of(record, "cited") == 34.0
    assert figure_of(record, "downloaded") is None
    assert figure_of(record, "") == 12.0


def test_items_without_a_topic_are_ordered_by_time_and_effect() -> None:
    items = [item("old", start="2001", end="2001"), item("new", start="2024", end="2025")]
    ranked = rank_items(items, Weights(), TODAY, by_topic=False)
    assert [one.id for one, _ in ranked] == ["new", "old"]
    flat = rank_items(items, Weights(recency=0.0), TODAY, by_topic=False)
    assert flat[0][1].recency != flat[1][1].recency  # told, but it counts nothing
    assert [one.id for one, _ in flat] == ["old", "new"]


def test_a_technology_counts_where_it_is_asked_for() -> None:
    items = [item("plain", start="2024"), item("rusty", start="2020", technologies=("Rust",))]
    weights = Weights(keyword=0, technology=100, recency=1, impact=0)
    asked = rank_items(items, weights, TODAY, ["rust"], by_topic=False)
    assert [one.id for one, _ in asked] == ["rusty", "plain"]
    others = rank_items(items, weights, TODAY, by_topic=False)
    assert [one.id for one, _ in others] == ["plain", "rusty"]


def test_a_group_of_skills_lends_its_technologies_to_its_name() -> None:
    skills = item("g", type_="skills", technologies=("PyTorch", "ONNX"))
    named = Item(
        skills.candidate, Record("g", "skills", "Machine learning", technologies=("ONNX",))
    )
    assert group_technologies([named], ["machine", "learning"]) == {"onnx"}
    assert group_technologies([named], ["gardening"]) == frozenset()


def test_a_list_is_cut_behind_the_best_and_what_holds_the_topic() -> None:
    best = 1.0
    assert stays(item("near", best - CUT / 2), best, CUT)
    assert not stays(item("far", best - 2 * CUT), best, CUT)
    held = item("held", 1.0 - HELD_CUT, exact=1.0)
    assert stays(held, best, CUT)


def test_a_list_reaches_further_among_few() -> None:
    assert reach({"among_shown": True}) > reach({})


def test_what_it_sounds_like_goes_before_what_fits_as_well() -> None:
    text = Candidate(1, passage("t", type_="document"), Fit(0.5, 0.5, 0.0, 0.0))
    record = Candidate(2, passage("r"), Fit(0.52, 0.52, 0.0, 0.0))
    assert preferred([record, text], "document")[0] is text
    assert preferred([text, record], "projects")[0] is record
    assert preferred([record, text], "unknown")[0] is record


def test_a_value_that_no_record_tells_is_not_listed() -> None:
    boss = item("job", text="Led the bakery.")
    assert is_untold([boss], {"asks": "person"})
    assert not is_untold([boss], {"asks": "place"})
    assert is_untold([boss], {"asks": "money"})
    assert not is_untold([item("job", text="Raised 300 dollars.")], {"asks": "money"})


def test_the_newest_the_oldest_and_the_most() -> None:
    items = [
        item("a", start="2019", metrics=("9 citations",)),
        item("b", start="2024", metrics=("70 citations",)),
        item("c"),
    ]
    assert ids(picked(items, {"order": "newest"})) == ["b"]
    assert ids(picked(items, {"order": "oldest"})) == ["a"]
    assert ids(picked(items, {"superlative": {"direction": "least", "of": "cited"}})) == ["a"]
    assert ids(picked(items, {})) == ["a", "b", "c"]


def test_now_before_and_after() -> None:
    first = item("first", start="2010", end="2014-05")
    second = item("second", start="2014-06", end="2020-01")
    side = item("side", start="2012", ongoing=True)
    last = item("last", start="2020-02", ongoing=True)
    items = [last, first, side, second]
    assert set(ids(at_time(items, {"current": True}, Shown()))) == {"side", "last"}
    assert ids(at_time([first, second], {"current": True}, Shown())) == ["second"]
    assert ids(at_time(items, {"relative": "before"}, Shown(("last",)))) == ["second"]
    assert ids(at_time(items, {"relative": "before"}, Shown(("second",)))) == ["first"]
    assert ids(at_time(items, {"relative": "after"}, Shown(("second",)))) == ["last"]
    assert ids(at_time(items, {"relative": "before"}, Shown(("gone",)))) == ids(items)


def test_what_is_to_be_left_out_is_left_out() -> None:
    items = [
        item("a", text="About audio."),
        item("b", text="About trees."),
        item("c", type_="skills"),
    ]
    slots = {"exclude_words": ("audio",), "exclude_types": ("skills",)}
    assert ids(without_excluded(items, slots)) == ["b"]


def test_an_overview_mixes_the_types() -> None:
    types = {"a": "projects", "b": "projects", "c": "experience", "d": "projects"}
    ranked = [(item(key, type_=type_), Scores()) for key, type_ in types.items()]
    assert [one.id for one, _ in mixed(ranked)] == ["a", "c", "b", "d"]


def test_the_same_thing_in_two_files_is_one() -> None:
    one = Record("x", "projects", "Sundial", start="2020")
    assert same(one) == same(Record("y", "projects", "SUNDIAL", start="2020"))
    assert same(one) != same(Record("y", "projects", "Sundial", start="2021"))


PROFILE = passage(
    "p",
    "Mends clocks.\nLocation: Oslo.\nEmail: a@b.example.\nInterests: chess.\nSince 2019.",
    "person",
)


@pytest.mark.parametrize(
    ("question", "asks", "line"),
    [
        ("Where does she live?", "place", "Location: Oslo."),
        ("how can I reach her by e-mail", "contact", "Email: a@b.example."),
        ("any hobbies?", None, "Interests: chess."),
        ("When did she start?", "date", "Since 2019."),
        ("What is her salary?", "money", None),
        ("Is she married?", "yes-no", None),
        ("How old is she?", "number", None),
    ],
)
def test_a_field_is_asked_for_in_plain_words(
    question: str, asks: str | None, line: str | None
) -> None:
    assert field_line(question, PROFILE, asks) == line


@pytest.mark.parametrize(
    ("text", "asks", "holds"),
    [
        ("It costs 30 euros.", "money", True),
        ("It costs a lot.", "money", False),
        ("Twelve of them.", "number", True),
        ("He is old.", "age", False),
        ("A man aged seventy.", "age", True),
        ("The red door.", "colour", True),
        ("Whatever.", None, True),
        ("Whatever.", "name", True),
    ],
)
def test_a_text_holds_a_value_of_a_kind(text: str, asks: str | None, holds: bool) -> None:
    assert holds_value(text, asks) is holds


def test_some_kinds_of_value_are_named_by_the_question() -> None:
    assert value_asked("How old was the keeper?") == "age"
    assert value_asked("What colour is it?") == "colour"
    assert value_asked("How many are there?") is None


@given(st.floats(0.01, 0.99), st.floats(0.0, 4.0))
def test_less_sure_is_less_and_stays_a_share(confidence: float, by: float) -> None:
    assert 0 <= less_sure(confidence, by) <= confidence + 1e-9


def test_late_interaction_adds_to_confidence_and_a_far_background_takes() -> None:
    near, far = Fit(0.5, 0.5, 0.5, 0.5, late=0.9), Fit(0.5, 0.5, 0.5, 0.5, late=0.5)
    assert Evidence((near,)).confidence > Evidence((far,)).confidence


def test_a_list_is_asked_for_by_type() -> None:
    assert is_listing(Understanding("q", "projects", 1.0, {"types": ("projects",)}))
    assert not is_listing(Understanding("q", "projects", 1.0))
    assert is_listing(Understanding("q", "overview", 1.0))
    assert not is_listing(Understanding("q", "document", 1.0, {"types": ("projects",)}))


def test_slots_tell_what_filters_explain() -> None:
    slots = {"technologies": ("Rust",), "entities": ("Sundial",), "superlative": {"of": "cited"}}
    assert explained(slots) == ["Rust", "Sundial", "cited"]
    assert explained(slots, titles=False) == ["Rust", "cited"]
    leaning = Understanding("q", "projects", 1.0, {"resolved_question": "how big (the boat)"})
    assert own_text(leaning) == "how big"


def test_a_type_alone_does_not_narrow() -> None:
    assert not narrows(Filters(types=("projects",)))
    assert narrows(Filters(technologies=("Rust",)))
    assert narrows(Filters(year_to=2020))
