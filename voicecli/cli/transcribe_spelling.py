"""Options as other Whisper commands write them: `--output_dir`, `--switch True`, `--lang`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from voicecli.cli.console import note
from voicecli.cli.grouped import SectionedCommand
from voicecli.cli.transcribe_flags import NUMBERS
from voicecli.cli.transcribe_foreign import FOREIGN, Foreign

Kind = Literal["switch", "text", "number"]
"""What follows an option: nothing, any text, or something of which "None" is no value."""


@dataclass(slots=True)
class Spelled:
    """The arguments in our spelling, and what is to be told about those that were left out."""

    arguments: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class WhisperSpelling(SectionedCommand):
    """Takes options as other Whisper commands write them, too."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments in our own spelling."""
        spelled = our_spelling(args, dict(_kinds(self.get_params(ctx))))
        if not ctx.resilient_parsing:
            for text in spelled.notes:
                note(text)
        return super().parse_args(ctx, spelled.arguments)


def our_spelling(arguments: Iterable[str], options: Mapping[str, Kind]) -> Spelled:
    """The arguments with `-` for `_` in options' names, and switches without True or False.

    `options` are ours by their names with dashes. A name may be cut short where only one begins so;
    an option that has no meaning here is left out and noted; `None` as a value means that the
    option was not given. Values, and whatever follows `--`, stay as they are.
    """
    spelled = Spelled()
    rest = list(reversed(list(arguments)))
    while rest:
        argument = rest.pop()
        if argument == "--":
            spelled.arguments += [argument, *reversed(rest)]
            break
        name, equals, value = argument.partition("=")
        if not argument.startswith("--"):
            name, equals, value = argument, "", ""
        name = _whole_name(name, options) if name.startswith("--") else name
        foreign = FOREIGN.get(name[2:]) if name not in options else None
        kind = _kind_of(foreign) if foreign else options.get(name)
        given = value if equals else _take_value(rest, kind)
        if foreign:
            _leave_out(argument.partition("=")[0], foreign, given, spelled)
        else:
            spelled.arguments += _our_own(name, kind, given, glued=bool(equals))
    return spelled


def _our_own(name: str, kind: Kind | None, value: str | None, *, glued: bool) -> list[str]:
    if value is None:
        return [name]
    if kind == "switch":
        said = value.lower()
        return [name] if said == "true" else [] if said == "false" else [f"{name}={value}"]
    if kind == "number" and value == "None":
        return []
    return [f"{name}={value}"] if glued else [name, value]


def _leave_out(name: str, foreign: Foreign, value: str | None, spelled: Spelled) -> None:
    if (value or ("true" if foreign.is_switch else "")).lower() not in foreign.anyway:
        spelled.notes.append(f"{name} has no effect here: {foreign.instead}.")


def _take_value(rest: list[str], kind: Kind | None) -> str | None:
    """Take what follows an option off the arguments, where it is the option's value."""
    if not rest or kind is None or (kind == "switch" and rest[-1].lower() not in ("true", "false")):
        return None
    return rest.pop()


def _whole_name(name: str, options: Mapping[str, Kind]) -> str:
    """The name in our spelling; one that was cut short in full, where only one begins so."""
    ours = name.replace("_", "-")
    if ours in options or ours[2:] in FOREIGN:
        return ours
    every = [*options, *(f"--{other}" for other in FOREIGN)]
    longer = [other for other in every if other.startswith(ours)]
    return longer[0] if len(longer) == 1 and len(ours) > 3 else ours


def _kind_of(foreign: Foreign) -> Kind:
    return "switch" if foreign.is_switch else "text"


def _kinds(parameters: Iterable[Any]) -> Iterator[tuple[str, Kind]]:
    """Each name of each option of a command, with what follows it."""
    for parameter in parameters:
        if parameter.param_type_name != "option":
            continue
        kind: Kind = "number" if parameter.name in NUMBERS else "text"
        if parameter.is_flag:
            kind = "switch"
        for name in (*parameter.opts, *parameter.secondary_opts):
            yield name, kind
