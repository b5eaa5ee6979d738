"""Requirements against claims: spellings, years, levels; by words alone, without an embedder."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.documents.readers import read_whole
from voicecli.interview.fit.matching import match
from voicecli.interview.fit.spellings import covered, is_named, keys
from voicecli.interview.fit.trades import has_trade
from voicecli.interview.papers.claims import read_resume
from voicecli.interview.papers.requirements import read_job
from voicecli.interview.plan import Fit, Job, Place, Requirement, RequirementKind, Resume

pytestmark = pytest.mark.unit

TODAY = date(2025, 6, 1)
RESUME = """# Ada Quist, RN

## Experience

Senior Nurse, City Hospital, Jan 2020 – present

- Ran the triage desk and led a team of eight
- Wrote rotas in JavaScript and Kubernetes scripts

Nurse, Hill Clinic, 2017 – 2019

## Education

Bachelor of Science in Nursing, Uni Lund, 2016

## Certificates

ACCA part-qualified

## Languages

English (native), German (B1)
"""


def asked(
    text: str,
    kind: RequirementKind,
    names: tuple[str, ...] = (),
    years: float | None = None,
) -> Requirement:
    return Requirement(text, kind, Place("job.txt", text, 1), names, years)


@pytest.fixture(scope="module")
def resume() -> Resume:
    return read_resume(read_whole(RESUME.encode(), "cv.md"))


CASES: list[tuple[Requirement, Fit]] = [
    (asked("Registered nurse", "certificate", ("Registered nurse",)), "met"),
    (asked("JS", "skill", ("JS",)), "met"),
    (asked("k8s", "skill", ("k8s",)), "met"),
    (asked("Kubernets", "skill", ("Kubernets",)), "met"),
    (asked("Java", "skill", ("Java",)), "missing"),
    (asked("Go", "skill", ("Go",)), "missing"),
    (asked("JavaScript or Perl", "skill", ("JavaScript", "Perl")), "met"),
    (asked("JavaScript and Perl", "skill", ("JavaScript", "Perl")), "partly"),
    (asked("5 years in nursing", "experience", ("nursing",), 5), "met"),
    (asked("12 years in nursing", "experience", ("nursing",), 12), "partly"),
    (asked("12 years in welding", "experience", ("welding",), 12), "missing"),
    (asked("BSc", "education", ("BSc",)), "met"),
    (asked("Bachelor's degree in nursing", "education"), "met"),
    (asked("Master's degree in nursing", "education"), "partly"),
    (asked("PhD in nursing", "education"), "missing"),
    (asked("MBA", "education", ("MBA",)), "partly"),
    (asked("Degree in marine biology", "education"), "partly"),
    (asked("German, at least B1", "language", ("German",)), "met"),
    (asked("Fluent German", "language", ("German",)), "partly"),
    (asked("French or German", "language", ("French", "German")), "met"),
    (asked("French", "language", ("French",)), "missing"),
    (asked("ACCA", "certificate", ("ACCA",)), "partly"),
    (asked("Forklift licence", "certificate", ("Forklift licence",)), "missing"),
]


def test_years_of_no_kind_in_particular_are_those_of_all_roles(resume: Resume) -> None:
    wanted = asked("Minimum 3 years post-registration experience", "experience", (), 3.0)
    more = replace(wanted, text="At least 12 years of relevant experience", years=12.0)
    found = match(Job("", "", (wanted, more)), resume, None, TODAY)
    assert [one.fit for one in found] == ["met", "partly"]
    assert all(one.claims for one in found)


def test_to_have_sold_cars_is_not_to_own_one() -> None:
    text = (
        "# A B\n\n## Experience\n\nSales Agent, Cars Ltd, 2019 – 2024\n\n- Sold 14 cars a month\n"
    )
    wanted = (asked("Own car", "skill"),)
    for more, fit in (("", "missing"), ("\n## Skills\n\nOwn car, cooking\n", "met")):
        resume = read_resume(read_whole((text + more).encode(), "cv.md"))
        assert match(Job("", "", wanted), resume, None, TODAY)[0].fit == fit


def test_a_profession_that_is_named_is_a_part_of_its_registration(resume: Resume) -> None:
    wanted = asked("Registered nurse with NMC registration", "certificate", ("NMC registration",))
    other = asked("Registered midwife with NMC registration", "certificate", ("NMC registration",))
    found = match(Job("", "", (wanted, other)), resume, None, TODAY)
    assert [one.fit for one in found] == ["partly", "missing"]


@pytest.mark.parametrize(("requirement", "fit"), CASES, ids=[case[0].text for case in CASES])
def test_fit_by_words(resume: Resume, requirement: Requirement, fit: Fit) -> None:
    found = match(Job("", "", (requirement,)), resume, None, TODAY)
    assert [one.fit for one in found] == [fit]


def test_each_requirement_has_its_match_and_claims_that_exist(resume: Resume) -> None:
    job = Job("", "", tuple(requirement for requirement, _ in CASES))
    found = match(job, resume, None, TODAY)
    assert [one.requirement for one in found] == list(range(len(CASES)))
    for one in found:
        assert 0.0 <= one.likeness <= 1.0
        assert all(0 <= claim < len(resume.claims) for claim in one.claims)
        assert one.fit == "missing" or one.claims or one.likeness == 0.0


def test_nothing_is_met_without_a_resume() -> None:
    job = Job("", "", tuple(requirement for requirement, _ in CASES))
    found = match(job, Resume("", ()), None, TODAY)
    assert {one.fit for one in found} == {"missing"}


@given(st.floats(0.5, 40), st.floats(0.1, 20))
def test_who_has_more_years_than_asked_meets_fewer(years: float, more: float) -> None:
    resume = read_resume(read_whole(RESUME.encode(), "cv.md"))
    requirement = asked("years in nursing", "experience", ("nursing",), years)
    order = {"met": 2, "partly": 1, "missing": 0}
    less, greater = (
        match(Job("", "", (one,)), resume, None, TODAY)[0].fit
        for one in (requirement, replace(requirement, years=years + more))
    )
    assert order[less] >= order[greater]


KINDS = st.sampled_from(
    ["skill", "experience", "education", "certificate", "language", "duty", "trait"]
)
WORDS = st.text(max_size=40)


@given(WORDS, KINDS, st.lists(WORDS, max_size=3), st.one_of(st.none(), st.floats(0, 60)))
def test_any_requirement_is_matched(
    text: str, kind: RequirementKind, names: list[str], years: float | None
) -> None:
    resume = read_resume(read_whole(RESUME.encode(), "cv.md"))
    found = match(Job("", "", (asked(text, kind, tuple(names), years),)), resume, None, TODAY)
    assert len(found) == 1


@pytest.mark.parametrize(
    ("name", "text", "named"),
    [
        ("K8s", "Deployed on Kubernetes", True),
        ("Project Management Professional", "PMP", True),
        ("GAAP", "generally accepted accounting principles", True),
        ("LGV class 1", "HGV Class 1 Driver", True),
        ("Golang", "services in Go", True),
        ("Golang", "we go far", False),
        ("Java", "JavaScript", False),
        ("C", "C++", False),
        ("TIG welding", "MIG welding", False),
        ("", "anything", False),
    ],
)
def test_spellings(name: str, text: str, named: bool) -> None:
    assert is_named(name, text) is named


def test_forms_of_a_word_share_a_key() -> None:
    assert keys("driving") == keys("driver")
    assert keys("upsold") == keys("upselling")
    assert covered(keys("safeguarding"), keys("safegaurding of children")) == 1.0


@pytest.mark.parametrize(
    ("title", "asked", "had"),
    [
        ("Butcher", "butchery experience", True),
        ("Carpenter", "carpentry", True),
        ("Primary school teacher", "teaching or museum education", True),
        ("Nurse", "nursing experience", True),
        ("Electrician", "electrical experience", True),
        ("Pharmacist", "pharmacy experience", True),
        ("Software engineer", "civil engineering", False),
        ("Butcher", "baking experience", False),
        ("Police officer", "office experience", False),
        ("Nurse", "pharmacy experience", False),
    ],
)
def test_a_trade_is_had_by_whom_it_is_named_after(title: str, asked: str, had: bool) -> None:
    assert has_trade(title, asked) is had


@pytest.mark.parametrize(
    ("shown", "asked"),
    [
        ("Driving licence: B", "Full UK driving licence"),
        ("Driving licence: B", "Category B driving licence"),
        ("## LICENCE\n\nClass 3", "Class 3 driving licence"),
        ("## Tickets\n\nCS30/31 (2018), CS38 and CS39 (2019)", "CS30, CS31, CS38 and CS39"),
        ("## Training\n\nSafe Pass, manual handling, SMSTS", "Health and safety (SMSTS or equal)"),
        ("## Licenses\n\nRN, State of Ohio, #123456, exp. 2027", "Active Ohio RN license"),
        ("## Licenses\n\nRN, State of Ohio, #123456, exp. 2027", "Current state nursing license"),
        ("## Education\n\nBSc Physics, Leeds, 2014\n\nAM2", "AM2"),
        ("## Courses\n\nISTQB Foundation 2020; Professional Scrum Master I", "PSM I or CSM"),
        ("## Education\n\nB.E. (Mechanical), Anna University, 2014", "B.E./B.Tech in Mechanical"),
        ("## Skills\n\nGoogle Analytics 4, SQL", "GA4"),
        ("", "Min. 3 yrs relevant working experience, preferably in a calibration lab"),
        ("", "18 months of experience"),
        ("## Education\n\nBachelor in Trade, Gdynia, 2012", "HBO, preferably in logistics"),
    ],
)
def test_what_a_resume_shows_is_no_gap(shown: str, asked: str) -> None:
    head = "# Ada Quist\n\n## Work\n\nClerk, Ford Ltd, Jan 2015 – present\n\n- Kept the books\n\n"
    resume = read_resume(read_whole(f"{head}{shown}\n".encode(), "cv.md"))
    job = read_job(read_whole(f"# Clerk\n\n## Requirements\n\n- {asked}\n".encode(), "job.md"))
    assert {one.fit for one in match(job, resume, None, TODAY)} == {"met"}


def test_a_licence_and_a_car_are_two_things() -> None:
    resume = read_resume(read_whole(b"# Ada Quist\n\n## Work\n\nDriving licence: B\n", "cv.md"))
    text = "# Clerk\n\n## Requirements\n\n- Full driving licence and own car\n"
    found = match(read_job(read_whole(text.encode(), "job.md")), resume, None, TODAY)
    assert [one.fit for one in found] == ["met", "missing"]
