"""What English verbs of a clause tell: whether it is past, and whether it is the speaker's deed."""

import re
from collections.abc import Sequence

from voicecli.analysis.english import words

_IRREGULAR = """
    became began bent bet bit bled blew bought bound bred broke brought built burnt caught chose
    clung came crept cut dealt drew drank drove dug ate fed fell fled flew fought found forgave
    froze gave got ground grew held hid hit hung kept knelt laid led left lent lit lost made met
    overcame oversaw overtook paid put quit ran rang read rebuilt redid resold retook rethought
    reset rewrote rode rose said sang sat saw sent set shook shone shot showed shut slept slid
    slowed sold sought spent split spoke spread sprang stood stole stuck struck swam swept swept
    swore taught thought threw told took tore undertook understood upheld upset went withdrew won
    wore wove wrote let did had knew felt was were heard meant forgot
"""
IRREGULAR = frozenset(_IRREGULAR.split())
"""Past forms of irregular verbs; those of rare verbs are left out."""

_NO_PAST = frozenset(
    """need feed speed seed indeed hundred bed red kindred sacred naked wicked embed exceed proceed
    succeed bleed breed greed weed shed wed led-light aged based related experienced interested
    qualified skilled complicated talented married detailed motivated dedicated excited supposed
    used organised organized tired worried scared united limited advanced""".split()
)
"""Words in -ed that are no verbs here, or say what somebody is."""

_NO_DEED = frozenset(
    """was were had knew felt thought believed wanted needed liked loved hated hoped seemed
    appeared looked saw heard noticed realised realized remembered understood learned learnt forgot
    meant lived enjoyed struggled feared expected wished wondered preferred happened belonged
    existed owned cost lost got fell received became grew worked studied graduated
    experienced faced encountered earned argued disagreed quarrelled clashed""".split()
)
"""What happens to somebody or goes on in the head: no deed."""

_SUBJECT = frozenset({"i", "we"})
_AUXILIARY = frozenset({"have", "i've", "we've"})
_BETWEEN = frozenset(
    """then once also first just really quickly immediately always finally personally simply
    actually basically only even still both all straight away carefully gently slowly calmly
    together later already mostly usually often sometimes myself ourselves kind of sort so
    deliberately politely quietly firmly directly""".split()
)
"""What stands between a subject and its verb; any other adverb in -ly does, too."""
_SUBORDINATING = frozenset({"when", "while", "until", "before"})
"""What tells a time by something that somebody did."""
_LEAD = frozenset(
    """and then so but well um uh er okay also first next after that afterwards later finally
    eventually secondly firstly instead anyway now plus like together""".split()
)
_WORKED = re.compile(
    r"\b(?:i|we) worked (?:with|through|out|on|together|hard|closely|late|overtime)"
)
_DECIDED = re.compile(
    r"(?<!when )(?<!while )(?<!until )(?<!before )\b(?:i|we)(?: \w+)? "
    r"(?:started|began|decided|managed|tried|went|made sure|was able"
    r"|were able|ended up|kept|took care|chose|agreed|offered)\b"
)
_CLEFT = re.compile(r"\bwhat (?:i|we) did\b|\bthe first thing (?:i|we) did\b|\bmy first step\b")
_GOT = re.compile(
    r"\b(?:i|we) got (?:\w+ ){1,3}(?:to|together|on|into|involved|down|back in|ready|working)\b"
)

_IN_MIND = re.compile(
    r"\b(?:i|we)(?: \w+)? (?:kept|started|began|tried) (?:on )?"
    r"(?:think|hop|wonder|worry|wish|dream|wait|feel|want|lov|lik|hat)ing\b"
)
_MISHAP = re.compile(r"\b(?:i|we)(?: had)? made (?:\w+ ){1,3}(?:mistake|error)s?\b")


def is_past_verb(word: str) -> bool:
    """Whether a word in lower case may be the past of a verb."""
    if word in IRREGULAR:
        return True
    return word.endswith("ed") and len(word) > 3 and word not in _NO_PAST


def is_past(text: str) -> bool:
    """Whether a clause has a verb in the past."""
    said = words(text)
    return any(is_past_verb(word) or word in _NEGATED for word in said)


_NEGATED = frozenset({"wasn't", "weren't", "didn't", "hadn't", "couldn't"})


def is_deed(text: str, *, own: bool) -> tuple[bool, bool]:
    """Whether a clause tells a deed of the speaker, and whether it has such a subject.

    `own` tells that the clause before had one, which goes on where this one has none.
    """
    low = " ".join(words(text))
    if _IN_MIND.search(low):
        return False, True
    if _CLEFT.search(low) or _WORKED.search(low) or _GOT.search(low) or _DECIDED.search(low):
        return True, True
    if _MISHAP.search(low):
        return False, True
    said = low.split()
    for at, word in enumerate(said):
        if word in _SUBJECT or word in ("i've", "we've"):
            if at > 0 and said[at - 1] in _SUBORDINATING and at + 3 < len(said):
                continue
            return _is_deed_verb(said[at + 1 :]), True
    rest = _without_lead(said)
    if own and rest and is_past_verb(rest[0]):
        return rest[0] not in _NO_DEED, True
    return False, False


def _is_deed_verb(behind: Sequence[str]) -> bool:
    """Whether the verb behind a subject is a deed in the past, by skipping what may be between."""
    if "not" in behind[:2] or "never" in behind[:2]:
        return False
    for word in behind:
        if word in _BETWEEN or word in _AUXILIARY or (word.endswith("ly") and len(word) > 4):
            continue
        return is_past_verb(word) and word not in _NO_DEED
    return False


def _without_lead(said: Sequence[str]) -> Sequence[str]:
    at = 0
    while at < len(said) and (said[at] in _LEAD or said[at].endswith("ly")):
        at += 1
    return said[at:]
