"""The question behind an answer that leaves something open: one, aimed at what matters most.

It may take up a few words of the candidate's own. What people say is material: of a deed only the
verb and what it was done to are quoted, and only words that can do no harm in the interviewer's
mouth. English.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from voicecli.interview.course import Assessment
from voicecli.interview.judging.empty_words import HOLLOW_DEEDS, SELF_PRAISE, VAGUE_THINGS
from voicecli.interview.judging.follow_up_words import (
    ABOUT_HOLLOW_DEED,
    ABOUT_PRAISE,
    ABOUT_THINGS,
    ANYTHING,
    BACK,
    BACK_TO_POINT,
    BACK_TO_QUESTION,
    EXACT_FIGURE,
    MISSING,
    MISSING_IMAGINED,
    RESULT_OF_DEED,
    RESULT_OF_EARLIER_DEED,
    TELL_ME,
    VAGUE,
    WAY_OF_DEED,
    WHAT_ABOUT,
    WHAT_WAS,
)
from voicecli.interview.judging.past import is_past, is_past_verb
from voicecli.interview.judging.points import BEARING, WEIGHTS, PointKind, kind_of, names
from voicecli.interview.judging.quotable import quotable
from voicecli.interview.judging.refusals import is_hostile
from voicecli.interview.judging.wants import folded, kind_of_question, ready_question
from voicecli.interview.plan import Question, QuestionKind, Topic

LONGEST = 30
"""Words of a follow-up."""
_LONGEST_POINT = 8
_TELLS = re.compile(
    r"(?:please |now |then )?(?:tell|give|show|name|describe|explain|outline|summari[sz]e|walk"
    r"|take|talk|share|think|imagine|compare|choose|pick|convince)\b",
    re.IGNORECASE,
)
"""A question that is an order by its grammar."""
_SHORTEST_QUESTION = 6
"""Words of a sentence that can be asked again without the one before it."""
_SHARED = 4
"""Runs of three words that two questions share when one is the other said again."""
_OPEN = frozenset({"partial", "vague", "off-topic"})

_PLAIN_POINT = re.compile(r"[\w'’(&+#./,% -]+\)?")
_SUBJECT = re.compile(
    r"(?:(?:and|so|but|then|well|once|um|uh) )*(?:i"
    r"|we) (?:(?:once|then|just|also|first|even|\w+ly) )*(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_SHARE = re.compile(r"your (?:own )?(?:part|share|role|position|contribution)\b")
_DONE = frozenset({PointKind.OWN, PointKind.RESULT})
_MEASURED = frozenset({PointKind.OWN, PointKind.FIGURE, PointKind.RESULT})
_BETTER_ASKED = re.compile(
    r"\byou (?:did|have done)\b|\byourself\b|\bdraws you\b|\bwhy now\b|\bresult|\bended\b"
    r"|(?<!how )\byou (?:have )?learn"
)
"""Points with questions of their own."""
_CLAUSE = re.compile(r"(?:how|why|what|who|whom|whose|when|where|which|whether|since when)\b")


@dataclass(frozen=True, slots=True)
class _Open:
    """An answer that leaves something open, and what of its question, the weightiest first."""

    question: str
    kind: QuestionKind
    assessment: Assessment
    missing: tuple[str, ...]
    earlier: tuple[str, ...] = ()
    """What was told of it in answers before, literally."""


def follow_up(
    topic: Topic,
    question: str,
    reply: str,
    assessment: Assessment,
    asked: Sequence[str],
    earlier: Sequence[str] = (),
) -> Question | None:
    """A question that takes up an open answer; None where the answer leaves nothing to ask for.

    It is none of `asked`. Its points are those that the answer left out, at most two. `reply` is
    what the assessment is of; every quote stands in it literally, or is one of the `earlier` ones.
    """
    if assessment.verdict not in _OPEN:
        return None
    kind = _kind(question, topic)
    missing = sorted(assessment.missing, key=lambda point: -_urgency(point, question, kind))
    if not any(map(is_past, assessment.concrete)):
        missing.sort(key=lambda point: kind_of(point) is PointKind.RESULT)  # of nothing, none comes
    left = _Open(question, kind, assessment, tuple(missing), tuple(earlier))
    for text, points in _candidates(left, reply):
        if len(text.split()) <= LONGEST and not repeats(text, [question, *asked]):
            return Question(text, kind, points or left.missing[:2] or _sought(left), "template")
    return None


_Asking = tuple[str, tuple[str, ...]]
"""A question and the points it is aimed at; () for those that are missing."""


def _candidates(left: _Open, reply: str) -> Iterator[_Asking]:
    """Ways to ask, the most fitting first."""
    verdict = left.assessment.verdict
    if verdict == "off-topic":
        yield from _back(left)
    deed = next(filter(None, (_deed(one) for one in left.assessment.concrete if one in reply)), "")
    if verdict == "vague":
        yield from _about_empty(left, reply)
        if left.kind != "factual" and not (left.kind == "technical" and _lacks(left, _MEASURED)):
            yield from _plainly(left)
    elif left.kind == "behavioural" and not deed and not _lacks(left, _DONE):
        yield from _plainly(left)
    yield from _about_missing(left, deed)
    if deed and left.kind == "behavioural":
        yield WAY_OF_DEED.format(quote=deed), ()
    yield from _plainly(left)
    yield from ((text, ()) for text in ANYTHING)


def _back(left: _Open) -> Iterator[_Asking]:
    whole = left.question.strip().removeprefix(BACK.partition("{")[0])  # come back to before
    last = re.split(r"(?<=[.!?])\s+", whole)[-1]
    if len(last.split()) < _SHORTEST_QUESTION:
        last = whole
    if last.endswith("?") or _TELLS.match(last):
        yield BACK.format(question=_lower(last)), ()
    for point in left.missing:
        if kind_of(point) is PointKind.SUBJECT and names(point) and not _CLAUSE.match(point):
            if not _may_be_said(point):
                continue
            yield BACK_TO_POINT.format(point=point), (point,)
    yield BACK_TO_QUESTION, ()


def _about_empty(left: _Open, reply: str) -> Iterator[_Asking]:
    """Questions that take up an empty phrase: a hollow deed first, then things without a name."""
    quotes = [one for one in map(quotable, left.assessment.vague) if one and one in reply]
    for pattern, forms in (
        (HOLLOW_DEEDS, ABOUT_HOLLOW_DEED),
        (VAGUE_THINGS, ABOUT_THINGS),
        (SELF_PRAISE, ABOUT_PRAISE),
    ):
        found = next((quote for quote in quotes if pattern.fullmatch(quote)), "")
        if found and left.kind in ("behavioural", "technical"):
            yield from ((form.format(quote=found), ()) for form in forms)


def _plainly(left: _Open) -> Iterator[_Asking]:
    if left.kind == "factual" and any(
        kind_of(point) in (PointKind.FIGURE, PointKind.TIME) for point in left.missing
    ):
        yield EXACT_FIGURE, ()
    yield from ((text, ()) for text in VAGUE[left.kind])


def _about_missing(left: _Open, deed: str) -> Iterator[_Asking]:
    """Questions for what was left out; the result is asked for with the deed."""
    imagined = left.kind == "situational"
    for point in left.missing:
        aim = kind_of(point)
        forms = MISSING_IMAGINED.get(aim, ()) if imagined else MISSING.get(aim, ())
        if aim is PointKind.RESULT and left.kind == "behavioural":
            yield from _about_result(left, deed, point)
        is_clause = bool(_CLAUSE.match(point)) and _may_be_said(point)
        if aim is PointKind.OWN and _SHARE.match(point):
            yield WHAT_WAS.format(point=point), (point,)
        if is_clause and (aim is PointKind.CHECK or not _BETTER_ASKED.search(point)):
            yield TELL_ME.format(point=point), (point,)
            forms = forms if aim in _MEASURED else ()
        yield from ((form, (point,)) for form in forms)
        if not is_clause and not forms and _may_be_said(point):
            yield from ((form.format(point=point), (point,)) for form in WHAT_ABOUT)


def _about_result(left: _Open, deed: str, point: str) -> Iterator[_Asking]:
    """What came of a deed, of the answer's own or of one before it."""
    if deed:
        yield RESULT_OF_DEED.format(quote=deed), (point,)
    elif before := next(filter(None, map(_deed, left.earlier)), ""):
        yield RESULT_OF_EARLIER_DEED.format(quote=before), (point,)


def _urgency(point: str, question: str, kind: QuestionKind) -> float:
    """How much a missing point is asked for; what the question names itself, the least."""
    if point == BEARING:
        return max(WEIGHTS.values()) + 1
    aim = kind_of(point)
    named = aim is PointKind.SUBJECT and names(point) <= names(question)
    counted = kind == "factual" and aim in (PointKind.FIGURE, PointKind.TIME)
    return WEIGHTS[aim] - 0.3 * named + 0.5 * counted


def _lacks(left: _Open, kinds: frozenset[PointKind]) -> bool:
    return any(kind_of(point) in kinds for point in left.missing)


def _deed(text: str) -> str:
    """What somebody said they did, from the verb on, when it may be quoted."""
    match = _SUBJECT.match(text)
    rest = match["rest"] if match else text
    first = rest.split(" ")[0]
    return quotable(rest) if first.islower() and is_past_verb(first) else ""


def _kind(question: str, topic: Topic) -> QuestionKind:
    planned = ready_question(question, topic)
    return planned.kind if planned else kind_of_question(question)


def _sought(left: _Open) -> tuple[str, ...]:
    return tuple(covered.point for covered in left.assessment.covered[:2])


def _may_be_said(point: str) -> bool:
    """Whether a point, which may hold words of a document, is short and plain."""
    short = 0 < len(point.split()) <= _LONGEST_POINT
    return short and bool(_PLAIN_POINT.fullmatch(point)) and not is_hostile(point)


def _lower(sentence: str) -> str:
    """A sentence as it goes on behind a colon."""
    first = sentence.split(" ", 1)[0]
    is_name = first == "I" or any(letter.isupper() for letter in first[1:])
    return sentence if is_name else sentence[0].lower() + sentence[1:]


def repeats(text: str, asked: Sequence[str]) -> bool:
    """Whether a question was asked already, or shares much of its wording with one that was.

    A question that goes back to one is meant to hold its words.
    """
    wording = folded(text)
    known = [folded(one) for one in asked]
    if any(wording in one for one in known):
        return True
    is_back = text.startswith(BACK.partition("{")[0])
    return not is_back and any(len(_triples(wording) & _triples(one)) >= _SHARED for one in known)


def _triples(folded: str) -> set[tuple[str, ...]]:
    words = folded.split()
    return {tuple(words[at : at + 3]) for at in range(len(words) - 2)}
