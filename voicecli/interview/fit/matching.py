"""Which requirements of a job a résumé meets, in part or not at all, and by which claims.

Names count in any of their spellings; years are those of the roles that speak for a requirement;
degrees and languages have levels; what is worded otherwise is found by meaning. The bounds were
measured on labelled pairs of many professions (`benchmarks/interview_match.py`).
"""

import re
from dataclasses import replace
from datetime import date

from voicecli.interview.fit.evidence import ALL_WORDS, SURE, Claims, Evidence, asked, is_hedged
from voicecli.interview.fit.qualifying import Judged, degree_fit, is_choice, joined, tongue_fit
from voicecli.interview.fit.spellings import is_named, keys, marked_keys
from voicecli.interview.fit.trades import has_trade
from voicecli.interview.papers.degrees import degrees_in
from voicecli.interview.papers.periods import years_of
from voicecli.interview.plan import Claim, Fit, Job, Match, Requirement, Resume
from voicecli.protocols import Embedder

MET = 0.5
PARTLY = 0.4
_CERTAIN = 0.88
"""A certificate is one or is not: nothing that is only like it counts."""
_OF_ROLE = 0.4
"""A role is of the kind that years are asked of from this likeness on."""
_ROUNDED = 0.25
"""Years that may be missing: dates without months are as inexact."""
_MOST_CLAIMS = 5
_LONG_WORD = 3
_BY_MEANING = ("skill", "experience", "duty", "trait", "education")
_LEVEL = re.compile(
    r"^(?:(?:advanced|strong|good|basic|intermediate|solid|excellent|proven|sound)\s+)+",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"^(?:(?:you|have|has|must|hold|will|should|be|an?|the|relevant|recognised|university)\s+)*"
    r"(?:(?:bachelor|master)(?:['’]?s)?|degree|ph\.?d|bsc|msc|diploma)\b",
    re.IGNORECASE,
)
_WITH = re.compile(r"\s(?:with|who (?:has|holds)|holding|on (?:the|an?))\s", re.IGNORECASE)
_OWNED = re.compile(
    r"\bown (?:car|van|vehicle|transport|tools)\b|\b(?:car|vehicle) owner\b"
    r"|\baccess to a (?:car|vehicle)\b",
    re.IGNORECASE,
)
_DRIVING = re.compile(r"\bdriv\w+(?:'s|’s)? licen[cs]e", re.IGNORECASE)
_WHOSE = re.compile(
    r"\b(?:UK|EU|EEA|US|NZ|British|Irish|Australian|Canadian|European|state|provincial|full|clean"
    r"|valid|current|manual)\s+",
    re.IGNORECASE,
)
"""What tells nothing of a licence to drive: everybody has that of where they live."""
_SHARE_OF_NAMES = 0.25
_WISHED = re.compile(r"\s*[,(–—]\s*(?:and )?(?:preferably|ideally)\b.*$", re.IGNORECASE)
_LEAST_NEEDED = 3
_STATED = re.compile(
    r"\b(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty)\+?\s*"
    r"(?:years?|yrs?)\b",
    re.IGNORECASE,
)
_TIME = re.compile(rf"{_STATED.pattern}|\b\d{{1,2}}\+?\s*months?\b", re.IGNORECASE)
_NUMBERS = dict(
    zip("two three four five six seven eight nine ten".split(), range(2, 11), strict=True)
) | {"twelve": 12, "fifteen": 15, "twenty": 20}


def match(job: Job, resume: Resume, embedder: Embedder | None, today: date) -> tuple[Match, ...]:
    """One match for each requirement, in their order; without an embedder by words alone."""
    claims = Claims(resume, embedder)
    claims.learn([text for requirement in job.requirements for text in asked(requirement)])
    return tuple(
        _matched(number, requirement, claims, today)
        for number, requirement in enumerate(job.requirements)
    )


def _matched(number: int, requirement: Requirement, claims: Claims, today: date) -> Match:
    fit, found = _judged(requirement, claims, today)
    best = [one for one in found if one.strength >= PARTLY] if fit != "missing" else []
    likeness = found[0].strength if found else 0.0
    speaking = tuple(dict.fromkeys(one.claim for one in best))[:_MOST_CLAIMS]
    return Match(number, fit, round(min(likeness, 1.0), 3), speaking)


def _judged(requirement: Requirement, claims: Claims, today: date) -> Judged:
    requirement = _needed(requirement)
    if requirement.kind == "language" and (judged := tongue_fit(requirement, claims)):
        return judged
    if _is_of_degree(requirement) and (judged := _by_degree(requirement, claims)):
        return judged
    if _OWNED.search(requirement.text) and requirement.kind not in ("duty", "experience"):
        return _by_owning(claims)
    fit, found = _by_names(requirement, claims)
    if requirement.years:
        return _by_years(requirement, fit, found, claims, today)
    if fit == "met" and found and is_hedged(claims.claims[found[0].claim]):
        return "partly", found
    if fit == "missing" and requirement.kind == "certificate":
        return _by_profession(requirement, claims) or (fit, found)
    return fit, found


def _needed(requirement: Requirement) -> Requirement:
    """What is needed of a requirement, without what is only wished behind it ("preferably …")."""
    text = _WISHED.sub("", requirement.text)
    if len(text.split()) < _LEAST_NEEDED and not degrees_in(text):
        return requirement
    return replace(requirement, text=text, names=tuple(n for n in requirement.names if n in text))


def _by_owning(claims: Claims) -> Judged:
    """By a claim that says just that: nobody who sold cars has one for it."""
    told = [n for n, text in enumerate(claims.texts) if _OWNED.search(text)]
    found = [Evidence(number, ALL_WORDS) for number in told]
    return ("met" if found else "missing"), found


def _by_profession(requirement: Requirement, claims: Claims) -> Judged | None:
    """What a certificate is asked of, where a résumé names that: "registered nurse with …"."""
    profession = _WITH.split(requirement.text)[0]
    if len(profession) == len(requirement.text) or not (wanted := keys(profession)):
        return None
    found = [
        Evidence(number, PARTLY)
        for number, claim in enumerate(claims.claims)
        if claim.kind in ("role", "certificate") and wanted <= keys(claims.texts[number])
    ]
    return ("partly", found) if found else None


def _is_of_degree(requirement: Requirement) -> bool:
    """Whether a degree is asked for, also among the duties ("you will have a degree in law")."""
    if requirement.kind == "education":
        return True
    return requirement.kind in ("duty", "skill", "trait") and bool(_DEGREE.search(requirement.text))


def _by_degree(requirement: Requirement, claims: Claims) -> Judged | None:
    """By the degree asked for, or by its very name ("PGCE")."""
    fit, found = _by_names(requirement, claims)
    judged = degree_fit(requirement, claims)
    if judged is None or (fit == "met" and found[0].strength >= 1.0 and judged[0] != "met"
                          and claims.claims[found[0].claim].kind == "education"):  # fmt: skip
        return (fit, found) if judged is not None else None
    return judged


def _by_names(requirement: Requirement, claims: Claims) -> Judged:
    near = claims.likeness(asked(requirement))
    names = requirement.names
    if requirement.kind != "certificate":  # "Advanced Excel", but not "Advanced Life Support"
        names = tuple(_LEVEL.sub("", name) or name for name in names)
    else:
        names = tuple(_WHOSE.sub("", name) if _DRIVING.search(name) else name for name in names)
    whole = claims.for_words(_TIME.sub(" ", requirement.text), near)
    if not names:
        return _fit(requirement, whole[0].strength if whole else 0.0), whole
    loose = requirement.kind == "experience"
    each = [
        claims.for_name(
            name,
            claims.likeness([name]),
            proper=_is_proper(name, requirement.text),
            part_counts=loose,
        )
        for name in names
    ]
    fits = [_fit(requirement, found[0].strength if found else 0.0) for found in each]
    fit = joined(fits, any_will_do=is_choice(requirement.text))
    is_marked = _is_marked(requirement, names)
    if fit == "missing" and not is_marked and requirement.kind in _BY_MEANING:
        by_all = _fit(requirement, whole[0].strength if whole else 0.0)
        is_aside = by_all == "partly" and bool(_marked_in(names))  # "support at a SaaS company"
        fit = by_all if is_aside else _at_most_partly(by_all)
    found = sorted((one for some in (*each, whole) for one in some), key=lambda one: -one.strength)
    return fit, found


def _is_marked(requirement: Requirement, names: tuple[str, ...]) -> bool:
    """Whether a requirement is of its names alone, which look like no words: "TIG", "V300".

    Experience is also of the work told beside them ("two years in support at a SaaS company").
    """
    if requirement.kind == "duty" or not (marked := _marked_in(names)):
        return False
    own = keys(_TIME.sub(" ", requirement.text))
    return requirement.kind != "experience" or len(marked) > _SHARE_OF_NAMES * len(own)


def _marked_in(names: tuple[str, ...]) -> frozenset[str]:
    """The keys of all words of names that look like no words."""
    return frozenset(key for name in names for key in marked_keys(name))


def _is_proper(name: str, text: str) -> bool:
    """Whether a name has its capitals for itself: not for standing first, nor as all words do."""
    at = text.find(name)
    words = [word for word in text.split() if word[:1].isalpha() and len(word) > _LONG_WORD]
    capitals = sum(word[0].isupper() for word in words)
    return (
        at > 0
        and all(word[0].isupper() for word in name.split() if word[0].isalpha())
        and capitals * 2 <= len(words)
    )


def _at_most_partly(fit: Fit) -> Fit:
    return "partly" if fit == "met" else "missing"


def _fit(requirement: Requirement, strength: float) -> Fit:
    if requirement.kind == "certificate":
        return "met" if strength >= _CERTAIN else "missing"
    return "met" if strength >= MET else "partly" if strength >= PARTLY else "missing"


def _by_years(
    requirement: Requirement, fit: Fit, found: list[Evidence], claims: Claims, today: date
) -> Judged:
    """The years of the roles that speak for it, against those that are asked."""
    years = requirement.years or 0.0
    roles = _roles_of(requirement, claims)
    have = max(years_of(roles, today), _stated(requirement, claims))
    enough = have >= years - _ROUNDED
    if roles and not _work_in(requirement):  # years at work, of no kind in particular
        latest = max(range(len(roles)), key=lambda n: (roles[n].ongoing, roles[n].start))
        shown = [Evidence(claims.claims.index(roles[latest]), MET)]
        return ("met" if enough else "partly"), shown
    if fit == "missing":
        return ("partly", found) if enough and not requirement.names else (fit, found)
    if enough and fit == "partly" and _is_work_done(requirement, found, claims):
        return "met", found
    if enough:
        return fit, found
    return "partly", found


def _is_work_done(requirement: Requirement, found: list[Evidence], claims: Claims) -> bool:
    """Whether a deed is surely of the kind asked for, in a part of its name at least."""
    named = keys(" ".join(requirement.names) or requirement.text)
    return any(one.strength >= SURE and keys(claims.texts[one.claim]) & named for one in found)


def _roles_of(requirement: Requirement, claims: Claims) -> list[Claim]:
    """The roles that are of the kind asked for, by their title or by what was done in them."""
    near = claims.likeness(asked(requirement))
    wanted = _work_in(requirement)
    dated = [
        (number, claim)
        for number, claim in enumerate(claims.claims)
        if claim.start and claim.kind in ("role", "achievement")
    ]
    if not wanted:  # "five years of relevant experience"
        return [claim for _, claim in dated]
    return [
        claim
        for number, claim in dated
        if any(is_named(name, claims.texts[number]) for name in requirement.names)
        or keys(claims.texts[number]) & wanted
        or float(near[number]) >= _OF_ROLE
        or has_trade(claim.title, _TIME.sub(" ", requirement.text))
    ]


def is_of_any_work(requirement: Requirement) -> bool:
    """Whether years are asked of no work in particular ("five years of relevant experience")."""
    return bool(requirement.years) and not _work_in(requirement)


def _work_in(requirement: Requirement) -> frozenset[str]:
    """The keys of the work that years are asked of; none in "five years of relevant experience"."""
    return keys(_TIME.sub(" ", " ".join((requirement.text, *requirement.names))))


def _stated(requirement: Requirement, claims: Claims) -> float:
    """The years that a claim itself names, if it is about what is asked."""
    near = claims.likeness(asked(requirement))
    wanted = keys(requirement.text)
    found = [0.0]
    for number, claim in enumerate(claims.claims):
        if told := _STATED.search(claim.text):
            about = keys(claim.text) & wanted or float(near[number]) >= _OF_ROLE
            if about:
                found.append(float(_NUMBERS.get(told[1].lower(), 0) or int(told[1])))
    return max(found)
