"""`voicecli interview again`: the weak topics of an interview once more."""

from typing import TYPE_CHECKING, Annotated

import typer

from voicecli.cli.console import note, printable
from voicecli.cli.grouped import grouped
from voicecli.cli.interview_options import Course, Sound
from voicecli.errors import InterviewError, UsageError

if TYPE_CHECKING:
    from voicecli.cli.interview_holding import Held
    from voicecli.config import Config
    from voicecli.interview.plan import Plan
    from voicecli.pipeline.interview_keeping import InterviewKeeper, StoredInterview


@grouped
def again(
    course: Course,
    sound: Sound,
    interview: Annotated[
        str, typer.Argument(metavar="ID", help='An id, its beginning or its end, or "latest".')
    ] = "latest",
    topic: Annotated[
        list[str] | None,
        typer.Option(
            "--topic",
            metavar="TOPIC",
            help="A topic's id or a part of its title; may be given several times."
            " Usually those that the report finds weak.",
        ),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Download missing models without asking.")
    ] = False,
) -> None:
    """Practise topics of an interview again, with questions that were not asked before."""
    if course.resume_session is not None:
        raise UsageError(
            "two-interviews",
            "`again` begins a new interview.",
            "To go on with one: voicecli interview --resume-session ID.",
        )
    from voicecli.cli.interview_holding import hold_settled

    def settle(config: "Config", keeper: "InterviewKeeper") -> "Held":
        return _settled(config, keeper, interview, topic or [])

    raise typer.Exit(hold_settled(settle, course, sound, yes=yes))


def _settled(config: "Config", keeper: "InterviewKeeper", written: str, named: list[str]) -> "Held":
    """The new interview, with a plan of the chosen topics alone."""
    from voicecli import assembly
    from voicecli.assembly.interviews_store import load_interview
    from voicecli.cli.interview_holding import Held
    from voicecli.interview.course import Progress

    stored = load_interview(config, written)
    plan = _plan(config, stored, named)
    limits = assembly.limits_of(config)
    titles = ", ".join(f"“{printable(one.title)}”" for one in plan.topics)
    note(f"voicecli: again, of {printable(stored.title)} ({stored.id}): {titles}.")
    keeper.begin(plan, limits, title=stored.title, parent=stored.id)
    return Held(plan, limits, Progress(), keeper)


def _plan(config: "Config", stored: "StoredInterview", named: list[str]) -> "Plan":
    """Raises InterviewError: no-topic, ambiguous-topic, nothing-asked, nothing-weak."""
    from voicecli.assembly.interviews_store import held_interviews
    from voicecli.interview.progress import of_one_job
    from voicecli.interview.repeating import named_topics, repeated, weak_topics
    from voicecli.interview.report import Subject, make_report
    from voicecli.interview.rubric import default_rubric

    if named:
        topics = named_topics(stored.plan, named)
    else:
        if not stored.progress.exchanges:
            raise InterviewError(
                "nothing-asked",
                f"In interview {stored.id} no question was answered yet.",
                f"Hold it: voicecli interview --resume-session {stored.id}",
            )
        subject = Subject(stored.id, stored.title)
        report = make_report(stored.plan, stored.progress, default_rubric(), subject)
        topics = weak_topics(report)
        if not topics:
            listed = ", ".join(f"{one.id} ({one.title})" for one in stored.plan.topics)
            raise InterviewError(
                "nothing-weak",
                "The report finds no weak topic.",
                f"Name one with --topic: {listed}.",
            )
    before = of_one_job(held_interviews(config), stored.id)
    asked = [question for one in before for question in one.progress.asked]
    return repeated(stored.plan, topics, asked)
