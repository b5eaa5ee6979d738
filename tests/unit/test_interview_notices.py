"""Job descriptions as notices, letters, gazettes and young firms write them."""

import pytest

from voicecli.documents.readers import read_whole
from voicecli.interview.papers.requirements import read_job
from voicecli.interview.plan import Job, Requirement

pytestmark = pytest.mark.unit


def job(text: str) -> Job:
    return read_job(read_whole(text.encode(), "job.md"))


def asked(*items: str) -> list[Requirement]:
    bullets = "\n".join(f"- {item}" for item in items)
    return list(job(f"# Clerk\n\n## Requirements\n\n{bullets}\n").requirements)


@pytest.mark.parametrize(
    ("item", "told"),
    [
        (
            "5+ years on a survey crew, at least 2 of them as party chief",
            [("5+ years on a survey crew", 5.0), ("at least 2 years as party chief", 2.0)],
        ),
        (
            "Three (3) years of hospital experience, including one (1) year in pediatrics",
            [("Three (3) years of hospital experience", 3.0), ("one (1) year in pediatrics", 1.0)],
        ),
        (
            "18 months' sea time in rank, of which at least six months offshore",
            [("18 months' sea time in rank", 1.5), ("at least six months offshore", 0.5)],
        ),
        ("A couple of years in a kitchen", [("A couple of years in a kitchen", 2.0)]),
        ("ENG1 medical, valid for six months", [("ENG1 medical, valid for six months", None)]),
    ],
)
def test_years_of_years_are_asked_for_by_themselves(
    item: str, told: list[tuple[str, float | None]]
) -> None:
    assert [(one.text, one.years) for one in asked(item)] == told


def test_criteria_are_told_without_their_numbers() -> None:
    told = asked("1.1 A degree in law", "E2 Fluent Hindi", "2.1 Honours degree")
    assert [one.text for one in told] == ["A degree in law", "Fluent Hindi", "2.1 Honours degree"]


def test_a_notice_of_few_lines_is_read() -> None:
    told = job(
        "WANTED – Tree Climber for Harcombe Tree Care, Totnes\n\nTwo years' climbing, please.\n\n"
        "Own kit and saws. B+E licence.\n\nTen years of growth have made us known in Devon.\n"
    )
    assert (told.title, told.company) == ("Tree Climber", "Harcombe Tree Care")
    assert [one.text for one in told.requirements] == [
        "Two years' climbing",
        "Own kit and saws",
        "B+E licence",
    ]


def test_a_letter_tells_duties_in_its_sentences() -> None:
    told = job(
        "# Pastry cook\n\nReporting to the chef, you will run the cellar and keep records. You'd"
        " order flour and teach our apprentice. You'd like it here. We value people who are tidy.\n"
    )
    assert [(one.kind, one.text) for one in told.requirements] == [
        ("duty", "run the cellar and keep records"),
        ("duty", "order flour and teach our apprentice"),
        ("skill", "tidy"),
    ]


def test_what_the_holder_of_the_post_does_is_a_duty() -> None:
    told = job(
        "# Ward clerk\n\n## Purpose of the role\n\nThe ward clerk answers calls and stands in for"
        " the manager when required. The manager reports to the board.\n"
    )
    assert [(one.kind, one.text) for one in told.requirements] == [
        ("duty", "The ward clerk answers calls and stands in for the manager when required")
    ]


def test_pictographs_are_bullets_and_headings_may_play() -> None:
    told = job(
        "# Trainer\n\n## You might be our person if…\n\n✅ You speak Spanish\n"
        "✅ HubSpot or Intercom\n\n## Cherry on top\n\n➕ A little SQL\n\n## Not for you if\n\n"
        "You need a manager.\n\n## The goodies\n\n🏝 25 days off, and we mean it\n"
        "💰 Equity for everybody\n"
    )
    assert [(one.must, one.text) for one in told.requirements] == [
        (True, "You speak Spanish"),
        (True, "HubSpot or Intercom"),
        (False, "A little SQL"),
    ]


def test_a_gazette_names_the_post_and_who_offers_it() -> None:
    told = job(
        "# GOVERNMENT OF SAHYADRI STATE\n\n# DIRECTORATE OF FOOD SAFETY\n\n"
        "Advertisement No. 7 for the post of Food Safety Officer (Group B)\n\n## Age Limit\n\n"
        "Relaxation of 5 years for women.\n"
    )
    assert told.title == "Food Safety Officer"
    assert told.company == "Directorate Of Food Safety"
    assert not told.requirements


def test_a_table_may_say_how_much_each_certificate_is_wanted() -> None:
    told = job(
        "# Mate\n\n## Certificates\n\n| Certificate | Required / preferred |\n|---|---|\n"
        "| GMDSS | Required |\n| High voltage course | Preferred |\n"
    )
    assert [(one.kind, one.must, one.text) for one in told.requirements] == [
        ("certificate", True, "GMDSS"),
        ("certificate", False, "High voltage course"),
    ]


def test_what_is_highly_regarded_is_a_wish() -> None:
    told = job("# Cook\n\nA food handling certificate would be highly regarded.\n").requirements
    assert [(one.must, one.text) for one in told] == [(False, "A food handling certificate")]
