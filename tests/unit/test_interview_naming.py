"""What of a paper can be named within a question, and what is read out as it stands instead."""

import pytest

from voicecli.interview.course import Limits
from voicecli.interview.plan import (
    Claim,
    Job,
    Place,
    Plan,
    Question,
    Requirement,
    RequirementKind,
    Resume,
)
from voicecli.interview.planning.claim_phrases import of_claim
from voicecli.interview.planning.naming import can_be_named, is_whole
from voicecli.interview.planning.newcomers import for_newcomer, is_newcomer
from voicecli.interview.planning.phrasing import of_requirement
from voicecli.interview.planning.spoken_words import as_spoken
from voicecli.interview.planning.templates import HEARD_WORDS, TemplatePool
from voicecli.interview.planning.told_of import job_as_one, name_of, of_name, of_roles, told_of
from voicecli.interview.steps.greetings import welcome

pytestmark = pytest.mark.unit

PLACE = Place("job.md", "…", 1)


@pytest.mark.parametrize(
    "text",
    [
        "Excel",
        "IT skills",
        "wound care",
        "lead generation",
        "Adobe Animate",
        "fellowship of Advance HE",
        "5 GCSEs at grade 4-9",
        "2391 Inspection and Testing",
        "monthly reporting",
        "heavily regulated industries",
        "supply chain management",
        "at least one BI tool",
        "the Children Act 1989",
        "R or Python for statistical analysis",
    ],
)
def test_a_thing_can_be_named(text: str) -> None:
    assert can_be_named(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "got",
        "mostly",
        "July",
        "commercially astute with budgets",
        "thick-skinned and tidy with files",
        "time-served or NVQ Level 3",
        "non-smoker and a confident driver",
        "a solicitor qualified in Scotland with two",
        "2-3 seasons",
        "2 x checkable refs",
        "25 days off plus bank holidays",
        "Dentrix experience preferred",
        "Figma helps",
        "Prescribing D A",
        "position number 10447",
        "lead a $600m programme",
        "line manage 14 nurses",
    ],
)
def test_what_is_no_thing_cannot(text: str) -> None:
    assert not can_be_named(text)


@pytest.mark.parametrize(
    ("kind", "text", "form", "said"),
    [
        ("skill", "Commercially astute with budgets of £1m+", "words", None),
        ("skill", "Mostly, though, a person who plays", "words", None),
        ("certificate", "Overhead crane or forklift licence", "thing", None),
        ("certificate", "Able to obtain a card", "do", "obtain a card"),
        ("certificate", "Member of the Institute of Housing", "be", None),
        ("trait", "A head for heights", "thing", "a head for heights"),
        ("trait", "A caring nature", "thing", "a caring nature"),
        ("trait", "Gentle hands and a positive attitude", "thing", None),
        ("duty", "Liaising w/customers re: deliveries", "do",
         "liaise with customers about deliveries"),
        ("duty", "weekly order with the market", "thing", None),
        ("skill", "Type 40 words per minute", "do", "type 40 words per minute"),
        ("certificate", "Registered nurse with NMC registration | E | | A/I", "be",
         "a registered nurse with NMC registration"),
        ("skill", "Understands colour management", "thing", "colour management"),
        ("skill", "firm, fair & consistent", "be", "firm, fair and consistent"),
        ("skill", "Line manage 14 nurses incl. appraisals", "do", "line manage 14 nurses"),
        ("skill", "the go-to person for three accounts", "be", None),
        ("skill", "Sound command of Eurocodes", "thing", None),
        ("duty", "Launching prosecutions and appearing in court", "do", "launch prosecutions"),
        ("duty", "Booking freight and following up every shipment", "do",
         "book freight and follow up every shipment"),
        ("duty", "Training, cellar, house specs", "words", None),
        ("skill", "Go-to person for three accounts", "be", "a go-to person for three accounts"),
        ("skill", "An interest in plants!", "thing", "an interest in plants"),
        ("skill", "Excellent IT skills esp. Excel", "thing", "IT skills"),
        ("experience", "3-5yrs in a similar role", "thing", "working in a role like this one"),
        ("experience", "2 yrs+ on a fish counter", "thing", "working on a fish counter"),
    ],
)  # fmt: skip
def test_a_line_is_said_in_the_form_that_it_has(
    kind: RequirementKind, text: str, form: str, said: str | None
) -> None:
    phrase = of_requirement(Requirement(text, kind, PLACE))
    assert phrase.form == form
    assert said is None or phrase.text == said
    assert not phrase.text.startswith("a gentle hands")


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("pick rate 110%+ consistently", "words"),
        ("Help desk specialist moving into networking", "words"),
        ("Lead generation for two brands", "words"),
        ("Mentor for 3 students", "words"),
        ("Registered veterinary nurse, 4 years in mixed practice", "words"),
        ("Registered and inspected 210 food businesses", "did"),
        ("Trained two juniors to qualification", "did"),
        ("Care for eight patients", "does"),
        ("Lead 38 tradesmen in the repair of vehicles", "does"),
        ("Train five supervisors in reading reports", "does"),
        ("Support groups of eight in stages 1 to 3", "does"),
        ("Milk 620 cows through a rotary", "does"),
        ("Supervise a landing of 60 men", "does"),
    ],
)
def test_a_noun_at_the_head_of_a_line_is_no_verb(text: str, form: str) -> None:
    assert of_claim(Claim(text, "achievement", PLACE)).form == form


def test_what_is_held_is_done_by_nobody() -> None:
    assert of_claim(Claim("Clean driving licence", "certificate", PLACE)).form == "thing"
    assert of_claim(Claim("Confined space entry", "certificate", PLACE)).form != "did"
    assert of_claim(Claim("Passed the SIA training", "certificate", PLACE)).form == "did"


def test_a_deed_ends_where_it_says_something() -> None:
    text = (
        "Built an Excel tracker for attendance that was adopted by five other year groups, cut it"
    )
    assert of_claim(Claim(text, "achievement", PLACE)).text == (
        "built an Excel tracker for attendance"
    )
    text = "Organised the investor day; under budget three years running"
    assert of_claim(Claim(text, "achievement", PLACE)).text == (
        "organised the investor day, under budget three years running"
    )
    text = "Supervised 11 dissertations; co-supervise 1 PhD student"
    assert of_claim(Claim(text, "achievement", PLACE)).text == "supervised 11 dissertations"


def test_what_somebody_was_all_the_time_has_no_figure_to_arrive_at() -> None:
    text = "Responsible for 38 soldiers and £90M of equipment"
    claim = Claim(text, "achievement", PLACE, figures=("38 soldiers", "£90M"))
    assert [group for group, _ in told_of([claim], is_claim=True)] == ["claim.routine"]


def test_who_works_alone_is_a_freelancer_of_no_firm() -> None:
    slots = of_roles([Claim("…", "role", PLACE, title="Self-employed", organisation="Bristol")])
    assert slots["atitle"] == "a freelancer"
    assert "at" not in slots
    slots = of_roles([Claim("…", "role", PLACE, title="Tutor", organisation="self-employed")])
    assert slots["atitle"] == "a Tutor"
    assert "at" not in slots


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("University of Leeds", "the University of Leeds"),
        ("The Copper Fox", "the Copper Fox"),
        ("Acme Ltd", "Acme Ltd"),
        ("Centre for Northern Futures", "the Centre for Northern Futures"),
    ],
)
def test_a_firm_has_its_article(name: str, said: str) -> None:
    assert of_name(name) == said


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Chef", "a Chef"),
        ("Freelance translators", ""),
        ("Senior florist wanted for busy shop", ""),
        ("Urgent opening", ""),
        ("Teacher of Mathematics", "a Teacher of Mathematics"),
    ],
)
def test_what_an_advertisement_cries_is_no_role(title: str, said: str) -> None:
    assert job_as_one(title) == said


def test_a_date_or_a_label_is_no_name() -> None:
    assert name_of("The") == ""
    assert name_of("Lloyds Banking Group (contract") == "Lloyds Banking Group"
    assert name_of("08/2018 Career break: cared for my mother") == ""


def test_a_line_that_breaks_off_is_not_read_out() -> None:
    assert not is_whole("Even better if you have")
    assert not is_whole("Mostly")
    assert is_whole("A reel that made somebody laugh")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Liaise w/customers", "Liaise with customers"),
        ("NPS from 21 → 38", "NPS from 21 to 38"),
        ("pass rate of ≥ 95%", "pass rate of at least 95%"),
        ("~24 people, c. 70 operatives", "about 24 people, about 70 operatives"),
        ("XTM/memoQ, MIG/TIG, read/write", "XTM or memoQ, MIG TIG, read or write"),
        (
            "run a 24/7 service, on call 24/7",
            "run a round-the-clock service, on call around the clock",
        ),
        ("launch in 7 mos", "launch in 7 months"),
        ("£600k p/a, 4 days/wk, £30/hr", "£600k a year, 4 days a week, £30 an hour"),
        ("17th/18th Edition w/out help", "17th or 18th Edition without help"),
    ],
)
def test_signs_are_said(text: str, said: str) -> None:
    assert as_spoken(text) == said


def test_who_had_no_job_is_asked_about_none() -> None:
    school = Resume("Ellie", (Claim("GCSE Maths", "education", PLACE),))
    assert is_newcomer(school)
    assert not is_newcomer(Resume("", ()))
    question = Question("Which mistake at work would you most like to undo?", "behavioural", ())
    put = for_newcomer(question)
    assert put is not None
    assert put.text == "Which mistake would you most like to undo?"
    last = Question("What would your last manager say about you?", "situational", ())
    assert for_newcomer(last) is None
    asked = TemplatePool(newcomer=True).take(("strength.trait",), dict.fromkeys(
        ("x", "ax", "thx", "yourx"), "patience"
    ))  # fmt: skip
    assert len(asked) >= 2
    assert not any("colleague of yours" in one.text or " work" in one.text for one in asked)


def test_a_question_too_long_for_the_ear_is_the_last_choice() -> None:
    line = " ".join(["word"] * 20)
    taken = TemplatePool().take(("strength.words",), {"words": line}, 2)
    assert all(len(question.text.split()) <= HEARD_WORDS for question in taken)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("DOOR SUPERVISOR / SECURITY OFFICER", " for the position of Door Supervisor"),
        ("Senior florist wanted for busy shop", " interview."),
        ("Welder", " for the position of Welder."),
    ],
)
def test_the_welcome_names_the_role(title: str, said: str) -> None:
    plan = Plan(Job(title, "", ()), Resume("", ()), (), ())
    assert said in welcome(plan, Limits())[0]
