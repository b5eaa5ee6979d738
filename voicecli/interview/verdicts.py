"""What a reply is worth as an answer: good, partial, vague, off the topic. English.

Four things are weighed: whether it speaks of what was asked (likeness, common words), how much of
it is concrete, which points it touches, and what kind of answer the question wants: a figure needs
one word, a story many.
"""

# ruff: noqa: E501  # a pattern that is broken over lines is harder to read than a long one

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from voicecli.analysis.english import content_stems
from voicecli.interview.course import Verdict
from voicecli.interview.coverage import Reading, is_honest_no
from voicecli.interview.empty_words import EMPTY_STEMS
from voicecli.interview.follow_up_words import every_form
from voicecli.interview.plan import Question, QuestionKind, Topic
from voicecli.interview.points import WEIGHTS, PointKind, kind_of

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


_HOW_MANY = re.compile(r"\b(?:how (?:many|much|large|big|high)|what (?:percentage|number|size))\b")
_HOW_LONG = re.compile(
    r"\b(?:how (?:long|often|many years)|when (?:did|was|were|do|will|is)|since when|what year)\b"
)
_YES_NO = re.compile(
    r"^(?:(?:and|so|but|well),? )?(?:do|did|does|have|has|are|were|is|was|can|could|would|will) (?:you|your|there|it|that)\b"
)
_WHICH = re.compile(
    r"\b(?:which|what (?:kind|sort|type|tools?|systems?|software|languages?|certificates?|is your|was your))\b"
)
_THINGS_ASKED = re.compile(
    r"(?:^|(?:,|:) (?:and )?)(?:(?:for|from|by|on|in|with|to) )?(?:how|what|which|who|whom|when|where|why|since when)\b"
)
_IMAGINE = re.compile(
    r"\b(?:imagine|suppose|what would you|how would you|if you (?:had|were)|what if|would you do)\b"
)
_WHY = re.compile(
    r"\b(?:why (?:do|did|are|would|this|us|have)|what (?:draws|attracts|motivates|interests) you|where do you (?:see|want))\b"
)
_TELL = re.compile(
    r"\b(?:tell me|describe|a time when|give me an example|when did you|have you ever|what did you|how did you|can you (?:describe|give|recall|think))\b"
)
_DIRECT = re.compile(
    r"^(?:(?:um|uh|er|well|so|oh|hm+|honestly|actually|to be honest)[, ]+)*(?:yes|yeah|yep|no|nope|not|never|none|nobody|because|for (?:instance|example))\b"
)
_BRIEFLY = re.compile(
    r"^(?:i (?:have|haven'?t|do|did|don'?t|am|was|use|used|hold|speak)\b|i'?ve|a (?:bit|little)|about|around|roughly|almost|over|since|by)\b"
)
_NO = re.compile(
    r"^(?:(?:um|uh|er|well|so|oh|honestly|actually|unfortunately|to be honest)[, ]+)*(?:no|nope|not (?:yet|at the moment|so far)|i (?:don't|haven't|do not|have not)(?! (?:know|remember|recall|have (?:a|any) (?:idea|clue))))\b"
    r"(?!.*\b(?:idea|clue|comment|know|remember|rather not)\b)"
)
_NO_FIGURE = re.compile(r"\b(?:nobody|none|zero)\b|^(?:(?:just|only|maybe|um|uh) )*(?:never|one)\b")
_NO_BUT = re.compile(
    r"\b(?:no|not|never|haven'?t|hasn'?t|nothing|none|nobody|didn'?t|don'?t|isn'?t|wasn'?t)\b.{0,60}?\b(?:but|however|though|instead|only|just)\b"
)


def kind_of_question(text: str) -> QuestionKind:
    """What kind of question this is, by its words."""
    low = text.lower()
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
    asked = _folded(text)
    for one in topic.questions:
        last = _folded(re.split(r"(?<=[.!?])\s+", one.text.strip())[-1])
        if asked == _folded(one.text) or (len(last.split()) > 4 and asked.endswith(last)):
            return one
    return None


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def wanted(asked: Asked) -> Wanted:
    """What a question wants to hear."""
    low = asked.text.lower().replace("’", "'")
    if asked.kind in ("behavioural", "situational"):
        return "yes-no" if re.match(r"^have you ever\b", low) else "account"
    last = _asking(asked.text)
    if _HOW_MANY.search(last):
        return "figure"
    if _HOW_LONG.search(last):
        return "time"
    if _YES_NO.search(last) and not re.match(r"^(?:can|could|would) you\b", last):
        return "yes-no"
    if _WHICH.search(last) and asked.kind == "factual" and things_asked(last) == 1:
        return "name"
    return "account"


def _asking(text: str) -> str:
    """The sentence of a question that asks, in small letters."""
    low = text.lower().replace("’", "'")
    return re.split(r"(?<=[.!])\s+", low)[-1]


def asks_if_not(question: str) -> bool:
    """Whether a question that no answers goes on from there: "…, and if not, how soon"."""
    asking = _asking(question)
    return bool(_YES_NO.search(asking)) and "if not" in asking


def says_no(reply: str) -> bool:
    """Whether a reply says no of oneself, not that one does not know."""
    return bool(_NO.search(reply.lower().replace("’", "'")))


def things_asked(sentence: str) -> int:
    """How many things a sentence in small letters asks for, at least one."""
    return max(1, len(_THINGS_ASKED.findall(sentence)))


def verdict(reading: Reading, asked: Asked) -> Verdict:
    """What a reply that says something is worth."""
    wants = wanted(asked)
    if wants != "account":
        brief = _brief(wants, reading, asked)
        if brief is not None:
            return brief
    if not asked.planned:
        return _more(reading, asked)
    worth = worth_of(reading, asked)
    if is_private(reading, asked) or is_elsewhere(reading, asked):
        return "off-topic"
    if is_off_topic(reading, asked) and worth < _makes_up(reading, asked):
        return "off-topic"
    if is_hollow(reading):
        return "vague"
    if worth >= GOOD or (is_honest_no(reading.text) and worth >= GOOD_NO):
        return "partial" if leaves_out_most(asked) else "good"
    return "partial" if worth >= VAGUE or _is_plain(reading) else "vague"


GOOD = 0.0
GOOD_NO = -1.5
"""Enough for a no with what comes near."""
GOOD_ANYHOW = 0.9
"""So much makes up for words that are little like the question's, where they may be private."""
NO_PRIVATE = 0.12
"""By how much a reply is nearer to the subject than to private matters when it is none of these."""
VAGUE = -1.9
OFF_TOPIC = 0.24
"""Likeness to the question below which a reply speaks of something else."""
NEARER = 0.06
"""By how much a reply is nearer to the subject than to private matters, where it may be short or
has reasons of its own."""

ELSEWHERE: dict[QuestionKind, float] = {
    "behavioural": 0.26,
    "situational": 0.28,
    "technical": 0.19,
    "factual": 0.2,
    "motivation": 0.0,
}
"""Closeness below which a reply is about something else, whatever it tells: that of two in five of
the stories that answer another question of the same interview, and of none that answers this one."""
PRIVATE = 0.06
"""By how much small talk is nearer to private matters than to the subject."""

MORE: dict[QuestionKind, float] = {
    "behavioural": 0.0,
    "technical": 0.0,
    "situational": 0.8,
    "motivation": 1.2,
    "factual": 2.5,
}
"""What an answer that is no story is worth beside: it needs fewer words."""
_ALIKE = 0.45
"""Likeness above which a reply is no more about the question."""
_USUAL = 0.36
"""The likeness of an answer, where nothing measures it."""
_USUALLY_PRIVATE = 0.12
_WORDS = 60
"""How many words a whole answer has; more of them are no more worth."""


def leaves_out_most(asked: Asked) -> bool:
    """Whether what was chiefly asked for is missing, however much else is told.

    That is the deed and what came of it of a story, what draws one to a job, yes or no, and of
    several facts more than one of three. The points begin with what was asked in so many words.
    """
    if asked.kind == "factual":
        things = things_asked(_asking(asked.text))
        first = [point for point in asked.points[:things] if kind_of(point) in _FIRM]
        left = sum(point in asked.missing for point in first)
        return things > 1 and left > max(0, things - 2)
    chief = {PointKind.OWN, PointKind.RESULT}
    if asked.kind == "motivation":
        chief = {PointKind.DRAW}
    elif asked.kind != "behavioural":
        return False
    sought = [point for point in asked.points if kind_of(point) in chief]
    return bool(sought) and all(point in asked.missing for point in sought)


_FIRM = frozenset({PointKind.OWN, PointKind.SOURCE, PointKind.FIGURE, PointKind.TIME})
"""Points that cannot be touched without words that show it."""


def worth_of(reading: Reading, asked: Asked) -> float:
    """How much a reply is worth as an account: above 0 it is more likely good than not.

    The weights are those of a logistic regression (L2, C = 0.1) on the answers of
    benchmarks/interview_answers.py but for the part "kept", rounded. Where questions are left out in
    turn (12 folds), 97 % of the good ones, and of those that are not, are told apart.
    """
    there = reading.substance
    private = reading.likeness.private if reading.likeness else _USUALLY_PRIVATE
    return (
        0.42 * min(4, len(there.figures))
        + 0.17 * min(4, len(there.names))
        + 0.27 * min(4, len(there.acts))
        + 0.11 * min(25, len(there.specific))
        + 0.045 * min(_WORDS, there.words)
        + 1.17 * coverage(asked)
        + 2.3 * min(_ALIKE, likeness_of(reading, asked))
        - 2.2 * private
        + 0.33 * min(3, _common(reading, asked))
        + 2.0 * _is_direct(reading)
        - 0.41 * len(there.empty)
        - 0.46 * there.general
        - 3.1 * there.empty_words / max(1, there.words)
        + MORE[asked.kind]
        - 5.16
    )


def likeness_of(reading: Reading, asked: Asked) -> float:
    """How like what was asked a reply is as a whole; what answers have without an embedder."""
    if reading.likeness is None:
        return _USUAL
    others = range(1 + len(asked.points), reading.likeness.whole.shape[0])
    itself = (0,) if asked.planned or names_something(asked.text) else ()
    return max(float(reading.likeness.whole[text]) for text in (*itself, *others))


def names_something(question: str) -> bool:
    """Whether a question has words of its own: those that fit any topic are like any story."""
    return bool(subject_stems([question]) - _FITTING_ANY)


def _common(reading: Reading, asked: Asked) -> int:
    return len(asked.about & frozenset(content_stems(reading.text)))


def _is_direct(reading: Reading) -> bool:
    return bool(_DIRECT.search(reading.text.lower().replace("’", "'")))


def _makes_up(reading: Reading, asked: Asked) -> float:
    """The worth from which a reply with words of its own is no more taken for one off the topic."""
    private = reading.likeness.private if reading.likeness else 0.0
    return GOOD if likeness_of(reading, asked) - private >= NO_PRIVATE else GOOD_ANYHOW


def is_hollow(reading: Reading) -> bool:
    """Whether most of what is said are empty words, and no deed or figure is among them."""
    there = reading.substance
    told = len(there.specific) + 2 * len(there.figures) + 2 * len(there.deeds)
    return told < there.empty_words + 2 * there.general


def _more(reading: Reading, asked: Asked) -> Verdict:
    """What a reply to a follow-up is worth: it may be short, since it adds to what was said."""
    there = reading.substance
    plain = there.words >= _WORDS_MORE and not there.empty and not there.general
    tells = len(there.specific) + 2 * len(there.figures) + len(there.names) + 2 * plain
    tells += len(there.deeds)
    if is_off_topic(reading, asked):
        return "off-topic"
    if is_hollow(reading) or tells < LEAST_MORE or len(there.empty) + there.general > tells / 3:
        return "vague"
    answers = not asked.points or asked.points[0] not in asked.missing
    return "good" if answers else "partial"


LEAST_MORE = 2
"""Words that tell something in a reply to a follow-up."""
_WORDS_MORE = 8
"""In so many plain words something is told, too."""


def _is_plain(reading: Reading) -> bool:
    """Whether the little that is said is said plainly."""
    there = reading.substance
    return len(there.specific) >= 2 and not there.empty and not there.general


def coverage(asked: Asked) -> float:
    """The share of the points that are touched, by weight; 1 without points."""
    weights = {point: WEIGHTS[kind_of(point)] for point in asked.points}
    total = sum(weights.values())
    return 1 - sum(weights[point] for point in asked.missing) / total if total else 1.0


def is_off_topic(reading: Reading, asked: Asked) -> bool:
    """Whether a reply tells something, but not of what was asked. Without an embedder never."""
    if reading.likeness is None or len(reading.substance.specific) < 2:
        return False
    alike = likeness_of(reading, asked)
    if not asked.planned or asked.kind == "motivation":
        return alike - reading.likeness.private < NEARER and not _is_direct(reading)
    return len(reading.substance.specific) > 2 and closeness(reading, asked) < OFF_TOPIC


def is_elsewhere(reading: Reading, asked: Asked) -> bool:
    """Whether a reply, however concrete, is about another subject than the one that was named."""
    if reading.likeness is None or len(reading.substance.specific) < 3:
        return False
    if wanted(asked) != "account" or not names_something(asked.text):
        return False
    return closeness(reading, asked) < ELSEWHERE[asked.kind]


def closeness(reading: Reading, asked: Asked) -> float:
    """How near a reply comes to a ready question, by its whole, its best piece, its words."""
    best = reading.likeness.highest(0) if reading.likeness else _USUAL
    near = max(likeness_of(reading, asked), best)
    return near + 0.04 * min(3, _common(reading, asked)) + 0.06 * _is_direct(reading)


def is_private(reading: Reading, asked: Asked) -> bool:
    """Whether a reply is small talk: nearer to private matters than to what was asked."""
    if reading.likeness is None or len(reading.substance.specific) < 2:
        return False
    apart = reading.likeness.private - likeness_of(reading, asked)
    return apart > PRIVATE and not _common(reading, asked) and not _is_direct(reading)


def _brief(wants: Wanted, reading: Reading, asked: Asked) -> Verdict | None:
    """The verdict on a reply to a question that one word may answer; None: judge it as any other."""
    low = reading.text.lower().replace("’", "'")
    there = reading.substance
    tells = len(there.specific) + len(there.figures) + len(there.names)
    if wants in ("figure", "time"):
        more = tells >= 2 * things_asked(_asking(asked.text)) - 2
        return "good" if more and (there.figures or _NO_FIGURE.search(low)) else None
    if wants == "name":
        return "good" if there.names else None
    direct = _DIRECT.search(low) or _BRIEFLY.search(low)
    if direct and (tells >= 2 or _NO_BUT.search(low)) and not is_hollow(reading):
        return "good"
    if direct and low.startswith(("no", "never", "not")) and there.words <= 6:
        return "partial" if asks_if_not(asked.text) else "good"
    return "partial" if direct and there.words <= 12 and not is_hollow(reading) else None


_FITTING_ANY = frozenset(
    one for form in every_form() for one in content_stems(re.sub(r"\{\w+\}", " ", form))
)
"""Stems of the words in which anything is followed up."""


def subject_stems(texts: Sequence[str]) -> frozenset[str]:
    """Stems of the words that say what texts are about, without those that fit any."""
    return frozenset(one for text in texts for one in content_stems(text) if one not in EMPTY_STEMS)
