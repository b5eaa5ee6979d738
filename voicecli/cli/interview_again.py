"""`voicecli interview again`: the weak topics of an interview once more."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from voicecli.cli.console import note, printable, settings
from voicecli.cli.grouped import grouped
from voicecli.cli.interview_options import (
    Course,
    InterviewArgument,
    Papers,
    Sound,
    check_sound,
    flags_of,
)
from voicecli.errors import InterviewError

if TYPE_CHECKING:
    from voicecli.cli.interview_holding import Held
    from voicecli.config import Config
    from voicecli.interview.course import Limits
    from voicecli.interview.plan import Plan
    from voicecli.pipeline.interview_keeping import InterviewKeeper, StoredInterview

LEAST_MINUTES, LEAST_QUESTIONS = 5.0, 4
"""Of an interview about few topics."""


@grouped
def again(
    course: Course,
    sound: Sound,
    interview: InterviewArgument = "latest",
    topic: Annotated[
        list[str] | None,
        typer.Option(
            "--topic",
            metavar="TOPIC",
            help="A topic's id or a part of its title; may be given several times."
            " Usually those that the report finds weak.",
        ),
    ] = None,
    same: Annotated[
        bool, typer.Option("--same", help="Ask the same questions again, not new ones.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Download missing models without asking.")
    ] = False,
) -> None:
    """Practise topics of an interview again, with questions that were not asked before."""
    check_sound(course, sound)
    from voicecli.assembly.interviews_store import load_interview
    from voicecli.cli.interview_holding import hold_settled

    config = settings(flags_of(Papers(), course, sound)).config
    stored = load_interview(config, interview)
    plan = _plan(config, stored, topic or [], same=same)
    share = len(plan.topics) / len(stored.plan.topics)
    limits = _limits(config, course, stored.limits, share)

    def settle(config: "Config", keeper: "InterviewKeeper") -> "Held":
        return _settled(keeper, stored, plan, limits)

    raise typer.Exit(hold_settled(settle, course, sound, yes=yes))


def _settled(
    keeper: "InterviewKeeper", stored: "StoredInterview", plan: "Plan", limits: "Limits"
) -> "Held":
    """The new interview, begun."""
    from voicecli.cli.interview_holding import Held
    from voicecli.interview.course import Interview

    titles = ", ".join(f"“{printable(one.title)}”" for one in plan.topics)
    note(f"voicecli: again, of {printable(stored.title)} ({stored.id}): {titles}.")
    keeper.begin(plan, limits, title=stored.title, parent=stored.id)
    return Held(Interview(plan, limits), keeper)


def _limits(config: "Config", course: Course, before: "Limits", share: float) -> "Limits":
    """Those of before, for so large a share of the topics, unless they are given now."""
    usual = config.interview
    minutes = min(before.minutes, max(LEAST_MINUTES, round(before.minutes * share)))
    questions = min(before.questions, max(LEAST_QUESTIONS, round(before.questions * share)))
    return replace(
        before,
        minutes=usual.minutes if course.minutes else minutes,
        questions=usual.questions if course.questions else questions,
    )


def _plan(config: "Config", stored: "StoredInterview", named: list[str], *, same: bool) -> "Plan":
    """Raises InterviewError: no-topic, ambiguous-topic, nothing-asked, nothing-weak."""
    from voicecli.assembly.interviews_store import held_interviews
    from voicecli.interview.reporting.progress import of_one_job, repeated_by
    from voicecli.interview.reporting.repeating import named_topics, repeated, same_questions

    topics = named_topics(stored.plan, named) if named else _weak(stored)
    if same:
        return same_questions(stored.plan, topics, stored.progress.asked)
    held, _ = held_interviews(config)
    before = sorted(of_one_job(held, stored.id), key=lambda one: (one.begun, one.id))
    asked = [question for one in before for question in one.progress.asked]
    earlier = [one.plan for one in repeated_by(held, stored.id)]
    return repeated(stored.plan, topics, asked, earlier)


def _weak(stored: "StoredInterview") -> tuple[str, ...]:
    """The topics that the report finds weak. Raises InterviewError: nothing-asked, nothing-weak."""
    from voicecli.interview.reporting.repeating import weak_topics
    from voicecli.interview.reporting.report import Subject, make_report
    from voicecli.interview.reporting.rubric import default_rubric

    listed = ", ".join(f"{one.id} ({one.title})" for one in stored.plan.topics)
    if not stored.progress.exchanges:
        raise InterviewError(
            "nothing-asked",
            f"In interview {stored.id} no question was answered.",
            f"Name a topic with --topic: {listed}.",
        )
    subject = Subject(stored.id, stored.title)
    topics = weak_topics(make_report(stored.plan, stored.progress, default_rubric(), subject))
    if not topics:
        raise InterviewError(
            "nothing-weak",
            "The report finds no weak topic.",
            f"Name one with --topic: {listed}.",
        )
    return topics
