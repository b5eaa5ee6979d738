"""What one has in writing: licences, cards, registrations and checks, and who gives them.

Known by the word for such a paper, or by the short name of a scheme as its trade uses it.
"""

import re

from voicecli.interview.papers.patterns import typed

_SCHEMES = (
    # building, plant and lifting
    "CSCS CPCS NPORS IPAF PASMA SMSTS SSSTS CITB JIB CISRS CCDO NRSWA EUSR UKATA OFTEC irtec"
    # safety, security and the sea
    " IOSH NEBOSH OSHA HAZWOPER TWIC MSHA BOSIET HUET GWO STCW ENG1 SIA"
    # driving and flying
    " CPC ADR HGV LGV PCV CDL PPL CPL ATPL"
    # health and care
    " NMC HCPC GMC GDC GPhC GOC AHPRA MRCVS RCVS NCLEX NREMT CPR BLS ALS ACLS PALS BCLS ILS NLS"
    " HLTAID DBS PVG"
    # projects and computers
    " PRINCE2 PMP CAPM AgilePM ITIL TOGAF ISTQB CCNA CCNP CISSP CISM CISA CEH CompTIA RHCE RHCSA"
    " CKA CKAD OSCP CSM PSM CSPO"
    # money, staff, buying, property and law
    " ACA ACCA CIMA CPA CFA FRM AAT ATT CTA CIPFA CeMAP DipPFS JAIIB CAIIB NISM CIPD SHRM PHR SPHR"
    " CIPS MCIPS RICS MRICS FRICS CIOB MCIOB CEng IEng MICE MIET ARLA CILEx CII"
    # schools, kitchens, sport
    " TEFL CELTA TESOL ServSafe WSET RSA NPLQ RLSS PADI RYA"
)
_KNOWN = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(set(_SCHEMES.split())))})\b")
"""Written as they are: "tips" and "cost" are words."""
_WORDS = re.compile(
    r"\b(?:licen[cs](?:e|es|ed|ure)|(?<!pre-)(?<!post-)certificat(?:e|es|ion|ions)|certified"
    r"|registered with|(?<!pre-)(?<!post-)registration|accredit(?:ed|ation)|chartered"
    r"|chartership|(?:work )?(?:permit|visa)|(?<=[A-Z] )designation|clearance"
    r"|attestation|endorsement"
    r"|(?:police|dbs|(?:criminal )?(?:background|record)s?|working with children|vulnerable people"
    r"|reference|credit) (?:check|clearance|investigation)s?"
    r"|(?:drug|polygraph|hearing) (?:test|screen)\w*"
    r"|first[- ]aid(?:er)?|food (?:hygiene|safety|handlers?)"
    r"|right to work|professional membership|medical(?= (?:certificate|clearance))"
    r"|(?:in[- ]date|valid|current|class \d) medical"
    r"|(?:gas safe|green belt|black belt|scrum master certif\w+|18th edition|white card))\b",
    re.IGNORECASE,
)
_SPELLED = re.compile(
    r"\b(?:[Rr]egistered(?! (?:office|address|company|charity))|[Ll]icensing|[Cc]harter"
    r"|[Cc]oded|(?:EN )?ISO 9606|AWS D1\.\d|ASME IX"
    r"|[Bb]ar (?:admission|member\w*)|admitted|[Mm]embership|[Mm]ember of"
    r"|vetting|ticket|HACCP (?:[Ll]evel|[Cc]ertif\w*)|[Pp]assport|PIN)\b"
)
_CARD = re.compile(
    r"\b(?:(?-i:[A-Z]{3,}\w*)|green|blue|white|gold|black|skills?|smart|competence|trade|driver'?s?"
    r"|tacho\w*|digital|operator'?s?|site)\b(?:\s+[\w/()-]+){0,3}?\s+(?:smart ?)?card\b",
    re.IGNORECASE,
)
_LEVEL = re.compile(r"^\W*(?:an?\s+)?[Ll]evel\s+(?:[1-8]|one|two|three|four|five|six|seven)\b")
_AWARD = re.compile(
    r"\b(?:[A-Z]\w+ ){1,4}Award\b|(?<=[a-zA-Z] )Level [1-8]\b"
    r"(?! (?:\w+ )?(?:of|qualifications?|diplomas?|NVQ|apprenticeship|degree)\b)"
)
_ABOUT = re.compile(
    r"\b(?:experience|knowledge of|years?|understanding of|familiar\w* with|awareness of"
    r"|exposure to|working (?:with|in|to))\b",
    re.IGNORECASE,
)
"""What stands before a scheme's name that one knows and does not hold."""
_SUBJECT = re.compile(
    r"^\W*(?:\w+\W+)?(?:guidelines?|regulations?|standards?|requirements?|rules|methodolog(?:y|ies)"
    r"|principles|frameworks?|procedures?|compliance|practices?|legislation|process(?:es)?"
    r"|guidance|platforms?|systems?|software|desks?|forms?|data|numbers?|figures|tests?|codes?"
    r"|returns)\b",
    re.IGNORECASE,
)
"""What stands behind a word for a paper where it is none: "registration platform"."""


def names_certificate(text: str) -> bool:
    """Whether a short text names a certificate, a licence or the like, and no work with it."""
    plain = typed(text)
    patterns = (_KNOWN, _WORDS, _SPELLED, _CARD, _AWARD, _LEVEL)
    for match in (found for pattern in patterns for found in pattern.finditer(plain)):
        before, behind = plain[: match.start()], plain[match.end() :]
        is_level = match.re is _LEVEL and not re.search(r"\bqualification|\bdiploma|\bNVQ", behind)
        if _ABOUT.search(before) or _SUBJECT.match(behind):
            continue
        if match.re is not _LEVEL or is_level:
            return True
    return False
