"""How a requirement is asked about: only what is missing, only what was chosen, no formalities."""

import pytest

from voicecli.interview.fit.ranking import Candidate, Ground
from voicecli.interview.plan import Claim, ClaimKind, Place, Requirement, RequirementKind, Resume
from voicecli.interview.planning.asked_for import asked_for
from voicecli.interview.planning.formalities import is_formality
from voicecli.interview.planning.told_of import told_of

pytestmark = pytest.mark.unit

PLACE = Place("job.md", "…", 1)


def resume_of(*claims: tuple[ClaimKind, str]) -> Resume:
    return Resume("Ann", tuple(Claim(text, kind, Place("cv.md", text, 1)) for kind, text in claims))


def gap(ground: Ground, *claims: int) -> Candidate:
    return Candidate("gap", ground, "…", "…", 0.5, (PLACE,), (0,), claims)


def strength(*claims: int) -> Candidate:
    return Candidate("strength", "evidence", "…", "…", 0.5, (PLACE,), (0,), claims)


def test_of_a_certificate_that_is_half_there_the_other_half_is_asked_for() -> None:
    asked = Requirement("Chartered engineer with an IOSH certificate", "certificate", PLACE)
    found = asked_for(asked, gap("partly", 0), resume_of(("certificate", "Chartered engineer")))
    assert found is not None
    assert (found.group, found.slots["ax"]) == ("gap.certificate", "an IOSH certificate")


def test_a_function_is_acted_as_and_a_qualification_has_its_article() -> None:
    asked = Requirement("Be the point of contact for clients", "skill", PLACE)
    found = asked_for(asked, gap("missing"), resume_of(("skill", "Xero")))
    assert found is not None
    assert found.slots["do"] == "act as the point of contact for clients"
    asked = Requirement("Full and relevant Level 3", "certificate", PLACE)
    found = asked_for(asked, gap("missing"), resume_of(("skill", "Xero")))
    assert found is not None
    assert found.slots["ax"] == "a full and relevant Level 3 qualification"


def test_of_two_tools_the_missing_one_is_asked_about() -> None:
    asked = Requirement("Xero and Sage", "skill", PLACE, ("Xero", "Sage"))
    found = asked_for(asked, gap("partly", 0), resume_of(("skill", "Xero")))
    assert found is not None
    assert found.slots["x"] == "Sage"


def test_of_a_choice_the_one_that_the_resume_shows_is_asked_about() -> None:
    asked = Requirement("PRINCE2 or APM", "skill", PLACE, ("PRINCE2", "APM"))
    resume = resume_of(("certificate", "APM Project Fundamentals"))
    found = asked_for(asked, strength(0), resume)
    assert found is not None
    assert (found.group, found.slots["x"]) == ("strength.certificate", "APM")
    missing = asked_for(asked, gap("missing"), resume_of(("skill", "Excel")))
    assert missing is not None
    assert missing.slots["x"] == "PRINCE2 or APM"


def test_years_that_may_be_too_few_are_asked_for_as_years() -> None:
    asked = Requirement("Two years' experience of B2B sales", "experience", PLACE, (), 2.0)
    found = asked_for(asked, gap("partly", 0), resume_of(("role", "Sales Assistant")))
    assert found is not None
    assert found.group == "gap.years"
    assert found.slots["years"] == "at least two years’ experience of B2B sales"
    months = Requirement("6 months in a kitchen", "experience", PLACE, (), 0.5)
    found = asked_for(months, gap("partly", 0), resume_of(("role", "Waiter")))
    assert found is not None
    assert found.slots["years"] == "at least six months’ experience of working in a kitchen"


@pytest.mark.parametrize(
    ("kind", "text", "group"),
    [
        ("skill", "Level 3 Early Years Educator", "gap.certificate"),
        ("experience", "Qualified Teacher Status", "gap.certificate"),
        ("education", "Five GCSEs at grade C or above", "gap.school"),
        ("education", "A Level 3 qualification in catering", "gap.education"),
        ("skill", "Strong interpersonal skills", "gap.trait"),
        ("skill", "Kubernetes", "gap.skill"),
        ("skill", "SITS course", "gap.certificate"),
        ("skill", "Be the point of contact for clients", "gap.duty"),
        ("education", "research or writing", "gap.skill"),
        ("education", "A degree in a relevant discipline", "gap.education"),
        ("education", "NVQ L3 or City and Guilds", "gap.education"),
        ("skill", "cash and card", "gap.skill"),
        ("skill", "SIA badge", "gap.certificate"),
        ("skill", "Keen interest in plants", "gap.interest"),
        ("trait", "Be out on the road four days in five", "gap.being"),
        ("skill", "Avalanche rescue training", "gap.certificate"),
        ("experience", "Staff training", "gap.experience"),
        ("certificate", "Registered with the Care Council", "gap.licence"),
    ],
)
def test_what_is_held_is_not_asked_about_as_a_skill(
    kind: RequirementKind, text: str, group: str
) -> None:
    found = asked_for(Requirement(text, kind, PLACE), gap("missing"), resume_of(("skill", "Excel")))
    assert found is not None
    assert found.group == group


@pytest.mark.parametrize(
    ("text", "formal"),
    [
        ("Own car", True),
        ("access to your own vehicle", True),
        ("Right to work in the UK", True),
        ("Enhanced DBS check", True),
        ("No more than six penalty points", True),
        ("Own PPE", True),
        ("Clean driving record", True),
        ("Age: not exceeding 40 years", True),
        ("You'll need to be able to work evenings/weekends/bank hols", True),
        ("be part of a 1-in-6 on-call rota", True),
        ("Able to lift 50 lbs repeatedly", True),
        ("sit or stand for extended periods and lift up to 25 lbs", True),
        ("travel up to 30%", True),
        ("Ability to stand and walk for up to 8 hours", True),
        ("fine with 6am starts", True),
        ("work weekends and stay calm during a service of 120 covers", False),
        ("Manage the shift rota", False),
        ("Shift planning", False),
        ("Night shift leadership", False),
        ("Travel planning", False),
        ("Managing a team of 20 under pressure", False),
        ("Car sales", False),
        ("Food Hygiene Level 2", False),
    ],
)
def test_what_is_settled_with_yes_or_no_is_no_topic(text: str, formal: bool) -> None:
    assert is_formality(Requirement(text, "skill", PLACE)) is formal


@pytest.mark.parametrize(
    ("text", "figures", "group"),
    [
        ("Cut waste from 9% to 4%", ("9%", "4%"), "claim.better"),
        ("Passed 98% of X-ray inspections", ("98%",), "claim.figure"),
        ("Attended 900 calls a year on a double-crewed ambulance", ("900",), "claim.routine"),
        ("Raised £32k from 3 trusts", ("£32k",), "claim.figure"),
        ("Secured a £75k grant", ("£75k",), "claim.deed"),
        ("Answered 70 calls a day", ("70 calls",), "claim.routine"),
        ("Rebuilt the form; errors fell from 40 to 3 a day", ("40", "3"), "claim.better"),
        ("Opened the shop five days a week", ("five days",), "claim.deed"),
        ("Passed the SIA training", (), "claim.learned"),
        ("Passed all CQC audits", (), "claim.deed"),
    ],
)
def test_a_deed_is_asked_about_as_what_it_is(
    text: str, figures: tuple[str, ...], group: str
) -> None:
    claim = Claim(text, "achievement", PLACE, figures=figures)
    assert [name for name, _ in told_of([claim], is_claim=True)] == [group]
