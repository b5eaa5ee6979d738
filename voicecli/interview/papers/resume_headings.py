"""What part of a résumé a heading opens."""

import re
from typing import Literal

Part = Literal[
    "header",
    "summary",
    "experience",
    "education",
    "skills",
    "certificates",
    "languages",
    "projects",
    "achievements",
    "other",
]
"""`header` is all that stands before the first heading: name, address, often a profession."""

_NOUNS: dict[Part, frozenset[str]] = {
    "experience": frozenset(
        "experience experiences employment career work positions appointments internship"
        " internships placements placement practicum rotations volunteering volunteer jobs roles"
        " service employers engagements assignments residency background teaching worked".split()
    ),
    "education": frozenset(
        "education academic academics studies degrees degree schooling training qualifications"
        " qualification diplomas coursework apprenticeship development learning study school"
        " schools".split()
    ),
    "skills": frozenset(
        "skills skill competencies competences competency expertise technologies technology tools"
        " proficiencies strengths stack software equipment abilities capabilities toolbox toolkit"
        " specialties specialities knowledge techniques specializations specialisations".split()
    ),
    "certificates": frozenset(
        "certifications certification certificates certificate licenses licences license licence"
        " licensure licensing credentials accreditations accreditation registrations registration"
        " admissions tickets memberships membership affiliations endorsements courses"
        " permits cards clearances".split()
    ),
    "languages": frozenset(["languages", "language"]),
    "projects": frozenset(
        "projects project portfolio publications publication productions commissions"
        " exhibitions talks presentations conferences patents research".split()
    ),
    "achievements": frozenset(
        "achievements accomplishments awards award grants funding honours honors"
        " highlights recognition results prizes".split()
    ),
    "summary": frozenset(
        "summary profile objective objectives statement about overview introduction goal goals"
        " bio biography".split()
    ),
    "other": frozenset(
        "references referees refs interests hobbies contact details"
        " activities personal information availability declaration misc"
        " miscellaneous other additional".split()
    ),
}
_NEVER_ALONE = frozenset(
    "service background project volunteer degree placement"
    " worked knowledge recognition results details development information personal language"
    " technology software equipment roles award funding".split()
)
"""Words that head a part only beside another word of headings or one that goes with it."""
_BESIDE = frozenset(
    "and & of the in my me on i can do what key core main additional further other relevant"
    " selected professional technical clinical teaching work working history career employment"
    " personal soft"
    " hard computer it areas area summary practical industry industrial community military academic"
    " legal culinary driving sales early previous current past notable recent special digital"
    " language project leadership management qualifications continuing vocational"
    " formal executive bar board interpersonal transferable major published open source side"
    " change resettlement community field student related non-clinical industry paid unpaid full"
    " used have included include known spoken foreign linguistic native where"
    " have i've been sea flight flying".split()
)
_ORDER: tuple[Part, ...] = (
    "certificates",
    "languages",
    "skills",
    "projects",
    "education",
    "achievements",
    "experience",
    "summary",
    "other",
)
_SUMMARIES = frozenset("summary overview profile objective objectives goal goals".split())
_OF_ANY = _SUMMARIES | {"background", "details", "information", "highlights", "personal"}
"""Words that follow the noun of any part."""
_MOST_WORDS = 6


def part_of(heading: str) -> Part | None:
    """The part of a résumé that a heading opens; None when it is none of them.

    All words of it have to be those of headings, so that "Director of Education" is a title. Of
    two parts ("Education and training", "Skills and languages") the first one named counts.
    """
    words = re.findall(r"[^\W\d_]+(?:[-'][^\W\d_]+)*|&", heading.lower().replace("’", "'"))
    if not 0 < len(words) <= _MOST_WORDS or re.search(r"\d|[,@|]", heading):
        return None
    nouns = [(word, part) for word in words if (part := _part_of_word(word))]
    if not nouns or any(word not in _BESIDE and not _part_of_word(word) for word in words):
        return None
    if len(words) == 1 and words[0] in _NEVER_ALONE:
        return None
    return _chosen(words, nouns)


def _chosen(words: list[str], nouns: list[tuple[str, Part]]) -> Part:
    """The part of a heading's last noun before "and", unless that one goes with any part.

    "Project experience" is experience, "academic background" education, "skills summary" skills.
    """
    if "and" in words or "&" in words:
        cut = next(index for index, word in enumerate(words) if word in ("and", "&"))
        nouns = [pair for pair in nouns if pair[0] in words[:cut]] or nouns
    if nouns[0][1] == "summary":  # "summary of qualifications"
        return "summary"
    own = [part for word, part in nouns if word not in _OF_ANY]
    if own and (own[-1] != "experience" or nouns[-1][0] not in _SUMMARIES):
        return own[-1]
    return nouns[-1][1]


def _part_of_word(word: str) -> Part | None:
    return next((part for part in _ORDER if word in _NOUNS[part]), None)
