"""`voicecli sessions`: the conversations that were kept."""

from typing import Annotated, Any

import typer

from voicecli.cli.console import confirm_loss, note, out, print_json, printable
from voicecli.cli.counted import counted
from voicecli.cli.question import read_question
from voicecli.cli.sessions_files import export, import_files
from voicecli.cli.sessions_play import play
from voicecli.cli.sessions_search import search
from voicecli.cli.sessions_store import (
    IdArgument,
    LimitOption,
    SinceOption,
    Store,
    UntilOption,
    kept_sessions,
    moment,
    open_kept,
)
from voicecli.cli.sessions_view import (
    print_head,
    print_summaries,
    print_turn,
    summary_json,
    told,
    totals_json,
    turn_json,
)
from voicecli.errors import ExitCode, StorageError, UsageError

app = typer.Typer(
    help="The conversations that were kept: look, search, go on, take along, delete.",
    no_args_is_help=True,
)
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command("list")
def list_sessions(
    limit: LimitOption = 20,
    since: SinceOption = None,
    until: UntilOption = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON list.")] = False,
) -> None:
    """List the sessions, the last active first."""
    bounds = moment(since, "--since"), moment(until, "--until")
    with open_kept() as store:
        summaries = store.sessions.list(limit, *bounds) if store else ()
    if json:
        print_json([summary_json(summary) for summary in summaries])
    elif summaries:
        print_summaries(summaries)
    elif any(bounds):
        note("No session was active then. See `voicecli sessions list`.")
    else:
        note('No sessions yet. Ask something: voicecli ask "…"')


@app.command()
def show(
    session: Annotated[
        str,
        typer.Argument(
            metavar="ID[@TURN]",
            help='An id, its beginning or its end, or "latest"; behind @ the number of a turn.',
        ),
    ],
    limit: Annotated[
        int | None, typer.Option("-n", "--limit", min=1, help="Only the last so many turns.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Show what was asked, answered, shown and heard in one session, with sources and times."""
    name, at, number = session.partition("@")
    if at and not (number.isdecimal() and len(number) < 10):
        raise UsageError("no-turn", f"{printable(session)[:40]!r} names no turn.", "Try ID@1.")
    with kept_sessions() as store:
        summary = store.sessions.summary(store.sessions.find(name))
        turns = store.sessions.turns(summary.id, limit)
    if at:
        turns = tuple(turn for turn in turns if turn.number == int(number))
        if not turns:
            raise StorageError(
                "no-turn",
                f"Session {summary.id} has no turn {int(number)}.",
                f"See `voicecli sessions show {summary.id}`.",
            )
    if json:
        print_json({**summary_json(summary), "turns": [turn_json(turn) for turn in turns]})
        return
    print_head(summary)
    for turn in turns:
        print_turn(turn)


@app.command("continue")
def go_on(
    context: typer.Context,
    session: IdArgument,
    question: Annotated[
        list[str] | None, typer.Argument(help="What to ask; nothing opens `voicecli talk`.")
    ] = None,
) -> None:
    """Go on with a session: ask a question in it, or talk."""
    from voicecli.storage.interviews import Interviews

    with kept_sessions() as store:
        session_id = store.sessions.find(session)
        is_interview = Interviews(store.db).is_open(session_id)
    if is_interview and not question:
        note(f"As an interview it goes on with: voicecli interview --resume-session {session_id}")
    asked = ["--", read_question(question, "sessions continue")] if question else []
    verb = "ask" if question else "talk"
    commands: dict[str, Any] = context.find_root().command.commands  # type: ignore[attr-defined]
    code = commands[verb].main(
        ["--session", session_id, *asked], prog_name=f"voicecli {verb}", standalone_mode=False
    )
    raise typer.Exit(code if isinstance(code, int) else ExitCode.OK)


@app.command()
def rename(
    session: IdArgument,
    title: Annotated[str, typer.Argument(help="One line; an empty one is the first question.")],
) -> None:
    """Give a session a title."""
    with kept_sessions() as store:
        session_id = store.sessions.find(session)
        kept = store.sessions.rename(session_id, title)
    note(f"Session {session_id} is called {kept!r}." if kept else f"{session_id} has no title.")


@app.command()
def end(session: IdArgument = "latest") -> None:
    """Close a session, so that --continue no longer takes it up; it stays."""
    with kept_sessions() as store:
        session_id = store.sessions.find(session)
        closed = store.sessions.end(session_id)
    note(f"Session {session_id} is closed." if closed else f"{session_id} was closed before.")


@app.command()
def stats(
    session: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="A session; nothing: all of them.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Tell what a session, or all of them, come to: turns, how they ended, how long one waited."""
    from voicecli.storage.totals import all_totals

    with kept_sessions() as store:
        if session is not None:
            summary = store.sessions.summary(store.sessions.find(session))
            if json:
                print_json(summary_json(summary))
            else:
                print_head(summary)
            return
        totals, count = all_totals(store.db), store.sessions.count()
    if json:
        print_json({"sessions": count, **totals_json(totals)})
    else:
        out.print(" · ".join([counted(count, "session"), *told(totals)]), markup=False)


@app.command()
def delete(
    sessions: Annotated[
        list[str],
        typer.Argument(metavar="ID…", help='Ids, their beginnings or ends, or "latest".'),
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Delete sessions and all that stems from them; `voicecli forget` shows the proof."""
    with kept_sessions() as store:
        ids = tuple(dict.fromkeys(store.sessions.find(one) for one in sessions))
        _delete(store, ids, yes=yes)


def _delete(store: Store, ids: tuple[str, ...], *, yes: bool) -> None:
    from voicecli.cli.console import is_interactive
    from voicecli.pipeline import forgetting
    from voicecli.retrieval.schema import prepare
    from voicecli.storage.forgetting import Wanted

    if not yes and not is_interactive():
        raise UsageError(
            "not-confirmed",
            "Nobody is there to be asked whether to delete.",
            "Add --yes to delete without being asked.",
        )
    prepare(store.db)
    planned = forgetting.plan(store.db, store.config, Wanted(ids))
    counts = planned.counts
    turns, memories = counts.get("turns", 0), counts.get("memories", 0)
    what = f"{counted(len(ids), 'session')} with {counted(turns, 'turn')}"
    what += f" and {memories} {'memory' if memories == 1 else 'memories'}" if memories else ""
    if not confirm_loss(f"Delete {what}?", yes=yes):
        note("Nothing was deleted.")
        raise typer.Exit(ExitCode.ERROR)
    proof = forgetting.forget(store.db, store.config, planned)
    note(f"Deleted {what}.")
    if not proof.is_whole:
        note("voicecli: traces remain elsewhere. See `voicecli forget --session ID`.")
        raise typer.Exit(ExitCode.ERROR)


app.command()(play)
app.command()(search)
app.command()(export)
app.command("import")(import_files)
