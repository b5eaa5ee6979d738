"""How a résumé's claim is asked about: which group of templates fits it, what fills the slots."""

import re
from collections.abc import Iterator, Sequence

from voicecli.interview.plan import Claim
from voicecli.interview.planning.asked_for import slots_of
from voicecli.interview.planning.claim_phrases import of_claim
from voicecli.interview.planning.phrase import is_usable
from voicecli.interview.planning.spoken_words import a_or_an, as_spoken
from voicecli.understanding.words import STOP_WORDS

LONGEST_NAME = 8
"""Words of a title or an organisation that can be said within a question."""

_ROUTINE = re.compile(
    r"\d\S*\s(?!days?\b|hours?\b|weeks?\b)(?:[\w-]+\s){1,4}?(?:an?|per|each|every)\s"
    r"(?:year|month|week|day|shift|night|hour|season|service)\b"
    r"|\d\S*\s(?:[\w-]+\s){1,3}(?:daily|weekly|monthly|annually|yearly|nightly)\b",
    re.IGNORECASE,
)
"""What was done again and again: "answered 70 calls a day"."""
_MEASURED = re.compile(
    r"[£$€]\s?\d[\d,.]*(?:\s?(?:k|m|bn|million|billion|thousand)\b)?"
    r"|\d[\d,.]*\s?(?:%|per ?cent|k?\s?(?:gbp|usd|eur|pounds?|dollars?|euros?)\b)",
    re.IGNORECASE,
)
"""A figure that somebody measured; "eight models" can be counted by looking."""
_BETTER = re.compile(
    r"\b(?:cut|cutting|reduc|lower|decreas|halv|shorten|shrank|shrink|drop|rais|increas|grew|grow"
    r"|improv|boost|lift|doubl(?:ed|ing)|tripl(?:ed|ing)|quadrupl|sav(?:ed|ing)"
    r"|rose|fell|down|up (?:from|by)|accelerat"
    r"|from \d\S* ?%? to \d)",
    re.IGNORECASE,
)
"""A figure that was another one before."""
_RAISED = re.compile(r"\brais(?:ed|ing) (?:[a-z]+ ){0,2}[£$€]\S+(?! to\b)")
"""Money that was given, and no figure that was a smaller one before."""
_BY_HOW_MUCH = re.compile(
    r"\bfrom \S+.* to\b|\bby \S*\d|\bhalf\b|\bhalved\b|\bdoubled|\btripled|\bsav"
)
_LEARNED = re.compile(
    r"^(?:\w+ly )?(?:graduated|studied|qualified)\b"
    r"|^(?:\w+ly )?(?:passed|gained|obtained|completed|attended|achieved|earned|took"
    r"|were awarded)\s(?!.*\b(?:audits?|inspections?|projects?|samples?)\b)"
    r"(?=.*(?:\b(?i:courses?|training|degree|diploma|certificates?|certification"
    r"|qualification|apprenticeship|exams?|programme|modules?|levels?"
    r"|foundation|coding|accreditation|badge|licen[cs]e|test)\b|\b[A-Z]{2,}\d*\b))"
)
"""What somebody learned and can show a paper for."""
_MONEY = re.compile(r"[£$€]|\b(?:gbp|usd|eur|pounds?|dollars?|euros?)\b", re.IGNORECASE)
_EARNED = re.compile(
    r"\b(?:generat|rais|brought in|earn|sold\b|sell|turn(?:ed|ing)? over|contribut|bill|clos|book)",
    re.IGNORECASE,
)
_STATE = re.compile(r"^were (?:\w+ )?(?:responsible|accountable|answerable|in charge)\b")
"""What somebody was all the time, which has no result of its own."""
_ALONE = re.compile(
    r"^(?:self[- ]employed|freelance|freelancing|sole trader|own account|own business|contract"
    r"|contracting)$",
    re.IGNORECASE,
)
"""Titles of who worked for themselves; no place that stands behind is their employer."""
_NO_ARTICLE = re.compile(r"(?:head|director|chief|vice|president|chair|c[efot]o)\b", re.IGNORECASE)


def told_of(claims: Sequence[Claim], *, is_claim: bool) -> Iterator[tuple[str, dict[str, str]]]:
    """What the résumé tells, the first that can be said; of a claim also the role it was in."""
    for claim in claims:
        if claim.kind == "role":
            if is_claim:
                yield "claim.role", {}
                return
            continue
        phrase = of_claim(claim)
        if not is_usable(phrase.text):
            continue
        if phrase.form == "did":
            yield from _of_deed(claim, phrase.text)
            return
        if is_claim:
            yield f"claim.{phrase.form}", slots_of(phrase)
            if phrase.form == "words" and claim.title:
                yield "claim.role", {}
            return


def _of_deed(claim: Claim, did: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The groups for something that was done: better than before, measured, routine, or a deed."""
    slots = {"did": did}
    measured = (
        _MEASURED.search(one)
        for one in claim.figures
        if not re.search(rf"{re.escape(one)}\s\d", claim.text)  # "70 Euro 5 buses"
    )
    figure = next((as_spoken(found[0]) for found in measured if found), "")
    figure = figure if figure in did else ""
    if _LEARNED.search(did):
        yield "claim.learned", slots
    elif _STATE.match(did):
        yield "claim.routine" if claim.figures else "claim.deed", slots
    elif figure and _BETTER.search(did) and not _RAISED.search(did):
        yield "claim.better", slots | {"figure": figure}
    elif figure and (not _MONEY.search(figure) or _EARNED.search(did)):
        yield "claim.figure", slots | {"figure": figure}
    elif claim.figures and _BETTER.search(did) and _BY_HOW_MUCH.search(did):
        yield "claim.better", slots
    elif claim.figures and _ROUTINE.search(did):
        yield "claim.routine", slots
    else:
        yield "claim.deed", slots


def of_roles(claims: Sequence[Claim]) -> dict[str, str]:
    """Slots for the role that the first claim tells of or stands under."""
    for claim in claims:
        if claim.kind not in ("role", "achievement", "project"):
            continue
        title, place = name_of(claim.title), name_of(claim.organisation)
        slots: dict[str, str] = {}
        if _ALONE.match(title):
            title, place = "freelancer", ""
        place = "" if _ALONE.match(place) else place
        if title:
            slots |= {"title": title, "atitle": as_one(title)}
        if place:
            slots |= {"org": of_name(place), "at": f" at {of_name(place)}"}
        if slots:
            now = claim.ongoing
            return slots | {"were": "are you" if now else "were you", "is": "is" if now else "was"}
    return {}


def name_of(text: str) -> str:
    """A title or an organisation as it is said, without what stands behind a comma or a dash."""
    head = re.split(r",|\s[-–—|]\s|\s\((?!\w+\)\s)", text)[0]
    told = as_spoken(head)
    words = told.split()
    if told.lower() in STOP_WORDS or ":" in told or re.search(r"\b(?:19|20)\d\d\b", told):
        return ""
    if head.isupper() and (len(words) > 1 or len(told) > 4):  # a heading in capitals
        told = " ".join(word.capitalize() if len(word) > 3 else word for word in words)
    return told if is_usable(told) and len(told.split()) <= LONGEST_NAME else ""


_OF_ITS_KIND = re.compile(
    r"(?:university|city|town|borough|county|shire|royal borough|bank|ministry|department|school"
    r"|college|institute|diocese|state|port|museum|house|archdiocese|district|commonwealth) of\b"
    r"|(?:centre|center|institute|foundation|office|council|association|society|agency|commission)"
    r" (?:for|of)\b|(?:\w+ )?(?:law )?offices of\b",
    re.IGNORECASE,
)


def of_name(name: str) -> str:
    """A company as it is said within a sentence: "the University of Leeds"."""
    return f"the {name}" if _OF_ITS_KIND.match(name) else re.sub(r"^The\s", "the ", name)


_SEVERAL = re.compile(r"\w{3,}(?:ors|ers|ists|ians|ants|ents|eers|nurses|chefs|cooks|staff)$", re.I)
_IN_ADVERT = re.compile(
    r"\b(?:wanted|required|needed|urgent|hiring|vacanc(?:y|ies)|opening|opportunity|immediate)\b",
    re.IGNORECASE,
)


def job_as_one(title: str) -> str:
    """A job's title as the role that one person takes; "" for what an advertisement cries."""
    head = re.split(r"\s(?:in|of|for|at|with)\s", title)[0]
    if _SEVERAL.search(head) or _IN_ADVERT.search(title):
        return ""
    return as_one(title)


def as_one(title: str) -> str:
    """A role behind its article, unless there is only one of it: "head chef"."""
    return title if _NO_ARTICLE.match(title) else a_or_an(title)
