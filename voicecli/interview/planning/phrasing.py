"""A document's words as they fit into a spoken sentence.

Documents speak in bullets: "Strong communication skills (written/verbal)". A question needs
"communication skills" behind "when it comes to". What fits no pattern is quoted whole.
"""

# ruff: noqa: E501  # a pattern that is broken over lines is harder to read than a long one

import re
from dataclasses import dataclass
from typing import Literal

from voicecli.interview.papers.to_machines import is_to_a_machine
from voicecli.interview.papers.tongues import tongues_in
from voicecli.interview.papers.work_verbs import AS_NOUN, base_of, is_base, is_past
from voicecli.interview.plan import Claim, Requirement
from voicecli.interview.planning.being import being
from voicecli.interview.planning.spoken_words import (
    a_or_an,
    as_spoken,
    is_plain,
    listed,
    small_first,
)

Form = Literal["thing", "do", "be", "did", "does", "words"]
"""Behind "when it comes to …"; behind "you would …"; behind "somebody who is …"; behind "you …", of
the past or of today; between quotation marks."""

THING_WORDS = 6
DOING_WORDS = 16
QUOTED_WORDS = 24
"""Longer phrases than these are hard to follow by ear."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a document, and how they fit into a sentence."""

    text: str
    form: Form


_YEARS = (
    r"(?:(?:at least|minimum(?: of)?|a minimum of|over|more than|around|about)\s+)?"
    r"(?:\d+(?:\s*(?:-|–|to)\s*\d+)?|one|two|three|four|five|six|seven|eight|ten)"
    r"(?:\s*\+|\s+or more)?\s+(?:years?|months?)(?:['’]s?)?(?:\s+of)?"
)
_PRAISE = (
    r"(?:proven|proved|strong|solid|excellent|good|great|demonstrable|demonstrated|extensive|ideally"
    r"|hands-on|prior|previous|working|in-depth|deep|thorough|basic|sound|advanced|outstanding"
    r"|exceptional|relevant|recent|significant|substantial|practical|professional|effective|specialist|expert|high"
    r"|superb|first-class|confident|some|an?|the(?!\s[\w-]+\s(?:of|to)\b)|clear|current|valid|real|genuine|broad|detailed)"
)
_HAVING = (
    r"(?:experience|knowledge|understanding|familiarity|proficien(?:cy|t)|expertise|skill(?:s|ed)?"
    r"|background|track record|command|competen(?:ce|cy|t)|grasp|exposure|interest|passion"
    r"|awareness|evidence|grounding|appreciation|aptitude|flair|enthusiasm|confidence|confident|comfort|ease|practice"
    r"|experienced|familiar|knowledgeable|comfortable|fluency)"
)
_EXPERIENCE = r"(?:\w+ )?experience(?: of| in| with)?"
_LEADS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:fully |jointly )?responsib(?:le|ility|ilities) for\s+(?:the\s+)?",
        rf"{_EXPERIENCE}\s+(?=(?:[A-Z][\w-]*\s)?\w+ing\b)",
        r"(?:you|candidates?|applicants?|the (?:ideal |successful )?(?:candidate|applicant))"
        r"\s+(?:(?:will|must|should|would|can|may)\s+)?(?:also\s+)?(?:ideally\s+)?"
        r"(?:have|has|be|are|is|bring|possess|hold|need|demonstrate|show|know)\s+",
        r"[\w-]+\s+experience\s+(?:of|with|in)\s+",
        r"know(?:ing)?\s+(?:(?:your|their) way (?:a)?round|about|all about)\s+",
        r"you\s+(?:enjoy|like|love|value|understand|know|thrive (?:on|in|under)|take pride in)\s+",
        r"(?:must|should|to)\s+(?:have|possess|hold|be|bring|show)\s+",
        r"(?:we(?:'re| are)? look(?:ing)? for|required|essential|desirable|preferred|requirements?"
        r"|nice to have|bonus|plus)\s*:?\s+",
        rf"{_YEARS}\s+",
        rf"{_PRAISE}(?:(?:,| and|, and)\s+{_PRAISE})*\s+",
        rf"{_HAVING}(?:(?:,| and| or)\s+{_HAVING})*\s+(?:of|with|in|using|as|for|on|at)\s+"
        r"(?:(?:the(?!\s[\w-]+\s(?:of|to)\b)|an?)\s+)?",
        r"(?:with|in|of|on|at|for)\s+(?!least\b)",
    )
]
_ABLE = re.compile(
    r"(?:be\s+)?(?:(?:the |an? )?(?:proven |demonstrated |strong )?ability|able|willing(?:ness)?|ready"
    r"|prepared|keen|eager|happy|pleased|glad|comfortable|available|free|flexible|confident"
    r"|confident enough|must be able|must be willing)\s+to\s+",
    re.IGNORECASE,
)
_WOULD = re.compile(
    r"(?:you(?:'ll| will| would| shall)|the \w+(?: \w+)? will"
    r"|responsib(?:le|ility|ilities) to|to"
    r"|(?:must|should|need to)(?!\s+(?:have|be|hold|possess|bring)\b))\s+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:,?\s+or\s+(?:an?\s+)?(?:equivalent|similar|(?:closely )?related)(?:\s+\w+){0,2})?"
    r"(?:,?\s+(?:(?:is|are|would be)\s+)?(?:(?:highly|strongly|very|an?)\s+)?"
    r"(?:required|essential|desirable|preferred|a must|a plus|advantageous|an advantage|an asset"
    r"|nice to have|mandatory|needed|ideal|beneficial|bonus))?$",
    re.IGNORECASE,
)
_BECAUSE = re.compile(r",?\s+(?:because|since we|as we|so (?:that )?\w+ (?:is|are|can|will))\b.*$")
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|must|should|can|you|we|our|they|who|which|that"
    r"|required|not)\b",
    re.IGNORECASE,
)
_YOU = re.compile(r"^you\s+(?:also\s+)?(?=[a-z])", re.IGNORECASE)
_WORKING_KNOWLEDGE = re.compile(rf"(?:{_PRAISE}\s+)*working\s+{_HAVING}\b", re.IGNORECASE)
_DOING = re.compile(
    r"(?:(?:proven |previous |prior |some |good |relevant |\w+ )?experience(?: of| in| with)?"
    r"|responsib(?:le|ility) for)\s+(?=\w+ing\s)",
    re.IGNORECASE,
)
_BOTH = re.compile(r"((?:,|\band|\bor)\s+)(\w+ing|\w+s)\b(?=,?\s+\w)", re.IGNORECASE)
_SIGN = re.compile(
    r"(?:the|an?|all|any|our|your|their|new|with|to|for|on|in|at|as|up|\w+ly|well|and \w+ the)\b"
)
_OBJECT = re.compile(r"(?:the|an?|all|any|what|how|when|whether|that|our|your|their|new)\b")
_NOUN_END = re.compile(r"\w+(?:tion|ment|ship|ness|ance|ence|ity|ing|ics|ery|age)\b", re.IGNORECASE)


_PLACED = re.compile(
    rf"(?:{_PRAISE}\s+)*(?:(?:{_YEARS}\s+)?(?:[\w-]+\s+)?experience\s+|{_YEARS}\s+)"
    r"(?=(?:in|on|at|within|behind|inside|around|under)\s+(?:an?|the|our)\s)(?!in the (?:use|field|area)s? of)",
    re.IGNORECASE,
)
"""What stands before the place of an experience: "5 years on the salon floor"."""
_ONE_OF = re.compile(
    r"(?!an? )(?:[\w-]+ )+?(?:manner|attitude|approach|mindset|personality|outlook|eye|presence|voice)"
    r"(?= (?:with|towards|to|for|on|in)\b|$)",
    re.IGNORECASE,
)
"""A quality that has an article: "a friendly manner with customers"."""
_QUALITY = re.compile(
    r"(?:tion|sion|ment|ship|ness|ance|ence|ity|ing|ism|asm|skills?|work|athy|ude|ative|ethics?|style"
    r"|hono?u?r|\w+cy|y of \w+|to detail|for \w+|eye|presence|outlook|personality|thinking"
    r"|judge?ment|spirit|mindset|approach|manner"
    r"|drive|pressure|energy|honesty|loyalty|courage|patience|abilit(?:y|ies)|care|abilities)$",
    re.IGNORECASE,
)


def of_requirement(requirement: Requirement) -> Phrase:
    """What is asked for, as it fits into a question."""
    told = _TAIL.sub("", _BECAUSE.sub("", as_spoken(requirement.text)))
    named = _named(requirement)
    if named and requirement.kind == "language":
        tongues = [name for name in requirement.names if tongues_in(name)] or requirement.names
        foreign = [name for name in tongues if name.lower() != "english"]
        any_will_do = re.search(r"\bor\b", requirement.text) is not None
        return Phrase(listed(foreign or tongues, 1 + any_will_do, "or"), "thing")
    if _is_clause(requirement):
        return Phrase(_short(f"somebody who {told}", QUOTED_WORDS), "words")
    if doing := _would_do(told, requirement.kind == "duty"):
        return doing
    if is_what := being(told):
        return Phrase(is_what, "be")
    formal = requirement.kind in ("education", "certificate")
    thing = _thing(told.split(",")[0] if formal else told, formal=formal)
    if thing and not (requirement.kind == "trait" and not _is_quality(thing.text)):
        return Phrase(a_or_an(thing.text), "thing") if _ONE_OF.match(thing.text) else thing
    if named and requirement.kind not in ("duty", "trait") and not _tells_little(named, told):
        return Phrase(
            _named(requirement, 1) if requirement.kind == "experience" else named, "thing"
        )
    return Phrase(_short(told, QUOTED_WORDS), "words")


def _tells_little(named: str, told: str) -> bool:
    """Whether a name is a small part of what is asked for: a place, or a common word."""
    alone = len(named.split()) == 1 and len(told.split()) > QUOTED_WORDS // 3
    return is_plain(named) or alone


def _named(requirement: Requirement, most: int = 2) -> str:
    """The names as they stand in the text, and joined as they are there: "AWS D1.1 or ISO 9606"."""
    text = requirement.text
    if most < 2:  # the first is what the document is about
        return listed(requirement.names, 1)
    names = sorted(requirement.names, key=lambda name: text.find(name) % (len(text) + 1))
    if len(names) < 2:
        return listed(names, most)
    between = text[text.find(names[0]) : text.find(names[1])]
    if "(" in between:  # "HPLC (Empower)": the second says more of the first
        return listed(names, 1)
    return listed(names, most, "or" if re.search(r"\bor\b", between) else "and")


def _is_clause(requirement: Requirement) -> bool:
    """Whether the document goes on about a person with it: "a manager who lives and breathes"."""
    begin = re.escape(" ".join(requirement.text.split()[:3]))
    quote = " ".join(requirement.place.quote.split())
    return bool(begin) and re.search(rf"\bwho (?:also )?{begin}", quote) is not None


def _is_quality(thing: str) -> bool:
    """Whether a trait is a noun ("discretion"), not what somebody is ("reliable")."""
    head = re.split(r"\s(?:with|towards|to|in|of|about)\s", thing)[0]
    return any(_QUALITY.search(one) for one in (thing, head))


def _would_do(told: str, is_duty: bool) -> Phrase | None:
    """What one would do ("manage a team"), if a text says it with a verb that is known.

    Behind "able to" any word is a verb; a duty that goes on with another one ends before it.
    """
    if _WORKING_KNOWLEDGE.match(told):
        return None
    sure = is_duty
    asked = _ABLE.match(told) or _WOULD.match(told)
    rest = told = told if asked else _YOU.sub("", told)
    if found := _ABLE.match(told) or _WOULD.match(told) or _DOING.match(told):
        rest, sure = told[found.end() :], True
    if sure:
        rest = _in_base_form(rest)
    rest = _short(_first_duty(rest), DOING_WORDS)
    first, _, behind = rest.partition(" ")
    verb = first.rstrip(",")
    joined = re.match(r"(?:and|or) (\w+)", behind) or (verb != first and re.match(r"(\w+)", behind))
    if not behind or behind.lower().startswith("of ") or (joined and not is_base(joined[1])):
        return None
    asked = asked if not told.lower().startswith("to ") else None  # "to degree level"
    if not (is_base(verb) or asked or (is_duty and _is_verb(verb, behind))):
        return None
    later = any(
        is_base(word) and word not in AS_NOUN for word in re.findall(r"\band (\w+)", behind)
    )
    noun = verb.lower() in AS_NOUN and not (joined or later or _SIGN.match(behind))
    if noun and not asked and (not sure or _compound(behind)):
        return None
    return Phrase(_own_words(small_first(rest)), "do")


def _in_base_form(text: str) -> str:
    """A text that begins "plans and presents" or "planning and presenting" with "plan and …"."""
    first, _, behind = text.partition(" ")
    verb = base_of(first.rstrip(","))
    if not behind or not verb:
        return text
    comma = "," * first.endswith(",")
    told = _BOTH.sub(lambda match: f"{match[1]}{_like(first, match[2])}", f"{comma} {behind}")
    return f"{verb}{told}"


def _like(first: str, word: str) -> str:
    """The base form of a word that stands in the same form as the first one."""
    same = first.rstrip(",").endswith("ing") == word.endswith("ing")
    return (base_of(word) if same else "") or word


def _is_verb(word: str, behind: str) -> bool:
    """Whether an unknown word at the head of a duty is a verb, by what follows ("decide what")."""
    noun = _NOUN_END.fullmatch(word) or word.endswith("s") or not word.isalpha()
    return not noun and bool(_OBJECT.match(behind))


def _first_duty(text: str) -> str:
    """A text up to a comma behind which another verb begins ("run the pass, write the order")."""
    for comma in re.finditer(r"[,;]\s+(?:and\s+)?(\w+)", text):
        before = text[: comma.start()]
        if len(before.split()) > 2 and is_base(comma[1]) and comma[1] not in AS_NOUN:
            return before
    return text


def _compound(behind: str) -> bool:
    """Whether a noun goes on ("report writing", "stock control"), and no verb was meant."""
    second = behind.split()[0].lower()
    return bool(_NOUN_END.fullmatch(second)) or second in AS_NOUN


_NO_NOUN = frozenset("no not never more less up under over between within must who whose".split())
"""What stands behind these cannot be had: "no more than six penalty points"."""


def _thing(told: str, *, formal: bool = False) -> Phrase | None:
    """A short noun phrase, without what praises it ("strong", "5 years of")."""
    placed = _PLACED.match(told)
    told = f"working {told[placed.end() :]}" if placed else told
    before = told if placed else ""
    while before != told:
        before = told
        for lead in _LEADS:
            found = lead.match(told)
            if found and told[found.end() :].strip():
                told = told[found.end() :]
    doing = re.match(r"\w{2,}ing\b(?! (?:and|or) \w+ing\b)", told) is not None
    if (
        not told
        or _FINITE.search(told)
        or len(told.split()) > (THING_WORDS + 5 * (doing or formal))
    ):
        return None
    first = told.split()[0]
    if (
        ("," in told and not doing)
        or ":" in told
        or (is_past(first) and len(told.split()) > 1 and not formal)
    ):
        return None
    if first.lower() in _NO_NOUN:
        return None
    if is_base(first) and len(told.split()) > 1 and first.lower() not in AS_NOUN:
        return None
    return Phrase(small_first(told), "thing")


_RESPONSIBLE = re.compile(r"^(?:was |were )?(?:\w+ly )?responsible for\s+", re.IGNORECASE)
TITLE_WORDS = 7


def title_of(phrase: Phrase) -> str:
    """A phrase as the name of a topic: short, with a capital."""
    short = _short(phrase.text, TITLE_WORDS)
    return short[:1].upper() + short[1:]


_FIRST_PERSON = re.compile(r"^(?:i|we)\s+(?:have\s+|also\s+|then\s+)*", re.IGNORECASE)


def of_claim(claim: Claim) -> Phrase:
    """What a résumé claims, as it fits into a question."""
    told = as_spoken(claim.text)
    rest = _FIRST_PERSON.sub("", told)
    rest = _RESPONSIBLE.sub("were responsible for ", rest)
    words = rest.split()
    late = len(words) > 1 and (words[0].lower().endswith("ly") or words[0].isupper())
    verb = words[1] if late else (words or [""])[0]
    if is_past(verb) and len(words) > 2:
        short = _short(rest, DOING_WORDS)
        return Phrase(_own_words(small_first(short)), "did")
    if is_base(verb) and len(words) > 2 and words[1].lower() != "of" and claim.kind != "skill":
        return Phrase(_own_words(small_first(_short(rest, DOING_WORDS))), "does")
    if claim.kind in ("skill", "language", "certificate") and claim.names:
        return Phrase(listed(claim.names), "thing")
    if claim.kind in ("skill", "language", "certificate", "education", "project"):
        thing = _thing(told)
        if thing is not None:
            return thing
    return Phrase(_short(told, QUOTED_WORDS), "words")


def _short(text: str, most: int) -> str:
    """`text` up to the last clause that ends within `most` words; cut there where none does."""
    if len(text.split()) <= most:
        return text
    head = " ".join(text.split()[:most])
    for end in (r"[,;:](?=\s)", r"\s(?:by|through|which|while|resulting|including|such|using)\s"):
        found = [match.start() for match in re.finditer(end, head)]
        if found and len(head[: found[-1]].split()) >= 3:
            return head[: found[-1]]
    cut = re.sub(
        r"(?:\s(?:and|or|of|for|to|with|in|on|at|the|a|an|as|from|by|per|our|their|your|its|all"
        r"|any|some|each|every|this|that|not|be|who|which|very))+$",
        "",
        head,
    )
    return cut.rstrip(" ,;:-–")


def _own_words(text: str) -> str:
    """What the writer says of themselves, said to them."""
    text = re.sub(r"^was\b", "were", text)
    for theirs, yours in ((r"\bmy\b", "your"), (r"\bmyself\b", "yourself"), (r"\bI\b", "you")):
        text = re.sub(theirs, yours, text)
    return re.sub(r"\bour\b", "the", text, flags=re.IGNORECASE)


_NOTHING = re.compile(
    r"\bother (?:\w+ )?(?:duties|tasks)\b|\bduties as (?:assigned|required)\b|\bas and when\b",
    re.IGNORECASE,
)


def is_usable(text: str) -> bool:
    """Whether words may stand in a question: not what tells a machine what to do, nor nothing."""
    told = re.search(r"\w\w|^[A-Z]$", text) and not _NOTHING.search(text)
    return bool(told) and not is_to_a_machine(text)
