"""`voicecli interview plan`: the plan of an interview, printed or saved to be edited."""

import json as json_module
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voicecli.cli.console import note, out, print_json, printable, settings
from voicecli.cli.interview_options import (
    InstructionsOption,
    JobOption,
    ResumeOption,
    UseLlmOption,
)
from voicecli.errors import InterviewError, UsageError

if TYPE_CHECKING:
    from voicecli.interview.plan import Plan

STDIN = Path("-")


def plan(
    resume: ResumeOption = None,
    job: JobOption = None,
    instructions: InstructionsOption = "",
    topics: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A plan of your own: its missing questions are filled."),
    ] = None,
    llm: UseLlmOption = None,
    save: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write it there as TOML: to edit, and for --topics."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite FILE.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Plan an interview without holding it: topics, why, where they stand, and questions.

    The résumé alone, or the job alone, will do.
    """
    from voicecli import assembly
    from voicecli.interview.records import plan_json

    if save is not None and save.suffix.lower() != ".toml":
        raise UsageError("bad-format", "--save writes TOML: give it the name of a .toml file.")
    if save is not None and save.exists() and not force:
        raise UsageError("plan-exists", f"{save} is there already.", "Use --force to overwrite it.")
    config = settings({"dialogue.llm": llm}).config
    made = assembly.make_plan(
        config,
        resume,
        job,
        instructions=instructions,
        topics=topics,
        use_llm=config.dialogue.llm,
        stdin=standard_input(resume, job),
        progress=lambda told: note(f"voicecli: {told} …"),
    )
    if save is not None:
        _save(made, save)
    if json:
        print_json(json_module.loads(plan_json(made)))
    elif save is None:
        from voicecli.cli.interview_plan_view import print_plan

        print_plan(made, out)


def standard_input(resume: Path | None, job: Path | None) -> bytes:
    """What stdin holds, if one of the papers is "-". Raises UsageError if both are."""
    papers = [paper for paper in (resume, job) if paper == STDIN]
    if len(papers) > 1:
        raise UsageError("two-from-stdin", "Only one of --resume and --job can be stdin.")
    return sys.stdin.buffer.read() if papers else b""


def _save(made: "Plan", file: Path) -> None:
    from voicecli.interview.planning.own_plan import plan_as_toml
    from voicecli.storage.whole_files import write_whole

    try:
        write_whole(file, plan_as_toml(made).encode(), is_private=True)
    except OSError as error:
        why = (error.strerror or "it cannot be written").lower()
        raise InterviewError("unwritable-plan", f"{file} cannot be written: {why}.") from error
    note(f"voicecli: the plan is in {printable(str(file))}. Use it with --topics {file}.")
