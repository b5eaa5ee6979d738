"""Three things to practise: chosen by what was measured, each with its question and command."""

import shlex
from collections.abc import Iterator, Mapping, Sequence

from voicecli.interview.reporting.findings import Exercise, Judgement, Question, Topic
from voicecli.interview.reporting.measures import opening_of
from voicecli.interview.reporting.sentences import in_sentences

COUNT = 3

_TASKS: Mapping[str, str] = {
    "off-topic": "Say in your first sentence what the question asks, then answer just that, in "
    "at most 90 seconds.",
    "no-story": "Choose one occasion and tell it in four sentences: when and where it was, what "
    "had to be done, what you did, what came of it.",
    "no-result": "Tell the same story again and end it with what came of it: a figure, a reaction "
    "or what is different since. Stop there.",
    "no-action": "Tell the same story again in sentences that begin with “I”: at least three "
    "things that you did yourself, in their order.",
    "vague": "Answer again, and put a name, a figure or a date in the place of each general word.",
    "general": "Answer again with one occasion: when and where it was, one name or figure, and "
    "three sentences that begin with “I”.",
    "late": "Say the first sentence of your answer alone, five times, until it names what the "
    "question asks; then go on from it.",
    "points": "Note one sentence for each point that was asked for, then answer again from these "
    "notes.",
    "brief": "Answer in at least four sentences: when and where it was, what had to be done, what "
    "you did, what came of it.",
    "unknown": "Prepare an answer of four sentences: a case that comes near it, what you did, what "
    "came of it, and what you would do first today.",
    "fillers": "Answer again and make a silent pause wherever a filler would come; a pause of two "
    "seconds sounds calm.",
    "long": "Answer again in at most two minutes: leave out what the listener does not need to see "
    "what you did and what came of it.",
    "pace": "Answer again and look at the pace in the next report; aim at 110 to 210 words a "
    "minute, with a breath behind each sentence.",
}  # fmt: skip
_PREPARE: Mapping[str, str] = {
    "strength": "Choose one occasion that shows it and note four lines: when and where it was, "
    "what had to be done, what you did, what came of it. Then answer aloud from them.",
    "gap": "Prepare an honest answer in three sentences: what of it you have not done, what you "
    "did that comes nearest, and how you would get there.",
    "claim": "Note four lines: what happened, when, what your own part was, and how anybody can "
    "tell that it is so. Then answer aloud from them.",
    "motivation": "Note two things about this employer that you could not say of another, and one "
    "thing that you bring. Then answer aloud in a minute.",
}  # fmt: skip
"""What to do with a question that had no answer, by the kind of its topic."""
_PREPARE_MORE: Mapping[str, str] = {
    "strength": "Tell somebody in one minute about a day on which you needed it, and let them say "
    "back what you did; what they cannot say back was not told.",
    "gap": "Write down what you did that comes nearest, in one sentence with a place and a figure, "
    "and in a second one what you would learn first. Say both without the paper.",
    "claim": "Draw a line with the beginning, the hardest moment and the end of it; then tell it "
    "along this line in under two minutes, with one figure.",
    "motivation": "Write down three sentences: what you want to do more of, where this job has it, "
    "and why it is time. Strike out each that fits any other employer.",
}  # fmt: skip
"""What to do with a second such question of the same kind."""
_UNANSWERED: Mapping[str, str] = {
    "unknown": "got no answer of its own",
    "skipped": "was skipped",
    "silent": "got no answer",
    "open": "was left open",
}
_PREPARE_ANY = (
    "Prepare this question: write down a first sentence, then answer aloud for at least a minute."
)
_SHORTER = (
    "Answer once more in at most 60 seconds and keep what is concrete: situation in one sentence, "
    "then what you did and what came of it."
)
_LONGER = (
    "Answer once more for one to two minutes: add what made it hard, one figure, and what you "
    "would do differently today."
)
_DOUBTED = (
    "Answer once more to somebody who doubts it: how do you know that it was your doing, what else "
    "could explain it, and who would confirm it?"
)
_BACKWARDS = (
    "Begin with what came of it, in one sentence; then tell how you got there. Compare which order "
    "is easier to follow."
)
_FEW_WORDS = 100
"""Words of an answer that is told within a minute; what is shorter can be told at more length."""


def exercises(
    session: str, topics: Sequence[Topic], gaps: Sequence[Judgement], unasked: Sequence[Topic] = ()
) -> tuple[Exercise, ...]:
    """Three exercises, fewer where too little was asked: gaps first, then what had no answer.

    Where both are too few, answers that were given are practised in less or more time, against
    doubts, and in another order, and topics are prepared that were `unasked`.
    """
    weak = [*_of_gaps(session, topics, gaps)]
    told = {one.why for one in weak}
    unanswered = _of_unanswered(session, topics, "unknown", "skipped", "silent")
    weak += [one for one in unanswered if one.why not in told]
    left = [*_of_unanswered(session, topics, "open")]
    more = [*left, *_of_answers(session, topics), *_of_unasked(session, unasked)]
    chosen: list[Exercise] = []
    while len(chosen) < COUNT and (
        one := _another([*weak, *left], chosen)
        or _next(weak, chosen)
        or _next(more, chosen)
        or next((each for each in weak if each not in chosen), None)
    ):
        chosen.append(one)
    return tuple(chosen)


def _another(found: Sequence[Exercise], chosen: Sequence[Exercise]) -> Exercise | None:
    """The first exercise of another kind with another question."""
    texts = {one.text for one in chosen}
    asked = {one.question for one in chosen}
    free = (one for one in found if one.text not in texts and one.question not in asked)
    return next(free, None)


def _next(found: Sequence[Exercise], chosen: Sequence[Exercise]) -> Exercise | None:
    """The first exercise of another kind with another question, else of another kind.

    What had no answer is practised with each question once, and so is a length where nothing else
    is left.
    """
    texts = {one.text for one in chosen}
    asked = {one.question for one in chosen}
    left = [one for one in found if one not in chosen]
    many = {*_PREPARE.values(), *_PREPARE_MORE.values(), _PREPARE_ANY}
    if (one := _another(found, chosen)) is not None:
        return one
    for free in (
        [one for one in left if one.text in many and one.question not in asked],
        [one for one in left if one.text not in texts | many],
        [one for one in left if one.text in (_SHORTER, _LONGER)],
    ):
        if free:
            return free[0]
    return None


def _of_gaps(
    session: str, topics: Sequence[Topic], gaps: Sequence[Judgement]
) -> Iterator[Exercise]:
    for gap in gaps:
        found = _find(topics, gap.exchange)
        if found is not None and found[0].id:
            topic, question = found
            yield Exercise(
                _TASKS[gap.kind],
                gap.text,
                _main(topic, question).question,
                topic.id,
                _command(session, topic),
                gap.quotes,
            )


def _of_unanswered(session: str, topics: Sequence[Topic], *which: str) -> Iterator[Exercise]:
    """Questions whose outcome or verdict is one of these."""
    for topic in topics:
        for one in topic.questions:
            verdict = one.verdict if one.verdict in ("unknown", "silent") else None
            became = verdict or one.outcome
            if topic.id and became in which:
                for text in _prepare(topic):
                    yield Exercise(
                        text,
                        f"Question {one.number} {_UNANSWERED[became]}.",
                        _main(topic, one).question,
                        topic.id,
                        _command(session, topic),
                        one.said[:1],
                    )


def _of_unasked(session: str, topics: Sequence[Topic]) -> Iterator[Exercise]:
    for topic in topics:
        why = f"The interview did not come to the topic “{topic.title}”."
        question = topic.questions[0].question
        for text in _prepare(topic):
            yield Exercise(text, why, question, topic.id, _command(session, topic))


def _prepare(topic: Topic) -> tuple[str, ...]:
    """Ways to prepare a question of the topic, the first one to be taken before the other."""
    kind = topic.kind or ""
    return (_PREPARE[kind], _PREPARE_MORE[kind]) if kind in _PREPARE else (_PREPARE_ANY,)


def _of_answers(session: str, topics: Sequence[Topic]) -> Iterator[Exercise]:
    answered = [
        (one.figures.words, topic, one)
        for topic in topics
        for one in topic.questions
        if topic.id and one.asking == "main" and one.figures is not None
    ]
    for count, topic, one in sorted(answered, key=lambda item: -item[0]):
        answer = f"The answer to question {one.number}"
        opening = [quote for quote in [opening_of(one)] if quote is not None]
        results = [quote for part in one.structure or () if part.part == "result"
                   for quote in part.quotes[-1:]]  # fmt: skip
        ways = [(_LONGER if count < _FEW_WORDS else _SHORTER, f"took {count} words", opening)]
        if one.verdict == "good":
            ways.append((_DOUBTED, "is good: an interviewer may want to know more", opening))
        if one.verdict == "good" and results:
            ways.append((_BACKWARDS, "is a story that has this as its result", results))
        for text, why, quotes in ways:
            yield Exercise(
                text,
                f"{answer} {why}.",
                one.question,
                topic.id,
                _command(session, topic),
                in_sentences(one, quotes),
            )


def _find(topics: Sequence[Topic], number: int) -> tuple[Topic, Question] | None:
    for topic in topics:
        for one in topic.questions:
            if one.number == number:
                return topic, one
    return None


def _main(topic: Topic, question: Question) -> Question:
    """The main question that a question followed up, or itself."""
    before = [one for one in topic.questions if one.number <= question.number]
    mains = [one for one in before if one.asking == "main"]
    return mains[-1] if mains else question


def _command(session: str, topic: Topic) -> str:
    """What asks the questions of the topic again, that of the exercise among them."""
    words = ["voicecli", "interview", "again", session or "latest", "--topic", topic.id]
    return shlex.join([*words, "--same"])
