"""Settings from all their places.

A value comes from the first of: command-line flag, `VOICECLI_<SECTION>_<FIELD>` in the environment,
`config.toml`, the default that stands in `sections`.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import platformdirs

from voicecli.config.sections import Config, folder_of
from voicecli.errors import ConfigError, ExitCode

Origin = Literal["flag", "environment", "file", "default"]

LARGEST_FILE_BYTES = 1 << 20
"""A settings file is far smaller; a device such as /dev/zero has no end at all."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A configuration and where each of its values ("stt.model") came from."""

    config: Config
    origins: Mapping[str, Origin]

    def value(self, key: str) -> Any:
        """The value of "section.field"."""
        section, name = key.split(".")
        return getattr(getattr(self.config, section), name)


def config_file() -> Path:
    """The settings file: `VOICECLI_CONFIG`, or `config.toml` in the user's configuration folder."""
    named = os.environ.get("VOICECLI_CONFIG", "")
    return folder_of(named, platformdirs.user_config_path("voicecli") / "config.toml")


@cache
def keys() -> dict[str, Any]:
    """Every settable key ("stt.model") with its type."""
    sections = get_type_hints(Config)
    return {
        f"{section}.{name}": kind
        for section in (item.name for item in fields(Config))
        for name, kind in get_type_hints(sections[section]).items()
    }


def load(
    file: Path | None = None,
    environment: Mapping[str, str] | None = None,
    flags: Mapping[str, Any] | None = None,
) -> Loaded:
    """Read the settings from all their places.

    `flags` maps keys to values, None meaning "not given". Raises ConfigError when a place holds an
    unknown key or a value that does not fit; the message names the place.
    """
    environment = os.environ if environment is None else environment
    given: dict[str, tuple[Any, Origin, str]] = {}
    path = config_file() if file is None else file
    for key, value in _read_file(path).items():
        given[key] = (value, "file", str(path))
    for key in keys():
        name = environment_name(key)
        if environment.get(name):
            given[key] = (environment[name], "environment", name)
    for key, value in (flags or {}).items():
        if value is not None:
            given[key] = (value, "flag", f"--{key.split('.')[1].replace('_', '-')}")
    chosen: dict[str, dict[str, Any]] = {}
    for key, (value, _, place) in given.items():
        parsed = parse_value(key, value, place)
        section, name = key.split(".")
        chosen.setdefault(section, {})[name] = parsed
    config = _build(chosen, {key: place for key, (_, _, place) in given.items()})
    origins: dict[str, Origin] = {
        key: given[key][1] if key in given else "default" for key in keys()
    }
    return Loaded(config, origins)


def environment_name(key: str) -> str:
    """The environment variable of a key: "stt.model" is VOICECLI_STT_MODEL."""
    return "VOICECLI_" + key.replace(".", "_").upper()


def parse_value(key: str, value: Any, place: str) -> Any:
    """Turn what a person wrote for `key` into its type. Raises ConfigError naming `place`."""
    if key not in keys():
        raise ConfigError(
            "unknown-setting",
            f"{place}: there is no setting {key!r}.",
            "See `voicecli config show`.",
            exit_code=ExitCode.USAGE,
        )
    kind = keys()[key]
    try:
        if get_origin(kind) is Literal:
            if value not in get_args(kind):
                choices = ", ".join(get_args(kind))
                raise ValueError(f"must be one of {choices}, not {_quoted(value)}")
            return value
        if kind is bool:
            return _parse_bool(value)
        return _parse_text(value) if kind is str else _parse_number(kind, value)
    except ValueError as error:
        raise _bad_value(key, error, place) from None


def _parse_bool(value: Any) -> bool:
    words = {"true": True, "yes": True, "on": True, "1": True}
    words |= {"false": False, "no": False, "off": False, "0": False}
    if str(value).lower() not in words:
        raise ValueError(f"must be true or false, not {_quoted(value)}")
    return words[str(value).lower()]


def _parse_number(kind: type, value: Any) -> Any:
    """A number of that kind. A fraction is no whole number: it is not cut off unseen."""
    is_fraction = isinstance(value, float) and not value.is_integer()
    try:
        if isinstance(value, bool) or (kind is int and is_fraction):
            raise ValueError
        return kind(value)
    except (TypeError, ValueError, OverflowError):
        what = "a whole number" if kind is int else "a number"
        raise ValueError(f"must be {what}, not {_quoted(value)}") from None


def _parse_text(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:  # no path and no name holds a NUL
        raise ValueError(f"must be text in quotes, not {_quoted(value)}")
    return value


def _quoted(value: Any) -> str:
    """A value as it may stand in one line of an error."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"


def _build(chosen: Mapping[str, Mapping[str, Any]], places: Mapping[str, str]) -> Config:
    types = get_type_hints(Config)
    sections = {}
    for section, values in chosen.items():
        try:
            sections[section] = types[section](**values)
        except ValueError as error:
            name = str(error).split(" ", 1)[0]
            key = f"{section}.{name}"
            raise _bad_value(key, error, places.get(key, key)) from None
    return Config(**sections)


def _bad_value(key: str, error: Exception, place: str) -> ConfigError:
    said = str(error).removeprefix(f"{key.partition('.')[2]} ")
    if place.startswith("--"):
        return ConfigError("bad-setting", f"{place} {said}.", exit_code=ExitCode.USAGE)
    is_variable = place == environment_name(key)
    hint = f"Set it with `voicecli config set {key} VALUE`."
    return ConfigError(
        "bad-setting",
        f"{place} {said}." if is_variable else f"{place}: {key} {said}.",
        f"Try `unset {place}`." if is_variable else hint,
        exit_code=ExitCode.USAGE,
    )


def read_text(path: Path) -> str:
    """The text of a settings file; empty when there is none.

    Raises ConfigError("bad-config-file") for what is no such file, a device without an end, too.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE_BYTES + 1)
        if len(raw) > LARGEST_FILE_BYTES:
            raise bad_file(path, "it is too large for a settings file")
        return raw.decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise bad_file(path, (error.strerror or str(error)).lower()) from error
    except UnicodeDecodeError as error:
        raise bad_file(path, "it is not text in UTF-8") from error


def bad_file(path: Path, why: str) -> ConfigError:
    """Make the error for a settings file that cannot be read."""
    return ConfigError(
        "bad-config-file",
        f"{path} cannot be read: {why}.",
        "Mend it by hand, or move it away to start with the defaults.",
    )


def _read_file(path: Path) -> dict[str, Any]:
    """The keys of a settings file, flat; empty when there is none."""
    try:
        tables = tomllib.loads(read_text(path))
    except RecursionError:
        raise bad_file(path, "it is nested too deeply") from None
    except ValueError as error:  # a syntax error, or a number with thousands of digits
        raise bad_file(path, str(error)) from None
    flat: dict[str, Any] = {}
    for section, table in tables.items():
        if not isinstance(table, dict):
            raise ConfigError(
                "unknown-setting",
                f"{path}: {section!r} stands outside a section.",
                "Sections are written in brackets: [stt].",
                exit_code=ExitCode.USAGE,
            )
        flat.update({f"{section}.{name}": value for name, value in table.items()})
    return flat
