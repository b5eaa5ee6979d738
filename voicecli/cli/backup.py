"""`voicecli backup`: a whole copy of the database, and back."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from voicecli.cli.console import confirm_loss, note, out, print_json, settings
from voicecli.errors import ExitCode, StorageError, UsageError

FOLDER = "backups"
"""Folder in the data folder that copies lie in, unless another place is named."""


def backup(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="The copy; else one named by the time."),
    ] = None,
    restore: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Put this copy in the place of the database."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Restore without asking.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Copy sessions, memory, transcripts and the index into one file, or back.

    The copy is as the database is at one moment, whoever writes meanwhile; that of an encrypted
    database is encrypted. A database in whose place a copy is put is kept beside it.
    """
    from voicecli import assembly
    from voicecli.storage.copies import back_up
    from voicecli.storage.database import is_there

    config = settings().config
    database = config.database_file
    now = datetime.now()
    if restore is not None:
        if file is not None:
            raise UsageError("two-files", "Name one file, behind --restore.")
        if not restore.exists():
            raise StorageError("no-file", f"There is no {restore}.", "Check the path.")
        if not confirm_loss(f"Put {restore} in the place of {database}?", yes=yes):
            note("Nothing was restored; --yes answers for you.")
            raise typer.Exit(ExitCode.ERROR)
        aside = assembly.restore_copy(config, restore, now)
        if json:
            print_json({"restored": str(restore), "before": str(aside) if aside else None})
            return
        out.print(f"{restore} is the database now.", markup=False)
        if aside:
            note(f"The one before is kept as {aside}.")
        return
    if not is_there(database):
        raise StorageError("no-database", f"There is no database at {database} yet.")
    name = f"voicecli-{now:%Y%m%d-%H%M%S}.db"
    target = file or database.parent / FOLDER / name
    target = target / name if target.is_dir() else target
    back_up(database, target)
    if json:
        print_json({"file": str(target), "bytes": target.stat().st_size})
    else:
        out.print(str(target), markup=False)
