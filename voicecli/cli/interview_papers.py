"""From the papers of an interview to a plan that its candidate has approved."""

from typing import TYPE_CHECKING

import typer

from voicecli.cli.console import note
from voicecli.cli.interview_options import Papers
from voicecli.errors import ExitCode

if TYPE_CHECKING:
    from voicecli.config import Config
    from voicecli.interview.plan import Plan


def settle_plan(config: "Config", papers: Papers) -> "Plan":
    """The plan that is made of the papers, shown and approved unless it is taken as it is.

    Raises what reading and planning raise, UsageError where nobody can be asked, and Exit when the
    plan was refused.
    """
    from voicecli import assembly
    from voicecli.cli.interview_approval import approve, need_terminal
    from voicecli.cli.interview_plan import standard_input

    if not papers.yes:
        need_terminal()
    plan = assembly.make_plan(
        config,
        papers.resume,
        papers.job,
        instructions=papers.instructions,
        topics=papers.topics,
        use_llm=config.dialogue.llm,
        stdin=standard_input(papers.resume, papers.job),
        progress=lambda told: note(f"voicecli: {told} …"),
    )
    if papers.yes:
        for told in plan.notes:
            note(f"voicecli: {told}")
        return plan
    approved = approve(plan)
    if approved is None:
        note("voicecli: no interview, then. Nothing was kept.")
        raise typer.Exit(ExitCode.OK)
    return approved
