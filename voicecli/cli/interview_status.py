"""`voicecli interview status`: how far an interview has come, also while it is being held."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voicecli.cli.aligned import print_columns
from voicecli.cli.console import out, print_json, printable, settings
from voicecli.cli.interview_options import InterviewArgument
from voicecli.cli.sessions_view import when
from voicecli.clock_time import clock_time

if TYPE_CHECKING:
    from voicecli.interview.steps.standing import Standing, TopicStanding
    from voicecli.pipeline.interview_keeping import StoredInterview


def status(
    interview: InterviewArgument = "latest",
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show how far an interview has come: question, topic, time, what of each topic was said."""
    from voicecli.assembly.interviews_store import load_interview

    stored = load_interview(settings().config, interview)
    stands = standing_of(stored)
    if json:
        print_json({**summary_json(stored, stands), "topics": [*map(_topic_json, stands.topics)]})
        return
    _print_head(stored, stands)
    rows = [_row(one) for one in stands.topics]
    if rows:
        names = ("", "QUESTIONS", "POINTS", "TOPIC")
        columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
        out.print()
        print_columns(columns, ("QUESTIONS", "POINTS"), is_last_wrapped=True)


def standing_of(stored: "StoredInterview") -> "Standing":
    """How far a stored interview has come by now."""
    from voicecli.interview.steps.standing import standing

    since = (datetime.now(UTC) - stored.updated).total_seconds()
    return standing(
        stored.plan,
        stored.limits,
        stored.progress,
        is_held=stored.is_held,
        is_over=stored.ended is not None,
        since=max(0.0, since),
    )


def summary_json(stored: "StoredInterview", stands: "Standing") -> dict[str, Any]:
    """The documented JSON of an interview; seconds are numbers."""
    job = stored.plan.job
    return {
        "id": stored.id,
        "title": stored.title,
        "job": job.title,
        "company": job.company,
        "created": stored.created.isoformat(),
        "updated": stored.updated.isoformat(),
        "ended": stored.ended.isoformat() if stored.ended else None,
        "repeats": stored.parent or None,
        "activity": stands.activity,
        "state": stands.state.value,
        "question": stands.number,
        "question_text": stands.question or None,
        "topic": stands.topic or None,
        "questions_asked": stands.asked,
        "questions_limit": stands.questions,
        "seconds": round(stands.seconds, 1),
        "seconds_limit": stands.limit_seconds,
        "seconds_left": round(stands.seconds_left, 1),
        "topics_total": len(stands.topics),
        "topics_done": sum(one.stage in ("done", "skipped") for one in stands.topics),
    }


def _topic_json(one: "TopicStanding") -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "state": one.stage,
        "questions": one.asked,
        "follow_ups": one.follow_ups,
        "answered": one.answered,
        "points": one.points,
        "points_covered": one.covered,
    }


def _print_head(stored: "StoredInterview", stands: "Standing") -> None:
    def tell(line: str, style: str = "") -> None:
        out.print(printable(line), markup=False, style=style, soft_wrap=not out.is_terminal)

    tell(f"{stored.title} ({stored.id})", "bold")
    facts = [_activities()[stands.activity], f"last {when(stored.updated)}"]
    facts += [f"repeats {stored.parent}"] if stored.parent else []
    tell(" · ".join(facts), "dim")
    questions = f"{stands.asked} of at most {stands.questions} questions asked"
    times = f"{clock_time(stands.seconds)} of {clock_time(stands.limit_seconds)} used"
    left = "" if stands.activity == "over" else f", {clock_time(stands.seconds_left)} left"
    tell(f"{questions} · {times}{left}")
    if stands.question:
        about = f", {stands.topic}" if stands.topic else ""
        tell(f"Question {stands.number}{about}: {stands.question}")
    if stands.activity in ("planned", "paused", "left") and not stored.is_held:
        tell(f"Go on: voicecli interview --resume-session {stored.id}", "dim")


def _activities() -> dict[str, str]:
    return {
        "planned": "planned, not begun",
        "held": "being held just now",
        "paused": "paused",
        "left": "left before its end",
        "over": "over",
    }


def _row(one: "TopicStanding") -> tuple[str, ...]:
    follow_ups = f" +{one.follow_ups}" if one.follow_ups else ""
    asked = f"{one.asked - one.follow_ups}{follow_ups}" if one.asked else ""
    points = f"{one.covered} of {one.points}" if one.points else ""
    return (one.stage, asked, points, one.title)
