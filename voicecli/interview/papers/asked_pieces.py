"""A sentence that asks for several things, cut into them; each without the words around it."""

import re
from collections.abc import Iterator

from voicecli.interview.papers.patterns import HEAD, typed
from voicecli.interview.papers.wishes import is_needed, is_wish, without_wish
from voicecli.retrieval.sentences import split_sentences

_LEAST = r"(?:at least |a minimum of |min\.? |minimum )?"
_FEW = r"(?:\d{1,2}|one|two|three|four|five|six)"
_BETWEEN = re.compile(
    r"\s*;\s+"
    rf"|\s*,?\s+(?:(?:out )?of which|including)\s+(?={_LEAST}{_FEW}\b[^,;.]{{0,16}}?"
    rf"(?:years?|yrs?|months?)\b)"
    rf"|\s*,?\s+(?:out )?of which\s+(?={_LEAST}{_FEW}\b)"
    rf"|\s*,\s+(?:with |and )?(?={_LEAST}{_FEW}\b(?: years?)? of (?:them|these|those|which)\b)"
    r"|\s*[,–—]?\s*\b(?:and|plus|as well as|along with|together with"
    r"|in addition to)\b\s+(?:also\s+)?"
    r"|\s*,?\s+as (?:is|are)\s+"
    r"|,\s+(?:but\s+|so\s+(?!much|that|far|on\b)|as (?:is|are)\s+)?(?:also\s+)?",
    re.IGNORECASE,
)
_OF_THEM = re.compile(
    rf"((?:and |with )?{_LEAST}{_FEW})(?: years?)? of (?:them|these|those|which)\b", re.IGNORECASE
)
"""Years of the years that are asked for before: "at least 2 of them as party chief"."""
_AS_IS = re.compile(r"\s*,?\s+as (?:is|are)\s+", re.IGNORECASE)
_FEW_WORDS = 3
_REASON = re.compile(r",\s+so\s+(?!much|that|far|on\b)", re.IGNORECASE)
"""What stands before is why the rest is asked for."""
_SHORTENED = re.compile(
    r"\b(?:min|max|approx|incl|excl|yrs?|dept|cert|qual|equiv|exp|resp|pref|no|ref|tel|hrs?"
    r"|p\.a)\.$",
    re.IGNORECASE,
)
_GOES_ON = (
    r"of|in|with|to|for|and|or|is|are|at|on|from|within|as|would|will|that|which|who|under|"
    r"preferred|required|essential|desirable|\w+ing|\w+ed|experience"
)
"""What stands behind a thing that is asked for, and not another noun that it belongs to."""
_NEW = re.compile(
    r"(?P<holds>(?:have|hold|possess)\s+(?:at least|an? |\d|one|two|three|four|five|six)"
    r"|(?:(?:is|are) (?:registered|qualified|able|willing|fluent|used)|has|holds|speaks|drives"
    r"|knows)\b)"
    rf"|(?:[^,;.]+?\s)??(?:{HEAD})\b(?=\s*(?:$|[,;.:()]|(?:{_GOES_ON})\b))"
    r"|(?:be|have|hold|possess|you|able|willing|comfortable|confident|fluent|proficient"
    r"|familiar|must|should|speak|know how|bring"
    r"|to (?:be|have|hold|bring|show))\b"
    r"|(?:your |their |have |use of )?own (?:car|van|vehicle|transport|tools)\b"
    r"|(?:ideally|preferably)\b(?! (?:in|with|within|from|at|of|as|on|for|to|gained)\b)"
    r"|(?:(?:at least|minimum(?: of)?|over|more than)\s+)?(?:\d+|one|two|three|four|five|six"
    r"|seven|eight|nine|ten)\+?\s*(?:years?|yrs?|months?)",
    re.IGNORECASE,
)
"""How a thing that is asked for by itself begins: within few words it says what it is."""
_MOST_BEFORE_HEAD = 6
_TIES = re.compile(
    r"\b(?:and|plus|of|in|with|for|to|as|on|at|by|from|is|are|will)\b", re.IGNORECASE
)
_MEASURE = re.compile(r"^(?:at least|a minimum of|minimum of)\b", re.IGNORECASE)
"""What stands before years that are asked for, and ties them to nothing."""
_HEADED = re.compile(rf"\b(?:{HEAD})\b", re.IGNORECASE)
_BARE = re.compile(
    r"(?:^|\s)(?:knowledge|experience|skills?|understanding|abilit(?:y|ies)|background"
    r"|training|education|qualifications?"
    r"|expertise|interest|passion|proficiency|familiarity|awareness|attention|commitment"
    r"|enthusiasm|exposure|aptitude)$",
    re.IGNORECASE,
)
"""What may share with the next noun what it is of: "knowledge and experience of"."""
_SHARES = re.compile(
    rf"^(?:\w+\s)?(?:{HEAD})\s+(?:of|in|with|to|for|on|about|working|using)\b", re.IGNORECASE
)
_COMPLETE = re.compile(
    r"\b(?:able to|willing to|fluent in|comfortable|confident|proficient|familiar|registered"
    r"|qualified|certified|chartered|licensed|speak|graduat(?:ion|e|ed)|GED"
    r"|own (?:car|van|vehicle|transport|tools))\b",
    re.IGNORECASE,
)

_ADVERB = (
    r"(?:also|ideally|preferably|already|additionally|therefore|naturally|of course|always"
    r"|probably|really)"
)
_LEADS = tuple(
    re.compile(rf"^\W*(?:{pattern})\s*[,:]?\s*", re.IGNORECASE)
    for pattern in (
        r"(?:essential|desirable|required|requirements?|preferred|must[ -]haves?"
        r"|nice[ -]to[ -]haves?|minimum requirements?|mandatory|optional"
        r"|bonus(?: points)?(?: (?:for|if you have|if))?|ideally|preferably|essential criteria"
        r"|desirable criteria)\s*[:–—-]",
        r"(?:[A-Za-z/&]+ ){0,2}(?:skills?|qualifications?|experience|requirements?|knowledge"
        r"|languages?"
        r"|education|training|certifications?|licen[cs]es?)\s*:\s",
        r"\w+ing [^,.;]{2,60}?, (?=you\b)",
        (
            r"(?:the|our) (?:\w+ ){1,3}(?:wish(?:es)?|hopes?|wants?|seeks?) to"
            r" (?:appoint|recruit|employ|hire)\b"
        ),
        (
            r"(?:this|the|our) (?:post|role|position|job|appointment|offer)"
            r"(?: is exempt from [^.,;]{3,60}? and)?"
            r" (?:is (?:subject to|conditional (?:up)?on)|requires?|will require)"
        ),
        (
            r"(?:to (?:be considered|succeed|apply|be successful|be eligible|do this|thrive|join us"
            r"|be right for)[^,.;]{0,50},)"
        ),
        (
            rf"(?:{_ADVERB}|in addition|above all|most importantly|finally|and|but|on top of that"
            rf"|first and foremost|more than anything|for this (?:role|post|position|job)"
            rf"|in short)\b,?"
        ),
        r"the (?:\w+ ){0,2}(?:post ?holder|holder|candidate|applicant|person) will\b",
        (
            r"bonus points (?:for|if)|extra points (?:for|if)|a bonus if"
            r"|it (?:would|will|'d) (?:also )?be (?:an? )?\w+ if"
            r"|it (?:would|will) (?:also )?help if"
            r"|it helps if|great if"
        ),
        (
            r"(?:(?:when|once|as|since|because|if|after) [^,.;]{3,60}?,? )??"
            r"(?:we|they|(?:my|our|the) clients?)"
            r"(?:'re| are| is|'d| would|'ll| will|'re now| are now| are currently)?\s*(?:also "
            r"|really "
            r"|particularly |especially |currently )*(?:looking|searching|seeking|hoping"
            r"|likes?|love"
            r"|need|want|expect|require|ask|seek|look|prefer|value|after|insist on"
            r"|keen)(?: only)?(?: for"
            r"| from| to find| to see| to hear from| to meet| to appoint| to hire| to recruit"
            r"| on)*(?: you| that you| all \w+)?(?= )"
        ),
        (
            r"(?:[A-Z]\S+(?:\s+(?:&|and|of|the|[A-Z]\S+)){0,4}|the \w+|our \w+(?: \w+)?)\s+(?:is"
            r"|are) (?:currently |now |also )?(?:looking|searching|seeking|hiring"
            r"|recruiting)(?: for"
            r"| to appoint| to recruit)?"
        ),
        (
            rf"(?:if )?(?:all |both |our )?(?:the |an? )?(?:ideal|successful|right|strong(?:est)?"
            rf"|suitable|perfect|preferred|best)?\s*(?:candidates?|applicants?|person"
            rf"|post ?holders?"
            rf"|individuals?|hire|colleague)(?: we(?:'re| are) looking for"
            rf"| for this (?:role|job|post)| we want| will be someone"
            rf"| is someone)?\s+(?:(?:will|must|should|would|can|may|need to|needs to"
            rf"|is expected to"
            rf"|are expected to|are required to|is required to|{_ADVERB})\s+)*(?:has|have"
            rf"|had|holds?"
            rf"|possess(?:es)?|brings?|shows?|demonstrates?|needs?|offers?|requires?|be|is|are|who"
            rf"|with|having)(?: someone)?\b"
        ),
        (
            rf"(?:if )?you(?:'ll|'ve|'re|'d| will| must| should| would| may| might| could"
            rf"| can)?\s*(?:(?:{_ADVERB}|need to|have to|will|must|should)\s+)*(?:need"
            rf"|have got|have"
            rf"|hold|possess|bring|show|demonstrate|require|offer|be someone|be|are|is"
            rf"|got)\b(?! to\b)(?: with you\b)?"
        ),
        rf"you(?:'re|'ve|'d|'ll| are| have| should| must| can| will)\b(?:\s+{_ADVERB}\b)*",
        (
            r"(?:someone|somebody|a person|people|an individual|individuals|candidates?|applicants?"
            r"|a team player|those) (?:(?:who|with|that)\b)(?:'s| has| have| is| are| holds?"
            r"| will have| must have| already has)?(?= )"
        ),
        (
            r"(?:who|that) (?:has|have|is|are|holds?|brings?|will have|possess(?:es)?)\b"
            r"|who(?= can| enjoys?| knows?| thrives?| loves?)"
        ),
        (
            r"(?:must|should|required to|needs? to|have to|has to|will)(?: also| ideally)? (?:have"
            r"|be|hold|possess|bring|show|demonstrate)\b|(?:must|should)\b"
        ),
        (
            r"(?:with|having"
            r"|holding)(?= (?:an? |at least|\d|excellent|good|strong|proven|some|previous|full"
            r"|current|valid|minimum|relevant|solid|experience|knowledge))"
        ),
        r"(?:to )?(?:have|had|has|hold|holds|possess|possesses|bring|demonstrate|show)\b(?= \S)",
        r"so (?:would|is|are)\b",
        r"(?:is|are)(?= (?:registered|qualified|able|willing|fluent|used to)\b)",
        (
            r"(?:to )?be(?= (?:able|willing|comfortable|confident|fluent|prepared|happy|an? "
            r"|proficient|familiar))"
        ),
        r"(?:there (?:is|will be) a )?(?:requirement|need) (?:for|to have|is)",
    )
)
_SOUGHT = re.compile(
    r"^(?:(?:\d|one|two|three|four|an?|our next|the next|another|experienced|skilled"
    r"|qualified)\s+)(?:[\w'’/&-]+\s+){1,7}?(?:with"
    r"|who)\s+(?:(?:has|have|is|are|holds?|will have|brings?)\s+)?",
    re.IGNORECASE,
)
"""Whom an ad looks for, before what it asks of them: "a sous chef with"."""
_LOOKING = tuple(lead for lead in _LEADS if "searching" in lead.pattern)
_NUMBER = re.compile(
    r"(?:\d{1,2}\.\d{1,2}(?:\.\d{1,2})?|[ED]\d{1,2})[.):]?\s+(?=[A-Z])"
    r"(?!(?i:degrees?|class|hon(?:our)?s|gpa|years?)\b)"
)
"""What criteria are counted by: "1.2", "E4"; "2.1 Honours degree" is a class of degrees."""
_PLEASE = re.compile(r",?\s+please\W*$", re.IGNORECASE)
_SHORTEST = 2
"""Letters that a requirement has more than."""
_EDGES = " \t\n,;:.!•·–—-*"


def sentences(text: str) -> list[str]:
    """The sentences of an entry, also where they shorten words as lists do ("min. 2 yrs")."""
    found: list[str] = []
    for sentence in split_sentences(text):
        if found and _SHORTENED.search(found[-1]):
            found[-1] = f"{found[-1]} {sentence}"
        else:
            found.append(sentence)
    return found


def pieces(sentence: str) -> Iterator[str]:
    """The parts of a sentence or item that ask for one thing each, literally and in order."""
    start = 0
    for match in _BETWEEN.finditer(sentence):
        left, right = sentence[start : match.start()], sentence[match.end() :]
        if _is_inside_brackets(sentence, match.start()) or not _parts(left, right, match[0]):
            continue
        if not _REASON.match(match[0]):
            yield left.strip(_EDGES)
        start = match.end()
    yield sentence[start:].strip(_EDGES)


def core(piece: str) -> str:
    """What is asked for: without the words that lead to it and those of how much it is wanted."""
    plain = " ".join(piece.split()).strip(_EDGES)
    plain = _without(_NUMBER, plain)
    text = _OF_THEM.sub(r"\1 years", plain)
    before = ""
    while text != before:
        before = text
        for lead in _LEADS:
            shorter = _without(lead, text)
            if shorter != text and lead in _LOOKING:
                shorter = _without(_SOUGHT, shorter)
            text = shorter if len(shorter) > _SHORTEST else text
    text = _PLEASE.sub("", text)
    wanted = without_wish(text).strip(_EDGES)
    text = wanted if len(wanted) > _SHORTEST else text
    if text.count("(") > text.count(")"):  # "a quota-carrying role (SaaS" of "(SaaS a plus)"
        text = text[: text.rfind("(")].rstrip(_EDGES) or text
    return text.strip(_EDGES) or " ".join(piece.split())


def _without(lead: re.Pattern[str], text: str) -> str:
    """A text without how it begins, however its apostrophes are set."""
    found = lead.match(typed(text))
    return text[found.end() :] if found else text


def _parts(left: str, right: str, between: str) -> bool:
    """Whether both sides of a conjunction ask for something by themselves."""
    left, right = typed(left), typed(right)
    if re.match(r"(?:or|any)\b", right, re.IGNORECASE):
        return False
    if between.strip() == ";":
        return len(left.split()) > 1 and len(right.split()) > 1
    if len(left.split()) > 2 and (_REASON.match(between) or re.match(r"you(?:'|’|\b)", right)):
        return True
    if is_needed(left) and is_wish(right):  # "Class 2 essential, ADR preferred"
        return True
    if between.strip() == "," and _ends_in_wish(right) and not is_wish(left):
        return len(left.split()) > _FEW_WORDS  # "Good English and Tamil, Hindi added advantage"
    if _OF_THEM.match(right) or between.strip(" ,").endswith(("of which", "including")):
        return len(left.split()) > 2
    if re.match(r"so (?:would|is|are)\b", right):  # "…, and so would technician experience"
        return True
    if _AS_IS.fullmatch(between):  # "A licence is essential as is the ability to lift"
        return True
    if len(left.split()) < 2 or not (_HEADED.search(left) or _COMPLETE.search(left)):
        return False
    match = _NEW.match(right)
    if match is None or len(match[0].split()) > _MOST_BEFORE_HEAD:
        return False
    if match["holds"]:
        return True
    before_head = match[0].rsplit(maxsplit=1)[0] if " " in match[0] else ""
    if _TIES.search(_MEASURE.sub("", before_head)):
        return False
    is_shared = _SHARES.match(right) or _BARE.fullmatch(right.strip(_EDGES))
    return not (_BARE.search(left) and is_shared)


def _ends_in_wish(right: str) -> bool:
    is_begun = re.match(r"(?:ideally|preferably|especially)\b", right, re.IGNORECASE)
    return not is_begun and is_wish(right) and 1 < len(right.split()) <= _MOST_BEFORE_HEAD


def _is_inside_brackets(text: str, at: int) -> bool:
    return text.count("(", 0, at) > text.count(")", 0, at)
