"""What a topic's questions can say: which templates fit a candidate, and what fills their slots."""

import re
from dataclasses import dataclass

from voicecli.analysis.english import content_stems
from voicecli.interview.fit.matching import is_of_any_work
from voicecli.interview.fit.ranking import Candidate, Ground
from voicecli.interview.plan import Claim, Job, Resume
from voicecli.interview.planning.asked_for import AskedFor, asked_for
from voicecli.interview.planning.claim_phrases import of_claim
from voicecli.interview.planning.formalities import is_formality
from voicecli.interview.planning.phrase import is_usable, title_of
from voicecli.interview.planning.spoken_words import as_spoken
from voicecli.interview.planning.told_of import (
    as_one,
    job_as_one,
    name_of,
    of_name,
    of_roles,
    told_of,
)

LONGEST_QUOTE = 140
"""Characters of a résumé that are shown as the reason for a topic."""

_ROLE_GROUNDS: dict[Ground, str] = {
    "break": "claim.break",
    "short-stay": "claim.short",
    "jump": "claim.jump",
    "no-deeds": "claim.nodeeds",
}
_LAST_JOB = re.compile(
    r"\b(?:last|latest|current|present|recent|previous) (?:job|role|position|post|employer|work)\b",
    re.IGNORECASE,
)


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
    if title := name_of(job.title):
        slots["job"] = title
        if one := job_as_one(title):
            slots["ajob"] = one
    if company := name_of(job.company):
        slots["company"] = of_name(company)
    return slots


def of_candidate(candidate: Candidate, job: Job, resume: Resume) -> Subject | None:
    """How a candidate is asked about; None when the documents' words cannot be said.

    A strength is asked about as what the job wants and as what the résumé tells of it. What is
    answered with yes or no is no subject.
    """
    asked = [job.requirements[number] for number in candidate.requirements]
    asked = [one for one in asked if not is_formality(one)]
    told = [resume.claims[number] for number in candidate.claims]
    if candidate.requirements and not asked:
        return None
    if candidate.ground in _ROLE_GROUNDS:
        return _of_role_ground(candidate, job, told)
    slots = {"at": "", **of_job(job)}
    groups: list[str] = []
    title = " ".join(candidate.title.split())
    years = bool(asked) and all(map(is_of_any_work, asked)) and candidate.kind == "strength"
    if years and (role := of_roles(told)):
        groups.append("claim.role")
        title = _title_of_role(role)
    fitting = (asked_for(one, candidate, resume) for one in asked if not years)
    if found := next((one for one in fitting if one), None):
        groups.append(found.group)
        slots |= found.slots
        title = found.title
    if candidate.kind != "gap":
        slots |= of_roles(told)
        for group, words in told_of(told, is_claim=candidate.kind == "claim"):
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
    if not groups or not all(is_usable(words) for words in slots.values() if words):
        return None
    why = _why(candidate, found, groups[0], resume) if asked else candidate.why
    return Subject(tuple(dict.fromkeys(groups)), slots, title, why)


def _of_role_ground(candidate: Candidate, job: Job, told: list[Claim]) -> Subject | None:
    """A time without a job, or a role that raises a question."""
    time = as_spoken(candidate.title)
    time = time if time.startswith("the ") else f"the time from {time}"
    now = "since" in time
    slots = {
        "at": "",
        **of_job(job),
        "time": time,
        "did_then": "have you done" if now else "did you do",
    }
    slots |= of_roles(told[-1:] if candidate.ground == "jump" else told)
    if candidate.ground == "short-stay" and "org" not in slots:
        slots["at"] = f" as {slots['atitle']}" if "atitle" in slots else ""
        if not slots["at"]:
            return None
    if candidate.ground == "jump" and (before := name_of(told[0].title)):
        slots["from"] = as_one(before)
    groups = [_ROLE_GROUNDS[candidate.ground]]
    if candidate.ground == "no-deeds":
        groups.append("claim.role")
    if not all(is_usable(words) for words in slots.values() if words):
        return None
    title = " ".join(candidate.title.split())
    return Subject(tuple(groups), slots, title[:1].upper() + title[1:], candidate.why)


def of_role(words: str, resume: Resume) -> Subject | None:
    """The role of a résumé that words name: by where it was, or as the last job."""
    roles = [claim for claim in resume.claims if claim.kind == "role" and of_roles([claim])]
    stems = set(content_stems(words))
    meant = [one for one in roles if set(content_stems(one.organisation)) & stems]
    if _LAST_JOB.search(words):
        meant = meant or roles
    if not meant:
        return None
    slots = {"at": "", **of_roles(meant[:1])}
    return Subject(("claim.role",), slots, _title_of_role(slots), "")


def _title_of_role(slots: dict[str, str]) -> str:
    return " at ".join(slots[name] for name in ("title", "org") if name in slots)


def _why(candidate: Candidate, found: AskedFor | None, group: str, resume: Resume) -> str:
    """Why what a job asks for is a topic, in a sentence that reads well."""
    slots = found.slots if found else {}
    if "do" in slots:
        wants = f"The job asks you to {slots['do']}"
    elif "be" in slots:
        wants = f"The job asks for somebody who is {slots['be']}"
    elif "years" in slots:
        wants = f"The job asks for {slots['years']}"
    elif "x" in slots:
        is_work = group.endswith(".experience")
        wants = f"The job asks for {slots.get('exp' if is_work else 'ax', slots['x'])}"
    else:
        wants = f"The job description says “{slots.get('words', candidate.title)}”"
    if not resume.claims:
        return f"{wants}."
    first = next((resume.claims[number].place.quote for number in candidate.claims), "")
    if not first:
        return f"{wants}, and the résumé does not mention it."
    if candidate.kind == "gap":
        return f"{wants}; what comes nearest in the résumé is {quoted(first)}."
    return f"{wants}, and the résumé says: {quoted(first)}."


def quoted(text: str) -> str:
    """A line between quotation marks, without a stop of its own, cut where it is long."""
    quote = " ".join(text.split()).rstrip(" .")
    return f"“{quote if len(quote) <= LONGEST_QUOTE else f'{quote[:LONGEST_QUOTE].rstrip()}…'}”"
