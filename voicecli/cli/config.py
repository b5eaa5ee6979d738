"""`voicecli config`: see and change the settings."""

import ast
import difflib
import inspect
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voicecli.cli.aligned import print_aligned
from voicecli.cli.console import note, out, print_json, settings
from voicecli.config import (
    Config,
    bad_file,
    config_file,
    environment_name,
    keys,
    load,
    parse_value,
    read_text,
)
from voicecli.config import sections as page
from voicecli.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

app = typer.Typer(help="See and change the settings.", no_args_is_help=True)


@app.command()
def show(
    json: Annotated[bool, typer.Option("--json", help="Print one JSON list.")] = False,
) -> None:
    """Show every setting, its value and where that came from."""
    loaded, meanings = settings(), _meanings()
    if json:
        print_json(
            [
                {
                    "key": key,
                    "value": loaded.value(key),
                    "origin": loaded.origins[key],
                    "environment": environment_name(key),
                    "meaning": meanings[key],
                }
                for key in keys()
            ]
        )
        return
    print_aligned(
        [("SETTING", "VALUE", "FROM", "MEANING")]
        + [(key, _toml(loaded.value(key)), loaded.origins[key], meanings[key]) for key in keys()]
    )


@app.command()
def path() -> None:
    """Print where the settings file is, or would be."""
    out.print(str(config_file()), markup=False)


@app.command("set", context_settings={"ignore_unknown_options": True})
def set_value(
    key: Annotated[str, typer.Argument(help='The setting, such as "stt.model".')],
    value: Annotated[str, typer.Argument(help="Its new value.")],
) -> None:
    """Write one setting into the settings file."""
    chosen = write_setting(key, value)
    out.print(f"{key} = {_toml(chosen)}", markup=False)
    if os.environ.get(environment_name(key)):
        note(f"{environment_name(key)} is set, and comes before the file.")


@app.command()
def unset(
    key: Annotated[str, typer.Argument(help='The setting, such as "stt.model".')],
) -> None:
    """Take one setting out of the settings file, so that its default counts again."""
    file = config_file().resolve()
    document = _read(file)
    section, _, name = key.partition(".")
    table = document.get(section)
    if isinstance(table, dict) and name in table:  # also one that no version knows
        del table[name]
        if not table:
            del document[section]
        _write(file, document)
        note(f"{key} is no longer in {file}.")
    else:
        _refuse_unknown(key)
        note(f"{key} was not in {file}.")


def write_setting(key: str, value: str) -> Any:
    """Write one setting into the settings file; returns its value. Raises ConfigError."""
    _refuse_unknown(key)
    file = config_file().resolve()
    _try_out(file, key, value)
    chosen = parse_value(key, value, str(file))
    document = _read(file)
    section, name = key.split(".")
    document.setdefault(section, {})[name] = chosen
    _write(file, document)
    return chosen


def _refuse_unknown(key: str) -> None:
    if key in keys():
        return
    names = {known.split(".")[1]: known for known in keys()}
    near = difflib.get_close_matches(key, [*keys(), *names], n=1, cutoff=0.6)
    guess = f"Did you mean {names.get(near[0], near[0])}?" if near else ""
    raise UsageError(
        "unknown-setting",
        f"There is no setting {key[:60]!r}.",
        guess or "See `voicecli config show`.",
    )


def _try_out(file: Path, key: str, value: str) -> None:
    """Build the whole configuration with the new value. Raises ConfigError if it does not fit."""
    try:
        load(file, environment={}, flags={key: value})
    except ConfigError as error:
        _, dashes, told = error.message.partition(f"--{key.split('.')[1].replace('_', '-')} ")
        if not dashes:
            raise
        raise ConfigError(
            error.code, f"{key} {told}", "See `voicecli config show`.", exit_code=error.exit_code
        ) from None


def _read(file: Path) -> "TOMLDocument":
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        return tomlkit.parse(read_text(file))
    except RecursionError:
        raise bad_file(file, "it is nested too deeply") from None
    except TOMLKitError as error:
        raise bad_file(file, str(error)) from None


def _write(file: Path, document: "TOMLDocument") -> None:
    """Replace the file in one step: a killed process leaves the old one or the new one."""
    import tomlkit

    if file.exists() and not file.is_file():  # a device would be replaced by a file
        raise bad_file(file, "it is not a file")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as temporary:
                temporary.write(tomlkit.dumps(document))
                temporary.flush()
                os.fsync(temporary.fileno())
            if file.exists():
                Path(name).chmod(file.stat().st_mode & 0o777)
            Path(name).replace(file)
        except BaseException:
            with suppress(FileNotFoundError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise ConfigError(
            "config-not-written",
            f"{file} cannot be written: {(error.strerror or str(error)).lower()}.",
            "Name another file with VOICECLI_CONFIG.",
        ) from error
    except UnicodeEncodeError as error:
        raise UsageError("not-text", "The new value is not text in UTF-8.") from error


def _toml(value: Any) -> str:
    """Write a value as it stands in the settings file."""
    import tomlkit

    return str(tomlkit.item(value).as_string())


def _meanings() -> dict[str, str]:
    """Return the line that stands under each field in `voicecli.config`, by its key."""
    tree = ast.parse(inspect.getsource(page))
    below = {
        node.name: _field_lines(node) for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    }
    sections = {name: type(getattr(Config(), name)).__name__ for name in Config.__slots__}
    return {key: below[sections[key.split(".")[0]]].get(key.split(".")[1], "") for key in keys()}


def _field_lines(node: ast.ClassDef) -> dict[str, str]:
    lines = {}
    for statement, following in zip(node.body, node.body[1:], strict=False):
        match statement, following:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                lines[name] = text
    return lines
