"""What a rubric can score: measures of 0..1, each with the words that show it and what was counted.

A measure that nothing can be said about tells why instead.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from voicecli.interview.judging.clauses import clauses, sentence_spans
from voicecli.interview.reporting.findings import Figures, PartTold, Question, Quote, Topic
from voicecli.interview.reporting.sentences import in_sentences

MOST_QUOTES = 4
LEAST_SPEECH_SECONDS = 20.0
"""Of speech in all, before pace is scored."""
LEAST_FILLED_WORDS = 100
LEAST_FILLERS = 5
"""Words in all before fillers are scored, or fillers: so many are no chance in fewer words."""
USUAL_PACE = (110.0, 210.0)
"""Words a minute: English interviews lie between 160 and 210 (Tauroza & Allison 1990, Speech rates
in British English, Applied Linguistics 11); slow and clear speech is as good."""
ODD_PACE = (60.0, 260.0)
USUAL_FILLERS, MANY_FILLERS = 3.0, 13.0
"""In 100 words: 6 disfluencies are usual in talk, about half of them fillers (Bortfeld et al. 2001,
Disfluency rates in conversation, Language and Speech 44)."""
NOT_SPOKEN = "no answer was spoken"
LONGEST_OPENING = 200
"""Characters."""
LEAST_TELLING = 0.5
"""Share of the answers that must be more than general before relevance is scored."""
ENOUGH_CONCRETE = 3
"""Concrete things in one answer that are enough."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A value in 0..1 and its grounds."""

    value: float
    counted: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """What is measured: all questions of the topics, and the figures of all that was spoken."""

    topics: tuple[Topic, ...]
    figures: Figures | None

    @property
    def questions(self) -> list[Question]:
        """All of them."""
        return [one for topic in self.topics for one in topic.questions]

    @property
    def judged(self) -> list[Question]:
        """Those whose replies say something that is judged."""
        return [one for one in self.questions if one.said and one.verdict not in (None, "hostile")]


Found = Measured | str
"""A string says why nothing was measured."""


def opening_of(question: Question) -> Quote | None:
    """The first sentences of a reply: what was said where something is missing.

    Of a first sentence that is long, it is the first clauses.
    """
    if not question.said:
        return None
    first = question.said[0]
    ends = [end for _, end in sentence_spans(first.text) if end <= LONGEST_OPENING]
    ends = ends or [one.end for one in clauses(first.text) if one.end <= LONGEST_OPENING]
    text = first.text[: ends[-1] if ends else LONGEST_OPENING]
    if not ends and len(first.text) > LONGEST_OPENING:
        text = text.rsplit(maxsplit=1)[0]
    return Quote(first.exchange, text, first.at)


def is_open_no(topic: Topic, question: Question) -> bool:
    """Whether it says openly that what the résumé does not show is not there: no weak answer."""
    return topic.kind == "gap" and question.verdict == "unknown"


_OWN_NO = re.compile(
    r"^\W*(?:no|not|never|none)\b|\b(?:i|we) (?:\w+ )?(?:not|never)\b|\b(?:i|we) \w+n['’]t\b",
    re.IGNORECASE,
)


def is_plain_no(topic: Topic, question: Question) -> bool:
    """Whether it says, among other things, that what the résumé does not show is not there."""
    return topic.kind == "gap" and bool(_OWN_NO.search(question.text))


def coverage(answers: Answers) -> Found:
    """The share of the points sought that were told, in the end."""
    judged = [
        (topic.id, one)
        for topic in answers.topics
        for one in topic.questions
        if one in answers.judged and not is_open_no(topic, one)
    ]
    touched = [(topic, point) for topic, one in judged for point in one.covered]
    points = [(one, [point.quote for point in one.covered]) for _, one in judged]
    cited = [quote for one, own in points for quote in in_sentences(one, own)]
    told = {(topic, point.point) for topic, point in touched}
    mains = [(topic, one) for topic, one in judged if one.asking == "main"]
    sought = told | {(topic, point) for topic, one in mains for point in one.missing}
    if not sought:
        return "no question with points to touch was answered"
    quotes = cited or [quote for _, one in judged if (quote := opening_of(one))]
    counted = f"{len(told)} of {len(sought)} points that were asked for"
    return Measured(len(told) / len(sought), counted, spread(quotes))


def relevance(answers: Answers) -> Found:
    """The share of the replies that speak of what was asked.

    Of general ones those count that touch a point: what else they speak of cannot be told.
    """
    told = [one for one in answers.judged if one.verdict not in ("unknown", "silent")]
    if not told:
        return "no question was answered"
    replies = [one for one in told if one.verdict != "vague" or one.covered]
    if len(replies) < LEAST_TELLING * len(told):
        return "most answers stay too general to tell what they speak of"
    off = [one for one in replies if one.verdict == "off-topic"]
    share = 1 - len(off) / len(replies)
    quotes = [quote for one in (off or replies) if (quote := opening_of(one))]
    counted = f"{len(replies) - len(off)} of {len(replies)} replies speak of what was asked"
    return Measured(share, counted, spread(quotes))


def structure(answers: Answers) -> Found:
    """How much of a story the answers tell that were asked for one.

    Situation and task count as one: they are hardly told apart by their words.
    """
    stories = [one for one in answers.questions if one.structure is not None]
    if not stories:
        return "no question that asks for a story had an answer that could be judged"
    shares = [len(story_parts(one.structure or ())) / 3 for one in stories]
    parts = [(one, [part.quotes[0] for part in one.structure or ()]) for one in stories]
    quotes = [quote for one, own in parts for quote in in_sentences(one, own)]
    quotes = quotes or [quote for one in stories if (quote := opening_of(one))]
    told = ", ".join(
        f"{sum(name in story_parts(one.structure or ()) for one in stories)} with {name}"
        for name in ("a situation or task", "an own action", "a result")
    )
    answers_told = "1 answer" if len(stories) == 1 else f"{len(stories)} answers"
    counted = f"{answers_told} that a story was asked for: {told}"
    return Measured(fmean(shares), counted, spread(quotes))


def story_parts(told: Sequence[PartTold]) -> frozenset[str]:
    """The parts of a story that count, by what they are called."""
    names = {
        "situation": "a situation or task",
        "task": "a situation or task",
        "action": "an own action",
        "result": "a result",
    }
    return frozenset(names[one.part] for one in told)


def concreteness(answers: Answers) -> Found:
    """How concrete the answers are: names, figures, own deeds against empty words.

    What speaks of something else is left out, however concrete it is about that.
    """
    beside = ("unknown", "silent", "off-topic")
    replies = [one for one in answers.judged if one.verdict not in beside]
    if not replies:
        return "no question was answered"
    shares = [_concrete_share(one) for one in replies]
    concrete = sum(len(one.concrete) for one in replies)
    vague = sum(len(one.vague) for one in replies)
    telling = [quote for one in replies for quote in in_sentences(one, one.telling)]
    empty = [quote for one in replies for quote in in_sentences(one, one.empty)]
    quotes = telling if fmean(shares) >= 0.5 else [*empty, *telling]
    quotes = quotes or [quote for one in replies if (quote := opening_of(one))]
    counted = (
        f"{concrete} concrete and {vague} empty wordings in {len(replies)} "
        f"{'reply' if len(replies) == 1 else 'replies'}"
    )
    return Measured(fmean(shares), counted, spread(quotes))


def _concrete_share(one: Question) -> float:
    concrete, vague = len(one.concrete), len(one.vague)
    if not concrete:
        return 0.0
    return min(1.0, concrete / ENOUGH_CONCRETE) * concrete / (concrete + vague)


def follow_ups(answers: Answers) -> Found:
    """The share of the questions that followed up whose replies added something."""
    asked = [one for one in answers.judged if one.helped is not None]
    if not asked:
        return "no question that followed up was answered"
    helped = [one for one in asked if one.helped]
    quotes = [quote for one in (helped or asked) if (quote := opening_of(one))]
    counted = f"{len(helped)} of {len(asked)} replies to follow-up questions added something"
    return Measured(len(helped) / len(asked), counted, spread(quotes))


def pace(answers: Answers) -> Found:
    """How near the pace is to what is usual; a wide range is as good as can be."""
    figures = answers.figures
    if not _is_spoken(answers):
        return NOT_SPOKEN
    if figures is None or figures.words_a_minute is None or figures.speech_seconds is None:
        return "no speech was measured"
    if figures.speech_seconds < LEAST_SPEECH_SECONDS:
        return f"less than {LEAST_SPEECH_SECONDS:g} seconds of speech"
    rate = figures.words_a_minute
    low, high = USUAL_PACE
    slowest, fastest = ODD_PACE
    value = min(1.0, (rate - slowest) / (low - slowest), (fastest - rate) / (fastest - high))
    quotes = [quote for one in by_pace(answers) if (quote := opening_of(one))]
    return Measured(max(0.0, value), f"{rate:.0f} words a minute", spread(quotes, 2))


def _is_spoken(answers: Answers) -> bool:
    return any(one.said and not one.typed for one in answers.questions)


def by_pace(answers: Answers) -> list[Question]:
    """The questions whose replies have a pace, the one farthest from the usual first."""
    timed = [
        (abs(one.figures.words_a_minute - sum(USUAL_PACE) / 2), one)
        for one in answers.questions
        if one.figures is not None and one.figures.words_a_minute is not None
    ]
    return [one for _, one in sorted(timed, key=lambda item: -item[0])]


def fillers(answers: Answers) -> Found:
    """How few fillers were written down; without any nothing is known, they may be left out."""
    figures = answers.figures
    if figures is None or not _is_spoken(answers):
        return NOT_SPOKEN
    if figures.fillers_per_100_words is None or not tells_fillers(answers):
        return f"fewer than {LEAST_FILLED_WORDS} words were spoken"
    rate = figures.fillers_per_100_words
    if not rate:
        return "none were written down, and recognisers leave many out"
    value = 1 - (rate - USUAL_FILLERS) / (MANY_FILLERS - USUAL_FILLERS)
    quotes = [quote for one in answers.questions for quote in one.filled]
    counted = f"at least {rate:.1f} fillers in 100 words"
    return Measured(min(1.0, max(0.0, value)), counted, spread(quotes, 2))


def tells_fillers(answers: Answers) -> bool:
    """Whether there are words enough, or fillers, to speak of their rate."""
    spoken = sum(one.figures.words for one in answers.questions if one.figures and not one.typed)
    written = sum(one.count for one in answers.figures.fillers) if answers.figures else 0
    return spoken >= LEAST_FILLED_WORDS or written >= LEAST_FILLERS


MEASURES: Mapping[str, Callable[[Answers], Found]] = {
    "structure": structure,
    "concreteness": concreteness,
    "coverage": coverage,
    "relevance": relevance,
    "follow-ups": follow_ups,
    "pace": pace,
    "fillers": fillers,
}


def spread(quotes: Sequence[Quote], most: int = MOST_QUOTES) -> tuple[Quote, ...]:
    """Some of the quotes, of as many questions as can be, in their order."""
    by_question: dict[int, list[Quote]] = {}
    for quote in dict.fromkeys(quotes):
        by_question.setdefault(quote.exchange, []).append(quote)
    chosen: list[Quote] = []
    while len(chosen) < most and any(by_question.values()):
        for own in by_question.values():
            if own and len(chosen) < most:
                chosen.append(own.pop(0))
    return tuple(sorted(chosen, key=lambda one: (one.exchange, one.at)))


def numbered(what: str, numbers: Iterable[int]) -> str:
    """Numbers in order behind what they are of: "question 3", "questions 1–4, 7"."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    listed = ", ".join(
        f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs
    )
    return f"{what}{'' if sum(map(len, runs)) == 1 else 's'} {listed}"
