"""What a job is called, as far as its description says so."""

import re
from collections.abc import Iterator
from itertools import takewhile

from voicecli.interview.papers.job_headings import is_heading, part_of
from voicecli.interview.papers.paper_parts import Section
from voicecli.interview.papers.titles import plain_title
from voicecli.types import Document

_TITLE_LABEL = re.compile(
    r"^(?:job title|designation|job role|position(?: title)?|role(?: title)?|vacancy"
    r"|post(?: title)?|job|title|opening|we(?:'re| are) hiring|now hiring|wanted|hiring)"
    r"\s*[:–—-]\s*(\S.*)$",
    re.IGNORECASE,
)
_SOUGHT = re.compile(
    r"\b(?:looking for|hiring|recruiting|seeking|seeks|searching for"
    r"|looking to (?:hire|recruit|appoint)|to appoint|wish to appoint|in search of|needs?"
    r"|want|require|after|recruit|appoint|vacancy for|opportunity for"
    r"|(?:posts?|positions?) of"
    r"|join (?:us|our team|\S+) as)\s+(?:for )?(?:an?|our next|our new|the next|another|two"
    r"|three|several)?\s*"
    r"((?:(?!(?:to|who|with|for|in|at|that|on|based|and we|join|someone|somebody|people"
    r"|person|candidate|individual)\b)[\w&/+'’().-]+\s*){1,6}?)(?=\s*(?:\bto\b|\bwho\b"
    r"|\bwith\b|\bfor\b|\bin\b|\bat\b|\bthat\b|\bon\b|\bbased\b|[.,;!?]|$))",
    re.IGNORECASE,
)
COMPANY_END = re.compile(
    r"\b(?:Ltd|Limited|Inc|LLC|LLP|GmbH|AG|plc|PLC|Corp|Corporation|Group|Trust|School"
    r"|Academy|College|University|Hospital|Clinic|Council|Foundation|Partners|Associates"
    r"|Solutions|Bank|Hotel|Restaurant|Bistro|Kitchen|Logistics|Surgery|Practice|Systems"
    r"|Labs?|Company|Co\.|& Co|& Sons|Brothers|Charity|Institute|Society|Agency|Services"
    r"|Care|Homes|Centre|Center|Nursery|Works|Fabrications?|Consulting|Technologies|Studios?"
    r"|Health|Transport|Bakery|Farm)\b\.?(?:,|$|\s*[|–—-])"
)
"""A word that is in names of companies and their like."""
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
_LABEL_WORDS = 3
_ORNAMENTS = re.compile(r"^[^\w(\"'“‘]+|[^\w).+#\"'”’]+$")
"""Pictographs and rules around a title."""
_GREETS = re.compile(r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))\b", re.IGNORECASE)
TOP = 12
"""Lines at the top among which a title is looked for."""


def title_of(sections: tuple[Section, ...], document: Document) -> str:
    """What the job is called: as a label says, as the top lines do, as the text asks for."""
    lines = [line for line in lines_of(sections) if not _GREETS.match(line)]
    for text in lines:
        match = _TITLE_LABEL.match(text)
        if match and (title := _clean(match[1])) and _is_short(match[1]):
            return title
    head = list(lines_of(tuple(takewhile(is_before_lists, sections))))
    for text in [line for line in head if line][:TOP]:
        if (title := split_line(text)[0]) and is_occupation(title):
            return title
    for text in lines:
        if (match := _SOUGHT.search(text)) and is_occupation(match[1]):
            return _clean(match[1])
    for text in lines[:1]:
        if len(text.split()) <= _MOST_TITLE_WORDS and not is_heading(plain_title(text)):
            return _clean(text)
    return ""


def is_before_lists(section: Section) -> bool:
    """Whether a section does not head a list of what is asked for or done."""
    return part_of(section.title) not in ("must", "nice", "duty") or not is_heading(
        plain_title(section.title)
    )


def lines_of(sections: tuple[Section, ...]) -> Iterator[str]:
    """Titles and texts in their order, without the words that only announce."""
    head: tuple[str, ...] = ()
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
                columns = tuple(column for column, _ in entry.cells)
                if all(columns) and columns != head:  # what was taken for the table's head
                    head = columns
                    yield f"{columns[0]}: {columns[1]}"
                yield f"{entry.cells[0][1]}: {entry.cells[1][1]}"
            else:
                yield entry.text


def split_line(text: str) -> tuple[str, str]:
    """A line that may hold the title, as the title and the company; "" and "" where it does not."""
    text = _clean(text)
    if not text or len(text.split()) > 2 * _MOST_TITLE_WORDS or text.endswith((".", "?")):
        return "", ""
    if is_heading(plain_title(text)):
        return "", ""
    if match := _AT.match(text):
        left, right = match[1].strip(), match[2].strip()
        if is_occupation(left):
            return _clean(left), right
        if is_occupation(right):
            return _clean(right), left
    return (text, "") if len(text.split()) <= _MOST_TITLE_WORDS else ("", "")


def is_occupation(text: str) -> bool:
    """Whether a short text is what a job is called, and no company."""
    plain = _NOT_OCCUPATION.sub("", text)
    return bool(_OCCUPATION.search(plain)) and not COMPANY_END.search(text) and ":" not in text


def names_occupation(text: str) -> bool:
    """Whether a part of a text is what people are called by their work."""
    return bool(_OCCUPATION.search(_NOT_OCCUPATION.sub("", text)))


def has_label(line: str) -> bool:
    """Whether a line begins with what it is about: "Location: Leeds"."""
    label, colon, _ = line.partition(":")
    return bool(colon) and len(label.split()) <= _LABEL_WORDS


def _is_short(title: str) -> bool:
    is_sentence = title.endswith(".") or title.split()[0].endswith("ing")
    return len(title.split()) <= _MOST_TITLE_WORDS and not is_sentence


def _clean(text: str) -> str:
    before, text = "", " ".join(text.split())
    while text != before:
        before = text
        text = _WRAPPING.sub("", _WANTED.sub("", _BRACKET.sub("", text))).strip(" \t:;,.!|–—-*#•")
        text = _ORNAMENTS.sub("", text)
    title, _for, company = text.partition(" for ")
    is_for = is_occupation(title) and COMPANY_END.search(company.split(",")[0])
    return title if is_for else text  # "Tree Climber for Harcombe Tree Care"
