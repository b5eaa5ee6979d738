"""Who offers a job, as far as its description gives evidence of it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from voicecli.interview.papers.job_headings import is_heading, part_of
from voicecli.interview.papers.job_titles import (
    COMPANY_END,
    TOP,
    has_label,
    is_before_lists,
    is_occupation,
    lines_of,
    names_occupation,
    split_line,
)
from voicecli.interview.papers.not_asked import offers
from voicecli.interview.papers.paper_parts import Section
from voicecli.interview.papers.titles import plain_title
from voicecli.interview.papers.work_verbs import is_base
from voicecli.understanding.words import STOP_WORDS, common_words

_COMPANY_LABEL = re.compile(
    r"^(?:company(?: name)?|employer|owner|operator|organi[sz]ation|client|school|hospital|firm"
    r"|practice"
    r"|business|agency|institution)\s*[:–—-]\s*(\S.*)$",
    re.IGNORECASE,
)
_SEEKER = re.compile(
    r"(?:^|[.!?]\s+)((?:The\s+)?[A-Z][\w&'’.-]*(?:\s+(?:&|and|of|the|de"
    r"|[A-Z][\w&'’.-]*)){0,5})(?:,[^,.]{3,60},)?\s+(?:is|are|seeks|needs|wants|requires"
    r"|has)\s+(?:currently |now |also |actively |a\b|an\b|the\b|one of|on a mission|looking|seeking"
    r"|hiring|recruiting|searching|in search)",
)
_OFFICE = re.compile(
    r"\b(?:University|City|County|Borough|Bank|School|College|Institute|Church|Museum"
    r"|Ministry|Directorate|Commission|Diocese|State|Town|Port)"
    r" of (?:the )?[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*",
    re.IGNORECASE,
)
_WE_ARE = re.compile(
    r"\b[Aa]t ((?:The )?[A-Z][\w&'’-]*(?: [A-Z][\w&'’-]*){0,3}),? we\b"
    r"|\bWe(?:['’]re| are) ((?:The )?[A-Z][\w&'’-]*(?: [A-Z][\w&'’-]*){0,3})(?=[.,!]| and\b"
    r"| [–—-])"
    r"|\b[Cc]lient is ((?:The )?[A-Z][\w&'’-]*(?: [A-Z&][\w&'’-]*){0,4})(?=[,.]| [–—-])"
)
_TELLS = re.compile(
    r"((?:The\s+)?[A-Z][\w&'’.-]*(?:\s+(?:&|and|of|the|de"
    r"|[A-Z][\w&'’.-]*)){0,5}?),?\s+(?!is\b|was\b|has\b)([a-z]{3,}s|have been|was founded"
    r"|has been)\s"
)
_ABOUT = re.compile(
    r"^(?:about|join|working at|life at|why|who is|meet)\s+((?:the\s+)?[A-Z].*?)[?:]?$"
)
_NOT_COMPANY = re.compile(
    r"^(?:us|you|this|(?:the )?(?:school|department|faculty|division|section|office) of"
    r"|the (?:role|job|position|team|company|school|employer|opportunity|post|person"
    r"|candidate|ideal|successful|right|firm|business|organisation|organization|work"
    r"|department|hospital|practice|trust|university|council|college|city|charity|client"
    r"|bank|branch)\b(?! of\b)|we|our|it|there|what|who|applicants?|candidates?|experience"
    r"|knowledge|work|join|here|your|that|if|as|in|at|no|training|salary|location|hours"
    r"|english|a|an|are|is|and|but|degree|ability)\b",
    re.IGNORECASE,
)
_LINE_WORDS = 10
"""A line with more words is no name."""
_NAME_WORDS = 7
_SURE_NAME = re.compile(
    r"^The [A-Z]|\b(?:Ltd|Limited|Inc|LLC|LLP|GmbH|plc|Group|Trust|Schools?|Academy|College"
    r"|University|Hospitals?|Council|Foundation|Hotels?|Farms?|Museum|Airlines?|Airways|Air"
    r"|Security"
    r"|Logistics|Foods|Homes|Bakery|Associates|Partners|Clinic|Nursery|Bank"
    r"|Studios?|Salon|Shop|Restaurant|Kitchen|Surgery|Opticians|Solicitors|Architects|Construction"
    r"|Motors|Garage|Brewery|Theatre|Gallery|Park|Zoo|Library|Society|Institute|Recruitment"
    r"|Insurance|Pharmacy|Stores?)$"
)
"""Of a name beside a title, where departments stand, too ("Paramedic – Urgent Care")."""
_TOP_LINES = 3
_HEADING_WORDS = 3
_PLAIN_VERBS = frozenset("seek need want require look link sell care make run bake grow".split())
_PLACE = re.compile(
    r"^(?:New|San|Los|Las|Santa|Saint|St|North|South|East|West|Upper|Lower|Great|Greater|Central"
    r"|Milton|High|Port|Mount|Fort|El)\b(?=\s\w+$)|\b(?:City|Town|Beach|Springs|Falls|Islands?"
    r"|Kingdom|States|Zealand|Africa|\w+shire)$|\b(?:[Dd]epartment|[Dd]irectorate|[Dd]ivision"
    r"|[Uu]nit|[Tt]eam|[Ww]ard|[Ss]ection|[Cc]ontract)$"
)
"""How names of places end and begin, and what is only a part of a company."""


Sections = tuple[Section, ...]


def company_of(sections: Sections, title: str) -> str:
    """Who offers the job of a title: the surest of the ways in which job descriptions say so."""
    lines = [line for line in lines_of(sections) if line]
    ways = (
        _labelled,
        _headed,
        _below_title,
        _seeking,
        _telling,
        _named_so,
        _introduced,
        _beside_title,
        _for_whom,
    )
    for way in ways:
        for name in way(sections, lines):
            if (company := _company(name)) and _is_evident(company, title):
                return company
    return ""


def _is_evident(company: str, title: str) -> bool:
    """Whether a name is no part of the job's title, no heading, no deed and no mere word of one."""
    plain = plain_title(company)
    first = company.split()[0]
    is_deed = first.lower().endswith("ing") and len(company.split()) > 1 and company.islower()
    return (
        plain not in plain_title(title)
        and plain not in STOP_WORDS
        and not is_heading(plain)
        and not (part_of(company) and len(plain.split()) <= _HEADING_WORDS)
        and not is_deed
        and company[0].isalnum()
    )


def _labelled(_: Sections, lines: list[str]) -> Iterator[str]:
    """A label: "Employer: Crown Drinks"."""
    for line in lines:
        if match := _COMPANY_LABEL.match(line):
            yield match[1]


def _headed(sections: Sections, _: list[str]) -> Iterator[str]:
    """A heading "About Veridia"."""
    for section in sections:
        match = _ABOUT.match(section.title)
        if match and len(match[1].split()) <= _NAME_WORDS and _is_company(match[1]):
            yield match[1]


def _below_title(sections: Sections, lines: list[str]) -> Iterator[str]:
    """The line below the title, where it is set as a name is: "The Langford Collection, Bath"."""
    top = _top(sections)
    above = next((n for n, line in enumerate(top[:3]) if _has_title(line)), None)
    if above is None or above + 1 >= len(top):
        return
    line = top[above + 1]
    name = _company(re.sub(r"(?<=\w),\s", ", ", line))
    is_told = not offers(line) and not _is_terms(name) and not has_label(line)
    if is_told and _is_name(name) and _is_company(name) and not names_occupation(name):
        yield name


def _has_title(line: str) -> bool:
    title, _ = split_line(line)
    return bool(title) and is_occupation(title)


def _top(sections: Sections) -> list[str]:
    """The lines over the lists, but for the items of lists among them."""
    told = takewhile(is_before_lists, sections)
    bare = (
        replace(one, entries=tuple(e for e in one.entries if e.kind == "paragraph")) for one in told
    )
    return [line for line in lines_of(tuple(bare)) if line][:TOP]


def _is_name(text: str) -> bool:
    """Whether a text has the words and the capitals of a company's name, and no place's."""
    words = text.split()
    if not 1 < len(words) <= _NAME_WORDS or _PLACE.search(text):
        return False
    large = [word for word in words if word.lower() not in ("of", "and", "the", "for", "de", "&")]
    return (
        all(word[0].isupper() or word[0].isdigit() for word in large)
        and any(map(str.islower, text))
        and (
            large[-1].lower().strip(".") in common_words()
            or "&" in words
            or words[0] == "The"
            or COMPANY_END.search(text) is not None
        )
    )


def _seeking(_: Sections, lines: list[str]) -> Iterator[str]:
    """The subject of a search: "Crown Drinks is looking for"."""
    for line in lines:
        if (match := _SEEKER.search(line)) and _is_company(match[1]):
            yield match[1]


def _telling(sections: Sections, whole: list[str]) -> Iterator[str]:
    """A sentence at the top that begins with it: "Parcelmind makes software"."""
    lines = [entry.text for section in sections for entry in section.entries if entry.text]
    for line in lines[: 2 * TOP]:
        first = line.split()[0]
        match = _TELLS.match(line) if line.endswith(".") and not is_base(first) else None
        if match is None or first.endswith("ing") or not _is_company(match[1]):
            continue
        if _is_verb(match[2]) or sum(match[1] in other for other in whole) > 1:
            yield match[1]


def _is_verb(word: str) -> bool:
    """Whether a word is a verb's third person ("makes"), and no plural ("candidates")."""
    forms = (word.removesuffix("s"), word.removesuffix("es"), re.sub("ies$", "y", word))
    return " " in word or any(is_base(form) or form in _PLAIN_VERBS for form in forms)


def _named_so(sections: Sections, _: list[str]) -> Iterator[str]:
    """A line at the top with a word of companies in it: "Harlow & Pike Ltd"."""
    parts = [part for line in _top(sections) for part in re.split(r"\s+[|•·]\s+", line)]
    for line in parts:
        line = line.title() if line.isupper() else line
        if not line or len(line.split()) > _LINE_WORDS or not line[0].isupper():
            continue
        if office := _OFFICE.search(line):
            yield office[0]
        elif (match := COMPANY_END.search(line)) and not is_occupation(line.split(",")[0]):
            yield line[: match.end()]


def _introduced(_: Sections, lines: list[str]) -> Iterator[str]:
    """In words: "We're Tillo.", "At Lumen Energy, we", "My client is Brackenridge Build, a"."""
    for line in lines:
        if match := _WE_ARE.search(line):
            yield match[1] or match[2] or match[3]


def _beside_title(_: Sections, lines: list[str]) -> Iterator[str]:
    """What stands beside the title, if it is told of elsewhere, too."""
    for line in lines[:TOP]:
        title, company = split_line(line)
        is_named = company[:1].isupper() and not _is_terms(company)
        if title and is_named and is_occupation(title):
            name = _company(company)
            is_named_so = _is_name(name) and _SURE_NAME.search(name) is not None
            is_told = sum(name in other for other in lines) > 1
            if is_told or is_named_so or " at " in line or "@" in line:
                yield company


def _for_whom(_: Sections, lines: list[str]) -> Iterator[str]:
    """What a title at the top is for: "Tree Climber for Harcombe Tree Care, Totnes"."""
    for line in lines[:_TOP_LINES]:
        title, _for, company = line.partition(" for ")
        name = _company(company)
        if (
            company
            and is_occupation(title)
            and (COMPANY_END.search(name) or _SURE_NAME.search(name))
        ):
            yield name


def _is_company(name: str) -> bool:
    """Whether a name is not that of a job, or of things that any company has."""
    return not _NOT_COMPANY.match(name) and not names_occupation(name.split()[-1])


def _is_terms(text: str) -> bool:
    return bool(
        re.search(
            r"\b(?:full|part)[- ]time|permanent|contract|remote|hybrid|temporary|\d|shift",
            text,
            re.IGNORECASE,
        )
    )


def _company(text: str) -> str:
    text = re.split(r"\s*(?:[|•]|\s[–—-]\s|,\s|\bis\b|\()", " ".join(text.split()))[0]
    return text.strip(" .:;,!?")
