"""The program's command tree and its one place where errors become lines and exit codes."""

import errno
import sys
import traceback
from typing import Annotated, Any

import typer

from voicecli import __version__
from voicecli.cli import (
    bench,
    cache,
    config,
    content,
    devices,
    evals,
    guestbook,
    interview,
    memory,
    models,
    people,
    persona,
    privacy,
    sessions,
    speakers,
)
from voicecli.cli.analyze import analyze
from voicecli.cli.ask import ask
from voicecli.cli.backup import backup
from voicecli.cli.console import given, note
from voicecli.cli.doctor import doctor
from voicecli.cli.forget import forget
from voicecli.cli.listen import listen
from voicecli.cli.log import log
from voicecli.cli.note import note as take_note
from voicecli.cli.replay import replay
from voicecli.cli.say import say
from voicecli.cli.scenarios import play_scenarios
from voicecli.cli.search import search
from voicecli.cli.show import show
from voicecli.cli.stats import stats
from voicecli.cli.talk import talk
from voicecli.cli.transcribe import transcribe
from voicecli.cli.transcribe_spelling import WhisperSpelling
from voicecli.cli.understand import understand
from voicecli.errors import ExitCode, UsageError, VoicecliError
from voicecli.storage.passphrases import ask_with

app = typer.Typer(
    name="voicecli",
    help="A local-first, offline voice assistant: talk, ask, transcribe.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command()(talk)
app.command()(ask)
app.command()(listen)
app.command("note")(take_note)
app.command(cls=WhisperSpelling)(transcribe)
app.command()(analyze)
app.command()(say)
app.add_typer(interview.app, name="interview")
app.command()(search)
app.command()(understand)
app.command()(show)
app.add_typer(content.app, name="content")
app.add_typer(sessions.app, name="sessions")
app.add_typer(memory.app, name="memory")
app.add_typer(guestbook.app, name="guestbook")
app.add_typer(speakers.app, name="speakers")
app.add_typer(persona.app, name="persona")
app.add_typer(people.app, name="people")
app.command()(forget)
app.command()(backup)
app.add_typer(privacy.app, name="privacy")
app.add_typer(models.app, name="models")
app.add_typer(devices.app, name="devices")
app.add_typer(config.app, name="config")
app.add_typer(cache.app, name="cache")
app.add_typer(bench.app, name="bench")
app.add_typer(evals.app, name="eval")
app.command()(stats)
app.command()(log)
app.command()(replay)
app.command("test")(play_scenarios)
app.command()(doctor)


def _print_version(value: bool) -> None:
    if value:
        print(f"voicecli {__version__}")
        raise typer.Exit


@app.callback()
def everything(
    profile: Annotated[
        str | None,
        typer.Option(help="Set of models: auto, tiny, light, balanced, quality or gpu."),
    ] = None,
    person: Annotated[
        str | None,
        typer.Option(
            "--as",
            "--device-name",
            metavar="NAME",
            help="Who this is: each has sessions, memory and content of their own.",
        ),
    ] = None,
    debug: Annotated[
        bool,
        typer.Option(
            help="Show the traceback of an unknown error, and log everything that happens."
        ),
    ] = False,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Read the options that stand before the command's name."""
    given.debug = debug
    ask_with(privacy.ask_passphrase)
    given.flags = {
        "models.profile": profile,
        "paths.person": people.check_name(person),
        "log.level": "debug" if debug else None,
    }


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code; known errors become one line on stderr."""
    try:
        code = app(arguments, prog_name="voicecli", standalone_mode=False)
        sys.stdout.flush()  # a full disk shows here, not while the interpreter ends
    except typer.Exit as leave:
        return leave.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return ExitCode.INTERRUPTED
    except VoicecliError as error:
        _tell(error)
        return error.exit_code
    except Exception as error:  # noqa: BLE001  # this place owns the main thread
        return _unknown(error)
    return code if isinstance(code, int) else ExitCode.OK


def _log_failure(error: Exception) -> None:
    """Note it; nothing where no settings were read, and so no log is open."""
    from voicecli.log import failed

    failed(error)


def _tell(error: VoicecliError) -> None:
    if not isinstance(error, UsageError):
        _log_failure(error)
    note(f"voicecli: {error}")
    if given.debug and error.__cause__:
        traceback.print_exception(error.__cause__)


def _unknown(error: Exception) -> int:
    if hasattr(error, "format_message"):
        return _mistyped(error)
    _log_failure(error)
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        note("voicecli: the disk is full. Free some space and try again.")
        return ExitCode.ERROR
    if isinstance(error, OSError) and error.strerror and not given.debug:
        place = f"{error.filename} cannot be used: " if error.filename else ""
        note(f"voicecli: {place}{error.strerror.lower()}. See `voicecli doctor`.")
        return ExitCode.ERROR
    if given.debug:
        traceback.print_exception(error)
    hint = "" if given.debug else " Run `voicecli --debug …` again to see where it happened."
    note(f"voicecli: unexpected {type(error).__name__}: {error}.{hint}")
    return ExitCode.ERROR


def _mistyped(error: Any) -> int:
    """Typer's own errors: one line, or the whole help where a command was named without a verb."""
    said = error.format_message()
    command = error.ctx.command_path if getattr(error, "ctx", None) else "voicecli"
    if "\n" in said:
        error.show()
    else:
        note(f"voicecli: {said}{'' if said[-1] in '.?' else '.'} See `{command} --help`.")
    return int(error.exit_code)
