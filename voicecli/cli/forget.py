"""`voicecli forget`: what was said goes, and that is proved."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from voicecli.cli.console import confirm_loss, err, note, out, print_json, printable, settings
from voicecli.cli.sessions_store import moment
from voicecli.errors import ExitCode, StorageError, UsageError

if TYPE_CHECKING:
    from voicecli.pipeline.forgetting import Plan
    from voicecli.pipeline.proof import Proof
    from voicecli.storage.forgetting import Wanted

LEAST_BYTES = 4
"""A shorter phrase stands by chance in what is no text: nothing could be proved. Two characters of
Chinese have six bytes in UTF-8, "Ann" has three."""

_NAMES = {
    "turns": "turns, with their sources, sound and summaries",
    "sessions": "sessions",
    "interviews": "plans of interviews, and how they stood",
    "exchanges": "questions of interviews, with their answers",
    "interviews kept in part": "interviews that stay, without it",
    "titles": "titles of sessions that stay",
    "memories": "memories",
    "guestbook": "guest book entries",
    "answers": "answers kept to be given again",
    "jobs": "transcriptions",
    "job_files": "names of transcribed files",
    "speakers": "enrolled voices",
}


def forget(
    session: Annotated[
        list[str] | None,
        typer.Option("--session", metavar="ID", help="A session; may be given several times."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="From this day or time on: 2026-11-21, today, 2h, 3d."),
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="TIME", help="Up to this time; a day is not in it.")
    ] = None,
    matching: Annotated[
        str | None,
        typer.Option(
            metavar="PHRASE",
            help="What says this phrase, in any case and spacing, also within words.",
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All that was ever said; your content files stay.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would be forgotten.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Forget what was said, in every place where it is kept, and prove that it is gone.

    Options narrow each other: --session with --matching forgets what says it in that session.
    Exit code 1 tells that something remains, and the lines before say where.
    """
    if not (session or since or until or matching or everything):
        raise UsageError(
            "nothing-to-forget",
            "Say what to forget.",
            'Give --session ID, --since TIME, --matching "PHRASE" or --all.',
        )
    if everything and (session or since or until or matching):
        raise UsageError("too-much", "--all stands alone.", "Leave --all or the others out.")
    from voicecli.storage.sayings import plain

    if matching is not None and len(plain(matching).encode("utf-8", "replace")) < LEAST_BYTES:
        raise UsageError(
            "short-phrase",
            f"A phrase has at least {LEAST_BYTES} characters.",
            "Write more of it, or name the session with --session.",
        )
    from voicecli import assembly
    from voicecli.pipeline import forgetting
    from voicecli.storage.database import is_there
    from voicecli.storage.forgetting import Wanted

    config = settings().config
    if not is_there(config.database_file):
        raise StorageError(
            "no-database", f"There is no database at {config.database_file}.", "Nothing is kept."
        )
    times = (moment(since, "--since"), moment(until, "--until"))
    with assembly.open_store(config) as db:
        sessions = assembly.open_sessions(config, db)
        ids = tuple(dict.fromkeys(sessions.find(one) for one in session or ()))
        wanted = Wanted(ids, *times, " ".join((matching or "").split()), everything)
        planned = forgetting.plan(db, config, wanted)
        if not as_json:
            _show_plan(planned)
        is_wanted = not dry_run and (planned.counts or matching)
        if is_wanted and not confirm_loss("Forget this?", yes=yes):
            note("Nothing was forgotten.")
            raise typer.Exit(ExitCode.ERROR)
        proof = forgetting.forget(db, config, planned) if is_wanted else None
    if as_json:
        print_json(_json(planned, proof))
    elif proof:
        _show_proof(proof, wanted)
    if proof and not proof.is_whole:
        raise typer.Exit(ExitCode.ERROR)


def _show_plan(planned: "Plan") -> None:
    if not planned.counts:
        out.print("Nothing of that is kept.", markup=False)
    for name, count in planned.counts.items():
        out.print(f"{count:>7}  {_NAMES.get(name, name)}", markup=False)
    if planned.chosen.in_work:
        note(f"{planned.chosen.in_work} transcriptions are being made just now: they stay.")
    if planned.chosen.held:
        count = planned.chosen.held
        which = "An interview is" if count == 1 else f"{count} interviews are"
        note(f"{which} being held just now and kept as it is: end it first.")


def _show_proof(proof: "Proof", wanted: "Wanted") -> None:
    what = f"{proof.pieces} pieces of what was forgotten"
    size = f"{proof.files} files, {proof.bytes / 1e6:.1f} MB"
    out.print(f"Looked for {what} in every byte of {size}.", markup=False)
    if proof.is_encrypted:
        note("The database is encrypted: its bytes say nothing, so what it holds was read instead.")
    if proof.kept:
        note(f"{proof.kept} pieces are said in what was kept, too: they are no traces.")
    for path, why in proof.remains:
        err.print(printable(f"Remains: {path}: {why}."), style="red", markup=False)
    for path in proof.own:
        note(f"Your file {path} says it, and so does the index of it: change it or remove it.")
    if proof.is_whole:
        out.print("0 bytes of it were found.", markup=False)


def _json(planned: "Plan", proof: "Proof | None") -> dict[str, Any]:
    told: dict[str, Any] = {"forgotten" if proof else "would_forget": dict(planned.counts)}
    told["in_work"] = planned.chosen.in_work
    told["interviews_held"] = planned.chosen.held
    if proof:
        told["proof"] = {
            "pieces": proof.pieces,
            "said_elsewhere": proof.kept,
            "files": proof.files,
            "bytes": proof.bytes,
            "remains": [{"file": str(path), "why": why} for path, why in proof.remains],
            "own_files": [str(path) for path in proof.own],
            "encrypted": proof.is_encrypted,
            "is_whole": proof.is_whole,
        }
    return told
