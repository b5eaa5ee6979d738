"""Whether two texts affirm and deny the same: negation, opposites, and words that limit.

Each clause has signs on axes ("allowed" is +1 on permission, "forbidden" and "not allowed" -1).
What a claim says on an axis its source must say with the same sign; what limits the source
("only", "most", "will") must limit the claim, too.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from voicecli.retrieval.words import content_words, fold, stem

_BREAK = re.compile(
    r"[;:—–.!?\n]+|,?\s+\b(?:but|because|although|though|while|whereas|unless|except|when|if|who|which|"
    r"so that)\b|\s+(?=without\b)|,\s+(?:and|or|so|then|yet|nor)\b"
)
_NO_NEGATION = re.compile(
    r"\b(?:no|not) (?:more|less|fewer|later|earlier|longer|only|just|matter)(?: than)?\b"
)
_NEGATION = re.compile(
    r"n't\b|\b(?:not|no|never|none|nothing|nobody|nowhere|cannot|without|neither|nor|hardly|"
    r"lacks?|lacking|unable|refuses?|refused|fails? to|failed to|instead of|rather than)\b"
)

_AXES = """
    permission: allowed permitted permissible welcome allow permit | forbidden prohibited banned
        disallowed forbid prohibit ban barred
    duty: must required mandatory obligatory compulsory require obliged shall should | optional
        voluntary
    place: inside indoors | outside outdoors
    order: before earlier beforehand prior | after afterwards later following
    rank: first | last final
    door: open opens opened opening | closed closes shut close
    frequency: always constantly | never
    direction: increase increased increases rise rose raised raises grow grew gain | decrease
        decreased decreases fall fell lower lowered lowers reduce reduced reduces drop dropped cut
        shrink loss
    amount: more larger bigger greater higher longer | less fewer smaller lower shorter
    extreme: most largest biggest highest longest greatest maximum maximal oldest | least smallest
        lowest shortest fewest minimum minimal youngest newest
    speed: fast faster fastest quick quickly quicker | slow slower slowest slowly
    quality: best better good | worst worse bad
    inclusion: include included includes including | exclude excluded excludes excluding
    success: succeed succeeded success successful pass passed win won | fail failed failure
        unsuccessful lose lost
    price: free gratis | paid
    beginning: start started starts begin began begun begins launched | end ended ends finish
        finished finishes stop stopped stops
    side: left | right
    height: above upper top | below beneath lower bottom under
    time: morning | evening afternoon night
    flow: import buy bought receive received borrow borrowed | export sell sold send sent lend lent
    state: online on | offline off
    opinion: like love prefer enjoy | dislike hate avoid
    access: public | private secret confidential
    whole: full entire whole complete all every each everybody everyone always | partial part
    future: will planned plans planning intends upcoming | previously formerly
    temperature: hot warm | cold cool
    support: agree accept accepted approve approved | disagree reject rejected decline declined deny
        denied
"""
_LIMITS: Mapping[str, str] = {
    word: group
    for group, words in {
        "only": "only solely exclusively",
        "most": "most mostly usually mainly majority",
        "some": "some several sometimes occasionally partly partially",
        "few": "few rarely seldom",
        "future": "will planned plans planning intends upcoming",
        "doubt": "might perhaps possibly probably likely maybe",
    }.items()
    for word in words.split()
}
_STRICT_AXES = frozenset({"permission", "duty"})
"""Their negative side must be kept: who drops "forbidden" says the opposite."""


@dataclass(frozen=True, slots=True)
class Clause:
    """The stance of a clause: the stems of its content words, its signs and its limits."""

    words: frozenset[str]
    denies: bool
    signs: Mapping[str, int]
    limits: frozenset[str]


def agrees(claim: str, source: str) -> bool:
    """Whether no clause of the claim affirms what the source denies, or the other way about."""
    told = clauses(source)
    return all(_agrees(clause, told) for clause in clauses(claim))


def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a text with their stance; fragments without content words are left out."""
    folded = fold(text).replace("’", "'")
    found = (_clause(part) for part in _BREAK.split(folded))
    return tuple(clause for clause in found if clause.words or clause.denies)


def _agrees(clause: Clause, told: Sequence[Clause]) -> bool:
    if not told:
        return False
    overlaps = [len(clause.words & other.words) for other in told]
    most = max(overlaps)
    likest = [o for o, count in zip(told, overlaps, strict=True) if count == most]
    return any(_same_stance(clause, other, told) for other in likest)


def _same_stance(clause: Clause, source: Clause, told: Sequence[Clause]) -> bool:
    for axis, sign in clause.signs.items():
        signs = {other.signs[axis] for other in told if axis in other.signs}
        if source.signs.get(axis, sign if sign in signs else 0) != sign:
            return False
    dropped = source.signs.keys() - clause.signs.keys()
    if any(source.signs[axis] < 0 for axis in dropped & _STRICT_AXES):
        return False
    if clause.limits != source.limits:
        return False
    if clause.denies == source.denies:
        return True
    # "Not allowed" is "forbidden": an axis that both have has settled it.
    return bool(clause.signs.keys() & source.signs.keys() & _STRICT_AXES)


@cache
def _axes() -> Mapping[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    text = re.sub(r"\n {8,}", " ", _AXES)
    for line in text.strip().splitlines():
        axis, _, sides = line.strip().partition(":")
        for sign, side in zip((1, -1), sides.split("|"), strict=True):
            found |= dict.fromkeys(side.split(), (axis, sign))
    return found


def _clause(text: str) -> Clause:
    plain = _NO_NEGATION.sub(" ", text)
    denies = bool(_NEGATION.search(plain))
    signs: dict[str, int] = {}
    words = re.findall(r"[^\W\d_]+", plain)
    for word in words:
        if word in _axes():
            axis, sign = _axes()[word]
            signs[axis] = -sign if denies and axis in _STRICT_AXES else sign
    limits = frozenset(_LIMITS[word] for word in words if word in _LIMITS)
    content = frozenset(root for root in content_words(text) if root not in axis_stems())
    return Clause(content, denies, signs, limits)


@cache
def axis_stems() -> frozenset[str]:
    """The stems of all words that have a sign on an axis."""
    return frozenset(stem(word) for word in _axes())
