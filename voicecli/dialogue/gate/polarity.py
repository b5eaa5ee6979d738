"""Whether two texts affirm and deny the same: negation, opposites, and words that limit.

Each clause has signs on axes ("allowed" is +1 on permission, "forbidden" and "not allowed" -1).
What a claim says on an axis its source must say with the same sign; what limits the source
("only", "most", "will") must limit the claim, too.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from voicecli.retrieval.words import content_words, fold, stem

_BREAK = re.compile(
    r"[;:—–.!?\n]+|,?\s+\b(?:but|because|although|though|while|whereas|unless|except|when|if|who|which|"
    r"so that)\b|\s+(?=without\b)|,\s+(?:and|or|so|then|yet|nor)\b"
)
_NO_NEGATION = re.compile(
    r"\b(?:no|not) (?:more|less|fewer|later|earlier|longer|matter)(?: than)?\b"
)
_SCOPE_WORDS = 2
"""So many content words behind a negation are what it denies."""
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
_FREEING = frozenset({"without", "lack", "lacks", "lacking"})
_STRICT_AXES = frozenset({"permission", "duty"})
"""Their negative side must be kept: who drops "forbidden" says the opposite."""


@dataclass(frozen=True, slots=True)
class Denial:
    """A negation: its own word, and the stems of what it denies."""

    mark: str
    scope: frozenset[str]


@dataclass(frozen=True, slots=True)
class Clause:
    """The stance of a clause: the stems of its content words, its denials, signs and limits."""

    words: frozenset[str]
    denials: tuple[Denial, ...]
    signs: frozenset[tuple[str, int]]
    limits: frozenset[str]


def agrees(claim: str, source: str) -> bool:
    """Whether the claim affirms nothing that the source denies, and the other way about."""
    claims, told = clauses(claim), clauses(source)
    return _same_denials(claims, told) and all(_agrees(clause, told) for clause in claims)


def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a text with their stance; fragments without content words are left out."""
    folded = fold(text).replace("’", "'")
    found = (_clause(part) for part in _BREAK.split(folded))
    return tuple(clause for clause in found if clause.words or clause.denials)


def _same_denials(claims: Sequence[Clause], told: Sequence[Clause]) -> bool:
    """Whether both deny the same of what the claim speaks of.

    Denials of a strict axis ("not allowed") are left to its signs.
    """
    mine = [denial for clause in claims for denial in clause.denials]
    theirs = [denial for clause in told for denial in clause.denials]
    spoken_of = frozenset[str]().union(*(clause.words for clause in claims))
    for denial in mine:
        is_settled = bool(denial.scope & _strict_stems())
        if not is_settled and not any(_alike(denial, other) for other in theirs):
            return False
    return all(
        any(_alike(denial, other) for other in mine)
        for denial in theirs
        if denial.scope & spoken_of - _strict_stems()
    )


def _alike(one: Denial, other: Denial) -> bool:
    if not one.scope & other.scope and one.scope != other.scope:
        return False
    return (one.mark in _FREEING) == (other.mark in _FREEING) or "no" in (one.mark, other.mark)


def _agrees(clause: Clause, told: Sequence[Clause]) -> bool:
    if not told:
        return False
    overlaps = [len(clause.words & other.words) for other in told]
    most = max(overlaps)
    likest = [o for o, count in zip(told, overlaps, strict=True) if count == most]
    return any(_same_stance(clause, other, told) for other in likest)


def _same_stance(clause: Clause, source: Clause, told: Sequence[Clause]) -> bool:
    elsewhere = frozenset[tuple[str, int]]().union(*(other.signs for other in told))
    for axis in {axis for axis, _ in clause.signs}:
        mine, theirs, any_where = (
            {sign for name, sign in signs if name == axis}
            for signs in (clause.signs, source.signs, elsewhere)
        )
        if mine != theirs if theirs else not mine <= any_where:
            return False
    kept = {axis for axis, _ in clause.signs}
    if any(sign < 0 and axis in _STRICT_AXES - kept for axis, sign in source.signs):
        return False
    return clause.limits == source.limits


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
    denials = tuple(_denials(plain))
    denied = frozenset[str]().union(*(denial.scope for denial in denials))
    signs = set()
    words = re.findall(r"[^\W\d_]+", plain)
    for word in words:
        if word in _axes():
            axis, sign = _axes()[word]
            is_flipped = axis in _STRICT_AXES and stem(word) in denied
            signs.add((axis, -sign if is_flipped else sign))
    limits = frozenset(_LIMITS[word] for word in words if word in _LIMITS)
    return Clause(frozenset(content_words(text)), denials, frozenset(signs), limits)


def _denials(text: str) -> Iterator[Denial]:
    for match in _NEGATION.finditer(text):
        behind = text[match.end() :].split(",")[0]
        yield Denial(match[0], frozenset(list(content_words(behind))[:_SCOPE_WORDS]))


@cache
def _strict_stems() -> frozenset[str]:
    return frozenset(stem(word) for word, (axis, _) in _axes().items() if axis in _STRICT_AXES)


@cache
def axis_stems() -> frozenset[str]:
    """The stems of all words that have a sign on an axis."""
    return frozenset(stem(word) for word in _axes())
