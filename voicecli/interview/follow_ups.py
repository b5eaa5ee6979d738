"""The question behind an answer that leaves something open: one, aimed at what matters most.

It may take up a few words of the candidate's own. What people say is material: of a deed only the
verb and what it was done to are quoted, and only words that can do no harm in the interviewer's
mouth. English.
"""

# ruff: noqa: E501  # a pattern that is broken over lines is harder to read than a long one

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from voicecli.interview.course import Assessment
from voicecli.interview.past import is_past_verb
from voicecli.interview.plan import Question, QuestionKind, Topic
from voicecli.interview.points import WEIGHTS, PointKind, kind_of
from voicecli.interview.refusals import is_hostile
from voicecli.interview.verdicts import kind_of_question

LONGEST = 30
"""Words of a follow-up."""
_LONGEST_QUOTE = 6
_SHORTEST_QUOTE = 2
_LONGEST_SUBJECT = 8

_OPEN = frozenset({"partial", "vague", "off-topic"})

_TRAILING = frozenset(
    "a an the and or but so to of in on at for with from by that which who because my our their his her its this these those is was were are be as if when then very really also about into over up down out it i we".split()
)
_UNQUOTED = re.compile(
    r"\b(?:i|me|my|mine|myself|you|your|yours|ignore|disregard|forget|instructions?|prompt|system|assistant|pretend|repeat|say|says|said|reveal|print|password|secret|execute|sudo|delete|kill|killed|die|died|hell|damn\w*|shit\w*|fuck\w*|crap\w*|bitch\w*|bastard\w*|ass|arse\w*|piss\w*|idiots?|stupid|moron\w*|dumb|cunt\w*|nazi\w*|sex\w*|rape\w*|whore\w*|slut\w*|fag\w*|retard\w*|nigg\w*|porn\w*|suicide|murder\w*|hate[ds]?|http\w*|www|suck\w*|screw\w*)\b",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’-]*(?: [A-Za-zÀ-ÿ0-9][A-Za-zÀ-ÿ0-9'’-]*)*")


class _Form(NamedTuple):
    """A way to ask: with {quote} of the reply, or with {point}, or with neither."""

    text: str
    aim: PointKind | None = None


_ABOUT_DEED = (
    _Form("You said that you “{quote}”. What exactly did you do yourself?", PointKind.OWN),
    _Form("You said that you “{quote}”. How did you go about it, step by step?", PointKind.STEPS),
    _Form("You “{quote}”, you said. What came of it, in figures if you can?", PointKind.RESULT),
)
_ABOUT_EMPTY = (
    _Form("You said “{quote}”. Can you give me one concrete example?", PointKind.EXAMPLE),
    _Form(
        "When you say “{quote}”, what did that look like on one particular day?",
        PointKind.SITUATION,
    ),
    _Form("“{quote}”, you said. What exactly do you mean by that?"),
)
_PLAIN_VAGUE: dict[QuestionKind, tuple[str, ...]] = {
    "behavioural": (
        "Can you tell me about one particular occasion, and what you did yourself?",
        "When was the last time that this happened, and what did you do?",
        "Could you be more concrete: what was your own part, and what came of it?",
    ),
    "technical": (
        "Could you take me through it step by step, with one real example?",
        "Which tools or methods exactly would you use, and in which order?",
        "Could you be more concrete: what do you do first, and what next?",
    ),
    "situational": (
        "What exactly would you do first, and what after that?",
        "Could you be more concrete: what would you say, and to whom?",
        "What would you do if your first step did not work?",
    ),
    "motivation": (
        "What exactly makes you say that? One concrete reason is enough.",
        "What is it about this particular job that you cannot find elsewhere?",
        "Could you give me an example that shows it?",
    ),
    "factual": (
        "Could you be more exact? A rough figure or a name is enough.",
        "Can you give me one concrete example?",
        "Which ones, and since when?",
    ),
}  # fmt: skip

_MISSING: dict[PointKind, tuple[str, ...]] = {
    PointKind.OWN: ("What was your own part in it?", "And what exactly did you do yourself?"),
    PointKind.RESULT: (
        "What was the result, in figures if you can?",
        "And how did it end?",
        "What was different afterwards?",
    ),
    PointKind.SITUATION: (
        "What was the situation, and who was involved?",
        "What exactly had happened before that?",
    ),
    PointKind.EXAMPLE: ("Can you give me one example of that?", "When did you last do that, and how did it go?"),
    PointKind.REASON: ("Why did you do it that way?", "What were your reasons?"),
    PointKind.LEARNING: ("What did you learn from it?", "What would you do differently today?"),
    PointKind.FIGURE: ("Can you put a figure on that?", "How much or how many was that, roughly?"),
    PointKind.TIME: ("When was that, and how long did it take?", "Since when, or for how long?"),
    PointKind.PEOPLE: ("Who else was involved, and how?", "Whom would you bring in, and when?"),
    PointKind.STEPS: ("What are the steps, one after the other?", "What do you do first, and what next?"),
    PointKind.CHECK: ("How do you check that it worked?", "How do you know that it is right?"),
}  # fmt: skip
_MISSING_SITUATIONAL: dict[PointKind, tuple[str, ...]] = {
    PointKind.OWN: ("What exactly would you do yourself?",),
    PointKind.RESULT: ("What would you want to come of it?",),
    PointKind.REASON: ("Why would you do it that way?", "What would be your reasons?"),
    PointKind.STEPS: ("What would you do first, and what next?",),
    PointKind.CHECK: ("How would you know that it worked?",),
    PointKind.PEOPLE: ("Whom would you involve, and when?",),
    PointKind.EXAMPLE: ("Have you ever been in such a situation? What did you do?",),
}  # fmt: skip
_SUBJECT = ("And what about {point}?", "Could you say more about {point}?")
_BACK = "Coming back to my question: {question}"
_BACK_POINT = (
    "That is interesting, but my question was another one. What can you tell me about {point}?"
)
_BACK_PLAIN = (
    "That is interesting, but I asked about something else. Could you come back to my question?"
)
_LAST = (
    "Could you go into a little more detail there?",
    "What else should I know about that?",
)


def follow_up(
    topic: Topic, question: str, reply: str, assessment: Assessment, asked: Sequence[str]
) -> Question | None:
    """A question that takes up an open answer; None where the answer leaves nothing to ask for.

    It is none of `asked`. Its points are those that the answer left out.
    """
    if assessment.verdict not in _OPEN:
        return None
    kind = _kind(question, topic)
    known = {_folded(one) for one in asked}
    missing = sorted(assessment.missing, key=lambda point: -WEIGHTS[kind_of(point)])
    for text in _candidates(topic, question, kind, reply, assessment, missing):
        fits = len(text.split()) <= LONGEST and text.endswith(("?", "enough."))
        if fits and not _is_known(text, known):
            aim = missing or [covered.point for covered in assessment.covered]
            return Question(text, kind, tuple(aim[:2]), "template")
    return None


def quotable(text: str) -> str:
    """The first words of a literal piece that may be said back; "" where it is better not quoted."""
    words = text.split(" ")[:_LONGEST_QUOTE]
    while words and (words[-1].lower().strip(",.;") in _TRAILING or not words[-1]):
        words.pop()
    kept = " ".join(words).rstrip(",.;:!? ")
    if len(words) < _SHORTEST_QUOTE or not _PLAIN.fullmatch(kept):
        return ""
    return "" if _UNQUOTED.search(text) or is_hostile(kept) else kept


def _candidates(
    topic: Topic,
    question: str,
    kind: QuestionKind,
    reply: str,
    assessment: Assessment,
    missing: Sequence[str],
) -> Iterator[str]:
    """Ways to ask, the most fitting first."""
    if assessment.verdict == "off-topic":
        yield from _back(question, missing)
    if assessment.verdict == "vague":
        yield from _about_empty(kind, assessment)
        yield from _PLAIN_VAGUE[kind]
    yield from _about_missing(kind, assessment, missing)
    yield from _PLAIN_VAGUE[kind]
    yield from _LAST


def _back(question: str, missing: Sequence[str]) -> Iterator[str]:
    last = re.split(r"(?<=[.!?])\s+", question.strip())[-1]
    if last.endswith("?") and len(last.split()) + 5 <= LONGEST:
        yield _BACK.format(question=_lower(last))
    for point in missing:
        if kind_of(point) is PointKind.SUBJECT and _is_short(point):
            yield _BACK_POINT.format(point=point)
    yield _BACK_PLAIN


def _about_empty(kind: QuestionKind, assessment: Assessment) -> Iterator[str]:
    """Questions that take up a hollow deed, or an empty phrase."""
    quotes = [quote for quote in map(quotable, assessment.vague) if quote]
    deeds = [quote for quote in quotes if is_past_verb(quote.split()[0].lower())]
    if deeds and kind == "behavioural":
        yield _ABOUT_DEED[0].text.format(quote=deeds[0])
    if quotes and kind != "factual":
        yield from (form.text.format(quote=quotes[0]) for form in _ABOUT_EMPTY)


def _about_missing(
    kind: QuestionKind, assessment: Assessment, missing: Sequence[str]
) -> Iterator[str]:
    """Questions for what was left out; the result is asked for with the deed."""
    deed = next(filter(None, map(_deed, assessment.concrete)), "")
    for point in missing:
        aim = kind_of(point)
        if aim is PointKind.RESULT and deed and kind == "behavioural":
            yield _ABOUT_DEED[2].text.format(quote=deed)
        if kind == "situational" and aim in _MISSING_SITUATIONAL:
            yield from _MISSING_SITUATIONAL[aim]
        if aim in _MISSING:
            yield from _MISSING[aim]
        elif _is_short(point):
            yield from (form.format(point=point) for form in _SUBJECT)
    if deed and not missing and kind == "behavioural":
        yield _ABOUT_DEED[1].text.format(quote=deed)
        yield _ABOUT_DEED[2].text.format(quote=deed)


def _deed(text: str) -> str:
    """What somebody said they did, from the verb on, when it may be quoted."""
    match = re.match(r"(?:(?:and|so|but|then|well) )*(?:i|we) (?P<rest>.+)$", text, re.IGNORECASE)
    rest = match["rest"] if match else text
    return quotable(rest) if is_past_verb(rest.split(" ")[0].lower()) else ""


def _kind(question: str, topic: Topic) -> QuestionKind:
    planned = (one.kind for one in topic.questions if one.text == question)
    return next(planned, kind_of_question(question))


def _is_short(point: str) -> bool:
    return 0 < len(point.split()) <= _LONGEST_SUBJECT


def _lower(sentence: str) -> str:
    """A sentence as it goes on behind a colon."""
    first = sentence.split(" ", 1)[0]
    return (
        sentence
        if first in ("I", "I'm") or first[1:2].isupper()
        else sentence[0].lower() + sentence[1:]
    )


def _is_known(text: str, known: set[str]) -> bool:
    folded = _folded(text)
    return any(folded == one or folded in one for one in known)


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
