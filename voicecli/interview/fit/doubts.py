"""What in a résumé asks to be verified: figures, breaks, short stays, jumps, bare titles."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Literal

from voicecli.interview.fit.spellings import keys
from voicecli.interview.papers.periods import months_of
from voicecli.interview.plan import Claim, Resume

Doubt = Literal["figure", "break", "short-stay", "jump", "no-deeds"]

LONGEST_BREAK = 6
"""Months between two jobs that nobody asks about."""
SHORTEST_STAY = 12
"""Months in a job that nobody asks about."""
_MOST_BOASTS = 6
_COURSE_YEARS = 3
_JUMP = 2
"""Steps up at once that want to be explained."""
_TITLED_MONTHS = 12
_MEASURED = re.compile(
    r"%|per ?cent|[£$€]|\b(?:million|billion|doubled|tripled|halved)\b", re.IGNORECASE
)
_MEANT_SHORT = re.compile(
    r"\b(?:intern|internship|trainee|summer|seasonal|temporary|temp|contract|contractor|placement"
    r"|freelance|self-employed|volunteer|student|fixed[- ]term|locum|agency|casual|interim|supply"
    r"|maternity cover|apprentice|apprenticeship|assignment|externship|rotation)\b",
    re.IGNORECASE,
)
_RANKS: tuple[tuple[int, re.Pattern[str]], ...] = tuple(
    (rank, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for rank, words in (
        (5, "chief|director|vice president|vp|ceo|cto|cfo|coo|president|managing partner|founder"),
        (
            4,
            "head of|head teacher|headteacher|head chef|executive chef|manager|principal",
        ),
        (
            3,
            "senior|lead|leader|supervisor|sous chef|foreman|charge nurse|sister|matron",
        ),
        (0, "intern|trainee|apprentice|junior|helper|work experience|aide"),
        (1, "assistant|graduate|entry[- ]level|commis"),
    )
)
"""In the order in which they are looked for; what has none of the words stands at 2."""
_PLAIN_RANK = 2
_MONTH_NAMES = (
    "January February March April May June July August September October November December".split()
)


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Claims, by their numbers, that ask to be verified; `strength` 0..1 puts them in order."""

    doubt: Doubt
    title: str
    why: str
    strength: float
    claims: tuple[int, ...]


def doubts(resume: Resume, today: date) -> tuple[Doubtful, ...]:
    """All that a careful reader would ask about, the weightiest first."""
    roles = _roles(resume.claims, today)
    found = [
        *_boasts(resume.claims),
        *_breaks(resume.claims, roles, today),
        *_short_stays(roles, today),
        *_jumps(roles),
        *_bare_titles(resume.claims, roles, today),
    ]
    return tuple(sorted(found, key=lambda one: -one.strength))


@dataclass(frozen=True, slots=True)
class _Role:
    number: int
    claim: Claim
    first: int
    after: int

    @property
    def named(self) -> str:
        """The role as a person says it."""
        title, place = self.claim.title, self.claim.organisation
        return f"{title} at {place}" if title and place else title or place


def _roles(claims: Sequence[Claim], today: date) -> list[_Role]:
    """The roles with dates, the earliest first, at the widest that the dates can mean."""
    found = [
        _Role(number, claim, *months)
        for number, claim in enumerate(claims)
        if claim.kind == "role" and (months := months_of(claim, today, widest=True))
    ]
    return sorted(found, key=lambda role: (role.first, role.after))


def _boasts(claims: Sequence[Claim]) -> Iterator[Doubtful]:
    """Deeds with figures, those that were measured before those that were counted."""
    told = [
        (number, one) for number, one in enumerate(claims) if one.kind in ("achievement", "project")
    ]
    for place, (number, claim) in enumerate(
        sorted(
            ((number, claim) for number, claim in told if claim.figures),
            key=lambda pair: (not _MEASURED.search(" ".join(pair[1].figures)), pair[0]),
        )[:_MOST_BOASTS]
    ):
        measured = bool(_MEASURED.search(" ".join(claim.figures)))
        if _is_tenure(claim):
            continue
        strength = (0.66 if measured else 0.5) - 0.02 * place
        yield Doubtful(
            "figure",
            _short(claim.text),
            f"The résumé says “{claim.text}”: how {_listed(claim.figures)} came about, and what"
            " your own part was, can be asked.",
            strength,
            (number,),
        )


def _is_tenure(claim: Claim) -> bool:
    """Whether the only figure of a claim is how long something was done."""
    return all(re.search(r"\b(?:years?|months?|yrs?)\b", figure) for figure in claim.figures)


def _breaks(claims: Sequence[Claim], roles: Sequence[_Role], today: date) -> Iterator[Doubtful]:
    """Times between jobs, and since the last one, of which nothing is told."""
    filled = sorted(span for claim in claims if (span := _learning(claim, today)))
    now = today.year * 12 + today.month
    reached, before = None, None
    for role in roles:
        if reached is not None and before is not None:
            start = _filled_until(reached, role.first, filled)
            if role.first - start > LONGEST_BREAK:
                yield _break(start, role.first, before, role)
        if reached is None or role.after > reached:
            reached, before = role.after, role
    if reached is not None and before is not None and not any(one.claim.ongoing for one in roles):
        start = _filled_until(reached, now, filled)
        if now - start > LONGEST_BREAK:
            yield _break(start, now, before, None)


def _learning(claim: Claim, today: date) -> tuple[int, int] | None:
    """The months of an education or a project; of a degree with one date those before it."""
    if claim.kind not in ("education", "project"):
        return None
    if claim.end and not claim.start:
        claim = replace(claim, start=f"{int(claim.end[:4]) - _COURSE_YEARS}{claim.end[4:7]}")
    return months_of(claim, today, widest=True)


def _filled_until(start: int, end: int, filled: Sequence[tuple[int, int]]) -> int:
    """From when on nothing is told between two months."""
    for first, after in filled:
        if first - start <= LONGEST_BREAK and after > start and first < end:
            start = after
    return start


def _break(start: int, end: int, before: _Role, then: _Role | None) -> Doubtful:
    title = f"{_month(start)} to {_month(end - 1)}" if then else f"the time since {_month(start)}"
    told = f"between {before.named} and {then.named}" if then else f"after {before.named}"
    months = min(end - start, 48)
    return Doubtful(
        "break",
        title,
        f"The résumé tells nothing of the time {told} ({title}).",
        0.45 + 0.2 * months / 48,
        (before.number, then.number) if then else (before.number,),
    )


def _short_stays(roles: Sequence[_Role], today: date) -> Iterator[Doubtful]:
    for role in roles:
        claim = role.claim
        exact = len(claim.start) > 4 and len(claim.end) > 4
        told = f"{claim.title} {claim.text} {claim.place.quote}"
        months = role.after - role.first
        if claim.ongoing or not exact or _MEANT_SHORT.search(told) or months >= SHORTEST_STAY:
            continue
        yield Doubtful(
            "short-stay",
            role.named,
            f"By its dates the time as {role.named} lasted {_counted(months)}.",
            0.5 - 0.01 * months,
            (role.number,),
        )


def _jumps(roles: Sequence[_Role]) -> Iterator[Doubtful]:
    """Steps of rank from one job to the next that nothing between them explains."""
    for before, then in pairwise(roles):
        if not before.claim.title or not then.claim.title:
            continue
        step = max(1, _rank(then.claim.title)) - max(1, _rank(before.claim.title))
        if abs(step) < _JUMP or (step < 0 and then.claim.ongoing is False and _is_side(then.claim)):
            continue
        way = "up" if step > 0 else "down"
        yield Doubtful(
            "jump",
            f"{before.claim.title} to {then.claim.title}",
            f"From {before.named} the next step was {then.named}: {abs(step)} ranks {way} at once.",
            0.4 + 0.05 * abs(step),
            (before.number, then.number),
        )


def _is_side(claim: Claim) -> bool:
    return bool(_MEANT_SHORT.search(f"{claim.title} {claim.text}"))


def _rank(title: str) -> int:
    return next((rank for rank, words in _RANKS if words.search(title)), _PLAIN_RANK)


def _bare_titles(
    claims: Sequence[Claim], roles: Sequence[_Role], today: date
) -> Iterator[Doubtful]:
    """Roles of a year or more under which nothing was done, where others have deeds."""
    told = {
        (claim.title, claim.organisation, claim.start)
        for claim in claims
        if claim.kind == "achievement" and claim.title
    }
    if not told:
        return
    now = today.year * 12 + today.month
    recent = now - 12 * 10
    for role in roles:
        claim = role.claim
        is_told = (claim.title, claim.organisation, claim.start) in told
        if is_told or role.after - role.first < _TITLED_MONTHS or role.after < recent:
            continue
        yield Doubtful(
            "no-deeds",
            role.named,
            f"The résumé names the post of {role.named}, and nothing that was done there.",
            0.4 + 0.04 * _rank(claim.title) - 0.02 * max(0, now - role.after) / 12,
            (role.number,),
        )


def _month(number: int) -> str:
    return f"{_MONTH_NAMES[number % 12]} {number // 12}"


def _counted(months: int) -> str:
    return "one month" if months == 1 else f"{months} months"


def _listed(figures: Sequence[str]) -> str:
    """Figures as they are quoted; one whose noun was not reached stands alone ("120 home")."""
    shown = [one if re.search(r"(?:s|%|\d|\+)$", one) else one.split(" ")[0] for one in figures[:2]]
    return " and ".join(f"“{figure}”" for figure in shown)


def _short(text: str, most: int = 10) -> str:
    words = text.split()
    return text if len(words) <= most else " ".join(words[:most]).rstrip(" ,;:–—-") + " …"


def similar(one: Doubtful, other: Doubtful) -> bool:
    """Whether two would lead to the same talk."""
    if set(one.claims) & set(other.claims):
        return True
    mine, yours = keys(one.title), keys(other.title)
    return bool(mine) and len(mine & yours) / len(mine | yours) >= 0.6
