"""What a requirement asks for: its kind, and its years."""

import re

from voicecli.interview.papers.certificate_names import names_certificate
from voicecli.interview.papers.degrees import degrees_in
from voicecli.interview.papers.patterns import typed
from voicecli.interview.papers.titles import plain_title
from voicecli.interview.papers.tongues import tongues_in
from voicecli.interview.plan import RequirementKind
from voicecli.understanding.numerals import in_figures

_NUMBER = r"(\d{1,2}(?:\.\d)?)"
_YEARS = re.compile(
    rf"{_NUMBER}\s*\+?\s*(?:\(\d+\)\s*)?(?:(?:-|–|—|to|or)\s*(?:\d{{1,2}}"
    rf"|more)\s*\+?\s*)?(?:full |complete |post-\w+ |calendar )?(years?|yrs?"
    rf"|months?)\b(?!['’]? (?:old|of age|contract|fixed|programme|warranty|ago|degree|course"
    rf"|diploma|training|apprenticeship|college|university|vocational))",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\b(?:aged?|over|older than|minimum age)\s+(?:of )?\d+\s*(?:years?)?(?:$"
    r"|[^\w+]*(?:old|or over|and over))"
    r"|\b(?:below|exceeding|above)\s+\d+\s*years\b(?!['’]?\s+(?:of\s+)?(?:\w+\s+)?experience)"
    r"|^\W*(?:(?:maximum|minimum|upper|lower) )?age(?:d| limit| group| range)?\b",
    re.IGNORECASE,
)
_ONE_YEAR = re.compile(
    r"\b(?:one|a|an)\s+(?:\(1\)\s+)?(?:full )?year(?:'s|’s)?\b(?! (?:contract|ago|old))",
    re.IGNORECASE,
)
_COUPLE = re.compile(r"\b(?:a )?couple of years\b(?! (?:ago|old))")
_WORDS_OF_EXPERIENCE = re.compile(
    r"\b(?:experienced?|years?|yrs?|track record|worked (?:in|as|with|on|at)|history of"
    r"|background in|time served|exposure to|previous(?:ly)?"
    r"|(?:prior|past) (?:work|employment|roles?|posts?))\b",
    re.IGNORECASE,
)
_EDUCATION = re.compile(
    r"\b(?:degrees?|graduate|educated to|educational|education (?:in|to|level)|diploma"
    r"|qualified (?:teacher|accountant|solicitor|nurse|electrician|plumber|chef|engineer)"
    r"|qualification|qualifications|GCSEs?|A[- ]levels?|BTEC|NVQ|apprenticeship|QTS|PGCE"
    r"|university|college|high school|GED|trade school|vocational training|academic"
    r"|newly qualified|part[- ]qualified|schooling)\b",
    re.IGNORECASE,
)
_TRAIT = re.compile(
    r"\b(?:attitude|team[- ]?(?:player|work|worker|spirit)|motivat\w+"
    r"|organi[sz](?:ed|ational|ation skills)|reliab\w+|flexib\w+|willing\w*|patience"
    r"|(?<![a-z] )patient|(?<=and )patient(?! \w)|(?<=is )patient|friendly|passion\w*"
    r"|(?:someone|somebody|person|people) patient"
    r"|calm\w*|energ(?:y|etic)|self[- ]\w+|detail|communicat(?:e|es|ion|or|ive)"
    r"|interpersonal|punctual\w*|honest\w*|trustworth\w*|empath\w*|kind(?:ness)?(?! of)|caring"
    r"|compassion\w*|resilien\w*|adaptab\w*|proactive\w*|pro-active|initiative"
    r"|independen\w+(?! \w+(?:er|or|ist)\b)"
    r"|creativ\w+(?! (?:cloud|suite))|curio\w+|enthusias\w+|positive|professionalism"
    r"|professional(?= (?:manner|attitude|approach|appearance|conduct)|\W*$|,| and\b)"
    r"|polite|approachable"
    r"|confiden\w+|work(?:ing)? (?:well )?(?:under pressure|to deadlines|in a team"
    r"|as part of|on (?:your|their|his|own)|alone|independently|autonomously|nights|outdoors)"
    r"|pressure(?! (?:vessel|wash|test|system|pump|equip|ulcer|sore|care|gauge|cook|die))"
    r"|deadlines|multi-?task\w*|prioriti[sz]\w*|time[- ]management"
    r"|leadership(?! (?:course|qualification|training|program|role|position))|people skills"
    r"|sense of humou?r|stamina|physically|(?:be|are|is) fit\b|fit (?:and|enough)|fitness"
    r"|(?<!data )integrity|discretion|discreet"
    r"|tact(?:ful)?|committed|commitment|dedicat\w+|hard[- ]?working|work ethic|can-do"
    r"|thinker|problem[- ]solv\w+|listen(?:er|ing|s)"
    r"|good with (?:people|children|customers|numbers)"
    r"|people person|early starts|weekends?|shifts?|evenings?|overtime|travel|heights?|unsocial"
    r"|on[- ]call|lift(?:ing)? (?:up|heavy|loads?|weights?|and carry|\d|at least)|heavy lifting"
    r"|stand for|conscientious|diligen\w+|eager\w*|keen|(?<!-)driven|ambiti\w+|presentable"
    r"|smart appearance|courteous|eye for|judge?ment|tenaci\w+|entrepreneurial|personable"
    r"|warm|cheerful|sociable|diploma\w{3,}|persist\w+|assertive\w*|humble|open-minded"
    r"|mature|responsible|accountab\w+|(?:happy|prepared|ready) to work|all weathers|thick skin)\b",
    re.IGNORECASE,
)
_CIRCUMSTANCE = re.compile(
    r"^\W*(?:(?:have|has|with|access to|use of|must|be) )*(?:(?:your|their|his|her|a) )?"
    r"(?:own (?:an? )?\w+|(?:car|vehicle|van) owner|(?:a )?(?:car|vehicle|van)\W*$|aged?\b"
    r"|height\b|(?:to )?(?:live|reside|living|residing|based)\b)",
    re.IGNORECASE,
)
"""What somebody has at hand, how old they are, where they live: nothing that is learned."""
_KNOWN = re.compile(
    r"^\W*(?:\S+\s+){0,3}?(?:(?:knowledge|understanding|familiarity|awareness|grasp|command"
    r"|expertise|proficien(?:t|cy)|competen(?:t|ce)|skilled|familiar)\s+(?:of|in|with|at)\b"
    r"|confident (?:user|in using|using|with (?:\w+ )?(?:software|excel|spreadsheets|systems?)"
    r"|(?!working|speaking|talking|dealing|presenting|communicating|approaching|being)\w+ing\b))",
    re.IGNORECASE,
)
"""How what one knows or can do begins, whatever words of character it is about."""
_SPEAKS = re.compile(
    r"\b(?:speak\w*|spoken|written|language|languages|fluen\w+|native|bilingual"
    r"|mother tongue|proficien\w+|conversational|command|verbal|level|good|excellent|strong"
    r"|[ABC][12]|communicate|german|knowledge of|basic|working|advantage|plus"
    r"|read(?:ing)?|bit of|some|smattering of)\b",
    re.IGNORECASE,
)


_DEGREE_FIRST = re.compile(
    r"(?:\S+ ){0,3}?(?:degree|master(?:'s|’s)?|bachelor(?:'s|’s)?|ph\.?d|doctorate|[bm]\.?sc"
    r"|diploma)\b",
    re.IGNORECASE,
)
_ABLE = re.compile(r"\W*(?:able|ability|the ability|willing\w*) to\b", re.IGNORECASE)


_HEADED_KINDS: tuple[tuple[RequirementKind, str], ...] = (
    ("education", r"(?:education|educational|academic)(?: (?:level|requirements?|background))?"),
    ("certificate", r"certificat(?:es|ions?)|licen[cs]es?|tickets"),
    ("trait", r"personality|(?:personal )?(?:qualities|attributes|characteristics)|character"),
)
_HEADED = tuple(
    (kind, re.compile(rf"(?:(?:your|required|minimum|essential|desirable) )*(?:{pattern})"))
    for kind, pattern in _HEADED_KINDS
)


def kind_of(text: str, *, is_duty: bool) -> RequirementKind:
    """The kind of a requirement; `is_duty` where it stands among what the person will do."""
    if is_duty:
        return "duty"
    tongues = tongues_in(text)
    is_spoken = _SPEAKS.search(text) or len(text.split()) <= len(tongues) + 2
    if tongues and is_spoken and not _is_subject(text):
        return "language"
    if _DEGREE_FIRST.match(text):
        return "education"
    if names_certificate(text):
        return "certificate"
    if _CIRCUMSTANCE.match(typed(text)):
        return "trait"
    if years_of(text) is not None and not _is_education_first(text):
        return "experience"
    if not _ABLE.match(text) and (degrees_in(text) or _EDUCATION.search(text)):
        return "education"
    if re.search(r"\bexperienced?\b|track record|worked (?:in|as|with|on|at)", text, re.IGNORECASE):
        return "experience"
    if _KNOWN.match(text):
        return "skill"
    if _TRAIT.search(text):
        return "trait"
    return "experience" if _WORDS_OF_EXPERIENCE.search(text) else "skill"


def headed_kind(heading: str) -> RequirementKind | None:
    """The kind of all that stands under a heading of one kind alone ("Education")."""
    plain = plain_title(heading)
    return next((kind for kind, pattern in _HEADED if pattern.fullmatch(plain)), None)


def _is_education_first(text: str) -> bool:
    match = _EDUCATION.search(text)
    years = _YEARS.search(in_figures(text.lower()))
    return bool(match and years and text.lower().find(match[0].lower()) < years.start())


def _is_subject(text: str) -> bool:
    """Whether a language is what one teaches or a nationality, not what one speaks."""
    return (
        re.search(
            r"\b(?:GCSEs?|A-?levels?|teach\w*|degree|cuisine|cooking|law|standards?|market|history"
            r"|grade)\b",
            text,
            re.IGNORECASE,
        )
        is not None
    )


def years_of(text: str) -> float | None:
    """The least years of experience that a text asks for; None where it asks for none."""
    plain = in_figures(text.lower().replace("½", ".5"))
    if _AGE.search(plain):
        return None
    if _COUPLE.search(plain):
        return 2.0
    if match := _YEARS.search(plain):
        number = float(match[1])
        return round(number / 12, 2) if match[2].startswith("month") else number
    if _ONE_YEAR.search(plain) and re.search(r"experience|worked|in |as ", plain):
        return 1.0
    return None
