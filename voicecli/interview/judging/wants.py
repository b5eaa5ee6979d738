"""What an English question wants to hear: a figure, yes or no, a story; how many things."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from voicecli.analysis.english import content_stems
from voicecli.interview.judging.empty_words import EMPTY_STEMS
from voicecli.interview.judging.follow_up_words import BACK, every_form
from voicecli.interview.judging.points import PointKind
from voicecli.interview.plan import Question, QuestionKind, Topic

Wanted = Literal["figure", "time", "yes-no", "name", "account"]
"""What a question wants: a figure, a time, yes or no and a little more, a name, or an account."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is judged by: its words and kind, its points, and those that are missing.

    `about` are stems of all that it is about: its own, those of its points and of its topic.
    """

    text: str
    kind: QuestionKind
    points: Sequence[str]
    missing: Sequence[str]
    about: frozenset[str]
    planned: bool
    """Whether it is a ready question of its topic; else it follows up what was said before."""
    said: frozenset[PointKind] = frozenset()
    """What kinds of its points a reply says in words for them."""
    of_a_gap: bool = False
    """Whether its topic is a gap: what was done elsewhere may come near, if it is said how."""


_HOW_MANY = re.compile(r"\b(?:how (?:many|much|large|big|high)|what (?:percentage|number|size))\b")
_HOW_LONG = re.compile(
    r"\b(?:how (?:long|often|soon|many years)|when (?:did|was|were|do|will|is|could|can)|since when"
    r"|what year)\b"
)
_YES_NO = re.compile(
    r"^(?:(?:and|so|but|well),? )?(?:do|did|does|have|has|are|were|is|was|can|could|would"
    r"|will) (?:you|your|there|it|that)\b"
)
_WHICH = re.compile(
    r"\b(?:which|what (?:kind|sort|type|tools?|systems?|software|languages?|certificates?"
    r"|is your|was your))\b"
)
_THINGS_ASKED = re.compile(
    r"(?:^|(?:,|:) (?:and )?)(?:(?:for|from|by|on|in|with|to) )?(?:how|what|which|who|whom"
    r"|when|where|why|since when)\b"
)
_IMAGINE = re.compile(
    r"\b(?:imagine|suppose|what would you|how would you|if you (?:had|were)|what if|would you do)\b"
)
_WHY = re.compile(
    r"\b(?:why (?:do|did|are|would|this|us|have)"
    r"|what (?:draws|attracts|motivates|interests) you|where do you (?:see|want))\b"
)
_FACT = re.compile(
    r"^(?:and |so )?(?:could|can) you tell me"
    r" (?:whether|whom?|when|where|which|since when|how (?:soon|long|often|many|much|large|big))\b"
)
"""A question for one fact, though it says "tell me"."""
_TELL = re.compile(
    r"\b(?:tell me|describe|a time when|give me an example|when did you|have you ever"
    r"|what did you|how did you|can you (?:describe|give|recall|think))\b"
)


def kind_of_question(text: str) -> QuestionKind:
    """What kind of question this is, by its words."""
    low = _again(text.lower())
    if _FACT.search(low):
        return "factual"
    if _IMAGINE.search(low):
        return "situational"
    if _WHY.search(low):
        return "motivation"
    if (
        _HOW_MANY.search(low)
        or _HOW_LONG.search(low)
        or (_YES_NO.search(low) and not _TELL.search(low))
    ):
        return "factual"
    return "behavioural" if _TELL.search(low) else "technical"


def ready_question(text: str, topic: Topic) -> Question | None:
    """The ready question of a topic that is asked here, with whatever words before it."""
    asked = folded(text)
    for one in topic.questions:
        last = folded(re.split(r"(?<=[.!?])\s+", one.text.strip())[-1])
        if asked == folded(one.text) or (len(last.split()) > 4 and asked.endswith(last)):
            return one
    return None


def folded(text: str) -> str:
    """The words of a text alone, by which two wordings are seen to be one."""
    return " ".join(re.findall(r"\w+", text.lower()))


def wanted(asked: Asked) -> Wanted:
    """What a question wants to hear."""
    low = asked.text.lower().replace("’", "'")
    if asked.kind in ("behavioural", "situational"):
        return "yes-no" if re.match(r"^have you ever\b", low) else "account"
    last = asking_sentence(asked.text)
    if asks_if_not(asked.text):
        return "yes-no"
    if _HOW_MANY.search(last):
        return "figure"
    if _HOW_LONG.search(last):
        return "time"
    if _YES_NO.search(last) and not re.match(r"^(?:can|could|would) you\b", last):
        return "yes-no"
    if _WHICH.search(last) and asked.kind == "factual" and things_asked(last) == 1:
        return "name"
    return "account"


def asking_sentence(text: str) -> str:
    """The sentence of a question that asks, in small letters."""
    low = text.lower().replace("’", "'")
    return _again(re.split(r"(?<=[.!])\s+", low)[-1])


def _again(low: str) -> str:
    """A question in small letters without the words by which it is asked once more."""
    return low.removeprefix(BACK.partition("{")[0].lower())


def asks_if_not(question: str) -> bool:
    """Whether a question that no answers goes on from there: "…, and if not, how soon"."""
    asking = asking_sentence(question)
    return bool(_YES_NO.search(asking)) and "if not" in asking


def asks_yes_no(question: str) -> bool:
    """Whether yes or no answers a question, or a part of it."""
    sentences = re.split(r"(?<=[.!?])\s+", question.lower())
    return any(_YES_NO.search(_again(one)) for one in sentences)


def asks_whether(points: Sequence[str]) -> bool:
    """Whether the first of these points is yes or no: "whether you hold it"."""
    return bool(points) and points[0].lower().startswith("whether ")


def things_asked(sentence: str) -> int:
    """How many things a sentence in small letters asks for, at least one."""
    return max(1, len(_THINGS_ASKED.findall(sentence)))


_FITTING_ANY = frozenset(
    one for form in every_form() for one in content_stems(re.sub(r"\{\w+\}", " ", form))
)
"""Stems of the words in which anything is followed up."""


def names_something(question: str) -> bool:
    """Whether a question has words of its own: those that fit any topic are like any story."""
    return bool(subject_stems([question]) - _FITTING_ANY)


def subject_stems(texts: Sequence[str]) -> frozenset[str]:
    """Stems of the words that say what texts are about, without those that fit any."""
    return frozenset(one for text in texts for one in content_stems(text) if one not in EMPTY_STEMS)
