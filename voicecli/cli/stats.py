"""`voicecli stats`: figures over all conversations that were kept."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voicecli.cli.console import note, out, print_json, settings
from voicecli.cli.period import read_length, read_moment
from voicecli.errors import UsageError

if TYPE_CHECKING:
    from voicecli.config import Config
    from voicecli.log.reading import LoggedErrors
    from voicecli.storage.figures import Figures


def stats(
    since: Annotated[
        str | None, typer.Option(help="Only turns from then on: a day, a time, or 30d, 12h ago.")
    ] = None,
    until: Annotated[str | None, typer.Option(help="Only turns before then.")] = None,
    last: Annotated[
        str | None, typer.Option(help="Only turns of so long a time: 30d, 12h, 2w.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    plot: Annotated[
        bool | None,
        typer.Option("--plot/--no-plot", help="Draw plots, too; in a terminal they are drawn."),
    ] = None,
    prometheus: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Write all figures for Prometheus's textfile collector; `-` is stdout.",
        ),
    ] = None,
) -> None:
    """Show how many turns there were, how fast, what was asked, and what went wrong."""
    if last and since:
        raise UsageError("two-beginnings", "Choose one of --last and --since.")
    if prometheus is not None and (since or until or last):
        raise UsageError(
            "counters-are-whole",
            "--prometheus counts every turn that is kept: leave --since, --until and --last out.",
        )
    now = datetime.now().astimezone()
    begin = read_length(last, "--last", now) if last else None
    begin = read_moment(since, "--since", now) if since else begin
    end = read_moment(until, "--until", now) if until else None
    if begin and end and begin >= end:
        raise UsageError("empty-time", "The time begins behind its end: nothing lies in it.")
    config = settings().config
    figures = _read(config, begin, end)
    if prometheus is not None:
        _export(figures, prometheus)
    elif as_json:
        print_json(figures_json(figures) | _logged_json(_logged(config, begin, end)))
    else:
        from voicecli.cli.stats_view import print_figures, print_logged

        if figures.turns:
            print_figures(out, figures, plots=out.is_terminal if plot is None else plot)
        else:
            where = "in that time" if begin or end else "yet"
            note(f'Nothing was asked {where}. Ask something: voicecli ask "…"')
        print_logged(out, _logged(config, begin, end))


def _read(config: "Config", since: datetime | None, until: datetime | None) -> "Figures":
    """The figures of that time; looking where nothing was ever kept makes no database."""
    from voicecli.storage.database import is_there, open_database
    from voicecli.storage.figures import NO_FIGURES, read_figures

    path = config.database_file
    if not is_there(path):
        return NO_FIGURES
    with open_database(path) as db:
        return read_figures(db, since, until)


def _logged(config: "Config", since: datetime | None, until: datetime | None) -> "LoggedErrors":
    """The errors that were noted; those that left no turn are nowhere else."""
    from voicecli.log import log_file
    from voicecli.log.reading import LoggedErrors, count_errors

    try:
        return count_errors(log_file(config), since, until)
    except OSError:  # figures are of use without them
        return LoggedErrors(None, {})


def _logged_json(logged: "LoggedErrors") -> dict[str, Any]:
    return {
        "logged_since": logged.since.isoformat() if logged.since else None,
        "logged_errors": [
            {"component": component, "code": code, "errors": count}
            for (component, code), count in logged.counts.items()
        ],
    }


def _export(figures: "Figures", file: str) -> None:
    from voicecli.cli.stats_prometheus import exposition, write_exposition

    if file == "-":
        print(exposition(figures), end="", flush=True)
    else:
        write_exposition(figures, Path(file))


def figures_json(figures: "Figures") -> dict[str, Any]:
    """The documented JSON of all figures; times are seconds."""
    first, last = figures.first, figures.last
    return {
        "turns": figures.turns,
        "sessions": figures.sessions,
        "first": first.isoformat() if first else None,
        "last": last.isoformat() if last else None,
        "spoken": figures.spoken,
        "typed": figures.turns - figures.spoken,
        "cached": figures.cached,
        "abstained": figures.abstained,
        "interrupted": figures.interrupted,
        "failed": figures.failed,
        "days": {day.isoformat(): turns for day, turns in figures.days.items()},
        "intents": dict(figures.intents),
        "modes": dict(figures.modes),
        "endings": dict(figures.endings),
        "personas": dict(figures.personas),
        "voices": dict(figures.voices),
        "models": {role: dict(used) for role, used in figures.models.items()},
        "errors": [
            {"component": one.component, "code": one.code, "turns": one.turns}
            for one in figures.errors
        ],
        "latencies": [
            {
                "stage": one.stage,
                "mode": one.mode or None,
                "asked": one.asked or None,
                "turns": one.turns,
                **{
                    name: round(getattr(one, name), 6)
                    for name in ("mean", "p50", "p95", "p99", "longest")
                },
            }
            for one in figures.latencies
        ],
    }
