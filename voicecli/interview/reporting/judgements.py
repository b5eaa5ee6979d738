"""What the answers show: strengths and gaps, each with the words that it rests on.

Nothing is judged but answers: not the person, not their speech as such, and not their résumé.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from voicecli.interview.judging.points import PointKind, kind_of
from voicecli.interview.reporting.chains import PARTS_SOUGHT
from voicecli.interview.reporting.findings import (
    GapKind,
    Judgement,
    PartTold,
    PointTold,
    Question,
    Quote,
    StrengthKind,
    Topic,
)
from voicecli.interview.reporting.measures import (
    LEAST_SPEECH_SECONDS,
    USUAL_PACE,
    Answers,
    by_pace,
    is_open_no,
    is_plain_no,
    numbered,
    opening_of,
    spread,
    story_parts,
    tells_fillers,
)
from voicecli.interview.reporting.sentences import in_sentences

MOST = 5
MOST_OF_A_KIND = 2
MOST_OF_A_QUESTION = 2
MANY_FILLERS = 6.0
"""In 100 words: as many as all disfluencies together usually are (Bortfeld et al. 2001)."""
ENOUGH_CONCRETE = 3
LONG = 300
"""Words: two minutes of talk."""
BRIEF = 20
"""Words, eight seconds of talk; fewer have no room for what was done and what came of it."""
LEAST_BRIEF = 3
"""Such answers, and at least half of all, are worth a word."""
LEAST_GENERAL = 3
"""So are so many general ones, likewise."""
LEAST_PRAISED = 6
"""Words of an answer that is called good for anything."""
VAGUE = 2
"""Empty wordings in a reply that are worth a word, if they are more than the concrete ones."""
ALL_PARTS = 3

_STORY = (PointKind.SITUATION, PointKind.OWN, PointKind.RESULT)
"""Points that are told as a gap of the story, where there is one."""
_GAPS = (
    "off-topic",
    "brief",
    "general",
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
_STRENGTHS = ("story", "points", "concrete", "follow-up")


def gaps(answers: Answers) -> tuple[Judgement, ...]:
    """All that answers lack, the weightiest first."""
    found = [one for topic in answers.topics for one in _topic_gaps(topic)]
    if general := list(_general(answers)):
        found = [*general, *(one for one in found if one.kind != "vague")]
    return _sorted([*found, *_brief(answers), *_delivery_gaps(answers)], _GAPS)


def strengths(answers: Answers) -> tuple[Judgement, ...]:
    """All that answers show that is good, the weightiest first. There need not be any."""
    found = [one for topic in answers.topics for one in _topic_strengths(topic)]
    return _sorted(found, _STRENGTHS)


def weightiest(found: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """The first of them, a few of each kind, and of as many questions as can be.

    The last of a kind names the questions of those that are left out.
    """
    chosen: list[Judgement] = []
    for limit in (1, MOST_OF_A_QUESTION):
        for one in found:
            same = sum(other.kind == one.kind for other in chosen)
            told = sum(other.exchange == one.exchange for other in chosen)
            is_new = one not in chosen and same < MOST_OF_A_KIND and told < limit
            if is_new and len(chosen) < MOST:
                chosen.append(one)
    in_order = [one for one in found if one in chosen]
    last = {one.kind: one for one in in_order}
    return tuple(
        _with_others(one, found, chosen) if one is last[one.kind] else one for one in in_order
    )


def _with_others(
    one: Judgement, found: Sequence[Judgement], chosen: Sequence[Judgement]
) -> Judgement:
    left = {other.exchange for other in found if other.kind == one.kind and other not in chosen}
    if not left:
        return one
    return replace(one, text=f"{one.text} Likewise: {numbered('question', left)}.")


def _topic_gaps(topic: Topic) -> Iterator[Judgement]:
    for one in topic.questions:
        quote = opening_of(one)
        if quote is None or one.verdict in (None, "hostile", "silent"):
            continue
        if one.verdict == "off-topic":
            text = f"The answer to question {one.number} speaks of something else than was asked"
            later = _answered_later(topic, one)
            if later is None:
                yield _judged("off-topic", text + ".", topic, one, [quote])
            else:
                text += f"; asked again, in question {later}, you answered it."
                yield _judged("late", text, topic, one, [quote])
        elif one.verdict == "unknown":
            if not is_open_no(topic, one):
                text = f"Question {one.number} got no answer of its own."
                yield _judged("unknown", text, topic, one, [quote])
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
        yield _judged("vague", text, topic, one, one.empty)
    if one.figures is not None and one.figures.words > LONG:
        text = (
            f"The answer to question {one.number} takes {one.figures.words} words: after about "
            f"{LONG}, which are two minutes, it is hard to listen."
        )
        yield _judged("long", text, topic, one, [quote])
    missing = [point for point in one.missing if not story or kind_of(point) not in _STORY]
    if one.asking == "main" and one.verdict != "good" and missing:
        points = ", ".join(f"“{point}”" for point in missing[:4])
        text = f"The answer to question {one.number} leaves open: {points}."
        yield _judged("points", text, topic, one, [quote])


def _story_gaps(
    topic: Topic, one: Question, told: Sequence[PartTold], quote: Quote
) -> Iterator[Judgement]:
    """What a story lacks that was asked for. Who says that there is none to tell lacks nothing."""
    parts = story_parts(told)
    if "an own action" not in parts and is_plain_no(topic, one):
        return
    if not parts:
        text = f"The answer to question {one.number} tells no occasion, though one was asked for."
        yield _judged("no-story", text, topic, one, [quote])
    elif "an own action" not in parts and _lacks(one, PointKind.OWN):
        text = f"The answer to question {one.number} does not say what you did yourself."
        yield _judged("no-action", text, topic, one, [quote])
    elif "an own action" in parts and "a result" not in parts and _lacks(one, PointKind.RESULT):
        text = f"The story in the answer to question {one.number} has no result: what came of it?"
        last = [quote for part in told if part.part == "action" for quote in part.quotes][-1:]
        yield _judged("no-result", text, topic, one, last or [quote])


def _lacks(one: Question, kind: PointKind) -> bool:
    """Whether a point of a kind was asked for and not told; so is each that no point is of."""
    return any(kind_of(point) is kind for point in one.missing) or not (one.missing or one.covered)


def _brief(answers: Answers) -> Iterator[Judgement]:
    """One for all answers, where most have few words; "I don't know" is told as a gap already.

    A question that followed up may be answered in few words.
    """
    told = [
        (topic, one)
        for topic in answers.topics
        for one in topic.questions
        if one in answers.judged
        and one.figures is not None
        and one.verdict != "unknown"
        and not (one.asking == "follow-up" and one.verdict == "good")
    ]
    brief = [(topic, one) for topic, one in told if one.figures and one.figures.words < BRIEF]
    if len(brief) < LEAST_BRIEF or 2 * len(brief) < len(told):
        return
    topic, first = next((each for each in brief if each[1].asking == "main"), brief[0])
    text = (
        f"{len(brief)} of {len(told)} answers have fewer than {BRIEF} words: "
        "there is little in them that could speak for you."
    )
    quotes = [quote for _, one in brief if (quote := opening_of(one))]
    yield Judgement("brief", text, topic.id, first.number, spread(quotes))


def _general(answers: Answers) -> Iterator[Judgement]:
    """One for all answers, where most stay general."""
    told = [(topic, one) for topic in answers.topics for one in topic.questions
            if one in answers.judged and one.verdict != "unknown"]  # fmt: skip
    general = [(topic, one) for topic, one in told if one.verdict == "vague"]
    if len(general) < LEAST_GENERAL or 2 * len(general) < len(told):
        return
    topic, first = next((each for each in general if each[1].asking == "main"), general[0])
    text = (
        f"{len(general)} of {len(told)} answers stay general: no occasion, name or figure shows "
        "what you did."
    )
    quotes = [quote for _, one in general if (quote := opening_of(one))]
    yield Judgement("general", text, topic.id, first.number, spread(quotes))


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


def _topic_strengths(topic: Topic) -> Iterator[Judgement]:
    for one in topic.questions:
        if not one.said or one.verdict not in ("good", "partial"):
            continue
        if one.figures is not None and one.figures.words < LEAST_PRAISED:
            continue
        if one.structure is not None and len(story_parts(one.structure)) == ALL_PARTS:
            text = f"The answer to question {one.number} tells a whole story, with its result."
            yield _judged("story", text, topic, one, list(_story_quotes(one.structure)))
        if one.asking == "main" and one.verdict == "good" and _touches_all(one):
            points = ", ".join(f"“{point.point}”" for point in one.covered[:4])
            text = f"The answer to question {one.number} touches all that was asked for: {points}."
            yield _judged("points", text, topic, one, [point.quote for point in one.covered])
        answers = one.verdict == "good" or len(one.covered) >= len(one.missing)
        if answers and len(one.concrete) >= max(ENOUGH_CONCRETE, 2 * len(one.vague)):
            text = f"The answer to question {one.number} is concrete."
            yield _judged("concrete", text, topic, one, one.telling)
        if one.brought and one.verdict == "good":
            points = ", ".join(f"“{point}”" for point in one.brought[:4])
            text = f"Asked for more in question {one.number}, you added {points}."
            quotes = [point.quote for point in one.covered] or list(one.said[:1])
            yield _judged("follow-up", text, topic, one, quotes)


def _story_quotes(told: Sequence[PartTold]) -> Iterator[Quote]:
    """One quote for each part that counts: the first words, but the last of what came of it."""
    quotes = {part.part: part.quotes for part in told if part.quotes}
    for parts in (("situation", "task"), ("action",), ("result",)):
        own = next((quotes[part] for part in parts if part in quotes), ())
        yield from own[-1:] if parts == ("result",) else own[:1]


def _touches_all(one: Question) -> bool:
    """Whether no point is left out, and not the same few words are all that touches them.

    Nor are the words of a point another part of the story.
    """
    quotes = {point.quote for point in one.covered}
    if one.missing or len(quotes) < 2 or 2 * len(quotes) < len(one.covered):
        return False
    return not any(_is_other_part(point, one.structure or ()) for point in one.covered)


def _is_other_part(point: PointTold, told: Sequence[PartTold]) -> bool:
    """Whether the words of a point that is a part of a story tell but another part of it."""
    meant = PARTS_SOUGHT.get(kind_of(point.point))
    parts = {
        part.part
        for part in told
        for quote in part.quotes
        if point.quote.text in quote.text or quote.text in point.quote.text
    }
    same = {"situation", "task"} if meant in ("situation", "task") else {meant}
    return meant is not None and bool(parts) and not parts & same


def _judged(
    kind: GapKind | StrengthKind, text: str, topic: Topic, one: Question, quotes: Sequence[Quote]
) -> Judgement:
    return Judgement(kind, text, topic.id, one.number, spread(_in_sentences(topic, one, quotes)))


def _in_sentences(topic: Topic, one: Question, quotes: Sequence[Quote]) -> Sequence[Quote]:
    """The quotes in their sentences, be they of the question or of one that followed it up."""
    for each in (one, *(other for other in topic.questions if other is not one)):
        quotes = in_sentences(each, quotes)
    return quotes


def _topic_of(answers: Answers, question: Question) -> str:
    return next(topic.id for topic in answers.topics if question in topic.questions)


def _sorted(found: Sequence[Judgement], order: Sequence[str]) -> tuple[Judgement, ...]:
    """Those that words support, by kind and question."""
    supported = [one for one in found if one.quotes]
    return tuple(sorted(supported, key=lambda one: (order.index(one.kind), one.exchange)))
