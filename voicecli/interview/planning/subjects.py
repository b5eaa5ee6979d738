"""What a topic's questions can say: which templates fit a candidate, and what fills their slots."""

# ruff: noqa: E501  # a pattern that is broken over lines is harder to read than a long one

import re
from collections.abc import Iterator
from dataclasses import dataclass

from voicecli.analysis.english import content_stems
from voicecli.interview.fit.matching import is_of_any_work
from voicecli.interview.fit.ranking import Candidate, Ground
from voicecli.interview.plan import Claim, Job, Requirement, Resume
from voicecli.interview.planning.phrasing import (
    Phrase,
    is_usable,
    of_claim,
    of_requirement,
    title_of,
)
from voicecli.interview.planning.spoken_words import a_or_an, as_spoken

LONGEST_NAME = 8
"""Words of a title or an organisation that can be said within a question."""

LONGEST_QUOTE = 140
"""Characters of a résumé that are shown as the reason for a topic."""

_ROLE_GROUNDS: dict[Ground, str] = {
    "break": "claim.break",
    "short-stay": "claim.short",
    "jump": "claim.jump",
    "no-deeds": "claim.nodeeds",
}
_COUNTED = re.compile(
    r"\b(?:degree|licen[cs]e|certificate|certification|diploma|qualification|ph\.?d|msc|bsc|mba|card"
    r"|permit|ticket|apprenticeship|doctorate|a-level|badge|award)$",
    re.IGNORECASE,
)
"""At the end of what is counted: "a degree", but nobody has "a registration" or "a knowledge"."""
_BEHIND_NOUN = re.compile(
    r"\s(?:in|of|from|for|with|at|or|on|as|to|including|such)\b", re.IGNORECASE
)
_ROUTINE = re.compile(
    r"\b(?:an?|per|each|every) (?:year|month|week|day|shift|night|hour|season|service)\b"
    r"|\b(?:daily|weekly|monthly|annually|yearly|nightly)\b",
    re.IGNORECASE,
)
_LICENSED = re.compile(
    r"\b(?:qualified|registered|certified|licen[cs]ed|accredited|chartered|trained|owner|driver)\b",
    re.IGNORECASE,
)
_ABILITY = re.compile(
    r"(?:be|remain|stay|keep (?:calm|up|going|your)|work|think|act|adapt|cope|thrive|meet|hit|multi-?task"
    r"|travel|commute|relocate|lift|stand|learn|communicate|listen|juggle|react|speak|exceed|achieve"
    r"|show|get|handle pressure|use your (?:own )?initiative|take (?:initiative|direction|instruction)"
    r"|attend|pass)\b",
    re.IGNORECASE,
)
"""What one is able to do, day in and day out, rather than a task that somebody is given."""
_MEASURED = re.compile(
    r"[£$€]\s?\d[\d,.]*(?:\s?(?:k|m|bn|million|billion|thousand)\b)?"
    r"|\d[\d,.]*\s?(?:%|per ?cent|k?\s?(?:gbp|usd|eur|pounds?|dollars?|euros?)\b)",
    re.IGNORECASE,
)
"""A figure that somebody measured; "eight models" can be counted by looking."""
_LAST_JOB = re.compile(
    r"\b(?:last|latest|current|present|recent|previous) (?:job|role|position|post|employer|work)\b",
    re.IGNORECASE,
)
_NO_ARTICLE = re.compile(r"(?:head|director|chief|vice|president|chair|c[efot]o)\b", re.IGNORECASE)
_DETERMINED = re.compile(r"(?:an?|the|your|my|any|some|all|no)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked about: the groups of templates that fit, the best first, and their slots."""

    groups: tuple[str, ...]
    slots: dict[str, str]
    title: str
    why: str


def of_job(job: Job) -> dict[str, str]:
    """Slots for what the job is."""
    slots: dict[str, str] = {}
    if title := _name(job.title):
        slots |= {"job": title, "ajob": _with_article(title)}
    if company := _name(job.company):
        slots["company"] = company
    return slots


def of_candidate(candidate: Candidate, job: Job, resume: Resume) -> Subject | None:
    """How a candidate is asked about; None when the documents' words cannot be said.

    A strength is asked about as what the job wants and as what the résumé tells of it.
    """
    asked = [job.requirements[number] for number in candidate.requirements]
    told = [resume.claims[number] for number in candidate.claims]
    slots = of_job(job)
    groups: list[str] = []
    title = " ".join(candidate.title.split())
    if candidate.ground in _ROLE_GROUNDS:
        groups.append(_ROLE_GROUNDS[candidate.ground])
        slots["time"] = as_spoken(candidate.title)
        title = title[:1].upper() + title[1:]
    years = bool(asked) and all(map(is_of_any_work, asked)) and candidate.kind == "strength"
    if years and (role := _of_role(told)):
        groups.append("claim.role")
        title = " at ".join(role[name] for name in ("title", "org") if name in role)
    for requirement in () if years else asked:
        if found := _of_requirement(requirement, "gap" if candidate.kind == "gap" else "strength"):
            groups.append(found[0])
            slots |= found[1]
            title = found[2]
            break
    if candidate.kind != "gap":
        if of_role := _of_role(told):
            slots |= of_role
        about_role = candidate.ground in ("break", "short-stay", "jump")
        for group, words in () if about_role else _of_claims(told, candidate.kind == "claim"):
            groups.append(group)
            slots = {**words, **slots}
    if candidate.ground == "figure" and told:
        title = title_of(of_claim(told[0]))
    if candidate.kind == "gap" and resume.claims:
        slots["unsaid"] = (
            "Your résumé says only a little about"
            if candidate.ground == "partly"
            else "Your résumé does not mention"
        )
    slots.setdefault("at", "")
    if not groups or not all(is_usable(words) for words in slots.values() if words):
        return None
    why = _why(candidate, groups[0], slots, resume) if asked else candidate.why
    return Subject(tuple(dict.fromkeys(groups)), slots, title, why)


def of_role(words: str, resume: Resume) -> Subject | None:
    """The role of a résumé that words name: by where it was, or as the last job."""
    roles = [claim for claim in resume.claims if claim.kind == "role" and _of_role([claim])]
    stems = set(content_stems(words))
    meant = [one for one in roles if set(content_stems(one.organisation)) & stems]
    if _LAST_JOB.search(words):
        meant = meant or roles
    if not meant:
        return None
    slots = {"at": "", **_of_role(meant[:1])}
    title = " at ".join(slots[name] for name in ("title", "org") if name in slots)
    return Subject(("claim.role",), slots, title, "")


def _of_requirement(requirement: Requirement, kind: str) -> tuple[str, dict[str, str], str] | None:
    """The group of templates, the slots, and what the topic is called."""
    phrase = of_requirement(requirement)
    if not is_usable(phrase.text):
        return None
    of: str = requirement.kind
    if phrase.form == "do":
        can = requirement.kind == "trait" or (
            requirement.kind != "duty" and _ABILITY.match(phrase.text)
        )
        of = "ability" if can else "duty"
    elif phrase.form == "be":
        is_licence = requirement.kind == "certificate" or _LICENSED.search(phrase.text)
        of = "licence" if is_licence else "being"
    elif phrase.form == "words":
        of = "words"
    elif of == "duty":
        of = "experience"
    elif of in ("skill", "trait") and _is_counted(phrase.text):
        of = "certificate"
    return f"{kind}.{of}", _slots(phrase), title_of(phrase)


def _of_claims(claims: list[Claim], is_claim: bool) -> Iterator[tuple[str, dict[str, str]]]:
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
            measured = (
                _MEASURED.search(one)
                for one in claim.figures
                if not re.search(rf"{re.escape(one)}\s\d", claim.text)  # "70 Euro 5 buses"
            )
            figure = next((as_spoken(found[0]) for found in measured if found), "")
            slots = _slots(phrase) | ({"figure": figure} if figure else {})
            is_routine = claim.figures and _ROUTINE.search(phrase.text)
            group = "claim.figure" if figure else "claim.routine" if is_routine else "claim.deed"
            yield group, slots
            return
        if is_claim:
            yield f"claim.{phrase.form}", _slots(phrase)
            if phrase.form == "words" and claim.title:
                yield "claim.role", {}
            return


def _of_role(claims: list[Claim]) -> dict[str, str]:
    """Slots for the role that the first claim tells of or stands under."""
    for claim in claims:
        if claim.kind not in ("role", "achievement", "project"):
            continue
        title, place = _name(claim.title), _name(claim.organisation)
        slots: dict[str, str] = {}
        if title:
            slots |= {"title": title, "atitle": _with_article(title)}
        if place:
            slots |= {"org": place, "at": f" at {place}"}
        if slots:
            return slots
    return {}


def _slots(phrase: Phrase) -> dict[str, str]:
    if phrase.form != "thing":
        return {phrase.form: phrase.text}
    alone = _is_counted(phrase.text) and " and " not in phrase.text
    alone = alone and not _DETERMINED.match(phrase.text)
    if not alone:
        return dict.fromkeys(("x", "ax", "thx"), phrase.text)
    return {"x": phrase.text, "ax": a_or_an(phrase.text), "thx": f"the {phrase.text}"}


def _is_counted(thing: str) -> bool:
    """Whether a thing is one that people hold, or have one of: "a driving licence"."""
    return _COUNTED.search(_BEHIND_NOUN.split(thing)[0]) is not None


def _name(text: str) -> str:
    """A title or an organisation as it is said, without what stands behind a comma or a dash."""
    told = as_spoken(re.split(r",|\s[-–—|]\s", text)[0])
    words = told.split()
    if told.isupper() and (len(words) > 1 or len(told) > 4):  # a heading in capitals
        told = " ".join(word.capitalize() if len(word) > 3 else word for word in words)
    return told if is_usable(told) and len(told.split()) <= LONGEST_NAME else ""


def _with_article(title: str) -> str:
    return title if _NO_ARTICLE.match(title) else a_or_an(title)


def _why(candidate: Candidate, group: str, slots: dict[str, str], resume: Resume) -> str:
    """Why what a job asks for is a topic, in a sentence that reads well."""
    if "do" in slots:
        wants = f"The job asks you to {slots['do']}"
    elif "be" in slots:
        wants = f"The job asks for somebody who is {slots['be']}"
    elif "words" in slots and "x" not in slots:
        wants = f"The job description says “{slots['words']}”"
    elif "x" not in slots:
        wants = f"The job description says “{candidate.title}”"
    else:
        is_it = slots.get("x", "experience").endswith("experience")
        experience = "experience of " if group.endswith(".experience") and not is_it else ""
        wants = f"The job asks for {experience}{slots.get('ax', candidate.title)}"
    if not resume.claims:
        return f"{wants}."
    first = next((resume.claims[number].place.quote for number in candidate.claims), "")
    if not first:
        return f"{wants}, and the résumé does not mention it."
    quote = " ".join(first.split()).rstrip(" .")
    quote = quote if len(quote) <= LONGEST_QUOTE else f"{quote[:LONGEST_QUOTE].rstrip()}…"
    if candidate.kind == "gap":
        return f"{wants}; what comes nearest in the résumé is “{quote}”."
    return f"{wants}, and the résumé says: “{quote}”."
