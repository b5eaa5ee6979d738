"""What a job is called and who offers it, as far as a job description says so."""

# a pattern that is broken over lines is harder to read than a long one

import re
from collections.abc import Iterator
from itertools import takewhile

from voicecli.interview.papers.job_headings import is_heading, part_of
from voicecli.interview.papers.sections import Section, plain_title
from voicecli.interview.papers.work_verbs import is_base
from voicecli.types import Document

_TITLE_LABEL = re.compile(
    r"^(?:job title|position(?: title)?|role(?: title)?|vacancy|post(?: title)?|job|title"
    r"|opening|we(?:'re| are) hiring|now hiring|wanted|hiring)\s*[:–—-]\s*(\S.*)$",
    re.IGNORECASE,
)
_COMPANY_LABEL = re.compile(
    r"^(?:company(?: name)?|employer|organi[sz]ation|client|school|hospital|firm|practice"
    r"|business|agency|institution)\s*[:–—-]\s*(\S.*)$",
    re.IGNORECASE,
)
_SOUGHT = re.compile(
    r"\b(?:looking for|hiring|recruiting|seeking|seeks|searching for"
    r"|looking to (?:hire|recruit|appoint)|to appoint|wish to appoint|in search of|needs?"
    r"|want|require|recruit|appoint|vacancy for|opportunity for"
    r"|join (?:us|our team|\S+) as)\s+(?:for )?(?:an?|our next|our new|the next|another|two"
    r"|three|several)?\s*"
    r"((?:(?!(?:to|who|with|for|in|at|that|on|based|and we|join|someone|somebody|people"
    r"|person|candidate|individual)\b)[\w&/+'’().-]+\s*){1,6}?)(?=\s*(?:\bto\b|\bwho\b"
    r"|\bwith\b|\bfor\b|\bin\b|\bat\b|\bthat\b|\bon\b|\bbased\b|[.,;!?]|$))",
    re.IGNORECASE,
)
_SEEKER = re.compile(
    r"(?:^|[.!?]\s+)((?:The\s+)?[A-Z][\w&'’.-]*(?:\s+(?:&|and|of|the|de"
    r"|[A-Z][\w&'’.-]*)){0,5})(?:,[^,.]{3,60},)?\s+(?:is|are|seeks|needs|wants|requires"
    r"|has)\s+(?:currently |now |also |actively |a\b|an\b|the\b|one of|looking|seeking"
    r"|hiring|recruiting|searching|in search)",
)
_OFFICE = re.compile(
    r"\b(?:University|City|County|Borough|Bank|School|College|Institute|Church|Museum"
    r"|Ministry|Diocese|State|Town|Port) of (?:the )?[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*",
    re.IGNORECASE,
)
_WE_ARE = re.compile(
    r"\b[Aa]t ((?:The )?[A-Z][\w&'’-]*(?: [A-Z][\w&'’-]*){0,3}),? we\b"
    r"|\bWe(?:['’]re| are) ((?:The )?[A-Z][\w&'’-]*(?: [A-Z][\w&'’-]*){0,3})(?=[.,!]| and\b"
    r"| [–—-])"
)
_TELLS = re.compile(
    r"((?:The\s+)?[A-Z][\w&'’.-]*(?:\s+(?:&|and|of|the|de"
    r"|[A-Z][\w&'’.-]*)){0,5}?),?\s+(?!is\b|was\b|has\b)(?:[a-z]{3,}s|have been|was founded"
    r"|has been)\s"
)
_ABOUT = re.compile(
    r"^(?:about|join|working at|life at|why|who is|meet)\s+((?:the\s+)?[A-Z].*?)[?:]?$"
)
_NOT_COMPANY = re.compile(
    r"^(?:us|you|this"
    r"|the (?:role|job|position|team|company|school|employer|opportunity|post|person"
    r"|candidate|ideal|successful|right|firm|business|organisation|organization|work"
    r"|department|hospital|practice|trust|university|council|college|city|charity|client"
    r"|bank|branch)\b(?! of\b)|we|our|it|there|what|who|applicants?|candidates?|experience"
    r"|knowledge|work|join|here|your|that|if|as|in|at|no|training|salary|location|hours"
    r"|english|a|an|are|is|and|but|degree|ability)\b",
    re.IGNORECASE,
)
_COMPANY_END = re.compile(
    r"\b(?:Ltd|Limited|Inc|LLC|LLP|GmbH|AG|plc|PLC|Corp|Corporation|Group|Trust|School"
    r"|Academy|College|University|Hospital|Clinic|Council|Foundation|Partners|Associates"
    r"|Solutions|Bank|Hotel|Restaurant|Bistro|Kitchen|Logistics|Surgery|Practice|Systems"
    r"|Labs?|Company|Co\.|& Co|& Sons|Brothers|Charity|Institute|Society|Agency|Services"
    r"|Care|Homes|Centre|Center|Nursery|Works|Fabrications?|Consulting|Technologies|Studios?"
    r"|Health|Transport|Bakery|Farm)\b\.?(?:,|$|\s*[|–—-])"
)
_OCCUPATION = re.compile(
    r"\b(?:\w+(?:er|or|ist|ian|ant|eer|man|woman)|nurses?|chefs?|cooks?|clerks?|assistants?"
    r"|heads?|leads?|partners?|associates?|apprentice|intern|agent|president|representative"
    r"|rep|cook|analyst|counsel|executive|specialist|midwife|host|hostess|technician"
    r"|physio\w*|pilot|porter|barista|steward|sous|commis|secretary|director|chief|aide"
    r"|guide|attorney|solicitor|pa|tutor|coach|nanny|guard|operative|hand|staff|trainee"
    r"|architect|scientist|paralegal|surgeon|dentist|vet|hygienist|consultant)\b",
    re.IGNORECASE,
)
_NOT_OCCUPATION = re.compile(
    r"\b(?:summer|winter|our|your|other|over|under|per|after|never|member|together|whether"
    r"|number|for|order|customer|career|employer|error|offer|paper|power|water|center|hours?"
    r"|salary|location|closing|reference|reports?|department|contract|ref)\b",
    re.IGNORECASE,
)
_WRAPPING = re.compile(
    r"^(?:job (?:description|advert(?:isement)?|posting|specification|profile|ad)"
    r"|role profile|vacancy|job|position description|person specification|advert"
    r"|we(?:'re| are) (?:hiring|recruiting)|now hiring|wanted|hiring|join (?:us|our team) as"
    r"|come and be our|become our|be our)\s*[:!–—-]*\s*(?:an?\s+)?"
    r"|\s*\b(?:wanted|needed|required|vacancy|job description|needed now|position"
    r"|role profile|person specification)[!.]*$",
    re.IGNORECASE,
)
_WANTED = re.compile(r"\s+(?:wanted|needed|required)\s*[:!–—-].*$", re.IGNORECASE)
_AT = re.compile(r"^(.{3,60}?)\s*(?:\bat\b|@|\s[|–—-]\s|,\s)\s*(.{2,60})$")
_BRACKET = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_MOST_TITLE_WORDS = 9
_LINE_WORDS = 10
"""A line with more words is no name."""
_NAME_WORDS = 7
_TOP = 12
"""Lines at the top among which a title is looked for."""


def title_of(sections: tuple[Section, ...], document: Document) -> str:
    """What the job is called: as a label says, as the top lines do, as the text asks for."""
    lines = list(_lines(sections))
    for text in lines:
        match = _TITLE_LABEL.match(text)
        if match and (title := _clean(match[1])) and _is_short(match[1]):
            return title
    head = list(_lines(tuple(takewhile(_is_before_lists, sections))))
    for text in [line for line in head if line][:_TOP]:
        if (title := _split(text)[0]) and _is_occupation(title):
            return title
    for text in lines:
        if (match := _SOUGHT.search(text)) and _is_occupation(match[1]):
            return _clean(match[1])
    for text in lines[:1]:
        if len(text.split()) <= _MOST_TITLE_WORDS and not is_heading(plain_title(text)):
            return _clean(text)
    return ""


def _is_before_lists(section: Section) -> bool:
    return part_of(section.title) not in ("must", "nice", "duty") or not is_heading(
        plain_title(section.title)
    )


def company_of(sections: tuple[Section, ...]) -> str:
    """Who offers the job: the surest of the ways in which job descriptions say so."""
    lines = [line for line in _lines(sections) if line]
    ways = (_labelled, _headed, _seeking, _telling, _named_so, _introduced, _beside_title)
    for way in ways:
        for name in way(sections, lines):
            if company := _company(name):
                return company
    return ""


Sections = tuple[Section, ...]


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


def _seeking(_: Sections, lines: list[str]) -> Iterator[str]:
    """The subject of a search: "Crown Drinks is looking for"."""
    for line in lines:
        if (match := _SEEKER.search(line)) and _is_company(match[1]):
            yield match[1]


def _telling(sections: Sections, _: list[str]) -> Iterator[str]:
    """A sentence at the top that begins with it: "Parcelmind makes software"."""
    lines = [entry.text for section in sections for entry in section.entries if entry.text]
    for line in lines[: 2 * _TOP]:
        first = line.split()[0]
        if line.endswith(".") and not is_base(first) and not first.endswith("ing"):
            match = _TELLS.match(line)
            if match and _is_company(match[1]):
                yield match[1]


def _named_so(_: Sections, lines: list[str]) -> Iterator[str]:
    """A line at the top with a word of companies in it: "Harlow & Pike Ltd"."""
    for line in lines[:_TOP]:
        if len(line.split()) > _LINE_WORDS or not line[0].isupper():
            continue
        if office := _OFFICE.search(line):
            yield office[0]
        elif (match := _COMPANY_END.search(line)) and not _is_occupation(line.split(",")[0]):
            yield line[: match.end()]


def _introduced(_: Sections, lines: list[str]) -> Iterator[str]:
    """Its own words: "We're Tillo." and "At Lumen Energy, we"."""
    for line in lines:
        if match := _WE_ARE.search(line):
            yield match[1] or match[2]


def _beside_title(_: Sections, lines: list[str]) -> Iterator[str]:
    """What stands beside the title, if it is told of elsewhere, too."""
    for line in lines[:_TOP]:
        title, company = _split(line)
        is_named = company[:1].isupper() and not _is_terms(company)
        if title and is_named and _is_occupation(title):
            name = _company(company)
            if sum(name in other for other in lines) > 1 or " at " in line or "@" in line:
                yield company


def _is_company(name: str) -> bool:
    """Whether a name is not that of a job, or of things that any company has."""
    last = _NOT_OCCUPATION.sub("", name.split()[-1])
    return not _NOT_COMPANY.match(name) and not _OCCUPATION.search(last)


def _lines(sections: tuple[Section, ...]) -> Iterator[str]:
    """Titles and texts in their order, without the words that only announce."""
    for section in sections:
        if (
            section.title
            and section.entries
            and part_of(section.title)
            and is_heading(plain_title(section.title))
        ):
            first = section.entries[0].text
            yield f"{section.title.rstrip(':')}: {first}"
        elif section.title:
            yield section.title
        for entry in section.entries:
            if len(entry.cells) == 2:
                yield f"{entry.cells[0][1]}: {entry.cells[1][1]}"
            else:
                yield entry.text


def _split(text: str) -> tuple[str, str]:
    """A line that may hold the title, as the title and the company; "" and "" where it does not."""
    text = _clean(text)
    if not text or len(text.split()) > 2 * _MOST_TITLE_WORDS or text.endswith((".", "?")):
        return "", ""
    if is_heading(plain_title(text)):
        return "", ""
    if match := _AT.match(text):
        left, right = match[1].strip(), match[2].strip()
        if _is_occupation(left):
            return _clean(left), right
        if _is_occupation(right):
            return _clean(right), left
    return (text, "") if len(text.split()) <= _MOST_TITLE_WORDS else ("", "")


def _is_occupation(text: str) -> bool:
    plain = _NOT_OCCUPATION.sub("", text)
    return bool(_OCCUPATION.search(plain)) and not _COMPANY_END.search(text) and ":" not in text


def _is_short(title: str) -> bool:
    is_sentence = title.endswith(".") or title.split()[0].endswith("ing")
    return len(title.split()) <= _MOST_TITLE_WORDS and not is_sentence


def _is_terms(text: str) -> bool:
    return bool(
        re.search(
            r"\b(?:full|part)[- ]time|permanent|contract|remote|hybrid|temporary|\d|shift",
            text,
            re.IGNORECASE,
        )
    )


def _clean(text: str) -> str:
    before, text = "", " ".join(text.split())
    while text != before:
        before = text
        text = _WRAPPING.sub("", _WANTED.sub("", _BRACKET.sub("", text))).strip(" \t:;,.!|–—-*#•")
    return text


def _company(text: str) -> str:
    text = re.split(r"\s*(?:[|•]|\s[–—-]\s|,\s|\bis\b|\()", " ".join(text.split()))[0]
    return text.strip(" .:;,!?")
