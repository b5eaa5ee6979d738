"""Degrees and languages: whether a résumé has the level that a job asks for."""

import re
from collections.abc import Sequence

from voicecli.interview.fit.evidence import Claims, Evidence, is_hedged
from voicecli.interview.fit.spellings import is_named
from voicecli.interview.papers.degrees import Degree, degrees_in
from voicecli.interview.papers.tongues import Level, level_in, levels_in, tongue, tongues_in
from voicecli.interview.plan import Fit, Requirement

_FIELD = re.compile(
    r"\b(?:in|of|from)\s+(?:an?\s+|the\s+)?(.+?)(?:\s+(?:or\s+(?:a\s+)?(?:related|similar"
    r"|equivalent|"
    r"comparable|relevant)|from|is|with|required|preferred|desirable)\b.*)?$",
    re.IGNORECASE,
)
_OPEN_FIELD = re.compile(
    r"\b(?:any|related|relevant|similar|quantitative|technical|scientific|numerate|accredited"
    r"|equivalent|comparable|recogni[sz]ed)\b",
    re.IGNORECASE,
)
_EXPERIENCE_WILL_DO = re.compile(
    r"\bor\s+(?:equivalent|relevant|comparable|similar)?\s*(?:work\s+)?experience", re.I
)
_OF_ONE_TRADE = re.compile(
    r"\b(?:MBA|J\.?D\b|Juris Doctor|LL\.?B|LL\.?M|PGCE|BSN|MSN|MSW|MPH|MBBS|MB ?ChB|Pharm\.?D"
    r"|DDS|DVM"
    r"|B\.?Ed|M\.?Ed|MFA|B\.?Arch|M\.?D\b|BBA)\b"
)
"""Degrees that say themselves what they are in: another of their level is in another field."""
_NO_FIELD = re.compile(r"^(?:science|arts|the|a|an|accredited|university|college)\b", re.IGNORECASE)
_NEAR_FIELD = 0.45
"""Likeness of a field of study to a degree's: "Statistics" to "a quantitative field" has 0.43."""

Judged = tuple[Fit, list[Evidence]]


def degree_fit(requirement: Requirement, claims: Claims) -> Judged | None:
    """How the degrees of a résumé meet a required one; None where no level is asked for."""
    asked = degrees_in(requirement.text) or degrees_in(" ".join(requirement.names))
    if not asked:
        return None
    least = min(asked)
    has = [
        (number, max(levels))
        for number, claim in enumerate(claims.claims)
        if claim.kind in ("education", "certificate")
        and (levels := degrees_in(claims.texts[number]))
    ]
    if not has:
        return _without_degree(requirement, claims)
    field = _field(requirement)
    near = (
        claims.likeness([field, requirement.text]) if field else claims.likeness([requirement.text])
    )
    best: Judged | None = None
    for number, level in sorted(has, key=lambda pair: -pair[1]):
        fit = _level_fit(level, least)
        in_field = not field or _is_in(field, number, claims, float(near[number]), requirement.text)
        if _OF_ONE_TRADE.search(requirement.text):
            in_field = any(is_named(name, claims.texts[number]) for name in _titles(requirement))
        if fit == "met" and (not in_field or is_hedged(claims.claims[number])):
            fit = "partly"
        strength = {"met": 0.9, "partly": 0.6, "missing": 0.2}[fit] + 0.1 * in_field
        judged: Judged = (fit, [Evidence(number, strength)])
        if best is None or judged[1][0].strength > best[1][0].strength:
            best = judged
    return best


def _titles(requirement: Requirement) -> list[str]:
    """The degrees of one trade that a requirement names."""
    return [match[0] for match in _OF_ONE_TRADE.finditer(requirement.text)]


def _without_degree(requirement: Requirement, claims: Claims) -> Judged:
    roles = [n for n, claim in enumerate(claims.claims) if claim.kind == "role"]
    if roles and _EXPERIENCE_WILL_DO.search(requirement.text):
        return "partly", [Evidence(roles[0], 0.5)]
    return "missing", []


def _level_fit(level: Degree, least: Degree) -> Fit:
    if level >= least:
        return "met"
    near = least - level == 1 and level >= Degree.VOCATIONAL
    return "partly" if near else "missing"


def _field(requirement: Requirement) -> str:
    """What the degree is to be in; "" where any will do."""
    match = _FIELD.search(re.sub(r"\([^)]*\)", "", requirement.text))
    field = match[1].strip(" ,.;") if match else ""
    return "" if _NO_FIELD.match(field) and " in " not in field else field


def _is_in(field: str, number: int, claims: Claims, near: float, text: str) -> bool:
    """Whether a degree is in a field: by its words, by likeness, or because others will do."""
    named = claims.for_name(field, claims.likeness([]))
    by_words = next((one.strength for one in named if one.claim == number), 0.0)
    alternatives = [part for part in re.split(r",\s*|\s+or\s+|\s+and\s+|/", field) if part.strip()]
    by_part = any(
        one.strength >= 0.9 and one.claim == number
        for part in alternatives
        for one in claims.for_name(part, claims.likeness([]))
    )
    least = _NEAR_FIELD - (0.1 if _OPEN_FIELD.search(text) else 0.0)
    return by_words >= 0.9 or by_part or near >= least


def tongue_fit(requirement: Requirement, claims: Claims) -> Judged | None:
    """How the languages of a résumé meet required ones; None where none is named."""
    wanted = tongues_in(requirement.text) or tongues_in(" ".join(requirement.names))
    if not wanted:
        return None
    least = min(levels_in(requirement.text), default=None)
    judged = [_one_tongue(tongue(name), least, claims) for name in wanted]
    fits = [fit for fit, _ in judged]
    found = sorted((one for _, some in judged for one in some), key=lambda one: -one.strength)
    return joined(fits, any_will_do=is_choice(requirement.text)), found


def _one_tongue(name: str, least: Level | None, claims: Claims) -> Judged:
    for number, claim in enumerate(claims.claims):
        if claim.kind == "language" and name in map(tongue, tongues_in(claim.text)):
            has = level_in(claim.text)
            enough = (has or Level.B2) >= (least or Level.A1)
            return (
                ("met", [Evidence(number, 1.0)]) if enough else ("partly", [Evidence(number, 0.6)])
            )
    if name == "english" and claims.claims:  # the résumé is written in it
        return "partly", []
    return "missing", []


def is_choice(text: str) -> bool:
    """Whether one of the things that a requirement names will do."""
    return bool(
        re.search(
            r"\bor\b|\bsuch as\b|\be\.?g\b|\blike\b|\bideally\b|\bpreferably\b|\bsimilar\b"
            r"|\bone of\b"
            r"|\bincluding\b|\w\s?/\s?\w|\beither\b|\bany of\b|\([A-Z]",
            text,
        )
    )


def joined(fits: Sequence[Fit], *, any_will_do: bool) -> Fit:
    """The fit of several things: the best where one will do, else all of them have to be met."""
    if not fits:
        return "missing"
    if any_will_do:
        return "met" if "met" in fits else "partly" if "partly" in fits else "missing"
    if all(fit == "met" for fit in fits):
        return "met"
    return "missing" if all(fit == "missing" for fit in fits) else "partly"
