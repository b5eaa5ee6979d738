"""`voicecli privacy`: the database as an encrypted file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voicecli.cli.console import confirm_loss, note, out, print_json, settings
from voicecli.errors import ExitCode, StorageError, UsageError

if TYPE_CHECKING:
    from voicecli.config import Config

app = typer.Typer(
    help="Encrypt what is kept, and see what is closed to others.", no_args_is_help=True
)

NewFile = Annotated[
    Path | None,
    typer.Option(
        "--new-passphrase-file", metavar="FILE", help="Read the new passphrase from a file."
    ),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


@app.command()
def status(
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say whether the database is encrypted, and which files hold words in plain."""
    from voicecli.pipeline.plain_files import lasting_files, passing_files
    from voicecli.storage.passphrases import is_encrypted

    config = settings().config
    encrypted = is_encrypted(config.database_file)
    plain = [*passing_files(config), *lasting_files(config)]
    if json:
        told = {"database": str(config.database_file), "encrypted": encrypted}
        print_json({**told, "plain_files": [str(path) for path in plain]})
        return
    state = "encrypted (SQLCipher 4, AES-256)" if encrypted else "not encrypted"
    out.print(f"{config.database_file}: {state}, closed to other users.", markup=False)
    for path in plain:
        out.print(f"plain: {path}", markup=False)


@app.command()
def encrypt(new_passphrase_file: NewFile = None, yes: Yes = False) -> None:
    """Encrypt the database with a passphrase, without which nobody can read it, you included.

    Asked for at each command then; VOICECLI_PASSPHRASE_FILE names a file that holds it, closed to
    others; VOICECLI_PASSPHRASE holds it itself, which other programs of yours can see.
    """
    from voicecli.storage.encryption import convert

    config = _needing(encrypted=False)
    passphrase = _new_passphrase(new_passphrase_file)
    question = "Encrypt? Without the passphrase everything in the database is lost."
    if not confirm_loss(question, yes=yes):
        note("Nothing was changed; --yes answers for you.")
        raise typer.Exit(ExitCode.ERROR)
    convert(config.database_file, passphrase)
    out.print(f"{config.database_file} is encrypted.", markup=False)
    _clear_plain(config)
    note(
        "The plain file was overwritten. An SSD, a copying file system, backups and swap may hold "
        "older copies of it: only an encrypted disk covers those."
    )


@app.command()
def decrypt(yes: Yes = False) -> None:
    """Make the database a plain file again."""
    from voicecli.storage.encryption import convert

    config = _needing(encrypted=True)
    if not confirm_loss("Decrypt the database?", yes=yes):
        note("Nothing was changed; --yes answers for you.")
        raise typer.Exit(ExitCode.ERROR)
    convert(config.database_file, "")
    out.print(f"{config.database_file} is a plain file.", markup=False)


@app.command()
def passphrase(new_passphrase_file: NewFile = None) -> None:
    """Encrypt the database with another passphrase."""
    from voicecli.storage.database import open_database
    from voicecli.storage.encryption import convert

    config = _needing(encrypted=True)
    open_database(config.database_file).close()  # the one before is asked for first
    new = _new_passphrase(new_passphrase_file, is_other=True)
    convert(config.database_file, new)
    out.print("The passphrase is changed. Copies of before keep theirs.", markup=False)


def ask_passphrase(path: Path) -> str:
    """Ask the person at the terminal, without showing what they type. Raises StorageError."""
    from getpass import getpass

    if not _is_asked():
        raise StorageError(
            "no-passphrase",
            f"The database {path} is encrypted, or it is not a database.",
            "Give its passphrase in VOICECLI_PASSPHRASE_FILE (the name of a file).",
        )
    return getpass("Passphrase: ")


def _is_asked() -> bool:
    import sys

    return sys.stdin.isatty() and sys.stderr.isatty()


def _needing(*, encrypted: bool) -> "Config":
    """The settings, when the database is as it must be. Raises UsageError and StorageError."""
    from voicecli.storage.database import is_there, open_database
    from voicecli.storage.passphrases import is_encrypted

    config = settings().config
    path = config.database_file
    if not is_there(path):
        if encrypted:
            raise StorageError("no-database", f"There is no database at {path} yet.")
        open_database(path).close()
    if is_encrypted(path) != encrypted:
        is_already = "is encrypted already" if not encrypted else "is not encrypted"
        hint = "" if encrypted else "Change it with `voicecli privacy passphrase`."
        raise UsageError("as-it-is", f"{path} {is_already}.", hint)
    return config


def _new_passphrase(file: Path | None, *, is_other: bool = False) -> str:
    """The passphrase to encrypt with: from a file, the environment, or typed twice."""
    from getpass import getpass

    from voicecli.storage.passphrases import from_environment

    if file is not None:
        try:
            return file.read_text("utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError):
            raise UsageError("bad-passphrase-file", f"{file} cannot be read as text.") from None
    if not is_other and (given := from_environment()):
        return given
    if not _is_asked():
        raise UsageError(
            "no-passphrase",
            "There is nobody to ask for a passphrase.",
            "Give --new-passphrase-file FILE.",
        )
    first = getpass("New passphrase: ")
    if getpass("Once more: ") != first:
        raise UsageError("two-passphrases", "The two are not the same.", "Try again.")
    return first


def _clear_plain(config: "Config") -> None:
    """Remove the files beside the database that hold words and are not missed; name the others."""
    from voicecli.pipeline.plain_files import destroy, lasting_files, passing_files

    gone = passing_files(config)
    destroy(gone)
    if gone:
        note(f"{len(gone)} logs, histories and kept sounds were removed; no more are made.")
    for path in lasting_files(config):
        note(f"Not encrypted: {path}")
