"""Questions that were asked, and whether somebody answered.

A question mark is believed; where a recogniser leaves it out, English word order tells.
"""

# ruff: noqa: E501  # a pattern that is broken over lines is harder to read than a long one

import re
from collections.abc import Sequence

from voicecli.analysis.findings import Question
from voicecli.analysis.said import Said
from voicecli.analysis.turn_taking import is_backchannel

ANSWER_WITHIN = 12.0
"""Seconds after which what somebody says is no answer any more."""
MOST_ASIDES = 2
"""Sentences of others that may stand before the answer: questions back and signs of listening."""

_WH = r"(?:what|when|where|who|whom|whose|which|why|how)"
_AUX = (
    r"(?:do|does|did|is|are|am|was|were|has|have|had|can|could|will|would|shall|should|may|might"
    r"|must|isn't|aren't|don't|doesn't|didn't|can't|couldn't|won't|wouldn't|shouldn't|haven't)"
)
_WHO = r"(?:i|you|he|she|it|we|they|there|this|that|these|those|anyone|anybody|everyone|somebody|the \w+|your \w+|our \w+|my \w+)"
_LEAD = r"^(?:(?:and|so|but|okay|ok|well|then|also|right|sorry|hey|now|oh|yeah|um|uh|just),? )*"
_ORDER = re.compile(
    rf"{_LEAD}(?:{_WH}(?:'s|'re| {_AUX}| (?:much|many|long|often|far|soon|come|about)\b)"
    rf"|{_AUX} {_WHO}\b)",
    re.IGNORECASE,
)
_NO_QUESTION = re.compile(
    rf"{_LEAD}(?:{_WH} (?:i|we|you|they|he|she|it)\b|(?:what|how) (?:a|an|nice|great|lovely|funny)\b"
    r"|(?:should|had|were) (?:you|we|i) (?:have|need|wish)\b.*,|which (?:is|was|are|means)\b"
    r"|(?:when|where|while) (?:is|are)\b.*,|do it\b|have (?:it|this|that)\b|may (?:the|i just)\b)",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"(?:\W*\b(?:right|okay|ok|yeah|yes|no|huh|eh|really|you know(?: what i mean)?|you see|see|alright"
    r"|what|sorry|pardon|hm+|hello|anyone|is(?:n't)? it|are they|are you|did (?:you|they)|do(?:es)? it"
    r"|do you|have you|is that (?:right|so)|makes? sense|seriously|was (?:it|he|she)|and|so|but|oh)"
    r"\b)+\W*",
    re.IGNORECASE,
)
"""Asks for a sign of listening, not for an answer."""
_UNKNOWING = re.compile(
    r"^not me\b|\b(?:(?:i|we) (?:really |still |honestly |just )?(?:don't|do not) (?:really |actually )?"
    r"(?:know|remember|recall)|no idea|not sure|i'm not certain|good question|can't say|cannot say"
    r"|nobody knows|no clue|(?:i|we)'ll (?:have to )?(?:check|find out|look it up|get back)"
    r"|let me (?:check|find out|look|get back)|i'd have to (?:check|ask|look)|hard to say"
    r"|i haven't (?:looked|checked|heard)|who knows|(?:they|he|she|it) (?:don't|didn't|doesn't) say)\b",
    re.IGNORECASE,
)


def is_question(text: str, language: str = "en") -> bool:
    """Whether a sentence asks for an answer."""
    if _TAG.fullmatch(text.replace("’", "'")):
        return False
    if text.rstrip("\"'”’»)").endswith(("?", "？", "؟")):
        return len(text.split()) > 1 or not text.isascii()
    if language != "en" or text.endswith("!"):
        return False
    plain = text.replace("’", "'")
    return bool(_ORDER.match(plain)) and not _NO_QUESTION.match(plain) and len(plain.split()) > 2


def questions(said: Sequence[Said], language: str) -> tuple[Question, ...]:
    """Each question with what another speaker said to it.

    Several in one breath share their answer. One that the same speaker goes on after, that is met
    by another topic's silence or by "I don't know" is not answered; with one speaker nobody knows.
    """
    several = len({one.speaker for one in said}) > 1
    found = []
    for number, one in enumerate(said):
        if not is_question(one.text, language):
            continue
        if not several:
            found.append(Question(one.quote, "unknown"))
            continue
        answer = _answer(said, number, language)
        if answer is None:
            found.append(Question(one.quote, "no"))
        else:
            knows = not _UNKNOWING.search(answer.text.replace("’", "'"))
            found.append(Question(one.quote, "yes" if knows else "no", answer.quote))
    return tuple(found)


def _only_listens(text: str, asked: str) -> bool:
    """Whether a sign of listening is no answer: "yeah" answers yes-no questions alone."""
    return is_backchannel(text) and bool(re.match(rf"{_LEAD}{_WH}\b", asked, re.IGNORECASE))


def _answer(said: Sequence[Said], number: int, language: str) -> Said | None:
    asked, asides = said[number], 0
    end = asked.end
    for one in said[number + 1 :]:
        if one.start - end > ANSWER_WITHIN:
            return None
        if one.speaker == asked.speaker:
            if asides or is_question(one.text, language) or one.start - end < 1.0:
                asides += not is_question(one.text, language)
                end = max(end, one.end)
                if asides > MOST_ASIDES:
                    return None
                continue
            return None
        if not is_question(one.text, language) and not _only_listens(one.text, asked.text):
            return one
        asides += 1
        end = one.end
        if asides > MOST_ASIDES:
            return None
    return None
