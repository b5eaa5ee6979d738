"""What is asked for as a thing that can be named: "5+ years of strong B2B sales" is "B2B sales"."""

import re

from voicecli.interview.papers.work_verbs import AS_NOUN, is_base, is_past
from voicecli.interview.planning.phrase import headed, without_aside
from voicecli.interview.planning.spoken_words import a_or_an, small_first

THING_WORDS = 6
_LONGER_WORDS = 11
"""Words of a thing, and of one that is a task ("leading …") or a qualification."""

_YEARS = (
    r"(?:(?:at least|minimum(?: of)?|a minimum of|over|more than|around|about)\s+)?"
    r"(?:an?\s+)?(?:\d+(?:\s*(?:-|–|to)\s*\d+)?|one|two|three|four|five|six|seven|eight|ten|twelve)"
    r"(?:\s*\+|\s+or more)?[\s-]+(?:years?|months?)(?:['’]s?)?"
    r"(?:\s+(?:min(?:imum)?\.?|or so|or more|plus))?(?:\s+of)?"
)
_PRAISE = (
    r"(?:proven|proved|strong|solid|excellent|good|great|demonstrable|demonstrated|extensive"
    r"|ideally|hands-on|prior|previous|working(?=\s+(?:knowledge|understanding|experience))"
    r"|in-depth|deep|thorough|basic|sound|advanced|outstanding|exceptional|relevant|recent"
    r"|significant|substantial|practical|professional|effective|specialist|expert|high|superb"
    r"|first-class|confident|some|an?|the(?!\s[\w-]+\s(?:of|to)\b)|clear|current|valid|real"
    r"|genuine|broad|detailed|(?:well|highly)[- ]developed|plenty of"
    r"|lots of|a lot of|a wealth of|active(?=\s[A-Z])|minimum"
    r"|paid(?=\s(?:\w+\s)?(?:work|experience|employment)))"
)
_HAVING = (
    r"(?:experience|knowledge|understanding|familiarity|proficien(?:cy|t)|expertise"
    r"|skill(?:s|ed)?|background|track record|command|competen(?:ce|cy|t)|grasp|exposure"
    r"|interest|passion|awareness|evidence|grounding|appreciation|aptitude|flair|enthusiasm"
    r"|confidence|confident|comfort|ease|practice|experienced|familiar|knowledgeable|comfortable"
    r"|(?:well[- ])?versed|conversant|acquainted|adept|fluency|fluent|user|hands-on|literate)"
)
_NOTHING_NAMED = re.compile(
    rf"(?:an?\s+)?(?:{_YEARS}\s+)?{_HAVING}(?:(?:,| and| or)\s+{_HAVING})*", re.IGNORECASE
)
"""Says that something is had, and not what: "a track record"."""
_YEARS_BEHIND = re.compile(rf",\s+{_YEARS}$", re.IGNORECASE)
_WHO = r"(?:candidates?|applicants?|person|individual|post-?holder)"
_EXPERIENCE = r"(?:\w+ )?experience(?: of| in| with)?"
_LEADS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:fully |jointly )?responsib(?:le|ility|ilities) for\s+(?:the\s+)?",
        rf"{_EXPERIENCE}\s+(?=(?:[A-Z][\w-]*\s)?\w+ing\b)",
        rf"(?:you|{_WHO}|the (?:(?:ideal|successful) )?{_WHO}(?: (?:that )?(?:we|you) \w+)?)"
        r"\s+(?:(?:will|must|should|would|can|may)\s+)?(?:also\s+)?(?:ideally\s+)?"
        r"(?:have|has|be|are|is|bring|possess|hold|need|demonstrate|show|know)\s+",
        r"[\w-]+\s+experience\s+(?:of|with|in)\s+(?!the\s|an?\s)",
        r"(?:[\w-]+\s+)?user of\s+",
        r"using\s+(?=\w)",
        r"understands?\s+(?=\w)",
        r"(?:(?:have|has)\s+)?spent\s+(?=\w+\S*\s+(?:years?|months?)\b)",
        r"(?:know(?:s|ing)?\s+)?(?:your|their) way (?:a)?round\s+",
        r"know(?:s|ing)?\s+(?:about|all about)\s+",
        r"you\s+(?:enjoy|like|love|value|understand|know|thrive (?:on|in|under)|take pride in)\s+",
        r"(?:must|should|to)\s+(?:have|possess|hold|be|bring|show)\s+",
        r"(?:we(?:'re| are)? look(?:ing)? for|required|essential|desirable|preferred|requirements?"
        r"|nice to have|bonus|plus)\s*:?\s+",
        rf"{_YEARS}\s+",
        rf"{_PRAISE}(?:(?:,| and|, and)\s+{_PRAISE})*\s+",
        rf"{_HAVING}(?:(?:,| and| or)\s+{_HAVING})*\s+(?:of|with|in|using|as|for|on|at)\s+"
        r"(?:(?:the(?!\s[\w-]+\s(?:of|to)\b)|an?)\s+)?",
        r"(?:with|in|of|on|at|for)\s+(?!(?:least|front|charge|line|date|call|hand|time)\b)",
    )
]
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|must|should|can|you|we|us|our|they|who|which"
    r"|that|than|required|not)\b|'(?:re|ll|s (?:a|an|the|not))\b",
    re.IGNORECASE,
)
WORKING_KNOWLEDGE = re.compile(rf"(?:an?\s+)?(?:{_PRAISE}\s+)*working\s+{_HAVING}\b", re.IGNORECASE)
_PLACED = re.compile(
    rf"(?:{_PRAISE}\s+)*(?:(?:{_YEARS}\s+)?(?:[\w-]+\s+)?experience\s+|(?:spent\s+)?{_YEARS}\s+)"
    r"(?=(?:(?:in|on|at|within|behind|inside|around|under)\s+(?:an?|the|our)|as)\s"
    r"|(?:with|for)\s+an?\s(?:[\w-]+\s){0,3}(?:contractor|firm|company|employer|agency|practice"
    r"|consultancy|retailer|bank|organi[sz]ation|authority|trust|charity|start-?up)\b)"
    r"(?!in the (?:use|field|area)s? of)",
    re.IGNORECASE,
)
"""What stands before the place of an experience: "5 years on the salon floor"."""
_AS_WHAT = re.compile(r"as\s+(?!an?\s|the\s|part\b|well\b|both\b)(?=\w)", re.IGNORECASE)
_ONE_OF = re.compile(
    r"(?!an? )(?:(?!and an? )[\w-]+ )+?(?:manner|attitude|approach|mindset|personality|outlook|eye"
    r"|presence|voice|nature|temperament|demeanour|demeanor|work ethic)"
    r"(?= (?:with|towards|to|for|on|in)\b|$)"
    r"|(?:(?:good|keen|sharp|real|strong) )?(?:head|eye|ear|nose|flair|stomach|nerve|feel|taste)"
    r" for (?!the\b|an?\b)\w+$",
    re.IGNORECASE,
)
LIKING = re.compile(
    r"(?:an?\s+)?(?:(?:keen|real|genuine|strong|active|general|good|deep|demonstrable|true)\s+)*"
    r"(?P<kind>(?:interest|passion|love|enthusiasm|curiosity|fascination)\s(?:in|for|of|about|with)\s)",
    re.IGNORECASE,
)
"""What somebody likes, which is no knowledge of it: "an interest in plants"."""
FLAIR = re.compile(
    r"(?:an? )?(?:\w+ )?(?:head|eye|ear|nose|flair|stomach|nerve|feel|taste|knack|talent|passion)"
    r" for \w+(?: \w+)?",
    re.IGNORECASE,
)
"""A gift, some of whose names are verbs as well: "head for heights"."""
"""A quality that has an article: "a friendly manner with customers"."""
_QUALITY = re.compile(
    r"(?:tion|sion|ment|ship|ness|ance|ence|ity|ing|ism|asm|skills?|work|athy|ude|ative|ethics?"
    r"|style|hono?u?r|\w+cy|y of \w+|to detail|for \w+|eye|presence|outlook|personality|thinking"
    r"|judge?ment|spirit|mindset|approach|manner|drive|pressure|energy|honesty|loyalty|courage"
    r"|patience|abilit(?:y|ies)|care|abilities)$",
    re.IGNORECASE,
)
_BEFORE_NOUN = re.compile(r"^(?:over|under|out)(?=\w{3})")
_NO_NOUN = frozenset("no not never more less up under over between within must who whose".split())
"""What stands behind these cannot be had: "no more than six penalty points"."""


def names_a_thing(told: str) -> bool:
    """Whether a line surely begins with a noun: an unknown word may be a verb ("hunt for")."""
    first = _bare(told).split()[0] if _bare(told) else ""
    plain = first.lower().rstrip(",")
    if _bare(told) != told or first.isupper() or first[1:2].isupper():
        return True
    second = told.split()[1] if len(told.split()) > 1 else ""
    return plain in AS_NOUN or bool(_NOUN.search(plain)) or not second or second.endswith("ing")


_NOUN = re.compile(
    r"(?:ing|tion|sion|ment|ship|ness|ance|ence|ity|ics|ery|age|cy|ure|al|ous|s|ed|ive|ic|ly|ble)$"
)
"""Ends a noun, or what stands before one: no verb of work that is not known."""


def is_quality(thing: str) -> bool:
    """Whether a trait is a noun ("discretion"), not what somebody is ("reliable")."""
    head = re.split(r"\s(?:with|towards|to|in|of|about)\s", thing)[0]
    return any(_QUALITY.search(one) for one in (thing, head))


def is_one_quality(thing: str) -> bool:
    """Whether a thing is a quality of which one has one: "clear telephone manner"."""
    return _ONE_OF.match(re.sub(r"^an?\s+", "", thing, flags=re.IGNORECASE)) is not None


def thing(told: str, *, formal: bool = False, whole: bool = False) -> str:
    """A short noun phrase, without what praises it ("strong", "5 years of"); "" if it is none.

    One that is wanted `whole` is none where it is too long to be said.
    """
    line = told if formal else without_aside(told)
    told = _YEARS_BEHIND.sub("", _bare(line)) or line
    is_task = re.match(r"\w{2,}ing\b(?!,)(?! (?:and|or) \w+ing\b)", told) is not None
    if not told or _FINITE.search(told) or told.split()[0].lower() in _NO_NOUN:
        return ""
    first = told.split()[0]
    several = len(told.split()) > 1
    if ":" in told or (is_past(first) and several and told == line and not formal):
        return ""
    if "," in told and not is_task:
        return ""
    if is_base(first) and several and _BEFORE_NOUN.sub("", first.lower()) not in AS_NOUN:
        return ""
    most = _LONGER_WORDS if is_task or formal or whole else THING_WORDS
    if whole and len(told.split()) > most:
        return ""
    if _NOTHING_NAMED.fullmatch(told):
        return ""
    return with_article(small_first(headed(told, most)))


def with_article(text: str) -> str:
    """A thing, behind an article if it is a quality of which one has one."""
    bare = not re.match(r"(?:an?|the|your)\s", text)
    return a_or_an(text) if text and bare and is_one_quality(text) else text


def _bare(told: str) -> str:
    """A thing without all that stands before it."""
    if placed := _PLACED.match(told):
        place = told[placed.end() :]
        if found := _AS_WHAT.match(place):
            role = small_first(place[found.end() :])
            head = re.split(r"\s(?:or|and|in|of|with|for|at)\s", role)[0]
            place = f"as {role if head.endswith('s') else a_or_an(role)}"
        return f"working {place}"
    whole, before = told, ""
    while before != told:
        before = told
        for lead in _LEADS:
            found = lead.match(told)
            if found and told[found.end() :].strip():
                told = told[found.end() :]
    one = re.search(rf"\b(?:of|with|in|using|on|for)\s+(an?|the)\s+{re.escape(told)}$", whole)
    return f"{one[1]} {told}" if one and is_singular(told) else told


def is_singular(told: str) -> bool:
    """Whether the article that a thing had belongs to it: "a CRM", "the Children Act"."""
    return re.search(r"\b(?:use|field|area|world)$", told.split(" of ")[0]) is None
