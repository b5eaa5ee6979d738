"""`voicecli sessions export` and `import`: sessions as files."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voicecli.cli.console import escaped, note, print_json, printable
from voicecli.cli.counted import counted
from voicecli.cli.sessions_store import Store, kept_sessions
from voicecli.errors import ExitCode, InterviewError, StorageError, UsageError, VoicecliError

if TYPE_CHECKING:
    from sqlite_utils import Database

    from voicecli.storage.session_copy import InterviewCopy, SessionCopy

LARGEST_BYTES = 512 << 20
"""A larger file is not read: hours of kept sound are smaller."""

_ENDINGS = {".json": "json", ".md": "markdown", ".markdown": "markdown", ".html": "html",
            ".htm": "html"}  # fmt: skip
_FORMATS = {"json": "json", "markdown": "markdown", "md": "markdown", "html": "html"}


def export(
    sessions: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID…", help='Ids, their beginnings or ends, or "latest".'),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every session.")] = False,
    form: Annotated[
        str | None,
        typer.Option("--format", help="markdown, json (whole, for `import`) or html (with sound)."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="A file, whose ending tells the format; - is stdout."),
    ] = None,
    schema: Annotated[
        bool, typer.Option("--schema", help="Only print the JSON Schema of the json format.")
    ] = False,
) -> None:
    """Write sessions as Markdown, as JSON that can be imported again, or as one HTML page."""
    if schema:
        from voicecli.storage.session_copy import json_schema

        print_json(json_schema())
        return
    if bool(sessions) == everything:
        raise UsageError("no-session", "Name the sessions to export, or say --all.")
    to_stdout = output is None or str(output) == "-"
    kind = _format(form, None if to_stdout else output)
    with kept_sessions() as store:
        copies = _copies(store, sessions or [])
    content = _rendered(kind, copies)
    if to_stdout or output is None:
        if kind == "json":
            content = escaped(content.decode()).encode()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    from voicecli.storage.failures import told_plainly
    from voicecli.storage.whole_files import write_whole

    if not output.parent.is_dir():
        raise StorageError(
            "bad-path", f"There is no folder {output.parent}.", f"`mkdir -p {output.parent}`"
        )
    with told_plainly(output):
        write_whole(output, content, is_private=True)
    note(f"{counted(len(copies), 'session')} written to {output}.")


def import_files(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="What `export` wrote; - is stdin.")
    ],
    may_replace: Annotated[
        bool, typer.Option("--replace", help="Put a session in the place of one with its id.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON list.")] = False,
) -> None:
    """Take in sessions that were exported as JSON. What is there already stays."""
    from voicecli.cli.console import settings
    from voicecli.storage.database import open_database

    config = settings().config
    told: list[dict[str, Any]] = []
    failed = 0
    for file in files:
        try:
            copies = _read(file)
            with open_database(config.database_file) as db:
                told += [_take_in(db, copy, file, may_replace=may_replace) for copy in copies]
        except VoicecliError as error:
            if len(files) == 1:
                raise
            failed += 1
            note(f"voicecli: {error}")
    if json:
        print_json(told)
    if failed:
        raise typer.Exit(ExitCode.PARTIAL if failed < len(files) else ExitCode.ERROR)


def _format(form: str | None, output: Path | None) -> str:
    if form is not None and form.lower() not in _FORMATS:
        raise UsageError(
            "bad-format", f"{printable(form)[:40]!r} is no format: markdown, json or html."
        )
    if form is not None:
        return _FORMATS[form.lower()]
    if output is None:
        return "markdown"
    if output.suffix.lower() not in _ENDINGS:
        raise UsageError(
            "bad-format",
            f"The ending of {output.name!r} tells no format.",
            "Use .md, .json or .html, or name one with --format.",
        )
    return _ENDINGS[output.suffix.lower()]


def _copies(store: Store, named: list[str]) -> "tuple[SessionCopy, ...]":
    """The sessions that were named, or all of them, oldest first."""
    from voicecli.storage.session_files import copy_session

    ids = [store.sessions.find(one) for one in named] or store.sessions.ids()
    found = (copy_session(store.db, one) for one in dict.fromkeys(ids))
    return tuple(copy for copy in found if copy is not None)


def _rendered(kind: str, copies: "tuple[SessionCopy, ...]") -> bytes:
    if kind == "json":
        from voicecli.storage.session_copy import as_bytes

        return as_bytes(copies)
    if kind == "html":
        from voicecli.cli.sessions_page import page

        return page(copies).encode("utf-8", "replace")
    from voicecli.cli.sessions_markdown import as_markdown

    return as_markdown(copies).encode("utf-8", "replace")


def _read(file: Path) -> "tuple[SessionCopy, ...]":
    """The sessions in a file. Raises StorageError."""
    from voicecli.storage.failures import told_plainly
    from voicecli.storage.session_copy import read_sessions

    is_stdin = str(file) == "-"
    name = "stdin" if is_stdin else str(file)
    with told_plainly(file):
        if is_stdin:
            data = sys.stdin.buffer.read(LARGEST_BYTES + 1)
        else:
            with file.open("rb") as opened:
                data = opened.read(LARGEST_BYTES + 1)
    if len(data) > LARGEST_BYTES:
        raise StorageError(
            "too-large",
            f"{name} is larger than {LARGEST_BYTES >> 20} MB.",
            "Export fewer sessions at once.",
        )
    copies = read_sessions(data, name)
    for copy in copies:
        if copy.interview is not None:
            _check_interview(copy.interview, name)
    return copies


def _check_interview(copy: "InterviewCopy", name: str) -> None:
    """Refuse an interview that could not be read again. Raises StorageError("not-sessions")."""
    import json

    from voicecli.interview.records import read_interview

    plan, limits, progress = map(json.dumps, (copy.plan, copy.limits, copy.progress))
    exchanges = {one.number: json.dumps(one.exchange) for one in copy.exchanges}
    try:
        read_interview(plan, limits, progress, exchanges)
    except InterviewError as error:
        code = "newer-sessions" if error.code == "newer-interview" else "not-sessions"
        raise StorageError(code, f"{name}: {error.message}") from error


def _take_in(
    db: "Database", copy: "SessionCopy", file: Path, *, may_replace: bool
) -> dict[str, Any]:
    from voicecli.storage.session_files import Became, take_in

    became, session_id = take_in(db, copy, may_replace=may_replace)
    turns = counted(len(copy.turns), "turn")
    elsewhere = f" as {session_id}" if session_id != copy.id else ""
    note(
        {
            Became.ADDED: f"{session_id}: {turns}.",
            Became.SAME: f"{copy.id}: skipped, the same is there already{elsewhere}.",
            Became.RENAMED: f"{copy.id}: {turns}, as {session_id}: another session has that id.",
            Became.REPLACED: f"{session_id}: {turns}, in the place of what was there.",
        }[became]
    )
    return {
        "file": str(file),
        "id": copy.id,
        "became": became.name.lower(),
        "session": session_id,
        "turns": len(copy.turns),
    }
