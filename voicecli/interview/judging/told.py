"""What of a question's points the candidate has told already, in the answers just before.

Somebody who told the result of a story in one answer need not be asked for it after the next one
about the same story. Two answers tell one story when the second one replies to a follow-up on the
first, when it says so ("as I said"), or when much of what it speaks of is the same. English.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from voicecli.analysis.english import content_stems
from voicecli.interview.course import Assessment, Covered, Message
from voicecli.interview.judging.empty_words import EMPTY_STEMS
from voicecli.interview.judging.points import PointKind, kind_of, names

Touched = Callable[[Sequence[str], str], Sequence[Covered]]
"""Which of some points a text speaks of, whatever it was asked."""

_SHARED = 3
_SHARE = 0.4
"""So many stems of the shorter of two answers, and such a part of them, make them one story."""
_OF_A_STORY = frozenset(
    {
        PointKind.OWN,
        PointKind.RESULT,
        PointKind.SITUATION,
        PointKind.EXAMPLE,
        PointKind.LEARNING,
        PointKind.DRAW,
        PointKind.NOW,
    }
)
"""What a story has one of, so that it is told in whatever words it was asked for."""
_TO_YOU = r"(?! to\b)(?! (?:him|her|them|my|the|our|everyone|everybody|people)\b)"
_AS_SAID = re.compile(
    rf"\b(?:as|like) i(?:['’]ve| have)?(?: just| already)? (?:said|told you|mentioned|described"
    rf"|explained){_TO_YOU}"
    rf"|\bi(?:['’]ve| have)?(?: just| already)+ (?:said|told you|mentioned|described|explained)"
    rf"{_TO_YOU}"
    r"|\b(?:which|that) i(?: just)? (?:told you about|mentioned|described)\b"
    r"|\b(?:as|like) (?:before|earlier)\b|\bthat same (?!time|day|way|moment|week|year)\w+",
    re.IGNORECASE,
)
"""Words by which somebody goes back to what they said."""


def same_story(context: Sequence[Message]) -> tuple[Message, ...]:
    """The candidate's earlier messages that tell the story that the last one goes on with."""
    if not context:
        return ()
    *before, reply = context
    asked = [one.text for one in context if one.speaker == "interviewer"]
    general = set(EMPTY_STEMS) | {stem for text in asked for stem in content_stems(text)}
    followed = _followed(before, reply)
    return tuple(
        one
        for one in before
        if one.speaker == "candidate" and (one.number in followed or _goes_on(one, reply, general))
    )


def still_open(judged: Assessment, context: Sequence[Message], touched: Touched) -> Assessment:
    """The assessment without points that earlier answers in `context` told.

    Where such points were all that was missing, nothing is left to ask for. An answer that says
    little, or speaks of something else, stays what it is.
    """
    earlier = same_story(context) if judged.missing else ()
    missing = tuple(
        point for point in judged.missing if not any(_told(point, one, touched) for one in earlier)
    )
    if missing == judged.missing:
        return judged
    whole = judged.verdict == "partial" and not missing
    return replace(judged, verdict="good" if whole else judged.verdict, missing=missing)


def earlier_deeds(context: Sequence[Message]) -> tuple[str, ...]:
    """What the candidate told of the same story before, literally; the latest answer first."""
    told = [one for one in reversed(same_story(context)) if one.assessment]
    return tuple(
        quote
        for one in told
        for quote in (one.assessment.concrete if one.assessment else ())
        if quote in one.text
    )


def _followed(before: Sequence[Message], reply: Message) -> set[int]:
    """Numbers of the questions that the one replied to follows up on."""
    numbers: set[int] = set()
    if reply.asking == "follow-up":
        for one in reversed(before):
            if one.number == reply.number:
                continue
            if one.topic != reply.topic:
                break
            numbers.add(one.number)
            if (one.speaker, one.asking) == ("interviewer", "main"):
                break
    return numbers


def _goes_on(former: Message, reply: Message, general: set[str]) -> bool:
    """Whether a reply to another question speaks of what was told in a former one."""
    one, other = (set(content_stems(text)) - general for text in (former.text, reply.text))
    shared = len(one & other)
    if _AS_SAID.search(reply.text):
        return former.topic == reply.topic or shared > 0
    return shared >= _SHARED and shared >= _SHARE * min(len(one), len(other))


def _told(point: str, former: Message, touched: Touched) -> bool:
    """Whether a former answer told a point. Where it was asked for it there, that was judged."""
    kind = kind_of(point)
    if judged := former.assessment:
        alike = [one.point for one in judged.covered if _is_same(one.point, point, kind)]
        if alike:
            return True
        if any(_is_same(one, point, kind) for one in judged.missing):
            return False
    wanted = names(point)
    if kind is PointKind.SUBJECT and not wanted & set(content_stems(former.text)):
        return False
    return bool(touched([point], former.text))


def _is_same(one: str, other: str, kind: PointKind) -> bool:
    return one == other or (kind in _OF_A_STORY and kind_of(one) is kind)
