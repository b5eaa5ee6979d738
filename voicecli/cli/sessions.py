"""`voicecli sessions`: the conversations that were kept."""

from contextlib import ExitStack
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voicecli.cli.aligned import print_aligned
from voicecli.cli.console import note, out, print_json, printable, settings
from voicecli.cli.sessions_play import play
from voicecli.errors import StorageError

if TYPE_CHECKING:
    from voicecli.storage.sessions import Sessions, SessionSummary, StoredTurn
    from voicecli.types import Passage

app = typer.Typer(help="Look at the conversations that were kept.", no_args_is_help=True)
app.command()(play)

_EXCERPT_CHARACTERS = 160


@app.command("list")
def list_sessions(
    limit: Annotated[
        int, typer.Option("-n", "--limit", min=1, max=1_000_000, help="How many at most.")
    ] = 20,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON list.")] = False,
) -> None:
    """List the sessions, the last active first."""
    with ExitStack() as stack:
        sessions = _open(stack)
        summaries = sessions.list(limit) if sessions else ()
    if json:
        print_json([_summary_json(summary) for summary in summaries])
    elif not summaries:
        note('No sessions yet. Ask something: voicecli ask "…"')
    else:
        rows = [
            (one.id, _when(one.last_activity), str(one.turns), one.title or "(no words)")
            for one in summaries
        ]
        print_aligned([("SESSION", "LAST ACTIVE", "TURNS", "FIRST QUESTION"), *rows])


@app.command()
def show(
    session: Annotated[
        str, typer.Argument(metavar="ID", help='An id, its beginning or its end, or "latest".')
    ],
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show what was asked and answered in one session, with sources and times."""
    with ExitStack() as stack:
        sessions = _open(stack)
        if sessions is None:
            raise StorageError(
                "no-session", "There are no sessions yet.", "See `voicecli sessions list`."
            )
        summary = sessions.summary(sessions.find(session))
        turns = sessions.turns(summary.id)
    if json:
        print_json({**_summary_json(summary), "turns": [_turn_json(turn) for turn in turns]})
        return
    out.print(f"Session {summary.id}, begun {_when(summary.created)}", markup=False)
    for turn in turns:
        _print_turn(turn)


def _open(stack: ExitStack) -> "Sessions | None":
    """Return the sessions that are kept; None where nothing was ever kept."""
    from voicecli.storage.database import is_there, open_database
    from voicecli.storage.sessions import Sessions

    path = settings().config.database_file
    if not is_there(path):
        return None
    return Sessions(stack.enter_context(open_database(path)))


def _print_turn(turn: "StoredTurn") -> None:
    record = turn.record
    asked = f"{record.speaker}: {record.question}" if record.speaker else record.question
    out.print(f"\n{turn.number}. {printable(asked)}", markup=False, style="bold")
    out.print(printable(record.written, lines=True) or "(no answer)", markup=False)
    if record.heard != record.written:
        heard = printable(record.heard) or "nothing"
        out.print(f"   heard: {heard} ({printable(record.ended)})", markup=False, style="dim")
    print_aligned([_source_row(number, one) for number, one in enumerate(record.passages, 1)])
    facts = [_when(turn.at), record.intent, record.mode, *(["abstained"] * record.abstained)]
    facts += [f"{role} {model}" for role, model in record.models.items()]
    facts += [f"{stage} {seconds:.2f} s" for stage, seconds in record.timings.items()]
    out.print("   " + printable(" · ".join(filter(None, facts))), markup=False, style="dim")


def _source_row(number: int, passage: "Passage") -> tuple[str, ...]:
    text = " ".join(passage.text.split())
    excerpt = text if len(text) <= _EXCERPT_CHARACTERS else text[: _EXCERPT_CHARACTERS - 1] + "…"
    return (f"   [{number}]", f"{passage.document}:{passage.locator}", excerpt)


def _summary_json(summary: "SessionSummary") -> dict[str, Any]:
    return {
        "id": summary.id,
        "created": summary.created.isoformat(),
        "last_activity": summary.last_activity.isoformat(),
        "title": summary.title,
        "turns": summary.turns,
    }


def _turn_json(turn: "StoredTurn") -> dict[str, Any]:
    record = turn.record
    return {
        "number": turn.number,
        "at": turn.at.isoformat(),
        "question": record.question,
        "speaker": record.speaker,
        "answer": record.written,
        "heard": record.heard,
        "ended": record.ended,
        "abstained": record.abstained,
        "intent": record.intent,
        "mode": record.mode,
        "models": dict(record.models),
        "timings": dict(record.timings),
        "sources": [
            {
                "id": passage.id,
                "type": passage.type,
                "title": passage.title,
                "document": passage.document,
                "locator": passage.locator,
                "text": passage.text,
                "score": passage.score,
            }
            for passage in record.passages
        ],
    }


def _when(at: datetime) -> str:
    """Write a time as this computer's clock shows it, to the minute."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M")
