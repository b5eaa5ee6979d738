"""What a requirement asks for: its kind, its years, and the names in it."""

# ruff: noqa: E501  # a pattern that is broken over lines is harder to read than a long one

import re
from collections.abc import Iterator

from voicecli.interview.papers.degrees import degrees_in
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
    r"\b(?:aged?|over|older than|minimum age)\s+(?:of )?\d+\s*(?:years?)?(?:$|[^\w+]*(?:old|or over|and over))",
    re.IGNORECASE,
)
_ONE_YEAR = re.compile(
    r"\b(?:one|a|an)\s+(?:full )?year(?:'s|’s)?\b(?! (?:contract|ago|old))", re.IGNORECASE
)
_WORDS_OF_EXPERIENCE = re.compile(
    r"\b(?:experienced?|years?|yrs?|track record|worked (?:in|as|with|on|at)|history of"
    r"|background in|time served|exposure to|previous(?:ly)?)\b",
    re.IGNORECASE,
)
_CERTIFICATE = re.compile(
    r"\b(?:licen[cs](?:e|es|ed|ure|ing)|certificat(?:e|es|ion|ions)|certified|registration"
    r"|registered|accredit(?:ed|ation)|chartered|charter|DBS|permit|clearance|CSCS|NMC|HCPC"
    r"|GMC|first[- ]aid(?:er)?|CPC|ADR|HGV|LGV|PCV|CDL|CPR|BLS|ACLS|PALS|BCLS|OSHA|PMP|CISSP"
    r"|CCNA|CPA|ACA|ACCA|CIMA|CFA|CIPD|SIA|AAT|ATT|CTA|ServSafe|TEFL|CELTA|TESOL|coded"
    r"|bar (?:admission|member\w*)|admitted|membership|member of|right to work|work permit"
    r"|vetting|ticket|food (?:hygiene|safety|handlers?)|HACCP (?:level|certif\w*)|passport"
    r"|driver card|(?:tacho\w*|digital) card|level [2345] (?:award|food|certificate)|PIN)\b",
)
_CERTIFICATE_CASELESS = re.compile(
    r"\b(?:licen[cs](?:e|es|ed|ure)|certificat(?:e|es|ion|ions)|certified|registered with"
    r"|registration|accredit(?:ed|ation)|chartered|work permit|permit|security clearance"
    r"|(?:criminal )?background check|first[- ]aid|food (?:hygiene|safety|handlers?)"
    r"|right to work|professional membership)\b",
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
    r"|calm\w*|energ(?:y|etic)|self[- ]\w+|detail|communicat(?:e|es|ion|or|ive)"
    r"|interpersonal|punctual\w*|honest\w*|trustworth\w*|empath\w*|kind(?:ness)?|caring"
    r"|compassion\w*|resilien\w*|adaptab\w*|proactive\w*|pro-active|initiative|independen\w+"
    r"|creativ\w+|curio\w+|enthusias\w+|positive|professional(?:ism)?|polite|approachable"
    r"|confiden\w+|work(?:ing)? (?:well )?(?:under pressure|to deadlines|in a team"
    r"|as part of|on (?:your|their|his|own)|alone|independently|autonomously)|pressure"
    r"|deadlines|multi-?task\w*|prioriti[sz]\w*|time[- ]management|leadership|people skills"
    r"|sense of humou?r|stamina|physically|fit(?:ness)?\b|integrity|discretion|discreet"
    r"|tact(?:ful)?|committed|commitment|dedicat\w+|hard[- ]?working|work ethic|can-do"
    r"|thinker|problem[- ]solv\w+|listener|listening|good with|people person|early starts"
    r"|weekends?|shifts?|evenings?|overtime|travel|heights|unsocial|on[- ]call|lift"
    r"|stand for|conscientious|diligen\w+|eager\w*|keen|driven|ambiti\w+|presentable"
    r"|smart appearance|courteous|eye for|judge?ment|tenaci\w+|entrepreneurial|personable"
    r"|warm|cheerful|sociable|diploma\w{3,}|persist\w+|assertive\w*|humble|open-minded"
    r"|mature|responsible|accountab\w+)\b",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"\b(?:speak\w*|spoken|written|language|languages|fluen\w+|native|bilingual"
    r"|mother tongue|proficien\w+|conversational|command|verbal|level|good|excellent|strong"
    r"|[ABC][12]|communicate|german|knowledge of|basic|working|advantage|plus"
    r"|read(?:ing)?)\b",
    re.IGNORECASE,
)


_DEGREE_FIRST = re.compile(
    r"(?:\S+ ){0,3}?(?:degree|master(?:'s|’s)?|bachelor(?:'s|’s)?|ph\.?d|doctorate|[bm]\.?sc|diploma)\b",
    re.IGNORECASE,
)
_ABLE = re.compile(r"\W*(?:able|ability|the ability|willing\w*) to\b", re.IGNORECASE)


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
    if _is_certificate(text):
        return "certificate"
    if years_of(text) is not None and not _is_education_first(text):
        return "experience"
    if not _ABLE.match(text) and (degrees_in(text) or _EDUCATION.search(text)):
        return "education"
    if re.search(r"\bexperienced?\b|track record|worked (?:in|as|with|on|at)", text, re.IGNORECASE):
        return "experience"
    if _TRAIT.search(text):
        return "trait"
    return "experience" if _WORDS_OF_EXPERIENCE.search(text) else "skill"


def _is_certificate(text: str) -> bool:
    found = _CERTIFICATE.search(text) or _CERTIFICATE_CASELESS.search(text)
    if not found:
        return False
    words = text.lower()
    before = words[: found.start()]
    return not re.search(r"\bexperience\b|\bknowledge of\b|\byears?\b|\bunderstanding of\b", before)


def _is_education_first(text: str) -> bool:
    match = _EDUCATION.search(text)
    years = _YEARS.search(in_figures(text.lower()))
    return bool(match and years and text.lower().find(match[0].lower()) < years.start())


def _is_subject(text: str) -> bool:
    """Whether a language is what one teaches or a nationality, not what one speaks."""
    return (
        re.search(
            r"\b(?:GCSEs?|A-?levels?|teach\w*|degree|cuisine|cooking|law|standards?|market|history|grade)\b",
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
    if match := _YEARS.search(plain):
        number = float(match[1])
        return round(number / 12, 2) if match[2].startswith("month") else number
    if _ONE_YEAR.search(plain) and re.search(r"experience|worked|in |as ", plain):
        return 1.0
    return None


_STARTS_LIST = re.compile(
    r"\b(?:such as|including|e\.g\.,?|i\.e\.,?|like|for example|namely)\s+"
    r"|[(:]\s*(?:e\.g\.,?\s*|such as\s+|ideally\s+|including\s+)?",
    re.IGNORECASE,
)
_OF = re.compile(
    r"\b(?:experience|experienced|knowledge|understanding|skills?|skilled|proficien(?:t|cy)"
    r"|familiar(?:ity)?|expertise|competen(?:t|ce)|trained|training|fluent|fluency|degree"
    r"|diploma|bachelor(?:'s|’s)?|master(?:'s|’s)?|certificate|certification|certified"
    r"|qualification|qualified|background|command|confident|passion|interest|grasp|exposure"
    r"|track record|registration|registered|licen[cs]ed?|worked|specialist|expert"
    r"|comfortable|adept)\b"
    r"(?:\s+(?:degree|working|hands-on|or equivalent))?\s+(?:of|in|with|using|on|as|to|for"
    r"|from)\s+(?:using |working (?:in|with|as) |the use of |the )?",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"((?:[\w+#&/.'’-]+\s+){1,4})(?:skills?|experience|knowledge|training)\b", re.IGNORECASE
)
_PAPER = re.compile(
    r"((?:[\w+#&/.'’-]+\s+){1,4}(?:certificates?|certification|licen[cs]es?|qualifications?"
    r"|diploma|registration|card|permit|ticket|accreditation|apprenticeship|entitlement))\b",
    re.IGNORECASE,
)
"""What one has in writing is called by its whole name."""
_JOINS = re.compile(
    r"^.*\b(?:of|in|with|for|to|as|on|at|by|from|including|such as|like|using)\s+", re.IGNORECASE
)
_CUT = re.compile(
    r"\s*(?:\bthat\b|\bwhich\b|\bwho\b|\bwhere\b|\bwithin\b|\bto ensure\b|\bfrom\b"
    r"|\bin order\b|\bso that\b|\bsuch as\b|\bincluding\b|\be\.g\b|\bso much\b|\bfor\b"
    r"|\bdon't\b|\bbut\b|\bis\b|\bare\b|\bat\b|\bpreferably\b|\bideally\b|\bas well\b"
    r"|[.;:(){}\[\]]|\s[–—-]\s).*$",
    re.IGNORECASE | re.DOTALL,
)
_SEPARATORS = re.compile(
    r"\s*(?:,\s*(?:and/or|and|or)?|;|\band/or\b|\band\b|\bor\b|(?<=\w{3})/(?=\w{3})|\s&\s(?=[a-z]))\s*",
    re.IGNORECASE,
)
_LOOSE = frozenset(
    """
    a an the at least of in with and or for to as on your our own their its this that these
    those any some all both either strong good excellent great proven solid sound basic advanced
    working full valid current clean relevant previous prior recent related similar equivalent
    least minimum years year months yrs demonstrable demonstrated extensive significant hands-on
    practical thorough deep broad high outstanding exceptional other various etc more plus one
    two three four five six seven eight nine ten level you we experience experienced knowledge
    skills skill ability fluent current full valid year's years' written verbal spoken
    understanding you'll have must should need desirable essential preferred required new wide
    range different field area subject discipline university college general professional
    recognised recognized appropriate suitable formal additional own qualification
    qualifications certificate certificates certification degree
""".split()
)
_PROPER = re.compile(
    r"(?<![\w.])(?:[A-Z][\w+#.&’'-]*[\w+#]|[A-Z]|[a-z]+[A-Z][\w+#]*"
    r"|\w+(?:\.js|\+\+|#))(?:\s+(?:[A-Z0-9][\w+#.&-]*[\w+#]"
    r"|\d{1,2}(?!\s*(?:\+|years|months|yrs))))*"
)
_MOST_NAME_WORDS = 4
_MOST_NAMES = 12
_PAPERS = {"certificate", "certificates", "certification", "qualification", "degree"}
_ONE_LETTER = ("C", "R")
"""Languages to program in."""


_LESS = re.compile(
    r"\b(?:more(?:\s+\w+){1,4}?|(?:matters?|counts?)\s+more|rather)\s+than\b.*", re.IGNORECASE
)
"""What something else is set above ("matters more to us than stars on your CV")."""


def names_in(text: str) -> tuple[str, ...]:
    """Skills, tools, degrees and languages that a requirement names, as it spells them."""
    found: list[str] = list(tongues_in(text))
    for piece in _named(_LESS.sub("", text)):
        name = piece.strip(" \t\n,;:.!?-–—*\"'“”‘’")
        words = name.split()
        while words and words[0].lower() in _LOOSE:
            words.pop(0)
        while words and words[-1].lower() in _LOOSE - _PAPERS:
            words.pop()
        name = " ".join(words)
        if name in _ONE_LETTER or _is_name(name):
            found.append(name)
    return tuple(_without_parts(found))[:_MOST_NAMES]


def _is_name(name: str) -> bool:
    is_figure = not any(map(str.isalpha, name)) or re.search(r"\byears?\b|^\d+\+|\byrs\b", name)
    return (
        len(name) > 1
        and name[0].isalnum()
        and not is_figure
        and len(name.split()) <= _MOST_NAME_WORDS
    )


def _named(text: str) -> Iterator[str]:
    """Candidates: lists, what experience is of, what a certificate is for, proper names."""
    for match in _STARTS_LIST.finditer(text):
        rest = text[match.end() :]
        rest = rest.split(")")[0] if "(" in match[0] else _CUT.sub("", rest)
        yield from _SEPARATORS.split(rest)
    for match in _OF.finditer(text):
        rest = _CUT.sub("", text[match.end() :])
        inner = _OF.search(rest)
        yield from _SEPARATORS.split(rest[: inner.start()] if inner else rest)
    for match in (*_BEFORE.finditer(text), *_PAPER.finditer(text)):
        yield from _SEPARATORS.split(_JOINS.sub("", match[1]))
    for number, match in enumerate(_PROPER.finditer(text)):
        is_first = number == 0 and not text[: match.start()].strip()
        plain = match[0].isalpha() and match[0].istitle()
        if not (is_first and plain and len(match[0].split()) == 1):
            yield match[0]


def _without_parts(names: list[str]) -> Iterator[str]:
    """Each name once; one that is only a part of another is left out."""
    seen: set[str] = set()
    for name in names:
        plain = name.lower()
        if plain in seen or plain in _LOOSE:
            continue
        if any(
            plain != other.lower() and re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", other.lower())
            for other in names
        ):
            continue
        seen.add(plain)
        yield name
