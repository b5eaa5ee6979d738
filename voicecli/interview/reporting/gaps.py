"""What answers lack, each with the words that show it or stand in its place."""

from collections.abc import Iterator, Sequence

from voicecli.interview.judging.points import PointKind, kind_of
from voicecli.interview.reporting.findings import (
    GapKind,
    Judgement,
    PartTold,
    Question,
    Quote,
    Topic,
)
from voicecli.interview.reporting.judgements import in_order, judged
from voicecli.interview.reporting.measures import (
    LEAST_SPEECH_SECONDS,
    USUAL_PACE,
    Answers,
    by_pace,
    is_open_no,
    is_plain_no,
    opening_of,
    spread,
    story_parts,
    tells_fillers,
)

MANY_FILLERS = 6.0
"""In 100 words: as many as all disfluencies together usually are (Bortfeld et al. 2001)."""
LONG = 300
"""Words: two minutes of talk."""
BRIEF = 20
"""Words, eight seconds of talk; fewer have no room for what was done and what came of it."""
LEAST_ALIKE = 3
"""So many answers that lack the same, and at least half of all, are worth a word of their own."""
VAGUE = 2
"""Empty wordings in a reply that are worth a word, if they are more than the concrete ones."""
_STORY = (PointKind.SITUATION, PointKind.OWN, PointKind.RESULT)
"""Points that are told as a gap of the story, where there is one."""
_GAPS = (
    "off-topic",
    "general",
    "brief",
    "no-story",
    "no-result",
    "no-action",
    "vague",
    "points",
    "unknown",
    "late",
    "long",
    "fillers",
    "pace",
)


def gaps(answers: Answers) -> tuple[Judgement, ...]:
    """All that answers lack, the weightiest first."""
    found = [one for topic in answers.topics for one in _topic_gaps(topic)]
    if general := list(_general(answers)):
        found = [*general, *(one for one in found if one.kind != "vague")]
    return in_order([*found, *_brief(answers), *_delivery_gaps(answers)], _GAPS)


def _topic_gaps(topic: Topic) -> Iterator[Judgement]:
    for one in topic.questions:
        quote = opening_of(one)
        if quote is None or one.verdict in (None, "hostile", "silent"):
            continue
        if one.verdict == "off-topic":
            text = f"The answer to question {one.number} speaks of something else than was asked"
            later = _answered_later(topic, one)
            if later is None:
                yield judged("off-topic", text + ".", topic, one, [quote])
            else:
                text += f"; asked again, in question {later}, you answered it."
                yield judged("late", text, topic, one, [quote])
        elif one.verdict == "unknown":
            if not is_open_no(topic, one):
                text = f"Question {one.number} got no answer of its own."
                yield judged("unknown", text, topic, one, [quote])
        else:
            yield from _content_gaps(topic, one, quote)


def _answered_later(topic: Topic, one: Question) -> int | None:
    """The number of the question that followed one up and got what it asked for."""
    for other in topic.questions:
        if other.number > one.number:
            if other.asking == "main":
                break
            if other.verdict == "good":
                return other.number
    return None


def _content_gaps(topic: Topic, one: Question, quote: Quote) -> Iterator[Judgement]:
    story = list(_story_gaps(topic, one, one.structure, quote)) if one.structure is not None else []
    yield from story
    if len(one.vague) >= VAGUE and len(one.vague) > len(one.concrete):
        text = f"The answer to question {one.number} stays general where a name or figure could be."
        yield judged("vague", text, topic, one, one.empty)
    if one.figures is not None and one.figures.words > LONG:
        text = (
            f"The answer to question {one.number} takes {one.figures.words} words: after about "
            f"{LONG}, which are two minutes, it is hard to listen."
        )
        yield judged("long", text, topic, one, [quote])
    missing = [point for point in one.missing if not story or kind_of(point) not in _STORY]
    if one.asking == "main" and one.verdict != "good" and missing:
        points = ", ".join(f"“{point}”" for point in missing[:4])
        text = f"The answer to question {one.number} leaves open: {points}."
        yield judged("points", text, topic, one, [quote])


def _story_gaps(
    topic: Topic, one: Question, told: Sequence[PartTold], quote: Quote
) -> Iterator[Judgement]:
    """What a story lacks that was asked for. Who says that there is none to tell lacks nothing."""
    parts = story_parts(told)
    if "an own action" not in parts and is_plain_no(topic, one):
        return
    if not parts:
        text = f"The answer to question {one.number} tells no occasion, though one was asked for."
        yield judged("no-story", text, topic, one, [quote])
    elif "an own action" not in parts and _lacks(one, PointKind.OWN):
        text = f"The answer to question {one.number} does not say what you did yourself."
        yield judged("no-action", text, topic, one, [quote])
    elif "an own action" in parts and "a result" not in parts and _lacks(one, PointKind.RESULT):
        text = f"The story in the answer to question {one.number} has no result: what came of it?"
        last = [quote for part in told if part.part == "action" for quote in part.quotes][-1:]
        yield judged("no-result", text, topic, one, last or [quote])


def _lacks(one: Question, kind: PointKind) -> bool:
    """Whether a point of a kind was asked for and not told; so is each that no point is of."""
    return any(kind_of(point) is kind for point in one.missing) or not (one.missing or one.covered)


def _brief(answers: Answers) -> Iterator[Judgement]:
    """Most have few words; "I don't know" is told as a gap already.

    A question that followed up may be answered in few words.
    """
    told = [
        (topic, one)
        for topic, one in _told(answers)
        if one.figures is not None and not (one.asking == "follow-up" and one.verdict == "good")
    ]
    brief = [(topic, one) for topic, one in told if one.figures and one.figures.words < BRIEF]
    if _are_most(brief, told):
        text = (
            f"{len(brief)} of {len(told)} answers have fewer than {BRIEF} words: "
            "there is little in them that could speak for you."
        )
        yield _of_all("brief", text, brief)


def _general(answers: Answers) -> Iterator[Judgement]:
    """Most stay general."""
    told = _told(answers)
    general = [(topic, one) for topic, one in told if one.verdict == "vague"]
    if _are_most(general, told):
        text = (
            f"{len(general)} of {len(told)} answers stay general: no occasion, name or figure "
            "shows what you did."
        )
        yield _of_all("general", text, general)


_InTopic = tuple[Topic, Question]


def _told(answers: Answers) -> list[_InTopic]:
    """The answers that are judged, but for those that say that there is none."""
    return [
        (topic, one)
        for topic in answers.topics
        for one in topic.questions
        if one in answers.judged and one.verdict not in ("unknown", "silent")
    ]


def _are_most(alike: Sequence[_InTopic], told: Sequence[_InTopic]) -> bool:
    return len(alike) >= LEAST_ALIKE and 2 * len(alike) >= len(told)


def _of_all(kind: GapKind, text: str, alike: Sequence[_InTopic]) -> Judgement:
    """One gap for all answers that lack the same, with the first main question."""
    topic, first = next((each for each in alike if each[1].asking == "main"), alike[0])
    quotes = [quote for _, one in alike if (quote := opening_of(one))]
    return Judgement(kind, text, topic.id, first.number, spread(quotes))


def _delivery_gaps(answers: Answers) -> Iterator[Judgement]:
    figures = answers.figures
    spoken = [one for one in answers.questions if one.figures is not None and not one.typed]
    if figures is None or not spoken:
        return
    rate = figures.fillers_per_100_words or 0.0
    filled = [quote for one in spoken for quote in one.filled]
    if rate > MANY_FILLERS and tells_fillers(answers) and filled:
        names = ", ".join(f"“{one.text}” {one.count}×" for one in figures.fillers[:3])
        text = f"At least {rate:.0f} of 100 words are fillers: {names}."
        most = max(spoken, key=lambda one: len(one.filled))
        yield Judgement("fillers", text, _topic_of(answers, most), most.number, spread(filled, 3))
    pace, speech = figures.words_a_minute, figures.speech_seconds or 0.0
    if pace is None or speech < LEAST_SPEECH_SECONDS:
        return
    if not USUAL_PACE[0] <= pace <= USUAL_PACE[1]:
        how = "slower" if pace < USUAL_PACE[0] else "faster"
        text = (
            f"The pace, {pace:.0f} words a minute, is {how} than the usual "
            f"{USUAL_PACE[0]:.0f} to {USUAL_PACE[1]:.0f}."
        )
        first = by_pace(answers)[0]
        quotes = [quote for quote in [opening_of(first)] if quote is not None]
        yield Judgement("pace", text, _topic_of(answers, first), first.number, tuple(quotes))


def _topic_of(answers: Answers, question: Question) -> str:
    return next(topic.id for topic in answers.topics if question in topic.questions)
