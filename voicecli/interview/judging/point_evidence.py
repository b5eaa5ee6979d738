"""All that speaks of a point of any kind, clause by clause. English.

A clause that says a point in so many words is firm evidence; one that may merely be meant that
way is weak.
"""

import re
from collections.abc import Iterator, Mapping

from voicecli.analysis.english import stem, words
from voicecli.interview.judging import coverage_cues as cues
from voicecli.interview.judging.clauses import shortened
from voicecli.interview.judging.concreteness import is_specific
from voicecli.interview.judging.evidence import (
    FIRM,
    SAID,
    WEAK,
    Evidence,
    Finder,
    Reading,
    clause_at,
    clauses_with,
)
from voicecli.interview.judging.past import is_past
from voicecli.interview.judging.points import PointKind, kind_of, names
from voicecli.interview.judging.story_evidence import example, hardship, own, result, situation

_ALIKE = 0.36
"""Likeness from which a piece speaks of a named subject without its name."""
_ASKED = 0.22
"""Likeness from which a piece with something to it speaks of what was asked in general words."""


def evidence(point: str, number: int, reading: Reading) -> Iterator[Evidence]:
    """All that may speak of a point; `number` is its own among the texts of the likeness."""
    kind = kind_of(point)
    if kind is not PointKind.SUBJECT:
        yield from _BY_KIND[kind](point, reading)
    if kind is PointKind.SUBJECT or kind in _ALSO_NAMED:
        yield from _named(point, number, reading)
    if kind in (PointKind.SUBJECT, PointKind.SITUATION) and number == 1:
        yield from _first_said(point, reading)
    if kind is PointKind.SUBJECT:
        yield from _as_asked(point, reading)


_ALSO_NAMED = frozenset(
    {
        PointKind.SITUATION,
        PointKind.STEPS,
        PointKind.CHECK,
        PointKind.NEARNESS,
        PointKind.HARDSHIP,
        PointKind.WISH,
    }
)
"""What may be told in words of its own, by which only its likeness to the point is seen."""


def _named(point: str, number: int, reading: Reading) -> Iterator[Evidence]:
    """Clauses that name the subject of a point, and the piece that is most like it."""
    wanted = names(point)
    for at, clause in enumerate(reading.parts):
        said = {stem(word) for word in words(clause.text)}
        if wanted and len(wanted & said) * 2 >= len(wanted):
            yield Evidence(at, SAID, shortened(clause.text))
    if reading.likeness is None:
        return
    piece, likeness = reading.likeness.best(number)
    if likeness >= _ALIKE and is_specific(piece.text):
        yield Evidence(clause_at(piece.start, reading), FIRM + likeness, shortened(piece.text))


def _first_said(point: str, reading: Reading) -> Iterator[Evidence]:
    """The first thing asked for, where its words are general, is mostly what is said first."""
    if not reading.question or names(point) - names(reading.question):
        return
    for at, clause in enumerate(reading.parts):
        if is_specific(clause.text):
            yield Evidence(at, WEAK, shortened(clause.text))
            return


def _as_asked(point: str, reading: Reading) -> Iterator[Evidence]:
    """Of a point in general words ("the essentials") the piece that is most like the question."""
    if not reading.question or names(point) - names(reading.question):
        return
    if reading.likeness is None:
        yield from clauses_with(reading, (None, WEAK))
        return
    asked, as_asked = reading.likeness.best(0)
    if as_asked >= _ASKED and is_specific(asked.text):
        yield Evidence(clause_at(asked.start, reading), WEAK, shortened(asked.text))


def _figure(_: str, reading: Reading) -> Iterator[Evidence]:
    for span in reading.substance.figures:
        yield Evidence(clause_at(span.start, reading), SAID, span.text)


def _time(point: str, reading: Reading) -> Iterator[Evidence]:
    """A time, or how often where that is asked for."""
    often, soon = "often" in point.lower(), "soon" in point.lower()
    for at, clause in enumerate(reading.parts):
        rate = cues.RATE.search(clause.text)
        when = cues.WHEN.search(cues.RATE.sub(" ", clause.text))
        if soon and (is_past(clause.text) or "since" in words(clause.text)):
            continue
        if rate or when:
            firmness = SAID if (rate if often else when) else WEAK
            yield Evidence(at, firmness, shortened(clause.text))


def _steps(_: str, reading: Reading) -> Iterator[Evidence]:
    acts = reading.substance.acts
    for span in acts:
        at = clause_at(span.start, reading)
        alone = len(acts) == 1 or cues.CONTACT.search(reading.parts[at].text)
        yield Evidence(at, WEAK if alone else FIRM, span.text)
    yield from clauses_with(reading, (cues.ORDER, FIRM + 0.2))


def _reason(_: str, reading: Reading) -> Iterator[Evidence]:
    known = [(cues.BECAUSE, SAID), (cues.REASON, FIRM), (cues.SO, WEAK)]
    anything = [(None, WEAK)] if cues.WHY.search(reading.question) else []
    yield from clauses_with(reading, *known, *anything)


def _learning(point: str, reading: Reading) -> Iterator[Evidence]:
    """A lesson, or what is done in another way since, whichever is asked for."""
    of_since = "differ" in point.lower()
    for at, clause in enumerate(reading.parts):
        if cues.LEARNED_THAT.search(clause.text):
            yield Evidence(at, WEAK if of_since else SAID, shortened(clause.text))
    learned, since = (WEAK, SAID) if of_since else (SAID, FIRM)
    yield from clauses_with(reading, (cues.LEARNED, learned), (cues.SINCE, since))


def _people(_: str, reading: Reading) -> Iterator[Evidence]:
    cued = ((cues.CONTACT, FIRM), (cues.PEOPLE, SAID), (cues.THEM, WEAK))
    yield from clauses_with(reading, *cued)
    for span in reading.substance.names:
        at = clause_at(span.start, reading)
        if span.text.istitle() and is_specific(reading.parts[at].text):
            yield Evidence(at, WEAK, shortened(reading.parts[at].text))


def _have(point: str, reading: Reading) -> Iterator[Evidence]:
    """What somebody has or can; and, where it is asked whether, the yes or no."""
    first = reading.parts[0] if reading.parts else None
    says = first and (cues.YES_NO.search(first.text) or cues.YES.search(first.text))
    if "whether" in point.lower() and first and says:
        yield Evidence(0, SAID, shortened(first.text))
    anything = [(None, WEAK)] if "know" in point.lower() else []
    holds = "hold" in point.lower() or "whether" in point.lower()
    for one in clauses_with(reading, (cues.HOLD if holds else cues.HAVE, FIRM), *anything):
        if "instead" not in point.lower() or not cues.LIMIT.search(reading.parts[one.clause].text):
            yield one


def _limit(point: str, reading: Reading) -> Iterator[Evidence]:
    """Where something ends; of what is avoided, what is said not to be liked."""
    if "avoid" not in point.lower():
        yield from clauses_with(reading, (cues.LIMIT, FIRM))
        return
    for one in clauses_with(reading, (cues.AVOIDED, SAID), (cues.LIMIT, FIRM)):
        liked = one.firmness < SAID and cues.DRAW.search(reading.parts[one.clause].text)
        yield Evidence(one.clause, WEAK if liked else one.firmness, one.quote)


def _wish(point: str, reading: Reading) -> Iterator[Evidence]:
    """What somebody wants or needs; what they do about it where that is asked."""
    cue = cues.PRACTICE if point.lower().startswith("how") else cues.WISH
    yield from clauses_with(reading, (cue, FIRM), (cues.INTENT, WEAK))


def _cued(*by_firmness: tuple[re.Pattern[str] | None, float]) -> Finder:
    return lambda point, reading: clauses_with(reading, *by_firmness)


_BY_KIND: Mapping[PointKind, Finder] = {
    PointKind.OWN: own,
    PointKind.RESULT: result,
    PointKind.SITUATION: situation,
    PointKind.EXAMPLE: example,
    PointKind.REASON: _reason,
    PointKind.LEARNING: _learning,
    PointKind.FIGURE: _figure,
    PointKind.TIME: _time,
    PointKind.PEOPLE: _people,
    PointKind.STEPS: _steps,
    PointKind.CHECK: _cued((cues.CHECK, SAID), (cues.LOOK, WEAK)),
    PointKind.DRAW: _cued((cues.DRAW, FIRM)),
    PointKind.NOW: _cued((cues.NOW, FIRM), (cues.SO_FAR, WEAK)),
    PointKind.SOURCE: _cued((cues.MEASURED, FIRM)),
    PointKind.HAVE: _have,
    PointKind.LIMIT: _limit,
    PointKind.NEARNESS: _cued((cues.NEARNESS, FIRM)),
    PointKind.HARDSHIP: hardship,
    PointKind.POSITION: _cued((cues.POSITION, FIRM)),
    PointKind.WISH: _wish,
}
