"""`voicecli log`: what the program noted of itself."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

import typer
from rich.text import Text

from voicecli.cli.console import note, out, printable, settings
from voicecli.errors import StorageError

_STYLES = {"debug": "dim", "info": "", "warning": "yellow", "error": "red"}
_FIRST = ("at", "level", "event", "process", "thread")
_STAGES = {
    "stt": "recognise",
    "first_token": "first token",
    "first_audio": "speech made",
    "first_sound": "first sound",
}
Level = Literal["debug", "info", "warning", "error"]


def log(
    limit: Annotated[
        int, typer.Option("-n", "--limit", min=0, max=1_000_000, help="How many lines at most.")
    ] = 20,
    level: Annotated[Level, typer.Option(help="The least that is shown.")] = "debug",
    session: Annotated[
        str,
        typer.Option(metavar="ID", help="Only lines of this session; a part of its id will do."),
    ] = "",
    follow: Annotated[
        bool, typer.Option("--follow", "-f", help="Go on with what is written, until Ctrl-C.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the lines as they are.")] = False,
    path: Annotated[bool, typer.Option("--path", help="Print only where the log is.")] = False,
) -> None:
    """Show the last lines of the log: turns with their times, warnings, errors.

    No words of anybody are in it. `voicecli --debug …` writes more of it, `log.words = true` what
    is said, too.
    """
    from voicecli.log import log_file
    from voicecli.log.reading import choose, last_lines, new_lines

    config = settings().config
    file = log_file(config)
    if path:
        print(file)
        return
    chosen = choose(level, session)
    try:
        lines = last_lines(file, chosen, limit)
        for line in lines:
            _print(line, as_json=as_json)
        if follow:
            for line in new_lines(file, chosen):
                _print(line, as_json=as_json)
        elif not lines and not as_json:
            note(f"Nothing of that kind is in {file}." if file.exists() else "There is no log yet.")
    except OSError as error:
        raise StorageError(
            "no-log",
            f"{file} cannot be read: {(error.strerror or str(error)).lower()}.",
            "See `ls -l` on it and its folder.",
        ) from error


def _print(line: Mapping[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(line, ensure_ascii=True), flush=True)
        return
    level = str(line.get("level", ""))
    text = Text(f"{_when(line.get('at'))}  ", style="dim")
    text.append(f"{printable(level):<8}", style=_STYLES.get(level, ""))
    text.append(f"{printable(str(line.get('event', ''))):<18}", style="bold")
    shown = [_shown(name, value) for name, value in line.items() if name not in _LATER]
    told = " · ".join(printable(one) for one in shown if one)
    text.append(told, style=_STYLES.get(level, ""))
    out.print(text)
    for frame in line.get("frames") or ():
        out.print(Text(f"{'':21}{printable(str(frame))}", style="dim"))
    if words := line.get("words"):
        whole = printable(json.dumps(words, ensure_ascii=False), lines=True)
        out.print(Text(f"{'':21}{whole}", style="dim"))


_LATER = {*_FIRST, "frames", "words"}


def _shown(name: str, value: Any) -> str:
    """A field as a person reads it: "intent projects", "cached", "recognise 0.41 s".

    What is not so is not said.
    """
    if name == "seconds" and isinstance(value, dict):
        return " · ".join(
            f"{_STAGES.get(stage, stage)} {seconds:.2f} s" for stage, seconds in value.items()
        )
    if isinstance(value, bool):
        return name if value else ""
    if isinstance(value, float):
        return f"{name.replace('_', ' ')} {value:.2f}"
    return f"{name.replace('_', ' ')} {value}"


def _when(at: object) -> str:
    """A time as this computer's clock shows it."""
    try:
        return datetime.fromisoformat(str(at)).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    except ValueError:
        return "?" * 19
