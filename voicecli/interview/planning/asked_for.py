"""How a requirement is asked about: which group of templates fits it, and what fills the slots."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from voicecli.interview.fit.ranking import Candidate
from voicecli.interview.fit.spellings import is_named, keys
from voicecli.interview.papers.degrees import Degree, degrees_in
from voicecli.interview.plan import Claim, Requirement, Resume
from voicecli.interview.planning.naming import is_whole
from voicecli.interview.planning.phrase import Phrase, is_usable, title_of
from voicecli.interview.planning.phrasing import of_requirement, says_or
from voicecli.interview.planning.spoken_words import a_or_an, listed
from voicecli.interview.planning.things import LIKING, is_quality

_COUNTED = re.compile(
    r"\b(?:degree|licen[cs]e|certificate|certification|diploma|qualification|ph\.?d|msc|bsc"
    r"|mba|card"
    r"|permit|ticket|course|apprenticeship|doctorate|a-level|badge|award|visa|passport)$",
    re.IGNORECASE,
)
"""At the end of what is counted: "a degree", but nobody has "a registration" or "a knowledge"."""
_A_FUNCTION = re.compile(r"be (?:the|our|an?|one of)\b")
"""What somebody is in this job, and not by nature: "be the point of contact"."""
_ALONE = frozenset("card ticket award badge".split())
"""Nobody holds these but of a certain kind: "cash and card"."""
_HELD = re.compile(
    r"\b(?:status|registration|accreditation|membership|authori[sz]ation|endorsement)$"
    r"|\bLevel \d\b",
    re.IGNORECASE,
)
"""At the end of what is held all the same, or within the name of a qualification."""
_GIVEN = re.compile(r"\b(?:training|appointment|induction|clearance)$", re.IGNORECASE)
"""What somebody was given, where it is asked for as a skill: "negotiation training"."""
_LEVEL_OF = re.compile(r"\b[Ll]evel \d\b")
_OF_SCHOOLING = re.compile(
    r"\b(?:degrees?|diplomas?|qualif\w+|courses?|training|trained|education|school\w*|college"
    r"|universit\w+|graduat\w+|apprentice\w*|certificat\w+|stud(?:y|ies|ied|ying)|bachelor\S*"
    r"|master\S*|associate|doctora\w+|ph\.?d|[bm]\.?(?:a|sc|s|eng|ed|phil|tech|com)\.?|mba"
    r"|[ns]vq\w*|gcses?|a[- ]levels?|hn[cd]|btec|pgce|city and guilds|l\d|levels?|ged|ll[bm]"
    r"|baccalaureate|matric\w*|leaving cert|frameworks?|honours|2:[12]|first-class|numerate"
    r"|discipline)(?!\w)",
    re.IGNORECASE,
)
"""What names schooling; else a line of education is about what is learned there."""
_SCHEME = re.compile(r"\b(?:[NS]VQ|BTEC|GCSEs?|City and Guilds|A-levels?|HN[CD])\b", re.IGNORECASE)
_BEHIND_NOUN = re.compile(
    r"\s(?:in|of|from|for|with|at|or|on|as|to|including|such)\b"
    r"|\s(?:category|class|cat)\s\S+$",
    re.IGNORECASE,
)
_LICENSED = re.compile(
    r"\b(?:qualified|registered|certified|licen[cs]ed|accredited|chartered|trained|owner|driver)\b",
    re.IGNORECASE,
)
_ABILITY = re.compile(
    r"(?:be|remain|stay|keep (?:calm|up|going|your)|work|think|act|adapt|cope|thrive|meet|hit"
    r"|multi-?task|travel|commute|relocate|lift|stand|learn|communicate|listen|juggle|react"
    r"|speak|exceed|achieve"
    r"|show|get|handle pressure|use your (?:own )?initiative"
    r"|take (?:initiative|direction|instruction)|attend|pass)\b",
    re.IGNORECASE,
)
"""What one is able to do, day in and day out, rather than a task that somebody is given."""
_AVAILABLE = re.compile(
    r"(?:work|cover|do|be|travel|commute|start|attend|drive)\b.*\b(?:shifts?|weekends?|rota"
    r"|nights?|evenings?"
    r"|hours|on[- ]call|holidays|saturdays?|sundays?|[ap]m|between \d|overtime|days a week)\b",
    re.IGNORECASE,
)
"""When one is there, which is no task that could be done well or badly."""
_DETERMINED = re.compile(r"(?:an?|the|your|my|any|some|all|no|one|\d+)\s", re.IGNORECASE)
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)\s", re.IGNORECASE)
_OF_SOME = re.compile(r"^(?:an?|the|any|some|exposure to|hands-on)\s+", re.IGNORECASE)
_ITS_EXPERIENCE = re.compile(r"^(?:(?!and\b)\S+ ){0,4}?experience\b", re.IGNORECASE)
"""What is an experience by itself: "bookkeeping experience", but no "energy and experience"."""
_PLURAL = re.compile(r"\sand\s|[a-z](?<!s)s$")
_ARTICLE = re.compile(r"^(?:an?|the)\s+", re.IGNORECASE)
_WITH = re.compile(r"\s(?:with|who (?:has|holds)|holding)\s(?:an?\s|the\s)?", re.IGNORECASE)
_MOSTLY = 0.6
"""Share of a requirement's words that its names have, from which they say it all."""
_NUMBERS = dict(
    enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
)


@dataclass(frozen=True, slots=True)
class AskedFor:
    """The group of templates for a requirement, its slots, and what the topic is called."""

    group: str
    slots: dict[str, str]
    title: str


def asked_for(requirement: Requirement, candidate: Candidate, resume: Resume) -> AskedFor | None:
    """How a requirement is asked about; None when its words cannot be said."""
    kind = "gap" if candidate.kind == "gap" else "strength"
    speaking = [resume.claims[number] for number in candidate.claims]
    requirement = _narrowed(requirement, candidate, resume)
    phrase = of_requirement(requirement)
    if not is_usable(phrase.text) or (phrase.form == "words" and not is_whole(phrase.text)):
        return None
    if phrase.form == "do" and _AVAILABLE.match(phrase.text):
        phrase = Phrase(f"able to {phrase.text}", "be")
    is_to_be = phrase.form == "do" and requirement.kind != "duty" and phrase.text.startswith("be ")
    if is_to_be and not _A_FUNCTION.match(phrase.text):
        phrase = Phrase(phrase.text[3:], "be")
    elif _A_FUNCTION.match(phrase.text):  # "others be the …" cannot be said
        phrase = Phrase(f"act as {phrase.text[3:]}", "do")
    of = _group(requirement, phrase, speaking if kind == "strength" else [])
    if of == "certificate" and phrase.form == "thing":
        phrase = Phrase(_as_qualification(phrase.text), "thing")
    slots = slots_of(phrase)
    fewer = of in ("experience", "skill") and candidate.ground == "partly" and "exp" in slots
    if fewer and requirement.years:
        of = "years"
        slots["years"] = _years_of(requirement.years, phrase.text)
    return AskedFor(f"{kind}.{of}", slots, title_of(phrase))


def _group(requirement: Requirement, phrase: Phrase, speaking: Sequence[Claim]) -> str:
    """Which templates fit the form of a phrase, and what kind of thing it names."""
    kind, text = requirement.kind, phrase.text
    if phrase.form == "do":
        if text.startswith("act as "):
            return "duty"
        is_ability = kind == "trait" or (kind != "duty" and _ABILITY.match(text))
        return "ability" if is_ability else "duty"
    if phrase.form == "be":
        return "licence" if kind == "certificate" or _LICENSED.search(text) else "being"
    if phrase.form == "words":
        return "words"
    if LIKING.match(text):
        return "interest"
    kinds = {claim.kind for claim in speaking}
    if kind == "education" and not _OF_SCHOOLING.search(text) and not is_counted(text):
        return "skill"
    if kind == "education":
        levels = () if _LEVEL_OF.search(text) else degrees_in(requirement.text)
        return "school" if levels == (Degree.SCHOOL,) else "education"
    head = _BEHIND_NOUN.split(text)[0]
    is_held = _HELD.search(head) or (kind in ("skill", "certificate") and _GIVEN.search(head))
    if is_counted(text) or is_held or kinds == {"certificate"}:
        return "language" if kind == "language" else "certificate"
    if kind == "certificate" and kinds == {"skill"}:
        return "skill"
    if kind == "duty":
        return "experience"
    return "trait" if kind == "skill" and _is_soft(text) else kind


def _is_soft(text: str) -> bool:
    """Whether a skill is a quality of a person: "communication skills"."""
    return (
        is_quality(text)
        and re.search(
            r"\b(?:communication|interpersonal|people|organi[sz]ational|time[- ]management"
            r"|leadership|social|listening|telephone|negotiation|presentation) skills$"
            r"|\battention to detail$|^(?:literacy|numeracy|attendance|punctuality|reliability"
            r"|honesty|flexibility|enthusiasm|motivation|creativity|curiosity|resilience"
            r"|professionalism|tact|courtesy)$"
            r"|\b(?:manner|attitude|approach|mindset|personality|outlook|work ethic)\b"
            r"|\b(?:team ?work|discretion|empathy|patience|integrity|initiative)$",
            text,
            re.IGNORECASE,
        )
        is not None
    )


def slots_of(phrase: Phrase) -> dict[str, str]:
    """What a phrase fills in: a thing also behind an article, "your" and "experience of"."""
    if phrase.form != "thing":
        return {phrase.form: phrase.text}
    text = phrase.text
    first = text.split(" and ")[0]
    adjective = first.islower() and " " not in first and first != text  # "full and relevant …"
    alone = is_counted(text if adjective else first) and not _DETERMINED.match(text)
    bare = _ARTICLE.sub("", text)
    if _ORDINAL.match(text):  # "the 18th Edition"
        text = f"the {text}"
    slots = {
        "x": re.sub(r"\bexperience\b", "work", text),
        "ax": a_or_an(text) if alone else text,
        "thx": f"the {bare}" if alone or bare != text else text,
        "do_thx": "do" if _PLURAL.search(_BEHIND_NOUN.split(text)[0]) else "does",
        "yourx": bare if bare.startswith("your ") else f"your {bare}",
    }
    some = _OF_SOME.sub("", text)
    if _ITS_EXPERIENCE.match(some):
        slots["exp"] = some
    elif not re.search(r"\bexperience\b", some):
        slots["exp"] = f"experience of {some if some != bare else text}"
    return slots


def is_counted(thing: str) -> bool:
    """Whether a thing is one that people hold, or have one of: "a driving licence"."""
    head = _BEHIND_NOUN.split(thing)[0]
    alone = re.split(r"\s(?:and|or)\s", head)[-1].lower() in _ALONE
    return _COUNTED.search(head) is not None and not alone


def _as_qualification(text: str) -> str:
    """The name of a qualification as one that is held: "a Food Hygiene Level 3 qualification"."""
    named = _LEVEL_OF.search(text) and not is_counted(text) and not _SCHEME.search(text)
    return f"{text} qualification" if named else text


def _years_of(years: float, thing: str) -> str:
    """Years of something as they are asked for: "at least two years' experience of B2B sales"."""
    count, unit = (years, "year") if years >= 1 and years % 1 == 0 else (years * 12, "month")
    whole = round(count)
    many = whole != 1
    told = f"at least {_NUMBERS.get(whole, str(whole))} {unit}{'s' * many}"
    if thing.endswith("experience"):
        return f"{told} of {thing}"
    return f"{told}{'’' if many else '’s'} experience of {thing}"


def _narrowed(requirement: Requirement, candidate: Candidate, resume: Resume) -> Requirement:
    """What of a requirement there is to ask: the half that is missing, the choice that was made.

    Of "Docker and Kubernetes" a résumé may name the one, of "PRINCE2 or APM" it shows the other.
    """
    if requirement.kind == "certificate" and candidate.ground == "partly":
        who, *more = _WITH.split(requirement.text, maxsplit=1)
        told = [resume.claims[n] for n in candidate.claims]
        if more and any(keys(who) <= keys(f"{one.text} {one.title}") for one in told):
            return replace(requirement, text=more[0], names=())
    names = [name for name in requirement.names if name in requirement.text]
    if requirement.kind not in ("skill", "certificate") or len(names) < 2:
        return requirement
    said = sum(len(keys(name)) for name in names)
    if said < _MOSTLY * len(keys(requirement.text)):
        return requirement
    texts = [f"{one.text} {one.place.quote}" for one in resume.claims]
    shown = [name for name in names if any(is_named(name, text) for text in texts)]
    kept = shown if candidate.kind == "strength" else [one for one in names if one not in shown]
    if not kept or len(kept) == len(names):
        return requirement
    choice = candidate.kind == "gap" and says_or(requirement.text)
    told_of = listed(kept, 2, "or" if choice else "and")
    return replace(requirement, text=told_of, names=tuple(kept[:2]))
