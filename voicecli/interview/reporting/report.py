"""The report of an interview: what was asked and said, what it shows, what to practise.

Pure: what is judged was measured before, or is measured here from the words. Every judgement cites
them; what cannot be judged is said, with the reason.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from voicecli.clock_time import clock_time
from voicecli.interview.course import Exchange, Outcome, Progress, State
from voicecli.interview.judging.points import PointKind, kind_of
from voicecli.interview.plan import Match, Plan
from voicecli.interview.reporting.answers import exchanges_of, topics_of
from voicecli.interview.reporting.exercises import exercises
from voicecli.interview.reporting.findings import (
    NotJudged,
    Question,
    Quote,
    Report,
    ResumeGap,
    Score,
    Topic,
)
from voicecli.interview.reporting.gaps import gaps
from voicecli.interview.reporting.judgements import weightiest
from voicecli.interview.reporting.measures import Answers, numbered, opening_of, spread
from voicecli.interview.reporting.rubric import Rubric
from voicecli.interview.reporting.scoring import LEAST_WEIGHT, Cover, scores_of, total_of
from voicecli.interview.reporting.sentences import in_sentences
from voicecli.interview.reporting.speech_figures import figures_of
from voicecli.interview.reporting.strengths import strengths


@dataclass(frozen=True, slots=True)
class Subject:
    """Which interview it is: `begun` is ISO time, or ""."""

    id: str
    title: str
    begun: str = ""


def make_report(
    plan: Plan,
    progress: Progress,
    rubric: Rubric,
    subject: Subject,
    *,
    cover: Cover | None = None,
    language: str = "en",
) -> Report:
    """The report of an interview, be it over or not.

    `cover` compares points of the rubric with replies; without it they are not judged.
    """
    exchanges = exchanges_of(progress)
    topics = topics_of(plan, exchanges, language)
    replies = [one.reply for one in exchanges if one.reply is not None]
    answers = Answers(topics, figures_of(replies, language))
    scores = scores_of(rubric, answers, exchanges, cover)
    total, share = total_of(scores)
    found = gaps(answers)
    outcomes = [_outcome(one) for one in exchanges]
    whole = progress.state is State.DONE and "open" not in outcomes
    return Report(
        id=subject.id,
        title=subject.title,
        begun=subject.begun,
        job=plan.job.title,
        documents=plan.documents,
        whole=whole,
        left="" if whole else _left(plan, progress),
        seconds=progress.seconds,
        asked=len(exchanges),
        answered=outcomes.count("answered"),
        skipped=outcomes.count("skipped"),
        silent=outcomes.count("silent"),
        open=outcomes.count("open"),
        topics=topics,
        figures=answers.figures,
        rubric=rubric.name,
        scores=scores,
        total=total,
        judged_weight=round(share, 3),
        strengths=weightiest(strengths(answers)),
        gaps=weightiest(found),
        resume_gaps=tuple(_resume_gaps(plan, topics)),
        exercises=exercises(subject.id, topics, found, _unasked(plan, exchanges)),
        not_judged=tuple(_not_judged(plan, exchanges, topics, scores, total)),
    )


def _outcome(one: Exchange) -> Outcome:
    """What became of a question; a mere "hm" is no answer."""
    says_nothing = one.assessment is not None and one.assessment.verdict == "silent"
    return "silent" if one.outcome == "answered" and says_nothing else one.outcome


def _unasked(plan: Plan, exchanges: Sequence[Exchange]) -> tuple[Topic, ...]:
    """The topics that the interview did not come to, each with its first question, if it began."""
    begun = {one.topic for one in exchanges}
    return tuple(
        Topic(one.id, one.title, one.kind, one.why, (_open(one.questions[0].text),))
        for one in plan.topics
        if begun and one.id not in begun and one.questions
    )


def _open(question: str) -> Question:
    return Question(0, "main", question, 0.0, "open", typed=False)


def _left(plan: Plan, progress: Progress) -> str:
    """Where an interview was left."""
    if not progress.exchanges and not progress.question:
        return "before the first question"
    titles = {topic.id: topic.title for topic in plan.topics}
    last = progress.exchanges[-1].topic if progress.exchanges else ""
    topic = titles.get(progress.topic) or titles.get(last, "")
    return f"after {clock_time(progress.seconds)}" + (f", at the topic “{topic}”" if topic else "")


def _resume_gaps(plan: Plan, topics: Sequence[Topic]) -> Iterator[ResumeGap]:
    """What the résumé does not show, what must be first; with what was said when it was asked.

    A résumé that nothing was read from shows nothing, and lacks nothing either.
    """
    if not plan.resume.claims:
        return
    open_ones = [one for one in plan.matches if one.fit != "met"]
    known = plan.job.requirements
    open_ones = [one for one in open_ones if 0 <= one.requirement < len(known)]
    for match in sorted(open_ones, key=lambda one: _order(plan, one)):
        requirement = known[match.requirement]
        asked = _asked_about(plan, requirement.place.quote, topics)
        quotes = [quote for one in asked for quote in _deed(one)]
        if not quotes:
            told = [one for one in asked if one.verdict == "partial"]
            quotes = [quote for one in told if (quote := opening_of(one))]
        yield ResumeGap(
            requirement.text,
            requirement.must,
            match.fit,
            requirement.place.quote,
            tuple(one.number for one in asked),
            spread(quotes, 2),
        )


def _deed(one: Question) -> tuple[Quote, ...]:
    """The sentence of an answer that tells what was done; of a good one, else how it begins."""
    if one.verdict not in ("good", "partial"):
        return ()
    own = [point.quote for point in one.covered if kind_of(point.point) is PointKind.OWN]
    first = opening_of(one) if one.verdict == "good" else None
    return in_sentences(one, own[:1]) or ((first,) if first is not None else ())


def _order(plan: Plan, match: Match) -> tuple[bool, bool, int]:
    must = plan.job.requirements[match.requirement].must
    return (not must, match.fit != "missing", match.requirement)


def _asked_about(plan: Plan, line: str, topics: Sequence[Topic]) -> list[Question]:
    """The questions of the topics that stand on a line of the job description."""
    about = {
        topic.id
        for topic in plan.topics
        if topic.kind == "gap" and any(place.quote == line for place in topic.places)
    }
    return [one for topic in topics if topic.id in about for one in topic.questions]


def _not_judged(
    plan: Plan,
    exchanges: Sequence[Exchange],
    topics: Sequence[Topic],
    scores: Sequence[Score],
    total: float | None,
) -> Iterator[NotJudged]:
    whys = dict.fromkeys(one.why for one in scores if one.score is None)
    for why in whys:
        names = (f"{one.name} (weight {one.weight:.7g})" for one in scores
                 if one.score is None and one.why == why)  # fmt: skip
        yield NotJudged(", ".join(names), why)
    if total is None and any(one.score is not None for one in scores):
        why = f"less than {LEAST_WEIGHT:.0%} of the weight could be judged"
        yield NotJudged("A total score", why)
    if plan.matches and not plan.resume.claims:
        yield NotJudged("What the résumé does not show", "nothing could be read from the résumé")
    yield from _not_judged_replies(topics)
    begun = {one.topic for one in exchanges}
    left = [f"“{topic.title}”" for topic in plan.topics if topic.id not in begun]
    if left:
        named = f"Topic{'' if len(left) == 1 else 's'} {', '.join(left)}"
        yield NotJudged(
            named, "the interview did not come to " + ("it" if len(left) == 1 else "them")
        )


def _not_judged_replies(topics: Sequence[Topic]) -> Iterator[NotJudged]:
    """Reasons with the questions that they hold for."""
    numbers: dict[str, list[int]] = {}
    for topic in topics:
        for one in topic.questions:
            for why in one.not_judged:
                numbers.setdefault(why, []).append(one.number)
            if one.tones_unsure and not one.tones:
                numbers.setdefault("no tone was certain enough for a label", []).append(one.number)
    for why, found in numbers.items():
        yield NotJudged(numbered("Question", found), why)
