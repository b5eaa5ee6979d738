"""`voicecli interview`: a practice interview, spoken or written, and what is kept of it.

`voicecli interview --resume cv.pdf --job job.docx` holds one; the subcommands look at those that
were held.
"""

import typer

from voicecli.cli.grouped import grouped
from voicecli.cli.interview_again import again
from voicecli.cli.interview_list import list_interviews
from voicecli.cli.interview_options import Course, Papers, Sound, check
from voicecli.cli.interview_plan import plan
from voicecli.cli.interview_practice import progress
from voicecli.cli.interview_report import report, rubric
from voicecli.cli.interview_status import status
from voicecli.errors import UsageError

app = typer.Typer(
    help="Practise a job interview, offline: it asks, listens, follows up and reports.",
    invoke_without_command=True,
)


@app.callback()
@grouped
def interview(ctx: typer.Context, papers: Papers, course: Course, sound: Sound) -> None:
    """Hold an interview about a résumé and a job: `voicecli interview --resume F --job F`."""
    if ctx.invoked_subcommand is not None:
        _refuse_options(ctx, ctx.invoked_subcommand)
        return
    check(papers, course, sound)
    from voicecli.cli.interview_holding import hold

    raise typer.Exit(hold(papers, course, sound))


def _refuse_options(ctx: typer.Context, command: str) -> None:
    """Options before a subcommand would be lost without a word. Raises UsageError."""
    for option in ctx.command.params:
        if _was_given(ctx, option.name):
            raise UsageError(
                "misplaced-option",
                f"{option.opts[0]} stands before `{command}`.",
                f"See `voicecli interview {command} --help`.",
            )


def _was_given(ctx: typer.Context, name: str | None) -> bool:
    source = ctx.get_parameter_source(name) if name else None
    return source is not None and source.name == "COMMANDLINE"


app.command()(status)
app.command("list")(list_interviews)
app.command()(report)
app.command()(rubric)
app.command()(again)
app.command()(progress)
app.command()(plan)
