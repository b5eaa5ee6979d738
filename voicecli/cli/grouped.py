"""Commands whose options are fields of dataclasses, in sections of their own in `--help`."""

from collections.abc import Callable, Iterable
from dataclasses import MISSING, fields, is_dataclass
from functools import wraps
from inspect import Parameter, signature
from typing import Any, TypeVar, get_type_hints

from typer.core import TyperCommand

T = TypeVar("T")


def grouped(command: Callable[..., T]) -> Callable[..., T]:
    """Let Typer see each field of a command's dataclass parameters as an option.

    A field is written as Typer wants a parameter: `Annotated[type, typer.Option(…)] = default`. The
    options of a dataclass stand under the first line of its docstring in the help, where the
    command is a `SectionedCommand`.
    """
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, Any] = {name: hint for name, hint in hints.items() if is_dataclass(hint)}
    parameters = [
        parameter
        for name, plain in signature(command).parameters.items()
        for parameter in (
            _options(groups[name]) if name in groups else [plain.replace(annotation=hints[name])]
        )
    ]

    @wraps(command)
    def with_groups(**given: Any) -> T:
        made = {
            name: group(**{item.name: given.pop(item.name) for item in fields(group)})
            for name, group in groups.items()
        }
        return command(**given, **made)

    with_groups.__signature__ = signature(command).replace(  # type: ignore[attr-defined]
        parameters=[parameter.replace(kind=Parameter.KEYWORD_ONLY) for parameter in parameters]
    )
    return with_groups


class SectionedCommand(TyperCommand):
    """A command whose help lists options under the names of their panels, in order."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the arguments, then each section's options."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            if record := parameter.get_help_record(ctx):
                is_option = parameter.param_type_name == "option"
                panel = getattr(parameter, "rich_help_panel", None) if is_option else "Arguments"
                sections.setdefault(panel or "Options", []).append(record)
        places = {"Arguments": -1, "Options": 1}
        for title, records in sorted(sections.items(), key=lambda item: places.get(item[0], 0)):
            with formatter.section(title):
                formatter.write_dl(records)


def _options(group: Any) -> Iterable[Parameter]:
    hints = get_type_hints(group, include_extras=True)
    panel = (group.__doc__ or "").strip().split("\n")[0].rstrip(".")
    for item in fields(group):
        for info in getattr(hints[item.name], "__metadata__", ()):
            info.rich_help_panel = panel
        default = Parameter.empty if item.default is MISSING else item.default
        yield Parameter(
            item.name, Parameter.KEYWORD_ONLY, default=default, annotation=hints[item.name]
        )
